#include "stories/across.h"

#include <doctest/doctest.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "base/hash.h"
#include "base/parallel.h"
#include "stories/across_terms.h"
#include "stories/extract.h"
#include "temporary_folder.h"

using namespace samestory;

namespace {

using Terms = std::vector<std::vector<std::uint32_t>>;

// Articles of three languages over a vocabulary whose first words are the commonest.
std::pair<Terms, std::vector<std::uint32_t>> random_archive(std::uint64_t seed, std::size_t articles) {
  std::uint64_t state = mix(seed);
  const auto draw = [&](std::uint64_t below) { return (state = mix(state)) % below; };
  std::pair<Terms, std::vector<std::uint32_t>> archive;
  for (std::size_t i = 0; i < articles; ++i) {
    std::set<std::uint32_t> terms;
    for (std::uint64_t k = draw(30); k > 0; --k) terms.insert(static_cast<std::uint32_t>(draw(1 + draw(200))));
    archive.first.emplace_back(terms.begin(), terms.end());
    archive.second.push_back(static_cast<std::uint32_t>(draw(5) / 2));
  }
  return archive;
}

// The twin: every row as a map, by the definition in the header.
std::vector<std::map<std::uint32_t, double>> rows_by_definition(const Terms& terms,
                                                                const std::vector<std::uint32_t>& language) {
  std::map<std::uint32_t, std::map<std::uint32_t, double>> holders;
  std::map<std::uint32_t, double> articles;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    ++articles[language[i]];
    for (const std::uint32_t term : terms[i]) ++holders[term][language[i]];
  }
  std::vector<std::map<std::uint32_t, double>> rows(terms.size());
  for (std::size_t i = 0; i < terms.size(); ++i) {
    double squares = 0;
    for (const std::uint32_t term : terms[i]) {
      double all = 0;
      for (const auto& [l, count] : holders[term]) all += count;
      if (holders[term].size() < 2 || all > static_cast<double>(kMostHolders)) continue;
      const double weight = std::min(std::log((static_cast<double>(terms.size()) + 1) / (all + 0.5)),
                                     std::log((articles[language[i]] + 1) / (holders[term][language[i]] + 0.5)));
      if (weight <= 0) continue;
      rows[i][term] = weight;
      squares += weight * weight;
    }
    for (auto& [term, weight] : rows[i]) weight /= std::sqrt(squares);
  }
  return rows;
}

TEST_CASE("rows, neighbours and backgrounds are those of all pairs") {
  for (const std::uint64_t seed : {1, 2, 3, 4}) {
    CAPTURE(seed);
    const auto [terms, language] = random_archive(seed, 20 + 300 * (seed % 2));
    const Across across = build_across([&](std::size_t i) { return terms[i]; }, language);
    const auto rows = rows_by_definition(terms, language);
    for (std::size_t a = 0; a < terms.size(); ++a) {
      std::vector<std::tuple<double, std::uint32_t, std::size_t>> others;  // minus cosine, article, shared terms
      double foreign = 0;
      for (std::size_t b = 0; b < terms.size(); ++b) {
        if (language[a] == language[b]) continue;
        ++foreign;
        double cosine = 0;
        std::size_t shared = 0;
        for (const auto& [term, weight] : rows[a]) {
          if (rows[b].contains(term)) cosine += weight * rows[b].at(term), ++shared;
        }
        const AcrossLikeness likeness = across_likeness(across, group_id(a), group_id(b));
        REQUIRE(likeness.cosine == doctest::Approx(cosine).epsilon(1e-4));
        REQUIRE(likeness.shared.size() == shared);
        if (shared > 0) others.emplace_back(-likeness.cosine, static_cast<std::uint32_t>(b), shared);
      }
      std::sort(others.begin(), others.end());
      double behind = 0;
      for (std::size_t r = 10; r < 30 && r < others.size(); ++r) behind -= std::get<0>(others[r]) / 20;
      const double share = std::pow(foreign, 4) / (std::pow(foreign, 4) + std::pow(30.0, 4));
      REQUIRE(across.background[a] == doctest::Approx(share * behind + (1 - share) * 0.6).epsilon(1e-4));
      std::vector<std::uint32_t> nearest;
      for (const auto& [minus_cosine, b, shared] : others) {
        if (shared >= 3 && nearest.size() < kByAcross) nearest.push_back(b);
      }
      std::sort(nearest.begin(), nearest.end());
      REQUIRE(across.nearest[a] == nearest);
    }
  }
}

TEST_CASE("names and numbers of two languages and scripts are one term") {
  LatinForm latin;
  struct Case {
    std::string name;
    const char *one, *other;
    bool same;
  };
  for (const Case& row :
       {Case{"capitals", "Marrow", "marrow", true}, Case{"marks", "Škárova", "skarova", true},
        Case{"Cyrillic", "Воронов", "Voronov", true}, Case{"Greek", "Κορινα", "Korina", true},
        Case{"an article before it", "l'Arvenia", "Arvenia", true}, Case{"thousands", "1.250", "1,250", true},
        Case{"digits of other scripts", "٤٧١", "471", true}, Case{"two names", "Voronov", "Voronova", false},
        Case{"two numbers", "471", "472", false}}) {
    CAPTURE(row.name);
    const auto one = across_terms_of(row.one, latin), other = across_terms_of(row.other, latin);
    REQUIRE(!one.empty());
    CHECK((one == other) == row.same);
  }
  for (const std::string& nothing : std::vector<std::string>{"", "the", "7", "2019", "1987", "?"}) {
    CAPTURE(nothing);
    CHECK(across_terms_of(nothing, latin).empty());
  }
}

TEST_CASE("what is too long for a name is not read") {
  LatinForm latin;
  const auto word_of = [](std::size_t letters) {
    std::string word;
    while (letters-- > 0) word += "\u0439";
    return word;
  };
  CHECK(across_terms_of(word_of(kAcrossLongest / 2), latin).size() == 1);
  CHECK(across_terms_of(word_of(kAcrossLongest / 2 + 1), latin).empty());
  CHECK(across_terms_of(word_of(kAcrossLongest / 2 + 1) + " \u043c\u0430\u0440\u0442\u0438\u043d", latin).size() == 1);
}

// By ICU alone, the twin.
std::string form_by_icu(const icu::Transliterator& rules, const std::string& word) {
  icu::UnicodeString text = icu::UnicodeString::fromUTF8(word);
  rules.transliterate(text);
  std::string form;
  return text.toUTF8String(form);
}

std::string letter_of(UChar32 c) {
  std::string letter;
  return icu::UnicodeString(c).toUTF8String(letter);
}

TEST_CASE("a Latin form is that of ICU, whatever stands beside a letter") {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> rules(icu::Transliterator::createInstance(
      "Any-Latin; NFKD; [:Nonspacing Mark:] Remove; Latin-ASCII; Lower", UTRANS_FORWARD, status));
  REQUIRE(U_SUCCESS(status));
  std::vector<std::string> letters;  // of any script, marks among them, and what stands inside words in ASCII
  for (UChar32 c = 0x21; c < 0x2000; ++c) {
    if (c < 0x80 ? !u_isupper(c) : u_islower(c) || u_charType(c) == U_OTHER_LETTER) letters.push_back(letter_of(c));
  }
  LatinForm latin;
  for (const std::string& letter : letters) REQUIRE(std::string(latin(letter)) == form_by_icu(*rules, letter));

  // Words of "abacad...", so that every two letters of the scripts that are put together meet in both orders.
  std::vector<std::string> plain;
  for (UChar32 c = 0x21; c < 0x2000; ++c) {
    const UScriptCode script = uscript_getScript(c, &status);
    const bool news = c < 0x80 || script == USCRIPT_LATIN || script == USCRIPT_CYRILLIC || script == USCRIPT_ARABIC ||
                      script == USCRIPT_HEBREW || script == USCRIPT_GEORGIAN;
    if (news && !u_isupper(c) && (c < 0x80 || u_isalpha(c))) plain.push_back(letter_of(c));
  }
  CHECK(plain.size() > 1000);
  for (const std::string& letter : plain) {
    CAPTURE(letter);
    std::string word;
    for (const std::string& other : plain) word.append(letter).append(other);
    REQUIRE(std::string(latin(word)) == form_by_icu(*rules, word));
  }

  std::uint64_t state = 11;  // the seed
  for (int round = 0; round < 20000; ++round) {
    std::string word;
    for (std::uint64_t size = 1 + (state = mix(state)) % 9; size > 0; --size)
      word += letters[(state = mix(state)) % letters.size()];
    CAPTURE(word);
    REQUIRE(std::string(latin(word)) == form_by_icu(*rules, word));
  }
}

TEST_CASE("a Latin form does not depend on what was asked before") {
  LatinForm latin;
  for (const int round : {1, 2}) {
    CAPTURE(round);
    for (int k = 0; k < 20000; ++k) {
      const std::string digits = std::to_string(k);
      REQUIRE(latin("\u0436" + digits) == "z" + digits);
    }
  }
}

TEST_CASE("terms come back from disk as they were put, whatever the order") {
  const TemporaryFolder folder;
  const Terms terms = {{5, 3, 3}, {}, {0, 4294967295}};
  AcrossTermStore store(folder.path, terms.size());
  for (const std::size_t article : {2, 0, 1}) store.put(article, terms[article]);
  for (std::size_t article = 0; article < terms.size(); ++article) CHECK(store.terms(article) == terms[article]);
}

TEST_CASE("an article's terms are those of its whole page, the site's name in the title, too") {
  LatinForm latin;
  const auto across_of = [](const std::string& title) {
    return extract({title, "Rain in Vell.", "en", "Harbour Post", {}}, RepeatedSpans(), 1).across;
  };
  const std::vector<std::uint32_t> site = across_terms_of("Harbour", latin), rain = across_terms_of("Vell", latin);
  const std::vector<std::uint32_t> terms = across_of("The storm over Marrow - Harbour Post");
  CHECK(std::count(terms.begin(), terms.end(), site.front()) == 1);
  CHECK(std::count(terms.begin(), terms.end(), rain.front()) == 1);
  CHECK(across_of("The storm over Marrow").size() + 2 == terms.size());
}

TEST_CASE("a pair is worth what exceeds the smaller background, if it shares enough") {
  Across across;
  across.background = {0.1, 0.2};
  const auto worth = [&](double cosine, std::size_t shared, double kernel) {
    return across_worth(across, {cosine, std::vector<std::uint32_t>(shared, 0)}, group_id(0), group_id(1), kernel);
  };
  CHECK(worth(0.3, 3, 1) == doctest::Approx((0.3 - 0.15 - 0.05) / 0.05));
  CHECK(worth(0.3, 3, 0.5) == doctest::Approx((0.15 - 0.15 - 0.05) / 0.05));
  CHECK(worth(0.9, 3, 1) == 3);
  CHECK(worth(0.0, 3, 1) == -3);
  CHECK(worth(0.9, 2, 1) == 0);
}

TEST_CASE("what all articles of a language hold says nothing there") {
  Terms terms;
  std::vector<std::uint32_t> language;
  for (std::uint32_t i = 0; i < 40; ++i) {
    terms.push_back(i < 20 ? std::vector<std::uint32_t>{1, 100 + i} : std::vector<std::uint32_t>{100 + i - 20});
    language.push_back(i < 20 ? 0 : 1);
  }
  terms[20] = {1, 100};
  const Across across = build_across([&](std::size_t i) { return terms[i]; }, language);
  const AcrossLikeness common = across_likeness(across, group_id(1), group_id(20));
  CHECK(common.cosine < 0.05);
  CHECK(across_likeness(across, group_id(0), group_id(20)).cosine > 0.5);
}

TEST_CASE("neighbours across languages are the same for any number of threads") {
  const auto archive = random_archive(9, 400);
  const auto run = [&](int threads) {
    const ThreadLimit limit(threads);
    const Across across = build_across([&](std::size_t i) { return archive.first[i]; }, archive.second);
    return std::tuple(across.terms, across.nearest, across.background);
  };
  const auto one = run(1);
  for (const int threads : {2, 3, 8}) {
    CAPTURE(threads);
    CHECK(run(threads) == one);
  }
}

TEST_CASE("several languages are told from one") {
  CHECK(!has_several_languages({}));
  CHECK(!has_several_languages({2, 2, 2}));
  CHECK(has_several_languages({2, 2, 1}));
}

}  // namespace

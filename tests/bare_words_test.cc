#include "stories/bare_words.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/parallel.h"
#include "text/clitics.h"

using namespace samestory;

namespace {

constexpr std::uint64_t kSeed = 7;

Extract read(const std::string& title, const std::string& text, const std::string& language) {
  return extract({title, text, language, "", {}}, RepeatedSpans(), kSeed, Surfaces::kKeep);
}

// What a block says of its articles, as extracts.
std::vector<Extract> read_back(const ExtractBlock& block) {
  std::vector<Extract> extracts(block.languages.size());
  for (std::size_t a = 0; a < extracts.size(); ++a) extracts[a].language = block.languages[a];
  for (std::size_t f = 0; f < kSignals; ++f) {
    for (const HeldTerm& held : block.terms[f].held())
      extracts[held.article].terms[f].push_back({held.term, held.count});
  }
  return extracts;
}

std::vector<Extract> rewritten(const std::vector<Extract>& extracts) {
  const std::vector<ExtractBlock> blocks = make_blocks(extracts);
  const std::vector<BareForm> chosen = choose_bare_words(blocks);
  std::vector<Extract> all;
  for (const ExtractBlock& block : blocks) {
    const ExtractBlock after = with_bare_words(block, chosen);
    CHECK(after.bare_forms.empty());
    for (Extract& extract : read_back(after)) all.push_back(std::move(extract));
  }
  return all;
}

int count_of(const Extract& extract, Signal signal, const std::string& folded) {
  const TermId term = term_of(signal, extract.language, folded, kSeed);
  for (const TermCount& held : extract.terms[static_cast<std::size_t>(signal)]) {
    if (held.term == term) return held.count;
  }
  return 0;
}

// Archives of a small alphabet of terms, with random readings.
std::vector<Extract> random_extracts(std::uint64_t seed, std::size_t articles) {
  std::uint64_t state = seed;
  const auto draw = [&](std::uint64_t below) { return static_cast<TermId>((state = mix(state + 1)) % below); };
  std::vector<Extract> extracts(articles);
  for (Extract& extract : extracts) {
    std::set<TermId> words;
    for (TermId i = draw(8); i > 0; --i) words.insert(draw(20));
    for (const TermId word : words) extract.terms[0].push_back({word, static_cast<std::uint16_t>(1 + draw(3))});
    // A reading is shorter than its word; here: a smaller number. A word has the same readings wherever it stands.
    for (const TermId word : words) {
      for (TermId bare = 0; bare < word; ++bare) {
        if (mix(seed + 100 * word + bare) % 4 == 0) extract.bare_forms.push_back({word, bare});
      }
    }
  }
  return extracts;
}

// By the definition: from word to the reading that most hold, until no reading is held by more.
TermId follow(TermId word, const std::vector<Extract>& extracts) {
  std::map<TermId, int> holders;
  std::map<TermId, std::set<TermId>> readings;
  for (const Extract& extract : extracts) {
    for (const BareForm& form : extract.bare_forms) readings[form.word].insert(form.bare);
    if (extract.bare_forms.empty()) continue;
    for (const TermCount& held : extract.terms[0]) ++holders[held.term];
  }
  for (;;) {
    TermId best = word;
    for (const TermId bare : readings[word]) {
      if (holders[bare] > holders[best]) best = bare;
    }
    if (best == word) return word;
    word = best;
  }
}

}  // namespace

TEST_CASE("prefixes come off in their order, each at most once, and leave three letters") {
  struct Row {
    const char *language, *word;
    std::vector<std::string> forms;
  };
  const Row rows[] = {
      {"ar", "وبالمرفا", {"بالمرفا", "المرفا", "مرفا"}},
      {"ar", "للمرفا", {"لمرفا", "المرفا", "مرفا"}},
      {"ar", "بوسطن", {"وسطن"}},  // a conjunction behind a preposition is none
      {"ar", "والد", {"الد"}},    // nothing of two letters
      {"ar", "مرفا", {}},
      {"he", "ובנמל", {"בנמל", "נמל"}},
      {"he", "שהנמל", {"הנמל", "נמל"}},
      {"fa", "والمرفا", {}},
      {"en", "port", {}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.word);
    std::vector<std::string> expected = row.forms;
    std::sort(expected.begin(), expected.end());
    CHECK(bare_forms(row.word, row.language) == expected);
  }
}

TEST_CASE("a prefixed word counts as the commoner bare one, in body, lead and title") {
  const std::vector<Extract> extracts = rewritten({
      read("حريق بالمرفا", "اندلع حريق بالمرفا", "ar"),
      read("المرفا يغلق", "اغلقت الشرطه المرفا", "ar"),
      read("", "فتح المرفا ابوابه وعاد للمرفا العمال", "ar"),
  });
  for (const Signal signal : {Signal::kBody, Signal::kLead, Signal::kTitle}) {
    CAPTURE(static_cast<int>(signal));
    CHECK(count_of(extracts[0], signal, "المرفا") == (signal == Signal::kTitle ? 1 : 2));
    CHECK(count_of(extracts[0], signal, "بالمرفا") == 0);
  }
  CHECK(count_of(extracts[2], Signal::kBody, "المرفا") == 2);
}

TEST_CASE("a word whose first letter is its own stays whole, however it could be read") {
  const std::vector<Extract> extracts = rewritten({
      read("", "وصل وزير الزراعه", "ar"),
      read("", "قال وزير النقل", "ar"),
      read("", "زير قديم في المتحف", "ar"),
  });
  CHECK(count_of(extracts[0], Signal::kBody, "وزير") == 1);
  CHECK(count_of(extracts[2], Signal::kBody, "زير") == 1);
}

TEST_CASE("a rewritten word is shown as its article prints it") {
  const Extract extract = read("", "حريق بالمرفا", "ar");
  const TermId bare = term_of(Signal::kBody, "ar", "المرفا", kSeed);
  const auto shown = std::find_if(extract.surfaces.begin(), extract.surfaces.end(),
                                  [&](const auto& surface) { return surface.first == bare; });
  REQUIRE(shown != extract.surfaces.end());
  CHECK(shown->second == "بالمرفا");
}

TEST_CASE("languages without such prefixes are left alone") {
  const Extract before = read("Fire in port", "A fire broke out in the port of Selmouth.", "en");
  CHECK(before.bare_forms.empty());
  const std::vector<Extract> after = rewritten({before, before});
  for (std::size_t f = 0; f < kSignals; ++f) {
    REQUIRE(after[0].terms[f].size() == before.terms[f].size());
    for (std::size_t t = 0; t < before.terms[f].size(); ++t)
      CHECK(after[0].terms[f][t].term == before.terms[f][t].term);
  }
}

TEST_CASE("choices agree with the definition, for 1, 2, 3 and 8 threads") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    CAPTURE(seed);
    const std::vector<Extract> extracts = random_extracts(seed, seed % 10 == 0 ? kBlockExtracts + 30 : 30);
    std::map<TermId, TermId> expected;
    for (TermId word = 0; word < 20; ++word) {
      if (const TermId stands = follow(word, extracts); stands != word) expected[word] = stands;
    }
    for (const int threads : {1, 2, 3, 8}) {
      const ThreadLimit limit(threads);
      std::map<TermId, TermId> found;
      for (const BareForm& form : choose_bare_words(make_blocks(extracts))) found[form.word] = form.bare;
      CHECK(found == expected);
    }
    const std::vector<Extract> all_after = rewritten(extracts);
    for (std::size_t i = 0; i < extracts.size(); ++i) {
      const Extract &before = extracts[i], &after = all_after[i];
      std::map<TermId, int> sums;
      for (const TermCount& held : before.terms[0]) sums[follow(held.term, extracts)] += held.count;
      std::map<TermId, int> got;
      for (const TermCount& held : after.terms[0]) got[held.term] = held.count;
      CHECK(got == sums);
      CHECK(got.size() == after.terms[0].size());
    }
  }
}

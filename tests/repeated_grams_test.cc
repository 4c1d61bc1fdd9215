#include "copies/repeated_grams.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "reference.h"

using namespace samestory;

namespace {

using reference::Random;
using reference::random_words;
using reference::units_of;
using reference::Words;

struct Archive {
  std::vector<GramArticle> articles;
  std::vector<Units> texts;

  void add(std::uint64_t outlet, std::int32_t day, Words words, bool unspaced = false) {
    articles.push_back({outlet, day, static_cast<std::uint32_t>(words.size())});
    texts.push_back(units_of(std::move(words), unspaced));
  }
};

std::vector<ArticleId> all_of(const Archive& archive) {
  std::vector<ArticleId> ids;
  for (std::size_t i = 0; i < archive.articles.size(); ++i) ids.push_back(article_id(i));
  return ids;
}

RepeatedGrams find(const Archive& archive, const std::vector<ArticleId>& counted,
                   std::size_t grams_at_once = kGramsAtOnce, std::size_t most_counters = kMostCounters) {
  return RepeatedGrams(
      archive.articles, counted, [&](ArticleId id) { return archive.texts[index(id)]; }, grams_at_once, most_counters);
}

Words gram_at(const Units& units, std::size_t first, std::size_t width) {
  return {units.hashes.begin() + static_cast<std::ptrdiff_t>(first),
          units.hashes.begin() + static_cast<std::ptrdiff_t>(first + width)};
}

// Whether some 60 days in a row hold at least 8 of the days, a distance of `spread` days apart or more.
bool some_window(const std::multiset<std::int32_t>& days, std::int32_t spread) {
  for (const std::int32_t first : days) {
    std::size_t inside = 0;
    std::int32_t last = first;
    for (const std::int32_t day : days) {
      const bool in = first == kNoDay ? day == kNoDay : day != kNoDay && day >= first && day < first + 60;
      if (in) ++inside, last = std::max(last, day);
    }
    if (inside >= 8 && last - first + 1 >= spread) return true;
  }
  return false;
}

// The twin: for each outlet and three words the days of the articles that hold them, for each four words the days.
struct Holders {
  std::map<std::pair<std::uint64_t, Words>, std::multiset<std::int32_t>> by_outlet;
  std::map<Words, std::multiset<std::int32_t>> by_day;
};

Holders count_holders(const Archive& archive, const std::vector<ArticleId>& counted) {
  std::map<std::pair<std::uint64_t, Words>, std::map<std::size_t, std::int32_t>> articles;
  std::map<Words, std::set<std::int32_t>> days;
  for (const ArticleId id : counted) {
    const Units& text = archive.texts[index(id)];
    const GramArticle& article = archive.articles[index(id)];
    for (std::size_t i = 0; i + 3 <= text.hashes.size(); ++i) {
      if (article.outlet != 0) articles[{article.outlet, gram_at(text, i, 3)}][index(id)] = article.day;
      if (i + 4 <= text.hashes.size() && article.day != kNoDay) days[gram_at(text, i, 4)].insert(article.day);
    }
  }
  Holders holders;
  for (const auto& [gram, of] : articles) {
    for (const auto& [article, day] : of) holders.by_outlet[gram].insert(day);
  }
  for (const auto& [gram, of] : days) holders.by_day[gram] = {of.begin(), of.end()};
  return holders;
}

std::vector<bool> mask_by_definition(const Holders& holders, const Units& text, std::uint64_t outlet) {
  std::vector<bool> mask(text.hashes.size(), false);
  for (std::size_t i = 0; i + 3 <= text.hashes.size(); ++i) {
    const auto phrase = holders.by_outlet.find({outlet, gram_at(text, i, 3)});
    if (phrase != holders.by_outlet.end() && some_window(phrase->second, 1))
      std::fill_n(mask.begin() + static_cast<std::ptrdiff_t>(i), 3, true);
    if (i + 4 > text.hashes.size()) continue;
    const auto daily = holders.by_day.find(gram_at(text, i, 4));
    if (daily != holders.by_day.end() && some_window(daily->second, 15))
      std::fill_n(mask.begin() + static_cast<std::ptrdiff_t>(i), 4, true);
  }
  if (std::none_of(mask.begin(), mask.end(), [](bool set) { return set; })) mask.clear();
  return mask;
}

// Articles of three outlets and of none, two days for each, some without a date; fixed phrases between random
// words, a phrase in some 20 articles of 60 that follow each other.
Archive random_archive(Random& random, std::size_t articles) {
  std::vector<Words> phrases;
  for (std::size_t i = 0; i < articles / 10 + 6; ++i)
    phrases.push_back(random_words(random, 3 + random.next() % 4, 1000));
  std::vector<std::int32_t> days;
  for (std::size_t i = 0; i < articles; ++i)
    days.push_back(random.next() % 8 == 0 ? kNoDay : static_cast<std::int32_t>(random.next() % (2 * articles)));
  std::sort(days.begin(), days.end());
  Archive archive;
  for (const std::int32_t day : days) {
    Words words;
    for (std::size_t parts = random.next() % 5; parts > 0; --parts) {
      const Words own = random_words(random, random.next() % 4, 1000);
      words.insert(words.end(), own.begin(), own.end());
      const Words& phrase = phrases[archive.articles.size() / 10 + random.next() % 6];
      words.insert(words.end(), phrase.begin(), phrase.end());
    }
    archive.add(random.next() % 4, day, words);
  }
  return archive;
}

// One article a day with the same five words among others of its own.
Archive daily(std::size_t count, std::int32_t step, std::uint64_t outlet) {
  Archive archive;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t own = 1000 + 10 * i;
    archive.add(outlet, static_cast<std::int32_t>(i) * step, {own, own + 1, 1, 2, 3, 4, 5, own + 2});
  }
  return archive;
}

std::vector<bool> mask_of(const Archive& archive, std::size_t article) {
  return find(archive, all_of(archive)).mask(archive.texts[article], archive.articles[article].outlet);
}

}  // namespace

TEST_CASE("repeated phrases are found as counting by definition finds them, for any memory and threads") {
  std::size_t masked = 0;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const Archive archive = random_archive(random, seed % 50 == 0 ? 2500 : 60);  // 2500 are dealt in several blocks
    std::vector<ArticleId> counted = all_of(archive);
    if (seed % 3 == 0) std::erase_if(counted, [](ArticleId id) { return index(id) % 5 == 0; });
    const Holders holders = count_holders(archive, counted);
    const ThreadLimit limit(static_cast<int>(1 + seed % 3));
    const RepeatedGrams found =
        find(archive, counted, seed % 2 == 0 ? 100 : kGramsAtOnce, seed % 4 == 0 ? 64 : kMostCounters);
    REQUIRE(found.no_outlets().empty());
    for (std::size_t i = 0; i < archive.articles.size(); ++i) {
      CAPTURE(i);
      const std::vector<bool> mask = found.mask(archive.texts[i], archive.articles[i].outlet);
      REQUIRE(mask == mask_by_definition(holders, archive.texts[i], archive.articles[i].outlet));
      masked += !mask.empty();
    }
  }
  CHECK(masked > 500);
}

TEST_CASE("the bars of both rules") {
  struct Case {
    const char* name;
    Archive archive;
    bool masked;
  };
  const Case cases[] = {
      {"eight articles of one outlet in eight days", daily(8, 1, 7), true},
      {"seven articles", daily(7, 1, 7), false},
      {"no outlet, eight days over eight", daily(8, 1, 0), false},
      {"no outlet, eight days over fifteen", daily(8, 2, 0), true},
      {"no outlet, seven days over nineteen", daily(7, 3, 0), false},
      {"eight articles of one outlet over 64 days", daily(8, 9, 7), false},
      {"eight articles of one outlet over 57 days", daily(8, 8, 7), true},
      {"eight articles of one outlet on one day", daily(8, 0, 7), true},
      {"eight articles without outlet on one day", daily(8, 0, 0), false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const std::vector<bool> expected = {false, false, true, true, true, true, true, false};
    CHECK(mask_of(c.archive, 0) == (c.masked ? expected : std::vector<bool>()));
  }
}

TEST_CASE("a phrase that one article repeats is counted once") {
  Archive archive;
  archive.add(7, 1, {1, 2, 3, 9, 1, 2, 3, 8, 1, 2, 3, 7, 1, 2, 3, 6, 1, 2, 3, 5, 1, 2, 3, 4, 1, 2, 3, 10, 1, 2, 3});
  CHECK(mask_of(archive, 0).empty());
}

TEST_CASE("in scripts without spaces a phrase is twice as long") {
  Archive archive;
  for (std::uint64_t i = 0; i < 10; ++i) archive.add(7, 3, {1, 2, 3, 4, 5, 100 + i, 1, 2, 3, 4, 5, 6, 200 + i}, true);
  const std::vector<bool> mask = mask_of(archive, 0);
  REQUIRE(mask.size() == 13);
  CHECK(std::count(mask.begin(), mask.end(), true) == 6);
  CHECK(mask[6]);
}

TEST_CASE("an outlet that prints everything many times is none, and one of nothing but weather is one") {
  Random random(3);
  Archive archive;
  constexpr std::uint64_t kPseudo = 5, kWeather = 6;
  for (int report = 0; report < 30; ++report) {
    const Words words = random_words(random, 60, 1'000'000);
    for (int i = 0; i < 9; ++i) archive.add(kPseudo, 1, words);
  }
  const Words weather = random_words(random, 60, 1'000'000);
  for (int i = 0; i < 200; ++i) archive.add(kWeather, 1, weather);
  const RepeatedGrams found = find(archive, all_of(archive));
  CHECK(found.no_outlets() == std::vector<std::uint64_t>{kPseudo});
  CHECK(found.mask(archive.texts[0], kPseudo).empty());
  CHECK(found.mask(archive.texts.back(), kWeather) == std::vector<bool>(60, true));
}

TEST_CASE("families are components in which an outlet, or enough days, can repeat something") {
  struct Case {
    const char* name;
    std::size_t articles;
    std::uint64_t outlets;  // that take turns; 0: none has one
    std::int32_t step;      // days
    bool family;
  };
  const Case cases[] = {
      {"eight of one outlet", 8, 1, 0, true},           {"seven of one outlet", 7, 1, 3, false},
      {"sixteen of two outlets", 16, 2, 0, true},       {"fourteen of two outlets", 14, 2, 0, false},
      {"eight of none on eight days", 8, 0, 1, false},  {"eight of none over fifteen days", 8, 0, 2, true},
      {"twenty copies on three days", 20, 20, 0, false}};
  for (const Case& c : cases) {
    CAPTURE(c.name);
    std::vector<GramArticle> articles = {{9, 0, 50}, {9, 0, 50}};  // two others, of which the family knows nothing
    std::vector<CandidatePair> pairs = {{article_id(0), article_id(1)}};
    for (std::size_t i = 0; i < c.articles; ++i) {
      articles.push_back({c.outlets == 0 ? 0 : 1 + i % c.outlets, static_cast<std::int32_t>(i) * c.step, 50});
      if (i > 0) pairs.push_back({article_id(i + 1), article_id(i + 2)});
    }
    const std::vector<ArticleId> families = find_families(articles, pairs);
    CHECK(families.size() == (c.family ? c.articles : 0));
    CHECK(std::is_sorted(families.begin(), families.end()));
  }
}

TEST_CASE("taking units out keeps the others in order, and spans that lose all of them vanish") {
  Units units = units_of({1, 2, 3, 4, 5, 6});
  units.span_ends = {2, 4, 6};
  const Units kept = without(units, {false, true, true, true, false, false});
  CHECK(kept.hashes == Words{1, 5, 6});
  CHECK(kept.span_ends == std::vector<std::uint32_t>{1, 3});
  CHECK(without(units, {}).hashes == units.hashes);
  CHECK(without(units, std::vector<bool>(6, true)).span_ends.empty());
}

#include "copies/linkage.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "copies/shingle.h"
#include "reference.h"

using namespace samestory;

namespace {

using reference::all_pairs;
using reference::Archive;
using reference::edited;
using reference::joined;
using reference::Random;
using reference::random_words;
using reference::slice;
using reference::units_of;
using reference::Words;

constexpr std::size_t kVocabulary = 5000;

CopyOptions scanned_options() { return preset_options(Preset::kOcr).copies; }

Prepared load(const Archive& archive, ArticleId article) {
  return reference::load(archive, article, scanned_options());
}

CopyGroups link(const Archive& archive) {
  return link_copies(archive.size(), all_pairs(archive.size()),
                     [&](ArticleId article) { return load(archive, article); }, {scanned_options(), archive.facts});
}

// The twin: merges the closest two groups, one at a time, by a mean over a full table of coverages. Ties, which would
// make the order matter, are left to the caller to avoid.
std::vector<std::set<std::size_t>> average_linkage(const Archive& archive) {
  std::map<std::pair<std::size_t, std::size_t>, double> coverage;
  for (std::size_t a = 0; a < archive.size(); ++a) {
    for (std::size_t b = a + 1; b < archive.size(); ++b) {
      const CopyEvidence found = compare(load(archive, article_id(a)), load(archive, article_id(b)), scanned_options());
      coverage[{a, b}] = found.relation >= CopyRelation::kExcerpt ? found.containment : 0;
    }
  }
  std::vector<std::set<std::size_t>> groups;
  for (std::size_t i = 0; i < archive.size(); ++i) groups.push_back({i});
  for (;;) {
    double best = 0;
    std::size_t first = 0, second = 0;
    for (std::size_t g = 0; g < groups.size(); ++g) {
      for (std::size_t h = g + 1; h < groups.size(); ++h) {
        double sum = 0;
        for (const std::size_t a : groups[g]) {
          for (const std::size_t b : groups[h]) sum += coverage[std::minmax(a, b)];
        }
        const double mean = sum / static_cast<double>(groups[g].size() * groups[h].size());
        if (mean > best) best = mean, first = g, second = h;
      }
    }
    if (best < 0.25) return groups;
    groups[first].insert(groups[second].begin(), groups[second].end());
    groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(second));
  }
}

std::set<std::set<std::size_t>> partition_of(const CopyGroups& groups) {
  std::map<std::size_t, std::set<std::size_t>> members;
  for (std::size_t i = 0; i < groups.canonical_of.size(); ++i) members[index(groups.canonical_of[i])].insert(i);
  std::set<std::set<std::size_t>> partition;
  for (const auto& [canonical, of] : members) partition.insert(of);
  return partition;
}

// Scans of a few reports, whole, cut and two on a page, with errors in up to every third word.
Archive random_archive(Random& random) {
  std::vector<Words> reports;
  for (int i = 0; i < 4; ++i) reports.push_back(random_words(random, 150 + random.next() % 100, kVocabulary));
  Archive archive;
  for (std::int64_t day = 0; day < 18; ++day) {
    Words text = reports[random.next() % reports.size()];
    if (random.next() % 3 == 0) text = slice(text, 0, text.size() / 2);
    if (random.next() % 6 == 0) text = joined(text, reports[random.next() % reports.size()]);
    archive.add(edited(random, text, random.next() % 35, kVocabulary), day);
  }
  return archive;
}

}  // namespace

TEST_CASE("groups are those of average linkage, merged one closest pair at a time") {
  std::size_t joined_articles = 0;
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const Archive archive = random_archive(random);
    const CopyGroups groups = link(archive);
    const auto expected = average_linkage(archive);
    CHECK(partition_of(groups) == std::set<std::set<std::size_t>>(expected.begin(), expected.end()));
    joined_articles += archive.size() - expected.size();
  }
  CHECK(joined_articles > 200);
}

TEST_CASE("every group has its best-ranked member for canonical, with the figures of their comparison") {
  Random random(77);
  const Archive archive = random_archive(random);
  const CopyGroups groups = link(archive);
  for (std::size_t i = 0; i < archive.size(); ++i) {
    CAPTURE(i);
    const ArticleId canonical = groups.canonical_of[i];
    CHECK(groups.canonical_of[index(canonical)] == canonical);
    CHECK(!ranks_before(archive.facts, article_id(i), canonical));
    if (canonical == article_id(i)) {
      CHECK(groups.kind[i] == CopyKind::kCanonical);
      continue;
    }
    const CopyEvidence found = compare(load(archive, canonical), load(archive, article_id(i)), scanned_options());
    CHECK(groups.containment[i] == found.containment);
    CHECK(groups.resemblance[i] == found.resemblance);
    CHECK((groups.kind[i] == CopyKind::kNear) == (found.relation == CopyRelation::kNear));
  }
}

TEST_CASE("a page with two reports joins one of them and does not join the two") {
  Random random(5);
  const Words first = random_words(random, 200, kVocabulary), second = random_words(random, 200, kVocabulary);
  Archive archive;
  for (int i = 0; i < 3; ++i) archive.add(edited(random, first, 10, kVocabulary), i);
  for (int i = 0; i < 3; ++i) archive.add(edited(random, second, 10, kVocabulary), 3 + i);
  archive.add(joined(first, second), 6);
  const CopyGroups groups = link(archive);
  CHECK(groups.canonical_of[2] == article_id(0));
  CHECK(groups.canonical_of[5] == article_id(3));
}

TEST_CASE("a cut of a fifth with errors in every sixth word belongs to its report") {
  Random random(9);
  const Words report = random_words(random, 400, kVocabulary);
  Archive archive;
  archive.add(edited(random, report, 16, kVocabulary), 0);
  archive.add(edited(random, slice(report, 0, 80), 16, kVocabulary), 1);
  CHECK(link(archive).canonical_of[1] == article_id(0));
}

TEST_CASE("equal texts are one group however many they are, and texts without units are lone") {
  Random random(4);
  const Words report = random_words(random, 100, kVocabulary);
  Archive archive;
  for (int i = 0; i < 5; ++i) archive.add(report, i);
  archive.add({}, 6);
  archive.add({}, 7);
  const CopyGroups groups = link_copies(archive.size(), {}, [&](ArticleId article) { return load(archive, article); },
                                        {scanned_options(), archive.facts});
  CHECK(partition_of(groups) == std::set<std::set<std::size_t>>{{0, 1, 2, 3, 4}, {5}, {6}});
  CHECK(groups.kind[4] == CopyKind::kExact);
  CHECK(groups.equal_texts == 4);
}

TEST_CASE("pairs more than seven days apart are dropped, and undated articles are close to all") {
  constexpr std::int64_t kDay = 86'400, kNone = std::numeric_limits<std::int64_t>::max();
  std::vector<ArticleFacts> facts;
  for (const std::int64_t time : {std::int64_t{0}, 7 * kDay, 7 * kDay + 1, kNone, kNone})
    facts.push_back({1, time, 100, false});
  std::set<std::pair<std::size_t, std::size_t>> close;
  for (const CandidatePair& pair : close_in_time(all_pairs(facts.size()), facts))
    close.insert({index(pair.a), index(pair.b)});
  CHECK(close.size() == 9);
  CHECK(close.count({0, 2}) == 0);
}

TEST_CASE("groups are the same for any number of threads") {
  Random random(21);
  const Archive archive = random_archive(random);
  std::vector<CopyGroups> results;
  for (const int threads : {1, 2, 3, 8}) {
    const ThreadLimit limit(threads);
    results.push_back(link(archive));
    CHECK(results.back().canonical_of == results[0].canonical_of);
    CHECK(results.back().links == results[0].links);
  }
}

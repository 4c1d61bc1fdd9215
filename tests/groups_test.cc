#include "copies/groups.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "copies/grower.h"
#include "copies/shingle.h"
#include "reference.h"

namespace samestory {
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

Prepared load(const Archive& archive, ArticleId article) { return reference::load(archive, article, CopyOptions()); }

std::vector<Prepared> load_all(const Archive& archive) {
  std::vector<Prepared> articles;
  for (std::size_t i = 0; i < archive.size(); ++i) articles.push_back(load(archive, article_id(i)));
  return articles;
}

std::vector<CandidatePair> bucket_pairs(const Archive& archive) {
  SketchTable sketches;
  std::vector<ArticleId> articles;
  for (const Words& text : archive.texts) {
    articles.push_back(article_id(articles.size()));
    sketches.append(sketch(window_hashes(units_of(text), CopyOptions()), 1));
  }
  BucketOptions options;
  options.bands = choose_bands(CopyOptions().candidate_resemblance);
  return find_candidates(sketches, articles, options).pairs;
}

CopyGroups group(const Archive& archive, const std::vector<CandidatePair>& pairs,
                 std::size_t prepared_bytes = std::size_t{1} << 28) {
  GroupRules rules;
  rules.facts = archive.facts;
  rules.prepared_bytes = prepared_bytes;
  return group_copies(
      archive.size(), pairs, [&](ArticleId article) { return load(archive, article); }, rules);
}

std::vector<std::size_t> canonicals(const CopyGroups& groups) {
  std::vector<std::size_t> result;
  for (const ArticleId canonical : groups.canonical_of) result.push_back(index(canonical));
  return result;
}

// What holds for any archive: every member is a verified copy of its canonical, with the figures of that comparison.
void check_guarantees(const Archive& archive, const CopyGroups& groups) {
  REQUIRE(groups.canonical_of.size() == archive.size());
  for (std::size_t i = 0; i < archive.size(); ++i) {
    CAPTURE(i);
    const ArticleId canonical = groups.canonical_of[i];
    REQUIRE(groups.canonical_of[index(canonical)] == canonical);
    if (canonical == article_id(i)) {
      REQUIRE(groups.kind[i] == CopyKind::kCanonical);
      REQUIRE(groups.resemblance[i] == 1);
      REQUIRE(groups.containment[i] == 1);
      continue;
    }
    const ArticleId a = std::min(canonical, article_id(i));
    const ArticleId b = std::max(canonical, article_id(i));
    const CopyEvidence evidence = compare(load(archive, a), load(archive, b), CopyOptions());
    REQUIRE(is_copy(evidence.relation));
    REQUIRE((groups.kind[i] == CopyKind::kExact) == (evidence.relation == CopyRelation::kExact));
    REQUIRE((groups.kind[i] == CopyKind::kNear) == (evidence.relation == CopyRelation::kNear));
    REQUIRE((groups.kind[i] == CopyKind::kPartial) == (evidence.relation == CopyRelation::kPartial));
    REQUIRE(groups.resemblance[i] == evidence.resemblance);
    REQUIRE(groups.containment[i] == evidence.containment);
  }
  for (std::size_t i = 0; i < groups.links.size(); ++i) {
    REQUIRE(groups.links[i].a < groups.links[i].b);
    REQUIRE(is_link(groups.links[i], CopyOptions()));
    if (i == 0) continue;
    const CopyLink& before = groups.links[i - 1];
    REQUIRE(std::pair(before.a, before.b) < std::pair(groups.links[i].a, groups.links[i].b));
  }
}

// Reports and what becomes of them: reprints, cuts, pages with two reports, chains of edits, short and empty texts.
Archive random_archive(Random& random, std::size_t articles) {
  Archive archive;
  for (std::size_t i = 0; i < articles; ++i) {
    const Words parent = i == 0 ? Words() : archive.texts[random.below(i)];
    Words text;
    switch (random.below(10)) {
      case 0:
      case 1:
        text = random_words(random, 30 + random.below(150), kVocabulary);
        break;
      case 2:
        text = parent;
        break;
      case 3:
        text = slice(parent, 0, parent.size() * (30 + random.below(70)) / 100);
        break;
      case 4:
        text = joined(parent, i == 0 ? Words() : archive.texts[random.below(i)]);
        break;
      case 5:
        text = random_words(random, random.below(30), 10);
        break;
      case 6:
        text = joined(random_words(random, random.below(60), kVocabulary), parent);
        break;
      default:
        text = edited(random, parent, 1 + random.below(12), kVocabulary);
        break;
    }
    if (text.size() > 400) text.resize(400);
    archive.add(std::move(text), static_cast<std::int64_t>(i / 4), random.chance(5));
  }
  return archive;
}

TEST_CASE("all articles equal make one group whose canonical is the best-ranked") {
  Random random(1);
  const Words text = random_words(random, 100, kVocabulary);
  Archive archive;
  for (int i = 0; i < 50; ++i) archive.add(text, i / 10, i == 30 || i == 40);
  const CopyGroups groups = group(archive, bucket_pairs(archive));
  CHECK(canonicals(groups) == std::vector<std::size_t>(50, 30));
  CHECK(groups.kind[0] == CopyKind::kExact);
  CHECK(groups.kind[30] == CopyKind::kCanonical);
  CHECK(groups.equal_texts == 49);
  CHECK(groups.pairs_compared == 0);
  CHECK(groups.links.size() == 50 * 49 / 2);
  CHECK(groups.unlisted_pairs == 0);
  check_guarantees(archive, groups);
}

TEST_CASE("links are all pairs that resemble or share enough, with their figures, also among equal and short texts") {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const Archive archive = random_archive(random, 5 + random.below(60));
    const reference::Verdicts verdicts(load_all(archive), CopyOptions());
    std::vector<CopyLink> expected;
    for (const CandidatePair& pair : all_pairs(archive.size())) {
      const CopyVerdict& verdict = verdicts.of[index(pair.a)][index(pair.b)];
      if (is_link(verdict, CopyOptions())) expected.push_back({verdict, pair.a, pair.b});
    }
    const CopyGroups groups = group(archive, all_pairs(archive.size()));
    CHECK(groups.links == expected);
    CHECK(groups.unlisted_pairs == 0);
  }
}

TEST_CASE("the pairs of a great many equal articles are counted, not listed") {
  Random random(11);
  const Words text = random_words(random, 100, kVocabulary);
  Archive archive;
  for (int i = 0; i < 100; ++i) archive.add(text);
  archive.add(edited(random, text, 3, kVocabulary));
  for (int i = 0; i < 40; ++i) archive.add(joined(text, {7, 8, 9}));
  const CopyGroups groups = group(archive, all_pairs(archive.size()));
  // Of 100 equal ones 99 links; of 40 all; 100 with the edited one, 40 with it; the best-ranked of 100 with that of 40.
  CHECK(groups.links.size() == 99 + 40 * 39 / 2 + 100 + 40 + 1);
  CHECK(groups.links.size() + groups.unlisted_pairs == 141 * 140 / 2);
  check_guarantees(archive, groups);
}

TEST_CASE("components as groups follow chains to their ends and tell how long these are") {
  Random random(4);
  Archive archive;
  Words text = random_words(random, 150, kVocabulary);
  const std::size_t chain = 100;
  for (std::size_t i = 0; i < chain; ++i) {
    archive.add(text, static_cast<std::int64_t>(i));
    for (int word = 0; word < 3; ++word) text[random.below(text.size())] = random.next();
  }
  archive.add(random_words(random, 150, kVocabulary));
  std::vector<CandidatePair> neighbours;
  for (std::size_t i = 1; i < archive.size(); ++i) neighbours.push_back({article_id(i - 1), article_id(i)});
  GroupRules rules;
  rules.facts = archive.facts;
  rules.copies.grouping = CopyGrouping::kComponents;
  const CopyGroups groups = group_copies(
      archive.size(), neighbours, [&](ArticleId article) { return load(archive, article); }, rules);
  std::vector<std::size_t> expected(chain, 0);
  expected.push_back(chain);
  CHECK(canonicals(groups) == expected);
  CHECK(groups.largest_diameter == chain - 1);
  // The figures are those of canonical and member, also where the two hardly share anything.
  for (std::size_t i = 1; i < chain; ++i) {
    CAPTURE(i);
    const CopyEvidence evidence = compare(load(archive, article_id(0)), load(archive, article_id(i)), rules.copies);
    CHECK(groups.resemblance[i] == evidence.resemblance);
    CHECK(groups.containment[i] == evidence.containment);
  }
  CHECK(groups.kind[1] == CopyKind::kNear);
  CHECK(groups.kind[chain - 1] == CopyKind::kPartial);
  CHECK(groups.kind[chain] == CopyKind::kCanonical);
}

TEST_CASE("empty articles stay alone") {
  Archive archive;
  for (int i = 0; i < 5; ++i) archive.add({});
  const CopyGroups groups = group(archive, all_pairs(5));
  CHECK(canonicals(groups) == std::vector<std::size_t>{0, 1, 2, 3, 4});
  CHECK(groups.links.empty());
}

TEST_CASE("the canonical is the credited, then the earliest, then the longest, then the first") {
  Random random(2);
  const Words text = random_words(random, 200, kVocabulary);
  struct Case {
    const char* name;
    std::size_t length[3];
    std::int64_t published_s[3];
    bool credited[3];
    std::size_t expected;
  };
  for (const Case& c : {Case{"credited", {200, 199, 190}, {1, 2, 3}, {false, false, true}, 2},
                        Case{"earliest", {190, 199, 200}, {1, 2, 3}, {false, false, false}, 0},
                        Case{"longest of one time", {190, 199, 198}, {1, 1, 1}, {false, false, false}, 1},
                        Case{"first of one length", {190, 190, 190}, {1, 1, 1}, {false, false, false}, 0}}) {
    CAPTURE(c.name);
    Archive archive;
    for (std::size_t i = 0; i < 3; ++i) {
      Words copy = slice(text, 0, c.length[i]);
      copy[50] = i;  // so that no two are equal
      archive.add(std::move(copy), c.published_s[i], c.credited[i]);
    }
    CHECK(canonicals(group(archive, all_pairs(3))) == std::vector<std::size_t>(3, c.expected));
  }
}

TEST_CASE("an excerpt is a link and never joins groups") {
  Random random(3);
  const Words first = random_words(random, 200, kVocabulary);
  const Words second = random_words(random, 200, kVocabulary);
  const Words third = random_words(random, 200, kVocabulary);
  Archive archive;
  archive.add(first);
  archive.add(second);
  archive.add(joined(joined(third, first), second));
  const CopyGroups groups = group(archive, all_pairs(3));
  CHECK(canonicals(groups) == std::vector<std::size_t>{0, 1, 2});
  REQUIRE(groups.links.size() == 2);
  for (const CopyLink& link : groups.links) {
    CHECK(link.relation == CopyRelation::kExcerpt);
    CHECK(link.b == article_id(2));
    CHECK(link.coverage_a == 1);  // the report is taken over whole, so it is the excerpt
    CHECK(link.coverage_b < .5);
  }
}

TEST_CASE("a page with two reports joins the group of the one it opens with and keeps its link to the other") {
  Random random(12);
  const Words first = random_words(random, 200, kVocabulary);
  const Words second = random_words(random, 190, kVocabulary);
  Archive archive;
  archive.add(first, 0);
  archive.add(second, 0);
  archive.add(slice(first, 0, 190), 1);
  archive.add(slice(second, 0, 180), 1);
  archive.add(joined(first, second), 2);
  for (const bool page_is_credited : {false, true}) {
    CAPTURE(page_is_credited);
    archive.facts.back().credited = page_is_credited;
    const CopyGroups groups = group(archive, all_pairs(archive.size()));
    CHECK(canonicals(groups) == std::vector<std::size_t>{0, 1, 0, 1, 0});  // a page ranks last, credited or not
    REQUIRE(groups.second_reports.size() == 2);
    for (const SecondReport& found : groups.second_reports) {
      CHECK(found.page == article_id(4));
      CHECK((found.second == article_id(1) || found.second == article_id(3)));
    }
    const auto linked = std::find_if(groups.links.begin(), groups.links.end(), [](const CopyLink& link) {
      return link.a == article_id(1) && link.b == article_id(4);
    });
    REQUIRE(linked != groups.links.end());
    CHECK(linked->relation == CopyRelation::kExcerpt);
    check_guarantees(archive, groups);
  }
}

namespace {

struct Arrivals {
  std::string name;
  std::vector<Words> texts;  // in order of time
  std::vector<std::size_t> expected;
};

void check_canonicals(const Arrivals& c) {
  CAPTURE(c.name);
  Archive archive;
  for (std::size_t i = 0; i < c.texts.size(); ++i) archive.add(c.texts[i], static_cast<std::int64_t>(i));
  const CopyGroups groups = group(archive, all_pairs(archive.size()));
  CHECK(canonicals(groups) == c.expected);
  check_guarantees(archive, groups);
}

}  // namespace

TEST_CASE("reports that share a page have a group each, and the page is with the one it opens with") {
  Random random(14);
  const Words formula = random_words(random, 12, kVocabulary);  // with which reports of this kind begin
  const Words first = joined(formula, random_words(random, 110, kVocabulary));
  const Words second = joined(formula, random_words(random, 120, kVocabulary));
  const Words page = joined(first, second);
  for (const Arrivals& c :
       {Arrivals{"the page came first", {page, first, second}, {1, 1, 2}},
        Arrivals{"the page came last", {first, second, page}, {0, 1, 0}},
        Arrivals{"the second report came first", {second, page, first}, {0, 2, 2}},
        Arrivals{"two pages", {page, joined(page, {1, 2, 3}), first, second, second}, {2, 2, 2, 3, 3}},
        Arrivals{"cuts of both", {page, slice(first, 0, 115), slice(second, 0, 125), first}, {1, 1, 2, 1}},
        Arrivals{"the other way round", {joined(second, first), first, second}, {2, 1, 2}},
        Arrivals{"no copy of the first report", {page, second, slice(second, 0, 130)}, {0, 0, 0}},
        Arrivals{"one report and two halves of it", {first, slice(first, 0, 70), slice(first, 50, 122)}, {0, 0, 0}}})
    check_canonicals(c);
}

TEST_CASE("a page that only a comparison beyond the candidate pairs shows is parted, too") {
  Random random(15);
  const Words first = random_words(random, 120, kVocabulary);
  const Words second = random_words(random, 130, kVocabulary);
  Archive archive;
  archive.add(joined(first, second), 0);
  archive.add(first, 1);
  archive.add(second, 2);
  Words edited_second = second;
  edited_second[40] = 1;
  archive.add(edited_second, 3);
  // Nobody proposed page and second report; the page's link to the edited one leads there.
  const CopyGroups groups =
      group(archive, {{article_id(0), article_id(1)}, {article_id(0), article_id(3)}, {article_id(2), article_id(3)}});
  CHECK(canonicals(groups) == std::vector<std::size_t>{1, 1, 2, 2});
  check_guarantees(archive, groups);
}

TEST_CASE("components as groups keep pages whole") {
  Random random(16);
  const Words first = random_words(random, 120, kVocabulary);
  const Words second = random_words(random, 130, kVocabulary);
  Archive archive;
  for (const Words& text : {joined(first, second), first, second}) archive.add(text);
  GroupRules rules;
  rules.facts = archive.facts;
  rules.copies.grouping = CopyGrouping::kComponents;
  const CopyGroups groups = group_copies(
      archive.size(), all_pairs(3), [&](ArticleId article) { return load(archive, article); }, rules);
  CHECK(canonicals(groups) == std::vector<std::size_t>{0, 0, 0});
}

TEST_CASE("cuts of different length are one group, however little the shortest keeps") {
  Random random(13);
  const Words report = random_words(random, 400, kVocabulary);
  Archive archive;
  for (const std::size_t kept : {60, 400, 110, 250, 80, 180}) archive.add(slice(report, 0, kept), std::int64_t(kept));
  const CopyGroups groups = group(archive, all_pairs(archive.size()));
  CHECK(canonicals(groups) == std::vector<std::size_t>(6, 0));
  check_guarantees(archive, groups);
}

TEST_CASE("a long chain of small edits falls into groups, and its ends do not share one") {
  Random random(4);
  Archive archive;
  Words text = random_words(random, 150, kVocabulary);
  for (int i = 0; i < 300; ++i) {
    archive.add(text, i);
    for (int word = 0; word < 3; ++word) text[random.below(text.size())] = random.next();
  }
  for (const auto& pairs : {all_pairs(archive.size()), bucket_pairs(archive)}) {
    const CopyGroups groups = group(archive, pairs);
    CHECK(groups.components == 1);
    CHECK(groups.canonical_of.front() != groups.canonical_of.back());
    CHECK(groups.kind[1] != CopyKind::kCanonical);
    check_guarantees(archive, groups);
  }
}

TEST_CASE("who was never compared with the canonical is compared when a copy of it leads there") {
  Random random(5);
  const Words text = random_words(random, 150, kVocabulary);
  Archive archive;
  for (std::size_t i = 0; i < 40; ++i) {
    archive.add(text);
    archive.texts.back()[i] = i;
    archive.facts.back().sequence_hash = i + 1;
  }
  std::vector<CandidatePair> chain;  // each with the one before it only
  for (std::size_t i = 1; i < archive.size(); ++i) chain.push_back({article_id(i - 1), article_id(i)});
  const CopyGroups groups = group(archive, chain);
  CHECK(canonicals(groups) == std::vector<std::size_t>(40, 0));
  CHECK(groups.pairs_compared == 39 + 38);
  check_guarantees(archive, groups);
}

TEST_CASE("a giant group of nearly equal articles costs a bounded number of comparisons each") {
  Random random(6);
  const Words text = random_words(random, 60, kVocabulary);
  Archive archive;
  const std::size_t n = 3000;
  for (std::size_t i = 0; i < n; ++i) {
    Words copy = text;
    copy[random.below(copy.size())] = random.next();
    archive.add(std::move(copy), 0, i == 1500);  // the canonical is no bucket's leader
  }
  const std::vector<CandidatePair> pairs = bucket_pairs(archive);
  const CopyGroups groups = group(archive, pairs);
  CHECK(canonicals(groups) == std::vector<std::size_t>(n, 1500));
  CHECK(groups.pairs_compared <= pairs.size() + n);
  CHECK(pairs.size() <= 100 * n);
  CHECK(groups.largest_component == n - groups.equal_texts);
}

TEST_CASE("comparisons beyond the candidate pairs are bounded by article, and refusals are counted") {
  // One long text and many parts of it that are copies of it but not of each other, each with a longer text of its own
  // that is no copy of the long one: every part is a canonical that the long one leads on from.
  Random random(7);
  const std::size_t parts = 60;
  const std::size_t long_one = 2 * parts;
  const Words whole = random_words(random, 600, 100000);
  Archive archive;
  std::vector<CandidatePair> pairs;
  for (std::size_t i = 0; i < parts; ++i) {  // 24 of 60 blocks of ten words, another choice each
    std::vector<std::size_t> blocks(60);
    std::iota(blocks.begin(), blocks.end(), std::size_t{0});
    for (std::size_t k = 59; k > 0; --k) std::swap(blocks[k], blocks[random.below(k + 1)]);
    std::sort(blocks.begin(), blocks.begin() + 24);
    Words part;
    for (std::size_t k = 0; k < 24; ++k) part = joined(part, slice(whole, 10 * blocks[k], 10 * blocks[k] + 10));
    archive.add(part, 0);
    archive.add(joined(part, random_words(random, 220, 100000)), 1);
    pairs.push_back({article_id(2 * i), article_id(2 * i + 1)});
    pairs.push_back({article_id(2 * i), article_id(long_one)});
  }
  archive.add(whole, 1);
  const CopyGroups groups = group(archive, pairs);
  check_guarantees(archive, groups);
  CHECK(groups.bounded_articles > 0);
  CHECK(groups.pairs_compared <= pairs.size() + 2 * parts * kMostCanonicals);
}

TEST_CASE("a text gives place to the near copy of it that has all of its copies and more") {
  Random random(8);
  const Words report = random_words(random, 400, kVocabulary);
  const Words most = slice(report, 0, 340);
  const Words ends = joined(slice(report, 0, 20), slice(report, 310, 400));
  const Words aside = joined(slice(report, 0, 170), random_words(random, 240, kVocabulary));  // no copy of the report
  for (const Arrivals& c :
       {Arrivals{"most of a report, its ends, and all of it", {most, ends, report}, {2, 2, 2}},
        Arrivals{"the report is no copy of one of its copies", {most, ends, report, aside}, {0, 1, 0, 0}},
        Arrivals{"only the beginning of it came first", {slice(report, 0, 200), ends, report}, {0, 1, 0}},
        Arrivals{"nothing is gained", {most, report, slice(report, 0, 390)}, {0, 0, 0}}})
    check_canonicals(c);
}

TEST_CASE("groups are those of one article after the other that takes all its free copies") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const Archive archive = random_archive(random, 5 + random.below(50));
    const CopyGroups groups = group(archive, all_pairs(archive.size()));
    CHECK(canonicals(groups) == reference::canonicals(load_all(archive), archive.facts, CopyOptions()));
    check_guarantees(archive, groups);
  }
}

TEST_CASE("groups from buckets keep every guarantee and miss next to nothing") {
  std::size_t copies = 0;
  std::size_t found = 0;
  for (std::uint64_t seed = 0; seed < 15; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const Archive archive = random_archive(random, 120);
    const CopyGroups groups = group(archive, bucket_pairs(archive));
    const CopyGroups complete = group(archive, all_pairs(archive.size()));
    check_guarantees(archive, groups);
    for (std::size_t i = 0; i < archive.size(); ++i) {
      copies += complete.kind[i] != CopyKind::kCanonical;
      found += complete.kind[i] != CopyKind::kCanonical &&
               groups.canonical_of[i] == groups.canonical_of[index(complete.canonical_of[i])];
    }
  }
  CAPTURE(copies);
  CAPTURE(found);
  CHECK(static_cast<double>(found) >= .97 * static_cast<double>(copies));
}

TEST_CASE("shuffling the articles of one time leaves the groups as sets of texts") {
  // Only the last tie, by id, may see the order, so every article has a length of its own.
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    Archive archive;
    for (const Words& text : random_archive(random, 40).texts) {
      const bool taken = std::any_of(archive.texts.begin(), archive.texts.end(),
                                     [&](const Words& other) { return other.size() == text.size(); });
      if (!taken) archive.add(text);
    }
    std::vector<std::size_t> order(archive.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t k = order.size() - 1; k > 0; --k) std::swap(order[k], order[random.below(k + 1)]);
    Archive shuffled;
    for (const std::size_t i : order) shuffled.add(archive.texts[i]);
    const std::vector<std::size_t> before = canonicals(group(archive, bucket_pairs(archive)));
    const std::vector<std::size_t> after = canonicals(group(shuffled, bucket_pairs(shuffled)));
    for (std::size_t i = 0; i < order.size(); ++i) CHECK(order[after[i]] == before[order[i]]);
  }
}

TEST_CASE("1, 2, 3 and 8 threads and any memory limit give the same") {
  Random random(8);
  const Archive archive = random_archive(random, 300);
  const std::vector<CandidatePair> pairs = bucket_pairs(archive);
  CopyGroups expected = group(archive, pairs);
  for (const int threads : {1, 2, 3, 8}) {
    for (const std::size_t prepared_bytes : {std::size_t{1}, std::size_t{100000}, std::size_t{1} << 28}) {
      CAPTURE(threads);
      CAPTURE(prepared_bytes);
      const ThreadLimit limit(threads);
      const CopyGroups groups = group(archive, pairs, prepared_bytes);
      CHECK(groups.canonical_of == expected.canonical_of);
      CHECK(groups.kind == expected.kind);
      CHECK(groups.resemblance == expected.resemblance);
      CHECK(groups.containment == expected.containment);
      CHECK(groups.links == expected.links);
      CHECK(groups.pairs_compared == expected.pairs_compared);
      CHECK(groups.bounded_articles == expected.bounded_articles);
    }
  }
}

TEST_CASE("a memory limit bounds the articles that are held ready") {
  Random random(9);
  const Archive archive = random_archive(random, 100);
  std::vector<CandidatePair> pairs = all_pairs(archive.size());
  const UnitCount units = [&](ArticleId article) { return archive.texts[index(article)].size(); };
  const PreparedSource source = [&](ArticleId article) { return load(archive, article); };
  const Comparisons at_once = compare_pairs(pairs, source, units, CopyOptions(), std::size_t{1} << 28);
  const Comparisons in_blocks = compare_pairs(pairs, source, units, CopyOptions(), 60000);
  const Comparisons one_by_one = compare_pairs(pairs, source, units, CopyOptions(), 1);
  CHECK(at_once.articles_loaded == archive.size());
  CHECK(in_blocks.articles_loaded > archive.size());
  CHECK(one_by_one.articles_loaded == 2 * pairs.size());
  CHECK(in_blocks.links == at_once.links);
  CHECK(one_by_one.links == at_once.links);
}

TEST_CASE("an article that cannot be loaded ends the grouping with the first such error, whatever the threads") {
  Random random(10);
  const Archive archive = random_archive(random, 60);
  const std::vector<CandidatePair> pairs = all_pairs(archive.size());
  const UnitCount units = [&](ArticleId article) { return archive.texts[index(article)].size(); };
  for (const int threads : {1, 2, 8}) {
    const ThreadLimit limit(threads);
    const PreparedSource source = [&](ArticleId article) {
      if (index(article) >= 20) throw std::runtime_error("article " + std::to_string(index(article)));
      return load(archive, article);
    };
    CHECK_THROWS_WITH(compare_pairs(pairs, source, units, CopyOptions(), std::size_t{1} << 28), "article 20");
  }
}

}  // namespace
}  // namespace samestory

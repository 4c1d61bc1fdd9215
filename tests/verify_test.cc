#include "copies/verify.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

#include "reference.h"

namespace samestory {
namespace {

using reference::edited;
using reference::joined;
using reference::Random;
using reference::random_words;
using reference::slice;
using reference::units_of;
using reference::Words;

constexpr std::size_t kVocabulary = 5000;

Prepared ready(const Words& words, std::vector<bool> repeated = {}) {
  return prepare(units_of(words), std::move(repeated), CopyOptions());
}

CopyEvidence compare_words(const Words& a, const Words& b) { return compare(ready(a), ready(b), CopyOptions()); }

// A word that occurs nowhere else.
Words fresh_words(std::size_t count, std::uint64_t tag) {
  Words words;
  for (std::size_t i = 0; i < count; ++i) words.push_back(mix(combine(tag, i)));
  return words;
}

TEST_CASE("the relation of two texts follows from what they share") {
  const Words story = fresh_words(200, 1);
  const Words other = fresh_words(200, 2);
  Words reordered = slice(story, 100, 200);
  reordered = joined(reordered, slice(story, 0, 100));
  Words one_word_changed = story;
  one_word_changed[100] = 1;
  Words every_tenth_changed = story;
  for (std::size_t i = 5; i < 200; i += 10) every_tenth_changed[i] = i;
  Words every_fortieth_changed = story;
  for (std::size_t i = 5; i < 200; i += 40) every_fortieth_changed[i] = i;
  Words two_stretches_changed = story;  // as many words as every tenth
  for (std::size_t i = 0; i < 10; ++i) two_stretches_changed[60 + i] = two_stretches_changed[140 + i] = i;
  Words every_other_changed = story;
  for (std::size_t i = 0; i < 200; i += 2) every_other_changed[i] = i;
  struct Case {
    const char* name;
    Words a, b;
    CopyRelation expected;
  };
  for (const Case& c : {
           Case{"equal", story, story, CopyRelation::kExact},
           Case{"nothing in common", story, other, CopyRelation::kNone},
           Case{"one empty", story, {}, CopyRelation::kNone},
           Case{"both empty", {}, {}, CopyRelation::kNone},
           Case{"one word of 200 changed", story, one_word_changed, CopyRelation::kNear},
           Case{"one word of ten changed, as templates do", story, every_tenth_changed, CopyRelation::kQuotation},
           Case{"one word of forty changed", story, every_fortieth_changed, CopyRelation::kNear},
           Case{"a tenth of the words changed in two places", story, two_stretches_changed, CopyRelation::kNear},
           Case{"every other word changed", story, every_other_changed, CopyRelation::kNone},
           Case{"halves exchanged", story, reordered, CopyRelation::kExact},
           Case{"last fifth cut", story, slice(story, 0, 170), CopyRelation::kNear},
           Case{"last two fifths cut", story, slice(story, 0, 120), CopyRelation::kPartial},
           Case{"last two thirds cut", story, slice(story, 0, 70), CopyRelation::kPartial},
           Case{"last two thirds cut, behind a dateline of its own", story,
                joined(fresh_words(12, 3), slice(story, 0, 70)), CopyRelation::kPartial},
           Case{"last two thirds cut and a local paragraph put in", story,
                joined(joined(slice(story, 0, 30), fresh_words(50, 3)), slice(story, 30, 70)), CopyRelation::kPartial},
           Case{"last two thirds cut and more than half of it new", story,
                joined(slice(story, 0, 70), fresh_words(80, 3)), CopyRelation::kQuotation},
           Case{"last two thirds cut, as much new, words exchanged one by one", every_tenth_changed,
                joined(slice(story, 0, 70), fresh_words(40, 3)), CopyRelation::kQuotation},
           Case{"first two thirds cut", story, slice(story, 130, 200), CopyRelation::kExcerpt},
           Case{"first two thirds cut and a paragraph put in", story,
                joined(slice(story, 130, 200), fresh_words(40, 3)), CopyRelation::kQuotation},
           Case{"a page that opens with the report", story, joined(joined(story, other), fresh_words(50, 3)),
                CopyRelation::kPartial},
           Case{"the second report of a page", story, joined(joined(other, story), fresh_words(50, 3)),
                CopyRelation::kExcerpt},
           Case{"an item of a round-up", slice(story, 0, 60), joined(joined(other, slice(story, 0, 60)), other),
                CopyRelation::kExcerpt},
           Case{"an item of a round-up that opens with the same nine words", slice(story, 0, 60),
                joined(joined(slice(story, 0, 9), other), slice(story, 0, 60)), CopyRelation::kExcerpt},
           Case{"a shared quotation of 40 words", joined(slice(story, 0, 40), fresh_words(150, 3)),
                joined(fresh_words(150, 4), slice(story, 0, 40)), CopyRelation::kQuotation},
           Case{"a shared phrase of ten words", joined(slice(story, 0, 10), fresh_words(150, 3)),
                joined(fresh_words(150, 4), slice(story, 0, 10)), CopyRelation::kNone},
           Case{"24 words in both, equal but for a word", joined(slice(story, 0, 23), {1}),
                joined(slice(story, 0, 23), {2}), CopyRelation::kNone},
           Case{"24 words, equal", slice(story, 0, 24), slice(story, 0, 24), CopyRelation::kExact},
           Case{"24 words and four more", slice(story, 0, 24), slice(story, 0, 28), CopyRelation::kNear},
           Case{"24 words inside a long text", slice(story, 0, 24), story, CopyRelation::kNone},
           Case{"two words, equal", {1, 2}, {1, 2}, CopyRelation::kExact},
           Case{"two words, other order", {1, 2}, {2, 1}, CopyRelation::kNone},
           Case{"two words inside three", {1, 2}, {1, 2, 3}, CopyRelation::kNone},
           Case{"one word, equal", {1}, {1}, CopyRelation::kExact},
           Case{"one word and another", {1}, {2}, CopyRelation::kNone},
       }) {
    CAPTURE(c.name);
    CHECK(compare_words(c.a, c.b).relation == c.expected);
    CHECK(compare_words(c.b, c.a).relation == c.expected);
  }
}

TEST_CASE("evidence holds the figures and passages of both sides") {
  const Words story = fresh_words(100, 1);
  const Words page = joined(joined(fresh_words(70, 2), slice(story, 0, 60)), fresh_words(30, 3));
  const CopyEvidence evidence = compare_words(story, page);
  CHECK(evidence.coverage_a == .6);
  CHECK(evidence.coverage_b == doctest::Approx(60. / 160));
  CHECK(evidence.containment == .6);
  CHECK(evidence.resemblance == doctest::Approx(58. / (98 + 158 - 58)));
  CHECK(evidence.aligned_units == 60);
  CHECK(evidence.passages == std::vector<Passage>{{0, 60, 70, 130}});
  CHECK(evidence.relation == CopyRelation::kQuotation);
}

TEST_CASE("an edit breaks a run but not a passage, and moved paragraphs are passages of their own") {
  const Words story = fresh_words(120, 1);
  Words copy = joined(slice(story, 80, 120), slice(story, 0, 30));
  copy = joined(copy, fresh_words(4, 9));
  copy = joined(copy, slice(story, 33, 60));
  const CopyEvidence evidence = compare_words(story, copy);
  CHECK(evidence.passages == std::vector<Passage>{{0, 60, 40, 101}, {80, 120, 0, 40}});
  CHECK(evidence.aligned_units == 97);
}

TEST_CASE("coverage and passages are those of the table of all positions") {
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const bool unspaced = random.chance(30);
    const std::size_t vocabulary = std::vector<std::size_t>{3, 12, 60, 400}[random.below(4)];
    const Words a = random_words(random, random.below(130), vocabulary);
    Words b = random_words(random, random.below(130), vocabulary);
    if (random.chance(70)) {  // made of pieces of the first
      const std::size_t cut = random.below(130);
      b = joined(edited(random, slice(a, cut, cut + random.below(100)), random.below(30), vocabulary), b);
      b = joined(b, edited(random, slice(a, 0, random.below(cut + 1)), random.below(30), vocabulary));
    }
    const Units units_a = units_of(a, unspaced);
    const Units units_b = units_of(b, unspaced);
    const SharedText found = Aligner().align(units_a, gram_hashes(units_a), units_b, gram_hashes(units_b));
    const SharedText expected = reference::shared_text(units_a, units_b);
    CHECK(found.covered_a == expected.covered_a);
    CHECK(found.covered_b == expected.covered_b);
    CHECK(found.passages == expected.passages);
    CHECK(found.slots == expected.slots);
  }
}

TEST_CASE("what verify refuses early is no link, and what it does not refuse has the same figures") {
  std::size_t refused = 0;
  std::size_t links = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const bool unspaced = random.chance(20);
    CopyOptions options;
    options.shingle_words = 1 + static_cast<int>(random.below(5));
    options.link_resemblance = .05 + .01 * static_cast<double>(random.below(96));
    const std::size_t vocabulary = std::vector<std::size_t>{3, 60, kVocabulary}[random.below(3)];
    Verifier verifier(options);
    const auto made = [&](const Words& words) {
      std::vector<bool> repeated(words.size());
      for (std::size_t i = 0; i < words.size(); ++i) repeated[i] = random.chance(seed % 3 * 20);
      return prepare(units_of(words, unspaced), repeated, options);
    };
    const Words first = random_words(random, random.below(200), vocabulary);
    const Prepared a = made(first);
    for (int k = 0; k < 4; ++k) {  // one verifier for all, which must not remember what it should not
      const std::size_t cut = random.below(first.size() + 1);
      const Words kept = edited(random, slice(first, cut, cut + random.below(200)), random.below(60), vocabulary);
      const Prepared b = made(joined(kept, random_words(random, random.below(120), vocabulary)));
      const CopyEvidence full = compare(a, b, options);
      const CopyVerdict found = verifier.verify(a, b);
      if (found == CopyVerdict()) {
        REQUIRE_FALSE(is_link(full, options));
      } else {
        REQUIRE(found == static_cast<const CopyVerdict&>(full));
      }
      refused += full.resemblance > 0 && found == CopyVerdict();
      links += is_link(full, options);
      REQUIRE(is_link(verifier.verify(b, a), options) == is_link(full, options));
    }
    REQUIRE(verifier.verify(a, a) == static_cast<const CopyVerdict&>(compare(a, a, options)));
  }
  CHECK(refused > 100);
  CHECK(links > 100);
}

TEST_CASE("exchanging the texts exchanges the sides") {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const Words a = random_words(random, 1 + random.below(200), 300);
    const Words b = random.chance(80) ? joined(edited(random, slice(a, random.below(90), 400), random.below(25), 300),
                                               random_words(random, random.below(60), 300))
                                      : random_words(random, 1 + random.below(200), 300);
    std::vector<bool> repeated(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) repeated[i] = random.chance(30);
    const CopyEvidence one = compare(ready(a, repeated), ready(b), CopyOptions());
    const CopyEvidence two = compare(ready(b), ready(a, repeated), CopyOptions());
    CHECK(one.relation == two.relation);
    CHECK(one.resemblance == two.resemblance);
    CHECK(one.containment == two.containment);
    CHECK(one.coverage_a == two.coverage_b);
    CHECK(one.coverage_b == two.coverage_a);
    CHECK(one.aligned_units == two.aligned_units);
    CHECK(one.passages.size() == two.passages.size());
    CHECK(one.resemblance == reference::resemblance(reference::windows(a, 3), reference::windows(b, 3)));
  }
}

TEST_CASE("shared furniture makes no copy, and furniture does not unmake one") {
  const Words furniture = fresh_words(80, 1);
  struct Case {
    const char* name;
    std::size_t own_a, own_b, shared;  // words of their own, and common words beyond the furniture
    bool masked;
    CopyRelation expected;
  };
  for (const Case& c : {Case{"furniture, not known to be", 20, 20, 0, false, CopyRelation::kNear},
                        Case{"furniture, known", 20, 20, 0, true, CopyRelation::kQuotation},
                        Case{"furniture around a copy", 10, 10, 60, true, CopyRelation::kNear},
                        Case{"nothing but furniture and a little more", 5, 0, 0, true, CopyRelation::kQuotation}}) {
    CAPTURE(c.name);
    const Words shared = fresh_words(c.shared, 2);
    const Words a = joined(joined(furniture, shared), fresh_words(c.own_a, 3));
    const Words b = joined(joined(furniture, shared), fresh_words(c.own_b, 4));
    const auto mask = [&](const Words& words) {
      std::vector<bool> repeated(c.masked ? words.size() : 0);
      std::fill_n(repeated.begin(), c.masked ? furniture.size() : 0, true);
      return repeated;
    };
    CHECK(compare(ready(a, mask(a)), ready(b, mask(b)), CopyOptions()).relation == c.expected);
  }
  const auto relation = [](const Words& a, std::vector<bool> repeated_a, const Words& b) {
    CopyOptions options;
    options.most_slots = 1;  // the third pair below is all slots
    return std::pair(compare(ready(a, repeated_a), ready(b), options).relation,
                     compare(ready(b), ready(a, repeated_a), options).relation);
  };
  const auto both = [](CopyRelation expected) { return std::pair(expected, expected); };
  // 80 of 100 words are furniture and 9 of the other 20 are shared: not half, though three tenths of the shingles are.
  const Words nine = joined(furniture, fresh_words(9, 2));
  std::vector<bool> repeated(100);
  std::fill_n(repeated.begin(), 80, true);
  const Words a = joined(nine, fresh_words(11, 3));
  CHECK(relation(a, repeated, joined(nine, fresh_words(15, 4))) == both(CopyRelation::kQuotation));
  CHECK(relation(a, {}, joined(nine, fresh_words(15, 4))) == both(CopyRelation::kNear));
  // Of two texts of one length, neither may owe its place to furniture.
  CHECK(relation(a, repeated, joined(nine, fresh_words(11, 4))) == both(CopyRelation::kQuotation));
  // Every third own word differs: two thirds of them are covered, but no three in a row are shared.
  Words thirds_a = joined(furniture, fresh_words(30, 5));
  Words thirds_b = joined(furniture, fresh_words(30, 5));
  for (std::size_t i = 82; i < 110; i += 3) thirds_b[i] = i;
  repeated.resize(110);
  CHECK(relation(thirds_a, {}, thirds_b) == both(CopyRelation::kNear));
  CHECK(relation(thirds_a, repeated, thirds_b) == both(CopyRelation::kQuotation));
  const std::vector<bool> everything(furniture.size(), true);
  CHECK(compare(ready(furniture, everything), ready(furniture, everything), CopyOptions()).relation ==
        CopyRelation::kExact);
}

TEST_CASE("windows that touch repeated units are not the text's own shingles") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const Words words = random_words(random, 1 + random.below(60), kVocabulary);
    std::vector<bool> repeated(words.size());
    repeated[random.below(words.size())] = true;
    for (std::size_t i = 0; i < words.size(); ++i) repeated[i] = repeated[i] || random.chance(15);
    std::set<Words> own;
    if (words.size() >= 3) {
      for (std::size_t i = 0; i + 3 <= words.size(); ++i) {
        if (!repeated[i] && !repeated[i + 1] && !repeated[i + 2]) own.insert(slice(words, i, i + 3));
      }
    }
    const Prepared prepared = ready(words, repeated);
    CHECK(prepared.own_shingles.size() == own.size());
    CHECK(prepared.own_units == static_cast<std::size_t>(std::count(repeated.begin(), repeated.end(), false)));
    CHECK(std::includes(prepared.shingles.begin(), prepared.shingles.end(), prepared.own_shingles.begin(),
                        prepared.own_shingles.end()));
  }
}

TEST_CASE("scripts without spaces need twice the units and are never compared with words") {
  const Words story = fresh_words(200, 1);
  const auto relation = [](const Words& a, bool unspaced_a, const Words& b, bool unspaced_b) {
    return compare(prepare(units_of(a, unspaced_a), {}, CopyOptions()),
                   prepare(units_of(b, unspaced_b), {}, CopyOptions()), CopyOptions())
        .relation;
  };
  const Words copy = joined(slice(story, 0, 40), fresh_words(8, 2));
  CHECK(relation(slice(story, 0, 48), false, copy, false) == CopyRelation::kNear);
  CHECK(relation(slice(story, 0, 48), true, copy, true) == CopyRelation::kNone);
  CHECK(relation(slice(story, 0, 180), true, story, true) == CopyRelation::kNear);
  CHECK(relation(slice(story, 0, 180), true, story, false) == CopyRelation::kNone);
  // Two code points are a word when slots are weighed, too: of 400 points one in thirty stands for every fifteenth
  // word.
  const Words form = fresh_words(400, 3);
  Words filled_in = form;
  for (std::size_t i = 15; i < 400; i += 30) filled_in[i] = i;
  CHECK(relation(form, false, filled_in, false) == CopyRelation::kNear);
  CHECK(relation(form, true, filled_in, true) == CopyRelation::kQuotation);
}

TEST_CASE("texts that repeat themselves are compared in linear time and equal ones stay exact") {
  Words chorus;
  for (std::size_t i = 0; i < 200000; ++i) chorus.push_back(mix(i % 3));
  const Words twin = chorus;
  CHECK(compare_words(chorus, twin).relation == CopyRelation::kExact);
  chorus.push_back(1);  // finishes at all only if frequent pairs are no anchors
  CHECK(compare_words(chorus, twin).resemblance == .75);
}

TEST_CASE("copies tell which parts of either text they share, without phrases that recur") {
  const Words formula = fresh_words(12, 1);
  const Words first = joined(formula, fresh_words(116, 2));
  const Words second = joined(formula, fresh_words(116, 3));
  const std::uint64_t half = 0xFFFFFFFF;
  struct Case {
    const char* name;
    Words a, b;
    std::uint64_t parts_a, parts_b;
  };
  for (const Case& c : {Case{"equal", first, first, kAllParts, kAllParts},
                        Case{"cut to its first half", first, slice(first, 0, 64), half, kAllParts},
                        Case{"a page and its first report", joined(first, second), first, half, kAllParts},
                        Case{"a page and its second report", joined(first, second), second, ~half, kAllParts},
                        Case{"a report and a page", second, joined(first, second), kAllParts, ~half},
                        Case{"fewer words than parts", slice(first, 0, 32), slice(first, 0, 31), 0x2AAAAAAAAAAAAAAA,
                             0xAAAAAAAA55555554},
                        Case{"no copies", first, second, 0, 0}}) {
    CAPTURE(c.name);
    const CopyEvidence evidence = compare_words(c.a, c.b);
    CHECK(evidence.parts_a == c.parts_a);
    CHECK(evidence.parts_b == c.parts_b);
  }
}

TEST_CASE("two outlets' texts under one headline within days are cuts of one report, wherever they begin") {
  constexpr std::int64_t kDay = 86'400;
  constexpr std::int64_t kNoDate = std::numeric_limits<std::int64_t>::max();
  const Words report = fresh_words(200, 1);
  const Words longer = joined(fresh_words(250, 2), report);
  Words rewritten = joined(fresh_words(90, 3), slice(report, 0, 110));
  Words quoting = joined(fresh_words(160, 4), slice(report, 100, 140));
  Words filled_in = report;
  for (std::size_t i = 5; i < 200; i += 10) filled_in[i] = i;
  const Headline here{7, 1, 10 * kDay};
  const Headline there{7, 2, 13 * kDay};
  struct Case {
    const char* name;
    Words b;
    Headline of_a, of_b;
    CopyRelation expected;
  };
  for (const Case& c :
       {Case{"one headline", longer, here, there, CopyRelation::kPartial},
        Case{"two headlines", longer, here, {8, 2, 13 * kDay}, CopyRelation::kExcerpt},
        Case{"no headline that tells anything", longer, {0, 1, 10 * kDay}, {0, 2, 13 * kDay}, CopyRelation::kExcerpt},
        Case{"one outlet", longer, here, {7, 1, 13 * kDay}, CopyRelation::kExcerpt},
        Case{"days later", longer, here, {7, 2, 13 * kDay + 1}, CopyRelation::kExcerpt},
        Case{"days earlier", longer, here, {7, 2, 7 * kDay - 1}, CopyRelation::kExcerpt},
        Case{"no date", longer, here, {7, 2, kNoDate}, CopyRelation::kExcerpt},
        Case{"neither has a date", longer, {7, 1, kNoDate}, {7, 2, kNoDate}, CopyRelation::kExcerpt},
        Case{"half rewritten", rewritten, here, there, CopyRelation::kPartial},
        Case{"half rewritten under another headline", rewritten, {}, there, CopyRelation::kQuotation},
        Case{"a quotation is no copy under any headline", quoting, here, there, CopyRelation::kQuotation},
        Case{"words exchanged singly", filled_in, here, there, CopyRelation::kNear},
        Case{"words exchanged singly under another headline", filled_in, {}, there, CopyRelation::kQuotation}}) {
    CAPTURE(c.name);
    Prepared a = ready(report), b = ready(c.b);
    a.headline = c.of_a;
    b.headline = c.of_b;
    CHECK(compare(a, b, CopyOptions()).relation == c.expected);
    CHECK(compare(b, a, CopyOptions()).relation == c.expected);
    const CopyOptions options;
    const CopyVerdict verdict = Verifier(options).verify(a, b);
    if (c.expected >= CopyRelation::kExcerpt) CHECK(verdict.relation == c.expected);
  }
}

TEST_CASE("a headline of few words tells nothing") {
  struct Case {
    std::size_t words;
    bool unspaced, tells;
  };
  for (const Case& c : {Case{0, false, false}, Case{4, false, false}, Case{5, false, true}, Case{9, true, false},
                        Case{10, true, true}}) {
    CAPTURE(c.words);
    Units title = units_of(fresh_words(c.words, 1));
    title.unspaced = c.unspaced;
    CHECK((headline_hash(title) != 0) == c.tells);
  }
  CHECK(headline_hash(units_of(fresh_words(6, 1))) == headline_hash(units_of(fresh_words(6, 1))));
  CHECK(headline_hash(units_of(fresh_words(6, 1))) != headline_hash(units_of(fresh_words(6, 2))));
}

}  // namespace
}  // namespace samestory

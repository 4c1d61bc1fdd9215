// Verification: whether one article is a copy of another, decided on their texts.
//
// Input: two prepared articles. Output: their exact resemblance, the share of each text that lies in passages shared
// with the other (its coverage), and the relation that follows.
//
// Resemblance alone fails on news: a copy that keeps a third of a report resembles it by .3, and so do two reports of
// their own that share background. Coverage of the shorter text tells them apart. Where they begin tells a shortened
// copy from a page that quotes one report among others: editors cut from the end, so what they leave opens as the
// report does, while an item of a round-up and the second report of a page begin inside.
//
// The relation, from the strongest:
//   exact      the units are equal, or the resemblance is at least .98
//   near       near_coverage of both texts
//   partial    partial_coverage of the shorter text and at least half of the longer, or whatever share of the longer if
//              the texts begin together and what they share is verbatim
//   excerpt    partial_coverage of the shorter text, else: evidence of a link, never of a group, since round-ups and
//              pages with two reports would join what has nothing in common
//   quotation  a shared passage long enough to be no chance, but less of the shorter text: a link at most
// Texts begin together if a shared passage with kOpeningWords that their outlets do not repeat starts within the first
// kLeadWords of both: a dateline, a byline or a paragraph of local news may stand before it. The order of what follows
// is not asked for: phrases that recur in a report make small passages across it. A local paragraph and the outlet's
// furniture are much of a copy that was cut short, so there partial needs less: kCutCoverage of partial_coverage, of
// the shorter text's own words. Passages are verbatim if kVerbatim of the words that they span match in both.
// Follow-ups that take over an opening and filled-in forms begin together, too, and are not verbatim. Adjusted Rand
// index of copy groups of generated reprints, unscanned, 10,000 articles: .64 and .62 without the rule, .98 and .97
// with it (two seeds, of which the constants were chosen on the first). All but exact
// need min_aligned_words units in shared passages. From near to excerpt, moreover, furniture must not have done it: of
// the shorter text's own units, those that its outlet does not repeat everywhere, at least half must be covered, and
// three tenths of the shingles they form must occur in the other text. A text of fewer than min_aligned_words is a copy
// only if all of it is matched and the other text is hardly longer; one shorter than a shingle only if it is equal: two
// headlines of five words that differ in a name are two headlines.
//
// Two outlets that print texts under one headline of kHeadlineWords or more, kHeadlineSeconds apart at most, print one
// report: that is as good as verbatim text at the beginning, and it tells a report with corrected numbers and names
// from a template. Of 155 pairs of Arabic articles under one headline whose texts resemble each other by .13 to .95,
// 135 are copies without this and 151 with it; the 50 of these that share least of the shorter text were read, and all
// are versions of one text, two of them later editions with new figures. One outlet's headlines recur with its columns,
// and an undated one says nothing of when, so neither counts. Of equal texts only the one that stands for the others is
// asked for its headline.
//
// Rejected: counting the words of a phrase that recurs once among those that passages span. It finds more cuts, but of
// some 45 new ones in Arabic news at least four were statements of different officials in the same phrases. Rejected,
// too: slots of unequal length, up to five words. Court notices of one form have no more of them than editions of one
// report.
//
// Templates (weather, prices, results, notices of one kind) are no copies though they cover each other: what they share
// is a skeleton, broken at every place where a number or a name is filled in. Such a slot is a stretch of one or two
// words that differ between runs of one diagonal. Editors change words too, but fewer and together: of 49,000 pairs of
// copies in two generated archives 1% have more than .034 slots a shared word, of 23,000 pairs of filled-in templates
// 95% have more than .03 and the median .09; of 190 Arabic wire copies under one headline 5% have more than .042,
// spellings of numbers and foreign names. Above most_slots, the pair is a quotation at most. At .045 the pair precision
// of copy groups rises from .60 to .988 on the generated reprints, unscanned, and from .82 to .963 on the generated
// archive, both of which the bar was chosen on, and 3 of 170 Arabic copies are lost. Without spaces, two code points
// count as a shared word: 688 of 731 false pairs of a generated archive of 100,000 articles had been Japanese and
// Chinese forms, and 22 are now. Scanned text is all slots, so preset ocr does not ask.
//
// Most candidate pairs are no copies, and each comparison need only find that out. So verify() first asks of their
// shingles whether the shorter text can contain three tenths of its own and how much the two can resemble each other,
// told by a bound (src/copies/shingle_filter.h), then by counting, and aligns the pair only if that could make it a
// copy, an excerpt or a pair of link_resemblance; what it refuses, compare() calls less than an excerpt, and that is
// tested. A rule that asks less of own shingles must relax could_link(), too. Of 485,000 candidate pairs of a generated
// archive 77% end there, nearly all of them pages that share their outlet's furniture or filled-in templates; of 10,800
// of Reuters-21578 as many.
//
// Preparing apart from comparing, because an article with many candidates is prepared once. Scripts written without
// spaces count two code points to the word; a text of words and one of code points have no unit in common and no
// relation.
//
// Cost: 7 to 11 ns and 25 bytes a unit to prepare; of texts of 400 units, 0.4 us a pair that is refused and 7 us one
// that is aligned (bench/copies_bench.cc, rows "verify").
//
// Invariants: compare(a, b) is compare(b, a) with the sides exchanged; figures lie in 0..1; equal texts with at least
// one unit are exact copies whatever they repeat; an empty text is a copy of nothing.
//
// Source: resemblance and containment from Broder 1997, On the resemblance and containment of documents (SEQUENCES);
// coverage as in src/copies/passages.h. That news is cut from the end, the inverted pyramid:
// Pottker 2003, News and its communicative quality (Journalism Studies 4). Covered by tests/verify_test.cc.
#pragma once

#include <samestory/options.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "copies/passages.h"
#include "copies/shingle_filter.h"
#include "text/units.h"

namespace samestory {

enum class CopyRelation : std::uint8_t { kNone, kQuotation, kExcerpt, kPartial, kNear, kExact };  // weakest first

// Whether the relation puts two articles into one copy group.
constexpr bool is_copy(CopyRelation relation) { return relation >= CopyRelation::kPartial; }

// What was found of two articles a and b.
struct CopyVerdict {
  CopyRelation relation = CopyRelation::kNone;
  double resemblance = 0;  // Jaccard coefficient of the shingle sets
  double containment = 0;  // coverage of the shorter text; the smaller one for texts of one length
  double coverage_a = 0;   // share of a's units that lie in shared passages
  double coverage_b = 0;   // the greater coverage tells which text is taken from the other
  // Of excerpts and copies, else 0: where a's and b's shared units stand. Bit i is set if they are half of the i-th
  // 64th of the text.
  std::uint64_t parts_a = 0;
  std::uint64_t parts_b = 0;
  friend bool operator==(const CopyVerdict&, const CopyVerdict&) = default;
};

inline constexpr std::uint64_t kAllParts = ~std::uint64_t{0};

// Of two equal texts.
inline constexpr CopyVerdict kEqualTexts{CopyRelation::kExact, 1, 1, 1, 1, kAllParts, kAllParts};

struct CopyEvidence : CopyVerdict {
  std::uint32_t aligned_units = 0;  // units in shared passages, in the text that has fewer of them there
  std::vector<Passage> passages;    // sorted
};

// What stands above a text, and when and by whom it was printed there.
struct Headline {
  std::uint64_t words_hash = 0;                                         // 0: none that is long enough to tell anything
  std::uint64_t outlet = 0;                                             // outlet_key(); 0 if it has none
  std::int64_t published_s = std::numeric_limits<std::int64_t>::max();  // the greatest value: no date
};

// An article made ready for any number of comparisons.
struct Prepared {
  Units units;
  std::vector<std::uint8_t> repeated;       // unit -> 1 if its outlet repeats it everywhere; empty if none is
  std::size_t own_units = 0;                // units that are not repeated
  std::vector<std::uint64_t> shingles;      // sorted, distinct
  std::vector<std::uint64_t> own_shingles;  // of the windows without a repeated unit; empty if `repeated` is
  std::vector<std::uint32_t> grams;         // gram_hashes(units)
  ShingleFilter filter;                     // of the shingles
  Headline headline;
};

// `repeated` is empty or has one entry a unit.
Prepared prepare(Units units, const std::vector<bool>& repeated, const CopyOptions& options);

// Compares articles that were prepared with the same options. Holds the memory of the comparisons, so one for many of
// them, and one a thread.
class Verifier {
 public:
  explicit Verifier(const CopyOptions& options) : options_(options) {}

  // All that is to be said of the two.
  CopyEvidence compare(const Prepared& a, const Prepared& b);

  // The same verdict, without passages, for a pair that is an excerpt or more or has link_resemblance; for others a
  // verdict that says less than that too. Fastest if `a` stays the same article for several calls.
  CopyVerdict verify(const Prepared& a, const Prepared& b);

 private:
  const CopyOptions& options_;
  Aligner aligner_;
};

// Of the units of a title.
std::uint64_t headline_hash(const Units& title);

// One comparison.
CopyEvidence compare(const Prepared& a, const Prepared& b, const CopyOptions& options);

// Whether links.jsonl lists the pair.
constexpr bool is_link(const CopyVerdict& verdict, const CopyOptions& options) {
  return verdict.relation >= CopyRelation::kExcerpt || verdict.resemblance >= options.link_resemblance;
}

}  // namespace samestory

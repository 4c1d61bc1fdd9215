// Repeated phrases: short word sequences that say nothing about where a text comes from, because they recur by
// themselves: an outlet's own phrases, and the fixed words of templates (weather, prices, court lists) whichever outlet
// prints them. Unlike repeated spans (text/repeated.h) they are found inside sentences whose numbers change.
//
// Two rules, both counted within any kWindowDays consecutive days, so that a long archive masks no more than a short
// one; articles without a date are one window of their own:
//   outlet   three units in a row, in at least kRepeatedArticles articles of one outlet;
//   days     four units in a row, on at least kRepeatedDays days, kRepeatedSpread days or more from first to last,
//            wherever they are printed; a report that many print is gone after three or four days.
// Articles count, not occurrences. An article without an outlet takes no part in the first rule, one without a date
// none in the second.
//
// An outlet of which the first rule would mask more than half of the words, by more text than kMostFamilies articles
// hold, is none: it is an archive or an aggregator that prints the same reports again and again, and the rule is lifted
// for it. (An outlet of nothing but weather masks as much, but by a few families of text.)
//
// Input: outlet, day and length of every article, the articles that are counted, and a way to get their units. Output:
// a set of grams that answers which units of a text are repeated. Preset ocr counts all articles and takes repeated
// units out of the text before anything else looks at it. The presets for clean text count articles that may belong to
// a family: candidate pairs join them to others of which kRepeatedArticles are of one outlet or that appeared on as
// many days as the second rule asks for. The outcome is a second condition when texts are compared: what no family
// holds cannot pass for a copy because of a template, and the boilerplate that all other articles carry is whole lines,
// which spans find among all of them.
//
// Which grams recur is found by src/copies/recurring_grams.h. Rejected: counting all grams of clean text (800 an
// article cost more than everything else together) and sampling them (what is not in the sample is masked in one text
// and not in its neighbour, which makes copies look different). Cost: that of src/copies/recurring_grams.h, and a
// place in a set (base/key_set.h) for each repeated gram. Invariants: the outcome depends neither on threads nor on how
// many grams are counted at once. Tested by tests/repeated_grams_test.cc against counting by definition.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.h"
#include "base/key_set.h"
#include "copies/buckets.h"
#include "copies/recurring_grams.h"
#include "text/units.h"

namespace samestory {

inline constexpr std::uint64_t kMostFamilies = 8;  // of templates in an outlet that prints nothing else; a guess

class RepeatedGrams {
 public:
  RepeatedGrams() = default;

  // `counted` ascends. `grams_at_once` and `most_counters` are of the tests.
  RepeatedGrams(std::span<const GramArticle> articles, std::span<const ArticleId> counted, const UnitsSource& units,
                std::size_t grams_at_once = kGramsAtOnce, std::size_t most_counters = kMostCounters);

  // One flag a unit: true where it stands in a repeated gram; empty if none does. `outlet`: outlet_key() or 0.
  [[nodiscard]] std::vector<bool> mask(const Units& units, std::uint64_t outlet) const;

  // Whether the article was counted. Of clean text, no other can pass for a copy because of a template.
  [[nodiscard]] bool counted(ArticleId id) const { return index(id) < counted_.size() && counted_[index(id)]; }

  [[nodiscard]] std::size_t size() const { return keys_.size(); }
  [[nodiscard]] const std::vector<std::uint64_t>& no_outlets() const { return no_outlets_; }  // keys, sorted

 private:
  void find_no_outlets(std::span<const GramArticle> articles, std::span<const ArticleId> counted,
                       const UnitsSource& units, const std::vector<std::uint64_t>& outlets_of_grams);

  KeySet keys_;
  std::vector<bool> counted_;  // by article
  std::vector<std::uint64_t> no_outlets_;
};

// Articles that candidate pairs join, over others if need be, to a family that may hold a repeated gram; ascending.
std::vector<ArticleId> find_families(std::span<const GramArticle> articles, std::span<const CandidatePair> pairs);

// The text without the units that `mask` marks; an empty mask keeps all. Spans that lose every unit vanish.
Units without(const Units& units, const std::vector<bool>& mask);

}  // namespace samestory

// Passages: the stretches of text that two articles share.
//
// Input: the units of two articles and their sorted grams. Output: passages, and for each unit whether it lies in one.
//
//   1. Anchors: equal grams, pairs of consecutive units (triples of code points; single scanned words), unless the gram
//   matches in more than
//      most_matches ways: frequent grams say little, and texts that repeat themselves would have a square of them.
//   2. Runs: an anchor extended to both sides for as long as the units are equal, frequent or not.
//   3. Passages: runs at most `gap` units apart in both texts, on diagonals at most `drift` apart, belong together, and
//      so do their neighbours in turn: an edit breaks a run, not a passage. A passage whose runs hold fewer than
//      `least` units together is chance, such as a few "of the", and dropped.
//
// Closeness was chosen over a chain of best score because it is symmetric, has no ties to break, and moved paragraphs
// are passages of their own either way. Alignment by dynamic programming was rejected: a pair of 400-word texts has
// 160,000 cells and only some hundred anchors.
//
// Code points of scripts without spaces carry about half a word each, so the constants double for them.
//
// Cost: grams 8 bytes a unit; some 8 ns a unit of both texts, whatever they share (row "verify" of
// bench/copies_bench.cc). At most most_matches anchors start at a unit, so the time stays linear in
// the texts however they repeat themselves.
//
// Invariants: exchanging the texts exchanges the sides of the outcome; two texts that are equal and whose grams are not
// all frequent share one passage over all of them.
//
// Source: seed and extend as in Altschul, Gish, Miller, Myers, Lipman 1990, Basic local alignment search tool (J. Mol.
// Biol. 215); for reprinted news Smith, Cordell, Mullen 2015, Computational methods for uncovering reprinted texts in
// antebellum newspapers (American Literary History 27). Covered by tests/verify_test.cc, whose twin looks at every
// cell.
#pragma once

#include <samestory/options.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "text/units.h"

namespace samestory {

// What counts as close, in units.
struct PassageRules {
  std::size_t gram;     // units of an anchor
  std::uint32_t gap;    // between runs of one passage
  std::uint32_t drift;  // between their diagonals: words that one side has more
  std::uint32_t least;  // matching units of a passage (in shorter texts: all of them)
  // Occurrences of a gram in one text times those in the other, above which it is no anchor.
  std::size_t most_matches = 64;
};

// A gap is about a sentence that one side replaced, a drift the words by which such a sentence differs in length; both
// from prior work on Arabic news of 14 outlets, where pairs were read. `least` needs several anchors in one place.
inline constexpr PassageRules kWordPassages{.gram = 2, .gap = 20, .drift = 5, .least = 8};
inline constexpr PassageRules kPointPassages{.gram = 3, .gap = 40, .drift = 10, .least = 16};

// Scanned words: where every third is misread, one pair of words in five survives in both texts, but half of the single
// ones do. Only words that hardly recur are anchors then. On generated reprints with errors in 10, 30 and 40% of the
// words the adjusted Rand index is .979, .934, .808 with them and .979, .863, .721 with pairs of words.
inline constexpr PassageRules kScannedPassages{.gram = 1, .gap = 20, .drift = 5, .least = 8, .most_matches = 4};

constexpr const PassageRules& passage_rules(const Units& units, Coverage coverage = Coverage::kMatched) {
  if (units.unspaced) return kPointPassages;
  return coverage == Coverage::kSpanned ? kScannedPassages : kWordPassages;
}

// A passage is a stretch [begin, end) of units of each text.
struct Passage {
  std::uint32_t begin_a = 0, end_a = 0;
  std::uint32_t begin_b = 0, end_b = 0;
  friend auto operator<=>(const Passage&, const Passage&) = default;
};

struct SharedText {
  std::vector<Passage> passages;                   // sorted
  std::vector<std::uint8_t> covered_a, covered_b;  // one a unit: 1 if it lies in a run of a passage
};

// Sorted; in the upper half 32 bits of the gram's hash, in the lower half where it begins.
std::vector<std::uint64_t> position_grams(const Units& units, Coverage coverage = Coverage::kMatched);

// Both texts of one kind (units.unspaced), grams from position_grams().
SharedText find_shared_text(const Units& a, std::span<const std::uint64_t> grams_a, const Units& b,
                            std::span<const std::uint64_t> grams_b, Coverage coverage = Coverage::kMatched);

}  // namespace samestory

// Passages: the stretches of text that two articles share.
//
// Input: the units of two articles and the hashes of their grams. Output: passages, and for each unit whether it lies
// in one.
//
//   1. Anchors: equal grams, pairs of consecutive units (triples of code points; single words of scans), unless the
//   gram
//      matches in more than most_matches ways: frequent grams say little, and texts that repeat themselves would have a
//      square of them.
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
// Anchors are found by looking the grams of one text up in an open hash table of the places of the other's. Merging
// sorted grams was rejected: sorting costs more than the table, and a merge gives the anchors in an order of no use.
//
// Cost: 4 bytes a unit for the grams; some 2 ns a unit for the table of a, which an Aligner keeps while a stays the
// same, and 4 ns a unit of b (row "verify" of bench/copies_bench.cc). At most most_matches anchors start at a unit, so
// the time stays linear in the texts however they repeat themselves.
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

#include "graph/disjoint_sets.h"
#include "text/units.h"

namespace samestory {

// What counts as close, in units.
struct PassageRules {
  std::size_t gram;     // units of an anchor
  std::uint32_t gap;    // between runs of one passage
  std::uint32_t drift;  // between their diagonals: words that one side has more
  std::uint32_t least;  // matching units of a passage (in shorter texts: all of them)
  std::uint32_t slot;   // most units of a slot
  // Occurrences of a gram in one text times those in the other, above which it is no anchor.
  std::size_t most_matches = 64;
  bool spans = false;  // units between the runs of a passage count as covered, too
};

// A gap is about a sentence that one side replaced, a drift the words by which such a sentence differs in length; both
// from prior work on Arabic news of 14 outlets, where pairs were read. `least` needs several anchors in one place.
inline constexpr PassageRules kWordPassages{.gram = 2, .gap = 20, .drift = 5, .least = 8, .slot = 2};
inline constexpr PassageRules kPointPassages{.gram = 3, .gap = 40, .drift = 10, .least = 16, .slot = 4};

// Scanned words: where every third is misread, one pair of words in five survives in both texts, but half of the single
// ones do. Only words that hardly recur are anchors then. On generated reprints with errors in 10, 30 and 40% of the
// words the adjusted Rand index is .974, .927, .795 with them and .975, .845, .698 with pairs of words (three seeds).
inline constexpr PassageRules kScannedPassages{
    .gram = 1, .gap = 20, .drift = 5, .least = 8, .slot = 2, .most_matches = 4, .spans = true};
inline constexpr PassageRules kScannedPoints{.gram = 3, .gap = 40, .drift = 10, .least = 16, .slot = 4, .spans = true};

constexpr const PassageRules& passage_rules(const Units& units, Coverage coverage) {
  if (coverage == Coverage::kSpanned) return units.unspaced ? kScannedPoints : kScannedPassages;
  return units.unspaced ? kPointPassages : kWordPassages;
}

// A passage is a stretch [begin, end) of units of each text.
struct Passage {
  std::uint32_t begin_a = 0, end_a = 0;
  std::uint32_t begin_b = 0, end_b = 0;
  friend auto operator<=>(const Passage&, const Passage&) = default;
};

struct SharedText {
  std::vector<Passage> passages;  // sorted
  // One a unit: 1 if it lies in a run of a passage or, by rules that span, between two of one.
  std::vector<std::uint8_t> covered_a, covered_b;
  std::size_t matched_a = 0, matched_b = 0;  // units in runs of passages
  std::size_t slots = 0;  // stretches of `slot` units at most that differ, between two runs of one diagonal
};

// 32 bits of hash for the gram that begins at each unit; empty if the text is shorter than a gram. Two unlike grams of
// one hash make an anchor that comes to nothing, since runs are made of equal units.
std::vector<std::uint32_t> gram_hashes(const Units& units, Coverage coverage = Coverage::kMatched);

// Where each gram of a text begins, by its hash.
class GramPlaces {
 public:
  // Of these grams from now on; nothing to do if it is of them already.
  void assign(std::span<const std::uint32_t> grams);

  static constexpr std::uint32_t kNowhere = 0xFFFFFFFF;
  // The first place of the gram of this hash, which stands for the gram; or kNowhere.
  [[nodiscard]] std::uint32_t first(std::uint32_t hash) const;
  // The place after this one of the same gram, or kNowhere.
  [[nodiscard]] std::uint32_t next(std::uint32_t place) const { return next_[place]; }
  // How many places the gram has that stands at its first place.
  [[nodiscard]] std::uint32_t count(std::uint32_t first) const { return count_[first]; }

 private:
  std::vector<std::uint32_t> grams_;  // by place
  std::vector<std::uint32_t> slots_;  // first place of a gram, or kNowhere; a power of two of them, half of them free
  std::vector<std::uint32_t> next_, count_;  // by place
  int shift_ = 31;                           // of a hash, to its slot
};

// Finds what texts share. Holds the memory that every comparison needs, and the table of the text that was `a` last, so
// that comparing one text with many costs no allocation and one table. For one thread.
class Aligner {
 public:
  // Both texts of one kind (units.unspaced), grams from gram_hashes(). The outcome is valid until the next call.
  const SharedText& align(const Units& a, std::span<const std::uint32_t> grams_a, const Units& b,
                          std::span<const std::uint32_t> grams_b, Coverage coverage = Coverage::kMatched);

 private:
  struct Run {
    std::uint32_t begin_a = 0, begin_b = 0, length = 0;
    bool behind_slot = false;
  };
  struct Extent {
    Passage passage;
    std::size_t units = 0;  // in its runs together
  };

  void look_up(std::span<const std::uint32_t> grams_a, std::span<const std::uint32_t> grams_b);
  void extend(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b, const PassageRules& rules);
  void join_close(const PassageRules& rules);
  void keep_passages(const PassageRules& rules, std::size_t least);

  static bool are_close(const Run& x, const Run& y, const PassageRules& rules);

  GramPlaces places_;                      // of a
  std::vector<std::uint32_t> found_;       // place in b -> first place of its gram in a, or kNowhere
  std::vector<std::uint32_t> found_each_;  // first place in a -> places in b
  std::vector<std::uint32_t> done_;        // diagonal -> end in b of its last run
  std::vector<Run> runs_;                  // each once, sorted by begin
  DisjointSets passages_;                  // of runs, each named by its first run
  std::vector<std::uint32_t> within_reach_;
  std::vector<Extent> extents_;  // by first run
  SharedText shared_;
};

}  // namespace samestory

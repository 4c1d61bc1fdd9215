// Screening: of the pairs that buckets propose, each once, and only those whose sketches agree enough.
//
// Input: pairs (a, b) with a < b, by the list, in any order and each as often as bands propose it. Output: the distinct
// pairs that agree in at least `min_agreeing` coordinates, sorted.
//
// A close pair is proposed by most of the bands, and a look at two sketches in no order costs hundreds of nanoseconds,
// nearly all of it waiting for memory. So pairs are first dealt into ranges of a; in a range, repeats go before
// anything is looked at, then what an earlier call has let pass; what is left is looked at in the order of (a, b):
// the sketch of a stays in cache, and those of the next few b are on their way while one pair is counted. One global
// sort of all proposals with one global merge was rejected: its cost grows with the archive, and it is serial.
//
// Ranges are tasks of their own. A pair that did not pass is looked at again if a later call proposes it; remembering
// those would take more memory than the looks take time, since pairs that agree in little are proposed seldom.
//
// Cost: rows "buckets" of bench/copies_bench.cc; 8 bytes for each pair that passed, 16 for each proposal of a call.
//
// Invariants: the outcome is a function of the set of all pairs proposed: not of their order, repeats, calls or
// threads. Covered by tests/screen_test.cc.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.h"
#include "copies/sketch_table.h"

namespace samestory {

struct CandidatePair {
  ArticleId a{}, b{};  // a < b
  friend auto operator<=>(const CandidatePair&, const CandidatePair&) = default;
};

class Screen {
 public:
  // `sketches` outlives the screen.
  Screen(const SketchTable& sketches, int min_agreeing);

  void propose(std::span<const std::vector<CandidatePair>> lists);

  // All pairs that passed; the screen is empty afterwards.
  std::vector<CandidatePair> take();

  [[nodiscard]] std::uint64_t looked_at() const { return looked_at_; }  // sketches compared

 private:
  [[nodiscard]] std::size_t range_of(CandidatePair pair) const { return index(pair.a) >> range_bits_; }
  std::uint64_t screen_range(std::vector<CandidatePair> fresh, std::vector<CandidatePair>& passed) const;

  const SketchTable& sketches_;
  int min_agreeing_;
  int range_bits_;                                  // articles in a range, as a power of two
  std::vector<std::vector<CandidatePair>> passed_;  // by range, sorted
  std::uint64_t looked_at_ = 0;
};

}  // namespace samestory

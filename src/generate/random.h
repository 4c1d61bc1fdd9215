// Random numbers and the laws drawn from them, the same on every machine.
//
// Random is SplitMix64 (Steele, Lea, Flood 2014, OOPSLA, figure 16) in the form of base/hash.h. Three laws stand on it:
//   uniform      below(n): the upper 32 bits times n; its bias of n / 2^32 is far below anything that is measured here;
//   Zipf-Mandelbrot  AliasTable: O(1) a draw (Walker 1977, ACM TOMS 3; Vose 1991, IEEE TSE 17), built and drawn in
//                integers;
//   heavy tail   HeavyTail: P(X >= k) = (1 + k)^-a for k = 0, 1, 2, ... (Lomax), the sizes of copy groups and events.
// std::uniform_int_distribution and its kin were rejected because each standard library draws other values; pow and log
// because each C library rounds them its own way. Powers are made of multiplication and sqrt, which IEEE 754 rounds
// correctly everywhere, so exponents are multiples of 1/32.
// Cost: about 1 ns a draw. Test: tests/generate_test.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/hash.h"

namespace samestory {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(mix(seed)) {}

  std::uint64_t next() {
    const std::uint64_t bits = mix(state_);
    state_ += 0x9E3779B97F4A7C15ULL;  // the golden gamma of SplitMix64
    return bits;
  }
  // REQUIRES n > 0.
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>((next() >> 32) * n >> 32); }
  // Both ends included.
  std::uint32_t between(std::uint32_t low, std::uint32_t high) { return low + below(high - low + 1); }
  bool chance(std::uint32_t per_mille) { return below(1000) < per_mille; }

  template <class T>
  const T& pick(const std::vector<T>& values) {
    return values[below(static_cast<std::uint32_t>(values.size()))];
  }

 private:
  std::uint64_t state_;
};

// Draws i with probability weights[i] / sum. Invariant: the size is a power of two.
class AliasTable {
 public:
  static constexpr int kCoinBits = 32;

  // REQUIRES: 2^k weights, k <= 16, each below 2^24 and one above 0.
  explicit AliasTable(std::span<const std::uint32_t> weights);

  // Uses the lowest kCoinBits + k bits; the others are free for another decision.
  std::uint32_t draw(std::uint64_t bits) const {
    const std::uint32_t slot = static_cast<std::uint32_t>(bits >> kCoinBits) & mask_;
    return static_cast<std::uint32_t>(bits) < slots_[slot].keep ? slot : slots_[slot].alias;
  }

 private:
  struct Slot {
    std::uint32_t keep = 0;  // of 2^32
    std::uint32_t alias = 0;
  };
  std::vector<Slot> slots_;
  std::uint32_t mask_ = 0;
};

// Zipf-Mandelbrot: the weight of rank r is 1 / (r + 2.7), r from 0. Exponent 1 and a shift of 2.7 are Mandelbrot's fit
// to English (after Piantadosi 2014, Psychonomic Bulletin & Review 21, section 1).
AliasTable make_zipf_table(std::uint32_t ranks);

class HeavyTail {
 public:
  // P(X >= k) = (1 + k)^-(exponent_32nds / 32), all that exceeds `most` counted as `most`.
  HeavyTail(int exponent_32nds, std::uint32_t most);
  std::uint32_t draw(Random& random) const;

 private:
  std::vector<std::uint32_t> reach_;  // reach_[k - 1]: P(X >= k) of 2^32, falling
};

}  // namespace samestory

// Gram keys: a phrase of a text as a number, once for each of the two rules of src/copies/repeated_grams.h.
//
// Input: the units of an article and its outlet. Output: for each place of the text the key of the phrase that begins
// there, of three units with the outlet mixed in, and of four without it; twice as many of a script without spaces. The
// lowest bit of a key tells the rule. All other bits are even, so that counters, shares and tables can take theirs from
// wherever they like.
//
// Cost: 1.5 ns a key (row "gram_keys" of bench/copies_bench.cc). Covered by tests/repeated_grams_test.cc, whose twin
// compares words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/hash.h"
#include "text/units.h"

namespace samestory {

inline constexpr std::size_t kOutletGram = 3;  // words; twice as many code points of a script without spaces
inline constexpr std::size_t kDayGram = 4;     // likewise
inline constexpr std::uint64_t kDayBit = 1;    // of a key that is counted by days

// One hash a window of `width` units, in reading order; units are random words already.
template <class Visit>
void for_each_window(const std::vector<std::uint64_t>& units, std::size_t width, const Visit& visit) {
  for (std::size_t i = 0; i + width <= units.size(); ++i)
    visit(polynomial(units[i], std::span(units).subspan(i + 1, width - 1)), i);
}

// Calls visit(key, first unit, units) for each gram of the text and each rule; an outlet of 0 takes no part in its own.
template <class Visit>
void for_each_gram(const Units& units, std::uint64_t outlet, const Visit& visit) {
  constexpr std::uint64_t kDayTag = 0x510E527FADE682D1ULL;  // in place of an outlet: bits of the square root of 11
  const std::size_t scale = units.unspaced ? 2 : 1;
  if (outlet != 0) {
    for_each_window(units.hashes, scale * kOutletGram, [&](std::uint64_t hash, std::size_t first) {
      visit(mix(hash ^ outlet) & ~kDayBit, first, scale * kOutletGram);
    });
  }
  for_each_window(units.hashes, scale * kDayGram, [&](std::uint64_t hash, std::size_t first) {
    visit(mix(hash ^ kDayTag) | kDayBit, first, scale * kDayGram);
  });
}

}  // namespace samestory

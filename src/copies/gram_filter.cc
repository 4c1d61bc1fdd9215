#include "copies/gram_filter.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace samestory {
namespace {

// The grams that pass among the 64, or fewer, from `first` on; bit i stands for gram first + i.
std::uint64_t passing(std::span<const std::uint32_t> grams, std::size_t first, const GramFilter& filter) {
  const std::size_t count = std::min<std::size_t>(64, grams.size() - first);
  std::uint64_t passed = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t bit = grams[first + i] >> filter.shift;
    passed |= ((filter.bits[bit / 64] >> (bit % 64)) & 1) << i;
  }
  return passed;
}

// Bits of `word` moved up by `places` below 64, those of the word before it moving in.
std::uint64_t moved_up(std::uint64_t word, std::uint64_t before, std::size_t places) {
  return places == 0 ? word : (word << places) | (before >> (64 - places));
}

std::size_t ones(std::uint64_t word) { return static_cast<std::size_t>(std::popcount(word)); }

}  // namespace

GramFilter make_filter(std::span<const std::uint32_t> grams) {
  const std::size_t bits = std::bit_ceil(std::max<std::size_t>(64, kBitsPerGram * grams.size()));
  GramFilter filter;
  // Above 2^32 bits a hash has not enough of them to tell more apart.
  filter.shift = std::max(0, 32 - static_cast<int>(std::bit_width(bits) - 1));
  filter.bits.assign(std::min(bits, std::size_t{1} << 32) / 64, 0);
  for (const std::uint32_t gram : grams) {
    const std::uint32_t bit = gram >> filter.shift;
    filter.bits[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
  return filter;
}

MostShared bound_shared(std::span<const std::uint32_t> grams, std::size_t gram, std::size_t window,
                        const GramFilter& other) {
  assert(gram >= 1 && gram <= 64 && window < gram + 64);
  MostShared most;
  if (grams.empty()) return most;
  const std::size_t units = grams.size() + gram - 1;
  const bool window_has_grams = window >= gram;
  if (!window_has_grams) most.windows = units + 1 - window;
  std::uint64_t before = 0;
  // One word more than the grams fill, for the units behind the last one that passes.
  for (std::size_t first = 0; first < units; first += 64) {
    const std::uint64_t passed = first < grams.size() ? passing(grams, first, other) : 0;
    std::uint64_t covered = passed;
    for (std::size_t k = 1; k < gram; ++k) covered |= moved_up(passed, before, k);
    most.units += ones(covered);
    if (window_has_grams) {  // the bit of a window's last gram stays if all its grams passed
      std::uint64_t whole = passed;
      for (std::size_t k = 1; k <= window - gram; ++k) whole &= moved_up(passed, before, k);
      most.windows += ones(whole);
    }
    before = passed;
  }
  return most;
}

}  // namespace samestory

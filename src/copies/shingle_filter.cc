#include "copies/shingle_filter.h"

#include <algorithm>
#include <bit>

namespace samestory {

ShingleFilter make_filter(std::span<const std::uint64_t> shingles) {
  const std::size_t bits = std::bit_ceil(std::max<std::size_t>(64, kBitsPerShingle * shingles.size()));
  ShingleFilter filter;
  filter.shift = 64 - static_cast<int>(std::bit_width(bits) - 1);
  filter.bits.assign(bits / 64, 0);
  for (const std::uint64_t shingle : shingles) {
    const std::uint64_t bit = shingle >> filter.shift;
    filter.bits[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
  return filter;
}

std::size_t count_passing(std::span<const std::uint64_t> shingles, const ShingleFilter& other) {
  std::uint64_t passing = 0;
  for (const std::uint64_t shingle : shingles) {
    const std::uint64_t bit = shingle >> other.shift;
    passing += other.bits[bit / 64] >> (bit % 64) & 1;
  }
  return passing;
}

}  // namespace samestory

// Shingle filters: how many shingles two texts can share at most, told before they are compared.
//
// Input: shingles of one text and the filter of the other, a bit set in which each of its shingles sets the bit of its
// hash. Output: an upper bound on how many of the former the other text has.
//
// Why it is a bound: a shingle that both texts have finds its bit set, and one that finds its bit set by chance only
// raises the bound. Whoever asks for more than the bound can therefore refuse the pair, and the outcome is the same as
// without the filter; nothing is estimated. With kBitsPerShingle one shingle in 16 at most passes by chance.
//
// One pass without a branch on the data and without waiting: a merge of the two sorted sets, which gives the number
// itself, knows where to read only when it has compared. Rejected: filters of the grams that passages begin with, which
// bound what passages can cover. They refuse 3% of the pairs of a generated archive, shingles 75%.
//
// Cost: 0.8 ns a shingle to bound (row "verify/screen" of bench/copies_bench.cc); 2 to 4 bytes a shingle of the filter.
//
// Source: a Bloom filter of one hash function, Bloom 1970, Space/time trade-offs in hash coding with allowable errors
// (CACM 13). Covered by tests/shingle_filter_test.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace samestory {

inline constexpr std::size_t kBitsPerShingle = 16;  // at least; twice that at most

// Bits, a power of two of them, at least 64; bit (hash >> shift) for each hash.
struct ShingleFilter {
  std::vector<std::uint64_t> bits{0};
  int shift = 64 - 6;
};

ShingleFilter make_filter(std::span<const std::uint64_t> shingles);

// Of the shingles those that the filter's text may have, no fewer than it has. Fastest if they are sorted.
std::size_t count_passing(std::span<const std::uint64_t> shingles, const ShingleFilter& other);

}  // namespace samestory

// Gram filters: how much two texts can share at most, told before they are aligned.
//
// Input: the grams of the shorter text in reading order (src/copies/passages.h) and the filter of the longer one, a bit
// set in which each of its grams sets the bit of its hash. Output: upper bounds on the units of the shorter text that
// passages can cover and on the shingles that both texts have.
//
// Why they are bounds: a unit lies in a passage only if it lies in a run of equal units, thus in a gram that both texts
// have; a shingle is shared only if every gram inside it is. A gram that both texts have finds its bit set, and a gram
// that finds its bit set by chance only raises the bound. Whoever asks for more than the bound can therefore refuse the
// pair, and the outcome is the same as without the filter; nothing is estimated.
//
// One pass over one text without a branch on its data, since whether a gram matches is random and would be mispredicted
// half the time; that is why a bit set was chosen over merging sorted grams and over looking them up in a hash table.
// With kBitsPerGram one gram in 16 passes by chance.
//
// Cost: about 1.3 ns a gram of the shorter text to bound (row "verify/screen" of bench/copies_bench.cc); 2 to 4 bytes a
// gram of the filter.
//
// Source: a Bloom filter of one hash function, Bloom 1970, Space/time trade-offs in hash coding with allowable errors
// (CACM 13). Covered by tests/gram_filter_test.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace samestory {

inline constexpr std::size_t kBitsPerGram = 16;  // at least; twice that at most

// Bits, a power of two of them, at least 64; bit (hash >> shift) for each hash.
struct GramFilter {
  std::vector<std::uint64_t> bits{0};
  int shift = 32 - 6;
};

GramFilter make_filter(std::span<const std::uint32_t> grams);

struct MostShared {
  std::size_t units = 0;    // of the text that the grams are from
  std::size_t windows = 0;  // its places at which all grams of a shingle pass
};

// `gram` and `window` are units in a gram and in a shingle. REQUIRES 1 <= gram <= 64 and window < gram + 64; where the
// shingle is shorter than a gram, every window counts as shared.
MostShared bound_shared(std::span<const std::uint32_t> grams, std::size_t gram, std::size_t window,
                        const GramFilter& other);

}  // namespace samestory

// Key set: a few million random keys of 64 bits, made once and asked for many more that are not there.
//
// Input: distinct keys, hashes of something. Output: whether a key is one of them. In front of the table stands a
// filter: two bits of one word for each key, told by the low bits of the key in a word told by its high bits. Of
// foreign keys one in 70 or so passes it and is looked up in the table, which is open addressed and half free. Both are
// larger than the caches where keys are many, so a key may be announced before it is asked for.
//
// Cost: 18 to 34 bytes a key; rows "repeated_grams" of bench/copies_bench.cc. Covered by tests/key_set_test.cc against
// std::set.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/huge_pages.h"

namespace samestory {

class KeySet {
 public:
  // Distinct, in any order.
  explicit KeySet(std::span<const std::uint64_t> keys = {});

  [[nodiscard]] std::size_t size() const { return size_; }

  // Begins to load what contains() will look at first.
  void prefetch(std::uint64_t key) const { __builtin_prefetch(&filter_[key >> filter_shift_]); }

  [[nodiscard]] bool contains(std::uint64_t key) const {
    const std::uint64_t bits = filter_bits(key);
    return (filter_[key >> filter_shift_] & bits) == bits && find(key);
  }

 private:
  static constexpr std::uint64_t kNoKey = 0;  // stands for a free place; the key 0 itself is kept apart

  static std::uint64_t filter_bits(std::uint64_t key) {
    return std::uint64_t{1} << (key >> 1 & 63) | std::uint64_t{1} << (key >> 7 & 63);
  }
  [[nodiscard]] bool find(std::uint64_t key) const;

  std::size_t size_ = 0;
  bool holds_zero_ = false;
  HugeVector<std::uint64_t> table_;   // a key at its leading bits or behind, or kNoKey
  HugeVector<std::uint64_t> filter_;  // two bits a key in one word: not both set, no key
  int table_shift_ = 0, filter_shift_ = 0;
};

}  // namespace samestory

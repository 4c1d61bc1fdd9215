// Which keys of a long list occur more than once, and where: the heart of bucketing, without a hash table.
//
// Input: 32-bit keys, one a place, spread evenly over their range as hashes are. Output: (key, place) of every key that
// occurs at least twice, sorted.
//
// In a band of an archive nearly every key is single, and what is single should cost as little as possible:
//   1. the keys are dealt, with their places, into partitions by their leading bits, so that the rest happens in cache;
//   2. in a partition each key marks a slot of two bits, "seen" and "seen again"; with eight slots or more a key, about
//      one single key in ten shares a slot by chance;
//   3. only what stands in a slot seen again is sorted, and the single keys among it vanish in the scan of equals.
// Sorting everything was rejected: std::sort takes 30 to 40 ns a key. So was one filter for the whole list: beyond the
// second-level cache its two visits cost more than dealing (19 ns a key against 7, at 10^7 keys).
//
// Keys that are not even, such as a list of equal keys, fill one partition: the filter then holds nothing back, and the
// sort sees what is in order already; that takes two to three times as long (17 to 26 ns a key against 7 to 9).
//
// Cost: row "repeated_keys" of bench/copies_bench.cc; 8 bytes a key, kept between calls, and 16 for each that is sorted
// at a time.
//
// Invariants: the outcome is a function of the keys alone. Source: Bloom 1970, Space/time trade-offs in hash coding
// with allowable errors (CACM 13), for a filter that errs on one side only; Manegold, Boncz, Kersten 2002, Optimizing
// main-memory join on modern hardware (IEEE TKDE 14), section 3, for partitions of the size of a cache. Covered by
// tests/repeated_keys_test.cc.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <vector>

namespace samestory {

struct KeyedPlace {
  std::uint32_t key = 0;
  std::uint32_t place = 0;
  friend auto operator<=>(const KeyedPlace&, const KeyedPlace&) = default;
};

// Keeps its memory from one call to the next. One a thread.
class RepeatedKeys {
 public:
  // REQUIRES fewer than 2^32 keys. The view is valid until the next call.
  std::span<const KeyedPlace> find(std::span<const std::uint32_t> keys);

 private:
  void search_partition(std::span<const KeyedPlace> partition, int leading_bits);

  std::vector<KeyedPlace> dealt_;
  std::vector<std::uint64_t> slots_;  // 32 slots of two bits in a word
  std::vector<KeyedPlace> sorted_;    // what is sorted of one partition
  std::vector<KeyedPlace> found_;
};

}  // namespace samestory

// Which keys of a long list occur more than once, and where: the heart of bucketing, without a hash table.
//
// Input: 32-bit keys, one a place, spread evenly over their range as hashes are. Output: (key, place) of every key that
// occurs at least twice, the places of a key one after the other, ascending.
//
// In a band of an archive nearly every key is single, and what is single should cost as little as possible:
//   1. the keys are dealt, with their places, into partitions by their leading bits, so that the rest happens in cache;
//   2. in a partition each key marks a slot of two bits, "seen" and "seen again"; with eight slots or more a key, about
//      one single key in ten shares a slot by chance;
//   3. only what stands in a slot seen again is looked up in a table of groups, which is in cache, too; groups of one
//      vanish.
// Keys come partition after partition, and in one in the order of their first places.
//
// Rejected: to sort everything, since std::sort takes 30 to 40 ns a key; to sort what is left in step 3, by its leading
// bytes (the copies of 21,578 short articles took some 3% more processor time); one filter for the whole list, since
// beyond the second-level cache its two visits cost more than dealing (19 ns a key against 7, at 10^7 keys).
//
// Keys that are not even, such as a list of equal keys, fill one partition, and the filter then holds nothing back.
//
// Cost: row "repeated_keys" of bench/copies_bench.cc; 8 bytes a key, kept between calls, and 40 for each that is looked
// up at a time.
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
  static constexpr std::uint32_t kNoGroup = 0xFFFFFFFF;

  // Entries of one key.
  struct Group {
    std::uint32_t key;
    std::uint32_t entries;
    std::size_t next;  // where the next of them goes in found_
  };

  void search_partition(std::span<const KeyedPlace> partition, int leading_bits);
  void append_groups(std::span<const KeyedPlace> entries);

  std::vector<KeyedPlace> dealt_;
  std::vector<std::uint64_t> slots_;     // 32 slots of two bits in a word
  std::vector<KeyedPlace> kept_;         // of one partition
  std::vector<std::uint32_t> table_;     // of groups, by their keys; at least half of it free
  std::vector<std::uint32_t> group_of_;  // by entry
  std::vector<Group> groups_;
  std::vector<KeyedPlace> found_;
};

}  // namespace samestory

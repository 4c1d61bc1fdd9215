#include "copies/repeated_keys.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>
#include <limits>

namespace samestory {
namespace {

// Keys in a partition, about: with their places and slots 400 KB of a second-level cache. From 2^13 to 2^16 the time
// differed by less than the spread of the measurement.
constexpr int kPartitionBits = 15;

// Dealing to more partitions at once waits for the translation of addresses.
constexpr int kMostLeadingBits = 11;

// Slots are 2^3 to 2^4 times as many as keys. A power less, and a quarter more is kept.
constexpr int kSpareSlotBits = 3;

}  // namespace

std::span<const KeyedPlace> RepeatedKeys::find(std::span<const std::uint32_t> keys) {
  assert(keys.size() < std::numeric_limits<std::uint32_t>::max());
  found_.clear();
  const int leading_bits =
      std::clamp(static_cast<int>(std::bit_width(keys.size())) - kPartitionBits, 0, kMostLeadingBits);
  const auto partition_of = [&](std::uint32_t key) {
    return static_cast<std::size_t>((std::uint64_t{key} << leading_bits) >> 32);
  };
  if (dealt_.size() < keys.size()) dealt_.resize(keys.size());
  if (leading_bits == 0) {  // counting into one place, each key would wait for the one before it
    for (std::size_t place = 0; place < keys.size(); ++place)
      dealt_[place] = {keys[place], static_cast<std::uint32_t>(place)};
    search_partition(std::span(dealt_).first(keys.size()), 0);
    return found_;
  }
  std::vector<std::size_t> ends((std::size_t{1} << leading_bits) + 1);  // first counts, then begins, at last ends
  for (const std::uint32_t key : keys) ++ends[partition_of(key) + 1];
  for (std::size_t p = 1; p < ends.size(); ++p) ends[p] += ends[p - 1];
  for (std::size_t place = 0; place < keys.size(); ++place) {
    dealt_[ends[partition_of(keys[place])]++] = {keys[place], static_cast<std::uint32_t>(place)};
  }
  std::size_t begin = 0;
  for (std::size_t p = 0; p + 1 < ends.size(); ++p) {
    search_partition(std::span(dealt_).subspan(begin, ends[p] - begin), leading_bits);
    begin = ends[p];
  }
  return found_;
}

// Appends what is repeated in one partition; its keys agree in their leading bits.
void RepeatedKeys::search_partition(std::span<const KeyedPlace> partition, int leading_bits) {
  const int slot_bits = std::clamp(static_cast<int>(std::bit_width(partition.size())) + kSpareSlotBits, 5,
                                   kPartitionBits + kSpareSlotBits + 1);
  slots_.assign(std::size_t{1} << (slot_bits - 5), 0);
  const auto slot_of = [&](std::uint32_t key) { return (key << leading_bits) >> (32 - slot_bits); };
  for (const KeyedPlace& entry : partition) {
    const std::uint32_t slot = slot_of(entry.key);
    std::uint64_t& word = slots_[slot / 32];
    const std::uint64_t seen = std::uint64_t{1} << (slot % 32 * 2);
    word |= (word & seen) << 1 | seen;
  }
  kept_.resize(partition.size());
  std::size_t kept = 0;
  for (const KeyedPlace& entry : partition) {  // without a branch: one in four or five is kept
    const std::uint32_t slot = slot_of(entry.key);
    kept_[kept] = entry;
    kept += slots_[slot / 32] >> (slot % 32 * 2 + 1) & 1;
  }
  append_groups(std::span(kept_).first(kept));
}

// Appends the entries whose key stands there twice or more, key after key as they first appear.
void RepeatedKeys::append_groups(std::span<const KeyedPlace> entries) {
  const int table_bits = static_cast<int>(std::bit_width(2 * entries.size() + 1));
  table_.assign(std::size_t{1} << table_bits, kNoGroup);
  group_of_.resize(entries.size());
  groups_.clear();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::uint32_t key = entries[i].key;
    // Multiplied by bits of the golden ratio: keys that are not even differ in their low bits only.
    std::size_t at = (std::uint64_t{key} * 0x9E3779B97F4A7C15ULL) >> (64 - table_bits);
    while (table_[at] != kNoGroup && groups_[table_[at]].key != key) at = (at + 1) & (table_.size() - 1);
    if (table_[at] == kNoGroup) {
      table_[at] = static_cast<std::uint32_t>(groups_.size());
      groups_.push_back({key, 0, 0});
    }
    group_of_[i] = table_[at];
    ++groups_[table_[at]].entries;
  }
  std::size_t end = found_.size();
  for (Group& group : groups_) {
    group.next = end;
    if (group.entries > 1) end += group.entries;
  }
  found_.resize(end);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    Group& group = groups_[group_of_[i]];
    if (group.entries > 1) found_[group.next++] = entries[i];
  }
}

}  // namespace samestory

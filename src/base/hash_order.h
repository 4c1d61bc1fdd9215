// Sorting by a hash: the order in which shingles, terms and bucket keys are kept, and finding in it.
//
// Input: records and, for each, a 64-bit hash that is spread evenly over its range, as the values of base/hash.h are.
// Output: the records in the order of `less`, which must order by that hash first and be total.
//
// Because the hashes are even, a few leading bytes of them put nearly all records in place: a radix sort by just those
// bytes, and std::sort for each run that they leave undecided. A comparison sort of everything was rejected: half of
// its branches are mispredicted (27 to 58 ns a record against 4 to 11, from 400 records to a million). Hashes that are
// not even, such as those of a text of one repeated word, are left to std::sort and cost no more than that.
//
// Cost: two or three passes over the records, and a copy of them. Even hashes also tell where among n of them one must
// stand, to within about the root of n: a search from there stays in a few lines of the cache, where halving all n
// touches one for each of its first steps. Source: Knuth 1998, The Art of Computer Programming, volume 3, sections
// 5.2.5 (sorting by distribution) and 6.2.1 (interpolation search). Covered by tests/shingle_test.cc.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace samestory {

// Below this many records std::sort is faster than clearing the counters; measured on pairs of words.
inline constexpr std::size_t kLeastRecordsToDistribute = 64;

// Leading bits read beyond those that count the records: with 3, seven of eight records are decided by their bytes.
inline constexpr int kSpareBits = 3;

template <class Record, class Hash, class Less>
void sort_by_hash(std::vector<Record>& records, const Hash& hash, const Less& less) {
  if (records.size() < kLeastRecordsToDistribute) {
    std::sort(records.begin(), records.end(), less);
    return;
  }
  const int bits = static_cast<int>(std::bit_width(records.size())) + kSpareBits;
  const int digits = std::min(8, (bits + 7) / 8);
  const int lowest_shift = 64 - 8 * digits;

  // By digit, least first: counts, then where the next one goes. Of short lists clearing all would take most of the
  // time.
  std::array<std::array<std::size_t, 256>, 8> places;
  for (int digit = 0; digit < digits; ++digit) places[static_cast<std::size_t>(digit)].fill(0);
  for (const Record& record : records) {
    const std::uint64_t value = hash(record) >> lowest_shift;
    for (int digit = 0; digit < digits; ++digit) {
      ++places[static_cast<std::size_t>(digit)][(value >> (8 * digit)) & 255];
    }
  }
  std::vector<Record> sorted(records.size());
  for (int digit = 0; digit < digits; ++digit) {
    std::array<std::size_t, 256>& place = places[static_cast<std::size_t>(digit)];
    std::size_t before = 0;
    for (std::size_t& count : place) before += std::exchange(count, before);
    for (const Record& record : records) sorted[place[(hash(record) >> (lowest_shift + 8 * digit)) & 255]++] = record;
    records.swap(sorted);
  }
  // Few records are out of order now, and those only among others of the same leading bits. Equal hashes stand in order
  // already, so a long run of them costs a comparison each.
  const auto decided = [&](const Record& record) { return hash(record) >> lowest_shift; };
  for (auto at = records.begin() + 1; at < records.end(); ++at) {
    if (!less(*at, *(at - 1))) continue;
    const std::uint64_t bits_decided = decided(*at);
    auto begin = at - 1;
    auto end = at + 1;
    while (begin != records.begin() && decided(*(begin - 1)) == bits_decided) --begin;
    while (end != records.end() && decided(*end) == bits_decided) ++end;
    std::sort(begin, end, less);
    at = end - 1;
  }
}

// std::lower_bound by hash, among fewer than 2^32 records in that order.
template <class Iterator, class Hash>
Iterator lower_bound_by_hash(Iterator first, Iterator last, std::uint64_t sought, const Hash& hash) {
  const auto below = [&](const auto& record) { return hash(record) < sought; };
  const auto size = static_cast<std::uint64_t>(last - first);
  const Iterator guess = first + static_cast<std::ptrdiff_t>((sought >> 32) * size >> 32);
  std::ptrdiff_t step = 1;
  if (guess != last && below(*guess)) {
    Iterator passed = guess + 1;
    while (last - passed >= step && below(passed[step - 1])) passed += step, step *= 2;
    return std::partition_point(passed, passed + std::min(step, last - passed), below);
  }
  Iterator reached = guess;
  while (reached - first >= step && !below(reached[-step])) reached -= step, step *= 2;
  return std::partition_point(reached - std::min(step, reached - first), reached, below);
}

}  // namespace samestory

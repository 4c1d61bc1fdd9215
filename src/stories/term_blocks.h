// Term blocks: the counted terms of all articles, signal by signal, laid out for those who count and weigh them.
//
// Input: what kBlockExtracts articles hold of a signal. Output: a block: the same, ordered by the range of a term's
// leading bits, then by article, then by term. Counting takes one range after the other, side by side with other
// ranges, and reads each block's part of it in one go; weighing takes one block after the other, and an article's terms
// come in increasing order.
//
// From the extracts until the matrices are made, blocks are most of what a run holds: 5 bytes a term. The range says
// its leading kRangeBits bits, and the bits that this frees hold its count, which is mostly 1; the few that they cannot
// hold stand apart. One byte says the article. Whoever has numbered the terms of a range puts the numbers in the terms'
// place.
//
// Rejected: searching each article's terms for those of a range (twice the time of counting: it waits for memory). Not
// tried, since a reckoning gives no fewer bytes: a list of articles for each distinct term of a block (where several
// languages are mixed most terms stand in a block once); differences of neighbouring terms (those of hashes are large).
//
// Tested by tests/term_blocks_test.cc.
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "stories/extract.h"

namespace samestory {

inline constexpr std::size_t kBlockExtracts = 256;  // whose places are bytes
inline constexpr int kRangeBits = 5;                // leading bits of a term that tell its range
inline constexpr std::size_t kRanges = std::size_t{1} << kRangeBits;

inline constexpr std::size_t range_of(TermId term) { return term >> (32 - kRangeBits); }

struct HeldTerm {
  TermId term;            // or its number
  std::uint16_t article;  // in the block
  std::uint16_t count;
};

// The order of a block.
inline bool stands_before(const HeldTerm& a, const HeldTerm& b) {
  if (range_of(a.term) != range_of(b.term)) return range_of(a.term) < range_of(b.term);
  return a.article != b.article ? a.article < b.article : a.term < b.term;
}

class TermBlock {
 public:
  TermBlock() = default;
  // REQUIRES the order of stands_before(), and articles below kBlockExtracts.
  explicit TermBlock(const std::vector<HeldTerm>& held);

  [[nodiscard]] std::size_t size() const { return articles_.size(); }
  [[nodiscard]] std::size_t begin_of(std::size_t range) const { return begin_[range]; }
  [[nodiscard]] std::size_t end_of(std::size_t range) const { return begin_[range + 1]; }

  // The low bits of the term at a place, which with its range make the term, or its number.
  [[nodiscard]] std::uint32_t low_at(std::size_t place) const { return packed_[place] >> kRangeBits; }
  [[nodiscard]] std::size_t article_at(std::size_t place) const { return articles_[place]; }
  [[nodiscard]] std::uint16_t count_at(std::size_t place) const {
    const std::uint32_t count = packed_[place] & kLargeCount;
    return count == kLargeCount ? large_count(place) : static_cast<std::uint16_t>(count);
  }

  void set_number(std::size_t place, std::uint32_t number) {
    assert(number <= kLargestNumber);
    packed_[place] = number << kRangeBits | (packed_[place] & kLargeCount);
  }

  // All of it, in order. REQUIRES terms that are not numbered.
  [[nodiscard]] std::vector<HeldTerm> held() const;

  static constexpr std::uint32_t kLargestNumber = (std::uint32_t{1} << (32 - kRangeBits)) - 1;

 private:
  static constexpr std::uint32_t kLargeCount = kRanges - 1;  // the count stands apart
  [[nodiscard]] std::uint16_t large_count(std::size_t place) const;

  std::vector<std::uint32_t> packed_;  // low bits of the term, then kRangeBits of its count
  std::vector<std::uint8_t> articles_;
  std::vector<std::pair<std::uint32_t, std::uint16_t>> large_;  // place and count, sorted
  std::array<std::uint32_t, kRanges + 1> begin_{};              // of a range's
};

using TermBlocks = std::vector<TermBlock>;  // of one signal

// The terms of a signal that some articles hold. REQUIRES at most kBlockExtracts.
std::vector<HeldTerm> held_terms(Signal signal, const std::vector<Extract>& extracts);

}  // namespace samestory

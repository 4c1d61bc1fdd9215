// Term blocks: the counted terms of all articles, signal by signal, laid out for those who number and weigh them.
//
// Input: extracts, kBlockArticles of which make a block. Output: for each signal and block one array, ordered by the
// range of a term's leading bits, then by article, then by term. Numbering takes one range after the other, side by
// side with other ranges, and reads each block's part of it in one go; weighing takes one block after the other, and an
// article's terms come in increasing order. A signal can be given back to the system as soon as it is used up, which
// the extracts, whose small vectors share pages, cannot.
//
// Cost: 8 bytes a term, and a reading of the extracts. Rejected: searching each article's terms for those of a range
// (twice the time of numbering: it waits for memory). Tested by tests/term_blocks_test.cc.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "stories/extract.h"

namespace samestory {

inline constexpr std::size_t kBlockArticles = 256;
inline constexpr int kRangeBits = 5;  // leading bits of a term that tell its range
inline constexpr std::size_t kRanges = std::size_t{1} << kRangeBits;

struct HeldTerm {
  std::uint32_t term;     // a TermId; a number once terms are numbered
  std::uint16_t article;  // in the block
  std::uint16_t count;
};

struct TermBlock {
  std::vector<HeldTerm> terms;
  std::array<std::uint32_t, kRanges + 1> begin{};  // of a range's

  [[nodiscard]] std::span<HeldTerm> range(std::size_t r) {
    return std::span(terms).subspan(begin[r], begin[r + 1] - begin[r]);
  }
  [[nodiscard]] std::span<const HeldTerm> range(std::size_t r) const {
    return std::span(terms).subspan(begin[r], begin[r + 1] - begin[r]);
  }
};

using TermBlocks = std::vector<TermBlock>;  // of one signal

// One block of a signal. REQUIRES at most kBlockArticles.
TermBlock make_block(Signal signal, std::span<const Extract> extracts);

}  // namespace samestory

#include "stories/term_blocks.h"

namespace samestory {
namespace {

std::size_t range_of(TermId term) { return term >> (32 - kRangeBits); }

}  // namespace

TermBlock make_block(Signal signal, std::span<const Extract> extracts) {
  const auto f = static_cast<std::size_t>(signal);
  TermBlock block;
  for (const Extract& extract : extracts) {
    for (const TermCount& held : extract.terms[f]) ++block.begin[range_of(held.term) + 1];
  }
  for (std::size_t r = 0; r < kRanges; ++r) block.begin[r + 1] += block.begin[r];
  block.terms.resize(block.begin[kRanges]);
  std::array<std::uint32_t, kRanges + 1> next = block.begin;
  for (std::size_t a = 0; a < extracts.size(); ++a) {
    for (const auto& [term, count] : extracts[a].terms[f])
      block.terms[next[range_of(term)]++] = {term, static_cast<std::uint16_t>(a), count};
  }
  return block;
}

}  // namespace samestory

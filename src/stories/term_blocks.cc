#include "stories/term_blocks.h"

#include <algorithm>

namespace samestory {

TermBlock::TermBlock(const std::vector<HeldTerm>& held) {
  assert(std::is_sorted(held.begin(), held.end(), stands_before));
  packed_.reserve(held.size());
  articles_.reserve(held.size());
  for (const HeldTerm& one : held) {
    ++begin_[range_of(one.term) + 1];
    if (one.count >= kLargeCount) large_.emplace_back(static_cast<std::uint32_t>(packed_.size()), one.count);
    packed_.push_back(one.term << kRangeBits | std::min<std::uint32_t>(one.count, kLargeCount));
    articles_.push_back(static_cast<std::uint8_t>(one.article));
  }
  for (std::size_t r = 0; r < kRanges; ++r) begin_[r + 1] += begin_[r];
}

std::uint16_t TermBlock::large_count(std::size_t place) const {
  const auto found =
      std::lower_bound(large_.begin(), large_.end(), std::pair(static_cast<std::uint32_t>(place), std::uint16_t{0}));
  return found->second;
}

std::vector<HeldTerm> TermBlock::held() const {
  std::vector<HeldTerm> all;
  all.reserve(size());
  for (std::size_t r = 0; r < kRanges; ++r) {
    const auto range = static_cast<TermId>(r << (32 - kRangeBits));
    for (std::size_t place = begin_of(r); place < end_of(r); ++place)
      all.push_back({range | low_at(place), static_cast<std::uint16_t>(article_at(place)), count_at(place)});
  }
  return all;
}

std::vector<HeldTerm> held_terms(Signal signal, const std::vector<Extract>& extracts) {
  assert(extracts.size() <= kBlockExtracts);
  const auto f = static_cast<std::size_t>(signal);
  std::array<std::size_t, kRanges + 1> next{};
  for (const Extract& extract : extracts) {
    for (const TermCount& held : extract.terms[f]) ++next[range_of(held.term) + 1];
  }
  for (std::size_t r = 0; r < kRanges; ++r) next[r + 1] += next[r];
  std::vector<HeldTerm> all(next[kRanges]);
  for (std::size_t a = 0; a < extracts.size(); ++a) {
    for (const auto& [term, count] : extracts[a].terms[f])
      all[next[range_of(term)]++] = {term, static_cast<std::uint16_t>(a), count};
  }
  return all;
}

}  // namespace samestory

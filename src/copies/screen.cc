#include "copies/screen.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <iterator>
#include <utility>

#include "base/hash.h"
#include "base/parallel.h"
#include "copies/hash_order.h"

namespace samestory {
namespace {

// Ranges of articles: enough for every processor, few enough to deal pairs into all of them at once.
constexpr int kRangesBits = 9;

// Pairs whose sketches are being loaded while one is looked at. Measured at 4, 8, 16 and 32: from 8 on the same.
constexpr std::size_t kAhead = 8;

// One list of pairs, ordered by range.
struct Dealt {
  std::vector<CandidatePair> pairs;
  std::vector<std::size_t> ends;  // by range
  [[nodiscard]] std::span<const CandidatePair> of(std::size_t range) const {
    const std::size_t begin = range == 0 ? 0 : ends[range - 1];
    return std::span(pairs).subspan(begin, ends[range] - begin);
  }
};

template <class RangeOf>
Dealt deal(std::span<const CandidatePair> pairs, std::size_t ranges, const RangeOf& range_of) {
  Dealt dealt{std::vector<CandidatePair>(pairs.size()), std::vector<std::size_t>(ranges + 1)};
  for (const CandidatePair& pair : pairs) ++dealt.ends[range_of(pair) + 1];
  for (std::size_t r = 1; r <= ranges; ++r) dealt.ends[r] += dealt.ends[r - 1];
  for (const CandidatePair& pair : pairs) dealt.pairs[dealt.ends[range_of(pair)]++] = pair;
  return dealt;
}

std::uint64_t hash_of(CandidatePair pair) {
  return mix(std::uint64_t{index(pair.a)} << 32 | std::uint64_t{index(pair.b)});
}

// Distinct first, by a hash, which is even where the pairs themselves are not; what is left after that is little.
void make_sorted_distinct(std::vector<CandidatePair>& pairs) {
  sort_by_hash(pairs, hash_of, [](const CandidatePair& x, const CandidatePair& y) { return hash_of(x) < hash_of(y); });
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  std::sort(pairs.begin(), pairs.end());
}

}  // namespace

Screen::Screen(const SketchTable& sketches, int min_agreeing)
    : sketches_(sketches),
      min_agreeing_(min_agreeing),
      range_bits_(std::max(0, static_cast<int>(std::bit_width(sketches.size())) - kRangesBits)),
      passed_((sketches.size() >> range_bits_) + 1) {}

// Adds to `passed` the pairs that pass and are not in it. Returns how many were looked at.
std::uint64_t Screen::screen_range(std::vector<CandidatePair> fresh, std::vector<CandidatePair>& passed) const {
  make_sorted_distinct(fresh);
  std::vector<CandidatePair> unknown;
  std::set_difference(fresh.begin(), fresh.end(), passed.begin(), passed.end(), std::back_inserter(unknown));
  const auto middle = static_cast<std::ptrdiff_t>(passed.size());
  for (std::size_t i = 0; i < unknown.size(); ++i) {
    if (i + kAhead < unknown.size()) sketches_.prefetch(unknown[i + kAhead].b);
    if (sketches_.count_agreeing(unknown[i].a, unknown[i].b) >= min_agreeing_) passed.push_back(unknown[i]);
  }
  std::inplace_merge(passed.begin(), passed.begin() + middle, passed.end());
  return unknown.size();
}

void Screen::propose(std::span<const std::vector<CandidatePair>> lists) {
  std::vector<Dealt> dealt(lists.size());
  for_each_index(
      lists.size(),
      [&](std::size_t i) {
        dealt[i] = deal(lists[i], passed_.size(), [&](CandidatePair pair) { return range_of(pair); });
      },
      1);
  const auto screen = [&](std::uint64_t& looked_at, std::size_t range) {
    std::vector<CandidatePair> fresh;
    for (const Dealt& list : dealt) fresh.insert(fresh.end(), list.of(range).begin(), list.of(range).end());
    if (!fresh.empty()) looked_at += screen_range(std::move(fresh), passed_[range]);
  };
  for (const std::uint64_t part : accumulate_indices<std::uint64_t>(passed_.size(), screen, 1)) looked_at_ += part;
}

std::vector<CandidatePair> Screen::take() {
  std::size_t total = 0;
  for (const auto& range : passed_) total += range.size();
  std::vector<CandidatePair> all;
  all.reserve(total);
  for (auto& range : passed_) {
    all.insert(all.end(), range.begin(), range.end());
    std::vector<CandidatePair>().swap(range);
  }
  return all;
}

}  // namespace samestory

#include "copies/screen.h"

#include <algorithm>
#include <cassert>

#include "base/parallel.h"

namespace samestory {
namespace {

// Places in a range: a few hundred microseconds of work.
constexpr std::size_t kRangePlaces = 1024;

// Pairs whose sketches are being loaded while one is looked at, and places whose buckets are.
constexpr std::size_t kPairsAhead = 8;
constexpr std::uint32_t kPlacesAhead = 6;

}  // namespace

// One thread's own.
struct Screen::Worker {
  std::vector<std::uint32_t> stamps;  // by place: 1 + the last one that it was found with
  std::vector<PlacePair> unknown;
  std::size_t found = 0;  // of `unknown`, the others are room
  std::uint64_t proposed = 0, looked_at = 0;

  // Adds to `unknown` what follows `a`, which stands at `member`, in its bucket, unless it is stamped. Most are, in no
  // order that a branch could be predicted by, so all are written and the new ones kept.
  void follow(std::uint32_t a, const BandBuckets::Member* member) {
    const bool next_only = member->next_only;
    while (!member->last) {
      ++member;
      ++proposed;
      if (found == unknown.size()) unknown.resize(2 * found + kRangePlaces);
      unknown[found] = {a, member->place};
      found += stamps[member->place] != a + 1;
      stamps[member->place] = a + 1;
      if (next_only) break;
    }
  }
};

Screen::Screen(const SketchTable& sketches, std::span<const ArticleId> articles, int min_agreeing)
    : sketches_(sketches),
      articles_(articles),
      min_agreeing_(min_agreeing),
      passed_((articles.size() + kRangePlaces - 1) / kRangePlaces) {
  assert(articles.size() <= kMostPlaces);
}

void Screen::look_at(std::span<const BandBuckets> bands) {
  const auto look = [&](Worker& worker, std::size_t range) { look_at_range(bands, range, worker); };
  for (const Worker& worker : accumulate_indices<Worker>(passed_.size(), look, 1)) {
    proposed_ += worker.proposed;
    looked_at_ += worker.looked_at;
  }
}

void Screen::look_at_range(std::span<const BandBuckets> bands, std::size_t range, Worker& worker) {
  worker.stamps.resize(articles_.size());
  std::vector<PlacePair>& unknown = worker.unknown;
  worker.found = 0;
  std::vector<PlacePair>& passed = passed_[range];
  auto known = passed.cbegin();
  const auto first = static_cast<std::uint32_t>(range * kRangePlaces);
  const auto last = static_cast<std::uint32_t>(std::min(articles_.size(), (range + 1) * kRangePlaces));
  for (std::uint32_t a = first; a < last; ++a) {
    for (; known != passed.cend() && known->a == a; ++known) worker.stamps[known->b] = a + 1;
    const auto new_ones = static_cast<std::ptrdiff_t>(worker.found);
    for (const BandBuckets& band : bands) {
      const std::uint32_t ahead = a + kPlacesAhead < last ? band.position[a + kPlacesAhead] : BandBuckets::kNowhere;
      if (ahead != BandBuckets::kNowhere) __builtin_prefetch(&band.members[ahead]);
      if (band.position[a] != BandBuckets::kNowhere) worker.follow(a, &band.members[band.position[a]]);
    }
    std::sort(unknown.begin() + new_ones, unknown.begin() + static_cast<std::ptrdiff_t>(worker.found));
  }
  worker.looked_at += worker.found;
  const std::span<PlacePair> alike = keep_alike(std::span(unknown).first(worker.found));
  const auto before = static_cast<std::ptrdiff_t>(passed.size());
  passed.insert(passed.end(), alike.begin(), alike.end());
  std::inplace_merge(passed.begin(), passed.begin() + before, passed.end());
}

// Moves the pairs that agree in enough coordinates to the front.
std::span<Screen::PlacePair> Screen::keep_alike(std::span<PlacePair> pairs) const {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (i + kPairsAhead < pairs.size()) sketches_.prefetch(articles_[pairs[i + kPairsAhead].b]);
    const PlacePair pair = pairs[i];
    pairs[kept] = pair;
    kept += sketches_.count_agreeing(articles_[pair.a], articles_[pair.b]) >= min_agreeing_;
  }
  return pairs.first(kept);
}

std::vector<CandidatePair> Screen::take() {
  std::size_t total = 0;
  for (const auto& range : passed_) total += range.size();
  std::vector<CandidatePair> all;
  all.reserve(total);
  for (auto& range : passed_) {
    for (const PlacePair& pair : range) all.push_back({articles_[pair.a], articles_[pair.b]});
    std::vector<PlacePair>().swap(range);
  }
  return all;
}

}  // namespace samestory

#include "copies/passages.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <numeric>
#include <tuple>

#include "base/hash.h"

namespace samestory {
namespace {

// Weight of the earlier unit of a gram: odd, bits of the golden ratio. Unit hashes are random words already.
constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15ULL;

// Units between two stretches of one text; 0 if they touch or overlap.
std::uint32_t distance(std::uint32_t begin_x, std::uint32_t end_x, std::uint32_t begin_y, std::uint32_t end_y) {
  const std::uint32_t later_begin = std::max(begin_x, begin_y);
  const std::uint32_t earlier_end = std::min(end_x, end_y);
  return later_begin > earlier_end ? later_begin - earlier_end : 0;
}

std::size_t count_marked(const std::vector<std::uint8_t>& covered) {
  return std::accumulate(covered.begin(), covered.end(), std::size_t{0});
}

void mark(std::vector<std::uint8_t>& covered, std::uint32_t begin, std::uint32_t length) {
  std::fill_n(covered.begin() + begin, length, std::uint8_t{1});
}

}  // namespace

std::vector<std::uint32_t> gram_hashes(const Units& units, Coverage coverage) {
  const std::size_t width = passage_rules(units, coverage).gram;
  const std::vector<std::uint64_t>& hashes = units.hashes;
  if (hashes.size() < width) return {};
  std::vector<std::uint32_t> grams(hashes.size() - width + 1);
  for (std::size_t i = 0; i < grams.size(); ++i) {
    std::uint64_t hash = hashes[i];
    for (std::size_t k = 1; k < width; ++k) hash = hash * kMultiplier + hashes[i + k];
    grams[i] = static_cast<std::uint32_t>(mix(hash) >> 32);
  }
  return grams;
}

void GramPlaces::assign(std::span<const std::uint32_t> grams) {
  if (!slots_.empty() && std::equal(grams.begin(), grams.end(), grams_.begin(), grams_.end())) return;
  grams_.assign(grams.begin(), grams.end());
  const std::size_t slots = std::bit_ceil(2 * grams.size() + 2);
  shift_ = std::max(0, 32 - static_cast<int>(std::bit_width(slots) - 1));
  slots_.assign(slots, kNowhere);
  next_.resize(grams.size());
  count_.resize(grams.size());
  for (std::size_t i = grams.size(); i-- > 0;) {  // from the end, so that the places of a gram come out in order
    std::size_t slot = grams[i] >> shift_;
    while (slots_[slot] != kNowhere && grams[slots_[slot]] != grams[i]) slot = (slot + 1) & (slots - 1);
    const std::uint32_t later = slots_[slot];
    next_[i] = later;
    count_[i] = later == kNowhere ? 1 : count_[later] + 1;
    slots_[slot] = static_cast<std::uint32_t>(i);
  }
}

std::uint32_t GramPlaces::first(std::uint32_t hash) const {
  std::size_t slot = hash >> shift_;
  while (slots_[slot] != kNowhere && grams_[slots_[slot]] != hash) slot = (slot + 1) & (slots_.size() - 1);
  return slots_[slot];
}

void Aligner::look_up(std::span<const std::uint32_t> grams_a, std::span<const std::uint32_t> grams_b) {
  places_.assign(grams_a);
  found_.resize(grams_b.size());
  found_each_.assign(grams_a.size(), 0);
  for (std::size_t i = 0; i < grams_b.size(); ++i) {
    found_[i] = places_.first(grams_b[i]);
    if (found_[i] != GramPlaces::kNowhere) ++found_each_[found_[i]];
  }
}

// Anchors come in the order of b, so the last run of a diagonal is the only one that a further anchor can lie in.
void Aligner::extend(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b,
                     const PassageRules& rules) {
  runs_.clear();
  done_.assign(a.size() + b.size(), 0);
  for (std::size_t at_b = 0; at_b < found_.size(); ++at_b) {
    const std::uint32_t first = found_[at_b];
    if (first == GramPlaces::kNowhere) continue;
    if (std::uint64_t{places_.count(first)} * found_each_[first] > rules.most_matches) continue;
    for (std::uint32_t at_a = first; at_a != GramPlaces::kNowhere; at_a = places_.next(at_a)) {
      std::uint32_t& diagonal_done = done_[at_a + b.size() - at_b];
      if (at_b < diagonal_done) continue;
      std::size_t before = 0;
      while (before < at_a && before < at_b && a[at_a - before - 1] == b[at_b - before - 1]) ++before;
      std::size_t length = 0;
      while (at_a + length < a.size() && at_b + length < b.size() && a[at_a + length] == b[at_b + length]) ++length;
      if (length < rules.gram) continue;  // an anchor of unequal grams
      const std::size_t begin_b = at_b - before;
      const bool behind_slot = diagonal_done > 0 && begin_b - diagonal_done <= rules.slot;
      diagonal_done = static_cast<std::uint32_t>(at_b + length);
      runs_.push_back({static_cast<std::uint32_t>(at_a - before), static_cast<std::uint32_t>(begin_b),
                       static_cast<std::uint32_t>(before + length), behind_slot});
    }
  }
  std::sort(runs_.begin(), runs_.end(),
            [](const Run& x, const Run& y) { return std::tie(x.begin_a, x.begin_b) < std::tie(y.begin_a, y.begin_b); });
}

bool Aligner::are_close(const Run& x, const Run& y, const PassageRules& rules) {
  const std::int64_t diagonal_x = std::int64_t{x.begin_a} - std::int64_t{x.begin_b};
  const std::int64_t diagonal_y = std::int64_t{y.begin_a} - std::int64_t{y.begin_b};
  return std::max(diagonal_x, diagonal_y) - std::min(diagonal_x, diagonal_y) <= std::int64_t{rules.drift} &&
         distance(x.begin_a, x.begin_a + x.length, y.begin_a, y.begin_a + y.length) <= rules.gap &&
         distance(x.begin_b, x.begin_b + x.length, y.begin_b, y.begin_b + y.length) <= rules.gap;
}

// The passage of each run, named by the passage's first run.
void Aligner::join_close(const PassageRules& rules) {
  passages_.reset(runs_.size());
  within_reach_.clear();  // earlier runs that end at most `gap` units before the present one begins
  for (std::uint32_t present = 0; present < runs_.size(); ++present) {
    std::erase_if(within_reach_, [&](std::uint32_t earlier) {
      return runs_[earlier].begin_a + runs_[earlier].length + rules.gap < runs_[present].begin_a;
    });
    for (const std::uint32_t earlier : within_reach_) {
      if (are_close(runs_[earlier], runs_[present], rules)) passages_.join(earlier, present);
    }
    within_reach_.push_back(present);
  }
}

void Aligner::keep_passages(const PassageRules& rules, std::size_t least) {
  extents_.assign(runs_.size(), {});
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    const Run& run = runs_[i];
    auto& [passage, units] = extents_[passages_.root(i)];
    if (units == 0) passage = {run.begin_a, run.begin_a, run.begin_b, run.begin_b};
    passage.begin_b = std::min(passage.begin_b, run.begin_b);
    passage.end_a = std::max(passage.end_a, run.begin_a + run.length);
    passage.end_b = std::max(passage.end_b, run.begin_b + run.length);
    units += run.length;
  }
  shared_.passages.clear();
  shared_.slots = 0;
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    if (extents_[passages_.root(i)].units < least) continue;
    shared_.slots += runs_[i].behind_slot;
    mark(shared_.covered_a, runs_[i].begin_a, runs_[i].length);
    mark(shared_.covered_b, runs_[i].begin_b, runs_[i].length);
    if (passages_.root(i) == i) shared_.passages.push_back(extents_[i].passage);
  }
  shared_.matched_a = count_marked(shared_.covered_a);
  shared_.matched_b = count_marked(shared_.covered_b);
  for (const Passage& passage : shared_.passages) {
    if (!rules.spans) break;
    mark(shared_.covered_a, passage.begin_a, passage.end_a - passage.begin_a);
    mark(shared_.covered_b, passage.begin_b, passage.end_b - passage.begin_b);
  }
  std::sort(shared_.passages.begin(), shared_.passages.end());
}

const SharedText& Aligner::align(const Units& a, std::span<const std::uint32_t> grams_a, const Units& b,
                                 std::span<const std::uint32_t> grams_b, Coverage coverage) {
  assert(a.unspaced == b.unspaced);
  const PassageRules& rules = passage_rules(a, coverage);
  shared_.covered_a.assign(a.hashes.size(), 0);
  shared_.covered_b.assign(b.hashes.size(), 0);
  look_up(grams_a, grams_b);
  extend(a.hashes, b.hashes, rules);
  join_close(rules);
  keep_passages(rules, std::min({std::size_t{rules.least}, a.hashes.size(), b.hashes.size()}));
  return shared_;
}

}  // namespace samestory

#include "copies/passages.h"

#include <algorithm>
#include <cassert>
#include <functional>
#include <numeric>
#include <tuple>

#include "base/hash.h"
#include "copies/hash_order.h"

namespace samestory {
namespace {

struct Anchor {
  std::uint32_t a = 0, b = 0;  // where the gram begins
};

struct Run {
  std::uint32_t begin_a = 0, begin_b = 0, length = 0;
};

std::uint32_t gram_hash(std::uint64_t gram) { return static_cast<std::uint32_t>(gram >> 32); }
std::uint32_t gram_position(std::uint64_t gram) { return static_cast<std::uint32_t>(gram); }

// End of the entries that have the hash of the one at `begin`.
std::size_t same_hash_end(std::span<const std::uint64_t> grams, std::size_t begin) {
  std::size_t end = begin + 1;
  while (end < grams.size() && gram_hash(grams[end]) == gram_hash(grams[begin])) ++end;
  return end;
}

// Every match of grams that are not frequent, by hash. 32 bits of hash may call different grams equal; runs are made of
// equal units, so such an anchor comes to nothing.
std::vector<Anchor> match_grams(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b,
                                std::size_t most_matches) {
  std::vector<Anchor> anchors;
  anchors.reserve(std::min(a.size(), b.size()));
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const std::uint32_t x = gram_hash(a[i]);
    const std::uint32_t y = gram_hash(b[j]);
    if (x != y) {  // no branch on which one is less: random, so it would be mispredicted
      i += static_cast<std::size_t>(x < y);
      j += static_cast<std::size_t>(y < x);
      continue;
    }
    const std::size_t end_a = same_hash_end(a, i);
    const std::size_t end_b = same_hash_end(b, j);
    if ((end_a - i) * (end_b - j) <= most_matches) {
      for (std::size_t s = i; s < end_a; ++s) {
        for (std::size_t t = j; t < end_b; ++t) anchors.push_back({gram_position(a[s]), gram_position(b[t])});
      }
    }
    i = end_a;
    j = end_b;
  }
  return anchors;
}

// By place in a: a counting sort, since places are small numbers.
std::vector<Anchor> in_text_order(const std::vector<Anchor>& anchors, std::size_t units_a) {
  std::vector<std::uint32_t> place(units_a + 1);
  for (const Anchor& anchor : anchors) ++place[anchor.a + 1];
  std::partial_sum(place.begin(), place.end(), place.begin());
  std::vector<Anchor> ordered(anchors.size());
  for (const Anchor& anchor : anchors) ordered[place[anchor.a]++] = anchor;
  return ordered;
}

// Each run once, however many anchors lie in it, sorted by begin.
std::vector<Run> extend(const std::vector<Anchor>& anchors, const std::vector<std::uint64_t>& a,
                        const std::vector<std::uint64_t>& b, std::size_t gram) {
  std::vector<Run> runs;
  std::vector<std::uint32_t> done(a.size() + b.size());  // diagonal -> end in a of its last run
  for (const Anchor& anchor : anchors) {
    std::uint32_t& diagonal_done = done[anchor.a + b.size() - anchor.b];
    if (anchor.a < diagonal_done) continue;
    std::uint32_t begin_a = anchor.a;
    std::uint32_t begin_b = anchor.b;
    while (begin_a > 0 && begin_b > 0 && a[begin_a - 1] == b[begin_b - 1]) --begin_a, --begin_b;
    std::uint32_t end_a = anchor.a;
    std::uint32_t end_b = anchor.b;
    while (end_a < a.size() && end_b < b.size() && a[end_a] == b[end_b]) ++end_a, ++end_b;
    if (end_a < anchor.a + gram) continue;  // an anchor of unequal grams
    diagonal_done = end_a;
    runs.push_back({begin_a, begin_b, end_a - begin_a});
  }
  std::sort(runs.begin(), runs.end(),
            [](const Run& x, const Run& y) { return std::tie(x.begin_a, x.begin_b) < std::tie(y.begin_a, y.begin_b); });
  return runs;
}

// Units between two stretches of one text; 0 if they touch or overlap.
std::uint32_t distance(std::uint32_t begin_x, std::uint32_t end_x, std::uint32_t begin_y, std::uint32_t end_y) {
  const std::uint32_t later_begin = std::max(begin_x, begin_y);
  const std::uint32_t earlier_end = std::min(end_x, end_y);
  return later_begin > earlier_end ? later_begin - earlier_end : 0;
}

bool are_close(const Run& x, const Run& y, const PassageRules& rules) {
  const std::int64_t diagonal_x = std::int64_t{x.begin_a} - std::int64_t{x.begin_b};
  const std::int64_t diagonal_y = std::int64_t{y.begin_a} - std::int64_t{y.begin_b};
  return std::max(diagonal_x, diagonal_y) - std::min(diagonal_x, diagonal_y) <= std::int64_t{rules.drift} &&
         distance(x.begin_a, x.begin_a + x.length, y.begin_a, y.begin_a + y.length) <= rules.gap &&
         distance(x.begin_b, x.begin_b + x.length, y.begin_b, y.begin_b + y.length) <= rules.gap;
}

// The passage of each run, named by the passage's first run.
std::vector<std::size_t> join_close(const std::vector<Run>& runs, const PassageRules& rules) {
  std::vector<std::size_t> parent(runs.size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto root = [&](std::size_t run) {
    while (parent[run] != run) run = parent[run] = parent[parent[run]];
    return run;
  };
  std::vector<std::size_t> within_reach;  // earlier runs that end at most `gap` units before the present one begins
  for (std::size_t present = 0; present < runs.size(); ++present) {
    std::erase_if(within_reach, [&](std::size_t earlier) {
      return runs[earlier].begin_a + runs[earlier].length + rules.gap < runs[present].begin_a;
    });
    for (const std::size_t earlier : within_reach) {
      if (!are_close(runs[earlier], runs[present], rules)) continue;
      const std::size_t x = root(earlier);
      const std::size_t y = root(present);
      parent[std::max(x, y)] = std::min(x, y);
    }
    within_reach.push_back(present);
  }
  for (std::size_t run = 0; run < runs.size(); ++run) parent[run] = root(run);
  return parent;
}

void mark(std::vector<std::uint8_t>& covered, std::uint32_t begin, std::uint32_t length) {
  std::fill_n(covered.begin() + begin, length, std::uint8_t{1});
}

}  // namespace

std::vector<std::uint64_t> position_grams(const Units& units, Coverage coverage) {
  const std::size_t width = passage_rules(units, coverage).gram;
  const std::vector<std::uint64_t>& hashes = units.hashes;
  if (hashes.size() < width) return {};
  std::vector<std::uint64_t> grams(hashes.size() - width + 1);
  for (std::size_t i = 0; i < grams.size(); ++i) {
    std::uint64_t hash = hashes[i];
    for (std::size_t k = 1; k < width; ++k) hash = mix(hash) ^ hashes[i + k];
    grams[i] = (mix(hash) >> 32 << 32) | i;
  }
  sort_by_hash(
      grams, [](std::uint64_t gram) { return gram; }, std::less<>());
  return grams;
}

SharedText find_shared_text(const Units& a, std::span<const std::uint64_t> grams_a, const Units& b,
                            std::span<const std::uint64_t> grams_b, Coverage coverage) {
  assert(a.unspaced == b.unspaced);
  const PassageRules& rules = passage_rules(a, coverage);
  SharedText shared;
  shared.covered_a.resize(a.hashes.size());
  shared.covered_b.resize(b.hashes.size());
  const std::vector<Anchor> anchors = in_text_order(match_grams(grams_a, grams_b, rules.most_matches), a.hashes.size());
  const std::vector<Run> runs = extend(anchors, a.hashes, b.hashes, rules.gram);
  const std::vector<std::size_t> first_run = join_close(runs, rules);

  struct Extent {
    Passage passage;
    std::size_t units = 0;  // in its runs together
  };
  std::vector<Extent> extents(runs.size());  // by first run
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const Run& run = runs[i];
    auto& [passage, units] = extents[first_run[i]];
    if (units == 0) passage = {run.begin_a, run.begin_a, run.begin_b, run.begin_b};
    passage.begin_b = std::min(passage.begin_b, run.begin_b);
    passage.end_a = std::max(passage.end_a, run.begin_a + run.length);
    passage.end_b = std::max(passage.end_b, run.begin_b + run.length);
    units += run.length;
  }
  const std::size_t least = std::min({std::size_t{rules.least}, a.hashes.size(), b.hashes.size()});
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (extents[first_run[i]].units < least) continue;
    mark(shared.covered_a, runs[i].begin_a, runs[i].length);
    mark(shared.covered_b, runs[i].begin_b, runs[i].length);
    if (first_run[i] == i) shared.passages.push_back(extents[i].passage);
  }
  std::sort(shared.passages.begin(), shared.passages.end());
  return shared;
}

}  // namespace samestory

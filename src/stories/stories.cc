#include "stories/stories.h"

#include <algorithm>
#include <numeric>

#include "base/parallel.h"
#include "graph/agglomerate.h"

namespace samestory {
namespace {

using Labels = std::vector<std::uint32_t>;  // of a story, per article; any number below the number of articles

WeightedGraph edges_above_zero(const StoryGraph& graph) {
  WeightedGraph weighted;
  weighted.begin.reserve(graph.size() + 1);
  weighted.begin.push_back(0);
  for (std::size_t i = 0; i < graph.size(); ++i) {
    for (std::uint64_t e = graph.begin[i]; e < graph.begin[i + 1]; ++e) {
      weighted.edges.push_back({static_cast<std::uint32_t>(index(graph.edges[e].to)), graph.edges[e].q});
    }
    weighted.begin.push_back(weighted.edges.size());
  }
  return weighted;
}

// Step 2. An emptied label is free for an article that leaves to be alone.
void move_articles(const StoryGraph& graph, std::int64_t level, Labels& labels) {
  const std::size_t n = graph.size();
  std::vector<std::int64_t> sums(n, 0);
  std::vector<std::uint32_t> sizes(n, 0), touched;
  for (const std::uint32_t label : labels) ++sizes[label];
  std::vector<std::uint32_t> free_labels;
  for (std::uint32_t label = static_cast<std::uint32_t>(n); label-- > 0;) {
    if (sizes[label] == 0) free_labels.push_back(label);
  }
  const std::int64_t fellow = level * kMoveLevelPercent / 100, cost = level * kMoveCostPercent / 100;
  bool moved = true;
  for (int sweep = 0; sweep < kSweeps && moved; ++sweep) {
    moved = false;
    for (std::size_t i = 0; i < n; ++i) {
      if (graph.begin[i] == graph.begin[i + 1]) continue;
      const std::uint32_t own = labels[i];
      for (std::uint64_t e = graph.begin[i]; e < graph.begin[i + 1]; ++e) {
        const std::uint32_t label = labels[index(graph.edges[e].to)];
        if (sums[label] == 0) touched.push_back(label);
        sums[label] += graph.edges[e].q;
      }
      const auto value = [&](std::uint32_t label) {
        const std::int64_t others = static_cast<std::int64_t>(sizes[label]) - (label == own);
        return others == 0 ? 0 : sums[label] - others * fellow - cost;
      };
      std::uint32_t best = own;
      std::int64_t most = value(own);
      std::sort(touched.begin(), touched.end());
      for (const std::uint32_t label : touched) {
        if (value(label) > most) most = value(label), best = label;
      }
      for (const std::uint32_t label : touched) sums[label] = 0;
      touched.clear();
      const bool leaves_alone = most < 0 && sizes[own] > 1;
      if (leaves_alone) best = free_labels.back(), free_labels.pop_back();
      if (best == own) continue;
      moved = true;
      labels[i] = best;
      ++sizes[best];
      if (--sizes[own] == 0) free_labels.push_back(own);
    }
  }
}

// Sum of x between two stories (or within one), each pair once.
struct Bond {
  std::uint32_t a, b;  // labels, a <= b
  std::int64_t x;
};

std::vector<Bond> sum_bonds(const StoryGraph& graph, const Labels& labels, const std::vector<std::uint32_t>& sizes) {
  std::vector<Bond> bonds;
  for (std::size_t i = 0; i < graph.size(); ++i) {
    if (sizes[labels[i]] < 2) continue;
    for (std::uint64_t e = graph.begin[i]; e < graph.begin[i + 1]; ++e) {
      const std::size_t j = index(graph.edges[e].to);
      if (j < i || sizes[labels[j]] < 2) continue;
      bonds.push_back({std::min(labels[i], labels[j]), std::max(labels[i], labels[j]), graph.edges[e].x});
    }
  }
  const auto in_order = [](const Bond& p, const Bond& q) {
    return p.a != q.a ? p.a < q.a : p.b != q.b ? p.b < q.b : p.x < q.x;
  };
  samestory::sort(bonds.begin(), bonds.end(), in_order);
  std::size_t kept = 0;
  for (const Bond& bond : bonds) {
    if (kept > 0 && bonds[kept - 1].a == bond.a && bonds[kept - 1].b == bond.b)
      bonds[kept - 1].x += bond.x;
    else
      bonds[kept++] = bond;
  }
  bonds.resize(kept);
  return bonds;
}

// Step 3. In each round the strongest admissible bonds merge first, no story twice; rounds go on while any merge.
void merge_stories(const StoryGraph& graph, Labels& labels) {
  const std::size_t n = graph.size();
  for (;;) {
    std::vector<std::uint32_t> sizes(n, 0);
    for (const std::uint32_t label : labels) ++sizes[label];
    const std::vector<Bond> bonds = sum_bonds(graph, labels, sizes);
    std::vector<std::int64_t> within(n, 0);
    for (const Bond& bond : bonds) {
      const std::int64_t size = sizes[bond.a];
      if (bond.a == bond.b) within[bond.a] = bond.x / (size * (size - 1) / 2);
    }
    struct Merge {
      std::int64_t mean;
      std::uint32_t a, b;
    };
    std::vector<Merge> merges;
    for (const Bond& bond : bonds) {
      if (bond.a == bond.b) continue;
      const std::int64_t mean = bond.x / (static_cast<std::int64_t>(sizes[bond.a]) * sizes[bond.b]);
      const std::int64_t inside = std::min(within[bond.a], within[bond.b]);
      if (mean >= quantize(kMergeMean) && 100 * mean >= kMergeSharePercent * inside)
        merges.push_back({mean, bond.a, bond.b});
    }
    if (merges.empty()) return;
    std::sort(merges.begin(), merges.end(), [](const Merge& p, const Merge& q) {
      return p.mean != q.mean ? p.mean > q.mean : p.a != q.a ? p.a < q.a : p.b < q.b;
    });
    std::vector<std::uint32_t> becomes(n);
    std::iota(becomes.begin(), becomes.end(), 0U);
    std::vector<bool> taken(n, false);
    for (const Merge& merge : merges) {
      if (taken[merge.a] || taken[merge.b]) continue;
      taken[merge.a] = taken[merge.b] = true;
      becomes[merge.b] = merge.a;
    }
    for (std::uint32_t& label : labels) label = becomes[label];
  }
}

}  // namespace

std::vector<GroupId> form_stories(const StoryGraph& graph, const StoryOptions& options) {
  const std::int64_t level = quantize(options.level);
  Labels labels = agglomerate(edges_above_zero(graph), level);
  move_articles(graph, level, labels);
  merge_stories(graph, labels);
  std::vector<GroupId> first(graph.size(), group_id(graph.size())), story(graph.size());
  for (std::size_t i = 0; i < graph.size(); ++i) {
    if (index(first[labels[i]]) == graph.size()) first[labels[i]] = group_id(i);
    story[i] = first[labels[i]];
  }
  return story;
}

}  // namespace samestory

#include "graph/agglomerate.h"

#include <algorithm>
#include <cassert>

#include "base/parallel.h"

namespace samestory {
namespace {

constexpr std::uint32_t kNobody = 0xFFFFFFFF;

// What lies between a cluster and a neighbouring one.
struct Tie {
  std::uint32_t to;     // the neighbour's name
  std::uint32_t count;  // pairs that are edges
  std::int64_t sum;     // of their weights
  std::int32_t least;   // of their weights
};

struct Cluster {
  std::uint32_t size = 1;
  std::vector<Tie> ties;  // sorted by `to`, distinct
};

std::int64_t closeness(const Tie& tie, std::uint32_t size_a, std::uint32_t size_b, Linkage linkage) {
  const std::int64_t pairs = static_cast<std::int64_t>(size_a) * size_b;
  const std::int64_t least = tie.count == pairs ? tie.least : 0;
  return (linkage.average_tenths * (tie.sum / pairs) + (10 - linkage.average_tenths) * least) / 10;
}

// The neighbour closest to cluster `a`, or kNobody if none reaches the level.
std::uint32_t closest(const std::vector<Cluster>& clusters, std::uint32_t a, std::int64_t level, Linkage linkage) {
  std::uint32_t best = kNobody;
  std::int64_t most = level - 1;
  for (const Tie& tie : clusters[a].ties) {
    const std::int64_t value = closeness(tie, clusters[a].size, clusters[tie.to].size, linkage);
    if (value > most) most = value, best = tie.to;  // ties are sorted: the smaller name stays
  }
  return best;
}

// Joins ties to the same neighbour after their names have changed.
void join_ties(std::vector<Tie>& ties) {
  std::sort(ties.begin(), ties.end(), [](const Tie& a, const Tie& b) { return a.to < b.to; });
  std::size_t kept = 0;
  for (std::size_t t = 0; t < ties.size(); ++t) {
    if (kept > 0 && ties[kept - 1].to == ties[t].to) {
      Tie& into = ties[kept - 1];
      into.count += ties[t].count, into.sum += ties[t].sum, into.least = std::min(into.least, ties[t].least);
    } else {
      ties[kept++] = ties[t];
    }
  }
  ties.resize(kept);
}

}  // namespace

std::vector<std::uint32_t> agglomerate(const WeightedGraph& graph, std::int64_t level, Linkage linkage) {
  assert(level > 0);
  const std::size_t n = graph.size();
  std::vector<Cluster> clusters(n);
  std::vector<std::uint32_t> name(n);  // of the cluster that a cluster is part of now; roots name themselves
  std::vector<std::uint32_t> roots;    // clusters with any neighbour, in order
  for_each_index(n, [&](std::size_t i) {
    name[i] = static_cast<std::uint32_t>(i);
    for (std::uint64_t e = graph.begin[i]; e < graph.begin[i + 1]; ++e) {
      assert(graph.edges[e].weight > 0);
      clusters[i].ties.push_back({graph.edges[e].to, 1, graph.edges[e].weight, graph.edges[e].weight});
    }
    join_ties(clusters[i].ties);
  });
  for (std::uint32_t i = 0; i < n; ++i) {
    if (!clusters[i].ties.empty()) roots.push_back(i);
  }
  std::vector<std::uint32_t> nearest(n, kNobody);
  std::vector<std::uint8_t> changed(n, 1), merges(n, 0);
  for (;;) {
    for_each_index(roots.size(), [&](std::size_t r) {
      if (changed[roots[r]]) nearest[roots[r]] = closest(clusters, roots[r], level, linkage);
    });
    // A pair merges if each names the other. From here on names of this round's losers point to their winners.
    const std::size_t merged = sum_indices<std::size_t>(roots.size(), [&](std::size_t r) -> std::size_t {
      const std::uint32_t a = roots[r], b = nearest[a];
      merges[a] = b != kNobody && nearest[b] == a;
      if (!merges[a] || a < b) return 0;
      name[a] = b;
      return 1;
    });
    if (merged == 0) break;
    // The winner takes the loser's ties; everybody else renames its own. Each body writes its own cluster only.
    for_each_index(roots.size(), [&](std::size_t r) {
      const std::uint32_t a = roots[r];
      if (name[a] != a) return;
      std::vector<Tie>& ties = clusters[a].ties;
      if (merges[a]) ties.insert(ties.end(), clusters[nearest[a]].ties.begin(), clusters[nearest[a]].ties.end());
      bool touched = merges[a] != 0;
      for (Tie& tie : ties) {
        touched = touched || merges[tie.to];
        tie.to = name[tie.to];
      }
      changed[a] = touched;
      if (!touched) return;
      std::erase_if(ties, [&](const Tie& tie) { return tie.to == a; });
      join_ties(ties);
    });
    for (const std::uint32_t a : roots) {
      if (name[a] == a) continue;
      clusters[name[a]].size += clusters[a].size;
      std::vector<Tie>().swap(clusters[a].ties);
    }
    std::erase_if(roots, [&](std::uint32_t a) { return name[a] != a; });
    for (const std::uint32_t a : roots) merges[a] = 0;
  }
  // Winners are smaller than losers, so one pass in order resolves every chain.
  for (std::size_t i = 0; i < n; ++i) name[i] = name[name[i]];
  return name;
}

}  // namespace samestory

#include "graph/agglomerate.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <span>

#include "base/parallel.h"
#include "graph/disjoint_sets.h"

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

using Ties = std::vector<Tie>;  // a cluster's: sorted by `to`, distinct

std::int64_t closeness(const Tie& tie, std::uint32_t size_a, std::uint32_t size_b, Linkage linkage) {
  const std::int64_t pairs = static_cast<std::int64_t>(size_a) * size_b;
  const std::int64_t least = tie.count == pairs ? tie.least : 0;
  return (linkage.average_tenths * (tie.sum / pairs) + (10 - linkage.average_tenths) * least) / 10;
}

// The neighbour closest to cluster `a`, or kNobody if none reaches the level.
std::uint32_t closest(const Ties& ties, const std::vector<std::uint32_t>& sizes, std::uint32_t a, std::int64_t level,
                      Linkage linkage) {
  std::uint32_t best = kNobody;
  std::int64_t most = level - 1;
  for (const Tie& tie : ties) {
    const std::int64_t value = closeness(tie, sizes[a], sizes[tie.to], linkage);
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

// By node, one name for all nodes that edges of the level or above connect: what such edges do not connect never
// merges.
std::vector<std::uint32_t> connect(const WeightedGraph& graph, std::int64_t level) {
  DisjointSets sets(graph.size());
  for (std::size_t i = 0; i < graph.size(); ++i) {
    for (std::uint64_t e = graph.begin[i]; e < graph.begin[i + 1]; ++e) {
      if (graph.edges[e].weight >= level && graph.edges[e].to < i) sets.join(i, graph.edges[e].to);
    }
  }
  std::vector<std::uint32_t> components(graph.size());
  for (std::size_t i = 0; i < components.size(); ++i) components[i] = sets.root(i);
  return components;
}

// The ties of each node by itself, inside its component.
std::vector<Ties> tie_nodes(const WeightedGraph& graph, const std::vector<std::uint32_t>& components) {
  std::vector<Ties> ties(graph.size());
  for_each_index(graph.size(), [&](std::size_t i) {
    const auto row = std::span(graph.edges).subspan(graph.begin[i], graph.begin[i + 1] - graph.begin[i]);
    const auto inside = [&](const WeightedEdge& edge) { return components[edge.to] == components[i]; };
    ties[i].reserve(static_cast<std::size_t>(std::count_if(row.begin(), row.end(), inside)));
    for (const WeightedEdge& edge : row) {
      assert(edge.weight > 0);
      if (inside(edge)) ties[i].push_back({edge.to, 1, edge.weight, edge.weight});
    }
    join_ties(ties[i]);
  });
  return ties;
}

}  // namespace

std::vector<std::uint32_t> agglomerate(const WeightedGraph& graph, std::int64_t level, Linkage linkage) {
  assert(level > 0);
  const std::size_t n = graph.size();
  std::vector<Ties> ties = tie_nodes(graph, connect(graph, level));
  std::vector<std::uint32_t> sizes(n, 1);
  std::vector<std::uint32_t> name(n);  // of the cluster that a cluster is part of now; roots name themselves
  std::iota(name.begin(), name.end(), 0U);
  std::vector<std::uint32_t> roots;  // clusters that may merge yet, in order
  for (std::uint32_t i = 0; i < n; ++i) {
    if (!ties[i].empty()) roots.push_back(i);
  }
  std::vector<std::uint32_t> nearest(n, kNobody);
  std::vector<std::uint8_t> changed(n, 1), merges(n, 0);
  for (;;) {
    for_each_index(roots.size(), [&](std::size_t r) {
      const std::uint32_t a = roots[r];
      if (changed[a]) nearest[a] = closest(ties[a], sizes, a, level, linkage);
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
      if (name[a] != a || nearest[a] == kNobody) return;
      if (merges[a]) ties[a].insert(ties[a].end(), ties[nearest[a]].begin(), ties[nearest[a]].end());
      bool touched = merges[a] != 0;
      for (const Tie& tie : ties[a]) touched = touched || merges[tie.to];
      changed[a] = touched;
      if (!touched) return;
      // Whom nobody is close enough to, nobody ever will be.
      std::erase_if(ties[a], [&](const Tie& tie) { return name[tie.to] == a || nearest[tie.to] == kNobody; });
      for (Tie& tie : ties[a]) tie.to = name[tie.to];
      join_ties(ties[a]);
    });
    for (const std::uint32_t a : roots) {
      if (name[a] != a) sizes[name[a]] += sizes[a];
      if (name[a] != a || nearest[a] == kNobody) Ties().swap(ties[a]);
    }
    std::erase_if(roots, [&](std::uint32_t a) { return name[a] != a || nearest[a] == kNobody; });
    for (const std::uint32_t a : roots) merges[a] = 0;
  }
  // Winners are smaller than losers, so one pass in order resolves every chain.
  for (std::size_t i = 0; i < n; ++i) name[i] = name[name[i]];
  return name;
}

}  // namespace samestory

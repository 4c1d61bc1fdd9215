// Agglomeration: hierarchical clustering of a sparse graph, in parallel rounds of mutual nearest neighbours.
//
// Input: n nodes and weighted edges (integers; absent edges weigh 0). Output: a cluster a node, named by its smallest
// node. Two clusters A and B are as close as
//     linkage(A, B) = .3 * (sum of the weights across) / (|A| |B|) + .7 * (least weight across, 0 if a pair is no
//     edge),
// between average linkage, which lets a chain of look-alike steps grow together, and complete linkage, which splits an
// event at its two least alike reports. Clusters merge while the closest pair reaches `level`.
//
// Each round, every cluster names the neighbour closest to it (ties: the smaller node); pairs that name each other
// merge at once. Both parts of the linkage are reducible (merging A and B never brings the result closer to C than the
// closer of the two was), so the rounds build exactly the tree that merging one closest pair at a time would (Murtagh
// 1983, The Computer Journal 26(4), "reciprocal nearest neighbours"; Bruynooghe 1978 for reducibility). Rounds are
// logarithmic in practice; every step is a function of the graph alone, so threads cannot show.
//
// Reducibility also says who is done: nodes that no path of edges of the level or above connects are never in one
// cluster, so ties between them are left out before the first round, and a cluster that nobody is close enough to never
// merges again, so later rounds do not see it. Of an archive's edges most lead out of the story.
//
// Weights are integers and the linkage is one, too (rounded down): no order of additions can change a decision.
// Cost: O(edges) once, then O(edges inside components) a round over what may merge yet. Rejected: a global heap
// (serial), leader clustering (the result moves with the order of the input), Louvain (its resolution depends on the
// archive's size). Tested by tests/agglomerate_test.cc against merging one closest pair at a time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace samestory {

struct WeightedEdge {
  std::uint32_t to;
  std::int32_t weight;  // > 0
};

// A graph in compressed rows: edges[begin[i]] .. edges[begin[i + 1]] are node i's, each edge on both sides.
struct WeightedGraph {
  std::vector<std::uint64_t> begin;
  std::vector<WeightedEdge> edges;
  [[nodiscard]] std::size_t size() const { return begin.empty() ? 0 : begin.size() - 1; }
};

struct Linkage {
  int average_tenths = 3;  // share of the average in the linkage, 0 to 10; the rest is the minimum's
};

// The cluster of each node: the smallest node in it. `level` > 0 is in the unit of the weights.
std::vector<std::uint32_t> agglomerate(const WeightedGraph& graph, std::int64_t level, Linkage linkage = {});

}  // namespace samestory

// The heaviest one-to-one matching of a sparse bipartite graph.
//
// Input: edges (row, column, weight in [0, 1]), at most one between a row and a column. Output: the largest sum of
// weights of edges no two of which share a row or a column. Rows and columns may stay free.
//
// Method: shortest augmenting paths with potentials (Jonker and Volgenant 1987, Computing 38, section 3), one row after
// the other, where Dijkstra's search walks edges only. Each row owns a private column of weight 0, so that staying free
// is a path like any other and a search ends as soon as that is cheapest. The textbook form (the Hungarian method on a
// dense square matrix) was rejected: gold and predicted clusters of an archive overlap in a few million of 10^12 cells.
// A search never leaves the connected component of its row, so that a good grouping, whose components hold a handful of
// clusters, costs little more than reading the edges; the worst case is rows * edges * log(columns).
// No packaged library offers this without a graph framework around it, which is why it is written here.
// Ties may be matched in several ways; the sum is the same up to rounding.
// Test: tests/metrics_test.cc, against every permutation of small matrices.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace samestory {

struct WeightedEdge {
  std::uint32_t row = 0;
  std::uint32_t column = 0;
  double weight = 0;
};

// REQUIRES: edges sorted by row; rows and columns below the given counts; weights in [0, 1].
double heaviest_matching(std::span<const WeightedEdge> edges, std::size_t rows, std::size_t columns);

}  // namespace samestory

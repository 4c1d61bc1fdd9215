// Story candidates: for each article the few others that may report the same event, with the pair scores.
//
// Input: Features. Output: a symmetric sparse graph in compressed rows: for each article its neighbours with x and
// score (stories/affinity.h), and each article's background (stories/background.h).
//
// An article's candidates are those nearest to it by words (stories/nearest.h). Pairs found from one side count for
// both. Articles of different languages meet by what translation leaves alone (stories/across.h) and, as others do, by
// the user's embeddings where there are any (stories/embeddings.h): each article takes its nearest by both, too. All
// pairs are compared once (stories/pair_table.h), then each article's background is measured on all that is known of
// its neighbourhood, whichever side found it. Articles far away in time are compared with those only whose neighbours
// are as alike to each other as an event's, one in ten of a generated archive: nothing else asks for them.
//
// The same bits come out for any thread count. Cost: some 40 comparisons an article, gone through in an order that
// keeps the rows of one event in the nearest caches; 28 bytes a compared pair and 12 an edge
// (bench/stories_bench.cc). Rejected: comparing all pairs (quadratic), sketches of the features (they find copies, not
// rewrites); holding the row of whichever article of a pair comes later in that order, instead of the smaller one (a
// tenth more time for the comparing of 253,427 articles). Tested by tests/candidates_test.cc against all pairs.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/ids.h"
#include "stories/affinity.h"

namespace samestory {

inline constexpr double kLeastScore = -3.3;  // weaker pairs are no edges: at level 1 they are worth nothing

struct Edge {
  GroupId to;
  std::int32_t x, q;  // q is the score; in units of 1/kScale
};

struct StoryGraph {
  std::vector<std::uint64_t> begin;  // of an article's edges; size() + 1 entries
  std::vector<Edge> edges;           // sorted by `to` within an article; each edge stands on both sides
  std::vector<double> background;    // per article
  std::vector<double> openness;      // per article: small in big events, 1 outside of them

  [[nodiscard]] std::size_t size() const { return background.size(); }
};

// The edge between two articles; null if there is none.
inline const Edge* find_edge(const StoryGraph& graph, GroupId from, GroupId to) {
  const Edge* const last = graph.edges.data() + graph.begin[index(from) + 1];
  const Edge* const found = std::lower_bound(graph.edges.data() + graph.begin[index(from)], last, to,
                                             [](const Edge& edge, GroupId id) { return edge.to < id; });
  return found == last || found->to != to ? nullptr : found;
}

// The graph without the edges that `parted(a, b)` names; it must not depend on the order of the two.
template <class Parted>
StoryGraph without_edges(StoryGraph graph, const Parted& parted) {
  std::uint64_t kept = 0, e = 0;  // in place: the edges are the largest thing of the graph
  for (std::size_t from = 0; from < graph.size(); ++from) {
    for (const std::uint64_t end = graph.begin[from + 1]; e < end; ++e) {
      if (!parted(group_id(from), graph.edges[e].to)) graph.edges[kept++] = graph.edges[e];
    }
    graph.begin[from + 1] = kept;
  }
  graph.edges.resize(kept);
  return graph;
}

StoryGraph find_story_candidates(const Features& features, const StoryModel& model = {});

}  // namespace samestory

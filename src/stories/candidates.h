// Story candidates: for each article the few others that may report the same event, with the pair scores.
//
// Input: Features. Output: a symmetric sparse graph in compressed rows: for each article its neighbours with x and
// score (stories/affinity.h), and each article's background (stories/background.h).
//
// An inverted index over body, lead and names accumulates partial cosines. Each article takes the kByBody best by the
// body's cosine and the kByLead best with lead and names raised (news puts the event first, so the lead finds rewrites
// whose bodies differ). A term in more than kMostPostings articles is read only in the kMostPostings postings nearest
// in canonical order, which is the order of time: cost is bounded an article, and what is skipped is far away in
// time and held together by a common word only. Pairs found from one side count for both. Of the articles more than
// kFarDays away, the kFarArticles best are kept apart: they are no candidates, but tell an event from a topic.
//
// Articles of different languages meet by what translation leaves alone (stories/across.h) and, as others do, by the
// user's embeddings where there are any (stories/embeddings.h): each article takes its nearest by both, too.
//
// Ties go to the smaller GroupId; sums run over terms in column order, so the same bits come out for any thread count.
// Cost: at most kMostQueryTerms x kMostPostings additions a signal and article, into sums that lie language by
// language; 12 bytes an edge (bench/stories_bench.cc). Rejected: comparing all pairs (quadratic), sketches of the
// features (they find copies, not rewrites). Tested by tests/candidates_test.cc against all pairs.
#pragma once

#include <cstdint>
#include <vector>

#include "base/ids.h"
#include "stories/affinity.h"

namespace samestory {

inline constexpr int kByBody = 40;                 // candidates by the body's cosine, an article
inline constexpr int kByLead = 40;                 // candidates with lead and names raised, an article
inline constexpr std::size_t kMostPostings = 500;  // articles read of a term's list
// Of an article's terms in a signal, the heaviest, that look for candidates.
inline constexpr int kMostQueryTerms = 64;
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

// The graph without the edges that `parted(a, b)` names; it must not depend on the order of the two.
template <class Parted>
StoryGraph without_edges(const StoryGraph& graph, const Parted& parted) {
  StoryGraph kept{{0}, {}, graph.background, graph.openness};
  for (std::size_t from = 0; from < graph.size(); ++from) {
    for (std::uint64_t e = graph.begin[from]; e < graph.begin[from + 1]; ++e) {
      if (!parted(group_id(from), graph.edges[e].to)) kept.edges.push_back(graph.edges[e]);
    }
    kept.begin.push_back(kept.edges.size());
  }
  return kept;
}

StoryGraph find_story_candidates(const Features& features, const StoryModel& model = {});

}  // namespace samestory

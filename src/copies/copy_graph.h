// The copy graph: articles and the verified copy links between them, its components and how far they reach.
//
// Input: links by (a, b). Output: for each article its links, in the order of the links; the components of two articles
// or more, each in the order of a breadth-first walk from its least article; and how many links lie between the two
// ends of a component.
//
// The distance is found by two sweeps: the farthest article from some article, then the farthest from that one. It is
// exact on trees and never too large elsewhere; the exact figure of any graph needs a walk from every article, a square
// for the one thing that is reported only to warn of chains.
//
// Cost: 16 bytes a link and 8 an article; components and sweeps touch each link twice. Excerpts and weaker links are
// left out unless asked for. Source: double sweep as in Magnien, Latapy, Habib 2009, Fast computation of empirically
// tight bounds for the diameter of massive graphs (ACM JEA 13), section 3. Covered by tests/groups_test.cc.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "base/ids.h"
#include "copies/comparisons.h"

namespace samestory {

class CopyGraph {
 public:
  // Of links that are `least` or more. `links` outlives the graph.
  CopyGraph(std::size_t n, std::span<const CopyLink> links, CopyRelation least = CopyRelation::kPartial);

  [[nodiscard]] std::size_t size() const { return begin_.size() - 1; }
  [[nodiscard]] std::span<const CopyLink* const> links_of(ArticleId article) const {
    return std::span(links_).subspan(begin_[index(article)], begin_[index(article) + 1] - begin_[index(article)]);
  }

 private:
  std::vector<std::size_t> begin_;
  std::vector<const CopyLink*> links_;
};

inline ArticleId other_end(const CopyLink& link, ArticleId article) { return link.a == article ? link.b : link.a; }

std::vector<std::vector<ArticleId>> find_components(const CopyGraph& graph);

// Links on the shortest way between two articles of this one's component that lie far apart; see above.
std::size_t sweep_diameter(const CopyGraph& graph, ArticleId article);

}  // namespace samestory

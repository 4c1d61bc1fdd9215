#include "copies/copy_graph.h"

#include <numeric>
#include <unordered_map>
#include <utility>

namespace samestory {
namespace {

struct Farthest {
  ArticleId article{};
  std::size_t links = 0;
};

// Ties go to the one that the walk meets last, whose order is fixed by that of the links.
Farthest walk(const CopyGraph& graph, ArticleId start) {
  std::unordered_map<std::size_t, std::size_t> steps{{index(start), 0}};  // looked up only: its order cannot show
  std::vector<ArticleId> reached{start};
  for (std::size_t visited = 0; visited < reached.size(); ++visited) {
    const ArticleId article = reached[visited];
    const std::size_t next = steps.at(index(article)) + 1;
    for (const CopyLink* link : graph.links_of(article)) {
      const ArticleId other = other_end(*link, article);
      if (steps.emplace(index(other), next).second) reached.push_back(other);
    }
  }
  return {reached.back(), steps.at(index(reached.back()))};
}

}  // namespace

CopyGraph::CopyGraph(std::size_t n, std::span<const CopyLink> links, CopyRelation least) : begin_(n + 1) {
  for (const CopyLink& link : links) {
    if (link.relation < least) continue;
    ++begin_[index(link.a) + 1];
    ++begin_[index(link.b) + 1];
  }
  std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
  links_.resize(begin_.back());
  std::vector<std::size_t> place(begin_.begin(), begin_.end() - 1);
  for (const CopyLink& link : links) {
    if (link.relation < least) continue;
    links_[place[index(link.a)]++] = &link;
    links_[place[index(link.b)]++] = &link;
  }
}

std::vector<std::vector<ArticleId>> find_components(const CopyGraph& graph) {
  std::vector<std::vector<ArticleId>> components;
  std::vector<unsigned char> seen(graph.size());
  for (std::size_t i = 0; i < graph.size(); ++i) {
    if (seen[i] || graph.links_of(article_id(i)).empty()) continue;
    std::vector<ArticleId> members{article_id(i)};
    seen[i] = 1;
    for (std::size_t visited = 0; visited < members.size(); ++visited) {
      const ArticleId article = members[visited];
      for (const CopyLink* link : graph.links_of(article)) {
        const ArticleId other = other_end(*link, article);
        if (!std::exchange(seen[index(other)], static_cast<unsigned char>(1))) members.push_back(other);
      }
    }
    components.push_back(std::move(members));
  }
  return components;
}

std::size_t sweep_diameter(const CopyGraph& graph, ArticleId article) {
  return walk(graph, walk(graph, article).article).links;
}

}  // namespace samestory

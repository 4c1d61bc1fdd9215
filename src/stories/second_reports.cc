#include "stories/second_reports.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace samestory {

StoryGraph without_second_reports(const StoryGraph& graph, const Canonicals& canonicals,
                                  std::span<const SecondReport> second_reports) {
  std::vector<std::pair<GroupId, GroupId>> apart;  // both ways round
  for (const auto& [page, second] : second_reports) {
    const GroupId x = canonicals.group_of[index(page)];
    const GroupId y = canonicals.group_of[index(second)];
    if (canonicals.article_of[index(x)] != page) continue;
    apart.emplace_back(x, y);
    apart.emplace_back(y, x);
  }
  std::sort(apart.begin(), apart.end());
  StoryGraph kept{{0}, {}, graph.background, graph.openness};
  for (std::size_t from = 0; from < graph.size(); ++from) {
    for (std::uint64_t e = graph.begin[from]; e < graph.begin[from + 1]; ++e) {
      const Edge& edge = graph.edges[e];
      if (!std::binary_search(apart.begin(), apart.end(), std::pair(group_id(from), edge.to)))
        kept.edges.push_back(edge);
    }
    kept.begin.push_back(kept.edges.size());
  }
  return kept;
}

}  // namespace samestory

#include "stories/second_reports.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace samestory {

std::vector<std::pair<GroupId, GroupId>> second_report_groups(const Canonicals& canonicals,
                                                              std::span<const SecondReport> second_reports) {
  std::vector<std::pair<GroupId, GroupId>> apart;
  for (const auto& [page, second] : second_reports) {
    const GroupId x = canonicals.group_of[index(page)];
    const GroupId y = canonicals.group_of[index(second)];
    if (canonicals.article_of[index(x)] != page) continue;
    apart.emplace_back(x, y);
    apart.emplace_back(y, x);
  }
  std::sort(apart.begin(), apart.end());
  return apart;
}

StoryGraph without_second_reports(StoryGraph graph, const Canonicals& canonicals,
                                  std::span<const SecondReport> second_reports) {
  const std::vector<std::pair<GroupId, GroupId>> apart = second_report_groups(canonicals, second_reports);
  return without_edges(std::move(graph), [&](GroupId from, GroupId to) {
    return std::binary_search(apart.begin(), apart.end(), std::pair(from, to));
  });
}

}  // namespace samestory

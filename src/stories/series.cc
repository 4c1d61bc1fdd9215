#include "stories/series.h"

#include <algorithm>
#include <utility>

namespace samestory {

bool is_template(const std::vector<bool>& repeated) {
  const auto count = static_cast<double>(std::count(repeated.begin(), repeated.end(), true));
  return count > 0 && count >= kTemplateShare * static_cast<double>(repeated.size());
}

StoryGraph without_series(StoryGraph graph, const std::vector<std::uint8_t>& templates) {
  return without_edges(std::move(graph),
                       [&](GroupId a, GroupId b) { return templates[index(a)] != 0 && templates[index(b)] != 0; });
}

}  // namespace samestory

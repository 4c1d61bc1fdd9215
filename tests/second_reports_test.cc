#include "stories/second_reports.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace samestory {
namespace {

using Ends = std::vector<std::pair<std::size_t, std::size_t>>;

StoryGraph complete_graph(std::size_t n) {
  StoryGraph graph{{0}, {}, std::vector<double>(n, .25), std::vector<double>(n, .5)};
  for (std::size_t from = 0; from < n; ++from) {
    for (std::size_t to = 0; to < n; ++to) {
      const auto score = static_cast<std::int32_t>(10 * std::min(from, to) + std::max(from, to));
      if (to != from) graph.edges.push_back({group_id(to), score, -score});
    }
    graph.begin.push_back(graph.edges.size());
  }
  return graph;
}

TEST_CASE("a canonical that is a page has no edge to its second reports, on either side") {
  // Articles 0 to 5; 1 is a copy of 0 and 4 of 3, so groups 0 to 3 are those of 0, 2, 3 and 5.
  const Canonicals canonicals{{article_id(0), article_id(2), article_id(3), article_id(5)},
                              {group_id(0), group_id(0), group_id(1), group_id(2), group_id(2), group_id(3)}};
  const StoryGraph graph = complete_graph(4);
  struct Case {
    std::string name;
    std::vector<SecondReport> found;
    Ends gone;  // first less
  };
  for (const Case& c : {
           Case{"nothing found", {}, {}},
           Case{"a canonical's", {{article_id(0), article_id(2)}}, {{0, 1}}},
           Case{"the second report is a copy", {{article_id(2), article_id(4)}}, {{1, 2}}},
           Case{"a page that is a plain member", {{article_id(1), article_id(2)}}, {}},
           Case{"found twice", {{article_id(5), article_id(3)}, {article_id(5), article_id(4)}}, {{2, 3}}},
           Case{"pages of each other", {{article_id(0), article_id(5)}, {article_id(5), article_id(0)}}, {{0, 3}}},
           Case{"of its own group", {{article_id(0), article_id(1)}}, {}},
       }) {
    CAPTURE(c.name);
    const StoryGraph kept = without_second_reports(graph, canonicals, c.found);
    CHECK(kept.background == graph.background);
    CHECK(kept.openness == graph.openness);
    REQUIRE(kept.begin.size() == graph.begin.size());
    for (std::size_t from = 0; from < graph.size(); ++from) {
      std::uint64_t e = kept.begin[from];
      for (std::size_t to = 0; to < graph.size(); ++to) {
        const std::pair ends(std::min(from, to), std::max(from, to));
        if (to == from || std::find(c.gone.begin(), c.gone.end(), ends) != c.gone.end()) continue;
        REQUIRE(e < kept.begin[from + 1]);
        CHECK(kept.edges[e].to == group_id(to));
        CHECK(kept.edges[e].x == static_cast<std::int32_t>(10 * ends.first + ends.second));
        CHECK(kept.edges[e].q == -kept.edges[e].x);
        ++e;
      }
      CHECK(e == kept.begin[from + 1]);
    }
  }
}

}  // namespace
}  // namespace samestory

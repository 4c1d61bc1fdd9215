#include "copies/pages.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "reference.h"

namespace samestory {
namespace {

using reference::Random;

// Of a page, article 0, with articles 1, 2 and so on, which share these parts of it.
std::vector<CopyLink> links_of_page(const std::vector<std::uint64_t>& parts) {
  std::vector<CopyLink> links;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    links.push_back({{CopyRelation::kPartial, .4, .9, .5, .9, parts[i], kAllParts}, article_id(0), article_id(i + 1)});
  }
  return links;
}

std::vector<std::size_t> second_reports(const Pages& pages) {
  std::vector<std::size_t> result;
  for (const PageLink& second : pages.second_reports) result.push_back(index(other_end(*second.link, second.page)));
  std::sort(result.begin(), result.end());
  return result;
}

// Parts `begin` to `end` of 64.
std::uint64_t parts(int begin, int end) {
  std::uint64_t result = 0;
  for (int i = begin; i < end; ++i) result |= std::uint64_t{1} << i;
  return result;
}

TEST_CASE("who shares only what comes behind another copy's share is of a second report") {
  struct Case {
    const char* name;
    std::vector<std::uint64_t> parts;
    std::vector<std::size_t> expected;
  };
  for (const Case& c : {
           Case{"one copy", {parts(32, 64)}, {}},
           Case{"two halves", {parts(0, 32), parts(32, 64)}, {2}},
           Case{"in the other order", {parts(32, 64), parts(0, 32)}, {1}},
           Case{"the seam divides a part", {parts(0, 32), parts(31, 64)}, {2}},
           Case{"they overlap", {parts(0, 32), parts(30, 64)}, {}},
           Case{"cuts of one report", {parts(0, 20), parts(0, 40), parts(0, 64)}, {}},
           Case{"middle left out", {parts(0, 4) | parts(40, 64), parts(0, 20)}, {}},
           Case{"one lies inside a gap of the other", {parts(0, 10) | parts(50, 64), parts(20, 40)}, {}},
           Case{"who has both stays", {parts(0, 30), parts(0, 64), parts(31, 64)}, {3}},
           Case{"three reports", {parts(0, 20), parts(21, 40), parts(41, 64)}, {2, 3}},
           Case{"nothing that could be placed", {0, parts(0, 32)}, {}},
       }) {
    CAPTURE(c.name);
    const std::vector<CopyLink> links = links_of_page(c.parts);
    const CopyGraph graph(c.parts.size() + 1, links);
    const Pages pages = find_pages(graph);
    CHECK(second_reports(pages) == c.expected);
    CHECK((pages.is_page[0] == 1) == !c.expected.empty());
    for (std::size_t i = 1; i < pages.is_page.size(); ++i) CHECK(pages.is_page[i] == 0);
  }
}

TEST_CASE("the side of a link does not matter, and links that the graph leaves out show no page") {
  // Article 3 is the page now.
  std::vector<CopyLink> links = links_of_page({parts(0, 30), parts(40, 64)});
  for (CopyLink& link : links) {
    link.a = link.b;
    link.b = article_id(3);
    std::swap(link.parts_a, link.parts_b);
  }
  const CopyGraph reversed(4, links);
  const Pages pages = find_pages(reversed);
  REQUIRE(pages.second_reports.size() == 1);
  CHECK(pages.second_reports.front().link == &links[1]);
  CHECK(pages.second_reports.front().page == article_id(3));
  CHECK(pages.is_page == std::vector<std::uint8_t>{0, 0, 0, 1});
  links[0].relation = CopyRelation::kExcerpt;
  CHECK(find_pages(CopyGraph(4, links)).second_reports.empty());
}

TEST_CASE("order of links leaves the outcome, for random shares") {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    std::vector<std::uint64_t> shares;
    for (std::size_t i = 0; i < 12; ++i) {
      const int begin = static_cast<int>(random.below(60));
      shares.push_back(parts(begin, begin + 1 + static_cast<int>(random.below(64 - static_cast<unsigned>(begin)))));
    }
    const std::vector<CopyLink> links = links_of_page(shares);
    const std::vector<CopyLink> backwards(links.rbegin(), links.rend());
    const CopyGraph graph(13, links);
    const CopyGraph other(13, backwards);
    CHECK(second_reports(find_pages(graph)) == second_reports(find_pages(other)));
  }
}

}  // namespace
}  // namespace samestory

#include "copies/pages.h"

#include <algorithm>
#include <bit>

namespace samestory {
namespace {

constexpr int kMostCommon = 1;  // parts of a text: the one that the seam divides

// The parts of the article that it shares with the other.
std::uint64_t parts_of(const CopyLink& link, ArticleId article) {
  return link.a == article ? link.parts_a : link.parts_b;
}

// Whether copies that share these parts of an article are of two reports, `first` of the earlier one.
bool stands_before(std::uint64_t first, std::uint64_t second) {
  const std::uint64_t common = first & second;
  const std::uint64_t of_first = first & ~common;
  const std::uint64_t of_second = second & ~common;
  return std::popcount(common) <= kMostCommon && of_first != 0 && of_second != 0 &&
         64 - std::countl_zero(of_first) <= std::countr_zero(of_second);
}

}  // namespace

Pages find_pages(const CopyGraph& graph) {
  Pages pages;
  pages.is_page.resize(graph.size());
  std::vector<std::uint64_t> firsts;  // of one article, each once: copies of one text share the same parts
  for (std::size_t i = 0; i < graph.size(); ++i) {
    const ArticleId article = article_id(i);
    const auto links = graph.links_of(article);
    std::uint64_t common = ~std::uint64_t{0};
    for (const CopyLink* link : links) common &= parts_of(*link, article);
    if (links.size() < 2 || std::popcount(common) > kMostCommon) continue;  // no two are apart
    firsts.clear();
    for (const CopyLink* link : links) firsts.push_back(parts_of(*link, article));
    std::sort(firsts.begin(), firsts.end());
    firsts.erase(std::unique(firsts.begin(), firsts.end()), firsts.end());
    for (const CopyLink* second : links) {
      const bool is_second = std::any_of(firsts.begin(), firsts.end(), [&](std::uint64_t first) {
        return stands_before(first, parts_of(*second, article));
      });
      if (!is_second) continue;
      pages.is_page[i] = 1;
      pages.second_reports.push_back({second, article});
    }
  }
  return pages;
}

}  // namespace samestory

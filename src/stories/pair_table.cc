#include "stories/pair_table.h"

#include <iterator>
#include <numeric>
#include <utility>

#include "base/parallel.h"

namespace samestory {
namespace {

// Lists of articles, one after the other.
struct Lists {
  std::vector<std::uint64_t> begin;
  std::vector<std::uint32_t> all;

  [[nodiscard]] std::span<const std::uint32_t> of(std::size_t i) const {
    return std::span(all).subspan(begin[i], begin[i + 1] - begin[i]);
  }
};

std::span<const std::uint32_t> smaller_than(std::size_t article, const std::vector<std::uint32_t>& others) {
  const auto end = std::lower_bound(others.begin(), others.end(), static_cast<std::uint32_t>(article));
  return std::span(others).first(static_cast<std::size_t>(end - others.begin()));
}

// For each article, the larger ones that chose it, sorted.
Lists chosen_by_larger(const std::vector<std::vector<std::uint32_t>>& chosen) {
  Lists lists;
  lists.begin.assign(chosen.size() + 1, 0);
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    for (const std::uint32_t j : smaller_than(i, chosen[i])) ++lists.begin[j + 1];
  }
  std::partial_sum(lists.begin.begin(), lists.begin.end(), lists.begin.begin());
  lists.all.resize(lists.begin.back());
  std::vector<std::uint64_t> next(lists.begin.begin(), lists.begin.end() - 1);
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    for (const std::uint32_t j : smaller_than(i, chosen[i])) lists.all[next[j]++] = static_cast<std::uint32_t>(i);
  }
  return lists;
}

void note_ways_back(PairTable& pairs) {
  const std::size_t n = pairs.articles();
  pairs.back_begin.assign(n + 1, 0);
  for (const std::uint32_t other : pairs.larger) ++pairs.back_begin[other + 1];
  std::partial_sum(pairs.back_begin.begin(), pairs.back_begin.end(), pairs.back_begin.begin());
  pairs.back.resize(pairs.size());
  std::vector<std::uint64_t> next(pairs.back_begin.begin(), pairs.back_begin.end() - 1);
  for (std::size_t i = 0; i < n; ++i) {
    std::uint32_t place = 0;
    for (const std::uint32_t other : pairs.larger_of(i))
      pairs.back[next[other]++] = {static_cast<std::uint32_t>(i), place++};
  }
}

}  // namespace

PairTable build_pair_table(std::vector<std::vector<std::uint32_t>> chosen) {
  const std::size_t n = chosen.size();
  const Lists from_larger = chosen_by_larger(chosen);
  for_each_index(n, [&](std::size_t i) {
    const std::span<const std::uint32_t> by_larger = from_larger.of(i);
    const auto own = chosen[i].begin() + static_cast<std::ptrdiff_t>(smaller_than(i, chosen[i]).size());
    std::vector<std::uint32_t> either;
    either.reserve(static_cast<std::size_t>(chosen[i].end() - own) + by_larger.size());
    std::set_union(own, chosen[i].end(), by_larger.begin(), by_larger.end(), std::back_inserter(either));
    chosen[i] = std::move(either);
  });
  PairTable pairs;
  pairs.begin.assign(n + 1, 0);
  for (std::size_t i = 0; i < n; ++i) pairs.begin[i + 1] = pairs.begin[i] + chosen[i].size();
  pairs.larger.resize(pairs.begin[n]);
  for_each_index(n, [&](std::size_t i) {
    const std::vector<std::uint32_t> others = std::exchange(chosen[i], {});
    std::copy(others.begin(), others.end(), pairs.larger.begin() + static_cast<std::ptrdiff_t>(pairs.begin[i]));
  });
  note_ways_back(pairs);
  return pairs;
}

std::vector<std::uint32_t> order_by_company(const PairTable& pairs) {
  std::vector<std::uint32_t> order, waiting;
  order.reserve(pairs.articles());
  std::vector<bool> met(pairs.articles(), false);
  for (std::size_t root = 0; root < pairs.articles(); ++root) {
    waiting.push_back(static_cast<std::uint32_t>(root));
    while (!waiting.empty()) {
      const std::uint32_t article = waiting.back();
      waiting.pop_back();
      if (met[article]) continue;
      met[article] = true;
      order.push_back(article);
      const std::span<const std::uint32_t> others = pairs.larger_of(article);
      for (auto other = others.rbegin(); other != others.rend(); ++other) {
        if (!met[*other]) waiting.push_back(*other);
      }
    }
  }
  return order;
}

}  // namespace samestory

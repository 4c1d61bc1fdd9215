#include "copies/equal_texts.h"

#include <algorithm>
#include <cstddef>
#include <tuple>

#include "copies/repeated_keys.h"

namespace samestory {

bool ranks_before(std::span<const ArticleFacts> facts, ArticleId x, ArticleId y) {
  const ArticleFacts& fx = facts[index(x)];
  const ArticleFacts& fy = facts[index(y)];
  return std::tuple(!fx.credited, fx.published_s, fy.units, x) < std::tuple(!fy.credited, fy.published_s, fx.units, y);
}

std::vector<ArticleId> find_equal_texts(std::span<const ArticleFacts> facts) {
  std::vector<ArticleId> best(facts.size());
  std::vector<std::uint32_t> halves(facts.size());  // of the hashes: few articles agree in these, and equal ones do
  for (std::size_t i = 0; i < facts.size(); ++i) {
    best[i] = article_id(i);
    halves[i] = static_cast<std::uint32_t>(facts[i].sequence_hash >> 32);
  }
  RepeatedKeys repeated;
  std::vector<ArticleId> by_text;
  for (const KeyedPlace& entry : repeated.find(halves)) {
    if (facts[entry.place].sequence_hash != 0) by_text.push_back(article_id(entry.place));
  }
  const auto text = [&](ArticleId article) { return facts[index(article)].sequence_hash; };
  for (auto begin = by_text.begin(); begin != by_text.end();) {  // articles of one half
    const auto end =
        std::find_if(begin, by_text.end(), [&](ArticleId other) { return text(other) >> 32 != text(*begin) >> 32; });
    std::sort(begin, end, [&](ArticleId x, ArticleId y) {
      return text(x) != text(y) ? text(x) < text(y) : ranks_before(facts, x, y);
    });
    for (auto i = begin + 1; i < end; ++i) {
      if (text(*i) == text(*(i - 1))) best[index(*i)] = best[index(*(i - 1))];
    }
    begin = end;
  }
  return best;
}

std::vector<ArticleId> distinct_texts(std::span<const ArticleId> best_of) {
  std::vector<ArticleId> distinct;
  for (std::size_t i = 0; i < best_of.size(); ++i) {
    if (best_of[i] == article_id(i)) distinct.push_back(article_id(i));
  }
  return distinct;
}

}  // namespace samestory

#include "copies/comparisons.h"

#include <algorithm>
#include <exception>
#include <unordered_set>
#include <utility>

#include "base/parallel.h"

namespace samestory {
namespace {

// Of a Prepared: hash, shingle, shingle of its own, gram and a bit a unit; vectors and allocator once.
constexpr std::size_t kBytesAUnit = 33;
constexpr std::size_t kBytesAnArticle = 300;

// Length of the longest prefix of `pairs` whose articles fit, one at least.
std::size_t block_length(std::span<const CandidatePair> pairs, const UnitCount& units, std::size_t prepared_bytes) {
  std::unordered_set<std::size_t> articles;  // asked for membership only: its order cannot show
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    for (const ArticleId article : {pairs[i].a, pairs[i].b}) {
      if (articles.insert(index(article)).second) bytes += kBytesAnArticle + kBytesAUnit * units(article);
    }
    if (bytes > prepared_bytes) return std::max<std::size_t>(i, 1);
  }
  return pairs.size();
}

std::vector<ArticleId> articles_of(std::span<const CandidatePair> pairs) {
  std::vector<ArticleId> articles;
  articles.reserve(2 * pairs.size());
  for (const CandidatePair& pair : pairs) {
    articles.push_back(pair.a);
    articles.push_back(pair.b);
  }
  samestory::sort(articles.begin(), articles.end(), std::less<>());
  articles.erase(std::unique(articles.begin(), articles.end()), articles.end());
  return articles;
}

std::vector<Prepared> load_all(std::span<const ArticleId> articles, const PreparedSource& load) {
  std::vector<Prepared> prepared(articles.size());
  std::vector<std::exception_ptr> failures(articles.size());
  for_each_index(
      articles.size(),
      [&](std::size_t i) {
        try {
          prepared[i] = load(articles[i]);
        } catch (...) {
          failures[i] = std::current_exception();  // thrown below, so that the schedule does not choose which
        }
      },
      8);
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
  return prepared;
}

CopyLink compare_pair(const CandidatePair& pair, const Prepared& a, const Prepared& b, const CopyOptions& options) {
  const CopyEvidence evidence = compare(a, b, options);
  return {pair.a,
          pair.b,
          evidence.relation,
          evidence.resemblance,
          evidence.containment,
          evidence.coverage_a,
          evidence.coverage_b};
}

}  // namespace

Comparisons compare_pairs(std::span<const CandidatePair> pairs, const PreparedSource& load, const UnitCount& units,
                          const CopyOptions& options, std::size_t prepared_bytes) {
  Comparisons done;
  done.links.resize(pairs.size());
  for (std::size_t begin = 0; begin < pairs.size();) {
    const std::span<const CandidatePair> block =
        pairs.subspan(begin, block_length(pairs.subspan(begin), units, prepared_bytes));
    const std::vector<ArticleId> articles = articles_of(block);
    const std::vector<Prepared> prepared = load_all(articles, load);
    const auto find = [&](ArticleId article) -> const Prepared& {
      const auto place = std::lower_bound(articles.begin(), articles.end(), article);
      return prepared[static_cast<std::size_t>(place - articles.begin())];
    };
    for_each_index(
        block.size(),
        [&](std::size_t i) {
          done.links[begin + i] = compare_pair(block[i], find(block[i].a), find(block[i].b), options);
        },
        16);
    done.articles_loaded += articles.size();
    begin += block.size();
  }
  return done;
}

}  // namespace samestory

#include "copies/comparisons.h"

#include <algorithm>
#include <exception>
#include <numeric>
#include <utility>

#include "base/parallel.h"
#include "graph/disjoint_sets.h"

namespace samestory {
namespace {

// Of a Prepared: hash, shingle, shingle of its own, gram, its filter and a flag a unit; vectors and allocator once.
constexpr std::size_t kBytesAUnit = 33;
constexpr std::size_t kBytesAnArticle = 350;

// Pairs of one task, which share the memory of a Verifier.
constexpr std::size_t kPairsAtOnce = 64;

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

// Numbers the articles of a block, so that both ends of a pair are found without searching.
class Places {
 public:
  explicit Places(std::span<const CandidatePair> pairs) {
    std::size_t articles = 0;
    for (const CandidatePair& pair : pairs) articles = std::max(articles, index(pair.b) + 1);
    place_.resize(articles, kNone);
  }

  // As many pairs from the front, one at least, as have articles of at most `prepared_bytes` together.
  std::span<const CandidatePair> start_block(std::span<const CandidatePair> pairs, const UnitCount& units,
                                             std::size_t prepared_bytes) {
    for (const ArticleId article : articles_) place_[index(article)] = kNone;
    articles_.clear();
    std::size_t bytes = 0;
    std::size_t length = 0;
    for (; length < pairs.size(); ++length) {
      const std::size_t before = articles_.size();
      for (const ArticleId article : {pairs[length].a, pairs[length].b}) bytes += add(article, units);
      if (bytes <= prepared_bytes || length == 0) continue;
      for (; articles_.size() > before; articles_.pop_back()) place_[index(articles_.back())] = kNone;
      break;
    }
    return pairs.first(length);
  }

  [[nodiscard]] std::span<const ArticleId> articles() const { return articles_; }
  [[nodiscard]] std::size_t of(ArticleId article) const { return place_[index(article)]; }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  // Bytes that the article adds.
  std::size_t add(ArticleId article, const UnitCount& units) {
    std::uint32_t& place = place_[index(article)];
    if (place != kNone) return 0;
    place = static_cast<std::uint32_t>(articles_.size());
    articles_.push_back(article);
    return kBytesAnArticle + kBytesAUnit * units(article);
  }

  std::vector<std::uint32_t> place_;  // article -> place in articles_, or kNone
  std::vector<ArticleId> articles_;
};

// The pairs, by place, component by component; inside of one in their own order.
std::vector<std::uint32_t> by_component(std::span<const CandidatePair> pairs) {
  std::size_t articles = 0;
  for (const CandidatePair& pair : pairs) articles = std::max(articles, index(pair.b) + 1);
  DisjointSets components(articles);
  for (const CandidatePair& pair : pairs) components.join(index(pair.a), index(pair.b));
  std::vector<std::uint32_t> first(articles + 1);  // root -> where its pairs go
  for (const CandidatePair& pair : pairs) ++first[components.root(index(pair.a)) + 1];
  std::partial_sum(first.begin(), first.end(), first.begin());
  std::vector<std::uint32_t> order(pairs.size());
  for (std::size_t i = 0; i < pairs.size(); ++i)
    order[first[components.root(index(pairs[i].a))]++] = static_cast<std::uint32_t>(i);
  return order;
}

}  // namespace

Comparisons compare_pairs(std::span<const CandidatePair> pairs, const PreparedSource& load, const UnitCount& units,
                          const CopyOptions& options, std::size_t prepared_bytes) {
  Comparisons done;
  done.links.resize(pairs.size());
  const std::vector<std::uint32_t> order = by_component(pairs);
  std::vector<CandidatePair> ordered(pairs.size());
  for (std::size_t i = 0; i < order.size(); ++i) ordered[i] = pairs[order[i]];
  Places places(ordered);
  for (std::size_t begin = 0; begin < ordered.size();) {
    const std::span<const CandidatePair> block =
        places.start_block(std::span(ordered).subspan(begin), units, prepared_bytes);
    const std::vector<Prepared> prepared = load_all(places.articles(), load);
    for_each_index((block.size() + kPairsAtOnce - 1) / kPairsAtOnce,
                   [&](std::size_t task) {
                     Verifier verifier(options);
                     const std::size_t end = std::min(block.size(), (task + 1) * kPairsAtOnce);
                     for (std::size_t i = task * kPairsAtOnce; i < end; ++i) {
                       const CandidatePair& pair = block[i];
                       done.links[order[begin + i]] = {
                           verifier.verify(prepared[places.of(pair.a)], prepared[places.of(pair.b)]), pair.a, pair.b};
                     }
                   },
                   1);
    done.articles_loaded += places.articles().size();
    begin += block.size();
  }
  return done;
}

}  // namespace samestory

#include "copies/comparisons.h"

#include <algorithm>
#include <compare>
#include <exception>
#include <functional>
#include <utility>

#include "base/parallel.h"
#include "graph/disjoint_sets.h"

namespace samestory {
namespace {

// Of a Prepared: hash, shingle, shingle of its own, gram, its filter and a flag a unit; vectors and allocator once.
constexpr std::size_t kBytesAUnit = 33;
constexpr std::size_t kBytesAnArticle = 350;

std::size_t bytes_of(ArticleId article, const UnitCount& units) {
  return kBytesAnArticle + kBytesAUnit * units(article);
}

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
    return bytes_of(article, units);
  }

  std::vector<std::uint32_t> place_;  // article -> place in articles_, or kNone
  std::vector<ArticleId> articles_;
};

// The pairs, by place, neighbourhood by neighbourhood, then those between two of them; inside of one in their own
// order.
std::vector<std::uint32_t> by_neighbourhood(std::span<const CandidatePair> pairs, const UnitCount& units,
                                            std::size_t most_bytes) {
  std::size_t articles = 0;
  for (const CandidatePair& pair : pairs) articles = std::max(articles, index(pair.b) + 1);
  DisjointSets neighbourhoods(articles);
  std::vector<std::size_t> bytes(articles);  // by root
  for (const CandidatePair& pair : pairs) {
    for (const ArticleId article : {pair.a, pair.b}) bytes[index(article)] = bytes_of(article, units);
  }
  for (const CandidatePair& pair : pairs) {
    const std::uint32_t x = neighbourhoods.root(index(pair.a));
    const std::uint32_t y = neighbourhoods.root(index(pair.b));
    if (x == y || bytes[x] + bytes[y] > most_bytes) continue;
    bytes[x] = bytes[y] = bytes[x] + bytes[y];
    neighbourhoods.join(x, y);
  }
  struct Placed {
    std::uint32_t first, second, place;  // roots, the lesser first
    auto operator<=>(const Placed&) const = default;
  };
  std::vector<Placed> placed(pairs.size());
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const std::uint32_t x = neighbourhoods.root(index(pairs[i].a));
    const std::uint32_t y = neighbourhoods.root(index(pairs[i].b));
    placed[i] = {std::min(x, y), std::max(x, y), static_cast<std::uint32_t>(i)};
  }
  samestory::sort(placed.begin(), placed.end(), std::less<>());
  std::vector<std::uint32_t> order(pairs.size());
  std::transform(placed.begin(), placed.end(), order.begin(), [](const Placed& pair) { return pair.place; });
  return order;
}

}  // namespace

Comparisons compare_pairs(std::span<const CandidatePair> pairs, const PreparedSource& load, const UnitCount& units,
                          const CopyOptions& options, std::size_t prepared_bytes) {
  Comparisons done;
  done.links.resize(pairs.size());
  const std::vector<std::uint32_t> order = by_neighbourhood(pairs, units, prepared_bytes / 2);
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

#include "graph/agglomerate.h"

#include <doctest/doctest.h>

#include <map>
#include <set>

#include "base/hash.h"
#include "base/parallel.h"

using samestory::agglomerate;
using samestory::mix;
using samestory::WeightedGraph;

namespace {

using Weights = std::map<std::pair<std::uint32_t, std::uint32_t>, std::int32_t>;

WeightedGraph to_graph(std::uint32_t n, const Weights& weights) {
  WeightedGraph graph;
  graph.begin.push_back(0);
  for (std::uint32_t i = 0; i < n; ++i) {
    for (const auto& [pair, weight] : weights) {
      if (pair.first == i) graph.edges.push_back({pair.second, weight});
      if (pair.second == i) graph.edges.push_back({pair.first, weight});
    }
    graph.begin.push_back(graph.edges.size());
  }
  return graph;
}

// The twin: merge the one closest pair, again and again, by the definition of the linkage.
std::vector<std::uint32_t> merge_one_by_one(std::uint32_t n, const Weights& weights, std::int64_t level) {
  std::vector<std::vector<std::uint32_t>> clusters;
  for (std::uint32_t i = 0; i < n; ++i) clusters.push_back({i});
  const auto linkage = [&](const auto& a, const auto& b) {
    std::int64_t sum = 0, least = 1 << 30;
    for (const std::uint32_t i : a) {
      for (const std::uint32_t j : b) {
        const auto found = weights.find({std::min(i, j), std::max(i, j)});
        const std::int64_t weight = found == weights.end() ? 0 : found->second;
        sum += weight, least = std::min(least, weight);
      }
    }
    const auto pairs = static_cast<std::int64_t>(a.size() * b.size());
    return (3 * (sum / pairs) + 7 * least) / 10;
  };
  for (;;) {
    std::int64_t most = level - 1;
    std::size_t best_a = 0, best_b = 0;
    for (std::size_t a = 0; a < clusters.size(); ++a) {
      for (std::size_t b = a + 1; b < clusters.size(); ++b) {
        const std::int64_t value = linkage(clusters[a], clusters[b]);
        if (value > most) most = value, best_a = a, best_b = b;
      }
    }
    if (best_a == best_b) break;
    clusters[best_a].insert(clusters[best_a].end(), clusters[best_b].begin(), clusters[best_b].end());
    clusters.erase(clusters.begin() + static_cast<std::ptrdiff_t>(best_b));
  }
  std::vector<std::uint32_t> names(n);
  for (const auto& cluster : clusters) {
    for (const std::uint32_t i : cluster) names[i] = *std::min_element(cluster.begin(), cluster.end());
  }
  return names;
}

Weights random_weights(std::uint64_t seed, std::uint32_t n) {
  Weights weights;
  for (std::uint32_t i = 0; i < n; ++i) {
    for (std::uint32_t j = i + 1; j < n; ++j) {
      const std::uint64_t draw = mix(samestory::combine(seed, 1000 * i + j));
      // Distinct weights: equal ones may merge in another order, which is no contradiction.
      if (draw % 3 != 0) weights[{i, j}] = static_cast<std::int32_t>(100'000 + draw % 9'000 * 1000 + (i * n + j));
    }
  }
  return weights;
}

}  // namespace

TEST_CASE("parallel rounds of mutual nearest neighbours build the tree of one merge at a time") {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const std::uint32_t n = 2 + static_cast<std::uint32_t>(mix(seed) % 14);
    const Weights weights = random_weights(seed, n);
    for (const std::int64_t level : {100'000, 1'000'000, 3'000'000, 6'000'000}) {
      CAPTURE(seed);
      CAPTURE(level);
      REQUIRE(agglomerate(to_graph(n, weights), level) == merge_one_by_one(n, weights, level));
    }
  }
}

TEST_CASE("a chain of alike neighbours whose ends are unlike does not become one cluster") {
  Weights chain;
  for (std::uint32_t i = 0; i + 1 < 20; ++i) chain[{i, i + 1}] = 1000 + static_cast<std::int32_t>(i);
  const std::vector<std::uint32_t> names = agglomerate(to_graph(20, chain), 900);
  CHECK(std::set<std::uint32_t>(names.begin(), names.end()).size() >= 10);
}

TEST_CASE("no edges, no clusters") {
  CHECK(agglomerate(to_graph(3, {}), 1) == std::vector<std::uint32_t>{0, 1, 2});
  CHECK(agglomerate(WeightedGraph{{0}, {}}, 1).empty());
}

TEST_CASE("agglomeration gives the same clusters with 1, 2, 3 and 8 threads") {
  const Weights weights = random_weights(7, 120);
  const auto run = [&](int threads) {
    const samestory::ThreadLimit limit(threads);
    return agglomerate(to_graph(120, weights), 4'000'000);
  };
  const auto one = run(1);
  for (const int threads : {2, 3, 8}) CHECK(run(threads) == one);
}

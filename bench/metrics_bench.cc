// Scoring a grouping: articles a second, by how much the grouping agrees with the gold.
//
// Range 0: articles. Range 1: per mille of articles that stand in a random cluster instead of their own; disorder joins
// the overlap graph into large components, the hard case for the matching of CEAF-e.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

#include "base/hash.h"
#include "evaluate/metrics.h"

namespace {

void score_clusters(benchmark::State& state) {
  const auto articles = static_cast<std::uint32_t>(state.range(0));
  const std::uint32_t clusters = articles / 3;
  std::vector<std::uint32_t> gold, predicted;
  for (std::uint32_t i = 0; i < articles; ++i) {
    gold.push_back(static_cast<std::uint32_t>(samestory::mix(i) % clusters));
    const bool astray = samestory::mix(~std::uint64_t{i}) % 1000 < static_cast<std::uint64_t>(state.range(1));
    predicted.push_back(astray ? static_cast<std::uint32_t>(samestory::mix(i + 1) % clusters) : gold.back());
  }
  for (auto _ : state) benchmark::DoNotOptimize(samestory::score_clusters(gold, predicted));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(score_clusters)
    ->ArgNames({"articles", "astray_per_mille"})
    ->Args({1'000'000, 0})
    ->Args({1'000'000, 50})
    ->Args({100'000, 300})
    ->Args({100'000, 1000})
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();

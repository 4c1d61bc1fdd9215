// A whole run in memory, by threads: articles and megabytes of text a second, with what it cost and whether it was
// right.
//
// The archive is a synthetic one of 5,000 articles in nine languages (src/generate). Time is the clock's, CPU that of
// all threads together; rates are by the clock.
// story_f1 is BCubed against the generator's labels (how well real news is grouped: quality.py); bytes/article is the
// largest resident set of the process so far, the articles themselves and the tables of words included, so it only
// grows from row to row.
#include <benchmark/benchmark.h>
#include <samestory/cluster.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/timer.h"
#include "evaluate/labels.h"
#include "evaluate/metrics.h"
#include "generated_archive.h"

namespace samestory {
namespace {

constexpr std::uint64_t kArticles = 5000;

struct LabelledArchive {
  std::vector<Article> articles;
  GoldClusters stories;
  std::size_t text_bytes = 0;
};

const LabelledArchive& archive() {
  static const LabelledArchive labelled = [] {
    const GeneratedArchive generated(kArticles);
    LabelledArchive made{generated.read(), read_gold_clusters(generated.stories_path())};
    for (const Article& article : made.articles) made.text_bytes += article.title.size() + article.text.size();
    return made;
  }();
  return labelled;
}

double story_f1(const Result& result) {
  std::unordered_map<std::string, std::uint32_t> story_of;
  for (std::size_t i = 0; i < result.articles.size(); ++i) {
    story_of[archive().articles[i].id] = static_cast<std::uint32_t>(result.articles[i].story);
  }
  std::vector<std::uint32_t> predicted;
  for (const std::string& id : archive().stories.ids) predicted.push_back(story_of.at(id));
  return score_clusters(archive().stories.clusters, predicted).bcubed.f1;
}

void clustering(benchmark::State& state) {
  const LabelledArchive& input = archive();
  RunOptions options;
  options.threads = static_cast<int>(state.range(0));
  Result result;
  for (auto _ : state) result = cluster(input.articles, {}, options);
  const auto articles = static_cast<std::int64_t>(input.articles.size());
  state.SetItemsProcessed(state.iterations() * articles);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(input.text_bytes));
  state.counters["story_f1"] = story_f1(result);
  state.counters["bytes/article"] = static_cast<double>(peak_memory_bytes()) / static_cast<double>(articles);
}
BENCHMARK(clustering)
    ->Name("cluster")
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace samestory

BENCHMARK_MAIN();

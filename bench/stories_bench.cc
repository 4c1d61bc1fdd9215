// The story passes, one row each, on one thread: the time of one article.
//
// The archive is a synthetic one of 5,000 articles in nine languages (src/generate), read, sketched and grouped into
// copies beforehand, so "article" means a canonical here, as in the passes themselves; the first row counts them.
// agglomerate is the part of form_stories that decides nearly everything. What the passes find in real news, and how
// they grow with the archive, is for quality.py and scale.py.
#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "generated_archive.h"
#include "graph/agglomerate.h"
#include "pipeline.h"
#include "stories/stories.h"
#include "stories/storylines.h"

namespace samestory {
namespace {

constexpr std::uint64_t kArticles = 5000;

// What every pass is given here: the outcome of those before it.
const Analysis& analysis() {
  static const GeneratedArchive archive(kArticles);  // a static of its own, since the corpus keeps its texts there
  static const Analysis found = [] {
    const std::vector<Article> articles = archive.read();
    Progress progress(Verbosity::kQuiet);
    return analyze(from_articles(articles), ResultOptions{}, {archive.folder(), OnReject::kThrow, {}}, progress);
  }();
  return found;
}

std::size_t canonicals() { return analysis().canonicals.article_of.size(); }

Extract extract_one(std::size_t g) {
  const Analysis& found = analysis();
  return extract(story_text(found.corpus, found.canonicals.article_of[g]), found.repeated, CopyOptions().seed);
}

// As in form_stories: edges that the linkage may add up.
WeightedGraph graph_of_scores() {
  const StoryGraph& scores = analysis().graph;
  WeightedGraph graph;
  graph.begin.push_back(0);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    for (std::uint64_t e = scores.begin[i]; e < scores.begin[i + 1]; ++e) {
      const Edge& edge = scores.edges[e];
      if (edge.q > 0) graph.edges.push_back({static_cast<std::uint32_t>(index(edge.to)), edge.q});
    }
    graph.begin.push_back(graph.edges.size());
  }
  return graph;
}

void report_each(benchmark::State& state, std::size_t articles) {
  state.counters["s/article"] = benchmark::Counter(
      static_cast<double>(articles), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void extracting(benchmark::State& state) {
  const std::size_t count = canonicals();
  std::size_t next = 0;
  for (auto _ : state) benchmark::DoNotOptimize(extract_one(next++ % count));
  report_each(state, 1);
  state.counters["canonicals"] = static_cast<double>(count);
}
BENCHMARK(extracting)->Name("extract")->Unit(benchmark::kMicrosecond);

void building_features(benchmark::State& state) {
  std::vector<Extract> extracts;
  for (std::size_t g = 0; g < canonicals(); ++g) extracts.push_back(extract_one(g));
  const ThreadLimit one(1);
  for (auto _ : state) {
    state.PauseTiming();
    std::vector<Extract> used_up = extracts;
    state.ResumeTiming();
    benchmark::DoNotOptimize(build_features(std::move(used_up), CopyOptions().seed));
  }
  report_each(state, canonicals());
}
BENCHMARK(building_features)->Name("features")->Unit(benchmark::kMillisecond);

// Both halves of what an archive of several languages costs beyond one of one.
void reading_across(benchmark::State& state) {
  const Analysis& found = analysis();
  LatinForm latin;
  std::size_t next = 0;
  for (auto _ : state) {
    const StoryArticle article = story_text(found.corpus, found.canonicals.article_of[next++ % canonicals()]);
    benchmark::DoNotOptimize(across_terms(article.text.title, article.text.text, latin));
  }
  report_each(state, 1);
}
BENCHMARK(reading_across)->Name("across terms")->Unit(benchmark::kMicrosecond);

void meeting_across(benchmark::State& state) {
  const Analysis& found = analysis();
  LatinForm latin;
  std::vector<std::vector<std::uint32_t>> terms;
  for (std::size_t g = 0; g < canonicals(); ++g) {
    const StoryArticle article = story_text(found.corpus, found.canonicals.article_of[g]);
    terms.push_back(across_terms(article.text.title, article.text.text, latin));
  }
  const ThreadLimit one(1);
  for (auto _ : state) benchmark::DoNotOptimize(build_across(terms, found.features.language_of));
  report_each(state, canonicals());
}
BENCHMARK(meeting_across)->Name("across")->Unit(benchmark::kMillisecond);

void scoring(benchmark::State& state) {
  const Features& features = analysis().features;
  const ThreadLimit one(1);
  std::size_t edges = 0;
  for (auto _ : state) edges = find_story_candidates(features).edges.size() / 2;
  report_each(state, canonicals());
  state.counters["edges"] = static_cast<double>(edges);
}
BENCHMARK(scoring)->Name("candidates")->Unit(benchmark::kMillisecond);

void agglomerating(benchmark::State& state) {
  const WeightedGraph graph = graph_of_scores();
  const std::int64_t level = quantize(StoryOptions().level);
  const ThreadLimit one(1);
  for (auto _ : state) benchmark::DoNotOptimize(agglomerate(graph, level));
  report_each(state, canonicals());
}
BENCHMARK(agglomerating)->Name("agglomerate")->Unit(benchmark::kMillisecond);

void forming_stories(benchmark::State& state) {
  const StoryGraph& graph = analysis().graph;
  const ThreadLimit one(1);
  for (auto _ : state) benchmark::DoNotOptimize(form_stories(graph, StoryOptions()));
  report_each(state, canonicals());
}
BENCHMARK(forming_stories)->Name("stories")->Unit(benchmark::kMillisecond);

void forming_storylines(benchmark::State& state) {
  const Analysis& found = analysis();
  const ThreadLimit one(1);
  for (auto _ : state) benchmark::DoNotOptimize(form_storylines(found.features, found.story_of));
  report_each(state, canonicals());
}
BENCHMARK(forming_storylines)->Name("storylines")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace samestory

BENCHMARK_MAIN();

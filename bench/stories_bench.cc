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
#include "stories/bare_words.h"
#include "stories/big_events.h"
#include "stories/embeddings.h"
#include "stories/next_steps.h"
#include "stories/second_reports.h"
#include "stories/series.h"
#include "stories/stories.h"
#include "stories/storylines.h"

namespace samestory {
namespace {

constexpr std::uint64_t kArticles = 5000;

// What every pass is given here: the outcome of those before it.
const Analysis& analysis() {
  static const GeneratedArchive archive(kArticles);  // statics of their own, since the corpus reads the texts
  static const std::vector<Article> articles = archive.read();  // again where they stand
  static const Analysis found = [] {
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
  const std::vector<ExtractBlock> blocks = make_blocks(extracts);
  const ThreadLimit one(1);
  for (auto _ : state) {
    state.PauseTiming();
    std::vector<ExtractBlock> used_up = blocks;
    state.ResumeTiming();
    benchmark::DoNotOptimize(build_features(std::move(used_up), CopyOptions().seed));
  }
  report_each(state, canonicals());
}
BENCHMARK(building_features)->Name("features")->Unit(benchmark::kMillisecond);

// Invented Arabic words have the prefixes by chance only; the readings of a word and the choice cost the same.
void baring_words(benchmark::State& state) {
  std::vector<Extract> extracts;
  for (std::size_t g = 0; g < canonicals(); ++g) {
    Extract one = extract_one(g);
    if (one.language == "ar") extracts.push_back(std::move(one));
  }
  const std::vector<ExtractBlock> blocks = make_blocks(extracts);
  const ThreadLimit one(1);
  for (auto _ : state) {
    state.PauseTiming();
    std::vector<ExtractBlock> used_up = blocks;
    state.ResumeTiming();
    const std::vector<BareForm> chosen = choose_bare_words(used_up);
    for (ExtractBlock& block : used_up) block = with_bare_words(std::move(block), chosen);
    benchmark::DoNotOptimize(used_up.data());
  }
  std::size_t readings = 0;
  for (const Extract& extract : extracts) readings += extract.bare_forms.size();
  report_each(state, extracts.size());
  state.counters["reading_bytes/article"] =
      static_cast<double>(readings * sizeof(BareForm)) / static_cast<double>(extracts.size());
}
BENCHMARK(baring_words)->Name("bare_words")->Unit(benchmark::kMillisecond);

// Random directions of 384 numbers, as small models give them.
void embedding(benchmark::State& state) {
  constexpr std::size_t kColumns = 384;
  const std::vector<std::uint32_t>& language = analysis().features.language_of;
  const VectorOf vector_of = [](GroupId g) {
    std::vector<float> vector(kColumns);
    for (std::size_t c = 0; c < kColumns; ++c)
      vector[c] = static_cast<float>(mix(index(g) * kColumns + c) % 2001) / 1000 - 1;
    return vector;
  };
  const ThreadLimit one(1);
  for (auto _ : state) benchmark::DoNotOptimize(build_embeddings(kColumns, language, vector_of));
  report_each(state, canonicals());
}
BENCHMARK(embedding)->Name("embeddings")->Unit(benchmark::kMillisecond);

// What an archive of several languages costs beyond one of one.
void meeting_across(benchmark::State& state) {
  const Analysis& found = analysis();
  std::vector<std::vector<std::uint32_t>> terms;
  for (std::size_t g = 0; g < canonicals(); ++g) terms.push_back(extract_one(g).across);
  const ThreadLimit one(1);
  for (auto _ : state)
    benchmark::DoNotOptimize(build_across([&](std::size_t g) { return terms[g]; }, found.features.language_of));
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

// Every tenth canonical a page, with the next one as its second report.
void telling_next_steps(benchmark::State& state) {
  const Analysis& found = analysis();
  for (auto _ : state) benchmark::DoNotOptimize(with_next_steps(found.graph, found.features.facts));
  report_each(state, canonicals());
}
BENCHMARK(telling_next_steps)->Name("next_steps")->Unit(benchmark::kMillisecond);

void parting_second_reports(benchmark::State& state) {
  const Analysis& found = analysis();
  std::vector<SecondReport> second_reports;
  for (std::size_t g = 0; g + 1 < canonicals(); g += 10)
    second_reports.push_back({found.canonicals.article_of[g], found.canonicals.article_of[g + 1]});
  for (auto _ : state) benchmark::DoNotOptimize(without_second_reports(found.graph, found.canonicals, second_reports));
  report_each(state, canonicals());
}
BENCHMARK(parting_second_reports)->Name("second_reports")->Unit(benchmark::kMillisecond);

// Every tenth canonical a template.
void parting_series(benchmark::State& state) {
  const StoryGraph& graph = analysis().graph;
  std::vector<std::uint8_t> templates(canonicals());
  for (std::size_t g = 0; g < templates.size(); g += 10) templates[g] = 1;
  for (auto _ : state) benchmark::DoNotOptimize(without_series(graph, templates));
  report_each(state, canonicals());
}
BENCHMARK(parting_series)->Name("series")->Unit(benchmark::kMillisecond);

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

// Of an archive without a big event: what looking for one costs.
void merging_big_events(benchmark::State& state) {
  const Analysis& found = analysis();
  const ThreadLimit one(1);
  for (auto _ : state) benchmark::DoNotOptimize(merge_big_events(found.features, found.graph, found.story_of));
  report_each(state, canonicals());
}
BENCHMARK(merging_big_events)->Name("big_events")->Unit(benchmark::kMillisecond);

void forming_storylines(benchmark::State& state) {
  const Analysis& found = analysis();
  const ThreadLimit one(1);
  for (auto _ : state) benchmark::DoNotOptimize(form_storylines(found.features, found.story_of, found.templates));
  report_each(state, canonicals());
}
BENCHMARK(forming_storylines)->Name("storylines")->Unit(benchmark::kMillisecond);

// Articles, stories and links with all that the files of a run say of them; of all articles, copies included.
void assembling(benchmark::State& state) {
  const ThreadLimit one(1);
  for (auto _ : state) benchmark::DoNotOptimize(to_result(analysis(), ResultOptions{}));
  report_each(state, analysis().corpus.size());
}
BENCHMARK(assembling)->Name("assemble")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace samestory

BENCHMARK_MAIN();

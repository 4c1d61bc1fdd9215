// Making synthetic text: bytes a second of one thread, by what is made.
//
// write_block counts bytes of the JSON lines that come out, with labels made beside them; Range 0: 0 web, 1 reprints
// (which are scanned as well). The other rows are its parts.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>

#include "generate/block.h"
#include "generate/edits.h"
#include "generate/scan.h"

namespace {

using namespace samestory;

void write_block(benchmark::State& state) {
  GenerateOptions options = preset_options(state.range(0) == 0 ? ArchivePreset::kWeb : ArchivePreset::kReprints);
  options.articles = 1'000'000;
  const World world(options);
  std::uint64_t block = 0;
  std::int64_t bytes = 0;
  for (auto _ : state) {
    const Block made = samestory::write_block(world, plan_block(options, block++ % 1000), {});
    bytes += static_cast<std::int64_t>(made.articles.size());
  }
  state.SetBytesProcessed(bytes);
  state.SetItemsProcessed(state.iterations() * kBlockArticles);
}
BENCHMARK(write_block)->ArgName("reprints")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

void plan_block(benchmark::State& state) {
  GenerateOptions options;
  options.articles = 1'000'000;
  std::uint64_t block = 0;
  for (auto _ : state) benchmark::DoNotOptimize(samestory::plan_block(options, block++ % 1000));
  state.SetItemsProcessed(state.iterations() * kBlockArticles);
}
BENCHMARK(plan_block)->Unit(benchmark::kMicrosecond);

void append_words(benchmark::State& state, const char* language) {
  const Vocabulary vocabulary(find_language(language));
  const Voice voice{&vocabulary};
  Random random(1);
  std::int64_t bytes = 0;
  for (auto _ : state) {
    std::string text;
    samestory::append_words(text, voice, 400, {}, random);
    bytes += static_cast<std::int64_t>(text.size());
  }
  state.SetBytesProcessed(bytes);
  state.SetItemsProcessed(state.iterations() * 400);
}
BENCHMARK_CAPTURE(append_words, english, "en");
BENCHMARK_CAPTURE(append_words, arabic, "ar");
BENCHMARK_CAPTURE(append_words, chinese, "zh");

void scan_text(benchmark::State& state) {
  const Language& english = find_language("en");
  const Vocabulary vocabulary(english);
  Random random(1);
  std::string text;
  samestory::append_words(text, Voice{&vocabulary}, 400, {}, random);
  for (auto _ : state) benchmark::DoNotOptimize(samestory::scan_text(text, 100, english, random));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(scan_text);

void make_vocabulary(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Vocabulary(find_language("el")));
}
BENCHMARK(make_vocabulary)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();

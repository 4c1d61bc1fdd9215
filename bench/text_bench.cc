// The passes over raw text: megabytes of it a second of one thread, in three kinds of script.
//
// english is ASCII and takes the path without ICU; arabic has two bytes a letter, and marks to drop; japanese is
// written without spaces, so every letter is a unit. Texts are of invented words (src/generate), 2.5 kB each, many in
// turn. Bytes are those of the raw text in all rows, so that rows can be added up: `units` is read_page and to_units,
// all that reading does to a text before it is sketched, and holds `normalize` and `segment`.
#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "generate/prose.h"
#include "text/common_words.h"
#include "text/furniture.h"
#include "text/normalize.h"
#include "text/segment.h"
#include "text/units.h"

namespace samestory {
namespace {

constexpr std::size_t kTexts = 400;  // a megabyte: more than the second-level cache keeps
constexpr std::size_t kTextBytes = 2500;
constexpr int kSentencesInLine = 4;

std::vector<std::string> make_texts(const char* language) {
  const Vocabulary vocabulary(find_language(language));
  const Voice voice{&vocabulary};
  Random random(1);
  std::vector<std::string> texts(kTexts);
  for (std::string& text : texts) {
    for (int sentence = 1; text.size() < kTextBytes; ++sentence) {
      append_sentence(text, voice, {}, random);
      if (sentence % kSentencesInLine == 0) {
        text += '\n';
      } else {
        text += sentence_gap(find_language(language));
      }
    }
  }
  return texts;
}

// Calls work(i) for one text after another and counts the bytes of texts[i].
template <class Work>
void run(benchmark::State& state, const std::vector<std::string>& texts, const Work& work) {
  std::size_t next = 0, bytes = 0;
  for (auto _ : state) {
    const std::size_t i = next++ % texts.size();
    work(i);
    bytes += texts[i].size();
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}

void normalizing(benchmark::State& state, const char* language) {
  const std::vector<std::string> texts = make_texts(language);
  run(state, texts, [&](std::size_t i) { benchmark::DoNotOptimize(normalize(texts[i])); });
}

void segmenting(benchmark::State& state, const char* language) {
  const std::vector<std::string> texts = make_texts(language);
  std::vector<std::string> folded;
  for (const std::string& text : texts) folded.push_back(normalize(text));
  run(state, texts, [&](std::size_t i) { benchmark::DoNotOptimize(segment(folded[i])); });
}

void making_units(benchmark::State& state, const char* language) {
  const std::vector<std::string> texts = make_texts(language);
  run(state, texts, [&](std::size_t i) { benchmark::DoNotOptimize(to_units(read_page(texts[i]), 1)); });
}

// Invented words are in no table, so the guess looks at all that it would and finds the least.
void guessing(benchmark::State& state, const char* language) {
  const std::vector<std::string> texts = make_texts(language);
  std::vector<std::string> folded;
  for (const std::string& text : texts) folded.push_back(normalize(text));
  CommonWords::of("en");  // reads the tables
  run(state, texts, [&](std::size_t i) { benchmark::DoNotOptimize(guess_language(folded[i])); });
}

BENCHMARK_CAPTURE(normalizing, english, "en")->Name("normalize/english");
BENCHMARK_CAPTURE(normalizing, arabic, "ar")->Name("normalize/arabic");
BENCHMARK_CAPTURE(normalizing, japanese, "ja")->Name("normalize/japanese");
BENCHMARK_CAPTURE(segmenting, english, "en")->Name("segment/english");
BENCHMARK_CAPTURE(segmenting, arabic, "ar")->Name("segment/arabic");
BENCHMARK_CAPTURE(segmenting, japanese, "ja")->Name("segment/japanese");
BENCHMARK_CAPTURE(making_units, english, "en")->Name("units/english");
BENCHMARK_CAPTURE(making_units, arabic, "ar")->Name("units/arabic");
BENCHMARK_CAPTURE(making_units, japanese, "ja")->Name("units/japanese");
BENCHMARK_CAPTURE(guessing, english, "en")->Name("guess_language/english");
BENCHMARK_CAPTURE(guessing, arabic, "ar")->Name("guess_language/arabic");
BENCHMARK_CAPTURE(guessing, japanese, "ja")->Name("guess_language/japanese");

}  // namespace
}  // namespace samestory

BENCHMARK_MAIN();

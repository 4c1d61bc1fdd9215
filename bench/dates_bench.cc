// Speed of find_dates: megabytes a second of text without dates, of text with some, in two scripts; and what the first
// call costs.
#include <benchmark/benchmark.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "text/date_lexicon.h"
#include "text/dates.h"
#include "text/normalize.h"

namespace samestory {
namespace {

constexpr std::size_t kTextBytes = 1 << 20;
constexpr std::int32_t kPublishedDay = 20'481;  // 2026-01-28

struct Alphabet {
  std::array<std::string_view, 12> syllables;
  std::string_view date;
};
constexpr Alphabet kEnglishLike = {{"the", "ing", "er", "on", "ta", "mi", "re", "st", "an", "vo", "ly", "ce"},
                                   "Wednesday, January 28, 2026"};
constexpr Alphabet kArabicLike = {{"ال", "من", "في", "كت", "اب", "مد", "رس", "يو", "نا", "وا", "تم", "سي"},
                                  "الأربعاء 28 كانون الثاني/يناير 2026"};

// Words of one to four syllables; a number every 17 words; a date every `words_per_date` words, none if 0.
std::string make_text(const Alphabet& alphabet, std::uint64_t words_per_date) {
  std::string text;
  for (std::uint64_t word = 1; text.size() < kTextBytes; ++word) {
    const std::uint64_t syllables = 1 + mix(word) % 4;
    for (std::uint64_t i = 0; i < syllables; ++i)
      text += alphabet.syllables[mix(word * 8 + i) % alphabet.syllables.size()];
    if (word % 17 == 0) text += " " + std::to_string(mix(word) % 5'000);
    if (words_per_date != 0 && word % words_per_date == 0) (text += ' ') += alphabet.date;
    text += word % 13 == 0 ? ".\n" : " ";
  }
  return normalize(text, Case::kKeep);
}

void run(benchmark::State& state, const Alphabet& alphabet, std::string_view language, std::uint64_t words_per_date) {
  const std::string text = make_text(alphabet, words_per_date);
  DateLexicon::instance();
  std::size_t mentions = 0;
  for (auto _ : state) {
    const auto found = find_dates(text, {kPublishedDay, language});
    mentions = found.size();
    benchmark::DoNotOptimize(mentions);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
  state.counters["mentions"] = static_cast<double>(mentions);
}

void english_without_dates(benchmark::State& state) { run(state, kEnglishLike, "en", 0); }
void english_with_dates(benchmark::State& state) { run(state, kEnglishLike, "en", 60); }
void unknown_language(benchmark::State& state) { run(state, kEnglishLike, "", 60); }
void arabic_without_dates(benchmark::State& state) { run(state, kArabicLike, "ar", 0); }
void arabic_with_dates(benchmark::State& state) { run(state, kArabicLike, "ar", 60); }

// The lexicon is built once a process, so this is one figure and no loop. Registered first: others would build it.
void first_call(benchmark::State& state) {
  static const double seconds = [] {
    const auto start = std::chrono::steady_clock::now();
    DateLexicon::instance();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }();
  for (auto _ : state) state.SetIterationTime(seconds);
}

BENCHMARK(first_call)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(english_without_dates);
BENCHMARK(english_with_dates);
BENCHMARK(unknown_language);
BENCHMARK(arabic_without_dates);
BENCHMARK(arabic_with_dates);

}  // namespace
}  // namespace samestory

BENCHMARK_MAIN();

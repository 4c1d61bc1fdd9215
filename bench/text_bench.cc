// The passes over raw text: megabytes of it a second of one thread, in three kinds of script.
//
// english is mostly ASCII; arabic has two bytes a letter, and marks to drop; japanese is written without spaces, so
// every letter is a unit. Texts are of invented words (src/generate), 2.5 kB each, many in turn; those of short are
// English agency reports of 740 bytes, where what each text costs beside its bytes shows. With
// SAMESTORY_BENCH_TEXTS=articles.jsonl the rows named "file" run over the texts of that archive.
//
// Bytes are those of the raw text in all rows, so that rows can be added up: `units` is a UnitReader's work, from raw
// text to hashed units, and holds `normalize`; `sketch` is all that collecting does to a text, units, windows and
// sketch.
#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "copies/minhash.h"
#include "copies/shingle.h"
#include "generate/prose.h"
#include "io/read.h"
#include "stories/recurring_runs.h"
#include "text/common_words.h"
#include "text/credits.h"
#include "text/furniture.h"
#include "text/general_words.h"
#include "text/normalize.h"
#include "text/padded_text.h"
#include "text/repeated.h"
#include "text/segment.h"
#include "text/units.h"

namespace samestory {
namespace {

constexpr std::size_t kTexts = 400;  // a megabyte: more than the second-level cache keeps
constexpr std::size_t kTextBytes = 2500, kShortBytes = 740;
constexpr int kSentencesInLine = 4;

std::vector<std::string> make_texts(const char* language, std::size_t size_bytes) {
  const Vocabulary vocabulary(find_language(language));
  const Voice voice{&vocabulary};
  Random random(1);
  std::vector<std::string> texts(kTexts);
  for (std::string& text : texts) {
    for (int sentence = 1; text.size() < size_bytes; ++sentence) {
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

// The texts of the user's archive; none without one.
std::vector<std::string> read_texts() {
  std::vector<std::string> texts;
  const char* path = std::getenv("SAMESTORY_BENCH_TEXTS");
  if (path == nullptr) return texts;
  ArchiveReader reader({path}, ReadOptions{});
  while (std::optional<RawBatch> raw = reader.next()) {
    for (Record& record : reader.parse(std::move(*raw)).records) texts.push_back(std::move(record.article.text));
  }
  return texts;
}

const std::vector<std::string>& texts_of(const std::string& name) {
  static std::map<std::string, std::vector<std::string>> made;
  const auto [place, added] = made.try_emplace(name);
  if (!added) return place->second;
  if (name == "file")
    place->second = read_texts();
  else
    place->second = name == "short" ? make_texts("en", kShortBytes) : make_texts(name.c_str(), kTextBytes);
  return place->second;
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

void normalizing(benchmark::State& state, const std::string& language) {
  const std::vector<std::string>& texts = texts_of(language);
  PaddedText out;
  run(state, texts, [&](std::size_t i) {
    normalize(texts[i], out);
    benchmark::DoNotOptimize(out.data());
  });
}

void normalizing_cased(benchmark::State& state, const std::string& language) {
  const std::vector<std::string>& texts = texts_of(language);
  run(state, texts, [&](std::size_t i) { benchmark::DoNotOptimize(normalize(texts[i], Case::kKeep)); });
}

void segmenting(benchmark::State& state, const std::string& language) {
  const std::vector<std::string>& texts = texts_of(language);
  std::vector<std::string> folded;
  for (const std::string& text : texts) folded.push_back(normalize(text));
  run(state, texts, [&](std::size_t i) { benchmark::DoNotOptimize(segment(folded[i])); });
}

void making_units(benchmark::State& state, const std::string& language) {
  const std::vector<std::string>& texts = texts_of(language);
  UnitReader reader(1);
  run(state, texts, [&](std::size_t i) { benchmark::DoNotOptimize(reader.read(texts[i]).hashes.data()); });
}

void sketching(benchmark::State& state, const std::string& language) {
  const std::vector<std::string>& texts = texts_of(language);
  const CopyOptions options;
  UnitReader reader(1);
  run(state, texts,
      [&](std::size_t i) { benchmark::DoNotOptimize(sketch(window_hashes(reader.read(texts[i]), options), 1)); });
}

// What collecting keeps of an article beside its sketch.
void making_keys(benchmark::State& state, const std::string& language) {
  const std::vector<std::string>& texts = texts_of(language);
  UnitReader reader(1);
  std::vector<Units> units;
  for (const std::string& text : texts) units.push_back(reader.read(text));
  std::vector<std::uint64_t> keys;
  run(state, texts, [&](std::size_t i) {
    benchmark::DoNotOptimize(sequence_hash(units[i]));
    keys.clear();
    append_span_keys(keys, units[i], "outlet.example");
    benchmark::DoNotOptimize(keys.data());
  });
}

// Invented words are in no table, so the guess looks at all that it would and finds the least.
void guessing(benchmark::State& state, const std::string& language) {
  const std::vector<std::string>& texts = texts_of(language);
  std::vector<std::string> folded;
  for (const std::string& text : texts) folded.push_back(normalize(text));
  CommonWords::of("en");  // reads the tables
  run(state, texts, [&](std::size_t i) { benchmark::DoNotOptimize(guess_language(folded[i])); });
}

// Invented text has no credit lines, so each line is looked at and dismissed, as most are.
void finding_furniture(benchmark::State& state, const std::string& language) {
  const std::vector<std::string>& texts = texts_of(language);
  std::vector<std::string> folded;
  for (const std::string& text : texts) folded.push_back(normalize(text));
  run(state, texts,
      [&](std::size_t i) { benchmark::DoNotOptimize(credit_keys(folded[i], furniture_lines(folded[i]))); });
}

// The letters of scripts without spaces, an empty one wherever something else stands between them.
std::vector<std::string_view> letters_of(std::string_view folded) {
  std::vector<std::string_view> letters;
  std::uint32_t end = 0;
  for (const Unit& unit : segment(folded)) {
    if (unit.kind != UnitKind::kPoint) continue;
    if (unit.begin != end) letters.emplace_back();
    letters.push_back(folded.substr(unit.begin, unit.end - unit.begin));
    end = unit.end;
  }
  letters.emplace_back();
  return letters;
}

void finding_runs(benchmark::State& state, const std::string& language) {
  const std::vector<std::string>& texts = texts_of(language);
  std::vector<std::string> folded;
  std::vector<std::vector<std::string_view>> letters;
  for (const std::string& text : texts) folded.push_back(normalize(text));
  for (const std::string& text : folded) letters.push_back(letters_of(text));
  GeneralWords::of(language);  // reads the lists
  run(state, texts, [&](std::size_t i) { benchmark::DoNotOptimize(find_recurring_runs(letters[i], language)); });
}

// Each stretch of letters between two breaks cut at its ends: far more than an article asks for.
void cutting_general_words(benchmark::State& state, const std::string& language) {
  const std::vector<std::string>& texts = texts_of(language);
  const GeneralWords& words = GeneralWords::of(language);
  std::vector<std::string> folded;
  std::vector<std::vector<std::string_view>> stretches(texts.size());
  for (const std::string& text : texts) folded.push_back(normalize(text));
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const char* begin = nullptr;
    const char* end = nullptr;
    for (const std::string_view letter : letters_of(folded[i])) {
      if (letter.empty() && begin != nullptr) stretches[i].emplace_back(begin, end);
      if (letter.empty() || begin == nullptr) begin = letter.data();
      end = letter.data() + letter.size();
    }
  }
  run(state, texts, [&](std::size_t i) {
    for (const std::string_view stretch : stretches[i]) benchmark::DoNotOptimize(words.core(stretch));
  });
}

const bool registered = [] {
  using Row = std::pair<const char*, void (*)(benchmark::State&, const std::string&)>;
  std::vector<std::pair<std::string, std::string>> texts = {
      {"english", "en"}, {"short", "short"}, {"arabic", "ar"}, {"japanese", "ja"}};
  if (std::getenv("SAMESTORY_BENCH_TEXTS") != nullptr) texts.emplace_back("file", "file");
  for (const auto& [row, work] :
       {Row{"normalize", normalizing}, Row{"normalize_cased", normalizing_cased}, Row{"segment", segmenting},
        Row{"units", making_units}, Row{"sketch", sketching}, Row{"keys", making_keys}, Row{"guess_language", guessing},
        Row{"furniture", finding_furniture}}) {
    for (const auto& [name, language] : texts) {
      benchmark::RegisterBenchmark(
          (row + ('/' + name)).c_str(),
          [measure = work, texts_in = language](benchmark::State& state) { measure(state, texts_in); });
    }
  }
  for (const auto& [row, work] : {Row{"recurring_runs", finding_runs}, Row{"general_words", cutting_general_words}}) {
    for (const auto& [name, language] : {std::pair("chinese", "zh"), std::pair("japanese", "ja")}) {
      benchmark::RegisterBenchmark(
          (std::string(row) + '/' + name).c_str(),
          [measure = work, texts_in = std::string(language)](benchmark::State& state) { measure(state, texts_in); });
    }
  }
  return true;
}();

}  // namespace
}  // namespace samestory

BENCHMARK_MAIN();

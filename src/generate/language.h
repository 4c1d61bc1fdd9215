// What the generator knows of a language: its letters, its punctuation and the few real words that pages carry.
//
// A word is made of syllables (onset, nucleus, coda) from the inventories below, so it looks like its script but means
// nothing: no sentence of any newspaper can come out, and the archive may be given to anybody. Real are only words
// that programs look for: month names and date orders (CLDR 42), and the words that open a credit or a link line.
// Letters of Han are taken from U+4E00..U+9FA5, all assigned since Unicode 1.1.
//
// Nine languages in seven scripts: Latin (en, es), Cyrillic (ru), Greek (el), Arabic (ar), Devanagari (hi), Ethiopic
// (am), Han with Kana (ja) and Han alone (zh); the last two are written without spaces. A new language is one more
// entry of the table in language.cc.
// Test: tests/generate_test.cc.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace samestory {

// Lists in one string, separated by spaces; "-" stands for the empty string.
struct SyllableSet {
  std::string_view onsets;
  std::string_view nuclei;
  std::string_view codas;
};

enum class Spacing : std::uint8_t { kSpaced, kUnspaced };
enum class Casing : std::uint8_t { kCased, kUncased };

struct Language {
  std::string_view tag;  // BCP 47
  Spacing spacing = Spacing::kSpaced;
  Casing casing = Casing::kUncased;
  SyllableSet function_words;  // the most frequent words
  SyllableSet words;           // all others; an empty set of onsets means Han letters
  SyllableSet names;
  std::string_view endings;  // of content words; "-" for languages without
  std::string_view comma, stop, open_quote, close_quote;
  char32_t native_zero = '0';  // first of the ten digits that some of its outlets print
  std::array<std::string_view, 12> months;
  std::array<std::string_view, 12> other_months;  // a second calendar tradition in the same language, or the same again
  // Orders of a written date; {d} day, {m} month, {o} the other month name, {n} month as a number, {y} year.
  std::array<std::string_view, 3> dates;
  std::string_view by, source, read_more;  // open a byline, a credit line, a link line; the mark is part of them
};

// Throws Error{kUsage} for a tag that is not in the table; the message lists those that are.
const Language& find_language(std::string_view tag);

const std::vector<Language>& all_languages();

}  // namespace samestory

// Segmenting: the words of normalized text.
//
// Input: what normalize() gave, either letter case. Output: the units, in order: words of UAX 29 (Unicode 15, rules WB3
// to WB13b) that hold a letter or a digit, and every single letter of a script written without spaces (Han, Hiragana,
// Katakana, Thai, Lao, Khmer, Myanmar, Tai and Yi scripts) as a unit of its own, with the marks that follow it. No
// dictionary: dictionaries change between ICU releases and results would change with them.
//
// The rules run over a table of classes built once from ICU's properties; ICU's own rule-based iterator, a state
// machine with a dictionary behind it, is the twin in tests/segment_test.cc. Cost: one table look-up a code point, 16
// bytes a unit (bench/text_bench.cc).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace samestory {

enum class UnitKind : std::uint8_t {
  kWord,    // holds a letter
  kNumber,  // digits, with separators inside: "1,200.5"
  kPoint,   // one letter of a script written without spaces
};

struct Unit {
  std::uint32_t begin, end;  // bytes
  UnitKind kind;
  bool ends_sentence;  // a line break or a sentence's end mark follows before the next unit
  bool ends_line;      // a line break or the end of the text follows
};

std::vector<Unit> segment(std::string_view normalized);

// Calls with each code point of valid UTF-8 at `at`, and moves `at` behind it.
char32_t next_code_point(std::string_view utf8, std::size_t& at);

}  // namespace samestory

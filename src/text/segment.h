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

#include <cstddef>
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

// The code point of valid UTF-8 at `at`, which moves behind it. Every letter of the story passes goes through here.
inline char32_t next_code_point(std::string_view utf8, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(utf8[i])); };
  const char32_t lead = byte(at);
  if (lead < 0x80) return ++at, lead;
  const std::size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (at + size > utf8.size()) return at = utf8.size(), 0xFFFD;
  char32_t c = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) c = (c << 6) | (byte(at + i) & 0x3F);
  at += size;
  return c;
}

}  // namespace samestory

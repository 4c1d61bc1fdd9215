// Feeds any bytes to normalizing, segmenting and unit making, in both letter cases.
//
// Properties: normalized text is valid UTF-8 and a fixed point of normalize(); its lines and words are separated by
// exactly one '\n' or ' ', with none at an end; units are increasing, hold something, and lie at code point boundaries
// inside one line; the lines of a page lie in its text, in order; the spans of an article's units increase and the last
// ends where the units do.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "text/furniture.h"
#include "text/normalize.h"
#include "text/segment.h"
#include "text/units.h"

namespace {

using namespace samestory;

void require(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "violated: %s\n", property);
  std::abort();
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// By the arithmetic of the encoding, which none of the program's own readers of UTF-8 does.
bool is_valid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t size = lead < 0x80   ? 1
                             : lead < 0xC0 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF8 ? 4
                                           : 0;
    if (size == 0 || at + size > text.size()) return false;
    std::uint32_t code = size == 1 ? lead : lead & (0x7FU >> size);
    for (std::size_t i = 1; i < size; ++i) {
      if (!is_continuation(text[at + i])) return false;
      code = code << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    }
    constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < kLeast[size] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return false;
    at += size;
  }
  return true;
}

bool is_boundary(std::string_view text, std::size_t at) {
  return at <= text.size() && (at == text.size() || !is_continuation(text[at]));
}

bool has_clean_spacing(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\n'; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c != '\n' && static_cast<unsigned char>(c) < ' ') return false;
    if (is_space(c) && (i == 0 || i + 1 == text.size() || is_space(text[i + 1]))) return false;
  }
  return true;
}

void check_units(std::string_view text) {
  std::size_t end = 0;
  for (const Unit& unit : segment(text)) {
    require(unit.begin >= end && unit.begin < unit.end && unit.end <= text.size(),
            "units are increasing, not empty and inside the text");
    require(is_boundary(text, unit.begin) && is_boundary(text, unit.end), "units lie at code point boundaries");
    require(text.substr(unit.begin, unit.end - unit.begin).find('\n') == std::string_view::npos,
            "no unit runs across a line break");
    require(!unit.ends_line || unit.ends_sentence, "a line's end is a sentence's end");
    end = unit.end;
  }
}

void check_page(std::string_view raw) {
  const Page page = read_page(raw);
  require(page.folded == normalize(raw), "a page holds the folded text");
  std::size_t end = 0;
  for (const Line& line : page.lines) {
    require(line.begin >= end && line.begin <= line.end && line.end <= page.folded.size(),
            "lines are increasing and inside the text");
    end = line.end;
  }
  require(end_of_report(page.folded, page.lines) <= page.folded.size(), "the report ends inside the text");
  const Units units = to_units(page, 1);
  require(units.hashes.size() <= segment(page.folded).size(), "no unit is counted twice");
  require(units.span_ends.empty() == units.hashes.empty(), "there are spans if there are units");
  std::size_t span_end = 0;
  for (const std::uint32_t next : units.span_ends) {
    require(next > span_end, "span ends increase");
    span_end = next;
  }
  require(span_end == units.hashes.size(), "the last span ends with the last unit");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string raw(reinterpret_cast<const char*>(data), size);
  for (const Case letter_case : {Case::kFold, Case::kKeep}) {
    const std::string text = normalize(raw, letter_case);
    require(is_valid_utf8(text), "normalized text is valid UTF-8");
    require(has_clean_spacing(text), "lines and words are separated by one character");
    require(normalize(text, letter_case) == text, "normalizing is idempotent");
    check_units(text);
  }
  check_page(raw);
  check_page(join_hyphenated(raw));
  return 0;
}

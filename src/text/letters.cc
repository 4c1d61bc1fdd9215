#include "text/letters.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "text/segment.h"

namespace samestory {

bool is_capitalised(std::string_view word) {
  if (word.empty()) return false;
  if (static_cast<unsigned char>(word[0]) < 0x80) return word[0] >= 'A' && word[0] <= 'Z';
  std::size_t at = 0;
  const auto c = static_cast<UChar32>(next_code_point(word, at));
  return u_isUUppercase(c) || u_istitle(c);
}

bool has_case(std::string_view word) {
  if (word.empty()) return false;
  if (static_cast<unsigned char>(word[0]) < 0x80) {
    const char lower = static_cast<char>(word[0] | ('a' ^ 'A'));
    return lower >= 'a' && lower <= 'z';
  }
  std::size_t at = 0;
  const auto c = static_cast<UChar32>(next_code_point(word, at));
  return u_hasBinaryProperty(c, UCHAR_CASED);
}

bool is_space(char32_t c) { return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0; }

bool is_visible(char32_t c) {
  const std::int8_t category = u_charType(static_cast<UChar32>(c));
  return category != U_CONTROL_CHAR && category != U_FORMAT_CHAR && category != U_SURROGATE;
}

std::size_t count_code_points(std::string_view utf8) {
  std::size_t count = 0;
  for (const char c : utf8) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

std::string fold_in_place(std::string_view utf8) {
  std::string out(utf8);
  for (std::size_t at = 0; at < utf8.size();) {
    const std::size_t begin = at;
    if (static_cast<unsigned char>(utf8[at]) < 0x80) {
      const char letter = utf8[at];
      out[at++] = static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter ^ ('a' ^ 'A') : letter);
      continue;
    }
    const auto c = static_cast<UChar32>(next_code_point(utf8, at));
    if (c == 0x00DF) {  // "ß" folds to two letters of one byte each
      out[begin] = out[begin + 1] = 's';
      continue;
    }
    const auto folded = static_cast<std::uint32_t>(u_foldCase(c, U_FOLD_CASE_DEFAULT));
    unsigned char bytes[U8_MAX_LENGTH];
    std::size_t size = 0;
    U8_APPEND_UNSAFE(bytes, size, folded);
    if (size == at - begin) std::copy(bytes, bytes + size, out.begin() + static_cast<std::ptrdiff_t>(begin));
  }
  return out;
}

}  // namespace samestory

#include "text/letters.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>
#include <vector>

#include "text/segment.h"

namespace samestory {
namespace {

constexpr UChar32 kBasicPlane = 0x10000;  // code points; the rarer ones ask ICU each time

// What is asked of every word of the archive.
struct Letter {
  char16_t folded;  // itself if its folded form takes another number of bytes
  bool capital, cased;
};

Letter letter_of(UChar32 c) {
  const UChar32 folded = u_foldCase(c, U_FOLD_CASE_DEFAULT);
  return {static_cast<char16_t>(U8_LENGTH(folded) == U8_LENGTH(c) ? folded : c), u_isUUppercase(c) || u_istitle(c),
          u_hasBinaryProperty(c, UCHAR_CASED) != 0};
}

const std::vector<Letter>& basic_letters() {
  static const std::vector<Letter> letters = [] {
    std::vector<Letter> all;
    all.reserve(kBasicPlane);
    for (UChar32 c = 0; c < kBasicPlane; ++c) all.push_back(letter_of(c));
    return all;
  }();
  return letters;
}

Letter first_letter(std::string_view word) {
  std::size_t at = 0;
  const auto c = static_cast<UChar32>(next_code_point(word, at));
  return c < kBasicPlane ? basic_letters()[static_cast<std::size_t>(c)] : letter_of(c);
}

}  // namespace

bool is_capitalised(std::string_view word) { return !word.empty() && first_letter(word).capital; }

bool has_case(std::string_view word) { return !word.empty() && first_letter(word).cased; }

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
  for (char& letter : out) letter = static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter ^ ('a' ^ 'A') : letter);
  const std::vector<Letter>& letters = basic_letters();
  auto* const bytes = reinterpret_cast<unsigned char*>(out.data());
  for (std::size_t at = 0; at < utf8.size();) {
    if (static_cast<unsigned char>(utf8[at]) < 0x80) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    const auto c = static_cast<UChar32>(next_code_point(utf8, at));
    if (c == 0x00DF) {  // "ß" folds to two letters of one byte each
      out[begin] = out[begin + 1] = 's';
      continue;
    }
    const UChar32 folded =
        c < kBasicPlane ? UChar32{letters[static_cast<std::size_t>(c)].folded} : u_foldCase(c, U_FOLD_CASE_DEFAULT);
    if (static_cast<std::size_t>(U8_LENGTH(folded)) != at - begin) continue;
    std::size_t end = begin;
    U8_APPEND_UNSAFE(bytes, end, static_cast<std::uint32_t>(folded));
  }
  return out;
}

}  // namespace samestory

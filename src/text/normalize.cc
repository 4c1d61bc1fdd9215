#include "text/normalize.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace samestory {
namespace {

bool is_dropped_mark(UChar32 c) {
  return c == 0x0640 || (c >= 0x064B && c <= 0x065F) || c == 0x0670 || (c >= 0x0610 && c <= 0x061A) ||
         (c >= 0x06D6 && c <= 0x06DC) || (c >= 0x06DF && c <= 0x06E8) || (c >= 0x06EA && c <= 0x06ED) ||
         (c >= 0x0591 && c <= 0x05BD) || c == 0x05BF || c == 0x05C1 || c == 0x05C2 || c == 0x05C4 || c == 0x05C5 ||
         c == 0x05C7;
}

// What one code point of NFKC text becomes; 0 drops it.
UChar32 find_mapping(UChar32 c) {
  switch (c) {
    case 0x0622:
    case 0x0623:
    case 0x0625:
    case 0x0671:
      return 0x0627;  // alef forms
    case 0x0649:
    case 0x06CC:
      return 0x064A;  // yeh forms
    case 0x06A9:
      return 0x0643;  // kaf
    case 0x0629:
      return 0x0647;  // teh marbuta
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
      return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x00AB:
    case 0x00BB:
    case 0x2033:
    case 0x2039:
    case 0x203A:
      return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
      return '-';
    case '\r':
    case 0x0085:
    case 0x2028:
    case 0x2029:
      return '\n';
    case '\n':
      return '\n';
    default:
      break;
  }
  if (c < 0x80) return c < 0x20 || c == 0x7F ? ' ' : c;
  if (is_dropped_mark(c) || u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) return 0;
  const std::int8_t category = u_charType(c);
  if (category == U_DECIMAL_DIGIT_NUMBER) return '0' + u_charDigitValue(c);
  if (category == U_CONTROL_CHAR || category == U_SPACE_SEPARATOR) return ' ';
  if (category == U_FORMAT_CHAR) return 0;
  return c;
}

// ICU's property look-ups are the dearest part of the mapping, so the basic plane is asked once.
UChar32 map_code_point(UChar32 c) {
  constexpr UChar32 kTableSize = 0x10000;
  static const std::unique_ptr<const std::array<UChar32, kTableSize>> table = [] {
    auto made = std::make_unique<std::array<UChar32, kTableSize>>();
    for (UChar32 from = 0; from < kTableSize; ++from) (*made)[static_cast<std::size_t>(from)] = find_mapping(from);
    return made;
  }();
  return c < kTableSize ? (*table)[static_cast<std::size_t>(c)] : find_mapping(c);
}

const icu::Normalizer2& load_form(Case letter_case) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* form = letter_case == Case::kFold ? icu::Normalizer2::getNFKCCasefoldInstance(status)
                                                            : icu::Normalizer2::getNFKCInstance(status);
  assert(U_SUCCESS(status));  // the data of both forms is compiled into ICU
  return *form;
}

// Held by statics of our own: the thread sanitizer sees their initialization, but not the one inside ICU.
const icu::Normalizer2& normal_form(Case letter_case) {
  static const icu::Normalizer2& fold = load_form(Case::kFold);
  static const icu::Normalizer2& keep = load_form(Case::kKeep);
  return letter_case == Case::kFold ? fold : keep;
}

// Steps 1 to 4 for text that is not ASCII. Dropping a mark can bring two others together that compose, hence the loop;
// each further round shortens the text, and in practice there is none.
std::string normalize_code_points(std::string_view utf8, Case letter_case) {
  const icu::Normalizer2& form = normal_form(letter_case);
  icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
  for (;;) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString normal = form.normalize(text, status);
    assert(U_SUCCESS(status));
    icu::UnicodeString mapped;
    char16_t* out = mapped.getBuffer(normal.length());  // no mapping is longer than what it maps
    assert(out != nullptr);
    std::int32_t length = 0;
    for (std::int32_t i = 0; i < normal.length();) {
      const UChar32 c = normal.char32At(i);
      i += U16_LENGTH(c);
      const UChar32 to = map_code_point(c);
      if (to > 0xFFFF) {
        out[length++] = U16_LEAD(to);
        out[length++] = U16_TRAIL(to);
      } else if (to != 0) {
        out[length++] = static_cast<char16_t>(to);
      }
    }
    mapped.releaseBuffer(length);
    if (form.isNormalized(mapped, status)) {
      std::string result;
      result.reserve(utf8.size());
      mapped.toUTF8String(result);
      return result;
    }
    text = std::move(mapped);
  }
}

bool is_ascii(std::string_view bytes) {
  unsigned char all = 0;
  for (const char c : bytes) all |= static_cast<unsigned char>(c);
  return all < 0x80;
}

std::string normalize_ascii(std::string_view text, Case letter_case) {
  std::string out(text);
  for (char& c : out) {
    if (c == '\r')
      c = '\n';
    else if (c != '\n' && (c < 0x20 || c == 0x7F))
      c = ' ';
    else if (letter_case == Case::kFold && c >= 'A' && c <= 'Z')
      c = static_cast<char>(c + ('a' - 'A'));
  }
  return out;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_alphanumeric(char c) { return is_letter(c) || (c >= '0' && c <= '9'); }
bool is_space(char c) { return c == ' ' || c == '\n'; }

// Length of the markup remnant that starts at text[at], or 0. Every "<" before a letter goes, closed or not, and every
// "![" too: so no removal can turn what stays into markup, and normalizing stays idempotent.
std::size_t markup_length(std::string_view text, std::size_t at) {
  constexpr std::size_t kLongestTag = 300;    // bytes; longer ones are prose with a stray "<"
  constexpr std::size_t kLongestEntity = 32;  // bytes; the longest HTML 5 entity name has 31
  const std::string_view rest = text.substr(at);
  if (rest.size() < 2) return 0;
  if (rest[0] == '<' && (is_letter(rest[1]) || rest[1] == '/' || rest[1] == '!')) {
    const std::size_t close = rest.substr(0, kLongestTag).find_first_of(">\n");
    return close != std::string_view::npos && rest[close] == '>' ? close + 1 : 1;
  }
  if (rest[0] == '&') {
    std::size_t end = rest[1] == '#' ? 2 : 1;
    const std::size_t first = end;
    while (end < rest.size() && end < kLongestEntity && is_alphanumeric(rest[end])) ++end;
    return end > first && end < rest.size() && rest[end] == ';' ? end + 1 : 0;
  }
  if (rest[0] == '!' && rest[1] == '[') {
    const std::string_view line = rest.substr(0, std::min(kLongestTag, rest.find('\n')));
    const std::size_t middle = line.find("](");
    const std::size_t close = middle == std::string_view::npos ? middle : line.find(')', middle);
    return close == std::string_view::npos ? 2 : close + 1;
  }
  return 0;
}

// Length of the URL that starts at text[at], or 0: a scheme and "://", "www.", or a host name with a dot in it followed
// by "/"; the latter two only where an ASCII word starts. Writing without spaces puts "http" right behind a letter.
std::size_t url_length(std::string_view text, std::size_t at) {
  constexpr std::size_t kLongestHost = 253;  // bytes (RFC 1035, section 2.3.4)
  const std::string_view rest = text.substr(at);
  const bool word_starts = at == 0 || !(is_alphanumeric(text[at - 1]) || text[at - 1] == '.' || text[at - 1] == '-');
  if (!word_starts && rest.substr(0, 4) != "http") return 0;
  std::size_t end = 0;
  bool dot = false;
  while (end < rest.size() && end < kLongestHost &&
         (is_alphanumeric(rest[end]) || rest[end] == '.' || rest[end] == '-')) {
    dot = dot || (rest[end] == '.' && end > 0);
    ++end;
  }
  const bool scheme = rest.substr(end, 3) == "://" && end > 0;
  const bool www = end > 4 && (rest[0] == 'w' || rest[0] == 'W') && (rest[1] == 'w' || rest[1] == 'W') &&
                   (rest[2] == 'w' || rest[2] == 'W') && rest[3] == '.';
  const bool host = dot && end + 1 < rest.size() && rest[end] == '/' && is_letter(rest[end - 1]);
  if (!scheme && !(word_starts && (www || host))) return 0;
  const std::size_t stop = rest.find_first_of(" \n\"<>()[]{}|", end);
  return stop == std::string_view::npos ? rest.size() : stop;
}

// Steps 5 and 6.
std::string strip_and_fold_spaces(const std::string& text) {
  std::string out;
  out.reserve(text.size());
  char gap = '\n';  // what stands between the last kept byte and the next: '\n' wins over ' ', '\0' is nothing
  const auto keep = [&](char c) {
    if (gap != 0 && !out.empty()) out.push_back(gap);
    gap = 0;
    out.push_back(c);
  };
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (is_space(c)) {
      if (gap != '\n') gap = c;
      ++i;
      continue;
    }
    std::size_t skip = 0;
    if (c == '<' || c == '&' || c == '!') skip = markup_length(text, i);
    if (skip == 0 && is_alphanumeric(c)) skip = url_length(text, i);
    if (skip > 0) {
      if (gap == 0) gap = ' ';
      i += skip;
      continue;
    }
    keep(c);
    ++i;
  }
  return out;
}

}  // namespace

std::string normalize(std::string_view utf8, Case letter_case) {
  return strip_and_fold_spaces(is_ascii(utf8) ? normalize_ascii(utf8, letter_case)
                                              : normalize_code_points(utf8, letter_case));
}

}  // namespace samestory

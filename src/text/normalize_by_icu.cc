#include "text/normalize_by_icu.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "text/remnants.h"

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

const icu::Normalizer2& load_form(Case letter_case) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* form = letter_case == Case::kFold ? icu::Normalizer2::getNFKCCasefoldInstance(status)
                                                            : icu::Normalizer2::getNFKCInstance(status);
  assert(U_SUCCESS(status));  // the data of both forms is compiled into ICU
  return *form;
}

}  // namespace

// Held by statics of our own: the thread sanitizer sees their initialization, but not the one inside ICU.
const icu::Normalizer2& normal_form(Case letter_case) {
  static const icu::Normalizer2& fold = load_form(Case::kFold);
  static const icu::Normalizer2& keep = load_form(Case::kKeep);
  return letter_case == Case::kFold ? fold : keep;
}

// ICU's property look-ups are the dearest part of the mapping, so the basic plane is asked once.
std::int32_t map_code_point(std::int32_t c) {
  constexpr UChar32 kTableSize = 0x10000;
  static const std::unique_ptr<const std::array<UChar32, kTableSize>> table = [] {
    auto made = std::make_unique<std::array<UChar32, kTableSize>>();
    for (UChar32 from = 0; from < kTableSize; ++from) (*made)[static_cast<std::size_t>(from)] = find_mapping(from);
    return made;
  }();
  return c < kTableSize ? (*table)[static_cast<std::size_t>(c)] : find_mapping(c);
}

// Steps 1 to 4 for text that is not ASCII. Dropping a mark can bring two others together that compose, hence the loop;
// each further round shortens the text, and in practice there is none.
std::string map_by_icu(std::string_view utf8, Case letter_case) {
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

std::string normalize_by_icu(std::string_view utf8, Case letter_case) {
  return strip_remnants(map_by_icu(utf8, letter_case));
}

}  // namespace samestory

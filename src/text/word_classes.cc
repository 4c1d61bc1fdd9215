#include "text/word_classes.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <memory>

namespace samestory {
namespace {

bool is_unspaced_script(UScriptCode script) {
  switch (script) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
    case USCRIPT_TAI_LE:
    case USCRIPT_NEW_TAI_LUE:
    case USCRIPT_LANNA:
    case USCRIPT_TAI_VIET:
    case USCRIPT_YI:
      return true;
    default:
      return false;
  }
}

WordClass class_of(UChar32 c) {
  if (c == '\n') return WordClass::kLineEnd;
  if (c == '"') return WordClass::kDoubleQuote;
  if (c == '!' || c == '?' || c == 0x061F || c == 0x06D4 || c == 0x0964 || c == 0x3002 || c == 0x1362) {
    return WordClass::kSentenceEnd;
  }
  UErrorCode status = U_ZERO_ERROR;
  const auto word_break = u_getIntPropertyValue(c, UCHAR_WORD_BREAK);
  if (u_isalpha(c) && word_break != U_WB_EXTEND && is_unspaced_script(uscript_getScript(c, &status))) {
    return WordClass::kPoint;
  }
  switch (word_break) {
    case U_WB_ALETTER:
      return WordClass::kLetter;
    case U_WB_HEBREW_LETTER:
      return WordClass::kHebrew;
    case U_WB_KATAKANA:
      return WordClass::kPoint;
    case U_WB_NUMERIC:
      return WordClass::kDigit;
    case U_WB_EXTEND:
    case U_WB_FORMAT:
    case U_WB_ZWJ:
      return WordClass::kExtend;
    case U_WB_MIDLETTER:
      return c == ':' ? WordClass::kOther : WordClass::kMidLetter;  // as ICU: "Name:text" is two words
    case U_WB_MIDNUM:
      return WordClass::kMidNumber;
    case U_WB_MIDNUMLET:
    case U_WB_SINGLE_QUOTE:
      return WordClass::kMidBoth;
    case U_WB_EXTENDNUMLET:
      return WordClass::kConnector;
    default:
      return u_isalpha(c) ? WordClass::kLetter : WordClass::kOther;
  }
}

}  // namespace

const std::array<WordClass, kBasicPlane>& basic_word_classes() {
  static const std::unique_ptr<const std::array<WordClass, kBasicPlane>> classes = [] {
    auto made = std::make_unique<std::array<WordClass, kBasicPlane>>();
    for (std::size_t c = 0; c < kBasicPlane; ++c) (*made)[c] = class_of(static_cast<UChar32>(c));
    return made;
  }();
  return *classes;
}

const CodePointTable<WordClass>& word_class_table() {
  static const CodePointTable<WordClass> table({WordClass::kOther, WordClass::kRare, WordClass::kUnknown},
                                               [](std::uint32_t c) { return class_of(static_cast<UChar32>(c)); });
  return table;
}

WordClass word_class(char32_t c) {
  return c < kBasicPlane ? basic_word_classes()[c] : class_of(static_cast<UChar32>(c));
}

}  // namespace samestory

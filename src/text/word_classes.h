// Word classes: what each code point does to the words around it, by the rules of UAX 29 and those of this program for
// scripts written without spaces (text/segment.h).
//
// From ICU's properties (Unicode 15), kept in two tables: by code point for the code that walks a text, asked for all
// at the first call, and by UTF-8 bytes for the kernel that never decodes, asked for as text has them
// (text/code_point_table.h). Code points beyond the basic plane are asked for each time: tables of a million entries
// would push others out of the cache for a few emoji.
//
// Cost: 64 KiB and most of a millisecond at the first call, and the other table's few. Tested by tests/segment_test.cc
// and tests/units_test.cc, each against ICU's own word iterator or segment().
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "text/code_point_table.h"

namespace samestory {

enum class WordClass : std::uint8_t {
  kOther,
  kLetter,     // ALetter
  kPoint,      // letter of a script written without spaces
  kHebrew,     // Hebrew_Letter: a letter that a double quote joins to another (WB7b, WB7c)
  kDigit,      // Numeric
  kExtend,     // Extend, Format, ZWJ: belongs to what stands before (WB4)
  kMidLetter,  // joins two letters (WB6, WB7)
  kMidNumber,  // joins two digits (WB11, WB12)
  kMidBoth,    // MidNumLet, Single_Quote
  kDoubleQuote,
  kConnector,  // ExtendNumLet: "_" (WB13a, WB13b)
  kSentenceEnd,
  kLineEnd,
  kRare,     // only in the table of sequences: ask word_class()
  kUnknown,  // only inside that table
};

inline constexpr std::size_t kBasicPlane = 0x10000;  // code points; rarer ones ask ICU each time

WordClass word_class(char32_t c);

const std::array<WordClass, kBasicPlane>& basic_word_classes();  // by code point
const CodePointTable<WordClass>& word_class_table();             // by UTF-8 bytes

}  // namespace samestory

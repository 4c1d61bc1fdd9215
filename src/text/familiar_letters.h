// Familiar letters: those beyond ASCII that most text in Arabic, Cyrillic, Japanese and Chinese consists of, found
// sixteen bytes at a time.
//
// Normalizing leaves them as they are (text/foldings.h), and each has one word class: the letters of two bytes are
// words' letters, those of three are units of their own (text/word_classes.h). So the passes of text/fold.h and
// text/unit_places.h need to look up only what is left, which in such text is one code point in ten. Ranges were chosen
// by frequency and for few comparisons; a letter that is missing here costs a look-up and changes nothing.
//
// Bits of the masks stand for first bytes. A sequence of three bytes is judged by two or three of them, so whether the
// last is a continuation byte is left to the user, who checks UTF-8 anyway.
//
// Tested by tests/normalize_test.cc and tests/units_test.cc, which go through all code points.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "base/byte_blocks.h"

namespace samestory {

inline constexpr std::size_t kFamiliarAhead = 2;  // bytes that must be readable behind the block

inline std::uint64_t find_familiar_of_two(const char* block) {
  const auto byte = [](int value) { return static_cast<signed char>(value); };
  std::uint64_t mask = 0;
  for (std::size_t part = 0; part < kBlockBytes; part += sizeof(Bytes16)) {
    const Bytes16 lead = load_bytes(block + part), next = load_bytes(block + part + 1);
    const auto arabic =  // U+0626 to U+063A without teh marbuta; U+0641 to U+064A without alef maksura
        ((lead == byte(0xD8)) & (next >= byte(0xA6)) & (next <= byte(0xBA)) & (next != byte(0xA9))) |
        ((lead == byte(0xD9)) & (next >= byte(0x81)) & (next <= byte(0x8A)) & (next != byte(0x89)));
    const auto cyrillic =  // small letters, U+0430 to U+045F
        ((lead == byte(0xD0)) & (next >= byte(0xB0)) & (next <= byte(0xBF))) |
        ((lead == byte(0xD1)) & (next <= byte(0x9F)));
    mask |= pack_high_bits(std::bit_cast<Bytes16>(arabic | cyrillic)) << part;
  }
  return mask;
}

inline std::uint64_t find_familiar_of_three(const char* block) {
  const auto byte = [](int value) { return static_cast<signed char>(value); };
  std::uint64_t mask = 0;
  for (std::size_t part = 0; part < kBlockBytes; part += sizeof(Bytes16)) {
    const Bytes16 lead = load_bytes(block + part), next = load_bytes(block + part + 1);
    const Bytes16 last = load_bytes(block + part + 2);
    const auto han =  // U+4E00 to U+9F7F
        ((lead >= byte(0xE5)) & (lead <= byte(0xE8))) | ((lead == byte(0xE4)) & (next >= byte(0xB8))) |
        ((lead == byte(0xE9)) & (next <= byte(0xBD)));
    const auto kana =  // U+3041 to U+3096, U+30A1 to U+30FA, U+30FC
        ((next == byte(0x81)) & (last >= byte(0x81))) |
        ((next == byte(0x82)) & ((last <= byte(0x96)) | (last >= byte(0xA1)))) |
        ((next == byte(0x83)) & ((last <= byte(0xBA)) | (last == byte(0xBC))));
    mask |= pack_high_bits(std::bit_cast<Bytes16>(han | ((lead == byte(0xE3)) & kana))) << part;
  }
  return mask;
}

}  // namespace samestory

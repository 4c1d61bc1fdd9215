// Familiar letters: those beyond ASCII that most text in Arabic, Cyrillic, Japanese and Chinese consists of, found
// many at a time, and where code points beyond ASCII begin.
//
// Normalizing leaves them as they are (text/foldings.h), and each has one word class: the letters of two bytes are
// words' letters, those of three are units of their own (text/word_classes.h). So the passes of text/fold.h and
// text/unit_places.h need to look up only what is left, which in such text is one code point in ten. Ranges were chosen
// by frequency and for few comparisons; a letter that is missing here costs a look-up and changes nothing. Most of what
// is left of raw Arabic are five letters that fold to one other of two bytes; where a register holds a block, they are
// exchanged in it, too.
//
// Bits of the masks stand for first bytes. A sequence of three bytes is judged by two or three of them, so whether the
// last is a continuation byte is left to the user, who checks UTF-8 anyway.
//
// Two versions give the same masks: by vectors of 16 bytes, for any processor, and by AVX-512, where one comparison
// serves a block. With the second, finding the copies among 16 MB of Arabic news takes 88 ms of processor time in all,
// and 95 with the first.
//
// Tested by tests/familiar_letters_test.cc, the versions against each other, and by tests/normalize_test.cc and
// tests/units_test.cc, which go through all code points.
#pragma once

#ifdef __x86_64__
#include <immintrin.h>
#endif

#include <bit>
#include <cstddef>
#include <cstdint>

#include "base/byte_blocks.h"
#include "base/instruction_set.h"

namespace samestory {

inline constexpr std::size_t kFamiliarAhead = 2;  // bytes that must be readable behind the block

// Where code points beyond ASCII stand in a block.
struct HighBytes {
  std::uint64_t all = 0, continuation = 0;
  std::uint64_t three = 0, four = 0;  // first bytes of sequences of three or more, of four
};

// find_high() takes the mask of all bytes beyond ASCII. fold_arabic() exchanges letters in a folded block, and gives
// the mask of those that it did.
struct PortableLetters {
  static SAMESTORY_INLINE HighBytes find_high(const char* block, std::uint64_t all) {
    return {all, find_bytes(block, [](Bytes16 bytes) { return bytes < -64; }),
            find_bytes(block, [](Bytes16 bytes) { return (bytes < 0) & (bytes >= -32); }),
            find_bytes(block, [](Bytes16 bytes) { return (bytes < 0) & (bytes >= -16); })};
  }

  static SAMESTORY_INLINE std::uint64_t find_familiar_of_two(const char* block) {
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

  static SAMESTORY_INLINE std::uint64_t find_familiar_of_three(const char* block) {
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

  static SAMESTORY_INLINE std::uint64_t fold_arabic(const char* /*raw*/, char* /*folded*/) { return 0; }
};

#ifdef SAMESTORY_AVX512
// 64 bytes that are compared with one value. Signed, as those of the other version are.
class Avx512Bytes {
 public:
  SAMESTORY_AVX512 explicit Avx512Bytes(const char* from) : bytes_(_mm512_loadu_si512(from)) {}
  [[nodiscard]] SAMESTORY_AVX512 std::uint64_t are(int value) const {
    return _mm512_cmpeq_epi8_mask(bytes_, _mm512_set1_epi8(static_cast<char>(value)));
  }
  [[nodiscard]] SAMESTORY_AVX512 std::uint64_t least(int value) const {
    return _mm512_cmpge_epi8_mask(bytes_, _mm512_set1_epi8(static_cast<char>(value)));
  }
  [[nodiscard]] SAMESTORY_AVX512 std::uint64_t most(int value) const {
    return _mm512_cmple_epi8_mask(bytes_, _mm512_set1_epi8(static_cast<char>(value)));
  }

 private:
  __m512i bytes_;
};

struct Avx512Letters {
  SAMESTORY_AVX512 static HighBytes find_high(const char* block, std::uint64_t all) {
    const Avx512Bytes bytes(block);
    return {all, bytes.most(0xBF), bytes.least(0xE0) & all, bytes.least(0xF0) & all};
  }

  // The ranges stand above.
  SAMESTORY_AVX512 static std::uint64_t find_familiar_of_two(const char* block) {
    const Avx512Bytes lead(block), next(block + 1);
    return (lead.are(0xD8) & next.least(0xA6) & next.most(0xBA) & ~next.are(0xA9)) |
           (lead.are(0xD9) & next.least(0x81) & next.most(0x8A) & ~next.are(0x89)) |
           (lead.are(0xD0) & next.least(0xB0) & next.most(0xBF)) | (lead.are(0xD1) & next.most(0x9F));
  }

  SAMESTORY_AVX512 static std::uint64_t find_familiar_of_three(const char* block) {
    const Avx512Bytes lead(block), next(block + 1), last(block + 2);
    const std::uint64_t han =
        (lead.least(0xE5) & lead.most(0xE8)) | (lead.are(0xE4) & next.least(0xB8)) | (lead.are(0xE9) & next.most(0xBD));
    const std::uint64_t kana = (next.are(0x81) & last.least(0x81)) |
                               (next.are(0x82) & (last.most(0x96) | last.least(0xA1))) |
                               (next.are(0x83) & (last.most(0xBA) | last.are(0xBC)));
    return han | (lead.are(0xE3) & kana);
  }

  // Alef with madda or hamza becomes bare alef, teh marbuta heh, and alef maksura yeh. Others are
  // rare.
  SAMESTORY_AVX512 static std::uint64_t fold_arabic(const char* raw, char* folded) {
    const Avx512Bytes lead(raw), next(raw + 1);
    const std::uint64_t of_d8 = lead.are(0xD8);
    const std::uint64_t alef = of_d8 & (next.are(0xA2) | next.are(0xA3) | next.are(0xA5));
    const std::uint64_t teh = of_d8 & next.are(0xA9), maksura = lead.are(0xD9) & next.are(0x89);
    __m512i bytes = _mm512_loadu_si512(folded);
    bytes = _mm512_mask_mov_epi8(bytes, alef << 1, _mm512_set1_epi8(static_cast<char>(0xA7)));
    bytes = _mm512_mask_mov_epi8(bytes, teh, _mm512_set1_epi8(static_cast<char>(0xD9)));
    bytes = _mm512_mask_mov_epi8(bytes, teh << 1, _mm512_set1_epi8(static_cast<char>(0x87)));
    bytes = _mm512_mask_mov_epi8(bytes, maksura << 1, _mm512_set1_epi8(static_cast<char>(0x8A)));
    _mm512_storeu_si512(folded, bytes);
    return alef | teh | maksura;
  }
};
#endif

}  // namespace samestory

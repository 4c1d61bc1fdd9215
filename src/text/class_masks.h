// Class masks: what each byte of a block of 64 is to the words around it, one bit a byte and one mask a class.
//
// Input: 64 readable bytes of normalized text. Output: the masks of ASCII's classes, and one of the bytes beyond ASCII,
// whose classes a table tells (text/unit_places.cc); and back from a mask to places, as numbers.
//
// Nothing depends on what stands in the text: a block takes the same comparisons whatever its bytes are. Two versions
// give the same bits: by vectors of 16 bytes, for any processor, and by AVX-512, where a comparison of 64 bytes gives a
// mask at once. They are all of finding units that depends on the processor. What was rejected stands in
// text/unit_places.h.
//
// Cost: part of rows "units" of bench/text_bench.cc. Source: Langdale, Lemire 2019, Parsing gigabytes of JSON per
// second (VLDB Journal 28), section 3.1, for text as masks of its classes. Covered by tests/class_masks_test.cc against
// one byte after another.
#pragma once

#ifdef __x86_64__
#include <immintrin.h>
#endif

#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>

#include "base/byte_blocks.h"
#include "base/instruction_set.h"

namespace samestory {

// One bit a byte of a block; bits from `size` on are zero.
struct ClassMasks {
  std::size_t size = 1;  // a block that is not there reads as one byte of nothing
  std::uint64_t letters = 0, hebrew = 0, digits = 0, connectors = 0;
  std::uint64_t points = 0, point_begins = 0;  // all bytes; first bytes
  std::uint64_t letter_joiners = 0, digit_joiners = 0, quotes = 0;
  std::uint64_t stops = 0, blanks = 0;  // "."; what makes it end a sentence when it follows
  std::uint64_t sentence_ends = 0;      // marks that end one whatever follows, line breaks among them
  std::uint64_t continuation = 0, extends = 0;

  void cut(std::size_t to) {
    size = to;
    for (std::uint64_t* mask : {&letters, &hebrew, &digits, &connectors, &points, &point_begins, &letter_joiners,
                                &digit_joiners, &quotes, &stops, &blanks, &sentence_ends, &continuation, &extends})
      *mask &= low_bits(to);
  }
};

// What the instruction sets do each in their own way. read_ascii() fills the masks of ASCII, which must be empty, and
// gives that of the bytes beyond it; write_bits() writes the `count` places that a mask holds, counted from `at`, and
// anything behind them, less than a block of it.
struct PortableMasks {
  static SAMESTORY_INLINE std::uint64_t read_ascii(const char* block, ClassMasks& masks) {
    std::uint64_t high = 0;
    for (std::size_t part = 0; part < kBlockBytes; part += sizeof(Bytes16)) {
      const Bytes16 bytes = load_bytes(block + part);
      const auto pack = [part](auto found) { return pack_high_bits(std::bit_cast<Bytes16>(found)) << part; };
      const auto small = bytes | 0x20;
      const auto line = bytes == '\n', quote = bytes == '"', stop = bytes == '.';
      const auto both = stop | (bytes == '\'');
      masks.letters |= pack((small >= 'a') & (small <= 'z'));
      masks.digits |= pack((bytes >= '0') & (bytes <= '9'));
      masks.connectors |= pack(bytes == '_');
      masks.letter_joiners |= pack(both);
      masks.digit_joiners |= pack(both | (bytes == ',') | (bytes == ';'));
      masks.quotes |= pack(quote);
      masks.stops |= pack(stop);
      masks.blanks |= pack((bytes == ' ') | line | quote);
      masks.sentence_ends |= pack((bytes == '!') | (bytes == '?') | line);
      high |= pack(bytes);
    }
    return high;
  }

  // Eight at a time: how often the loop turns can then mostly be foreseen.
  static SAMESTORY_INLINE void write_bits(std::uint64_t mask, std::size_t count, std::uint32_t at, std::uint32_t* to) {
    constexpr std::size_t kAtOnce = 8;
    for (std::size_t done = 0; done < count; done += kAtOnce) {
      for (std::size_t i = 0; i < kAtOnce; ++i, mask &= mask - 1)
        to[done + i] = at + static_cast<std::uint32_t>(std::countr_zero(mask));
    }
  }
};

#ifdef SAMESTORY_AVX512
// A comparison of 64 bytes gives a mask at once, and a mask picks sixteen places out of a register.
struct Avx512Masks {
  SAMESTORY_AVX512 static std::uint64_t read_ascii(const char* block, ClassMasks& masks) {
    const __m512i bytes = _mm512_loadu_si512(block);
    const __m512i letter = _mm512_sub_epi8(_mm512_or_si512(bytes, _mm512_set1_epi8(0x20)), _mm512_set1_epi8('a'));
    const __m512i digit = _mm512_sub_epi8(bytes, _mm512_set1_epi8('0'));
    const std::uint64_t line = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n'));
    const std::uint64_t quote = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"'));
    const std::uint64_t stop = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('.'));
    const std::uint64_t both = stop | _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\''));
    masks.letters = _mm512_cmplt_epu8_mask(letter, _mm512_set1_epi8(26));
    masks.digits = _mm512_cmplt_epu8_mask(digit, _mm512_set1_epi8(10));
    masks.connectors = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('_'));
    masks.letter_joiners = both;
    masks.digit_joiners = both | _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(',')) |
                          _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(';'));
    masks.quotes = quote;
    masks.stops = stop;
    masks.blanks = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(' ')) | line | quote;
    masks.sentence_ends = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('!')) |
                          _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('?')) | line;
    return _mm512_movepi8_mask(bytes);
  }

  SAMESTORY_AVX512 static void write_bits(std::uint64_t mask, std::size_t /*count*/, std::uint32_t at,
                                          std::uint32_t* to) {
    constexpr int kLanes = 16;
    __m512i places = _mm512_add_epi32(_mm512_set1_epi32(static_cast<int>(at)),
                                      _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    for (std::size_t part = 0; part < kBlockBytes; part += kLanes) {
      const auto here = static_cast<__mmask16>(mask >> part);
      _mm512_storeu_si512(to, _mm512_maskz_compress_epi32(here, places));
      to += std::popcount(static_cast<std::uint32_t>(here));
      places = _mm512_add_epi32(places, _mm512_set1_epi32(kLanes));
    }
  }
};
#endif

}  // namespace samestory

// Fold blocks: 64 bytes of raw text written as if all of them were ASCII, with masks of what is to be done yet.
//
// Input: 64 readable bytes of raw UTF-8. Output: the block with case and control characters folded, one bit a byte that
// is white space or a line break, and the mask of the bytes that are not ASCII; of these more is asked only where there
// are some (text/familiar_letters.h). What follows from the masks is the same for all processors (text/fold.cc).
//
// Two versions give the same bits: by vectors of 16 bytes, for any processor, and by AVX-512, where a comparison of 64
// bytes gives a mask at once. With those of familiar letters they are all of folding that depends on the processor.
// Cost: part of row "normalize" of bench/text_bench.cc. Tested by tests/fold_blocks_test.cc against one byte after
// another.
#pragma once

#ifdef __x86_64__
#include <immintrin.h>
#endif

#include <bit>
#include <cstddef>
#include <cstdint>

#include "base/byte_blocks.h"
#include "base/instruction_set.h"
#include "text/familiar_letters.h"
#include "text/normalize.h"
#include "text/padded_text.h"

namespace samestory {

// A block of the raw text, and what becomes of it, place by place. Bits of a mask stand for its bytes.
struct FoldedBlock {
  alignas(64) char bytes[kBlockBytes + PaddedText::kPadding];  // behind the block: room for moving whole vectors
  std::size_t size = kBlockBytes;  // bytes that count; a code point that is cut off belongs to the next block
  std::uint64_t spaces = 0;        // white space; the bytes left over by a shorter form of it included
  std::uint64_t lines = 0;         // line breaks among it
  std::uint64_t gone = 0;          // bytes that leave nothing
  std::uint64_t longer = 0;        // first bytes of what more bytes replace
};

struct PortableBlocks : PortableLetters {
  template <Case kCase>
  static SAMESTORY_INLINE std::uint64_t fold_ascii(const char* raw, FoldedBlock& block) {
    constexpr signed char kCaseBit = 'a' ^ 'A';
    std::uint64_t high = 0;
    for (std::size_t part = 0; part < kBlockBytes; part += sizeof(Bytes16)) {
      Bytes16 bytes = load_bytes(raw + part);
      high |= pack_high_bits(bytes) << part;
      if constexpr (kCase == Case::kFold) bytes ^= std::bit_cast<Bytes16>((bytes >= 'A') & (bytes <= 'Z')) & kCaseBit;
      const auto line = std::bit_cast<Bytes16>((bytes == '\n') | (bytes == '\r'));
      const auto space = std::bit_cast<Bytes16>(((bytes >= 0) & (bytes <= ' ')) | (bytes == 0x7F));
      bytes = (bytes & ~space) | (space & ' ');
      bytes = (bytes & ~line) | (line & '\n');
      store_bytes(block.bytes + part, bytes);
      block.spaces |= pack_high_bits(space) << part;
      block.lines |= pack_high_bits(line) << part;
    }
    return high;
  }
};

#ifdef SAMESTORY_AVX512
struct Avx512Blocks : Avx512Letters {
  template <Case kCase>
  SAMESTORY_AVX512 static std::uint64_t fold_ascii(const char* raw, FoldedBlock& block) {
    __m512i bytes = _mm512_loadu_si512(raw);
    if constexpr (kCase == Case::kFold) {
      const __m512i capital = _mm512_sub_epi8(bytes, _mm512_set1_epi8('A'));
      bytes = _mm512_mask_add_epi8(bytes, _mm512_cmplt_epu8_mask(capital, _mm512_set1_epi8(26)), bytes,
                                   _mm512_set1_epi8('a' - 'A'));
    }
    block.lines =
        _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n')) | _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\r'));
    block.spaces =
        _mm512_cmple_epu8_mask(bytes, _mm512_set1_epi8(' ')) | _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(0x7F));
    const std::uint64_t high = _mm512_movepi8_mask(bytes);
    bytes = _mm512_mask_mov_epi8(bytes, block.spaces, _mm512_set1_epi8(' '));
    bytes = _mm512_mask_mov_epi8(bytes, block.lines, _mm512_set1_epi8('\n'));
    _mm512_store_si512(block.bytes, bytes);
    return high;
  }
};
#endif

}  // namespace samestory

// Blocks of 64 bytes as masks: one bit a byte, so that questions about text become arithmetic on 64-bit words.
//
// A test of a byte ("is it a letter?") is asked of 16 bytes at once by the vector types of GCC and Clang, and four
// answers are packed into one word, bit i for byte i. On x86-64 that is SSE2, which every such processor has; elsewhere
// a loop packs the same bits. Wider instructions behind a check of the processor serve where every byte of an archive
// passes (text/fold.h, text/remnants.h, text/unit_places.h); elsewhere the work once a code point and once a word
// bounds, not the masks.
//
// Bytes are signed here: those of UTF-8 beyond ASCII are negative. Tested by tests/base_test.cc.
#pragma once

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace samestory {

inline constexpr std::size_t kBlockBytes = 64;

using Bytes16 = signed char __attribute__((vector_size(16)));

inline Bytes16 load_bytes(const char* from) {
  Bytes16 bytes;
  std::memcpy(&bytes, from, sizeof(bytes));
  return bytes;
}

inline void store_bytes(char* to, Bytes16 bytes) { std::memcpy(to, &bytes, sizeof(bytes)); }

// Bit i is the highest bit of byte i.
inline std::uint64_t pack_high_bits(Bytes16 bytes) {
#ifdef __SSE2__
  return static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(std::bit_cast<__m128i>(bytes))));
#else
  std::uint64_t mask = 0;
  for (int i = 0; i < 16; ++i) mask |= static_cast<std::uint64_t>(bytes[i] < 0) << i;
  return mask;
#endif
}

// Bit i says whether test() holds for block[i]; test() takes 16 bytes and answers with a comparison of them.
template <class Test>
std::uint64_t find_bytes(const char* block, const Test& test) {
  std::uint64_t mask = 0;
  for (std::size_t part = 0; part < kBlockBytes; part += sizeof(Bytes16))
    mask |= pack_high_bits(std::bit_cast<Bytes16>(test(load_bytes(block + part)))) << part;
  return mask;
}

// The lowest `count` bits, 0 to 64 of them.
constexpr std::uint64_t low_bits(std::size_t count) { return count >= 64 ? ~0ULL : (1ULL << count) - 1; }

}  // namespace samestory

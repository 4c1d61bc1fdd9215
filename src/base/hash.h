// Hashing of bytes and of words of 64 bits.
//
// Bytes go through XXH3 (Yann Collet, xxHash 0.8), which passes SMHasher and is seeded, so that nobody can prepare
// colliding words without knowing the seed. Integers go through mix(), the finalizer of SplitMix64 (Steele, Lea,
// Flood 2014, OOPSLA, figure 16): a bijection of 64-bit words with full avalanche.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

namespace samestory {

// XXH3 of the bytes; pinned by tests/base_test.cc, since sketches would change with it.
std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed);

constexpr std::uint64_t mix(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

// Order matters: combine(combine(s, a), b) differs from combine(combine(s, b), a).
constexpr std::uint64_t combine(std::uint64_t state, std::uint64_t value) { return mix(state ^ mix(value)); }

// Multiplier of polynomials over random words: odd, so that no word is shifted out; bits of the golden ratio.
inline constexpr std::uint64_t kPolynomialMultiplier = 0x9E3779B97F4A7C15ULL;

// The polynomial of `state` and the values of the words behind it, modulo 2^64, the first of the highest degree. Enough
// to tell sequences apart where the words are random already, as unit hashes are. Four words wait for one
// multiplication.
template <class Value = std::identity>
std::uint64_t polynomial(std::uint64_t state, std::span<const std::uint64_t> words, const Value& value = {}) {
  constexpr std::uint64_t kSquare = kPolynomialMultiplier * kPolynomialMultiplier;
  std::size_t i = 0;
  for (; i + 4 <= words.size(); i += 4) {
    const std::uint64_t left = value(words[i]) * kPolynomialMultiplier + value(words[i + 1]);
    const std::uint64_t right = value(words[i + 2]) * kPolynomialMultiplier + value(words[i + 3]);
    state = state * (kSquare * kSquare) + (left * kSquare + right);
  }
  for (; i < words.size(); ++i) state = state * kPolynomialMultiplier + value(words[i]);
  return state;
}

}  // namespace samestory

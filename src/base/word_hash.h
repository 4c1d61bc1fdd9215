// Hashing of words: the hottest hash of the program, once a word of every article.
//
// Input: the bytes of a word, of any number, and a key made from a seed. Output: 64 bits. Sixteen bytes at a time are
// read as two integers, each is mixed with a secret of the key, and the two are multiplied into 128 bits whose halves
// are folded together; the last part is padded with zeros, and the length goes into it so that the padding is not taken
// for text. A second fold spreads what the first left uneven: with one factor constant, as in words of up to eight
// bytes, its high bits depend on few bits of the word. Words of up to 16 bytes, nearly all of them, thus cost two loads
// and two multiplications without a branch.
//
// XXH3 (base/hash.h), which hashes everything else, was rejected here: it chooses among four ways by the length, and
// word lengths are as good as random to the branch predictor, so that each word costs a missed branch beside the call.
// A polynomial over the bytes costs a multiplication a byte, one after the other.
//
// Flooding: who knows the key can construct words of one hash, for instance by making a factor zero; both factors are
// therefore mixed with secrets of 64 bits that come from the seed, and an archive that must withstand an author of
// colliding words takes a seed of its own.
//
// The idea of multiplying two mixed loads and folding the product is Wang Yi's (wyhash, 2019). The same on every
// processor of little-endian order. Pinned by tests/base_test.cc, since sketches would change with it; spread and
// collisions are tested there as well.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/hash.h"

namespace samestory {

static_assert(std::endian::native == std::endian::little, "hashes are defined by little-endian loads");

class WordHash {
 public:
  explicit constexpr WordHash(std::uint64_t seed)
      : first_(mix(seed ^ 0x776F726473206F6EULL)), second_(mix(first_)), third_(mix(second_) | 1) {}

  // Reads up to 16 bytes behind the word's start whatever its length: they must be readable.
  [[nodiscard]] std::uint64_t of_padded(const char* word, std::size_t size) const {
    std::uint64_t state = 0;
    std::size_t left = size;
    for (; left > 16; left -= 16, word += 16) state = fold(load(word) ^ first_ ^ state, load(word + 8) ^ second_);
    const Masks& masks = kMasks[left];
    return finish(state, load(word) & masks.low, load(word + 8) & masks.high, size);
  }

  // The same of bytes with nothing readable behind them.
  [[nodiscard]] std::uint64_t operator()(std::string_view word) const {
    std::uint64_t state = 0;
    const char* at = word.data();
    std::size_t left = word.size();
    for (; left > 16; left -= 16, at += 16) state = fold(load(at) ^ first_ ^ state, load(at + 8) ^ second_);
    std::array<char, 16> last{};
    std::memcpy(last.data(), at, left);
    return finish(state, load(last.data()), load(last.data() + 8), word.size());
  }

 private:
  struct Masks {
    std::uint64_t low, high;
  };
  static constexpr std::array<Masks, 17> kMasks = [] {  // by the number of bytes that count
    std::array<Masks, 17> made{};
    for (std::size_t size = 0; size <= 16; ++size) {
      made[size].low = size >= 8 ? ~0ULL : (1ULL << (8 * size)) - 1;
      made[size].high = size <= 8 ? 0 : size == 16 ? ~0ULL : (1ULL << (8 * (size - 8))) - 1;
    }
    return made;
  }();

  static std::uint64_t load(const char* from) {
    std::uint64_t value;
    std::memcpy(&value, from, sizeof(value));
    return value;
  }

  static std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
    __extension__ using Product = unsigned __int128;  // -Wpedantic knows no 128-bit integers
    const Product product = static_cast<Product>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
  }

  [[nodiscard]] std::uint64_t finish(std::uint64_t state, std::uint64_t low, std::uint64_t high,
                                     std::size_t size) const {
    return fold(fold(low ^ first_ ^ state, high ^ second_ ^ (size << 56)) ^ first_, third_);
  }

  std::uint64_t first_, second_, third_;
};

}  // namespace samestory

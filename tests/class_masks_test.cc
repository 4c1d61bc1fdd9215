// Class masks against the bytes that they stand for, for each instruction set that this processor has.
#include "text/class_masks.h"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/instruction_set.h"

using samestory::best_instruction_set;
using samestory::ClassMasks;
using samestory::InstructionSet;
using samestory::kBlockBytes;
using samestory::mix;
using samestory::PortableMasks;

namespace {

bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

void check_masks(const std::string& block, const ClassMasks& masks, std::uint64_t beyond) {
  for (std::size_t i = 0; i < kBlockBytes; ++i) {
    const char c = block[i];
    CAPTURE(i);
    CAPTURE(static_cast<int>(c));
    const auto has = [i](std::uint64_t mask) { return (mask >> i & 1) != 0; };
    CHECK(has(masks.letters) == ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')));
    CHECK(has(masks.digits) == (c >= '0' && c <= '9'));
    CHECK(has(masks.connectors) == (c == '_'));
    CHECK(has(masks.letter_joiners) == is_one_of(c, ".'"));
    CHECK(has(masks.digit_joiners) == is_one_of(c, ".',;"));
    CHECK(has(masks.quotes) == (c == '"'));
    CHECK(has(masks.stops) == (c == '.'));
    CHECK(has(masks.blanks) == is_one_of(c, " \n\""));
    CHECK(has(masks.sentence_ends) == is_one_of(c, "!?\n"));
    CHECK(has(beyond) == (static_cast<unsigned char>(c) >= 0x80));
  }
}

// All 256 bytes, each in the place that `turn` gives it.
std::vector<std::string> blocks_of_all_bytes(std::size_t turn) {
  std::vector<std::string> blocks(256 / kBlockBytes, std::string(kBlockBytes, ' '));
  for (std::size_t byte = 0; byte < 256; ++byte) {
    const std::size_t place = (byte + turn) % 256;
    blocks[place / kBlockBytes][place % kBlockBytes] = static_cast<char>(byte);
  }
  return blocks;
}

std::vector<std::uint32_t> places_by_bits(std::uint64_t mask, std::uint32_t at) {
  std::vector<std::uint32_t> places;
  for (std::uint32_t i = 0; i < 64; ++i) {
    if ((mask >> i & 1) != 0) places.push_back(at + i);
  }
  return places;
}

template <class Version>
void check_version() {
  for (const std::size_t turn : {0U, 1U, 17U, 63U}) {
    CAPTURE(turn);
    for (const std::string& block : blocks_of_all_bytes(turn)) {
      ClassMasks masks;
      const std::uint64_t beyond = Version::read_ascii(block.data(), masks);
      check_masks(block, masks, beyond);
    }
  }
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    // No bit, all bits, few bits and many.
    const std::uint64_t mask = seed == 0   ? 0
                               : seed == 1 ? ~std::uint64_t{0}
                               : seed % 2  ? mix(seed) & mix(seed + 1000) & mix(seed + 2000)
                                           : mix(seed) | mix(seed + 1000);
    const std::vector<std::uint32_t> expected = places_by_bits(mask, 1000);
    std::array<std::uint32_t, 2 * kBlockBytes> written{};
    Version::write_bits(mask, expected.size(), 1000, written.data());
    CHECK(std::vector<std::uint32_t>(written.data(), written.data() + expected.size()) == expected);
  }
}

}  // namespace

TEST_CASE("the masks of a block say what its bytes are, and a mask becomes the places of its bits"){
    SUBCASE("in vectors of 16 bytes"){check_version<PortableMasks>();
}
#ifdef SAMESTORY_AVX512
SUBCASE("with AVX-512, where there is one") {
  if (best_instruction_set() == InstructionSet::kAvx512) check_version<samestory::Avx512Masks>();
}
#endif
}

TEST_CASE("what is cut off a block is of no class") {
  ClassMasks masks;
  const std::string block(kBlockBytes, 'a');
  PortableMasks::read_ascii(block.data(), masks);
  masks.points = ~std::uint64_t{0};
  masks.cut(10);
  CHECK(masks.size == 10);
  CHECK(masks.letters == 0x3FF);
  CHECK(masks.points == 0x3FF);
}

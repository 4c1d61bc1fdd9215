// Familiar letters against the code points that a block holds, for each instruction set that this processor has.
#include "text/familiar_letters.h"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/hash.h"
#include "base/instruction_set.h"
#include "text/normalize.h"
#include "troublesome.h"

using samestory::best_instruction_set;
using samestory::HighBytes;
using samestory::InstructionSet;
using samestory::kBlockBytes;
using samestory::kFamiliarAhead;
using samestory::low_bits;
using samestory::mix;
using samestory::normalize;
using samestory::PortableLetters;
namespace reference = samestory::reference;

namespace {

// Bytes of any value, mostly those of the scripts that are looked for; what a block needs, and what is read behind it.
std::string random_block(std::uint64_t seed) {
  const std::string frequent = "\xD0\xD1\xD8\xD9\xE3\xE4\xE9\x81\x82\x83\x89\xA1\xA9\xBC ";
  std::string block;
  for (std::size_t i = 0; i < kBlockBytes + kFamiliarAhead; ++i) {
    const std::uint64_t drawn = mix(seed * 1000 + i);
    block.push_back(drawn % 3 == 0 ? static_cast<char>(drawn >> 8) : frequent[(drawn >> 8) % frequent.size()]);
  }
  return block;
}

// A block of one code point again and again, cut off at its end.
std::string block_of(std::uint32_t code_point) {
  const std::string letter = reference::to_utf8(code_point);
  std::string block;
  while (block.size() < kBlockBytes + kFamiliarAhead) block += letter;
  block.resize(kBlockBytes + kFamiliarAhead);
  return block;
}

std::uint64_t beyond_ascii(const std::string& block) {
  std::uint64_t mask = 0;
  for (std::size_t i = 0; i < kBlockBytes; ++i) {
    if (static_cast<unsigned char>(block[i]) >= 0x80) mask |= std::uint64_t{1} << i;
  }
  return mask;
}

template <class Version>
void check_high(const std::string& block) {
  const HighBytes high = Version::find_high(block.data(), beyond_ascii(block));
  for (std::size_t i = 0; i < kBlockBytes; ++i) {
    CAPTURE(i);
    const auto byte = static_cast<unsigned char>(block[i]);
    const auto has = [i](std::uint64_t mask) { return (mask >> i & 1) != 0; };
    CHECK(has(high.all) == (byte >= 0x80));
    CHECK(has(high.continuation) == (byte >= 0x80 && byte < 0xC0));
    CHECK(has(high.three) == (byte >= 0xE0));
    CHECK(has(high.four) == (byte >= 0xF0));
  }
}

}  // namespace

TEST_CASE("what is familiar stays as it is when text is normalized") {
  std::size_t familiar = 0;
  for (std::uint32_t c = 0x80; c < 0x10000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    const std::string block = block_of(c);
    const std::uint64_t found = c < 0x800 ? PortableLetters::find_familiar_of_two(block.data())
                                          : PortableLetters::find_familiar_of_three(block.data());
    if ((found & 1) == 0) continue;
    CAPTURE(c);
    const std::string letter = reference::to_utf8(c);
    CHECK(normalize(letter) == letter);
    ++familiar;
  }
  CHECK(familiar > 20000);  // most of Han
}

TEST_CASE("the bytes of code points beyond ASCII are told apart") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    check_high<PortableLetters>(random_block(seed));
#ifdef SAMESTORY_AVX512
    if (best_instruction_set() == InstructionSet::kAvx512) check_high<samestory::Avx512Letters>(random_block(seed));
#endif
  }
}

#ifdef SAMESTORY_AVX512
TEST_CASE("both versions find the same familiar letters") {
  if (best_instruction_set() != InstructionSet::kAvx512) return;
  for (std::uint64_t seed = 0; seed < 20000; ++seed) {
    CAPTURE(seed);
    const std::string block = random_block(seed);
    REQUIRE(samestory::Avx512Letters::find_familiar_of_two(block.data()) ==
            PortableLetters::find_familiar_of_two(block.data()));
    REQUIRE(samestory::Avx512Letters::find_familiar_of_three(block.data()) ==
            PortableLetters::find_familiar_of_three(block.data()));
  }
}

TEST_CASE("letters that are exchanged in a block become what normalizing makes of them, and no other changes") {
  if (best_instruction_set() != InstructionSet::kAvx512) return;
  std::size_t exchanged = 0;
  for (std::uint32_t c = 0x80; c < 0x800; ++c) {
    CAPTURE(c);
    const std::string block = block_of(c);
    std::string folded = block;
    const std::uint64_t mask = samestory::Avx512Letters::fold_arabic(block.data(), folded.data());
    if (mask == 0) {
      CHECK(folded == block);
      continue;
    }
    ++exchanged;
    CHECK(mask == (beyond_ascii(block) & 0x5555555555555555ULL));
    const std::string letter = normalize(reference::to_utf8(c));
    REQUIRE(letter.size() == 2);
    for (std::size_t i = 0; i < kBlockBytes; i += 2) CHECK(folded.substr(i, 2) == letter);
  }
  CHECK(exchanged == 5);
}
#endif

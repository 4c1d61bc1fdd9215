// Folded blocks against one byte after another, for each instruction set that this processor has.
#include "text/fold_blocks.h"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/instruction_set.h"

using samestory::Case;
using samestory::FoldedBlock;
using samestory::InstructionSet;
using samestory::is_available;
using samestory::kBlockBytes;
using samestory::mix;
using samestory::PortableBlocks;

namespace {

struct Outcome {
  FoldedBlock block;
  std::uint64_t high = 0;
};

template <class Version, Case kCase>
Outcome fold_by(const std::string& raw) {
  Outcome outcome;
  outcome.high = Version::template fold_ascii<kCase>(raw.data(), outcome.block);
  return outcome;
}

#ifdef SAMESTORY_AVX512
template <Case kCase>
SAMESTORY_AVX512 Outcome fold_by_avx512(const std::string& raw) {
  return fold_by<samestory::Avx512Blocks, kCase>(raw);
}
#endif

char folded(char c, Case letter_case) {
  if (c == '\n' || c == '\r') return '\n';
  if ((c >= 0 && c <= ' ') || c == 0x7F) return ' ';
  return letter_case == Case::kFold && c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

void check_outcome(const std::string& raw, const Outcome& outcome, Case letter_case) {
  for (std::size_t i = 0; i < kBlockBytes; ++i) {
    const char c = raw[i];
    CAPTURE(i);
    CAPTURE(static_cast<int>(c));
    const auto has = [i](std::uint64_t mask) { return (mask >> i & 1) != 0; };
    const char expected = folded(c, letter_case);
    CHECK(outcome.block.bytes[i] == expected);
    CHECK(has(outcome.block.spaces) == (expected == ' ' || expected == '\n'));
    CHECK(has(outcome.block.lines) == (expected == '\n'));
    CHECK(has(outcome.high) == (static_cast<unsigned char>(c) >= 0x80));
  }
}

template <Case kCase>
void check_all_paths(const std::string& raw) {
  check_outcome(raw, fold_by<PortableBlocks, kCase>(raw), kCase);
#ifdef SAMESTORY_AVX512
  if (is_available(InstructionSet::kAvx512)) check_outcome(raw, fold_by_avx512<kCase>(raw), kCase);
#endif
}

}  // namespace

TEST_CASE("every byte at every place of a block is folded and told as its value says") {
  for (std::size_t turn = 0; turn < kBlockBytes; ++turn) {
    std::vector<std::string> blocks(256 / kBlockBytes, std::string(kBlockBytes, ' '));
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::size_t place = (byte + turn) % 256;
      blocks[place / kBlockBytes][place % kBlockBytes] = static_cast<char>(byte);
    }
    for (const std::string& raw : blocks) {
      check_all_paths<Case::kFold>(raw);
      check_all_paths<Case::kKeep>(raw);
    }
  }
}

TEST_CASE("blocks of random bytes are folded as byte after byte is") {
  constexpr std::uint64_t kSeed = 41;
  CAPTURE(kSeed);
  for (std::uint64_t block = 0; block < 200; ++block) {
    std::string raw(kBlockBytes, ' ');
    for (std::size_t i = 0; i < kBlockBytes; ++i) raw[i] = static_cast<char>(mix(kSeed + 1000 * block + i) >> 56);
    check_all_paths<Case::kFold>(raw);
    check_all_paths<Case::kKeep>(raw);
  }
}

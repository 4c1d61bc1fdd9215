// The table of code points against the function that it is filled from.
#include "text/code_point_table.h"

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/hash.h"
#include "base/parallel.h"
#include "troublesome.h"

using samestory::CodePointTable;
using samestory::mix;

namespace {

constexpr std::uint32_t kBroken = 1, kRare = 2, kUnknown = 3;

std::array<std::atomic<int>, 0x110000> asked;

// Han shares one value; pages that differ from all others stand beside pages that do not.
std::uint32_t value_of(std::uint32_t c) {
  ++asked[c];
  const bool han = c >= 0x4E00 && c < 0xA000;
  return han ? 10 : 10 + static_cast<std::uint32_t>(mix(c)) % 1000;
}

std::uint32_t expected(std::uint32_t c) {
  if (c >= 0xD800 && c < 0xE000) return kBroken;
  if (c >= 0x10000 && (c < 0x1F000 || c >= 0x1FC00)) return kRare;
  return c >= 0x4E00 && c < 0xA000 ? 10 : 10 + static_cast<std::uint32_t>(mix(c)) % 1000;
}

// Heap: a table is larger than a stack frame should be.
std::unique_ptr<CodePointTable<std::uint32_t>> make_table() {
  for (std::atomic<int>& times : asked) times = 0;
  return std::make_unique<CodePointTable<std::uint32_t>>(
      CodePointTable<std::uint32_t>::Special{kBroken, kRare, kUnknown}, value_of);
}

std::uint32_t look_up(const CodePointTable<std::uint32_t>& table, std::uint32_t c) {
  // Surrogates as three bytes, which UTF-8 forbids and bytes may hold.
  const std::string utf8 = c < 0xD800 || c >= 0xE000
                               ? samestory::reference::to_utf8(c)
                               : std::string{static_cast<char>(0xED), static_cast<char>(0x80 | (c >> 6 & 0x3F)),
                                             static_cast<char>(0x80 | (c & 0x3F))};
  return table.of(reinterpret_cast<const unsigned char*>(utf8.data()), utf8.size());
}

}  // namespace

TEST_CASE("nothing is asked for before it is looked up, and nothing twice") {
  const auto table = make_table();
  for (const std::atomic<int>& times : asked) REQUIRE(times == 0);
  for (int round = 0; round < 2; ++round) {
    for (const std::uint32_t c : {0xE9U, 0x627U, 0x20ACU, 0x1F600U}) CHECK(look_up(*table, c) == expected(c));
  }
  std::size_t known = 0;
  for (const std::atomic<int>& times : asked) {
    REQUIRE(times <= 1);
    known += static_cast<std::size_t>(times);
  }
  CHECK(known == 3 * 64 + 1);
}

TEST_CASE("every code point beyond ASCII has its value, whichever thread asks first") {
  const samestory::ThreadLimit threads(8);
  const auto table = make_table();
  std::atomic<int> wrong{0};
  // Each code point is looked up by several bodies, in orders that differ.
  samestory::for_each_index(
      8 * (0x110000 - 0x80),
      [&](std::size_t i) {
        const auto c = static_cast<std::uint32_t>(0x80 + mix(i) % (0x110000 - 0x80));
        if (look_up(*table, c) != expected(c)) ++wrong;
      },
      1000);
  CHECK(wrong == 0);
  for (std::uint32_t c = 0x80; c < 0x110000; ++c) {
    CAPTURE(c);
    REQUIRE(look_up(*table, c) == expected(c));
  }
}

TEST_CASE("what is no UTF-8 is broken") {
  const auto table = make_table();
  for (const std::string& bytes : {std::string("\xC0\x80"), std::string("\xC1\xBF"), std::string("\xE0\x80\x80"),
                                   std::string("\xE0\x9F\xBF"), std::string("\xED\xA0\x80")}) {
    CAPTURE(bytes);
    CHECK(table->of(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()) == kBroken);
  }
}

#include "base/huge_pages.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

using samestory::HugePages;
using samestory::HugeVector;

namespace {

constexpr std::size_t kPage = std::size_t{2} << 20;

bool begins_with_a_page(const void* begin) { return reinterpret_cast<std::uintptr_t>(begin) % kPage == 0; }

}  // namespace

TEST_CASE("what is a page or more begins with one and holds all its bytes, what is less need not") {
  struct Case {
    std::string name;
    std::size_t bytes;
    bool is_large;
  };
  for (const Case& c :
       {Case{"one byte", 1, false}, Case{"a byte less than a page", kPage - 1, false}, Case{"a page", kPage, true},
        Case{"a byte more than a page", kPage + 1, true}, Case{"a byte less than two pages", 2 * kPage - 1, true},
        Case{"two pages", 2 * kPage, true}, Case{"a byte more than two pages", 2 * kPage + 1, true}}) {
    CAPTURE(c.name);
    // Several at once: a block that is no page's begin by chance would be told from one that must be.
    std::vector<std::uint8_t*> blocks;
    for (int i = 0; i < 4; ++i) blocks.push_back(HugePages<std::uint8_t>().allocate(c.bytes));
    std::size_t at_pages = 0;
    for (std::uint8_t* block : blocks) {
      at_pages += begins_with_a_page(block);
      block[0] = 1;
      block[c.bytes - 1] = 2;  // the last page may be a part of one, to which no advice was given
      CHECK(block[c.bytes - 1] == 2);
    }
    CHECK((at_pages == blocks.size()) == c.is_large);
    for (std::uint8_t* block : blocks) HugePages<std::uint8_t>().deallocate(block, c.bytes);
  }
}

TEST_CASE("a vector that grows over the end of a page keeps its values and then begins with a page") {
  constexpr std::size_t kNumbers = kPage / sizeof(std::uint32_t);
  for (const std::size_t before : {kNumbers - 1, kNumbers, 2 * kNumbers}) {
    CAPTURE(before);
    HugeVector<std::uint32_t> numbers(before);
    std::iota(numbers.begin(), numbers.end(), 0U);
    numbers.shrink_to_fit();
    numbers.push_back(static_cast<std::uint32_t>(before));
    CHECK(begins_with_a_page(numbers.data()));
    std::vector<std::uint32_t> expected(before + 1);
    std::iota(expected.begin(), expected.end(), 0U);
    CHECK(std::equal(numbers.begin(), numbers.end(), expected.begin(), expected.end()));
  }
}

TEST_CASE("a vector of huge pages moves, shrinks and compares as any other") {
  HugeVector<std::uint32_t> numbers;
  for (std::uint32_t i = 0; i < 3'000'000; ++i) numbers.push_back(i);
  CHECK(begins_with_a_page(numbers.data()));
  HugeVector<std::uint32_t> moved = std::move(numbers);
  moved.resize(2'000'000);
  moved.shrink_to_fit();
  CHECK(std::accumulate(moved.begin(), moved.end(), std::uint64_t{0}) == std::uint64_t{1'999'999} * 1'000'000);
  moved.resize(10);
  moved.shrink_to_fit();  // to the ordinary heap
  CHECK(std::accumulate(moved.begin(), moved.end(), std::uint64_t{0}) == 45);
  CHECK(HugeVector<std::uint8_t>(3, 7) == HugeVector<std::uint8_t>{7, 7, 7});
}

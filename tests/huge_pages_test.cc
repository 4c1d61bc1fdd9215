#include "base/huge_pages.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

using samestory::HugeVector;

TEST_CASE("a vector of huge pages grows as any other, and what is large begins with a page") {
  constexpr std::size_t kPage = std::size_t{2} << 20;
  HugeVector<std::uint32_t> numbers;
  for (std::uint32_t i = 0; i < 3'000'000; ++i) numbers.push_back(i);
  CHECK(reinterpret_cast<std::uintptr_t>(numbers.data()) % kPage == 0);
  HugeVector<std::uint32_t> moved = std::move(numbers);
  moved.resize(2'000'000);
  moved.shrink_to_fit();
  CHECK(std::accumulate(moved.begin(), moved.end(), std::uint64_t{0}) == std::uint64_t{1'999'999} * 1'000'000);
  CHECK(HugeVector<std::uint8_t>(3, 7) == HugeVector<std::uint8_t>{7, 7, 7});
}

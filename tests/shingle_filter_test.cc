#include "copies/shingle_filter.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <vector>

#include "reference.h"

namespace samestory {
namespace {

using reference::Random;

// Sorted and distinct, as the shingles of a text are.
std::vector<std::uint64_t> random_shingles(Random& random, std::size_t count, std::size_t vocabulary) {
  std::vector<std::uint64_t> shingles(count);
  for (std::uint64_t& shingle : shingles) shingle = mix(random.below(vocabulary));
  std::sort(shingles.begin(), shingles.end());
  shingles.erase(std::unique(shingles.begin(), shingles.end()), shingles.end());
  return shingles;
}

std::size_t count_by_definition(const std::vector<std::uint64_t>& shingles, const std::vector<std::uint64_t>& other) {
  return static_cast<std::size_t>(std::count_if(shingles.begin(), shingles.end(), [&](std::uint64_t shingle) {
    return std::find(other.begin(), other.end(), shingle) != other.end();
  }));
}

TEST_CASE("what passes is never less than what is shared, and hardly more") {
  std::size_t foreign = 0;
  std::size_t by_chance = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const auto shingles = random_shingles(random, random.below(300), 500);
    const auto others = random_shingles(random, random.below(300), 500);
    const std::size_t passing = count_passing(shingles, make_filter(others));
    const std::size_t shared = count_by_definition(shingles, others);
    REQUIRE(passing >= shared);
    foreign += shingles.size() - shared;
    by_chance += passing - shared;
  }
  CHECK(by_chance * kBitsPerShingle <= foreign);
}

TEST_CASE("a text shares all of itself with itself, and nothing with an empty one") {
  Random random(1);
  for (const std::size_t count : {0, 1, 63, 64, 65, 128, 1000}) {
    CAPTURE(count);
    const auto shingles = random_shingles(random, count, 1'000'000);
    CHECK(count_passing(shingles, make_filter(shingles)) == shingles.size());
    CHECK(count_passing(shingles, make_filter({})) == 0);
    CHECK(count_passing({}, make_filter(shingles)) == 0);
  }
}

TEST_CASE("a filter has 16 to 32 bits a shingle") {
  Random random(2);
  for (const std::size_t count : {1, 4, 5, 64, 1000, 100'000}) {
    CAPTURE(count);
    const ShingleFilter filter = make_filter(random_shingles(random, count, 1'000'000'000));
    const std::size_t bits = filter.bits.size() * 64;
    CHECK(bits == std::max<std::size_t>(64, std::bit_ceil(16 * count)));
    CHECK(bits == std::size_t{1} << (64 - filter.shift));
  }
}

}  // namespace
}  // namespace samestory

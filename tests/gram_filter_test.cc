#include "copies/gram_filter.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "reference.h"

namespace samestory {
namespace {

using reference::Random;

std::vector<std::uint32_t> random_grams(Random& random, std::size_t count, std::size_t vocabulary) {
  std::vector<std::uint32_t> grams(count);
  for (std::uint32_t& gram : grams) gram = static_cast<std::uint32_t>(mix(random.below(vocabulary)) >> 32);
  return grams;
}

// By definition, place by place.
MostShared count_shared_places(const std::vector<std::uint32_t>& grams, std::size_t gram, std::size_t window,
                               const std::set<std::uint32_t>& other) {
  MostShared most;
  if (grams.empty()) return most;
  const std::size_t units = grams.size() + gram - 1;
  std::vector<bool> covered(units);
  for (std::size_t i = 0; i < grams.size(); ++i) {
    if (other.count(grams[i])) std::fill_n(covered.begin() + static_cast<std::ptrdiff_t>(i), gram, true);
  }
  most.units = static_cast<std::size_t>(std::count(covered.begin(), covered.end(), true));
  for (std::size_t i = 0; i + window <= units; ++i) {
    bool whole = true;
    for (std::size_t k = i; k + gram <= i + window; ++k) whole = whole && other.count(grams[k]);
    most.windows += whole;
  }
  return most;
}

TEST_CASE("what passes is never less than what is shared, and hardly more") {
  std::size_t shared = 0;
  std::size_t bounds = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const std::size_t gram = 1 + random.below(4);
    const std::size_t window = 1 + random.below(12);
    const auto grams = random_grams(random, random.below(300), 200);
    const auto others = random_grams(random, random.below(300), 200);
    const MostShared bound = bound_shared(grams, gram, window, make_filter(others));
    const MostShared exact = count_shared_places(grams, gram, window, {others.begin(), others.end()});
    CHECK(bound.units >= exact.units);
    CHECK(bound.windows >= exact.windows);
    shared += exact.units;
    bounds += bound.units;
  }
  CHECK(static_cast<double>(bounds) <= 1.1 * static_cast<double>(shared));
}

TEST_CASE("grams at the edges of a word of bits cover units on its other side") {
  std::vector<std::uint32_t> grams(200);
  for (std::size_t i = 0; i < grams.size(); ++i) grams[i] = static_cast<std::uint32_t>(mix(i) >> 32);
  for (const std::size_t at : {std::size_t{0}, std::size_t{62}, std::size_t{63}, std::size_t{64}, std::size_t{199}}) {
    CAPTURE(at);
    GramFilter only;  // wide enough for one gram to be alone
    only = make_filter(std::vector<std::uint32_t>(200, grams[at]));
    std::size_t passing = 0;
    for (const std::uint32_t gram : grams) passing += gram >> only.shift == grams[at] >> only.shift;
    REQUIRE(passing == 1);
    CHECK(bound_shared(grams, 3, 3, only).units == 3);
    CHECK(bound_shared(grams, 3, 3, only).windows == 1);
    CHECK(bound_shared(grams, 3, 4, only).windows == 0);
    CHECK(bound_shared(grams, 3, 2, only).windows == 201);  // a window without a gram in it cannot be refused
  }
}

TEST_CASE("a text shares all of itself with itself, and nothing with an empty one") {
  Random random(1);
  for (const std::size_t count : {1, 63, 64, 65, 128, 1000}) {
    CAPTURE(count);
    const auto grams = random_grams(random, count, 100000);
    CHECK(bound_shared(grams, 2, 3, make_filter(grams)).units == count + 1);
    CHECK(bound_shared(grams, 2, 3, make_filter(grams)).windows == count - 1);
    CHECK(bound_shared(grams, 2, 3, make_filter({})).units == 0);
    CHECK(bound_shared({}, 2, 3, make_filter(grams)).units == 0);
  }
}

}  // namespace
}  // namespace samestory

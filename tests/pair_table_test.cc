#include "stories/pair_table.h"

#include <doctest/doctest.h>

#include <set>
#include <utility>

#include "base/hash.h"
#include "base/parallel.h"

using namespace samestory;

namespace {

using Choices = std::vector<std::vector<std::uint32_t>>;

Choices random_choices(std::uint64_t seed, std::size_t articles) {
  std::uint64_t state = mix(seed);
  const auto draw = [&](std::uint64_t below) { return (state = mix(state)) % below; };
  Choices chosen(articles);
  for (std::uint32_t i = 0; i < articles; ++i) {
    std::set<std::uint32_t> others;
    for (std::uint64_t k = draw(12); k > 0; --k) others.insert(static_cast<std::uint32_t>(draw(articles)));
    others.erase(i);
    chosen[i].assign(others.begin(), others.end());
  }
  return chosen;
}

}  // namespace

TEST_CASE("the table holds each pair that either side chose, once, and both sides find it") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    const Choices chosen = random_choices(seed, mix(seed) % 90);
    std::set<std::pair<std::uint32_t, std::uint32_t>> expected;
    for (std::uint32_t i = 0; i < chosen.size(); ++i) {
      for (const std::uint32_t j : chosen[i]) expected.emplace(std::min(i, j), std::max(i, j));
    }
    const PairTable pairs = build_pair_table(chosen);
    REQUIRE(pairs.articles() == chosen.size());
    REQUIRE(pairs.size() == expected.size());
    std::uint64_t place = 0;
    for (const auto& [a, b] : expected) {
      REQUIRE(pairs.find(a, b) == place);
      REQUIRE(pairs.find(b, a) == place);
      ++place;
    }
    std::size_t ends = 0;
    for (std::uint32_t i = 0; i < chosen.size(); ++i) {
      std::int64_t last = -1;
      pairs.for_each_pair_of(i, [&](std::uint32_t other, std::uint64_t pair) {
        REQUIRE(last < std::int64_t{other});
        last = other;
        REQUIRE(pairs.find(i, other) == pair);
        ++ends;
      });
      REQUIRE(!pairs.find(i, i));
    }
    CHECK(ends == 2 * expected.size());
    for (std::uint32_t i = 0; i < chosen.size(); ++i) {
      for (std::uint32_t j = i + 1; j < chosen.size(); ++j)
        REQUIRE(pairs.find(i, j).has_value() == (expected.count({i, j}) > 0));
    }
  }
}

TEST_CASE("the order by company holds every article once, those of one event together") {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    CAPTURE(seed);
    const PairTable pairs = build_pair_table(random_choices(seed, mix(seed) % 90));
    const std::vector<std::uint32_t> order = order_by_company(pairs);
    REQUIRE(order.size() == pairs.articles());
    CHECK(std::set<std::uint32_t>(order.begin(), order.end()).size() == order.size());
  }
  // 0, 2 and 4 chose each other, and 1 and 5.
  const PairTable pairs = build_pair_table({{2, 4}, {5}, {0, 4}, {}, {0, 2}, {1}});
  CHECK(order_by_company(pairs) == std::vector<std::uint32_t>{0, 2, 4, 1, 5, 3});
}

TEST_CASE("the table is the same with 1, 2, 3 and 8 threads") {
  const Choices chosen = random_choices(7, 2000);
  const auto build = [&](int threads) {
    const ThreadLimit limit(threads);
    return build_pair_table(chosen);
  };
  const PairTable one = build(1);
  for (const int threads : {2, 3, 8}) {
    CAPTURE(threads);
    const PairTable other = build(threads);
    CHECK(other.begin == one.begin);
    CHECK(other.larger == one.larger);
    CHECK(other.back_begin == one.back_begin);
    CHECK(other.back == one.back);
  }
}

#include "graph/disjoint_sets.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/hash.h"

using samestory::DisjointSets;
using samestory::mix;

TEST_CASE("sets are those that relabelling by every pair gives, each named by its least element") {
  DisjointSets sets;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    CAPTURE(seed);
    const std::size_t n = 1 + mix(seed) % 60;
    sets.reset(n);
    std::vector<std::size_t> label(n);
    for (std::size_t i = 0; i < n; ++i) label[i] = i;
    for (std::uint64_t pair = 0; pair < mix(seed + 1000) % 80; ++pair) {
      const std::size_t a = mix(seed * 1000 + 2 * pair) % n, b = mix(seed * 1000 + 2 * pair + 1) % n;
      sets.join(a, b);
      const std::size_t from = std::max(label[a], label[b]), to = std::min(label[a], label[b]);
      std::replace(label.begin(), label.end(), from, to);
    }
    for (std::size_t i = 0; i < n; ++i) REQUIRE(sets.root(i) == label[i]);
  }
}

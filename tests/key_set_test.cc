// Key sets against std::set.
#include "base/key_set.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <set>
#include <vector>

#include "base/hash.h"

using samestory::KeySet;
using samestory::mix;

TEST_CASE("a key set holds its keys and no others, whatever their bits") {
  struct Row {
    const char* name;
    std::size_t keys;
    std::uint64_t mask;  // bits that the keys may have: few leading ones crowd the places
  };
  for (const Row& row : {Row{"none", 0, ~0ULL}, Row{"one", 1, ~0ULL}, Row{"random", 3000, ~0ULL},
                         Row{"all at one place", 200, 0xFFFFF}, Row{"leading bits only", 500, ~0ULL << 48}}) {
    CAPTURE(row.name);
    std::set<std::uint64_t> twin;
    for (std::size_t i = 0; i < row.keys; ++i) twin.insert(mix(i) & row.mask);
    const std::vector<std::uint64_t> keys(twin.begin(), twin.end());
    const KeySet set(keys);
    CHECK(set.size() == twin.size());
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < 2 * row.keys + 10; ++i) {
      const std::uint64_t key = mix(i) & row.mask;
      set.prefetch(key);
      wrong += set.contains(key) != twin.contains(key);
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("the key 0 is a key like others") {
  CHECK_FALSE(KeySet().contains(0));
  CHECK_FALSE(KeySet(std::vector<std::uint64_t>{5}).contains(0));
  CHECK(KeySet(std::vector<std::uint64_t>{5, 0}).contains(0));
  CHECK(KeySet(std::vector<std::uint64_t>{0, 5}).contains(5));
}

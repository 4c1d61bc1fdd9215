#include "copies/repeated_keys.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "base/hash_order.h"
#include "reference.h"

namespace samestory {
namespace {

using reference::Random;

using Keys = std::vector<std::uint32_t>;

// Sorts everything and looks at the neighbours.
std::vector<KeyedPlace> repeated_by_sorting(const Keys& keys) {
  std::vector<KeyedPlace> all;
  for (std::size_t i = 0; i < keys.size(); ++i) all.push_back({keys[i], static_cast<std::uint32_t>(i)});
  std::sort(all.begin(), all.end());
  std::vector<KeyedPlace> repeated;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool as_before = i > 0 && all[i - 1].key == all[i].key;
    const bool as_after = i + 1 < all.size() && all[i + 1].key == all[i].key;
    if (as_before || as_after) repeated.push_back(all[i]);
  }
  return repeated;
}

// In order of the keys, whose places must stand together.
std::vector<KeyedPlace> in_order(std::span<const KeyedPlace> found) {
  std::vector<KeyedPlace> ordered(found.begin(), found.end());
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const KeyedPlace& x, const KeyedPlace& y) { return x.key < y.key; });
  return ordered;
}

std::size_t count_stretches(std::span<const KeyedPlace> found) {
  std::size_t stretches = found.empty() ? 0 : 1;
  for (std::size_t i = 1; i < found.size(); ++i) stretches += found[i].key != found[i - 1].key;
  return stretches;
}

// `distinct` different keys at most, in the range of those whose low `free_bits` vary.
Keys random_keys(Random& random, std::size_t count, std::size_t distinct, int free_bits) {
  Keys pool(distinct);
  for (std::uint32_t& key : pool) key = static_cast<std::uint32_t>(random.next() >> (64 - free_bits));
  Keys keys(count);
  for (std::uint32_t& key : keys) key = pool[random.below(distinct)];
  return keys;
}

TEST_CASE("the keys found are those that occur twice or more, each with all its places") {
  struct Case {
    const char* name;
    std::size_t count, distinct;
    int free_bits;
  };
  RepeatedKeys repeated;  // used again, larger and smaller, so that nothing may stay from the call before
  for (const Case& c :
       {Case{"many partitions", 300'000, 3'000'000, 32}, Case{"nearly all single", 40'000, 8'000'000, 32},
        Case{"nearly all repeated", 100'000, 5'000, 32}, Case{"all equal", 200'000, 1, 32},
        Case{"uneven: few leading bits", 100'000, 1'000'000, 12}, Case{"uneven: one partition", 100'000, 1'000'000, 18},
        Case{"a few", 20, 15, 32}, Case{"three keys", 1'000, 3, 2}}) {
    CAPTURE(c.name);
    Random random(c.count + c.distinct);
    const Keys keys = random_keys(random, c.count, c.distinct, c.free_bits);
    const auto found = repeated.find(keys);
    const std::vector<KeyedPlace> expected = repeated_by_sorting(keys);
    CHECK(in_order(found) == expected);
    CHECK(count_stretches(found) == count_stretches(expected));
  }
}

TEST_CASE("small lists agree with sorting, whatever the seed") {
  RepeatedKeys repeated;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const Keys keys = random_keys(random, random.below(200), 1 + random.below(150), 1 + static_cast<int>(seed % 32));
    const auto found = repeated.find(keys);
    const std::vector<KeyedPlace> expected = repeated_by_sorting(keys);
    CHECK(in_order(found) == expected);
    CHECK(count_stretches(found) == count_stretches(expected));
  }
  CHECK(repeated.find({}).empty());
  CHECK(repeated.find(Keys{7}).empty());
  CHECK(repeated.find(Keys{0, 0}).size() == 2);
}

TEST_CASE("sorting by hash orders as std::sort does, also where hashes are uneven or equal") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const Keys keys =
        random_keys(random, random.below(5'000), 1 + random.below(4'000), 1 + static_cast<int>(seed % 32));
    std::vector<KeyedPlace> records;
    for (const std::uint32_t key : keys) records.push_back({key, static_cast<std::uint32_t>(random.below(10))});
    std::vector<KeyedPlace> expected = records;
    std::sort(expected.begin(), expected.end());
    sort_by_hash(
        records, [](const KeyedPlace& record) { return std::uint64_t{record.key} << 32; }, std::less<>());
    CHECK(records == expected);
  }
}

}  // namespace
}  // namespace samestory

#include "copies/buckets.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "reference.h"

namespace samestory {
namespace {

using reference::Random;

using IndexPairs = std::set<std::pair<std::size_t, std::size_t>>;

IndexPairs as_set(const Candidates& candidates) {
  IndexPairs pairs;
  for (const CandidatePair& pair : candidates.pairs) pairs.insert({index(pair.a), index(pair.b)});
  return pairs;
}

// Families of sketches that agree in a random share of coordinates, lone ones and empty ones, in mixed order.
std::vector<Sketch> random_sketches(Random& random, std::size_t count) {
  std::vector<Sketch> sketches(count);
  for (std::size_t i = 0; i < count; ++i) {
    if (random.chance(5)) continue;  // empty
    const std::size_t parent = random.below(i + 1);
    const std::size_t kept_percent = random.below(101);
    for (std::size_t j = 0; j < kCoordinates; ++j) {
      const bool keep = parent < i && !sketches[parent].empty() && random.chance(kept_percent);
      sketches[i].coordinate[j] =
          keep ? sketches[parent].coordinate[j] : static_cast<std::uint32_t>(random.next() >> 33) + 1;
    }
  }
  return sketches;
}

TEST_CASE("slices are as long as a recall of .99 at the resemblance asked for allows") {
  struct Case {
    double resemblance;
    int bands, rows, min_agreeing;
    double expected_recall;
  };
  for (const Case& c : {Case{0.02, 128, 1, 1, 0.9247}, Case{0.05, 128, 1, 1, 0.9986}, Case{0.3, 64, 2, 22, 0.9976},
                        Case{0.5, 42, 3, 47, 0.9963}, Case{0.7, 32, 4, 74, 0.9998}, Case{0.9, 16, 8, 105, 0.9999},
                        Case{1, 16, 8, 128, 1}}) {
    CAPTURE(c.resemblance);
    const Bands bands = choose_bands(c.resemblance);
    CHECK(bands.bands == c.bands);
    CHECK(bands.rows == c.rows);
    CHECK(bands.min_agreeing == c.min_agreeing);
    CHECK(bands.expected_recall == doctest::Approx(c.expected_recall).epsilon(.0001));
  }
}

TEST_CASE("candidates are the pairs that share a slice, with and without hot buckets") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const std::vector<Sketch> sketches = random_sketches(random, random.below(150));
    BucketOptions options;
    options.bands.rows = 1 + static_cast<int>(random.below(8));
    options.bands.bands =
        1 + static_cast<int>(random.below(kCoordinates / static_cast<std::size_t>(options.bands.rows)));
    options.bands.min_agreeing = 1 + static_cast<int>(random.below(30));
    options.hot_bucket = 2 + random.below(10);
    options.leaders = 1 + random.below(3);
    const Candidates found = find_candidates(sketches, options);
    CHECK(as_set(found) == reference::candidates(sketches, options));
    CHECK(std::is_sorted(found.pairs.begin(), found.pairs.end()));
    CHECK(as_set(found).size() == found.pairs.size());
    for (const CandidatePair& pair : found.pairs) CHECK(pair.a < pair.b);
  }
}

TEST_CASE("one band more never loses a candidate") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const std::vector<Sketch> sketches = random_sketches(random, 80);
    BucketOptions options;
    options.bands.rows = 2;
    options.hot_bucket = sketches.size();
    IndexPairs before;
    for (options.bands.bands = 1; options.bands.bands <= 64; ++options.bands.bands) {
      const IndexPairs now = as_set(find_candidates(sketches, options));
      CHECK(std::includes(now.begin(), now.end(), before.begin(), before.end()));
      before = now;
    }
  }
}

TEST_CASE("ten thousand equal articles cost a bounded number of pairs each and stay connected") {
  Random random(1);
  Sketch same;
  for (std::uint32_t& value : same.coordinate) value = static_cast<std::uint32_t>(random.next() >> 33) + 1;
  const std::size_t n = 10000;
  const std::vector<Sketch> sketches(n, same);
  BucketOptions options;
  options.bands = choose_bands(.3);
  const Candidates found = find_candidates(sketches, options);
  CHECK(found.pairs.size() <= n * (options.leaders + 1));
  CHECK(found.keys == n * 64);
  CHECK(found.buckets == 64);
  CHECK(found.hot_buckets == 64);
  CHECK(found.bounded_articles == n * 64);
  const IndexPairs pairs = as_set(found);
  for (std::size_t i = 1; i < n; ++i) {
    CHECK(pairs.count({0, i}) == 1);
    CHECK(pairs.count({i - 1, i}) == 1);
  }
}

TEST_CASE("empty sketches are in no pair and no bucket") {
  const std::vector<Sketch> sketches(50);
  const Candidates found = find_candidates(sketches, BucketOptions());
  CHECK(found.pairs.empty());
  CHECK(found.keys == 0);
  CHECK(find_candidates({}, BucketOptions()).pairs.empty());
}

TEST_CASE("real sets become candidates about as often as the bands promise") {
  Random random(5);
  BucketOptions options;
  options.bands = choose_bands(.3);
  const std::size_t families = 2000;
  std::vector<Sketch> sketches;
  for (std::size_t family = 0; family < families; ++family) {  // 60 of 200 shingles are common to both
    std::vector<std::uint64_t> shingles(200);
    for (std::uint64_t& shingle : shingles) shingle = random.next();
    sketches.push_back(sketch(std::span(shingles).first(130), 1));
    sketches.push_back(sketch(std::span(shingles).last(130), 1));
  }
  const IndexPairs pairs = as_set(find_candidates(sketches, options));
  std::size_t found = 0;
  for (std::size_t family = 0; family < families; ++family) found += pairs.count({2 * family, 2 * family + 1});
  CHECK(static_cast<double>(found) / families >= options.bands.expected_recall - .005);
  CHECK(pairs.size() == found);  // and unrelated sets do not
}

TEST_CASE("1, 2, 3 and 8 threads find the same") {
  Random random(9);
  const std::vector<Sketch> sketches = random_sketches(random, 3000);
  BucketOptions options;
  options.bands.min_agreeing = 4;
  options.hot_bucket = 8;
  Candidates expected;
  for (const int threads : {1, 2, 3, 8}) {
    CAPTURE(threads);
    const ThreadLimit limit(threads);
    const Candidates found = find_candidates(sketches, options);
    if (threads == 1) expected = found;
    CHECK(expected.hot_buckets > 0);
    CHECK(found.pairs == expected.pairs);
    CHECK(found.keys == expected.keys);
    CHECK(found.buckets == expected.buckets);
    CHECK(found.hot_buckets == expected.hot_buckets);
    CHECK(found.bounded_articles == expected.bounded_articles);
  }
}

}  // namespace
}  // namespace samestory

#include "copies/minhash.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "reference.h"

namespace samestory {
namespace {

using reference::Random;

// Two sets of n shingles each that share so many that their resemblance is as near to J as whole numbers allow.
struct SetPair {
  std::vector<std::uint64_t> a, b;
  double resemblance = 0;
};

SetPair random_pair(Random& random, std::size_t n, double j) {
  const auto shared = static_cast<std::size_t>(2 * static_cast<double>(n) * j / (1 + j) + 0.5);
  SetPair pair;
  for (std::size_t i = 0; i < n; ++i) {
    pair.a.push_back(random.next());
    pair.b.push_back(i < shared ? pair.a.back() : random.next());
  }
  pair.resemblance = static_cast<double>(shared) / static_cast<double>(2 * n - shared);
  return pair;
}

double estimate_plain(const SetPair& pair, std::uint64_t seed) {
  const auto a = reference::plain_minhash(pair.a, seed);
  const auto b = reference::plain_minhash(pair.b, seed);
  int agreeing = 0;
  for (std::size_t j = 0; j < kCoordinates; ++j) agreeing += a[j] == b[j];
  return agreeing / static_cast<double>(kCoordinates);
}

TEST_CASE("sketches are pinned, since buckets of an older run would change with them") {
  std::vector<std::uint64_t> shingles;
  for (std::uint64_t i = 0; i < 40; ++i) shingles.push_back(mix(i));
  const Sketch pinned = sketch(shingles, 1);  // 40 shingles: some coordinates are won in every round
  CHECK(pinned.coordinate[0] == 0x5AE18AE3U);
  CHECK(pinned.coordinate[1] == 0xA611E598U);
  CHECK(pinned.coordinate[64] == 0xD10B0AD0U);
  CHECK(pinned.coordinate[127] == 0x4C468077U);
  std::uint64_t all = 0;
  for (const std::uint32_t value : pinned.coordinate) all = combine(all, value);
  CHECK(all == 0xD9137AD8613CBED8ULL);
}

TEST_CASE("a sketch is what its definition says, for any number of shingles") {
  for (std::uint64_t seed = 0; seed < 120; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    std::vector<std::uint64_t> shingles(random.below(seed % 4 == 0 ? 2000 : 200));
    for (std::uint64_t& shingle : shingles) shingle = random.next();
    CHECK(sketch(shingles, seed).coordinate == reference::sketch(shingles, seed).coordinate);
  }
}

TEST_CASE("a sketch depends on neither the order nor the repeats of the shingles") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    std::vector<std::uint64_t> shingles(1 + random.below(500));
    for (std::uint64_t& shingle : shingles) shingle = random.next();
    const Sketch expected = sketch(shingles, 1);
    for (std::size_t i = 0; i < 100; ++i) shingles.push_back(shingles[random.below(shingles.size())]);
    for (std::size_t i = shingles.size() - 1; i > 0; --i) std::swap(shingles[i], shingles[random.below(i + 1)]);
    CHECK(sketch(shingles, 1).coordinate == expected.coordinate);
  }
}

TEST_CASE("the empty sketch agrees with nothing") {
  const std::vector<std::uint64_t> one = {7};
  CHECK(sketch({}, 1).empty());
  CHECK_FALSE(sketch(one, 1).empty());
  CHECK(estimate_resemblance(sketch({}, 1), sketch({}, 1)) == 0);
  CHECK(estimate_resemblance(sketch({}, 1), sketch(one, 1)) == 0);
  CHECK(estimate_resemblance(sketch(one, 1), sketch(one, 1)) == 1);
}

TEST_CASE("another seed is another sketch, and disjoint sets agree in nothing") {
  Random random(3);
  const SetPair pair = random_pair(random, 300, 0);
  CHECK(count_agreeing(sketch(pair.a, 1), sketch(pair.a, 2)) == 0);
  CHECK(count_agreeing(sketch(pair.a, 1), sketch(pair.b, 1)) == 0);
}

TEST_CASE("the error of the estimate stays below that of plain MinHash, and its mean is the resemblance") {
  struct Case {
    std::size_t shingles;
    int trials;      // a resemblance
    double largest;  // root mean square error, as a multiple of plain MinHash's
  };
  for (const Case& c : {Case{30, 3000, 0.80}, Case{100, 1500, 0.85}, Case{400, 600, 1.02}}) {
    CAPTURE(c.shingles);
    double squares = 0;  // of errors, each in units of plain MinHash's variance J (1 - J) / 128
    double plain_squares = 0;
    for (const double j : {.1, .3, .5, .7, .9}) {
      CAPTURE(j);
      Random random(c.shingles + static_cast<std::uint64_t>(1000 * j));
      double sum = 0;
      double sum_of_squares = 0;
      double variance = 0;
      for (int trial = 0; trial < c.trials; ++trial) {
        const SetPair pair = random_pair(random, c.shingles, j);
        const std::uint64_t seed = random.next();
        const double error = estimate_resemblance(sketch(pair.a, seed), sketch(pair.b, seed)) - pair.resemblance;
        const double plain_error = estimate_plain(pair, seed) - pair.resemblance;
        variance = pair.resemblance * (1 - pair.resemblance) / static_cast<double>(kCoordinates);
        sum += error;
        sum_of_squares += error * error;
        squares += error * error / variance;
        plain_squares += plain_error * plain_error / variance;
      }
      const double deviation_of_mean = std::sqrt(sum_of_squares) / c.trials;
      CHECK(std::abs(sum / c.trials) < 3 * deviation_of_mean);
    }
    CHECK(std::sqrt(squares / plain_squares) <= c.largest);
    CHECK(std::sqrt(plain_squares / (5 * c.trials)) == doctest::Approx(1).epsilon(.05));
  }
}

TEST_CASE("sets of different size agree as often as they resemble each other") {
  Random random(11);
  for (const std::size_t larger : {40UL, 150UL, 600UL}) {
    CAPTURE(larger);
    double sum = 0;
    const int trials = 400;
    const double expected = 30 / static_cast<double>(larger);
    for (int trial = 0; trial < trials; ++trial) {
      std::vector<std::uint64_t> shingles(larger);
      for (std::uint64_t& shingle : shingles) shingle = random.next();
      const Sketch part = sketch(std::span(shingles).first(30), 1);
      sum += estimate_resemblance(part, sketch(shingles, 1)) - expected;
    }
    const double deviation = std::sqrt(expected * (1 - expected) / static_cast<double>(kCoordinates) / trials);
    CHECK(std::abs(sum / trials) < 3 * deviation);
  }
}

}  // namespace
}  // namespace samestory

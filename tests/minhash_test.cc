#include "copies/minhash.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "copies/shingle.h"
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
  CHECK(pinned.coordinate[0] == 0xCE3D57C1U);
  CHECK(pinned.coordinate[1] == 0x72F44E3EU);
  CHECK(pinned.coordinate[64] == 0xFF0A25D2U);
  CHECK(pinned.coordinate[127] == 0xF3ED99D0U);
  std::uint64_t all = 0;
  for (const std::uint32_t value : pinned.coordinate) all = combine(all, value);
  CHECK(all == 0xF9CB543B3891B8D7ULL);
}

TEST_CASE("a sketch is what its definition says, for any number of shingles and every instruction set") {
  struct Case {
    const char* name;
    std::size_t distinct, repeats;  // a text can repeat itself; the loops take other ways by the number of both
  };
  for (const Case& c :
       {Case{"one shingle", 1, 0}, Case{"a few", 9, 0}, Case{"a short text", 40, 0}, Case{"a common text", 150, 0},
        Case{"every coordinate won in the first round, or nearly", 500, 0}, Case{"a long text", 2047, 0},
        Case{"long enough to throw low ranks first", 2048, 0}, Case{"several blocks and a rest", 4099, 0},
        Case{"long by repeats: low ranks leave coordinates", 300, 3001}, Case{"all rounds, several blocks", 7, 2500}}) {
    CAPTURE(c.name);
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
      CAPTURE(seed);
      Random random(seed);
      std::vector<std::uint64_t> shingles(c.distinct);
      for (std::uint64_t& shingle : shingles) shingle = random.next();
      const Sketch expected = reference::sketch(shingles, seed);
      for (std::size_t i = 0; i < c.repeats; ++i) shingles.push_back(shingles[random.below(c.distinct)]);
      CHECK(sketch(shingles, seed).coordinate == expected.coordinate);
      for (const InstructionSet set : {InstructionSet::kPortable, InstructionSet::kAvx2, InstructionSet::kAvx512}) {
        CAPTURE(static_cast<int>(set));
        if (is_available(set)) CHECK(sketch_with(set, shingles, seed).coordinate == expected.coordinate);
      }
    }
  }
}

TEST_CASE("the sketch of units is that of their windows, for texts of any length") {
  for (const std::size_t count : {0UL, 1UL, 2UL, 3UL, 200UL, 1025UL, 1026UL, 1027UL, 5000UL}) {
    CAPTURE(count);
    Random random(count);
    CopyOptions options;
    options.seed = random.next();
    const Units units = reference::units_of(reference::random_words(random, count, 5000));
    CHECK(sketch(units, options).coordinate == sketch(window_hashes(units, options), options.seed).coordinate);
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

TEST_CASE("agreeing coordinates are counted one by one, wherever they stand") {
  Random random(9);
  for (int trial = 0; trial < 200; ++trial) {
    Sketch a, b;
    int expected = 0;
    for (std::size_t j = 0; j < kCoordinates; ++j) {
      a.coordinate[j] = static_cast<std::uint32_t>(1 + random.below(3));
      b.coordinate[j] = static_cast<std::uint32_t>(1 + random.below(3));
      expected += a.coordinate[j] == b.coordinate[j] ? 1 : 0;
    }
    CHECK(count_agreeing(a, b) == expected);
  }
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
    const double ratio = std::sqrt(squares / plain_squares);
    CAPTURE(ratio);
    CHECK(ratio <= c.largest);
    CHECK(std::sqrt(plain_squares / (5 * c.trials)) == doctest::Approx(1).epsilon(.05));
  }
}

TEST_CASE("estimates from texts err as little as those from random sets") {
  Random random(21);
  double squares = 0;  // in units of plain MinHash's variance
  int trials = 0;
  for (int text = 0; text < 1500; ++text) {
    const reference::Words words = reference::random_words(random, 100, 3000);
    const Units a = reference::units_of(words);
    const Units b = reference::units_of(reference::edited(random, words, random.below(30), 3000));
    CopyOptions options;
    options.seed = random.next();
    const double truth = resemblance(shingle(a, options), shingle(b, options));
    if (truth == 0 || truth == 1) continue;
    const double error = estimate_resemblance(sketch(a, options), sketch(b, options)) - truth;
    squares += error * error / (truth * (1 - truth) / static_cast<double>(kCoordinates));
    ++trials;
  }
  CHECK(trials > 1000);
  CHECK(std::sqrt(squares / trials) <= 0.85);
}

TEST_CASE("a compact coordinate is the upper half, and none but that of the empty sketch is 0") {
  CHECK(compact(0U) == 0);
  CHECK(compact(1U) == 1);
  CHECK(compact(0x0000FFFFU) == 1);
  CHECK(compact(0x00020001U) == 2);
  CHECK(compact(0xFFFFFFFFU) == 0xFFFF);
  const std::vector<std::uint64_t> one = {7};
  CHECK(compact(sketch({}, 1)).empty());
  CHECK_FALSE(compact(sketch(one, 1)).empty());
  CHECK(count_agreeing(compact(sketch({}, 1)), compact(sketch({}, 1))) == 0);
  CHECK(count_agreeing(compact(sketch(one, 1)), compact(sketch(one, 1))) == static_cast<int>(kCoordinates));
}

TEST_CASE("compact sketches agree where full ones do, and by chance once in 65,536 coordinates") {
  Random random(5);
  const int trials = 4000;
  int by_chance = 0;
  for (int trial = 0; trial < trials; ++trial) {
    const SetPair pair = random_pair(random, 100, .2);
    const Sketch a = sketch(pair.a, 1);
    const Sketch b = sketch(pair.b, 1);
    const int more = count_agreeing(compact(a), compact(b)) - count_agreeing(a, b);
    CHECK(more >= 0);
    by_chance += more;
  }
  const double expected = .8 * trials * static_cast<double>(kCoordinates) / 65536;
  CHECK(std::abs(by_chance - expected) < 4 * std::sqrt(expected));
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

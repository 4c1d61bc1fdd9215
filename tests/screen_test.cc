#include "copies/screen.h"

#include <doctest/doctest.h>

#include <set>
#include <vector>

#include "base/parallel.h"
#include "reference.h"

namespace samestory {
namespace {

using reference::Random;
using Pairs = std::vector<CandidatePair>;

Sketch random_sketch(Random& random) {
  Sketch sketch;
  for (std::uint32_t& value : sketch.coordinate) value = static_cast<std::uint32_t>(random.next() >> 33) + 1;
  return sketch;
}

// Article i agrees with article i - 1 in about (i mod 11) tenths of the coordinates.
std::vector<Sketch> random_sketches(Random& random, std::size_t count) {
  std::vector<Sketch> sketches(count);
  for (std::size_t i = 0; i < count; ++i) {
    sketches[i] = random_sketch(random);
    for (std::size_t j = 0; j < kCoordinates; ++j) {
      if (i > 0 && random.chance(i % 11 * 10)) sketches[i].coordinate[j] = sketches[i - 1].coordinate[j];
    }
  }
  return sketches;
}

SketchTable table_of(const std::vector<Sketch>& sketches) {
  SketchTable table;
  for (const Sketch& sketch : sketches) table.append(sketch);
  return table;
}

// Buckets of a few neighbours and of any; some places are in none.
BandBuckets random_band(Random& random, std::size_t places) {
  std::map<std::size_t, std::vector<std::uint32_t>> buckets;
  for (std::uint32_t place = 0; place < places; ++place) {
    if (random.chance(80)) buckets[random.chance(70) ? place / 3 : places + random.below(places)].push_back(place);
  }
  BandBuckets band;
  band.position.resize(places, BandBuckets::kNowhere);
  for (const auto& [key, bucket] : buckets) {
    const std::size_t leaders = random.chance(20) ? 1 : bucket.size();
    for (std::size_t i = 0; i < bucket.size() && bucket.size() > 1; ++i) {
      band.position[bucket[i]] = static_cast<std::uint32_t>(band.members.size());
      band.members.push_back({bucket[i], i + 1 == bucket.size(), i >= leaders});
    }
  }
  return band;
}

// Every pair of places that a band proposes, once for each bucket.
std::vector<std::pair<std::size_t, std::size_t>> proposals(const BandBuckets& band) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0; i < band.members.size(); ++i) {
    for (std::size_t j = i + 1; j < band.members.size() && !band.members[j - 1].last; ++j) {
      if (j == i + 1 || !band.members[i].next_only) pairs.emplace_back(band.members[i].place, band.members[j].place);
    }
  }
  return pairs;
}

TEST_CASE("what passes is the set of pairs in a bucket that agree enough, however bands are handed over") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const std::size_t places = 1 + random.below(3000);
    const std::vector<Sketch> sketches = random_sketches(random, 2 * places);
    const SketchTable table = table_of(sketches);
    std::vector<ArticleId> articles;  // of the places: now and then one is not bucketed
    for (std::size_t article = 0; articles.size() < places; article += random.chance(90) ? 1 : 2) {
      articles.push_back(article_id(article));
    }
    const int min_agreeing = static_cast<int>(random.below(100));
    Screen screen(table, articles, min_agreeing);
    std::set<CandidatePair> expected;
    std::uint64_t proposed = 0;
    for (std::size_t call = random.below(4); call > 0; --call) {
      std::vector<BandBuckets> bands(random.below(5));
      for (BandBuckets& band : bands) {
        band = random_band(random, places);
        for (const auto& [x, y] : proposals(band)) {
          ++proposed;
          const ArticleId a = articles[x], b = articles[y];
          const int agreeing = reference::count_agreeing(sketches[index(a)], sketches[index(b)], {});
          if (agreeing >= min_agreeing) expected.insert({a, b});
        }
      }
      screen.look_at(bands);
    }
    CHECK(screen.take() == Pairs(expected.begin(), expected.end()));
    CHECK(screen.proposed() == proposed);
    CHECK(screen.take().empty());
  }
}

TEST_CASE("repeats and pairs known to pass are not looked at again") {
  Random random(1);
  const Sketch copied = random_sketch(random);
  const SketchTable table = table_of({copied, copied, random_sketch(random)});
  const std::vector<ArticleId> articles = {article_id(0), article_id(1), article_id(2)};
  const BandBuckets first_two{{{0, 0, 0}, {1, 1, 0}}, {0, 1, BandBuckets::kNowhere}};
  const BandBuckets last_two{{{1, 0, 0}, {2, 1, 0}}, {BandBuckets::kNowhere, 0, 1}};
  Screen screen(table, articles, 1);
  screen.look_at(std::vector{first_two, last_two, first_two});
  CHECK(screen.looked_at() == 2);
  screen.look_at(std::vector{first_two, first_two});
  CHECK(screen.looked_at() == 2);
  CHECK(screen.proposed() == 5);
  CHECK(screen.take() == Pairs{{article_id(0), article_id(1)}});
}

TEST_CASE("1, 2, 3 and 8 threads let the same pairs pass") {
  Random random(4);
  const std::size_t places = 5000;
  const SketchTable table = table_of(random_sketches(random, places));
  std::vector<ArticleId> articles;
  for (std::size_t i = 0; i < places; ++i) articles.push_back(article_id(i));
  std::vector<BandBuckets> bands;
  for (int band = 0; band < 6; ++band) bands.push_back(random_band(random, places));
  Pairs expected;
  for (const int threads : {1, 2, 3, 8}) {
    CAPTURE(threads);
    const ThreadLimit limit(threads);
    Screen screen(table, articles, 40);
    screen.look_at(bands);
    const Pairs passed = screen.take();
    if (threads == 1) expected = passed;
    CHECK(passed.size() > 100);
    CHECK(passed == expected);
  }
}

}  // namespace
}  // namespace samestory

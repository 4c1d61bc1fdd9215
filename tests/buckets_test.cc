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

SketchTable table_of(const std::vector<Sketch>& sketches, SketchShape shape = {}) {
  SketchTable table(shape);
  for (const Sketch& sketch : sketches) table.append(sketch);
  return table;
}

std::vector<ArticleId> all_articles(std::size_t n) {
  std::vector<ArticleId> articles;
  for (std::size_t i = 0; i < n; ++i) articles.push_back(article_id(i));
  return articles;
}

Candidates find(const std::vector<Sketch>& sketches, const BucketOptions& options) {
  return find_candidates(table_of(sketches, options.bands.shape), all_articles(sketches.size()), options);
}

TEST_CASE("slices are as long as a recall of .99 at the resemblance asked for allows") {
  struct Case {
    double resemblance;
    int bands, rows, min_agreeing;
    double expected_recall;
  };
  for (const Case& c : {Case{0.02, 128, 1, 1, 0.9247}, Case{0.05, 128, 1, 1, 0.9986}, Case{0.1, 64, 1, 1, 0.9988},
                        Case{0.3, 64, 2, 24, 0.9962}, Case{0.5, 42, 3, 47, 0.9954}, Case{0.7, 32, 4, 74, 0.9986},
                        Case{0.9, 16, 8, 104, 0.9990}, Case{1, 16, 8, 128, 1}}) {
    CAPTURE(c.resemblance);
    const Bands bands = choose_bands(c.resemblance);
    CHECK(bands.bands == c.bands);
    CHECK(bands.rows == c.rows);
    CHECK(bands.shape.coordinates == (c.bands == 64 && c.rows == 1 ? 64 : 128));
    CHECK(bands.shape.bits == (c.rows == 1 ? 32 : 16));
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
    options.bands.shape = {random.chance(50) ? 64 : 128, random.chance(50) ? 16 : 32};
    options.bands.rows = 1 + static_cast<int>(random.below(8));
    options.bands.bands =
        1 +
        static_cast<int>(random.below(static_cast<std::size_t>(options.bands.shape.coordinates / options.bands.rows)));
    options.bands.min_agreeing = 1 + static_cast<int>(random.below(30));
    options.hot_bucket = 2 + random.below(10);
    options.leaders = 1 + random.below(3);
    std::vector<ArticleId> articles = all_articles(sketches.size());
    const std::size_t left_out = random.below(40);
    std::erase_if(articles, [&](ArticleId) { return random.chance(left_out); });
    const Candidates found = find_candidates(table_of(sketches, options.bands.shape), articles, options);
    CHECK(as_set(found) == reference::candidates(sketches, articles, options));
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
      const IndexPairs now = as_set(find(sketches, options));
      CHECK(std::includes(now.begin(), now.end(), before.begin(), before.end()));
      before = now;
    }
  }
}

TEST_CASE("where the rows lie in the table does not matter") {
  Random random(3);
  const std::vector<Sketch> sketches = random_sketches(random, 500);
  std::vector<std::uint32_t> rows;  // of article i; the table has one row that belongs to none
  for (std::uint32_t i = 0; i < 500; ++i) rows.push_back((i * 7 + 3) % 501);
  SketchTable mixed;
  for (std::uint32_t row = 0; row <= 500; ++row) {
    const auto article = std::find(rows.begin(), rows.end(), row);
    mixed.append(article == rows.end() ? sketches[1] : sketches[static_cast<std::size_t>(article - rows.begin())]);
  }
  mixed.reorder(rows);
  const Candidates expected = find(sketches, {});
  CHECK(expected.pairs.size() > 100);
  CHECK(find_candidates(mixed, all_articles(500), {}).pairs == expected.pairs);
}

Sketch random_sketch(Random& random) {
  Sketch sketch;
  for (std::uint32_t& value : sketch.coordinate) value = static_cast<std::uint32_t>(random.next() >> 33) + 1;
  return sketch;
}

TEST_CASE("hostile archives cost a bounded number of pairs an article and stay connected") {
  const std::size_t n = 10000;
  Random random(1);
  const Sketch same = random_sketch(random);
  struct Case {
    const char* name;
    std::size_t equal_coordinates;  // of all articles: the others differ
    std::size_t buckets;
  };
  for (const Case& c : {Case{"all articles equal", 128, 64}, Case{"one bucket in each band but the last", 126, 63},
                        Case{"one bucket in one band", 2, 1}}) {
    CAPTURE(c.name);
    std::vector<Sketch> sketches(n);
    for (Sketch& sketch : sketches) {
      sketch = random_sketch(random);
      std::copy_n(same.coordinate.begin(), c.equal_coordinates, sketch.coordinate.begin());
    }
    BucketOptions options;
    options.bands.min_agreeing = 2;
    const Candidates found = find(sketches, options);
    CHECK(found.pairs.size() <= n * (options.leaders + 1));
    CHECK(found.proposed <= c.buckets * n * (options.leaders + 1) + 1000);  // and what agrees by chance
    CHECK(found.keys == n * 64);
    CHECK(found.hot_buckets == c.buckets);
    CHECK(found.bounded_articles == n * c.buckets);
    const IndexPairs pairs = as_set(found);
    for (std::size_t i = 1; i < n; ++i) {
      CHECK(pairs.count({0, i}) == 1);
      CHECK(pairs.count({i - 1, i}) == 1);
    }
  }
}

TEST_CASE("empty sketches are in no pair and no bucket") {
  const Candidates found = find(std::vector<Sketch>(50), BucketOptions());
  CHECK(found.pairs.empty());
  CHECK(found.keys == 0);
  CHECK(find({}, BucketOptions()).pairs.empty());
}

TEST_CASE("real sets become candidates about as often as the bands promise") {
  struct Case {
    double resemblance;
    std::size_t shared, own;  // shingles of both sets and of each alone
  };
  for (const Case& c : {Case{.1, 20, 90}, Case{.3, 60, 70}, Case{.5, 100, 50}, Case{.8, 160, 20}}) {
    CAPTURE(c.resemblance);
    Random random(5);
    BucketOptions options;
    options.bands = choose_bands(c.resemblance);
    const std::size_t families = 2000;
    std::vector<Sketch> sketches;
    for (std::size_t family = 0; family < families; ++family) {
      std::vector<std::uint64_t> shingles(c.shared + 2 * c.own);
      for (std::uint64_t& shingle : shingles) shingle = random.next();
      sketches.push_back(sketch(std::span(shingles).first(c.shared + c.own), 1));
      sketches.push_back(sketch(std::span(shingles).last(c.shared + c.own), 1));
    }
    const IndexPairs pairs = as_set(find(sketches, options));
    std::size_t found = 0;
    for (std::size_t family = 0; family < families; ++family) found += pairs.count({2 * family, 2 * family + 1});
    CHECK(static_cast<double>(found) / families >= options.bands.expected_recall - .005);
    CHECK(pairs.size() == found);  // and unrelated sets do not
  }
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
    const Candidates found = find(sketches, options);
    if (threads == 1) expected = found;
    CHECK(expected.hot_buckets > 0);
    CHECK(found.pairs == expected.pairs);
    CHECK(found.keys == expected.keys);
    CHECK(found.buckets == expected.buckets);
    CHECK(found.hot_buckets == expected.hot_buckets);
    CHECK(found.bounded_articles == expected.bounded_articles);
    CHECK(found.proposed == expected.proposed);
    CHECK(found.screened == expected.screened);
  }
}

}  // namespace
}  // namespace samestory

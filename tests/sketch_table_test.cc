#include "copies/sketch_table.h"

#include <doctest/doctest.h>

#include <set>
#include <vector>

#include "reference.h"

namespace samestory {
namespace {

using reference::Random;

// Pairs of neighbours agree in about half of their coordinates; some sketches are empty.
std::vector<Sketch> random_sketches(Random& random, std::size_t count) {
  std::vector<Sketch> sketches(count);
  for (std::size_t i = 0; i < count; ++i) {
    if (random.chance(10)) continue;
    for (std::size_t j = 0; j < kCoordinates; ++j) {
      const bool keep = i > 0 && !sketches[i - 1].empty() && random.chance(50);
      sketches[i].coordinate[j] =
          keep ? sketches[i - 1].coordinate[j] : static_cast<std::uint32_t>(random.next() >> 33) + 1;
    }
  }
  return sketches;
}

const std::vector<SketchShape> kShapes = {{64, 16}, {64, 32}, {128, 16}, {128, 32}};

TEST_CASE("counts and keys are those of the coordinates kept, in every shape") {
  for (const SketchShape& shape : kShapes) {
    CAPTURE(shape.coordinates);
    CAPTURE(shape.bits);
    Random random(7);
    const std::vector<Sketch> sketches = random_sketches(random, 5000);  // more than a block of rows
    SketchTable table(shape);
    for (const Sketch& sketch : sketches) table.append(sketch);
    CHECK(table.size() == sketches.size());
    std::size_t keys_equal = 0;
    for (std::size_t i = 0; i < sketches.size(); ++i) {
      const std::size_t other = i % 3 == 0 ? random.below(sketches.size()) : i == 0 ? 0 : i - 1;
      const ArticleId a = article_id(other), b = article_id(i);
      REQUIRE(table.empty(b) == sketches[i].empty());
      REQUIRE(table.count_agreeing(a, b) == reference::count_agreeing(sketches[other], sketches[i], shape));
      if (sketches[i].empty() || sketches[other].empty()) continue;
      const int rows = 1 + static_cast<int>(random.below(8));
      const int band = static_cast<int>(random.below(static_cast<std::size_t>(shape.coordinates / rows)));
      const auto kept_a = reference::kept_coordinates(sketches[other], shape);
      const auto kept_b = reference::kept_coordinates(sketches[i], shape);
      const bool same =
          std::equal(kept_a.begin() + band * rows, kept_a.begin() + (band + 1) * rows, kept_b.begin() + band * rows);
      REQUIRE((table.key(a, band, rows) == table.key(b, band, rows)) == same);
      keys_equal += same;
    }
    CHECK(keys_equal > 100);
  }
}

TEST_CASE("keys taken together are those taken one by one") {
  Random random(8);
  SketchTable table;
  table.append(random_sketches(random, 2)[0]);
  for (const int rows : {1, 2, 3, 8}) {
    std::vector<std::uint32_t> keys(static_cast<std::size_t>(128 / rows - 3));
    table.keys(article_id(0), 3, rows, keys);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      CHECK(keys[i] == table.key(article_id(0), 3 + static_cast<int>(i), rows));
    }
    CHECK(std::set(keys.begin(), keys.end()).size() == keys.size());
  }
}

TEST_CASE("a coordinate whose kept bits are all 0 does not make an article empty") {
  Sketch sketch;
  for (std::uint32_t& value : sketch.coordinate) value = 0x70000;
  SketchTable table;
  table.append(sketch);
  table.append(Sketch());
  CHECK_FALSE(table.empty(article_id(0)));
  CHECK(table.empty(article_id(1)));
  CHECK(table.count_agreeing(article_id(0), article_id(0)) == 128);
  CHECK(table.count_agreeing(article_id(0), article_id(1)) == 0);
  CHECK(table.count_agreeing(article_id(1), article_id(1)) == 0);
}

TEST_CASE("an order names the row of each article and may leave rows out") {
  Random random(9);
  const std::vector<Sketch> sketches = random_sketches(random, 6);
  SketchTable table, expected;
  for (const Sketch& sketch : sketches) table.append(sketch);
  const std::vector<std::uint32_t> rows = {4, 0, 5, 2};
  for (const std::uint32_t row : rows) expected.append(sketches[row]);
  table.reorder(rows);
  CHECK(table.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = 0; j < 4; ++j) {
      CHECK(table.count_agreeing(article_id(i), article_id(j)) ==
            expected.count_agreeing(article_id(i), article_id(j)));
    }
    CHECK(table.key(article_id(i), 5, 2) == expected.key(article_id(i), 5, 2));
  }
}

TEST_CASE("an article costs 256 bytes, or 512 with every coordinate whole") {
  const std::size_t n = 8192;
  for (const SketchShape& shape : kShapes) {
    SketchTable table(shape);
    for (std::size_t i = 0; i < n; ++i) table.append(Sketch());
    CHECK(table.memory_bytes() == n * static_cast<std::size_t>(shape.coordinates * shape.bits / 8));
    table.reorder(std::vector<std::uint32_t>(n, 0));
    CHECK(table.memory_bytes() == n * (static_cast<std::size_t>(shape.coordinates * shape.bits / 8) + 4));
  }
}

}  // namespace
}  // namespace samestory

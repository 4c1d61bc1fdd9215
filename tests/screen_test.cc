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

// Article i agrees with article i - 1 in about (i mod 11) tenths of the coordinates.
std::vector<Sketch> random_sketches(Random& random, std::size_t count) {
  std::vector<Sketch> sketches(count);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < kCoordinates; ++j) {
      const bool keep = i > 0 && random.chance(i % 11 * 10);
      sketches[i].coordinate[j] =
          keep ? sketches[i - 1].coordinate[j] : static_cast<std::uint32_t>(random.next() >> 33) + 1;
    }
  }
  return sketches;
}

CandidatePair random_pair(Random& random, std::size_t n) {
  const std::size_t a = random.below(n - 1);
  return {article_id(a), article_id(random.chance(70) ? a + 1 : a + 1 + random.below(n - 1 - a))};
}

TEST_CASE("what passes is the set of proposed pairs that agree enough, however they are proposed") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const std::size_t n = 2 + random.below(2000);
    const std::vector<Sketch> sketches = random_sketches(random, n);
    SketchTable table;
    for (const Sketch& sketch : sketches) table.append(sketch);
    const int min_agreeing = static_cast<int>(random.below(100));
    Screen screen(table, min_agreeing);
    std::set<CandidatePair> expected;
    for (std::size_t call = random.below(4); call > 0; --call) {
      std::vector<Pairs> lists(random.below(5));
      for (Pairs& list : lists) {
        for (std::size_t i = random.below(2 * n); i > 0; --i) list.push_back(random_pair(random, n));
        for (const CandidatePair& pair : list) {
          const int agreeing = reference::count_agreeing(sketches[index(pair.a)], sketches[index(pair.b)], {});
          if (agreeing >= min_agreeing) expected.insert(pair);
        }
      }
      screen.propose(lists);
    }
    CHECK(screen.take() == Pairs(expected.begin(), expected.end()));
    CHECK(screen.take().empty());
  }
}

TEST_CASE("repeats and pairs known to pass are not looked at again") {
  SketchTable table;
  Random random(1);
  Sketch lone, copied;
  for (std::uint32_t& value : lone.coordinate) value = static_cast<std::uint32_t>(random.next() >> 33) + 1;
  for (std::uint32_t& value : copied.coordinate) value = static_cast<std::uint32_t>(random.next() >> 33) + 1;
  for (const Sketch& sketch : {copied, copied, lone}) table.append(sketch);
  const CandidatePair copies{article_id(0), article_id(1)}, strangers{article_id(1), article_id(2)};
  Screen screen(table, 1);
  screen.propose(std::vector<Pairs>{{copies, strangers, copies}, {copies}, {}});
  CHECK(screen.looked_at() == 2);
  screen.propose(std::vector<Pairs>{{copies, copies}});
  CHECK(screen.looked_at() == 2);
  CHECK(screen.take() == Pairs{copies});
}

TEST_CASE("1, 2, 3 and 8 threads let the same pairs pass") {
  Random random(4);
  const std::size_t n = 3000;
  SketchTable table;
  for (const Sketch& sketch : random_sketches(random, n)) table.append(sketch);
  std::vector<Pairs> lists(6);
  for (Pairs& list : lists) {
    for (std::size_t i = 0; i < 5000; ++i) list.push_back(random_pair(random, n));
  }
  Pairs expected;
  for (const int threads : {1, 2, 3, 8}) {
    CAPTURE(threads);
    const ThreadLimit limit(threads);
    Screen screen(table, 40);
    screen.propose(lists);
    const Pairs passed = screen.take();
    if (threads == 1) expected = passed;
    CHECK(passed.size() > 100);
    CHECK(passed == expected);
  }
}

}  // namespace
}  // namespace samestory

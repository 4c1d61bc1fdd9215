#include "stories/time_index.h"

#include <doctest/doctest.h>

#include <string>

#include "base/hash.h"

using namespace samestory;

TEST_CASE("the index counts what lies before a time as a look at all times does") {
  struct Row {
    std::string name;
    std::int64_t first_s;
    std::uint64_t span_s;
    std::size_t count, crowded;  // so many more in one second
  };
  const std::vector<Row> rows = {
      {"no times", 0, 1, 0, 0},
      {"one time", 5, 1, 1, 0},
      {"all in one second", 1'700'000'000, 1, 0, 300},
      {"a few days", 1'700'000'000, 300'000, 500, 0},
      {"before and after 1970", -2'000'000, 4'000'000, 700, 0},
      {"one crowded second in forty years", 0, 1'261'440'000, 200, 2'000},
      {"two, as far apart as it goes", -(std::int64_t{1} << 61), std::uint64_t{1} << 62, 2, 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    std::uint64_t state = mix(row.count);
    const auto draw = [&] { return row.first_s + static_cast<std::int64_t>((state = mix(state)) % row.span_s); };
    std::vector<std::int64_t> times_s(row.crowded, row.first_s + static_cast<std::int64_t>(row.span_s / 2));
    for (std::size_t k = 0; k < row.count; ++k) times_s.push_back(draw());
    std::sort(times_s.begin(), times_s.end());
    const TimeIndex index(times_s);
    std::vector<std::int64_t> asked = {row.first_s - 1'000'000, row.first_s + static_cast<std::int64_t>(row.span_s)};
    for (const std::int64_t time : times_s) asked.insert(asked.end(), {time - 1, time, time + 1});
    for (std::size_t k = 0; k < 100; ++k) asked.push_back(draw());
    for (const std::int64_t time : asked) {
      CAPTURE(time);
      const auto before = std::count_if(times_s.begin(), times_s.end(), [&](std::int64_t t) { return t < time; });
      REQUIRE(index.count_before(time) == static_cast<std::size_t>(before));
    }
  }
}

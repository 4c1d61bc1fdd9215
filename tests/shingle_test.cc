#include "copies/shingle.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <vector>

#include "base/hash_order.h"
#include "reference.h"

namespace samestory {
namespace {

using reference::Random;
using reference::units_of;
using reference::Words;

TEST_CASE("shingle hashes are pinned, since sketches and sketch files would change with them") {
  const CopyOptions options;
  const Units units = units_of({mix(1), mix(2), mix(3), mix(4)});
  CHECK(window_hashes(units, options) == Words{0x32283E7BE66D604BULL, 0x8BB4FCC8F2D70C01ULL});
  CHECK(shingle(units_of({mix(1), mix(2)}), options) == Words{0xF3EDB17190D5DBD9ULL});
  CHECK(sequence_hash(units) == 0xD43D87A8488C0D54ULL);
}

TEST_CASE("a text has one shingle a window, or one for the whole if it is shorter, or none if it is empty") {
  struct Case {
    const char* name;
    std::size_t units;
    bool unspaced;
    std::size_t windows;
  };
  for (const Case& c :
       {Case{"empty", 0, false, 0}, Case{"one word", 1, false, 1}, Case{"two words", 2, false, 1},
        Case{"a window", 3, false, 1}, Case{"ten words", 10, false, 8}, Case{"empty without spaces", 0, true, 0},
        Case{"seven points", 7, true, 1}, Case{"eight points", 8, true, 1}, Case{"ten points", 10, true, 3}}) {
    CAPTURE(c.name);
    Random random(1);
    Words words(c.units);
    for (std::uint64_t& word : words) word = random.next();
    CHECK(window_hashes(units_of(words, c.unspaced), CopyOptions()).size() == c.windows);
    CHECK(shingle(units_of(words, c.unspaced), CopyOptions()).size() == c.windows);
  }
}

TEST_CASE("every instruction set hashes windows of any width as the definition says") {
  for (int width = 1; width <= 32; ++width) {
    for (const std::size_t count : {0UL, 1UL, 5UL, 31UL, 32UL, 33UL, 64UL, 511UL, 512UL, 1100UL}) {
      CAPTURE(width);
      CAPTURE(count);
      Random random(count);
      Words words(count);
      for (std::uint64_t& word : words) word = random.next();
      CopyOptions options;
      options.shingle_points = width;
      const Units units = units_of(words, true);
      const Words expected = reference::window_hashes(words, static_cast<std::size_t>(width));
      CHECK(count_windows(units, options) == expected.size());
      CHECK(window_hashes(units, options) == expected);
      for (const InstructionSet set : {InstructionSet::kPortable, InstructionSet::kAvx2, InstructionSet::kAvx512}) {
        CAPTURE(static_cast<int>(set));
        if (!is_available(set)) continue;
        Words hashes(expected.size());
        write_window_hashes_with(set, units, options, hashes);
        CHECK(hashes == expected);
      }
    }
  }
}

TEST_CASE("short texts are alike only if they are equal") {
  const CopyOptions options;
  const std::vector<Words> texts = {{mix(1)},
                                    {mix(2)},
                                    {mix(1), mix(1)},
                                    {mix(1), mix(2)},
                                    {mix(2), mix(1)},
                                    {mix(1), mix(1), mix(1)},
                                    {mix(1), mix(2), mix(3)}};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    for (std::size_t j = 0; j < texts.size(); ++j) {
      CAPTURE(i);
      CAPTURE(j);
      const double expected = i == j ? 1 : 0;
      CHECK(resemblance(shingle(units_of(texts[i]), options), shingle(units_of(texts[j]), options)) == expected);
    }
  }
}

TEST_CASE("resemblance and containment are those of the sets of windows") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    CopyOptions options;
    options.shingle_words = 1 + static_cast<int>(random.below(5));
    const auto width = static_cast<std::size_t>(options.shingle_words);
    const Words a = reference::random_words(random, random.below(120), 40);
    const Words b = random.chance(50) ? reference::edited(random, a, random.below(40), 40)
                                      : reference::random_words(random, random.below(120), 40);
    const std::vector<std::uint64_t> shingles_a = shingle(units_of(a), options);
    const std::vector<std::uint64_t> shingles_b = shingle(units_of(b), options);
    const std::set<Words> windows_a = reference::windows(a, width);
    const std::set<Words> windows_b = reference::windows(b, width);
    CHECK(shingles_a.size() == windows_a.size());
    CHECK(std::is_sorted(shingles_a.begin(), shingles_a.end()));
    CHECK(count_shared(shingles_a, shingles_b) == reference::count_shared(windows_a, windows_b));
    CHECK(resemblance(shingles_a, shingles_b) == reference::resemblance(windows_a, windows_b));
    CHECK(resemblance(shingles_a, shingles_b) == resemblance(shingles_b, shingles_a));
    CHECK(resemblance(shingles_a, shingles_a) == (a.empty() ? 0 : 1));
    CHECK(containment(shingles_a, shingles_b) == reference::containment(windows_a, windows_b));
  }
}

TEST_CASE("two empty texts do not resemble each other") {
  CHECK(resemblance({}, {}) == 0);
  CHECK(containment({}, {}) == 0);
  CHECK(sequence_hash(Units()) == 0);
}

TEST_CASE("the sequence hash sees order, repeats and length") {
  const std::vector<Words> texts = {{1}, {2}, {1, 1}, {1, 2}, {2, 1}, {1, 2, 1}, {0}, {0, 0}};
  std::set<std::uint64_t> hashes;
  for (const Words& text : texts) hashes.insert(sequence_hash(units_of(text)));
  CHECK(hashes.size() == texts.size());
}

TEST_CASE("sorting by hash equals sorting, for even hashes and for the worst") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const std::size_t distinct = 1 + random.below(seed % 2 == 0 ? 5 : 100000);  // few: runs of equal hashes
    std::vector<std::uint64_t> records(random.below(20000));
    for (std::uint64_t& record : records) record = seed % 3 == 0 ? random.below(distinct) : mix(random.below(distinct));
    std::vector<std::uint64_t> expected = records;
    std::sort(expected.begin(), expected.end());
    sort_by_hash(
        records, [](std::uint64_t record) { return record; }, std::less<>());
    CHECK(records == expected);
  }
}

TEST_CASE("finding by hash equals halving, for even hashes and for the worst") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const bool even = seed % 3 != 0;
    const std::size_t distinct = 1 + random.below(seed % 2 == 0 ? 5 : 100000);
    std::vector<std::uint64_t> records(random.below(seed % 4 == 0 ? 8 : 5000));
    for (std::uint64_t& record : records) record = even ? mix(random.below(distinct)) : random.below(distinct);
    std::sort(records.begin(), records.end());
    std::vector<std::uint64_t> sought = {0, 1, ~std::uint64_t{0}};
    for (int k = 0; k < 200; ++k) sought.push_back(even ? mix(random.below(distinct)) : random.below(distinct));
    for (const std::uint64_t hash : sought) {
      for (const std::uint64_t near : {hash - 1, hash, hash + 1}) {
        const auto found =
            lower_bound_by_hash(records.begin(), records.end(), near, [](std::uint64_t record) { return record; });
        REQUIRE(found - records.begin() == std::lower_bound(records.begin(), records.end(), near) - records.begin());
      }
    }
  }
}

}  // namespace
}  // namespace samestory

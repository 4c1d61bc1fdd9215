#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <chrono>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/best.h"
#include "base/blocks.h"
#include "base/byte_blocks.h"
#include "base/hash.h"
#include "base/ids.h"
#include "base/instruction_set.h"
#include "base/parallel.h"
#include "base/real.h"
#include "base/strings.h"
#include "base/word_hash.h"

using samestory::best_instruction_set;
using samestory::Bytes16;
using samestory::combine;
using samestory::exp_minus;
using samestory::find_bytes;
using samestory::hash_bytes;
using samestory::InstructionSet;
using samestory::is_available;
using samestory::kBlockBytes;
using samestory::low_bits;
using samestory::mix;
using samestory::natural_log;
using samestory::ThreadLimit;
using samestory::WordHash;

namespace {

constexpr int kThreadCounts[] = {1, 2, 3, 8};

// What undoes mix(): each of its steps is a bijection, undone from the last to the first.
std::uint64_t unshift(std::uint64_t y, int bits) {
  std::uint64_t x = y;
  for (int known = bits; known < 64; known += bits) x = y ^ (x >> bits);
  return x;
}

std::uint64_t inverse(std::uint64_t odd) {
  std::uint64_t x = odd;                         // right in the lowest three bits
  for (int i = 0; i < 5; ++i) x *= 2 - odd * x;  // each round doubles the bits that are right (Newton)
  return x;
}

std::uint64_t unmix(std::uint64_t y) {
  std::uint64_t x = unshift(y, 31) * inverse(0x94D049BB133111EBULL);
  x = unshift(x, 27) * inverse(0xBF58476D1CE4E5B9ULL);
  return unshift(x, 30) - 0x9E3779B97F4A7C15ULL;
}

// A double spread evenly over [low, high).
double draw(std::uint64_t seed, double low, double high) {
  return low + (high - low) * (static_cast<double>(mix(seed) >> 11) * 0x1p-53);
}

// Lets items of a pipeline overtake each other: an item that waits goes on when a later one has been transformed, or
// after some milliseconds, since there may be no later one or no thread for it.
class Race {
 public:
  void wait_for_later(int item) const {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(5);
    while (samestory::thread_count() > 1 && latest_ <= item && std::chrono::steady_clock::now() < deadline)
      std::this_thread::yield();
  }
  void arrive(int item) {
    for (int seen = latest_; seen < item && !latest_.compare_exchange_weak(seen, item);) continue;
  }

 private:
  std::atomic<int> latest_{-1};
};

struct Fault {
  int at;  // item at which it happens; -1: never
};

// What a pipeline over the items 0, 1, ... did.
struct Outcome {
  std::vector<int> seen;  // by the sink
  std::string error;      // what() of the exception that came out; empty if none did
  int asked = 0;          // calls of the source
};

Outcome run_pipeline(int items, Fault source_fault, Fault transform_fault, Fault sink_fault) {
  Outcome outcome;
  Race race;
  try {
    samestory::pipeline(
        [&]() -> std::optional<int> {
          const int i = outcome.asked++;
          if (i == source_fault.at) throw std::runtime_error("source " + std::to_string(i));
          return i < items ? std::optional(i) : std::nullopt;
        },
        [&](int&& i) {
          // From its place on every item fails, the later ones sooner: only the first may come out.
          const bool fails = transform_fault.at >= 0 && i >= transform_fault.at;
          if (i == transform_fault.at || (!fails && i % 7 == 0)) race.wait_for_later(i);
          race.arrive(i);
          if (fails) throw std::runtime_error("transform " + std::to_string(i));
          return std::to_string(i);
        },
        [&](std::string&& text) {
          const int i = std::stoi(text);
          if (i == sink_fault.at) throw std::runtime_error("sink " + text);
          outcome.seen.push_back(i);
        });
  } catch (const std::runtime_error& error) {
    outcome.error = error.what();
  }
  return outcome;
}

std::vector<int> first_numbers(int count) {
  std::vector<int> numbers(static_cast<std::size_t>(count));
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

}  // namespace

TEST_CASE("hashes keep the values that sketches were made with") {
  CHECK(hash_bytes("", 0) == 0x2D06800538D394C2ULL);  // xxHash's own test value of XXH3 for no bytes
  CHECK(hash_bytes("harbour", 0) == 0x4525043CCC4DC55EULL);
  CHECK(hash_bytes("harbour", 1) == 0x2B85ADDC24FB7A11ULL);
  CHECK(hash_bytes("ميناء", 7) == 0x9EC17263A6B0C82FULL);
  CHECK(hash_bytes(std::string(300, 'x'), 1) == 0x34C297D5DC46CCFFULL);
  CHECK(combine(1, 2) == 0xE06DD043328BD285ULL);
}

TEST_CASE("word hashes keep the values that sketches were made with") {
  struct Row {
    std::string word;
    std::uint64_t seed, expected;
  };
  const std::vector<Row> rows = {
      {"", 0, 13429246616211506455ULL},
      {"a", 0, 17154572802628068867ULL},
      {"harbour", 0, 4077581120902689976ULL},
      {"harbour", 1, 14417475038460362912ULL},
      {"ميناء", 7, 5027245640238739986ULL},
      {std::string(16, 'x'), 1, 6833809296441079166ULL},
      {std::string(17, 'x'), 1, 9524756207670956133ULL},
      {std::string(300, 'x'), 1, 12216448534067093126ULL},
  };
  for (const Row& row : rows) {
    CAPTURE(row.word);
    CHECK(WordHash(row.seed)(row.word) == row.expected);
  }
}

TEST_CASE("a word's hash is that of its bytes alone, whatever stands behind it") {
  const WordHash hash(3);
  for (std::size_t size = 0; size < 70; ++size) {
    CAPTURE(size);
    const std::string word(size, 'q');
    CHECK(hash.of_padded((word + std::string(16, 'z')).c_str(), size) == hash(word));
    CHECK(hash.of_padded((word + std::string(16, '\0')).c_str(), size) == hash(word));
    CHECK(hash(word + '\0') != hash(word));
  }
}

// Hashes that are as good as drawn at random: half the bits change with any bit of a word, and of 300,000 words no two
// agree in 64 bits, and as few in 32 as chance would have it (about 10).
TEST_CASE("word hashes spread") {
  const WordHash hash(9);
  for (const std::size_t size : {1, 3, 8, 9, 16, 17, 40}) {
    std::vector<int> changed(64, 0);
    int words = 0;
    for (int draw = 0; draw < 2000; ++draw) {
      std::string word(size, ' ');
      for (std::size_t i = 0; i < size; ++i)
        word[i] = static_cast<char>(mix(static_cast<std::uint64_t>(draw) * 64 + i));
      const std::uint64_t before = hash(word);
      word[static_cast<std::size_t>(draw) % size] ^= static_cast<char>(1 << (draw / 7 % 8));
      const std::uint64_t difference = before ^ hash(word);
      for (std::size_t bit = 0; bit < 64; ++bit) changed[bit] += static_cast<int>(difference >> bit & 1);
      ++words;
    }
    for (std::size_t bit = 0; bit < 64; ++bit) {
      CAPTURE(size);
      CAPTURE(bit);
      CHECK(changed[bit] > 0.42 * words);  // five deviations of 1,024 draws: there are no more changes of one byte
      CHECK(changed[bit] < 0.58 * words);
    }
  }
  std::vector<std::uint64_t> low, high;
  for (int number = 0; number < 300'000; ++number) {
    const std::uint64_t value = hash("w" + std::to_string(number));
    low.push_back(value & 0xFFFFFFFF);
    high.push_back(value >> 32);
  }
  for (std::vector<std::uint64_t>* part : {&low, &high}) {
    std::sort(part->begin(), part->end());
    const auto distinct = std::unique(part->begin(), part->end()) - part->begin();
    CHECK(distinct > 300'000 - 30);
  }
}

TEST_CASE("bytes found in a block are those that are there") {
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    std::string block(kBlockBytes, ' ');
    for (std::size_t i = 0; i < block.size(); ++i)
      block[i] = static_cast<char>(mix(seed * 64 + i) % 3 == 0 ? 0xE0 : 'a');
    std::uint64_t expected = 0;
    for (std::size_t i = 0; i < block.size(); ++i) expected |= static_cast<std::uint64_t>(block[i] == 'a') << i;
    CAPTURE(seed);
    REQUIRE(find_bytes(block.data(), [](Bytes16 bytes) { return bytes == 'a'; }) == expected);
    REQUIRE(find_bytes(block.data(), [](Bytes16 bytes) { return bytes < 0; }) == ~expected);
  }
  CHECK(low_bits(0) == 0);
  CHECK(low_bits(5) == 31);
  CHECK(low_bits(64) == ~0ULL);
}

TEST_CASE("mix is SplitMix64: the published sequence of seed 1234567") {
  constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15ULL;
  CHECK(mix(0) == 0xE220A8397B1DCDAFULL);
  CHECK(mix(1234567) == 6457827717110365317ULL);
  CHECK(mix(1234567 + kGolden) == 3203168211198807973ULL);
  CHECK(mix(1234567 + 2 * kGolden) == 9817491932198370423ULL);
}

TEST_CASE("mix can be undone, so no two words share a value") {
  for (std::uint64_t seed = 0; seed < 100'000; ++seed) {
    const std::uint64_t word = seed < 1000 ? seed : seed < 2000 ? ~seed : seed * 0xD1342543DE82EF95ULL;
    CAPTURE(word);
    REQUIRE(unmix(mix(word)) == word);
    REQUIRE(mix(unmix(word)) == word);
  }
}

TEST_CASE("one flipped bit of the input flips about half of mix's output") {
  for (int bit = 0; bit < 64; ++bit) {
    double flipped = 0;
    for (std::uint64_t word = 0; word < 500; ++word)
      flipped += std::popcount(mix(word) ^ mix(word ^ (std::uint64_t{1} << bit)));
    CAPTURE(bit);
    CHECK(std::abs(flipped / 500 - 32) < 1);  // a fair coin stays within .18 of 32 in two cases of three
  }
}

TEST_CASE("combine tells the order of what it combines") {
  CHECK(combine(combine(0, 1), 2) != combine(combine(0, 2), 1));
  CHECK(combine(0, 1) != combine(1, 0));
}

TEST_CASE("identifiers keep their numbers") {
  CHECK(index(samestory::article_id(4'000'000'000)) == 4'000'000'000);
  CHECK(index(samestory::group_id(7)) == 7);
}

TEST_CASE("the natural logarithm agrees with the C library") {
  for (const double x : {1.0, 2.0, 0.5, 1 + 0x1p-52, 1 - 0x1p-53, 1.4142135623730951, 1.4142135623730954, 10.0, 1e300,
                         std::numeric_limits<double>::max(), std::numeric_limits<double>::min(), 5e-324, 3e-310}) {
    CAPTURE(x);
    CHECK(std::abs(natural_log(x) - std::log(x)) <= 1e-13 * std::abs(std::log(x)));
  }
  for (std::uint64_t seed = 0; seed < 100'000; ++seed) {
    const double x = std::ldexp(draw(seed, 1, 2), static_cast<int>(mix(~seed) % 80) - 40);
    CAPTURE(seed);
    REQUIRE(std::abs(natural_log(x) - std::log(x)) <= 1e-13 * std::abs(std::log(x)));
  }
}

TEST_CASE("the exponential agrees with the C library") {
  CHECK(exp_minus(0) == 1);
  CHECK(exp_minus(700.5) == 0);
  CHECK(exp_minus(1e300) == 0);
  for (std::uint64_t seed = 0; seed < 100'000; ++seed) {
    const double x = draw(seed, 0, seed % 2 == 0 ? 5 : 700);
    CAPTURE(seed);
    CAPTURE(x);
    REQUIRE(std::abs(exp_minus(x) - std::exp(-x)) <= 1e-13 * std::exp(-x));
  }
}

// The bits themselves: a processor or compiler that fuses a multiplication with an addition would change them.
TEST_CASE("logarithm and exponential have the same bits everywhere") {
  CHECK(natural_log(1) == 0);
  CHECK(natural_log(10) == 0x1.26bb1bbb55515p+1);
  CHECK(exp_minus(1) == 0x1.78b56362cef38p-2);
  std::uint64_t logarithms = 0, exponentials = 0;
  for (std::uint64_t i = 1; i <= 20'000; ++i) {
    logarithms = combine(logarithms, std::bit_cast<std::uint64_t>(natural_log(static_cast<double>(i) / 16)));
    exponentials = combine(exponentials, std::bit_cast<std::uint64_t>(exp_minus(static_cast<double>(i) / 128)));
  }
  CHECK(logarithms == 0xF197448648F17F8DULL);
  CHECK(exponentials == 0x7F685AAF9A78DD15ULL);
}

TEST_CASE("a thread limit holds while it lives") {
  const int before = samestory::thread_count();
  CHECK(before >= 1);
  for (const int threads : kThreadCounts) {
    const ThreadLimit limit(threads);
    CHECK(samestory::thread_count() == threads);
  }
  CHECK(samestory::thread_count() == before);
  const ThreadLimit none(0);
  CHECK(samestory::thread_count() == before);
}

TEST_CASE("each index is visited exactly once") {
  for (const int threads : kThreadCounts) {
    const ThreadLimit limit(threads);
    for (const std::size_t n : {0, 1, 63, 64, 65, 5000}) {
      for (const std::size_t grain : {1, 64, 10'000}) {
        CAPTURE(threads);
        CAPTURE(n);
        CAPTURE(grain);
        std::vector<std::atomic<int>> visits(n);
        samestory::for_each_index(
            n, [&](std::size_t i) { ++visits[i]; }, grain);
        std::size_t once = 0;
        for (const auto& count : visits) once += count == 1;
        CHECK(once == n);
      }
    }
  }
}

TEST_CASE("accumulators together hold each index exactly once") {
  for (const int threads : kThreadCounts) {
    const ThreadLimit limit(threads);
    CAPTURE(threads);
    const auto parts = samestory::accumulate_indices<std::vector<int>>(
        3000, [](std::vector<int>& mine, std::size_t i) { mine.push_back(static_cast<int>(i)); });
    std::vector<int> all;
    for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
    std::sort(all.begin(), all.end());
    CHECK(all == first_numbers(3000));
    CHECK(parts.size() <= 3000);
  }
}

TEST_CASE("sums and sorted collections are those of a plain loop with any number of threads") {
  std::vector<std::uint64_t> expected;
  std::uint64_t sum = 0;
  for (std::uint64_t i = 0; i < 3000; ++i) {
    sum += mix(i);
    for (std::uint64_t k = 0; k < i % 4; ++k) expected.push_back(mix(i) % 500 + k);
  }
  std::sort(expected.begin(), expected.end());
  for (const int threads : kThreadCounts) {
    const ThreadLimit limit(threads);
    CAPTURE(threads);
    CHECK(samestory::sum_indices<std::uint64_t>(3000, [](std::size_t i) { return mix(i); }) == sum);
    CHECK(samestory::sum_indices<int>(0, [](std::size_t) { return 1; }) == 0);
    const auto collected = samestory::collect_sorted<std::uint64_t>(
        3000,
        [](std::vector<std::uint64_t>& mine, std::size_t i) {
          for (std::uint64_t k = 0; k < i % 4; ++k) mine.push_back(mix(i) % 500 + k);
        },
        std::less<>(), 16);
    CHECK(collected == expected);
    std::vector<std::uint64_t> shuffled;
    for (std::uint64_t i = 0; i < 20'000; ++i) shuffled.push_back(mix(i));
    samestory::sort(shuffled.begin(), shuffled.end(), std::greater<>());
    CHECK(std::is_sorted(shuffled.rbegin(), shuffled.rend()));
  }
}

TEST_CASE("a pipeline keeps the order of its input and asks an exhausted source no more") {
  for (const int threads : kThreadCounts) {
    const ThreadLimit limit(threads);
    for (const int items : {0, 1, 5, 500}) {
      CAPTURE(threads);
      CAPTURE(items);
      const Outcome outcome = run_pipeline(items, {-1}, {-1}, {-1});
      CHECK(outcome.error.empty());
      CHECK(outcome.seen == first_numbers(items));
      CHECK(outcome.asked == items + 1);
    }
  }
}

TEST_CASE("the exception that stands first in input order comes out of a pipeline, and the sink saw all before it") {
  struct Row {
    std::string name;
    Fault source, transform, sink;
    int seen;
    std::string error;
  };
  const std::vector<Row> rows = {
      {"source at once", {0}, {-1}, {-1}, 0, "source 0"},
      {"source later", {40}, {-1}, {-1}, 40, "source 40"},
      {"transform, while later items fail sooner", {-1}, {25}, {-1}, 25, "transform 25"},
      {"transform before the source", {60}, {57}, {-1}, 57, "transform 57"},
      {"sink", {-1}, {-1}, {30}, 30, "sink 30"},
      {"sink before transform", {-1}, {33}, {30}, 30, "sink 30"},
      {"transform before sink", {-1}, {30}, {33}, 30, "transform 30"},
      {"the last item", {-1}, {299}, {-1}, 299, "transform 299"},
  };
  for (const int threads : kThreadCounts) {
    const ThreadLimit limit(threads);
    for (const Row& row : rows) {
      CAPTURE(threads);
      CAPTURE(row.name);
      const Outcome outcome = run_pipeline(300, row.source, row.transform, row.sink);
      CHECK(outcome.error == row.error);
      CHECK(outcome.seen == first_numbers(row.seen));
      if (row.source.at >= 0) CHECK(outcome.asked <= row.source.at + 1);  // a source that failed is asked no more
    }
  }
}

TEST_CASE("a failing sink ends a pipeline whose source never would") {
  for (const int threads : kThreadCounts) {
    const ThreadLimit limit(threads);
    CAPTURE(threads);
    CHECK(run_pipeline(std::numeric_limits<int>::max(), {-1}, {-1}, {100}).error == "sink 100");
  }
}

TEST_CASE("a pipeline carries values that can only be moved") {
  const ThreadLimit limit(2);
  int next = 0, sum = 0;
  samestory::pipeline(
      [&]() -> std::optional<std::unique_ptr<int>> {
        if (next == 10) return std::nullopt;
        return std::make_unique<int>(next++);
      },
      [](std::unique_ptr<int>&& value) { return std::make_unique<int>(2 * *value); },
      [&](std::unique_ptr<int>&& value) { sum += *value; });
  CHECK(sum == 90);
}

TEST_CASE("kept strings stay where they are, however many follow, and equal ones are interned once") {
  samestory::StringKeeper keeper;
  std::vector<std::string> twin;
  std::vector<std::string_view> kept, interned;
  for (std::size_t i = 0; i < 3000; ++i) {
    const std::size_t size = i == 1500 ? (3U << 20) : samestory::mix(i) % 2000;
    twin.push_back(std::string(size, static_cast<char>('a' + i % 26)));
    kept.push_back(keeper.keep(twin.back()));
    interned.push_back(keeper.intern(std::to_string(i % 7)));
  }
  const samestory::StringKeeper moved = std::move(keeper);
  for (std::size_t i = 0; i < twin.size(); ++i) {
    CAPTURE(i);
    REQUIRE(kept[i] == twin[i]);
    REQUIRE(interned[i] == std::to_string(i % 7));
    REQUIRE(interned[i].data() == interned[i % 7].data());
  }
}

bool greater_then_earlier(const std::pair<int, int>& a, const std::pair<int, int>& b) {
  return a.first != b.first ? a.first > b.first : a.second < b.second;
}

TEST_CASE("the best of many offers are those that sorting puts first, whatever their order") {
  for (const std::size_t offers : {0, 1, 7, 8, 9, 200}) {
    for (const std::size_t most : {1, 8, 40}) {
      CAPTURE(offers);
      CAPTURE(most);
      std::vector<std::pair<int, int>> all;
      for (std::size_t i = 0; i < offers; ++i)
        all.emplace_back(static_cast<int>(samestory::mix(i) % 20), static_cast<int>(i));
      samestory::Best<std::pair<int, int>, greater_then_earlier> best(most);
      for (const auto& offer : all) {
        const bool taken = best.would_take(offer);
        best.offer(offer);
        CHECK((std::find(best.kept().begin(), best.kept().end(), offer) != best.kept().end()) == taken);
        const auto worst = std::max_element(best.kept().begin(), best.kept().end(), greater_then_earlier);
        CHECK(best.bar() == (best.kept().size() < most ? nullptr : &*worst));
      }
      std::vector<std::pair<int, int>> kept = best.kept();
      std::sort(kept.begin(), kept.end(), greater_then_earlier);
      std::sort(all.begin(), all.end(), greater_then_earlier);
      all.resize(std::min(most, offers));
      CHECK(kept == all);
    }
  }
}

TEST_CASE("any processor can run the portable loops, and the best ones are among those it can run") {
  CHECK(is_available(InstructionSet::kPortable));
  CHECK(is_available(best_instruction_set()));
  if (is_available(InstructionSet::kAvx512)) CHECK(is_available(InstructionSet::kAvx2));
}

TEST_CASE("blocks hold what an array holds, in any order, and give it away as one") {
  std::uint64_t state = 20;
  CAPTURE(state);
  const auto draw = [&] { return samestory::mix(++state); };
  for (const std::size_t n : {0, 1, 2, 777, 8192, 8193, 30'000}) {
    CAPTURE(n);
    std::vector<std::uint64_t> twin;
    samestory::Blocks<std::uint64_t> blocks;
    for (std::size_t i = 0; i < n; ++i) twin.push_back(draw()), blocks.push_back(twin.back());
    std::vector<std::uint32_t> order(n);
    std::iota(order.begin(), order.end(), 0U);
    for (std::size_t i = n; i > 1; --i) std::swap(order[i - 1], order[draw() % i]);
    order.resize(n - n / 3);  // a third is dropped
    blocks.reorder(order);
    REQUIRE(blocks.size() == order.size());
    for (std::size_t i = 0; i < order.size(); ++i) REQUIRE(blocks[i] == twin[order[i]]);
    blocks.push_back(5);
    const std::vector<std::uint64_t> all = blocks.take();
    REQUIRE(all.size() == order.size() + 1);
    for (std::size_t i = 0; i < order.size(); ++i) REQUIRE(all[i] == twin[order[i]]);
    CHECK(all.back() == 5);
    CHECK(blocks.size() == 0);
  }
}

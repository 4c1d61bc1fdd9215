// The unit store against the units that went in.
#include "copies/unit_store.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "copies/shingle.h"
#include "copies/verify.h"
#include "temporary_folder.h"
#include "text/units.h"

using samestory::mix;
using samestory::TemporaryFolder;
using samestory::Units;
using samestory::UnitStore;

namespace {

// Units of a text by hand: of so many words, a span after every fourth and at the end.
Units make_units(std::uint64_t seed, std::size_t words) {
  Units units;
  for (std::size_t i = 0; i < words; ++i) {
    units.hashes.push_back(mix(seed * 1000 + i));
    if (i % 4 == 3 || i + 1 == words) units.span_ends.push_back(static_cast<std::uint32_t>(i + 1));
  }
  units.unspaced = seed % 3 == 0;
  return units;
}

void check_low_halves(const Units& kept, const Units& units) {
  CHECK(kept.span_ends == units.span_ends);
  CHECK(kept.unspaced == units.unspaced);
  REQUIRE(kept.hashes.size() == units.hashes.size());
  for (std::size_t i = 0; i < units.hashes.size(); ++i) CHECK(kept.hashes[i] == (units.hashes[i] & 0xFFFFFFFF));
}

constexpr std::uint64_t kSeed = 1;

std::string word(std::uint64_t number) { return "w" + std::to_string(number); }

std::uint64_t hash_of(const std::string& one) { return samestory::UnitReader(kSeed).read(one).hashes.at(0); }

// Two words whose hashes agree in the low half and in no more: of 300,000 words there are ten such pairs.
std::pair<std::string, std::string> find_words_of_one_low_half() {
  std::string all;
  for (std::uint64_t number = 0; number < 300'000; ++number) all += word(number) + ' ';
  samestory::UnitReader reader(kSeed);
  const std::vector<std::uint64_t>& hashes = reader.read(all).hashes;
  std::vector<std::pair<std::uint32_t, std::uint64_t>> halves;
  for (std::uint64_t number = 0; number < hashes.size(); ++number)
    halves.emplace_back(static_cast<std::uint32_t>(hashes[number]), number);
  std::sort(halves.begin(), halves.end());
  for (std::size_t i = 1; i < halves.size(); ++i) {
    if (halves[i].first == halves[i - 1].first) return {word(halves[i - 1].second), word(halves[i].second)};
  }
  return {};
}

// So many words that no other text has, the one in their middle given.
std::string text_around(const std::string& middle, std::uint64_t first, std::size_t words) {
  std::string text;
  for (std::size_t i = 0; i < words; ++i) text += (i == words / 2 ? middle : word(first + i)) + ' ';
  return text;
}

struct Compared {
  samestory::CopyEvidence whole, stored;  // by all bits of the hashes, and by those that come out of a store
  bool equal;                             // by the hash of the whole text
};

Compared compare_texts(const std::string& a, const std::string& b) {
  const samestory::CopyOptions options;
  const TemporaryFolder folder;
  UnitStore store(folder.path);
  samestory::UnitReader reader(kSeed);
  const auto kept = [&](const Units& units) {
    UnitStore::Batch batch;
    UnitStore::Place place = batch.append(units);
    place.offset_bytes += store.put(batch);
    return store.read(place);
  };
  const Units units_a = reader.read(a), units_b = reader.read(b);
  const auto compare = [&](Units x, Units y) {
    return samestory::Verifier(options).compare(prepare(std::move(x), {}, options), prepare(std::move(y), {}, options));
  };
  return {compare(units_a, units_b), compare(kept(units_a), kept(units_b)),
          sequence_hash(units_a) == sequence_hash(units_b)};
}

}  // namespace

TEST_CASE("two words of one low half are taken for each other in one place, and for nothing else") {
  constexpr std::uint64_t kElsewhere = 1'000'000, kOthers = 2'000'000;  // numbers of words that were not looked at
  const auto [one, other] = find_words_of_one_low_half();
  REQUIRE(!one.empty());
  REQUIRE(hash_of(one) != hash_of(other));
  REQUIRE(static_cast<std::uint32_t>(hash_of(one)) == static_cast<std::uint32_t>(hash_of(other)));

  SUBCASE("texts that differ by nothing else have the windows around it in common as well, and are not one text") {
    for (const std::size_t words : {25U, 60U, 300U}) {
      CAPTURE(words);
      const Compared found = compare_texts(text_around(one, kElsewhere, words), text_around(other, kElsewhere, words));
      const double windows = static_cast<double>(words) - 2;
      CHECK(found.whole.resemblance == doctest::Approx((windows - 3) / (windows + 3)).epsilon(1e-12));
      CHECK(found.stored.resemblance == 1);
      CHECK_FALSE(found.equal);
    }
  }
  SUBCASE("texts that share nothing else are as unlike as they are") {
    const Compared found = compare_texts(text_around(one, kElsewhere, 300), text_around(other, kOthers, 300));
    CHECK(found.whole.resemblance == 0);
    CHECK(found.stored.resemblance == 0);
    CHECK(found.stored == found.whole);
  }
  SUBCASE("a text and half of it, which ends with such a word, have one relation and one resemblance") {
    const std::string text = text_around(one, kElsewhere, 300);
    const std::string half = text.substr(0, text.find(one)) + other;
    const Compared found = compare_texts(text, half);
    CHECK(found.whole.relation != samestory::CopyRelation::kNone);
    CHECK(found.stored.relation == found.whole.relation);
    CHECK(found.stored.resemblance - found.whole.resemblance < 2.0 / 298);
    CHECK(found.stored.resemblance > found.whole.resemblance);
  }
}

TEST_CASE("units come back with the low half of their hashes, those of an empty text too") {
  const TemporaryFolder folder;
  UnitStore store(folder.path);
  UnitStore::Batch batch;
  std::vector<UnitStore::Place> places;
  for (const std::size_t words : {0, 1, 4, 5, 3000}) places.push_back(batch.append(make_units(words, words)));
  const std::uint64_t begin = store.put(batch);
  std::size_t i = 0;
  for (const std::size_t words : {0, 1, 4, 5, 3000}) {
    CAPTURE(words);
    UnitStore::Place place = places[i++];
    place.offset_bytes += begin;
    check_low_halves(store.read(place), make_units(words, words));
  }
}

TEST_CASE("batches of several threads keep apart") {
  const TemporaryFolder folder;
  UnitStore store(folder.path);
  constexpr std::size_t kThreads = 4, kBatches = 20, kArticles = 30;
  const auto units_of = [](std::size_t thread, std::size_t batch, std::size_t article) {
    const std::size_t seed = (thread * kBatches + batch) * kArticles + article;
    return make_units(seed, mix(seed) % 60);
  };
  std::vector<std::vector<UnitStore::Place>> places(kThreads);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t b = 0; b < kBatches; ++b) {
        UnitStore::Batch batch;
        for (std::size_t i = 0; i < kArticles; ++i) places[t].push_back(batch.append(units_of(t, b, i)));
        const std::uint64_t begin = store.put(batch);
        for (std::size_t i = 0; i < kArticles; ++i) places[t][b * kArticles + i].offset_bytes += begin;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (std::size_t t = 0; t < kThreads; ++t) {
    for (std::size_t i = 0; i < kBatches * kArticles; ++i)
      check_low_halves(store.read(places[t][i]), units_of(t, i / kArticles, i % kArticles));
  }
}

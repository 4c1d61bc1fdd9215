// The unit store against the units that went in.
#include "copies/unit_store.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "base/hash.h"
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

}  // namespace

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

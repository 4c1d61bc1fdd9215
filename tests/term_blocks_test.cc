#include "stories/term_blocks.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "base/hash.h"
#include "stories/term_numbers.h"

using namespace samestory;

namespace {

using Held = std::tuple<std::size_t, std::uint16_t, TermId, std::uint16_t>;  // range, article, term, count

std::vector<Extract> random_extracts(std::uint64_t seed) {
  std::uint64_t state = mix(seed);
  const auto draw = [&](std::uint64_t below) { return (state = mix(state)) % below; };
  std::vector<Extract> extracts(draw(kBlockArticles + 1));
  for (Extract& extract : extracts) {
    for (auto& terms : extract.terms) {
      std::map<TermId, std::uint16_t> counts;
      for (std::uint64_t k = draw(12); k > 0; --k)
        counts[static_cast<TermId>(draw(32) << 27 | draw(3))] = static_cast<std::uint16_t>(1 + draw(65'535));
      for (const auto& [term, count] : counts) terms.push_back({term, count});
    }
  }
  return extracts;
}

}  // namespace

TEST_CASE("a block holds each term of a signal once, by range, then article, then term") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    CAPTURE(seed);
    const std::vector<Extract> extracts = random_extracts(seed);
    for (std::size_t f = 0; f < kSignals; ++f) {
      std::vector<Held> expected, found;
      for (std::size_t a = 0; a < extracts.size(); ++a) {
        for (const auto& [term, count] : extracts[a].terms[f])
          expected.emplace_back(term >> 27, static_cast<std::uint16_t>(a), term, count);
      }
      std::sort(expected.begin(), expected.end());
      const TermBlock block = make_block(static_cast<Signal>(f), extracts);
      for (std::size_t r = 0; r < kRanges; ++r) {
        for (const HeldTerm& held : block.range(r)) found.emplace_back(r, held.article, held.term, held.count);
      }
      REQUIRE(found == expected);
    }
  }
}

TEST_CASE("terms are numbered in the order in which they are met") {
  std::uint64_t state = mix(1);
  TermNumbers numbers;
  std::map<TermId, std::uint32_t> known;
  for (int k = 0; k < 20'000; ++k) {
    // The table grows several times; one term in two shares its last bits with many others.
    const std::uint64_t drawn = (state = mix(state)) % 6'000;
    const auto term = static_cast<TermId>(k % 2 == 0 ? drawn << 20 : mix(drawn));
    const auto [place, is_new] = known.emplace(term, static_cast<std::uint32_t>(known.size()));
    REQUIRE(numbers.number(term) == place->second);
    REQUIRE(numbers.terms().size() == known.size());
    REQUIRE(numbers.terms()[place->second] == term);
  }
}

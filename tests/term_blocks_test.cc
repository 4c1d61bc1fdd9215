#include "stories/term_blocks.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "base/hash.h"
#include "stories/extract_blocks.h"
#include "stories/term_table.h"

using namespace samestory;

namespace {

using Held = std::tuple<std::size_t, std::uint16_t, TermId, std::uint16_t>;  // range, article, term, count

std::vector<Extract> random_extracts(std::uint64_t seed) {
  std::uint64_t state = mix(seed);
  const auto draw = [&](std::uint64_t below) { return (state = mix(state)) % below; };
  std::vector<Extract> extracts(draw(kBlockExtracts + 1));
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
    const ExtractBlock block = make_block(extracts);
    for (std::size_t f = 0; f < kSignals; ++f) {
      std::vector<Held> expected, found, by_place;
      for (std::size_t a = 0; a < extracts.size(); ++a) {
        for (const auto& [term, count] : extracts[a].terms[f])
          expected.emplace_back(term >> 27, static_cast<std::uint16_t>(a), term, count);
      }
      std::sort(expected.begin(), expected.end());
      const TermBlock& terms = block.terms[f];
      for (const HeldTerm& held : terms.held())
        found.emplace_back(range_of(held.term), held.article, held.term, held.count);
      REQUIRE(found == expected);
      for (std::size_t r = 0; r < kRanges; ++r) {
        for (std::size_t place = terms.begin_of(r); place < terms.end_of(r); ++place)
          by_place.emplace_back(r, terms.article_at(place), static_cast<TermId>(r << 27) | terms.low_at(place),
                                terms.count_at(place));
      }
      REQUIRE(by_place == expected);
    }
  }
}

TEST_CASE("a number takes a term's place and leaves article and count as they are") {
  const std::vector<HeldTerm> held = {{1, 0, 1}, {2, 0, 30}, {2, 255, 31}, {3, 255, 65'535}};
  TermBlock block(held);
  for (std::size_t place = 0; place < held.size(); ++place) {
    CAPTURE(place);
    for (const std::uint32_t number : {std::uint32_t{0}, TermBlock::kLargestNumber}) {
      block.set_number(place, number);
      CHECK(block.low_at(place) == number);
      CHECK(block.article_at(place) == held[place].article);
      CHECK(block.count_at(place) == held[place].count);
    }
  }
}

TEST_CASE("a block lists what only the archive can judge once, sorted, and all articles' facts") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    std::uint64_t state = mix(seed);
    const auto draw = [&](std::uint64_t below) { return (state = mix(state)) % below; };
    std::vector<Extract> extracts(1 + draw(kBlockExtracts));
    std::map<TermId, std::int32_t> excess;
    std::set<std::pair<TermId, TermId>> forms, pairs;
    for (Extract& extract : extracts) {
      extract.language = draw(2) == 0 ? "ar" : "en";
      extract.day = static_cast<std::int32_t>(draw(20'000));
      for (std::uint64_t k = draw(4); k > 0; --k) {
        const auto word = static_cast<TermId>(draw(20)), other = static_cast<TermId>(draw(3));
        extract.case_uses.push_back({word, static_cast<std::uint16_t>(draw(65'536)), 7});
        excess[word] += extract.case_uses.back().upper - 7;
        extract.bare_forms.push_back({word, other});
        forms.emplace(word, other);
        extract.name_pairs.push_back({word, other, other});
        pairs.emplace(word, other);
      }
    }
    const ExtractBlock block = make_block(extracts);
    std::vector<std::pair<TermId, std::int32_t>> found_excess;
    for (const CaseBalance& use : block.case_uses) found_excess.emplace_back(use.word, use.excess);
    CHECK(found_excess == std::vector<std::pair<TermId, std::int32_t>>(excess.begin(), excess.end()));
    std::vector<std::pair<TermId, TermId>> found_forms, found_pairs;
    for (const BareForm& form : block.bare_forms) found_forms.emplace_back(form.word, form.bare);
    for (const NamePair& pair : block.name_pairs) found_pairs.emplace_back(pair.pair, pair.first);
    CHECK(found_forms == std::vector<std::pair<TermId, TermId>>(forms.begin(), forms.end()));
    CHECK(found_pairs == std::vector<std::pair<TermId, TermId>>(pairs.begin(), pairs.end()));
    REQUIRE(block.facts.size() == extracts.size());
    for (std::size_t a = 0; a < extracts.size(); ++a) {
      CHECK(block.languages[a] == extracts[a].language);
      CHECK(block.facts[a].day == extracts[a].day);
      CHECK(block.prefixed[a] == !extracts[a].bare_forms.empty());
    }
  }
}

TEST_CASE("a term table keeps what is put there, however it grows") {
  std::uint64_t state = mix(1);
  TermTable<int> table;
  std::map<TermId, int> known;
  for (int k = 1; k <= 20'000; ++k) {
    // The table grows several times; one term in two shares its last bits with many others.
    const std::uint64_t drawn = (state = mix(state)) % 6'000;
    const auto term = static_cast<TermId>(k % 2 == 0 ? drawn << 20 : mix(drawn));
    table.prefetch(term);
    int& value = table[term];
    REQUIRE(value == known[term]);
    value = known[term] = k;
    REQUIRE(table.size() == known.size());
  }
  std::map<TermId, int> found;
  table.for_each([&](TermId term, int value) { found[term] = value; });
  CHECK(found == known);
}

// Pair table: all pairs of articles that are worth comparing, each once.
//
// Input: for each article the others that it chose, sorted. Output: the pairs that either side chose, by their smaller
// article, and for each article its way back to those in which it is the larger. What is known of a pair stands in an
// array beside the table, at the pair's place.
//
// An article's others come in increasing order: first those that are smaller, then those that are larger.
//
// Also an order in which to go through the articles: depth first along the pairs, so that articles which were compared
// with the same others follow each other, and find these in the nearest caches. In canonical order each article's
// forty others lie anywhere in memory, and waiting for them grows with the archive.
//
// Two passes over all choices, without a sort: what is scattered in increasing order is sorted. Cost: 12 bytes a pair,
// beside its figures. Rejected: sorting all pairs from both sides; each article's others a second time, with their
// figures (16 bytes a pair more). Tested by tests/pair_table_test.cc against a set of pairs.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/ids.h"

namespace samestory {

struct PairTable {
  // A pair seen from its larger article: the smaller one, and the place among that one's pairs.
  struct Back {
    std::uint32_t smaller, place;
    friend bool operator==(const Back&, const Back&) = default;
  };
  std::vector<std::uint64_t> begin;       // of the pairs in which an article is the smaller; size() + 1 entries
  std::vector<std::uint32_t> larger;      // a pair's, sorted within an article's
  std::vector<std::uint64_t> back_begin;  // of the ways back of an article; size() + 1 entries
  std::vector<Back> back;                 // sorted by the smaller within an article's

  [[nodiscard]] std::size_t articles() const { return begin.size() - 1; }
  [[nodiscard]] std::size_t size() const { return larger.size(); }

  [[nodiscard]] std::span<const std::uint32_t> larger_of(std::size_t article) const {
    return std::span(larger).subspan(begin[article], begin[article + 1] - begin[article]);
  }
  [[nodiscard]] std::span<const Back> back_of(std::size_t article) const {
    return std::span(back).subspan(back_begin[article], back_begin[article + 1] - back_begin[article]);
  }
  [[nodiscard]] std::uint64_t pair_of(const Back& way) const { return begin[way.smaller] + way.place; }

  // Calls visit(other, pair) for each pair of an article, others in increasing order.
  template <class Visit>
  void for_each_pair_of(std::size_t article, const Visit& visit) const {
    for (const Back& way : back_of(article)) visit(way.smaller, pair_of(way));
    for (std::uint64_t pair = begin[article]; pair < begin[article + 1]; ++pair) visit(larger[pair], pair);
  }

  // The pair of two articles, if it is there.
  [[nodiscard]] std::optional<std::uint64_t> find(std::uint32_t a, std::uint32_t b) const {
    const std::span<const std::uint32_t> others = larger_of(std::min(a, b));
    const auto found = std::lower_bound(others.begin(), others.end(), std::max(a, b));
    if (found == others.end() || *found != std::max(a, b)) return std::nullopt;
    return begin[std::min(a, b)] + static_cast<std::uint64_t>(found - others.begin());
  }
};

// REQUIRES each article's choices sorted and distinct, none of them the article itself.
PairTable build_pair_table(std::vector<std::vector<std::uint32_t>> chosen);

// All articles, depth first along the pairs.
std::vector<std::uint32_t> order_by_company(const PairTable& pairs);

}  // namespace samestory

// Disjoint sets: which of n elements a list of pairs connects.
//
// Elements are 0 to n - 1, at first each a set of its own; join() unites two sets and root() names an element's set by
// its least element, so that the names are a function of the pairs alone, in whatever order they come. Pointing the
// greater root at the smaller costs the bound of union by size; with path halving the amortized cost stays logarithmic,
// and the sets here are small. Serial: what is joined is a small part of the time of every pass that uses it.
//
// Cost: 4 bytes an element. Source: Tarjan, van Leeuwen 1984, Worst-case analysis of set union algorithms (J. ACM 31),
// section 3 (halving). Covered by tests/disjoint_sets_test.cc.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

namespace samestory {

class DisjointSets {
 public:
  explicit DisjointSets(std::size_t n = 0) { reset(n); }

  // n sets of one element; memory is kept.
  void reset(std::size_t n) {
    parent_.resize(n);
    std::iota(parent_.begin(), parent_.end(), 0U);
  }

  [[nodiscard]] std::uint32_t root(std::size_t element) {
    auto at = static_cast<std::uint32_t>(element);
    while (parent_[at] != at) at = parent_[at] = parent_[parent_[at]];
    return at;
  }

  void join(std::size_t a, std::size_t b) {
    const std::uint32_t x = root(a), y = root(b);
    parent_[std::max(x, y)] = std::min(x, y);
  }

 private:
  std::vector<std::uint32_t> parent_;
};

}  // namespace samestory

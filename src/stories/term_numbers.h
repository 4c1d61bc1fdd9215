// Term numbers: the distinct terms of a stream, numbered from 0 as they are met.
//
// A table with open addresses whose places hold numbers, not terms: it stays small where few terms are distinct, and
// whoever counts something by term keeps it in vectors of his own, by number. Terms are hashes, so their last bits
// spread well; callers divide terms among tables by the leading ones. Cost: a look at one place or two, 12 to 20 bytes
// a distinct term. Serial. Tested by tests/term_blocks_test.cc.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "stories/extract.h"

namespace samestory {

class TermNumbers {
 public:
  // A term that is new gets the next number.
  std::uint32_t number(TermId term) {
    if (2 * terms_.size() >= places_.size()) grow();
    std::uint32_t& place = places_[place_of(term)];
    if (place == kFree) {
      place = static_cast<std::uint32_t>(terms_.size());
      terms_.push_back(term);
    }
    return place;
  }
  [[nodiscard]] const std::vector<TermId>& terms() const { return terms_; }  // by number

 private:
  static constexpr std::uint32_t kFree = ~0U;

  [[nodiscard]] std::size_t place_of(TermId term) const {
    std::size_t place = term & (places_.size() - 1);
    while (places_[place] != kFree && terms_[places_[place]] != term) place = (place + 1) & (places_.size() - 1);
    return place;
  }
  void grow() {
    places_.assign(std::max<std::size_t>(1024, 2 * places_.size()), kFree);
    for (std::size_t t = 0; t < terms_.size(); ++t) places_[place_of(terms_[t])] = static_cast<std::uint32_t>(t);
  }

  std::vector<TermId> terms_;
  std::vector<std::uint32_t> places_;  // a power of two of numbers, half of them free
};

}  // namespace samestory

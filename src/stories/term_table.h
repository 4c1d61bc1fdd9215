// Term table: something kept for each distinct term of a stream.
//
// An open-addressed table whose places hold terms with their values, so that a look-up waits for memory once, and less
// if the term was announced before. Terms are hashes, so their last bits spread well; callers divide terms among tables
// by the leading ones. Cost: 2 to 4 places of a term and a value for each distinct term. Serial. Tested by
// tests/term_blocks_test.cc.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "stories/extract.h"

namespace samestory {

// Value() marks a place as free: a value must be another one before the next term is asked for.
template <class Value>
class TermTable {
 public:
  // Value() if the term is new.
  Value& operator[](TermId term) {
    Place* place = &places_[place_of(term)];
    if (!(place->value == Value())) return place->value;
    if (2 * ++count_ > places_.size()) {
      grow();
      place = &places_[place_of(term)];
    }
    place->term = term;
    return place->value;
  }

  // Begins to load what will be looked at.
  void prefetch(TermId term) const { __builtin_prefetch(&places_[term & (places_.size() - 1)]); }

  [[nodiscard]] std::size_t size() const { return count_; }

  // visit(term, value) for each, in an order that depends on the stream.
  template <class Visit>
  void for_each(const Visit& visit) {
    for (Place& place : places_) {
      if (!(place.value == Value())) visit(place.term, place.value);
    }
  }

 private:
  static constexpr std::size_t kLeastPlaces = 1024;

  struct Place {
    TermId term = 0;
    Value value{};
  };

  [[nodiscard]] std::size_t place_of(TermId term) const {
    std::size_t place = term & (places_.size() - 1);
    while (places_[place].term != term && !(places_[place].value == Value()))
      place = (place + 1) & (places_.size() - 1);
    return place;
  }
  void grow() {
    for (const Place& place : std::exchange(places_, std::vector<Place>(2 * places_.size()))) {
      if (!(place.value == Value())) places_[place_of(place.term)] = place;
    }
  }

  std::vector<Place> places_ = std::vector<Place>(kLeastPlaces);  // a power of two, at least half of them free
  std::size_t count_ = 0;
};

}  // namespace samestory

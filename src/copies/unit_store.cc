#include "copies/unit_store.h"

#include <cassert>
#include <string_view>

namespace samestory {
namespace {

constexpr std::size_t kNumberBytes = sizeof(std::uint32_t);
constexpr std::size_t kHeaderNumbers = 2;

// English words have six with their space, points of Chinese three.
constexpr std::size_t kTextBytesANumber = 4;

}  // namespace

UnitStore::Batch::Batch(std::size_t text_bytes) { numbers_.reserve(text_bytes / kTextBytesANumber); }

UnitStore::Place UnitStore::Batch::append(const Units& units) {
  const std::size_t begin = numbers_.size();
  numbers_.push_back(static_cast<std::uint32_t>(units.span_ends.size()));
  numbers_.push_back(units.unspaced ? 1 : 0);
  numbers_.insert(numbers_.end(), units.span_ends.begin(), units.span_ends.end());
  const std::size_t before = numbers_.size();
  numbers_.resize(before + units.hashes.size());
  for (std::size_t i = 0; i < units.hashes.size(); ++i)
    numbers_[before + i] = static_cast<std::uint32_t>(units.hashes[i]);
  return {begin * kNumberBytes, static_cast<std::uint32_t>(numbers_.size() - begin)};
}

std::uint64_t UnitStore::put(const Batch& batch) {
  return file_.append(
      std::string_view(reinterpret_cast<const char*>(batch.numbers_.data()), batch.numbers_.size() * kNumberBytes));
}

Units UnitStore::read(Place place) const {
  assert(place.numbers >= kHeaderNumbers);
  std::vector<std::uint32_t> numbers(place.numbers);
  file_.read(place.offset_bytes, reinterpret_cast<char*>(numbers.data()), numbers.size() * kNumberBytes);
  const auto spans = numbers.begin() + kHeaderNumbers;
  const auto words = spans + numbers[0];
  return {{words, numbers.end()}, {spans, words}, numbers[1] != 0};
}

}  // namespace samestory

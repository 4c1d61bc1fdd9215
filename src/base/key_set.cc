#include "base/key_set.h"

#include <algorithm>
#include <bit>

namespace samestory {
namespace {

constexpr std::size_t kFilterBits = 16;  // a key

}  // namespace

KeySet::KeySet(std::span<const std::uint64_t> keys) : size_(keys.size()) {
  const std::size_t places = std::bit_ceil(2 * size_ + 2);
  table_.assign(places, kNoKey);
  table_shift_ = 64 - static_cast<int>(std::bit_width(places - 1));
  const std::size_t words = std::bit_ceil(std::max<std::size_t>(2, size_ * kFilterBits / 64));
  filter_.assign(words, 0);
  filter_shift_ = 64 - static_cast<int>(std::bit_width(words - 1));
  for (const std::uint64_t key : keys) {
    filter_[key >> filter_shift_] |= filter_bits(key);
    holds_zero_ = holds_zero_ || key == kNoKey;
    std::size_t place = key >> table_shift_;
    while (table_[place] != kNoKey) place = (place + 1) & (places - 1);
    table_[place] = key;
  }
}

bool KeySet::find(std::uint64_t key) const {
  if (key == kNoKey) return holds_zero_;
  std::size_t place = key >> table_shift_;
  while (table_[place] != kNoKey && table_[place] != key) place = (place + 1) & (table_.size() - 1);
  return table_[place] == key;
}

}  // namespace samestory

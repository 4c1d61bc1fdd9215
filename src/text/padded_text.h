// Padded text: a text that grows, with bytes behind its end that may be read and written.
//
// Code that works on blocks of 64 bytes reads and writes beyond the last character; with room behind it, it needs no
// second loop for the rest and no check in the first. A string was rejected because it fills what it grows by, and
// writing behind its end is undefined. One text is reused for article after article, so that no page of memory is asked
// for twice; it never shrinks, so it stays as large as the longest article that its thread has seen.
//
// Invariant: kPadding bytes behind end() belong to the text; what they hold is whatever was written last, until pad().
// Tested by tests/normalize_test.cc and tests/units_test.cc, whose texts end at every place of a block.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace samestory {

class PaddedText {
 public:
  static constexpr std::size_t kPadding = 192;  // bytes: a block of 64, twice grown

  [[nodiscard]] std::string_view view() const { return {bytes_.get(), size_}; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] char* data() { return bytes_.get(); }
  [[nodiscard]] const char* data() const { return bytes_.get(); }
  [[nodiscard]] char* end() { return bytes_.get() + size_; }

  void clear() { size_ = 0; }

  // Room for `more` bytes behind the present end, and kPadding behind those.
  void reserve(std::size_t more) {
    if (size_ + more + kPadding <= capacity_) return;
    const std::size_t capacity = std::max(2 * capacity_, size_ + more + kPadding);
    auto grown = std::make_unique_for_overwrite<char[]>(capacity);
    if (size_ > 0) std::memcpy(grown.get(), bytes_.get(), size_);
    bytes_ = std::move(grown);
    capacity_ = capacity;
  }

  // The end becomes `end`, a place in the reserved room or before.
  void set_end(const char* end) { size_ = static_cast<std::size_t>(end - bytes_.get()); }

  void append(std::string_view text) {
    reserve(text.size());
    std::copy(text.begin(), text.end(), end());
    size_ += text.size();
  }

  // Fills the padding, so that what is read behind the end is the same each time.
  void pad(char with) {
    reserve(0);
    std::memset(end(), with, kPadding);
  }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0, size_ = 0;
};

}  // namespace samestory

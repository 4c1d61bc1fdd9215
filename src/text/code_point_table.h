// A value for every code point, found from its UTF-8 bytes without putting the code point together.
//
// The bytes of a sequence are its address: two bytes index one array, of three the first two choose a page of 64
// values and the third one of them, pages that are equal being stored once (Han and Hangul are mostly one page). What
// is no UTF-8 of three bytes, overlong forms and surrogates, has a page that says so, so that looking up is checking,
// too. Of the sequences of four bytes only the block of pictures (U+1F000 to U+1FBFF) is tabled; the others get one
// value that the user reads as "ask elsewhere": such rare letters are worth no place.
//
// Filled as it is used, 64 code points at a time, from any function of a code point that always gives the same value:
// text uses a few of the thousand pages, and to ask ICU for all took two of the nine milliseconds in which an archive
// of one article was done. A place that was not asked for yet holds a value that no code point has, so a look-up is a
// load and a comparison that never fails twice. Any number of threads may look up at once: what is filled under the
// lock is published by one atomic store, and until then others wait for the lock.
//
// Cost: 64 calls of the function a page that is used; up to 300 kB a table of four-byte values, of which what is used
// counts. Tested by tests/code_point_table_test.cc.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>

namespace samestory {

template <class Value>
class CodePointTable {
 public:
  using ValueOf = Value (*)(std::uint32_t code_point);
  struct Special {
    Value broken;   // of what is no code point
    Value rare;     // of code points beyond the basic plane that are not tabled
    Value unknown;  // of no code point
  };

  CodePointTable(Special special, ValueOf value_of) : special_(special), value_of_(value_of) {
    for (std::size_t place = 0; place < two_.size(); ++place) {
      const std::size_t c = place >> 8 << 6 | (place & 0x3F);
      const bool exists = c >= kTwoByteBegin && (place & 0xC0) == 0x80;
      two_[place].store(exists ? special.unknown : special.broken, std::memory_order_relaxed);
    }
    for (auto& picture : pictures_) picture.store(special.unknown, std::memory_order_relaxed);
  }

  // The bytes of a sequence: a lead byte of that length and as many continuation bytes as it asks for.
  [[nodiscard]] Value of_two(const unsigned char* bytes) const {
    const std::size_t place = place_of(bytes) & (two_.size() - 1);
    const Value value = two_[place].load(std::memory_order_relaxed);
    return value == special_.unknown ? fill_two(place) : value;
  }
  [[nodiscard]] Value of_three(const unsigned char* bytes) const {
    const std::size_t place = place_of(bytes) & (page_of_.size() - 1);
    std::size_t page = page_of_[place].load(std::memory_order_acquire);
    if (page == kUnknownPage) page = fill_page(place);
    return pages_[page * kPage + (bytes[2] & 0x3FU)];
  }
  [[nodiscard]] Value of_four(const unsigned char* bytes) const {
    const std::uint32_t c =
        (bytes[0] & 0xFU) << 18 | (bytes[1] & 0x3FU) << 12 | (bytes[2] & 0x3FU) << 6 | (bytes[3] & 0x3FU);
    if (c < kPicturesBegin || c >= kPicturesEnd) return special_.rare;
    const Value value = pictures_[c - kPicturesBegin].load(std::memory_order_relaxed);
    return value == special_.unknown ? fill_picture(c) : value;
  }
  [[nodiscard]] Value of(const unsigned char* bytes, std::size_t size) const {
    return size == 2 ? of_two(bytes) : size == 3 ? of_three(bytes) : of_four(bytes);
  }

 private:
  static constexpr std::uint32_t kPage = 64, kPages = 0x10000 / kPage;
  static constexpr std::uint32_t kTwoByteBegin = 0x80, kTwoByteEnd = 0x800;
  static constexpr std::uint32_t kPicturesBegin = 0x1F000, kPicturesEnd = 0x1FC00;
  static constexpr std::uint16_t kUnknownPage = 0;

  // Two bytes are used as they come, the lead byte above the other, which saves putting their bits together; three
  // quarters of the places are never asked for and cost no cache.
  static std::uint32_t place_of(const unsigned char* bytes) {
    return static_cast<std::uint32_t>(bytes[0]) << 8 | bytes[1];
  }

  // Each of these gives what was asked for; that of fill_page() is the page.
  [[gnu::noinline]] Value fill_two(std::size_t place) const {
    const std::lock_guard lock(filling_);
    const std::size_t first = place & ~std::size_t{kPage - 1};
    const auto page = static_cast<std::uint32_t>(place >> 8);
    for (std::uint32_t i = 0; i < kPage; ++i)
      two_[first + i].store(value_of_(page * kPage + i), std::memory_order_relaxed);
    return two_[place].load(std::memory_order_relaxed);
  }

  [[gnu::noinline]] std::size_t fill_page(std::size_t place) const {
    const std::lock_guard lock(filling_);
    if (const std::uint16_t filled = page_of_[place].load(std::memory_order_relaxed)) return filled;
    std::array<Value, kPage> values;
    values.fill(special_.broken);
    const auto page = static_cast<std::uint32_t>((place >> 8) * kPage + (place & (kPage - 1)));
    const bool surrogate = page >= 0xD800 / kPage && page < 0xE000 / kPage;
    if (page >= kTwoByteEnd / kPage && !surrogate && (place & 0xC0) == 0x80)
      for (std::uint32_t i = 0; i < kPage; ++i) values[i] = value_of_(page * kPage + i);
    std::size_t known = 1;
    while (known < used_ && !std::equal(values.begin(), values.end(), pages_.get() + known * kPage)) ++known;
    if (known == used_) {
      std::copy(values.begin(), values.end(), pages_.get() + known * kPage);
      ++used_;
    }
    page_of_[place].store(static_cast<std::uint16_t>(known), std::memory_order_release);
    return known;
  }

  [[gnu::noinline]] Value fill_picture(std::uint32_t c) const {
    const std::lock_guard lock(filling_);
    const Value value = value_of_(c);
    pictures_[c - kPicturesBegin].store(value, std::memory_order_relaxed);
    return value;
  }

  Special special_;
  ValueOf value_of_;
  mutable std::mutex filling_;
  mutable std::array<std::atomic<Value>, 0x20 << 8> two_;
  mutable std::array<std::atomic<std::uint16_t>, 0x10 << 8> page_of_{};
  // By 64, the first of them none. Room for all, of which what is written to takes memory: no page ever moves.
  std::unique_ptr<Value[]> pages_ = std::make_unique_for_overwrite<Value[]>((kPages + 1) * kPage);
  mutable std::size_t used_ = 1;  // pages
  mutable std::array<std::atomic<Value>, kPicturesEnd - kPicturesBegin> pictures_;
};

}  // namespace samestory

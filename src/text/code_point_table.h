// A value for every code point, found from its UTF-8 bytes without putting the code point together.
//
// The bytes of a sequence are its address: two bytes index one array, of three the first two choose a page of 64
// values and the third one of them, pages that are equal being stored once (Han and Hangul are mostly one page). What
// is no UTF-8 of three bytes, overlong forms and surrogates, has a page that says so, so that looking up is checking,
// too. Of the sequences of four bytes only the block of pictures (U+1F000 to U+1FBFF) is tabled; the others get one
// value that the user reads as "ask elsewhere": a table of all would take more time to make than such rare letters
// cost.
//
// Made once, from any function of a code point; 65,536 + 3,072 calls. About 80 kB a table of four-byte values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace samestory {

template <class Value>
class CodePointTable {
 public:
  struct Special {
    Value broken;  // of what is no code point
    Value rare;    // of code points beyond the basic plane that are not tabled
  };

  template <class ValueOf>
  CodePointTable(Special special, const ValueOf& value_of) : rare_(special.rare) {
    two_.fill(special.broken);
    for (std::uint32_t c = 0x80; c < kTwoByteEnd; ++c) two_[place_of(c / kPage, c % kPage)] = value_of(c);
    std::map<std::array<Value, kPage>, std::uint16_t> known;
    for (std::uint32_t page = 0; page < 0x10000 / kPage; ++page) {
      std::array<Value, kPage> values;
      values.fill(special.broken);
      const bool surrogate = page >= 0xD800 / kPage && page < 0xE000 / kPage;
      if (page >= kTwoByteEnd / kPage && !surrogate)
        for (std::uint32_t i = 0; i < kPage; ++i) values[i] = value_of(page * kPage + i);
      const auto [place, added] = known.emplace(values, static_cast<std::uint16_t>(known.size()));
      if (added) pages_.insert(pages_.end(), values.begin(), values.end());
      page_of_[place_of(page / kPage, page % kPage)] = place->second;
    }
    for (std::uint32_t c = kPicturesBegin; c < kPicturesEnd; ++c) pictures_[c - kPicturesBegin] = value_of(c);
  }

  // The bytes of a sequence: a lead byte of that length and as many continuation bytes as it asks for.
  [[nodiscard]] Value of_two(const unsigned char* bytes) const { return two_[place_of(bytes) & (two_.size() - 1)]; }
  [[nodiscard]] Value of_three(const unsigned char* bytes) const {
    const std::size_t page = page_of_[place_of(bytes) & (page_of_.size() - 1)];
    return pages_[page * kPage + (bytes[2] & 0x3FU)];
  }
  [[nodiscard]] Value of_four(const unsigned char* bytes) const {
    const std::uint32_t c =
        (bytes[0] & 0xFU) << 18 | (bytes[1] & 0x3FU) << 12 | (bytes[2] & 0x3FU) << 6 | (bytes[3] & 0x3FU);
    return c >= kPicturesBegin && c < kPicturesEnd ? pictures_[c - kPicturesBegin] : rare_;
  }
  [[nodiscard]] Value of(const unsigned char* bytes, std::size_t size) const {
    return size == 2 ? of_two(bytes) : size == 3 ? of_three(bytes) : of_four(bytes);
  }

 private:
  static constexpr std::uint32_t kPage = 64, kTwoByteEnd = 0x800, kPicturesBegin = 0x1F000, kPicturesEnd = 0x1FC00;

  // Two bytes are used as they come, the lead byte above the other, which saves putting their bits together; three
  // quarters of the places are never asked for and cost no cache.
  static constexpr std::uint32_t place_of(std::uint32_t lead_bits, std::uint32_t continuation_bits) {
    return lead_bits << 8 | 0x80 | continuation_bits;
  }
  static std::uint32_t place_of(const unsigned char* bytes) {
    return static_cast<std::uint32_t>(bytes[0]) << 8 | bytes[1];
  }

  std::array<Value, 0x20 << 8> two_;
  std::array<std::uint16_t, 0x10 << 8> page_of_{};
  std::vector<Value> pages_;
  std::array<Value, kPicturesEnd - kPicturesBegin> pictures_;
  Value rare_;
};

}  // namespace samestory

// Lines: JSON objects of the result files, one a line, appended to one string.
//
// append_json_string and append_number of io/write.h settle the bytes; this adds keys and commas, with less work a
// value than JsonWriter, which stands for one value of any depth. Keys are ours: short, without anything to escape. An
// article has some thirty values of a few letters, so calls cost more than bytes: keys are copied by whole registers,
// and what needs no escape, a time told before and the figures 0 and 1 are written without a call.
// Tested by tests/lines_test.cc.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/timestamp.h"
#include "io/write.h"

namespace samestory {

// A key with what stands around it, put together when the program is compiled: of small figures and short names the
// keys are most of what is written.
class Key {
 public:
  template <std::size_t kSize>
  consteval Key(const char (&name)[kSize]) : size_(kSize + 3) {  // a string literal ends in a zero
    static_assert(kSize + 3 <= kMostBytes);
    bytes_[0] = ',', bytes_[1] = '"';
    std::copy(name, name + kSize - 1, bytes_.begin() + 2);
    bytes_[kSize + 1] = '"', bytes_[kSize + 2] = ':';
  }
  static constexpr std::size_t kMostBytes = 32;

  // kMostBytes can be read from there. The comma is left out by beginning behind it.
  [[nodiscard]] const char* bytes() const { return bytes_.data(); }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  std::array<char, kMostBytes + 1> bytes_{};
  std::size_t size_;
};

class Lines {
 public:
  explicit Lines(std::size_t expected_bytes = 0) {
    buffer_.reserve(expected_bytes);
    put('{');
  }
  Lines& text(const Key& key, std::string_view value) {
    name(key);
    put_string(value);
    return *this;
  }
  Lines& number(const Key& key, double value) {
    name(key);
    if (value == 0 || value == 1) {
      put(value == 0 ? '0' : '1');
      return *this;
    }
    append_number(cleared(), value);
    put(made_);
    return *this;
  }
  Lines& number_or_null(const Key& key, const std::optional<double>& value) {
    if (value) return number(key, *value);
    name(key);
    put("null");
    return *this;
  }
  Lines& integer(const Key& key, std::uint64_t value) {
    name(key);
    if (value < 10)
      put(static_cast<char>('0' + value));
    else
      put(std::to_string(value));
    return *this;
  }
  Lines& time(const Key& key, const std::optional<std::int64_t>& seconds) {
    name(key);
    if (!seconds) {
      put("null");
      return *this;
    }
    if (time_.empty() || *seconds != time_s_) {  // an article's own, and those of its story, are mostly one
      time_s_ = *seconds;
      time_ = "\"";
      append_timestamp(time_, *seconds);
      time_ += '"';
    }
    put(time_);
    return *this;
  }
  Lines& texts(const Key& key, const std::vector<std::string>& values) {
    name(key);
    put('[');
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) put(',');
      put_string(values[i]);
    }
    put(']');
    return *this;
  }
  Lines& open(const Key& key, char bracket) {
    name(key);
    put(bracket);
    return *this;
  }
  Lines& open() {
    if (last() == '}') put(',');
    put('{');
    return *this;
  }
  Lines& close(char bracket) {
    put(bracket);
    return *this;
  }
  // Members of an object as members() gave them.
  Lines& members(std::string_view formatted) {
    if (last() != '{') put(',');
    put(formatted);
    return *this;
  }
  void end() { put("}\n{"); }
  // What stands in an object that has not ended.
  [[nodiscard]] std::string_view members() const { return std::string_view(buffer_).substr(1, size_ - 1); }
  // Forgets all that was written.
  void restart() {
    size_ = 0;
    put('{');
  }
  // All lines since the last call.
  std::string take() {
    buffer_.resize(size_ - 1);
    size_ = 0;
    std::string lines = std::exchange(buffer_, std::string());
    put('{');
    return lines;
  }

 private:
  // Where so many bytes may be written.
  char* room(std::size_t bytes) {
    constexpr std::size_t kStep = 4 << 10;  // bytes, which a string clears: in the first-level cache when written to
    if (buffer_.size() - size_ < bytes) buffer_.resize(size_ + bytes + kStep);
    return buffer_.data() + size_;
  }
  void put(char c) {
    *room(1) = c;
    ++size_;
  }
  void put(std::string_view bytes) {
    bytes.copy(room(bytes.size()), bytes.size());
    size_ += bytes.size();
  }
  void put_string(std::string_view utf8) {
    if (!needs_no_escape(utf8)) {
      append_json_string(cleared(), utf8);
      put(made_);
      return;
    }
    char* const to = room(utf8.size() + 2);
    to[0] = '"';
    utf8.copy(to + 1, utf8.size());
    to[utf8.size() + 1] = '"';
    size_ += utf8.size() + 2;
  }
  void name(const Key& key) {
    const std::size_t comma = last() == '{' ? 1 : 0;
    std::memcpy(room(Key::kMostBytes), key.bytes() + comma, Key::kMostBytes);
    size_ += key.size() - comma;
  }
  [[nodiscard]] char last() const { return buffer_[size_ - 1]; }
  std::string& cleared() {
    made_.clear();
    return made_;
  }

  std::string buffer_;    // of which what stands behind size_ is room
  std::size_t size_ = 0;  // never 0 between calls
  std::string made_;
  std::string time_;  // told last, with its quotes
  std::int64_t time_s_ = 0;
};

}  // namespace samestory

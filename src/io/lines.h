// Lines: JSON objects of the result files, one a line, appended to one string.
//
// append_json_string and append_number of io/write.h settle the bytes; this adds keys and commas, with less work a
// value than JsonWriter, which stands for one value of any depth. Keys are ours: short, without anything to escape.
// Tested by tests/write_test.cc.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
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
  [[nodiscard]] std::string_view first() const { return behind_another().substr(1); }
  [[nodiscard]] std::string_view behind_another() const { return {bytes_.data(), size_}; }

 private:
  static constexpr std::size_t kMostBytes = 32;
  std::array<char, kMostBytes> bytes_{};
  std::size_t size_;
};

class Lines {
 public:
  Lines() = default;
  explicit Lines(std::size_t expected_bytes) { out_.reserve(expected_bytes); }
  Lines& text(const Key& key, std::string_view value) {
    name(key);
    append_json_string(out_, value);
    return *this;
  }
  Lines& number(const Key& key, double value) {
    name(key);
    append_number(out_, value);
    return *this;
  }
  Lines& number_or_null(const Key& key, const std::optional<double>& value) {
    if (value) return number(key, *value);
    name(key);
    out_ += "null";
    return *this;
  }
  Lines& integer(const Key& key, std::uint64_t value) {
    name(key);
    out_ += std::to_string(value);
    return *this;
  }
  Lines& time(const Key& key, const std::optional<std::int64_t>& seconds) {
    name(key);
    if (!seconds) {
      out_ += "null";
      return *this;
    }
    out_ += '"';
    append_timestamp(out_, *seconds);
    out_ += '"';
    return *this;
  }
  Lines& texts(const Key& key, const std::vector<std::string>& values) {
    name(key);
    out_ += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) out_ += ',';
      append_json_string(out_, values[i]);
    }
    out_ += ']';
    return *this;
  }
  Lines& open(const Key& key, char bracket) {
    name(key);
    out_ += bracket;
    return *this;
  }
  Lines& open() {
    if (out_.back() == '}') out_ += ',';
    out_ += '{';
    return *this;
  }
  Lines& close(char bracket) {
    out_ += bracket;
    return *this;
  }
  // Members of an object as members() gave them.
  Lines& members(std::string_view formatted) {
    if (out_.back() != '{') out_ += ',';
    out_ += formatted;
    return *this;
  }
  void end() { out_ += "}\n{"; }
  // What stands in an object that has not ended.
  [[nodiscard]] std::string_view members() const { return std::string_view(out_).substr(1); }
  // Forgets all that was written.
  void restart() { out_ = '{'; }
  // All lines since the last call.
  std::string take() {
    out_.pop_back();
    return std::exchange(out_, "{");
  }

 private:
  void name(const Key& key) { out_ += out_.back() == '{' ? key.first() : key.behind_another(); }

  std::string out_ = "{";
};

}  // namespace samestory

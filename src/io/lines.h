// Lines: JSON objects of the result files, one a line, appended to one string.
//
// append_json_string and append_number of io/write.h settle the bytes; this adds keys and commas, with less work a
// value than JsonWriter, which stands for one value of any depth. Keys are ours: short, without anything to escape.
// Tested by tests/write_test.cc.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/timestamp.h"
#include "io/write.h"

namespace samestory {

class Lines {
 public:
  Lines() = default;
  explicit Lines(std::size_t expected_bytes) { out_.reserve(expected_bytes); }
  Lines& text(std::string_view key, std::string_view value) {
    name(key);
    append_json_string(out_, value);
    return *this;
  }
  Lines& number(std::string_view key, double value) {
    name(key);
    append_number(out_, value);
    return *this;
  }
  Lines& number_or_null(std::string_view key, const std::optional<double>& value) {
    if (value) return number(key, *value);
    name(key);
    out_ += "null";
    return *this;
  }
  Lines& integer(std::string_view key, std::uint64_t value) {
    name(key);
    out_ += std::to_string(value);
    return *this;
  }
  Lines& time(std::string_view key, const std::optional<std::int64_t>& seconds) {
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
  Lines& texts(std::string_view key, const std::vector<std::string>& values) {
    name(key);
    out_ += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) out_ += ',';
      append_json_string(out_, values[i]);
    }
    out_ += ']';
    return *this;
  }
  Lines& open(std::string_view key, char bracket) {
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
  // All lines since the last call.
  std::string take() {
    out_.pop_back();
    return std::exchange(out_, "{");
  }

 private:
  // Put together first: appending costs more than copying.
  void name(std::string_view key) {
    std::array<char, 32> quoted{};
    assert(key.size() + 4 <= quoted.size());
    char* to = quoted.data();
    if (out_.back() != '{') *to++ = ',';
    *to++ = '"';
    to = std::copy(key.begin(), key.end(), to);
    *to++ = '"';
    *to++ = ':';
    out_.append(quoted.data(), to);
  }

  std::string out_ = "{";
};

}  // namespace samestory

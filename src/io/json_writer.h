// JsonWriter: one JSON value of any depth, written on one line, keys in the order in which they are given.
//
// append_json_string and append_number of io/write.h settle the bytes of strings and numbers; this adds the commas.
// REQUIRES that begin and end are paired and that every value inside an object follows its key: both are asserted by
// use in tests/cli. Test: tests/write_test.cc.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace samestory {

class JsonWriter {
 public:
  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);

  JsonWriter& text(std::string_view value);
  JsonWriter& number(double value);
  JsonWriter& integer(std::uint64_t value);
  JsonWriter& boolean(std::same_as<bool> auto value) { return literal(value ? "true" : "false"); }
  JsonWriter& null() { return literal("null"); }
  JsonWriter& texts(const std::vector<std::string>& values);

  JsonWriter& number_or_null(const std::optional<double>& value) { return value ? number(*value) : null(); }

  [[nodiscard]] const std::string& json() const { return out_; }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  JsonWriter& literal(std::string_view bytes);
  void separate();

  std::string out_;
  bool after_value_ = false;  // a comma stands before the next key or element
};

}  // namespace samestory

#include "io/json_writer.h"

#include "io/write.h"

namespace samestory {

void JsonWriter::separate() {
  if (after_value_) out_ += ',';
  after_value_ = false;
}

JsonWriter& JsonWriter::open(char bracket) {
  separate();
  out_ += bracket;
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  out_ += bracket;
  after_value_ = true;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  append_json_string(out_, name);
  out_ += ':';
  return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) {
  separate();
  append_json_string(out_, value);
  after_value_ = true;
  return *this;
}

JsonWriter& JsonWriter::number(double value) {
  separate();
  append_number(out_, value);
  after_value_ = true;
  return *this;
}

JsonWriter& JsonWriter::integer(std::uint64_t value) { return literal(std::to_string(value)); }

JsonWriter& JsonWriter::texts(const std::vector<std::string>& values) {
  begin_array();
  for (const std::string& value : values) text(value);
  return end_array();
}

JsonWriter& JsonWriter::literal(std::string_view bytes) {
  separate();
  out_ += bytes;
  after_value_ = true;
  return *this;
}

}  // namespace samestory

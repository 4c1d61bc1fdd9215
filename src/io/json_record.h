// The fields of one JSON object on one line.
//
// Input: the bytes of a line. Output: the values of the fields that we know, or why there are none. simdjson's
// on-demand front end is used, since it keeps the digits of a number as they were written (an id of 30 digits stays
// one, and a huge number in a field that nobody asked for does no harm) and does not recurse, so depth cannot exhaust
// the stack. Its DOM was rejected for these two reasons. A value that nobody asked for is skipped by its brackets and
// not checked.
//
// What is nearly JSON is repaired and parsed again rather than lost: broken UTF-8, NUL and other control characters
// become U+FFFD, a tab inside a string a space, half of a surrogate pair (\ud83d alone) U+FFFD. For a key that occurs
// twice the first value counts. Two wrappers are looked into: {"name": ...} for an outlet, as news APIs write it, and
// {"$oid": ...} and {"$date": ...} for id and date, as Mongo exports do.
//
// Memory: six bytes a byte of the longest line. Cost: one pass; the repair a second one. Test: tests/read_test.cc.
// Source: Langdale and Lemire 2019, "Parsing gigabytes of JSON per second", VLDB Journal 28, section 3.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "io/fields.h"
#include "io/record.h"

namespace samestory {

// Not thread-safe: one parser a thread.
class JsonRecordParser {
 public:
  // Bytes behind a line that must be readable. The first of them decides what an object that ends too early is taken
  // for, so it must always be the same one: a line break. What the others hold has no effect.
  static constexpr std::size_t kPaddingBytes = 65;

  explicit JsonRecordParser(const FieldNames& names);
  ~JsonRecordParser();

  // The values point into this parser until the next call. REQUIRES a line break behind `line` and kPaddingBytes
  // readable.
  std::variant<FieldValues, RejectReason> parse(std::string_view line);

 private:
  struct Simdjson;
  const FieldNames& names_;
  std::unique_ptr<Simdjson> simdjson_;
  std::string repaired_;
};

}  // namespace samestory

// CSV and TSV: where a record ends, what its cells hold, which column is which field.
//
// Quoting follows RFC 4180 (Shafranovich 2005, section 2): a cell that begins with a quote runs to the next lone quote,
// over delimiters and line breaks; two quotes in it stand for one. Beyond the RFC, a quote inside of an unquoted cell
// is a plain character (5" pipe), lines may end in LF alone, and the delimiter is the comma, semicolon or tab that the
// header has most of. A character between a closing quote and the delimiter is an error: in practice it means that a
// quote was opened by mistake some lines above, and reading on would swallow good records. A dialect sniffer that
// guesses from the data was rejected: it guesses differently for two halves of one archive.
//
// Finding ends must be serial, since only the bytes before it tell whether a line break lies inside quotes; unquoting
// is not, so it happens later, in parallel. Cost: one pass each; a quoted cell is searched with memchr.
// Test: tests/read_test.cc, against a twin that cuts records character by character.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "io/fields.h"
#include "io/record.h"

namespace samestory {

// Looks for the end of the record that starts at byte 0 of the bytes it is shown; remembers how far it came, so that
// more bytes can be read behind them and nothing is looked at twice.
class CsvEndFinder {
 public:
  enum class Outcome {
    kEnd,         // the line break that ends the record stands at position()
    kMore,        // no end so far
    kStrayQuote,  // position() stands on a character behind a closing quote that may not be there
  };

  explicit CsvEndFinder(char delimiter) : delimiter_(delimiter) {}

  // REQUIRES that `bytes` begin with what the last call was shown.
  Outcome find(std::string_view bytes);
  [[nodiscard]] std::size_t position() const { return position_; }
  [[nodiscard]] bool in_quotes() const { return state_ == State::kQuoted; }

 private:
  enum class State { kCellStart, kPlain, kQuoted, kBehindQuote };
  char delimiter_;
  State state_ = State::kCellStart;
  std::size_t position_ = 0;
};

// The cells of one whole record without its line end, unquoted.
std::vector<std::string> split_cells(std::string_view record, char delimiter);

// The delimiter of which the first line has most outside of quotes; the earlier in ",;\t" of two, ',' if none occurs.
char detect_delimiter(std::string_view head);

// Which column is which field; nothing for a column that we do not know or that another one outranks by name.
struct CsvLayout {
  char delimiter = ',';
  std::vector<std::optional<FieldMatch>> columns;
  [[nodiscard]] bool has(Field field) const;
};

CsvLayout read_header(std::string_view header, char delimiter, const FieldNames& names);

// The values point into this parser until the next call. Not thread-safe: one parser a thread.
class CsvRecordParser {
 public:
  explicit CsvRecordParser(const CsvLayout& layout) : layout_(layout) {}
  std::variant<FieldValues, RejectReason> parse(std::string_view record);

 private:
  const CsvLayout& layout_;
  std::vector<std::string> cells_;
};

}  // namespace samestory

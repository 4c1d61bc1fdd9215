#include "io/csv.h"

#include <algorithm>
#include <array>

#include "io/utf8.h"

namespace samestory {

CsvEndFinder::Outcome CsvEndFinder::find(std::string_view bytes) {
  for (; position_ < bytes.size(); ++position_) {
    const char c = bytes[position_];
    if (state_ == State::kQuoted) {
      const std::size_t quote = bytes.find('"', position_);
      position_ = std::min(quote, bytes.size() - 1);
      if (quote != std::string_view::npos) state_ = State::kBehindQuote;
    } else if (c == '\n') {
      return Outcome::kEnd;
    } else if (c == delimiter_) {
      state_ = State::kCellStart;
    } else if (state_ == State::kBehindQuote) {
      if (c == '"') {
        state_ = State::kQuoted;
      } else if (c != '\r') {
        return Outcome::kStrayQuote;
      }
    } else {
      state_ = c == '"' && state_ == State::kCellStart ? State::kQuoted : State::kPlain;
    }
  }
  return Outcome::kMore;
}

std::vector<std::string> split_cells(std::string_view record, char delimiter) {
  std::vector<std::string> cells;
  std::size_t at = 0;
  for (;;) {
    std::string cell;
    if (at < record.size() && record[at] == '"') {
      for (++at; at < record.size(); ++at) {
        const std::size_t quote = std::min(record.find('"', at), record.size());
        append_repaired(cell, record.substr(at, quote - at));
        at = quote + 1;
        if (at >= record.size() || record[at] != '"') break;
        cell += '"';
      }
    }
    const std::size_t end = std::min(record.find(delimiter, std::min(at, record.size())), record.size());
    if (at < end) append_repaired(cell, record.substr(at, end - at));
    cells.push_back(std::move(cell));
    if (end == record.size()) return cells;
    at = end + 1;
  }
}

char detect_delimiter(std::string_view head) {
  constexpr std::string_view kDelimiters = ",;\t";
  std::array<std::size_t, kDelimiters.size()> counts{};
  bool in_quotes = false;
  for (const char c : head) {
    if (c == '"') in_quotes = !in_quotes;
    if (in_quotes) continue;
    if (c == '\n') break;
    const std::size_t place = kDelimiters.find(c);
    if (place != std::string_view::npos) ++counts[place];
  }
  return kDelimiters[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin())];
}

bool CsvLayout::has(Field field) const {
  return std::any_of(columns.begin(), columns.end(),
                     [field](const std::optional<FieldMatch>& column) { return column && column->field == field; });
}

CsvLayout read_header(std::string_view header, char delimiter, const FieldNames& names) {
  CsvLayout layout;
  layout.delimiter = delimiter;
  for (const std::string& cell : split_cells(header, delimiter)) {
    const std::size_t first = std::min(cell.find_first_not_of(' '), cell.size());
    const std::size_t last = cell.find_last_not_of(' ');
    layout.columns.push_back(
        names.find(std::string_view(cell).substr(first, last == std::string::npos ? 0 : last + 1 - first)));
  }
  return layout;
}

std::variant<FieldValues, RejectReason> CsvRecordParser::parse(std::string_view record) {
  cells_ = split_cells(record, layout_.delimiter);
  if (cells_.size() != layout_.columns.size())
    return "the record has " + std::to_string(cells_.size()) + " cells, the header " +
           std::to_string(layout_.columns.size());
  FieldValues values;
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    // An empty cell is what CSV has for null: it lets a lower-ranked column have its turn.
    if (layout_.columns[i] && !cells_[i].empty()) values.offer(*layout_.columns[i], {ValueType::kString, cells_[i]});
  }
  // An article whose text is empty is a good record all the same: the header says that there is a text.
  constexpr int kBehindAll = 1 << 20;
  if (layout_.has(Field::kText)) values.offer({Field::kText, kBehindAll}, {ValueType::kString, {}});
  return values;
}

}  // namespace samestory

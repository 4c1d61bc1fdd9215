#include "io/split.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

namespace samestory {

namespace {

constexpr std::size_t kReadBytes = 256 << 10;  // at once; as much as a chunk of ByteSource, so that one read serves one

// Batches up to this size get their room at once, with some for a last record that goes beyond it.
constexpr std::size_t kMostReserved = 4 << 20;

// Times the bytes of the stream so far that may be looked at in vain; any small number bounds the time.
constexpr std::uint64_t kRescans = 4;

// To cut at kMostRejectBytes where a character ends takes up to three bytes more.
constexpr std::size_t kHeadBytes = kMostRejectBytes + 3;

std::size_t without_carriage_return(std::string_view line) {
  return !line.empty() && line.back() == '\r' ? line.size() - 1 : line.size();
}

bool is_blank(std::string_view record, Shape shape) {
  if (shape == Shape::kCsv) return record.empty();
  return shape == Shape::kLines && record.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

RecordSplitter::RecordSplitter(ByteSource source, std::size_t max_record_bytes)
    : source_(std::move(source)), max_record_bytes_(max_record_bytes) {}

std::string_view RecordSplitter::peek(std::size_t most) {
  while (window().size() < most && fill()) {
  }
  return window().substr(0, most);
}

void RecordSplitter::skip(std::size_t size) { consume(size); }

void RecordSplitter::set_shape(Shape shape, char delimiter) {
  shape_ = shape;
  delimiter_ = delimiter;
}

void RecordSplitter::take(RawBatch& batch, std::size_t batch_bytes) {
  batch.shape = shape_;
  if (shape_ == Shape::kWhole && !whole_taken_) {
    whole_taken_ = true;
    take_record(batch);  // also of an empty stream: an empty text is an article
  }
  if (batch_bytes <= kMostReserved && shape_ != Shape::kWhole) batch.bytes.reserve(batch_bytes + kReadBytes);
  while (batch.bytes.size() < batch_bytes && (!window().empty() || fill())) take_record(batch);
}

bool RecordSplitter::fill() {
  if (at_end_) return false;
  // Moved only when half of what is there is free, so that a byte is moved once on average.
  if (begin_ >= end_ - begin_) {
    std::memmove(window_.data(), window_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (window_.size() < end_ + kReadBytes) window_.resize(end_ + kReadBytes);
  const std::size_t got = source_.read(window_.data() + end_, kReadBytes);
  end_ += got;
  at_end_ = got == 0;
  return !at_end_;
}

void RecordSplitter::consume(std::size_t size) {
  assert(size <= window().size());
  begin_ += size;
  taken_bytes_ += size;
}

// The end of the line at the front of the window, or of the stream if that is one record.
RecordSplitter::Extent RecordSplitter::find_line_end() {
  for (std::size_t searched = 0;;) {
    const std::string_view bytes = window().substr(0, max_record_bytes_ + 1);
    const std::size_t end = shape_ == Shape::kWhole ? std::string_view::npos : bytes.find('\n', searched);
    if (end != std::string_view::npos) return {end, Flaw::kNone};
    if (bytes.size() > max_record_bytes_) return {bytes.size(), Flaw::kTooLong};
    searched = bytes.size();
    if (!fill()) return {searched, Flaw::kNone};
  }
}

RecordSplitter::Extent RecordSplitter::find_csv_end() {
  if (rescanned_bytes_ > kRescans * (max_record_bytes_ + taken_bytes_)) {
    const Extent line = find_line_end();
    CsvEndFinder finder(delimiter_);
    if (line.flaw != Flaw::kNone) return line;
    if (finder.find(window().substr(0, line.size)) == CsvEndFinder::Outcome::kStrayQuote)
      return {line.size, Flaw::kStrayQuote};
    return {line.size, finder.in_quotes() ? Flaw::kOpenQuote : Flaw::kNone};
  }
  CsvEndFinder finder(delimiter_);
  for (;;) {
    const std::string_view bytes = window().substr(0, max_record_bytes_ + 1);
    switch (finder.find(bytes)) {
      case CsvEndFinder::Outcome::kEnd:
        return {finder.position(), Flaw::kNone};
      case CsvEndFinder::Outcome::kStrayQuote:
        return first_line(finder.position(), Flaw::kStrayQuote);
      case CsvEndFinder::Outcome::kMore:
        break;
    }
    if (bytes.size() > max_record_bytes_)
      return first_line(bytes.size(), finder.in_quotes() ? Flaw::kOpenQuote : Flaw::kTooLong);
    if (fill()) continue;
    return finder.in_quotes() ? first_line(bytes.size(), Flaw::kOpenQuote) : Extent{bytes.size(), Flaw::kNone};
  }
}

// What is given up of a CSV record that is none: its first line.
RecordSplitter::Extent RecordSplitter::first_line(std::size_t scanned_bytes, Flaw flaw) {
  const Extent line = find_line_end();
  if (scanned_bytes > line.size) rescanned_bytes_ += scanned_bytes - line.size;
  return line.flaw == Flaw::kNone ? Extent{line.size, flaw} : line;
}

// Takes the record at the front of the window, or a blank line.
void RecordSplitter::take_record(RawBatch& batch) {
  const Extent extent = shape_ == Shape::kCsv ? find_csv_end() : find_line_end();
  const std::string_view bytes = window().substr(0, extent.size);
  const std::size_t size = shape_ == Shape::kWhole ? bytes.size() : without_carriage_return(bytes);
  const bool blank = extent.flaw == Flaw::kNone && is_blank(bytes.substr(0, size), shape_);
  RawRecord record{batch.bytes.size(), size, taken_bytes_, size, line_, extent.flaw};
  if (extent.flaw != Flaw::kNone) record.size_bytes = std::min(size, kHeadBytes);
  // The line break keeps a parser that looks one byte too far from taking the next record for more of this one.
  if (!blank) batch.bytes.append(bytes.substr(0, record.size_bytes)).append("\n");
  // Only a record of CSV, or what is given up of it, holds line breaks.
  if (shape_ == Shape::kCsv) line_ += static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
  consume(extent.size);
  if (extent.flaw == Flaw::kTooLong) record.full_bytes = extent.size + skip_rest();
  if (!window().empty()) {
    assert(window().front() == '\n');
    consume(1);
    ++line_;
  }
  if (!blank) batch.records.push_back(record);
}

// Drops what is left of the record: up to the line break, or to the end of the stream. Returns how much that was.
std::uint64_t RecordSplitter::skip_rest() {
  std::uint64_t skipped = 0;
  do {
    const std::string_view bytes = window();
    const std::size_t end = shape_ == Shape::kWhole ? bytes.size() : std::min(bytes.find('\n'), bytes.size());
    consume(end);
    skipped += end;
  } while (window().empty() && fill());
  return skipped;
}

}  // namespace samestory

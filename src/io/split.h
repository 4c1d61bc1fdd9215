// Cutting a stream of bytes into whole records, and these into batches.
//
// Input: a byte source and the shape of its records: lines, CSV, or the whole stream as one. Output: batches of about a
// given size, each record with the line that it starts on. Cutting is serial (one memchr a line) and copies each record
// once into its batch; all that costs more happens on the batches in parallel.
//
// Memory is bounded whatever comes: at most max_record_bytes and one read are held. A record above the maximum is
// skipped as it streams by; what remains of it is its head, for the reject. So a decompression bomb that is one endless
// line costs time and no memory.
//
// CSV needs a way back: a quote that never ends would swallow the rest of the file as one cell. When none of the next
// max_record_bytes close it, or a stray character shows that it was closed by accident, the first line of the record is
// rejected and cutting starts again behind it. A prepared file could make that quadratic (every line opening a quote
// that none closes), hence a budget: once kRescans times the bytes taken so far were looked at in vain, line breaks end
// a record also in quotes, until the stream has grown enough. What is cut depends on the bytes only, never on the size
// of reads or batches (a test).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "io/csv.h"
#include "io/source.h"

namespace samestory {

// What a reject shows of its record, in bytes: enough to recognise it, little enough for a million of them.
inline constexpr std::size_t kMostRejectBytes = 4096;

enum class Shape { kLines, kCsv, kWhole };

// With any flaw only the head of the record is kept.
enum class Flaw {
  kNone,
  kTooLong,     // above max_record_bytes
  kOpenQuote,   // a CSV line that opens a quote that does not end
  kStrayQuote,  // a CSV line that begins a record with characters behind a closing quote
};

struct RawRecord {
  std::size_t offset = 0, size_bytes = 0;  // in the batch, without the line end
  std::uint64_t at = 0;                    // offset of the first byte in the decompressed stream
  std::uint64_t full_bytes = 0;            // in the file, without the line end; more than size_bytes only with a flaw
  std::uint64_t line = 0;                  // that it starts on, from 1
  Flaw flaw = Flaw::kNone;
};

struct RawBatch {
  std::uint32_t file = 0;   // index of the input
  bool rereadable = false;  // its records can be read again by their place
  Shape shape = Shape::kLines;
  std::shared_ptr<const CsvLayout> csv;  // with Shape::kCsv
  std::string bytes;                     // of the records, with a line break behind each
  std::vector<RawRecord> records;        // in the order of the file
  std::uint64_t consumed_bytes = 0;      // of the decompressed stream, blank lines and skipped records included
};

class RecordSplitter {
 public:
  RecordSplitter(ByteSource source, std::size_t max_record_bytes);

  // The next bytes of the stream without taking them: `most`, or fewer at its end.
  std::string_view peek(std::size_t most);
  // REQUIRES that peek() has shown them, and no line break among them.
  void skip(std::size_t size);
  // REQUIRES to be called before take(). `delimiter` is for CSV.
  void set_shape(Shape shape, char delimiter = ',');

  // Fills `batch` with records until its bytes reach `batch_bytes`; leaves it without records at the end of the stream.
  void take(RawBatch& batch, std::size_t batch_bytes);

  [[nodiscard]] const ByteSource& source() const { return source_; }
  // Bytes of the decompressed stream that were taken or skipped so far.
  [[nodiscard]] std::uint64_t taken_bytes() const { return taken_bytes_; }

 private:
  struct Extent {
    std::size_t size = 0;  // without the line end, within the window
    Flaw flaw = Flaw::kNone;
  };

  [[nodiscard]] std::string_view window() const { return std::string_view(window_).substr(begin_, end_ - begin_); }
  bool fill();
  void consume(std::size_t size);
  Extent find_line_end();
  Extent find_csv_end();
  Extent first_line(std::size_t scanned_bytes, Flaw flaw);
  void take_record(RawBatch& batch);
  std::uint64_t skip_rest();

  ByteSource source_;
  std::size_t max_record_bytes_;
  Shape shape_ = Shape::kLines;
  char delimiter_ = ',';
  // Bytes read and not yet taken stand in window_ from begin_ to end_. It never shrinks, so that room for what is read
  // is not filled with zeros each time.
  std::string window_;
  std::size_t begin_ = 0, end_ = 0;
  bool at_end_ = false;       // the source has no more
  bool whole_taken_ = false;  // with Shape::kWhole: the one record has been
  std::uint64_t taken_bytes_ = 0;
  std::uint64_t rescanned_bytes_ = 0;
  std::uint64_t line_ = 1;
};

}  // namespace samestory

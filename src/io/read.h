// Reading an archive: from paths to articles, in order, in bounded memory, without losing a record.
//
// Input: paths of JSON lines, CSV or TSV with a header, plain text, each also through gzip or zstd; directories, of
// which each *.txt is an article (its subfolders and hidden files are passed over); "-" for standard input. Output:
// batches of records and rejects. Every record of the input comes out as exactly one of the two, numbered by the line
// that it starts on.
//
// The work is split by what must be serial. next() decompresses and finds where records end; parse() does the rest
// (JSON, unquoting, repair of UTF-8, dates) on one batch and may run on many threads at once:
//   pipeline([&] { return reader.next(); }, [&](RawBatch&& batch) { return reader.parse(std::move(batch)); }, sink);
// visit() does the same without a copy of any record. Records of one batch keep the order of the file. Cutting the file
// at fixed offsets for parallel decompression was rejected: gzip has no such places, and in CSV nobody knows there
// whether he stands inside of quotes.
//
// The id of a text in a directory is the name of its file without ".txt", whatever the directory is called and however
// many are given: labels and earlier results of one folder stay right when another is read beside it. Where two folders
// hold files of one name, the ids collide as any two do, and record_path() tells the files apart in the reject.
//
// A bad record is a Reject with a reason that a user can act on. What makes the whole file unreadable (no such file,
// damaged gzip, UTF-16, one JSON array, a CSV header without text) throws Error{kInput}: what, where, remedy. Paths are
// checked before anything is read, so that a misspelt tenth file does not show after hours.
//
// Memory: the batches in flight, each about batch_bytes or one record (at most max_record_bytes), times about seven
// while JSON is parsed. Cost: see bench/read_bench.cc. Tests: tests/read_test.cc, tests/fuzz/read_fuzz.cc.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "io/fields.h"
#include "io/record.h"
#include "io/split.h"

namespace samestory {

// What was read, so that a later run can tell whether it sees the same. For a directory: the sum of the sizes, and a
// hash over names and contents in order of names.
struct InputFile {
  std::string path;
  std::uint64_t size_bytes = 0;  // before decompression
  std::uint64_t checksum = 0;    // XXH3, 64 bits, before decompression
};

struct Reject {
  std::string file;
  std::uint64_t line = 0;  // from 1
  std::string reason;
  std::string record;  // as it stands in the file, at most kMostRejectBytes; the reason says how much was cut
};

struct ReadOptions {
  // Pairs of our name and the name in the files, such as {"text", "body"}; best first for one field.
  std::vector<std::pair<std::string, std::string>> fields;
  std::size_t max_record_bytes = 64 << 20;  // longer records are rejected; 1 byte to 1 GiB
  bool title_suffices = false;              // a record with a title and no text is an article (headlines)

  // From here on only speed and memory.
  // Records handed out at once; at least 1. What is made of a batch should stay in a second-level cache.
  std::size_t batch_bytes = 1 << 18;
  std::size_t chunk_bytes = ByteSource::kChunkBytes;  // read from disk at once; at least 1
};

// Of a batch, beside its records.
struct BatchReport {
  std::vector<Reject> rejects;
  std::uint64_t unreadable_dates = 0;  // records that have a date which cannot be read
  std::uint64_t bytes = 0;             // of the decompressed input that this batch stands for
};

struct ParsedBatch : BatchReport {
  std::vector<Record> records;
};

// Is shown a record, which stays until this returns, and where it stands.
using RecordVisitor = std::function<void(const AcceptedRecord&, const RecordOrigin&)>;

// "changed while it was read: PATH:LINE (run again when nobody writes to it)" as Error{kInput}.
[[noreturn]] void throw_changed(const std::string& path, std::uint64_t line);

class ArchiveReader {
 public:
  // Throws Error{kUsage} for options that make no sense, Error{kInput} for paths that cannot be read.
  ArchiveReader(const std::vector<std::string>& paths, ReadOptions options);
  ~ArchiveReader();

  // The next batch, or nothing at the end. Serial: one caller at a time.
  std::optional<RawBatch> next();

  // Thread-safe, also beside next().
  [[nodiscard]] ParsedBatch parse(RawBatch&& batch) const;
  // The same: `visitor` is called with one record after the other, by this thread.
  BatchReport visit(RawBatch&& batch, const RecordVisitor& visitor) const;

  // A record once more, as parse() gave it, if its place says that this is possible: in files that are neither
  // compressed nor a pipe nor one text. Thread-safe once next() has returned nothing. A file that has changed meanwhile
  // may give another record or throw Error{kInput}.
  [[nodiscard]] Article reread(std::uint32_t file, std::uint64_t line, RecordPlace place) const;

  // Where a record stands, by its Record::file and Record::line: the input's path, or in a directory that of the text
  // file, of which the record is line 1. Thread-safe, also beside next().
  [[nodiscard]] std::string record_path(std::uint32_t file, std::uint64_t line) const;

  // One for each path, in their order; sizes and checksums are complete once next() has returned nothing.
  [[nodiscard]] const std::vector<InputFile>& files() const { return files_; }

  // Raw bytes read so far, and of all inputs together; the latter 0 if that is unknown (a pipe). Thread-safe.
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }
  [[nodiscard]] std::uint64_t bytes_total() const { return bytes_total_; }

 private:
  // Closes itself.
  struct FileDescriptor {
    FileDescriptor() = default;
    FileDescriptor(FileDescriptor&& other) noexcept : number(std::exchange(other.number, -1)) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept;
    ~FileDescriptor();
    int number = -1;
  };

  struct Input {
    std::string path;
    std::optional<std::uint64_t> size_bytes;  // nothing for a pipe
    std::vector<std::string> texts;           // names of the files in a directory, sorted; empty for a file
    FileDescriptor again;                     // for reread(); absent if it cannot be read again
    std::shared_ptr<const CsvLayout> csv;     // likewise
  };

  static Input check_path(const std::string& path);
  bool open_next();
  void keep_for_rereading();
  void open_header();
  void close_current();

  const ReadOptions options_;
  const FieldNames names_;
  std::vector<Input> inputs_;  // constant after construction, since parse() reads it beside next()
  std::vector<InputFile> files_;
  std::uint64_t bytes_total_ = 0;
  std::atomic<std::uint64_t> bytes_read_{0};

  std::size_t input_ = 0;  // the input that is open or the next to be
  std::size_t text_ = 0;   // the same in a directory
  std::unique_ptr<RecordSplitter> current_;
  std::shared_ptr<const CsvLayout> csv_;
  std::uint64_t counted_bytes_ = 0;  // decompressed, of the open stream, that stand in a batch
  std::uint64_t closed_bytes_ = 0;   // raw, of the streams that are done
};

}  // namespace samestory

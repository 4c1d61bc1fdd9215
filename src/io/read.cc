#include "io/read.h"

#include <fcntl.h>
#include <samestory/error.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "base/hash.h"
#include "io/csv.h"
#include "io/format.h"
#include "io/json_record.h"
#include "io/utf8.h"

namespace samestory {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostRecordBytes = 1 << 30;  // simdjson and the text store count a record in 32 bits
constexpr std::size_t kMostShownHeaderBytes = 80;  // of a header line in a message: the width of a terminal

[[noreturn]] void fail_open(const std::string& path, int error) {
  throw Error(ErrorKind::kInput, "cannot open: " + path + ": " + std::strerror(error) +
                                     (error == EACCES ? " (check its permissions)" : " (check the path)"));
}

// Hidden files are left out: archives that were made on a Mac bring a ._NAME.txt for every NAME.txt.
std::vector<std::string> list_texts(const std::string& directory) {
  std::error_code error;
  std::vector<std::string> names;
  for (fs::directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name.front() != '.' && ends_with(name, ".txt") && entry->is_regular_file(error)) names.push_back(name);
  }
  if (error) fail_open(directory, error.value());
  if (names.empty())
    throw Error(ErrorKind::kInput, "no .txt files in the directory: " + directory +
                                       " (give other files by name, such as " + directory + "/*.jsonl)");
  std::sort(names.begin(), names.end());
  return names;
}

void check(const ReadOptions& options, const std::vector<std::string>& paths) {
  if (options.max_record_bytes < 1 || options.max_record_bytes > kMostRecordBytes)
    throw Error(ErrorKind::kUsage, "no such record size: " + std::to_string(options.max_record_bytes) +
                                       " bytes (choose 1 to " + std::to_string(kMostRecordBytes) + ")");
  if (std::count(paths.begin(), paths.end(), "-") > 1)
    throw Error(ErrorKind::kUsage, "standard input can be read once only: - (give it one time)");
}

// The header line for a message: cut, each tab a space, and each other control or broken byte a question mark.
std::string shown_header(std::string_view line) {
  const std::string_view cut = cut_utf8(line, kMostShownHeaderBytes);
  std::string shown;
  for (std::size_t at = 0; at < cut.size();) {
    const std::size_t size = utf8_length(cut, at);
    const std::string_view character = cut.substr(at, std::max<std::size_t>(size, 1));
    if (character == "\t") {
      shown += ' ';
    } else if (size == 0 || is_control(character)) {
      shown += '?';
    } else {
      shown += character;
    }
    at += character.size();
  }
  return cut.size() < line.size() ? shown + "..." : shown;
}

RejectReason describe(const RawRecord& raw, std::size_t max_record_bytes) {
  switch (raw.flaw) {
    case Flaw::kNone:
      break;
    case Flaw::kTooLong:
      return "the record has " + std::to_string(raw.full_bytes) + " bytes, at most " +
             std::to_string(max_record_bytes) + " are allowed";
    case Flaw::kOpenQuote:
      return "a quote opens in this line and is not closed";
    case Flaw::kStrayQuote:
      return "characters follow a closing quote (inside of quotes a quote is written twice)";
  }
  return {};
}

// The parsers that one batch needs, with their buffers.
class RecordParsers {
 public:
  RecordParsers(const FieldNames& names, const CsvLayout* csv, const ReadOptions& options)
      : options_(options), json_(names), maker_(options.title_suffices ? TitleOnly::kAccept : TitleOnly::kReject) {
    if (csv != nullptr) csv_.emplace(*csv);
  }

  // The views stay until the next call, or as long as `bytes`.
  std::variant<AcceptedRecord, RejectReason> parse(Shape shape, const RawRecord& raw, std::string_view bytes,
                                                   const std::string& path) {
    if (raw.flaw != Flaw::kNone) return describe(raw, options_.max_record_bytes);
    if (shape == Shape::kWhole) return make_text_record(bytes, path);
    std::variant<FieldValues, RejectReason> values = shape == Shape::kCsv ? csv_->parse(bytes) : json_.parse(bytes);
    if (auto* reason = std::get_if<RejectReason>(&values)) return std::move(*reason);
    return maker_.make(std::get<FieldValues>(values), path, raw.line);
  }

 private:
  // A text file is an article without a title; its name without ".txt" is the id.
  std::variant<AcceptedRecord, RejectReason> make_text_record(std::string_view text, const std::string& path) {
    if (looks_like_utf16(text)) return "UTF-16 instead of UTF-8 (convert it: iconv -f UTF-16 -t UTF-8)";
    std::string name = unpacked_name(path);
    name.resize(name.size() - std::string_view(".txt").size());
    id_.clear();
    text_.clear();
    append_repaired(id_, name);
    append_repaired(text_, text);
    if (!is_valid_id(id_)) return "the name of the file contains a control character";
    AcceptedRecord accepted;
    accepted.article.id = id_;
    accepted.article.text = text_;
    return accepted;
  }

  const ReadOptions& options_;
  JsonRecordParser json_;
  std::optional<CsvRecordParser> csv_;
  RecordMaker maker_;
  std::string id_, text_;  // of the text file parsed last
};

Reject make_reject(const RawRecord& raw, std::string_view bytes, const std::string& path, std::uint64_t line,
                   RejectReason reason) {
  Reject reject{path, line, std::move(reason), std::string(cut_utf8(bytes, kMostRejectBytes))};
  const std::uint64_t left_out = raw.full_bytes - reject.record.size();
  if (left_out > 0) reject.reason += " [" + std::to_string(left_out) + " bytes of the record are left out here]";
  return reject;
}

RecordSplitter open_stream(const std::string& path, const ReadOptions& options) {
  RecordSplitter splitter(ByteSource(path, options.chunk_bytes), options.max_record_bytes);
  if (splitter.peek(kByteOrderMark.size()) == kByteOrderMark) splitter.skip(kByteOrderMark.size());
  return splitter;
}

}  // namespace

void throw_changed(const std::string& path, std::uint64_t line) {
  throw Error(ErrorKind::kInput, "changed while it was read: " + shown_path(path) + ":" + std::to_string(line) +
                                     " (run again when nobody writes to it)");
}

ArchiveReader::Input ArchiveReader::check_path(const std::string& path) {
  Input input;
  input.path = path;
  if (path == "-") return input;
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (error) fail_open(path, error.value());
  if (fs::is_directory(status)) {
    input.texts = list_texts(path);
    input.size_bytes = 0;
    for (const std::string& name : input.texts) *input.size_bytes += fs::file_size(path + "/" + name, error);
    if (error) input.size_bytes.reset();
    return input;
  }
  if (::faccessat(AT_FDCWD, path.c_str(), R_OK, AT_EACCESS) != 0) fail_open(path, errno);
  if (fs::is_regular_file(status)) input.size_bytes = fs::file_size(path, error);
  return input;
}

ArchiveReader::ArchiveReader(const std::vector<std::string>& paths, ReadOptions options)
    : options_(std::move(options)), names_(options_.fields) {
  check(options_, paths);
  bool all_known = true;
  for (const std::string& path : paths) {
    inputs_.push_back(check_path(path));
    files_.push_back({path, 0, 0});
    all_known = all_known && inputs_.back().size_bytes;
    bytes_total_ += inputs_.back().size_bytes.value_or(0);
  }
  if (!all_known) bytes_total_ = 0;
}

ArchiveReader::~ArchiveReader() = default;

ArchiveReader::FileDescriptor& ArchiveReader::FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  std::swap(number, other.number);
  return *this;
}

ArchiveReader::FileDescriptor::~FileDescriptor() {
  if (number >= 0) ::close(number);
}

std::optional<RawBatch> ArchiveReader::next() {
  while (current_ || open_next()) {
    RawBatch batch;
    batch.file = static_cast<std::uint32_t>(input_);
    batch.rereadable = inputs_[input_].again.number >= 0;
    batch.csv = csv_;
    current_->take(batch, options_.batch_bytes);
    batch.consumed_bytes = current_->taken_bytes() - counted_bytes_;
    counted_bytes_ = current_->taken_bytes();
    bytes_read_ = closed_bytes_ + current_->source().raw_bytes();
    const bool at_end = batch.records.empty();
    if (!at_end && !inputs_[input_].texts.empty()) batch.records.front().line = text_ + 1;
    if (at_end) close_current();
    // Blank lines at the end make a batch without records, so that every byte is counted in one.
    if (!at_end || batch.consumed_bytes > 0) return batch;
  }
  return std::nullopt;
}

// Opens the next stream, be it a file or a text in a directory; false if there is none.
bool ArchiveReader::open_next() {
  if (input_ == inputs_.size()) return false;
  const Input& input = inputs_[input_];
  csv_.reset();
  counted_bytes_ = 0;
  if (!input.texts.empty()) {
    current_ = std::make_unique<RecordSplitter>(open_stream(input.path + "/" + input.texts[text_], options_));
    current_->set_shape(Shape::kWhole);
    return true;
  }
  current_ = std::make_unique<RecordSplitter>(open_stream(input.path, options_));
  switch (detect_format(input.path, current_->peek(kMostHeadBytes), names_)) {
    case Format::kJsonLines:
      current_->set_shape(Shape::kLines);
      break;
    case Format::kText:
      current_->set_shape(Shape::kWhole);
      return true;
    case Format::kCsv:
      open_header();
      break;
  }
  keep_for_rereading();
  return true;
}

// A process may have some thousand files open; an archive of more files has its texts stored.
void ArchiveReader::keep_for_rereading() {
  constexpr std::size_t kMostKept = 256;
  Input& input = inputs_[input_];
  if (inputs_.size() > kMostKept || !input.size_bytes || !current_->source().plain()) return;
  input.again.number = ::open(input.path.c_str(), O_RDONLY | O_CLOEXEC);
  input.csv = csv_;
}

void ArchiveReader::open_header() {
  const std::string& path = inputs_[input_].path;
  const char delimiter = detect_delimiter(current_->peek(kMostHeadBytes));
  current_->set_shape(Shape::kCsv, delimiter);
  RawBatch header;
  current_->take(header, 1);
  if (header.records.empty()) return;  // an empty file, of which nothing is asked
  const RawRecord& record = header.records.front();
  const std::string_view line = std::string_view(header.bytes).substr(record.offset, record.size_bytes);
  const std::string where = shown_path(path) + ":" + std::to_string(record.line);
  if (record.flaw != Flaw::kNone)
    throw Error(ErrorKind::kInput,
                "cannot read the header line: " + where + " (" + describe(record, options_.max_record_bytes) + ")");
  auto layout = std::make_shared<CsvLayout>(read_header(line, delimiter, names_));
  if (!layout->has(Field::kText) && !(options_.title_suffices && layout->has(Field::kTitle)))
    throw Error(ErrorKind::kInput, "no column \"text\" in the header line: " + where + ": " + shown_header(line) +
                                       " (name it with --field text=...)");
  csv_ = std::move(layout);
}

void ArchiveReader::close_current() {
  const ByteSource& source = current_->source();
  InputFile& file = files_[input_];
  const std::vector<std::string>& texts = inputs_[input_].texts;
  file.size_bytes += source.raw_bytes();
  closed_bytes_ += source.raw_bytes();
  const bool in_directory = !texts.empty();
  file.checksum = in_directory ? combine(combine(file.checksum, hash_bytes(texts[text_], 0)), source.checksum())
                               : source.checksum();
  current_.reset();
  if (in_directory && ++text_ < texts.size()) return;
  text_ = 0;
  ++input_;
}

std::string ArchiveReader::record_path(std::uint32_t file, std::uint64_t line) const {
  const Input& input = inputs_[file];
  return input.texts.empty() ? input.path : input.path + "/" + input.texts[line - 1];
}

Article ArchiveReader::reread(std::uint32_t file, std::uint64_t line, RecordPlace place) const {
  const Input& input = inputs_[file];
  assert(input.again.number >= 0 && place.size_bytes > 0);
  std::string bytes(place.size_bytes + JsonRecordParser::kPaddingBytes, '\n');
  for (std::size_t held = 0; held < place.size_bytes;) {
    const ssize_t got = ::pread(input.again.number, bytes.data() + held, place.size_bytes - held,
                                static_cast<off_t>(place.offset + held));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) throw_changed(input.path, line);
    held += static_cast<std::size_t>(got);
  }
  RecordParsers parsers(names_, input.csv.get(), options_);
  const RawRecord raw{0, place.size_bytes, place.offset, place.size_bytes, line, Flaw::kNone};
  const Shape shape = input.csv ? Shape::kCsv : Shape::kLines;
  const auto outcome = parsers.parse(shape, raw, std::string_view(bytes).substr(0, place.size_bytes), input.path);
  if (const auto* accepted = std::get_if<AcceptedRecord>(&outcome)) return copy(accepted->article);
  throw_changed(input.path, line);
}

ParsedBatch ArchiveReader::parse(RawBatch&& batch) const {
  ParsedBatch parsed;
  parsed.records.reserve(batch.records.size());
  static_cast<BatchReport&>(parsed) =
      visit(std::move(batch), [&](const AcceptedRecord& accepted, const RecordOrigin& origin) {
        parsed.records.push_back({origin, copy(accepted.article), accepted.id_given});
      });
  return parsed;
}

BatchReport ArchiveReader::visit(RawBatch&& batch, const RecordVisitor& visitor) const {
  BatchReport report;
  report.bytes = batch.consumed_bytes;
  batch.bytes.append(JsonRecordParser::kPaddingBytes, ' ');
  RecordParsers parsers(names_, batch.csv.get(), options_);
  const bool in_directory = !inputs_[batch.file].texts.empty();
  std::string path = inputs_[batch.file].path;
  for (const RawRecord& raw : batch.records) {
    const std::string_view bytes = std::string_view(batch.bytes).substr(raw.offset, raw.size_bytes);
    if (in_directory) path = record_path(batch.file, raw.line);
    std::variant<AcceptedRecord, RejectReason> outcome = parsers.parse(batch.shape, raw, bytes, path);
    if (const auto* accepted = std::get_if<AcceptedRecord>(&outcome)) {
      if (accepted->date == DateState::kUnreadable) ++report.unreadable_dates;
      RecordOrigin origin{batch.file, raw.line, {}};
      if (batch.rereadable) origin.place = {raw.at, static_cast<std::uint32_t>(raw.size_bytes)};
      visitor(*accepted, origin);
    } else {
      report.rejects.push_back(
          make_reject(raw, bytes, path, in_directory ? 1 : raw.line, std::get<RejectReason>(std::move(outcome))));
    }
  }
  return report;
}

}  // namespace samestory

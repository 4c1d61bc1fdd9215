#include "io/write.h"

#include <fcntl.h>
#include <samestory/error.h>
#include <simdjson.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <limits>
#include <system_error>
#include <utility>

#include "base/byte_blocks.h"
#include "io/utf8.h"

namespace samestory {

namespace {

// A system call for so much costs nothing beside the copying that it does, and more would be memory to touch.
constexpr std::size_t kBufferBytes = 64 << 10;
constexpr std::size_t kHintBytes = 8 << 20;  // a call that may wait for a full queue of the disk, so not for little
constexpr int kDecimals = 4;

constexpr std::string_view kLineSeparator = "\xE2\x80\xA8";       // U+2028
constexpr std::string_view kParagraphSeparator = "\xE2\x80\xA9";  // U+2029

std::string folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

std::string remedy_for(int error, const std::string& option) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "free some space or choose another " + option;
    case EFBIG:
      return "raise the limit on file sizes (ulimit -f) or choose another " + option;
    default:
      return "choose another " + option + ", or check its permissions";
  }
}

// Flushes the folder's own entries, without which a rename may be lost in a power cut.
int flush_folder(const std::string& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return errno;
  // Some network file systems cannot flush a folder and say so with EINVAL; the rename itself has succeeded there.
  const int error = ::fsync(descriptor) == 0 || errno == EINVAL ? 0 : errno;
  ::close(descriptor);
  return error;
}

// The escape of what may not stand in a JSON string as it is; empty if it may.
std::string_view short_escape(char c) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\b':
      return "\\b";
    case '\f':
      return "\\f";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      return {};
  }
}

// What may not be copied without a look. Of valid UTF-8 beyond ASCII that is what begins as the controls of C1 and the
// separators do; what is looked at may still turn out to need no escape.
struct Suspect {
  bool valid;  // UTF-8
  Bytes16 operator()(Bytes16 bytes) const {
    const auto lead = [](int value) { return static_cast<signed char>(value); };
    const auto ascii = ((bytes >= 0) & (bytes < ' ')) | (bytes == '"') | (bytes == '\\') | (bytes == '\x7F');
    const auto beyond = valid ? (bytes == lead(0xC2)) | (bytes == lead(0xE2)) : bytes < 0;
    return std::bit_cast<Bytes16>(ascii | beyond);
  }
};

// The first suspect byte from `at` on, or the end.
std::size_t skip_copied(std::string_view utf8, std::size_t at, Suspect suspect) {
  constexpr std::size_t kStep = sizeof(Bytes16);
  const auto first_of = [&suspect](const char* bytes) { return pack_high_bits(suspect(load_bytes(bytes))); };
  for (; at + kStep <= utf8.size(); at += kStep) {
    if (const std::uint64_t mask = first_of(utf8.data() + at))
      return at + static_cast<std::size_t>(std::countr_zero(mask));
  }
  if (at == utf8.size()) return at;
  std::uint64_t mask = 0;
  if (utf8.size() >= kStep) {  // once more some of what has been looked at
    mask = first_of(utf8.data() + utf8.size() - kStep) >> (at + kStep - utf8.size());
  } else {
    std::array<char, kStep> rest{};
    utf8.copy(rest.data(), kStep, at);
    mask = first_of(rest.data()) & low_bits(utf8.size() - at);
  }
  return mask == 0 ? utf8.size() : at + static_cast<std::size_t>(std::countr_zero(mask));
}

std::string hex_escape(unsigned code_point) {
  constexpr std::string_view kHex = "0123456789abcdef";
  return std::string("\\u00") + kHex[code_point >> 4] + kHex[code_point & 15];
}

// The escape for the sequence of `size` bytes at `at`, 0 meaning a broken one; nothing if it is copied.
std::string escape(std::string_view utf8, std::size_t at, std::size_t size) {
  if (size == 0) return std::string(kReplacement);
  if (size == 3 && utf8.substr(at, 3) == kLineSeparator) return "\\u2028";
  if (size == 3 && utf8.substr(at, 3) == kParagraphSeparator) return "\\u2029";
  // Two bytes that encode a control: one of C1, whose second byte is its code point.
  if (size == 2 && is_control(utf8.substr(at, 2))) return hex_escape(static_cast<unsigned char>(utf8[at + 1]));
  if (size > 1) return {};
  const char c = utf8[at];
  if (const std::string_view known = short_escape(c); !known.empty()) return std::string(known);
  if (c >= ' ' && c != '\x7F') return {};
  return hex_escape(static_cast<unsigned char>(c));
}

// What std::to_chars would write, from an integer, unless the value is too great or the digit behind the last decimal
// too near to a half for that: exact digits of a double take long arithmetic. False if nothing was written.
bool append_rounded(std::string& out, double value) {
  constexpr double kTimes = 10'000;      // ten to the kDecimals
  constexpr double kMost = 1e9;          // a product below it is off by no more than 2^-23
  constexpr double kNearHalf = 1. / 64;  // from there on no such error decides
  const double scaled = std::abs(value) * kTimes;
  if (!(scaled < kMost)) return false;
  const auto rounded = static_cast<std::uint32_t>(scaled + 0.5);
  if (std::abs(std::abs(scaled - rounded) - 0.5) < kNearHalf) return false;
  if (value < 0 && rounded > 0) out += '-';
  std::array<char, 16> digits;
  const std::uint32_t whole = rounded / static_cast<std::uint32_t>(kTimes);
  char* end = std::to_chars(digits.data(), digits.data() + digits.size(), whole).ptr;
  std::uint32_t decimals = rounded % static_cast<std::uint32_t>(kTimes);
  if (decimals > 0) {
    *end = '.';
    for (int place = kDecimals; place > 0; --place, decimals /= 10) end[place] = static_cast<char>('0' + decimals % 10);
    end += kDecimals + 1;
    while (end[-1] == '0') --end;
  }
  out.append(digits.data(), end);
  return true;
}

}  // namespace

int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

void throw_write_error(const std::string& path, int error, const std::string& option) {
  throw Error(ErrorKind::kOutput,
              "cannot write: " + path + ": " + std::strerror(error) + " (" + remedy_for(error, option) + ")");
}

AtomicFile::AtomicFile(const std::string& path) : path_(path), partial_path_(path + ".partial") {
  constexpr mode_t kMode = 0666;  // less the umask, as any program's output
  descriptor_ = ::open(partial_path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kMode);
  if (descriptor_ < 0) throw_write_error(path_, errno);
  buffer_.reserve(kBufferBytes);
}

AtomicFile::~AtomicFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!committed_) ::unlink(partial_path_.c_str());
}

void AtomicFile::write(std::string_view bytes) {
  assert(descriptor_ >= 0);
  if (buffer_.size() + bytes.size() > kBufferBytes) flush();
  if (bytes.size() < kBufferBytes)
    buffer_.append(bytes);
  else
    put(bytes);
}

void AtomicFile::put(std::string_view bytes) {
  if (const int error = write_all(descriptor_, bytes)) throw_write_error(path_, error);
  written_bytes_ += bytes.size();
#ifdef __linux__
  if (written_bytes_ - hinted_bytes_ < kHintBytes) return;
  // Whether the disk could be set to work, finish() will tell.
  ::sync_file_range(descriptor_, static_cast<off_t>(hinted_bytes_), static_cast<off_t>(written_bytes_ - hinted_bytes_),
                    SYNC_FILE_RANGE_WRITE);
  hinted_bytes_ = written_bytes_;
#endif
}

void AtomicFile::flush() {
  put(buffer_);
  buffer_.clear();
}

void AtomicFile::finish() {
  assert(descriptor_ >= 0);
  flush();
  if (::fsync(descriptor_) != 0) throw_write_error(path_, errno);
  // Network file systems report a full disk as late as here.
  if (::close(std::exchange(descriptor_, -1)) != 0) throw_write_error(path_, errno);
}

void AtomicFile::commit() {
  assert(!committed_);
  if (descriptor_ >= 0) finish();
  if (::rename(partial_path_.c_str(), path_.c_str()) != 0) throw_write_error(path_, errno);
  committed_ = true;
  if (const int error = flush_folder(folder_of(path_))) throw_write_error(path_, error);
}

bool needs_no_escape(std::string_view utf8) { return skip_copied(utf8, 0, {false}) == utf8.size(); }

void append_json_string(std::string& out, std::string_view utf8) {
  out += '"';
  std::size_t copied = 0;
  std::size_t i = skip_copied(utf8, 0, {false});
  if (i == utf8.size()) {
    out.append(utf8) += '"';
    return;
  }
  const bool valid = simdjson::validate_utf8(utf8.data(), utf8.size());
  while ((i = skip_copied(utf8, i, {valid})) < utf8.size()) {
    const std::size_t size = utf8_length(utf8, i);
    const std::string replaced = escape(utf8, i, size);
    if (!replaced.empty()) {
      out.append(utf8.substr(copied, i - copied)).append(replaced);
      copied = i + std::max<std::size_t>(size, 1);
    }
    i += std::max<std::size_t>(size, 1);
  }
  out.append(utf8.substr(copied));
  out += '"';
}

void append_number(std::string& out, double value) {
  assert(std::isfinite(value));
  // Most figures of lone articles.
  if (value == 0 || value == 1) {
    out += value == 0 ? '0' : '1';
    return;
  }
  if (append_rounded(out, value)) return;
  // Sign, the digits of the largest double, point, decimals.
  std::array<char, std::numeric_limits<double>::max_exponent10 + kDecimals + 4> digits{};
  const auto [end, error] =
      std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed, kDecimals);
  assert(error == std::errc());
  std::string_view number(digits.data(), static_cast<std::size_t>(end - digits.data()));
  number.remove_suffix(number.size() - number.find_last_not_of('0') - 1);
  if (number.back() == '.') number.remove_suffix(1);
  out += number == "-0" ? "0" : number;
}

void prepare_folder(const std::string& folder, Overwrite overwrite) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (folder.empty()) throw Error(ErrorKind::kUsage, "no output folder: -o '' (name one, which is made if needed)");
  if (fs::exists(folder, error) && !fs::is_directory(folder, error))
    throw Error(ErrorKind::kOutput, "output folder is a file: " + folder + " (choose another -o)");
  fs::create_directories(folder, error);
  if (error) throw_write_error(folder, error.value());
  const bool empty = fs::is_empty(folder, error);
  if (error) throw_write_error(folder, error.value());
  if (!empty && overwrite == Overwrite::kRefuse)
    throw Error(ErrorKind::kOutput, "output folder is not empty: " + folder +
                                        " (choose another -o, or --overwrite to replace its results)");
  if (::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) != 0) throw_write_error(folder, errno);
}

}  // namespace samestory

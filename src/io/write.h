// Writing results: files that appear complete or not at all, JSON strings and numbers, the output folder.
//
// A result file is written beside its place (NAME.partial), flushed to the disk, and renamed over it, and then the
// folder is flushed: after a crash or a power cut there is the old file, the new one, or none, never half of one. The
// name is fixed rather than random, so that a killed run leaves at most one remnant, which the next one overwrites.
// O_TMPFILE with linkat was rejected: it cannot replace a file that is there. Files that belong together are all
// finished before the first is committed, so that a full disk leaves the old set and not a mixture. The disk is set to
// work while the rest is being formatted: left to itself the system would begin when it is told to flush.
//
// JSON is written by hand, since it must be the same bytes everywhere: strings with only the escapes that JSON needs,
// and U+2028, U+2029, DEL and the C1 controls, which break tools that take a line or a terminal at its word; broken
// UTF-8 becomes U+FFFD. Numbers have at most 4 decimals (scores are quantised coarser than that) and go through
// std::to_chars, which knows no locale. Cost: one pass; text without escapes is copied in runs. Test:
// tests/write_test.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace samestory {

// Owns the unfinished file: until commit() has returned, destruction removes it. Every failure throws Error{kOutput}.
class AtomicFile {
 public:
  explicit AtomicFile(const std::string& path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(std::string_view bytes);
  // The bytes are on the disk when this returns, still beside their place: what is left to do needs no space.
  void finish();
  // The file is in its place and on the disk when this returns; finishes it if that was not done. REQUIRES that it was
  // not called before.
  void commit();

 private:
  void put(std::string_view bytes);
  void flush();

  std::string path_, partial_path_;
  std::string buffer_;
  std::uint64_t written_bytes_ = 0, hinted_bytes_ = 0;  // of the latter the system was told that they are final
  int descriptor_ = -1;                                 // -1 once closed
  bool committed_ = false;
};

// Writes all of `bytes` to the descriptor; returns 0 or the errno of the call that failed.
int write_all(int descriptor, std::string_view bytes);

// "cannot write: PATH: No space left on device (free some space or choose another -o)" and so on, as Error{kOutput}.
// The option is the one that names the folder.
[[noreturn]] void throw_write_error(const std::string& path, int error, const std::string& option = "-o");

// Appends `utf8` as a JSON string with its quotes.
void append_json_string(std::string& out, std::string_view utf8);

// Whether that would be the bytes as they are between quotes: ASCII without controls, quotes and backslashes.
bool needs_no_escape(std::string_view utf8);

// Appends `value` with at most 4 decimals and no trailing zeros: 0.5, 12, -0.0625, and 1e-9 as 0. REQUIRES
// finite.
void append_number(std::string& out, double value);

enum class Overwrite { kRefuse, kAllow };

// Makes sure that `folder` exists, creating it and its parents, and that it is empty or may be overwritten. An empty
// name is Error{kUsage}.
void prepare_folder(const std::string& folder, Overwrite overwrite);

}  // namespace samestory

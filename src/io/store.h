// What a run puts aside until it ends: scratch files, and titles and texts in one of them between the streaming pass
// and the passes that look at single articles again.
//
// Input: title and text of one article at a time, in any number. Output: a handle for each, a byte offset, with which
// the two come back. Whoever holds 10^8 articles holds 8 bytes for each of them and no text. Texts that can be read
// again where they came from (io/read.h, RecordPlace) need not be put here: writing a byte costs about as much as
// parsing it.
//
// The file has no name (O_TMPFILE, or mkstemp and unlink where the file system lacks it), so that a run that dies in
// any way leaves nothing behind. It is written through a buffer and read with pread into strings of the caller: the
// page cache is the only memory that gives way by itself. Mapping the file was rejected: every page that was ever
// looked at counts as the process's own until it ends, which for the titles alone is all of them, and a disk that fails
// under a mapping kills the process.
//
// The first megabytes never reach the file but stay in memory, so that a small archive pays no system call for an
// article that it looks at again: of 21,578 articles of 740 bytes, a twentieth of the processor time of a run.
//
// Layout: 4 bytes title size, 4 bytes text size (of this machine's order; the file never leaves it), title, text. Cost:
// 8 bytes an article and the text itself on disk; memory for the first kScratchMemoryBytes of a file, as they are
// filled. Test: tests/write_test.cc, against a vector.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/huge_pages.h"

namespace samestory {

struct Text {
  std::string title, text;
};

// Of each scratch file, in memory: what 20,000 to 50,000 articles put there.
inline constexpr std::size_t kScratchMemoryBytes = std::size_t{32} << 20;

// A file without a name. Every failure throws Error{kOutput}.
class ScratchFile {
 public:
  // Puts it into `folder`, which must exist. What follows the first `memory_bytes` goes there.
  explicit ScratchFile(const std::string& folder, std::size_t memory_bytes = kScratchMemoryBytes);
  ~ScratchFile();
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;

  // Where the bytes now stand. Thread-safe; the places of what threads append at once depend on the scheduler.
  std::uint64_t append(std::string_view bytes);
  // Bytes that were appended. Thread-safe.
  void read(std::uint64_t at, char* to, std::size_t size) const;

 private:
  // At `at` of what is in the file, which begins where memory ends.
  void write_file(std::uint64_t at, std::string_view bytes);
  void read_file(std::uint64_t at, char* to, std::size_t size) const;

  struct FreeMemory {
    std::size_t bytes;
    void operator()(char* memory) const { HugePages<char>().deallocate(memory, bytes); }
  };

  std::string folder_;
  std::size_t memory_bytes_;
  std::unique_ptr<char, FreeMemory> memory_;  // what was never written of it costs nothing
  int descriptor_ = -1;
  std::atomic<std::uint64_t> size_bytes_{0};
};

class TextStore {
 public:
  // As of ScratchFile. Every failure throws Error{kOutput}.
  explicit TextStore(const std::string& folder, std::size_t memory_bytes = kScratchMemoryBytes);

  // Serial. REQUIRES title and text below 4 GiB each, and that finish() was not called.
  std::uint64_t append(std::string_view title, std::string_view text);
  // From here on text() may be called, and append() may not.
  void finish();
  // Thread-safe. REQUIRES finish() and a handle from append(). A file that cannot be read throws Error{kOutput}, since
  // it is ours.
  [[nodiscard]] Text text(std::uint64_t handle) const;
  [[nodiscard]] std::string title(std::uint64_t handle) const;

  [[nodiscard]] std::uint64_t size_bytes() const { return size_bytes_; }

 private:
  void put(std::string_view bytes);
  void flush();

  ScratchFile file_;
  std::string buffer_;
  std::uint64_t size_bytes_ = 0;
  bool finished_ = false;
};

}  // namespace samestory

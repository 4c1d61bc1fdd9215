// Time and memory of a pass, for summary.json; nothing here decides anything.
#pragma once

#include <chrono>
#include <cstdint>

namespace samestory {

class Timer {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// Largest resident set of this process so far, in bytes.
std::uint64_t peak_memory_bytes();

// Gives back to the system what was freed, where the allocator keeps it for later. What one pass frees, the next would
// otherwise add to: of an archive, hundreds of bytes an article.
void release_freed_memory();

// Keeps what is freed for the next who asks, until release_freed_memory(). Left to itself the allocator of glibc gives
// every batch of articles back to the system, which clears its pages once more for the following one: of archives of 20
// to 36 MB, 2 to 5% of the processor time to copy groups. The first 32 MB are asked for in pages of 2 MiB
// (base/huge_pages.h), of which the system has some dozen to clear instead of some thousand; an archive that needs less
// than that holds some megabytes more for it. For programs, at their start: it holds for all that they do.
void keep_freed_memory();

}  // namespace samestory

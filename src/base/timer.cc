#include "base/timer.h"

#include <sys/resource.h>

#ifdef __GLIBC__
#include <malloc.h>

#include <cstdlib>
#endif

#include "base/huge_pages.h"

namespace samestory {

std::uint64_t peak_memory_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

void release_freed_memory() {
#ifdef __GLIBC__
  constexpr std::uint64_t kWorthIt = std::uint64_t{64} << 20;  // less is asked for again at once, page by page
  if (peak_memory_bytes() >= kWorthIt) malloc_trim(0);
#endif
}

void keep_freed_memory() {
#ifdef __GLIBC__
  constexpr int kLargestKept = 4 << 20;   // bytes; larger blocks are rare, and would leave gaps
  constexpr int kMostKept = 64 << 20;     // bytes; more of it goes back at once
  constexpr int kAskedAtOnce = 1 << 20;   // bytes
  constexpr int kInHugePages = 32 << 20;  // bytes; what is freed of them stays, and archives of that size need no more
  mallopt(M_MMAP_THRESHOLD, kLargestKept);
  mallopt(M_TRIM_THRESHOLD, kMostKept);
  mallopt(M_TOP_PAD, kInHugePages);
  void* const first = std::malloc(kAskedAtOnce);  // the heap now reaches so much further, in one piece
  advise_huge_pages(first, kAskedAtOnce + kInHugePages);
  std::free(first);
  mallopt(M_TOP_PAD, kAskedAtOnce);
#endif
}

}  // namespace samestory

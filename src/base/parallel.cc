#include "base/parallel.h"

#include <cassert>

namespace samestory {

#ifdef SAMESTORY_JTHREAD

namespace {
int limit = 0;  // 0: all processors. Only ThreadLimit writes it, between passes.
}

ThreadLimit::ThreadLimit(int count) : previous_(limit) {
  assert(count >= 0);
  limit = count;
}
ThreadLimit::~ThreadLimit() { limit = previous_; }

int thread_count() { return limit > 0 ? limit : std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

namespace detail {
void run_threads(int n, const std::function<void(int)>& work) {
  std::vector<std::jthread> threads;
  for (int t = 1; t < n; ++t) threads.emplace_back(work, t);
  work(0);
}
}  // namespace detail

#else

ThreadLimit::ThreadLimit(int count) {
  assert(count >= 0);
  if (count > 0) control_.emplace(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(count));
}
ThreadLimit::~ThreadLimit() = default;

int thread_count() {
  return static_cast<int>(tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism));
}

#endif

}  // namespace samestory

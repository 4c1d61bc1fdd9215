#include "base/parallel.h"

#include <cassert>
#ifdef SAMESTORY_JTHREAD
#include <exception>
#include <mutex>
#endif

namespace samestory {

namespace {
int limit = 0;  // 0: all processors. Only ThreadLimit writes it, between passes.
}

#ifdef SAMESTORY_JTHREAD

ThreadLimit::ThreadLimit(int count) : previous_(limit) {
  assert(count >= 0);
  limit = count;
}
ThreadLimit::~ThreadLimit() { limit = previous_; }

int thread_count() { return limit > 0 ? limit : std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

namespace detail {
void run_threads(int n, const std::function<void(int)>& work) {
  std::mutex mutex;
  std::exception_ptr failure;
  const auto guarded = [&](int t) {
    try {
      work(t);
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> threads;
    for (int t = 1; t < n; ++t) threads.emplace_back(guarded, t);
    guarded(0);
  }
  if (failure) std::rethrow_exception(failure);
}
}  // namespace detail

#else

ThreadLimit::ThreadLimit(int count) : previous_(limit) {
  assert(count >= 0);
  limit = count;
  if (count > 1) control_.emplace(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(count));
}
ThreadLimit::~ThreadLimit() { limit = previous_; }

bool detail::is_serial() { return limit == 1; }

int thread_count() {
  if (limit == 1) return 1;
  return static_cast<int>(tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism));
}

#endif

}  // namespace samestory

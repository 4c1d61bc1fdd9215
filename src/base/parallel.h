// The three parallel verbs and the one streaming pipeline. Nothing else in the project starts a thread.
//
// A body writes its own slot or its own accumulator and reads only what no other body writes. What accumulators collect
// arrives in an order that depends on the scheduler, so the caller sorts it before anyone reads it; that rule is why
// results do not depend on the number of threads.
//
// Two backends: oneTBB (the default) and std::jthread (SAMESTORY_JTHREAD), which exists for the thread sanitizer: the
// distribution's oneTBB is not instrumented and drowns it in false reports. A body that throws ends the verb with one
// of the exceptions thrown, which one depends on the scheduler; in pipeline() it is the first in input order. With a
// limit of one thread verbs are plain loops: oneTBB would be started up and ended for nothing, which a small archive
// notices.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#ifdef SAMESTORY_JTHREAD
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#else
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/parallel_pipeline.h>
#include <oneapi/tbb/parallel_sort.h>
#include <oneapi/tbb/task_arena.h>
#endif

namespace samestory {

// Limits every verb to `count` threads while it lives; 0 means all processors. At most one at a time.
class ThreadLimit {
 public:
  explicit ThreadLimit(int count);
  ~ThreadLimit();
  ThreadLimit(const ThreadLimit&) = delete;
  ThreadLimit& operator=(const ThreadLimit&) = delete;

 private:
  int previous_;
#ifndef SAMESTORY_JTHREAD
  std::optional<tbb::global_control> control_;
#endif
};

// Threads that the verbs use now.
int thread_count();

#ifdef SAMESTORY_JTHREAD

namespace detail {
// Runs work(t) on threads t = 0..n-1 and waits for all.
void run_threads(int n, const std::function<void(int)>& work);
}  // namespace detail

// body(i) for each i below n. `grain` is the number of indices handed out at once.
template <class Body>
void for_each_index(std::size_t n, const Body& body, std::size_t grain = 64) {
  std::atomic<std::size_t> next{0};
  detail::run_threads(thread_count(), [&](int) {
    for (std::size_t first = next.fetch_add(grain); first < n; first = next.fetch_add(grain)) {
      const std::size_t last = std::min(n, first + grain);
      for (std::size_t i = first; i < last; ++i) body(i);
    }
  });
}

// body(accumulator, i) for each i; returns the accumulators, whose number and contents depend on the scheduler: the
// caller joins them by an operation that does not care (a sum of integers, a sort of all that was collected).
template <class T, class Body>
std::vector<T> accumulate_indices(std::size_t n, const Body& body, std::size_t grain = 64) {
  std::vector<T> slots(static_cast<std::size_t>(thread_count()));
  std::atomic<std::size_t> next{0};
  detail::run_threads(thread_count(), [&](int t) {
    T& mine = slots[static_cast<std::size_t>(t)];
    for (std::size_t first = next.fetch_add(grain); first < n; first = next.fetch_add(grain)) {
      const std::size_t last = std::min(n, first + grain);
      for (std::size_t i = first; i < last; ++i) body(mine, i);
    }
  });
  return slots;
}

// Sorts by a strict total order; equal elements must be indistinguishable, since no stability is promised.
template <class Iterator, class Less>
void sort(Iterator first, Iterator last, const Less& less) {
  std::sort(first, last, less);
}

// source() gives inputs until it returns nothing; transform runs in parallel; sink sees the outputs in input order.
template <class Source, class Transform, class Sink>
void pipeline(Source&& source, const Transform& transform, Sink&& sink) {
  using In = typename std::decay_t<decltype(source())>::value_type;
  using Out = std::decay_t<decltype(transform(std::declval<In&&>()))>;
  struct Slot {
    std::optional<Out> out;
    std::exception_ptr error;
    bool ready = false;
  };
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::shared_ptr<Slot>> pending;
  bool exhausted = false;
  std::exception_ptr failure;
  bool draining = false;
  const std::size_t most = 4 * static_cast<std::size_t>(thread_count());
  detail::run_threads(thread_count(), [&](int) {
    std::unique_lock lock(mutex);
    for (;;) {
      if (!draining && !pending.empty() && pending.front()->ready) {
        draining = true;
        while (!pending.empty() && pending.front()->ready) {
          std::shared_ptr<Slot> slot = std::move(pending.front());
          pending.pop_front();
          if (failure) continue;
          lock.unlock();
          try {
            if (slot->error) std::rethrow_exception(slot->error);
            sink(std::move(*slot->out));
            lock.lock();
          } catch (...) {
            lock.lock();
            failure = std::current_exception();
            exhausted = true;
          }
        }
        draining = false;
        changed.notify_all();
      }
      if (exhausted && pending.empty()) return;
      if (!exhausted && pending.size() < most) {
        auto slot = std::make_shared<Slot>();
        std::optional<In> in;
        try {
          in = source();  // under the lock: sources are serial
        } catch (...) {
          slot->error = std::current_exception();
          slot->ready = true;
          exhausted = true;
          pending.push_back(std::move(slot));
          continue;
        }
        if (!in) {
          exhausted = true;
          changed.notify_all();
          continue;
        }
        pending.push_back(slot);
        lock.unlock();
        try {
          slot->out.emplace(transform(std::move(*in)));
        } catch (...) {
          slot->error = std::current_exception();
        }
        lock.lock();
        slot->ready = true;
        changed.notify_all();
        continue;
      }
      changed.wait(lock);
    }
  });
  if (failure) std::rethrow_exception(failure);
}

#else

namespace detail {
bool is_serial();
}  // namespace detail

template <class Body>
void for_each_index(std::size_t n, const Body& body, std::size_t grain = 64) {
  if (detail::is_serial()) {
    for (std::size_t i = 0; i < n; ++i) body(i);
    return;
  }
  tbb::parallel_for(tbb::blocked_range<std::size_t>(0, n, grain), [&](const tbb::blocked_range<std::size_t>& range) {
    for (std::size_t i = range.begin(); i != range.end(); ++i) body(i);
  });
}

template <class T, class Body>
std::vector<T> accumulate_indices(std::size_t n, const Body& body, std::size_t grain = 64) {
  if (detail::is_serial()) {
    std::vector<T> alone(1);
    for (std::size_t i = 0; i < n; ++i) body(alone.front(), i);
    return alone;
  }
  tbb::enumerable_thread_specific<T> slots;
  tbb::parallel_for(tbb::blocked_range<std::size_t>(0, n, grain), [&](const tbb::blocked_range<std::size_t>& range) {
    T& mine = slots.local();
    for (std::size_t i = range.begin(); i != range.end(); ++i) body(mine, i);
  });
  return std::vector<T>(std::make_move_iterator(slots.begin()), std::make_move_iterator(slots.end()));
}

template <class Iterator, class Less>
void sort(Iterator first, Iterator last, const Less& less) {
  if (detail::is_serial())
    std::sort(first, last, less);
  else
    tbb::parallel_sort(first, last, less);
}

template <class Source, class Transform, class Sink>
void pipeline(Source&& source, const Transform& transform, Sink&& sink) {
  using In = typename std::decay_t<decltype(source())>::value_type;
  using Out = std::decay_t<decltype(transform(std::declval<In&&>()))>;
  if (detail::is_serial()) {
    while (std::optional<In> in = source()) sink(transform(std::move(*in)));
    return;
  }
  struct Item {  // an exception travels as a value, so that the earliest one in input order is the one thrown
    std::optional<In> in;
    std::optional<Out> out;
    std::exception_ptr error;
  };
  std::exception_ptr failure;
  std::atomic<bool> exhausted{false};  // set by the source at its end and by the sink when it gives up
  tbb::parallel_pipeline(
      4 * static_cast<std::size_t>(thread_count()),
      tbb::make_filter<void, Item*>(tbb::filter_mode::serial_in_order, [&](tbb::flow_control& control) -> Item* {
        if (exhausted) {
          control.stop();
          return nullptr;
        }
        auto* item = new Item;
        try {
          item->in = source();
        } catch (...) {
          item->error = std::current_exception();
        }
        if (item->error) exhausted = true;
        if (!item->error && !item->in) {
          delete item;
          control.stop();
          return nullptr;
        }
        return item;
      }) & tbb::make_filter<Item*, Item*>(tbb::filter_mode::parallel, [&](Item* item) {
        if (item->error) return item;
        try {
          item->out.emplace(transform(std::move(*item->in)));
        } catch (...) {
          item->error = std::current_exception();
        }
        return item;
      }) & tbb::make_filter<Item*, void>(tbb::filter_mode::serial_in_order, [&](Item* item) {
        if (!failure) {
          try {
            if (item->error) std::rethrow_exception(item->error);
            sink(std::move(*item->out));
          } catch (...) {
            failure = std::current_exception();
            exhausted = true;
          }
        }
        delete item;
      }));
  if (failure) std::rethrow_exception(failure);
}

#endif

// Sum of what body(i) returns, an integer: the order of additions cannot show.
template <class Integer, class Body>
Integer sum_indices(std::size_t n, const Body& body) {
  static_assert(std::is_integral_v<Integer>);
  Integer total = 0;
  for (const Integer part : accumulate_indices<Integer>(n, [&](Integer&sum, std::size_t i) { sum += body(i); }))
    total += part;
  return total;
}

// Collects what bodies append to a vector, then sorts it, so that the outcome is one for every schedule.
template <class T, class Body, class Less>
std::vector<T> collect_sorted(std::size_t n, const Body& body, const Less& less, std::size_t grain = 64) {
  std::vector<std::vector<T>> parts = accumulate_indices<std::vector<T>>(n, body, grain);
  std::size_t total = 0;
  for (const auto& part : parts) total += part.size();
  std::vector<T> all;
  all.reserve(total);
  for (auto& part : parts) {
    all.insert(all.end(), std::make_move_iterator(part.begin()), std::make_move_iterator(part.end()));
    std::vector<T>().swap(part);
  }
  samestory::sort(all.begin(), all.end(), less);
  return all;
}

}  // namespace samestory

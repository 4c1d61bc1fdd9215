// Time index: how many of the archive's times lie before a given one.
//
// Asked twice for every pair that is compared, of times that lie anywhere in the archive. A search by halves through
// all of them misses the caches at every other step; here the span of time is cut into equal parts, about one for
// sixteen times, whose first places lie in a small array, and only the times of one part are searched. Where all times
// crowd into a few parts, those are searched by halves, too.
//
// Cost: a reading of the times, a quarter byte a time. Tested by tests/time_index_test.cc against counting.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace samestory {

class TimeIndex {
 public:
  // REQUIRES `times_s` sorted, and that it outlives the index.
  explicit TimeIndex(const std::vector<std::int64_t>& times_s) : times_s_(&times_s) {
    if (times_s.empty()) return;
    const auto span = static_cast<std::uint64_t>(times_s.back() - times_s.front());
    while ((span >> shift_) > times_s.size() / kTimesInPart) ++shift_;
    first_place_.assign((span >> shift_) + 2, 0);
    for (const std::int64_t time : times_s) ++first_place_[part_of(time) + 1];
    for (std::size_t part = 1; part < first_place_.size(); ++part) first_place_[part] += first_place_[part - 1];
  }

  [[nodiscard]] std::size_t count_before(std::int64_t time_s) const {
    if (times_s_->empty() || time_s <= times_s_->front()) return 0;
    if (time_s > times_s_->back()) return times_s_->size();
    const std::size_t part = part_of(time_s);
    const auto first = times_s_->begin() + first_place_[part], last = times_s_->begin() + first_place_[part + 1];
    return static_cast<std::size_t>(std::lower_bound(first, last, time_s) - times_s_->begin());
  }

 private:
  static constexpr std::size_t kTimesInPart = 16;

  [[nodiscard]] std::size_t part_of(std::int64_t time_s) const {
    return static_cast<std::uint64_t>(time_s - times_s_->front()) >> shift_;
  }

  const std::vector<std::int64_t>* times_s_;
  int shift_ = 0;                           // a part lasts 2^shift_ seconds
  std::vector<std::uint32_t> first_place_;  // of a part's times
};

}  // namespace samestory

// The best few of many offers: a heap of bounded size with the worst on top, so that most offers cost one look.
//
// Used where each article takes its nearest by some likeness. `better` is a total order; what is kept then depends
// neither on the order of the offers nor on who makes them. Cost: a comparison an offer, log(most) for each that is
// taken. Serial. Tested by tests/base_test.cc against sorting.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace samestory {

template <class T, bool (*better)(const T&, const T&)>
class Best {
 public:
  explicit Best(std::size_t most) : most_(most) { kept_.reserve(most + 1); }

  [[nodiscard]] bool would_take(const T& offer) const { return kept_.size() < most_ || better(offer, kept_.front()); }

  void offer(const T& offer) {
    if (would_take(offer)) take(offer);
  }

  // The worst of what is kept, which every other offer must be better than; nothing as long as there is room.
  [[nodiscard]] const T* bar() const { return kept_.size() < most_ ? nullptr : &kept_.front(); }

  [[nodiscard]] const std::vector<T>& kept() const { return kept_; }  // in no order

 private:
  // Apart, so that the look that most offers cost is all that is compiled into a loop.
  [[gnu::noinline]] void take(const T& offer) {
    kept_.push_back(offer);
    std::push_heap(kept_.begin(), kept_.end(), better);
    if (kept_.size() <= most_) return;
    std::pop_heap(kept_.begin(), kept_.end(), better);
    kept_.pop_back();
  }

  std::size_t most_;  // 1 or more
  std::vector<T> kept_;
};

}  // namespace samestory

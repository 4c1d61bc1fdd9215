// A sequence that grows without moving: blocks of one size in place of one array.
//
// An array that doubles holds everything twice while it moves, and up to half of it is room; where an archive fills the
// memory, that decides whether it fits. A block never moves, so growth costs one block, and references stay valid.
// Reordering is done in place, cycle by cycle (Knuth 1997, The Art of Computer Programming, volume 1, section 1.3.3),
// and taking frees each block as soon as it is copied, so neither needs room for a second copy. Element i costs one
// load more than in an array. Serial. Test: tests/base_test.cc.
#pragma once

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace samestory {

template <class T>
class Blocks {
 public:
  void push_back(const T& value) {
    if (size_ % kBlock == 0) blocks_.push_back(std::make_unique_for_overwrite<T[]>(kBlock));
    blocks_.back()[size_ % kBlock] = value;
    ++size_;
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] T& operator[](std::size_t i) { return blocks_[i / kBlock][i % kBlock]; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return blocks_[i / kBlock][i % kBlock]; }

  // Element i becomes the one that stood at order[i]; what is not named is dropped. REQUIRES distinct entries below
  // size().
  void reorder(std::vector<std::uint32_t> order) {
    const std::size_t kept = order.size();
    complete(order);
    for (std::size_t first = 0; first < order.size(); ++first) {
      if (order[first] == first) continue;
      T held = std::move((*this)[first]);
      std::size_t to = first;
      while (order[to] != first) {
        const std::size_t from = order[to];
        (*this)[to] = std::move((*this)[from]);
        order[to] = static_cast<std::uint32_t>(to);
        to = from;
      }
      (*this)[to] = std::move(held);
      order[to] = static_cast<std::uint32_t>(to);
    }
    size_ = kept;
    blocks_.resize((size_ + kBlock - 1) / kBlock);
  }

  // All elements as one array; nothing is left here.
  std::vector<T> take() {
    std::vector<T> all;
    all.reserve(size_);
    for (std::unique_ptr<T[]>& block : blocks_) {
      const std::size_t filled = std::min(kBlock, size_ - all.size());
      all.insert(all.end(), std::make_move_iterator(block.get()), std::make_move_iterator(block.get() + filled));
      block.reset();
    }
    blocks_.clear();
    size_ = 0;
    return all;
  }

 private:
  static constexpr std::size_t kBlock = std::bit_floor((std::size_t{1} << 16) / sizeof(T));  // elements of 64 KB

  // Appends what a permutation of all elements lacks.
  void complete(std::vector<std::uint32_t>& order) const {
    if (order.size() == size_) return;
    std::vector<bool> named(size_);
    for (const std::uint32_t from : order) {
      assert(from < size_ && !named[from]);
      named[from] = true;
    }
    for (std::size_t i = 0; i < size_; ++i) {
      if (!named[i]) order.push_back(static_cast<std::uint32_t>(i));
    }
  }

  std::vector<std::unique_ptr<T[]>> blocks_;
  std::size_t size_ = 0;
};

}  // namespace samestory

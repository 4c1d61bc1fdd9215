// Term matrices: one row an article, one column a term, the weights of a signal.
//
// Eigen's compressed rows, since most of an article's terms are held by few others. Columns ascend within a row, so two
// rows are compared by walking both at once. A weight is a multiple of 2^-16, rounded once when the row is made: that
// is .00002 of a row's length at most, and products and their sums come out exact in doubles, whatever their order.
//
// Cost: 6 bytes an entry, of which there are 650 in an article of `samestory generate`: what a run holds most of. A
// step for each entry of both rows (row "candidates" of bench/stories_bench.cc). Rejected: floats, which take a third
// more; brain floats, whose rounding is thirty times as coarse for the weights that count. Tested by
// tests/affinity_test.cc and tests/across_test.cc, whose twins look terms up.
#pragma once

#include <Eigen/SparseCore>
#include <algorithm>
#include <cstdint>

#include "base/ids.h"

namespace samestory {

// From 0 to just below 1. What is not 0 stays so.
class TermWeight {
 public:
  TermWeight() = default;
  TermWeight(float weight)  // NOLINT(google-explicit-constructor): it is a number
      : steps_(weight > 0 ? static_cast<std::uint16_t>(std::clamp(weight * kSteps + 0.5F, 1.0F, kSteps - 1)) : 0) {}
  operator float() const { return static_cast<float>(steps_) / kSteps; }  // NOLINT(google-explicit-constructor)

 private:
  static constexpr float kSteps = 65536;
  std::uint16_t steps_ = 0;
};

// Eigen 3.4 moves a sparse matrix by copying it; this one changes hands.
class TermMatrix : public Eigen::SparseMatrix<TermWeight, Eigen::RowMajor, int> {
 public:
  TermMatrix() = default;
  ~TermMatrix() = default;
  TermMatrix(const TermMatrix&) = default;
  TermMatrix& operator=(const TermMatrix&) = default;
  TermMatrix(TermMatrix&& other) noexcept { swap(other); }
  TermMatrix& operator=(TermMatrix&& other) noexcept {
    swap(other);
    return *this;
  }
};

// Calls visit(i, j) for each column that both rows hold, in increasing order; i and j are places in valuePtr(). Without
// a branch on which row is behind, which cannot be predicted.
template <class Visit>
void for_each_shared(const TermMatrix& rows, GroupId a, GroupId b, const Visit& visit) {
  const int* const columns = rows.innerIndexPtr();
  const int* const starts = rows.outerIndexPtr();
  int i = starts[index(a)], j = starts[index(b)];
  const int end_i = starts[index(a) + 1], end_j = starts[index(b) + 1];
  while (i < end_i && j < end_j) {
    const int p = columns[i], q = columns[j];
    if (p == q) visit(i, j);
    i += p <= q;
    j += q <= p;
  }
}

}  // namespace samestory

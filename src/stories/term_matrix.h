// Term matrices: one row an article, one column a term, the weights of a signal.
//
// Eigen's compressed rows, since most of an article's terms are held by few others. Columns ascend within a row, so two
// rows are compared by walking both at once. Cost: 8 bytes an entry, a step for each entry of both rows (row
// "candidates" of bench/stories_bench.cc). Tested by tests/affinity_test.cc and tests/across_test.cc, whose twins look
// terms up.
#pragma once

#include <Eigen/SparseCore>

#include "base/ids.h"

namespace samestory {

// Eigen 3.4 moves a sparse matrix by copying it; this one changes hands.
class TermMatrix : public Eigen::SparseMatrix<float, Eigen::RowMajor, int> {
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

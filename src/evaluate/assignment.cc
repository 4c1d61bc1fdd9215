#include "evaluate/assignment.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <queue>
#include <utility>
#include <vector>

namespace samestory {
namespace {

constexpr std::uint32_t kFree = std::numeric_limits<std::uint32_t>::max();
constexpr double kFar = std::numeric_limits<double>::infinity();

// Costs are 1 - weight, and 1 for a row's private column. Invariant between calls of match_row: for every edge
// cost - row_price - column_price >= 0, with equality on matched edges, and row_price <= 1.
class Matcher {
 public:
  Matcher(std::span<const WeightedEdge> edges, std::size_t rows, std::size_t columns)
      : edges_(edges),
        first_edge_(rows + 1, 0),
        row_price_(rows, 0),
        column_price_(columns, 0),
        column_of_(rows, kFree),
        row_of_(columns, kFree),
        distance_(columns, kFar),
        reached_from_(columns, kFree),
        settled_(columns, false) {
    for (const WeightedEdge& edge : edges) ++first_edge_[edge.row + 1];
    for (std::size_t row = 0; row < rows; ++row) first_edge_[row + 1] += first_edge_[row];
  }

  void match_row(std::uint32_t start) {
    const Path path = search(start);
    update_prices(start, path.length);
    augment(start, path);
    for (const std::uint32_t column : touched_) {
      distance_[column] = kFar;
      settled_[column] = false;
    }
    touched_.clear();
  }

  double total_weight() const {
    double total = 0;
    for (const WeightedEdge& edge : edges_) {
      if (column_of_[edge.row] == edge.column) total += edge.weight;
    }
    return total;
  }

 private:
  struct Path {
    double length = kFar;
    std::uint32_t last_column = kFree;  // a free column, or kFree: the path ends in the private column of last_row
    std::uint32_t last_row = kFree;
  };

  Path search(std::uint32_t start) {
    using Entry = std::pair<double, std::uint32_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
    Path best;
    double here = 0;
    for (std::uint32_t row = start;;) {
      const double exit = here + 1 - row_price_[row];
      if (exit < best.length) best = {exit, kFree, row};
      for (std::size_t e = first_edge_[row]; e < first_edge_[row + 1]; ++e) {
        const std::uint32_t column = edges_[e].column;
        if (settled_[column]) continue;
        const double distance = here + (1 - edges_[e].weight) - row_price_[row] - column_price_[column];
        if (distance >= distance_[column] || distance >= best.length) continue;
        if (distance_[column] == kFar) touched_.push_back(column);
        distance_[column] = distance;
        reached_from_[column] = row;
        queue.emplace(distance, column);
      }
      while (!queue.empty() && settled_[queue.top().second]) queue.pop();
      if (queue.empty() || queue.top().first >= best.length) return best;
      const auto [distance, column] = queue.top();
      if (row_of_[column] == kFree) return {distance, column, kFree};
      settled_[column] = true;
      here = distance;
      row = row_of_[column];
    }
  }

  void update_prices(std::uint32_t start, double length) {
    row_price_[start] += length;
    for (const std::uint32_t column : touched_) {
      if (!settled_[column]) continue;
      row_price_[row_of_[column]] += length - distance_[column];
      column_price_[column] -= length - distance_[column];
    }
  }

  void augment(std::uint32_t start, const Path& path) {
    std::uint32_t column = path.last_column;
    if (column == kFree) {
      // The row at the end takes its private column for good: nobody else can want that one.
      column = std::exchange(column_of_[path.last_row], kFree);
      if (path.last_row == start) return;
    }
    for (;;) {
      const std::uint32_t row = reached_from_[column];
      row_of_[column] = row;
      const std::uint32_t freed = std::exchange(column_of_[row], column);
      if (row == start) return;
      column = freed;
    }
  }

  std::span<const WeightedEdge> edges_;
  std::vector<std::size_t> first_edge_;  // of each row, and one past the last
  std::vector<double> row_price_, column_price_;
  std::vector<std::uint32_t> column_of_, row_of_;
  std::vector<double> distance_;  // of one search; kFar outside touched_
  std::vector<std::uint32_t> reached_from_;
  std::vector<bool> settled_;
  std::vector<std::uint32_t> touched_;
};

}  // namespace

double heaviest_matching(std::span<const WeightedEdge> edges, std::size_t rows, std::size_t columns) {
  assert(std::is_sorted(edges.begin(), edges.end(),
                        [](const WeightedEdge& a, const WeightedEdge& b) { return a.row < b.row; }));
  Matcher matcher(edges, rows, columns);
  for (std::uint32_t row = 0; row < rows; ++row) matcher.match_row(row);
  return matcher.total_weight();
}

}  // namespace samestory

#include "evaluate/metrics.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <vector>

#include "base/parallel.h"
#include "evaluate/assignment.h"

namespace samestory {
namespace {

constexpr std::size_t kOne = 1;  // least divisor: a ratio over no pairs is 0 (metrics.h)

struct Overlap {  // a non-empty cell of the contingency table
  std::uint32_t gold = 0;
  std::uint32_t predicted = 0;
  std::size_t size = 0;
};

struct Table {
  std::size_t articles = 0;
  std::vector<Overlap> cells;                            // sorted by (gold, predicted)
  std::vector<std::size_t> gold_sizes, predicted_sizes;  // by cluster number; 0 for a number nobody bears
};

double as_double(std::size_t n) { return static_cast<double>(n); }

std::vector<std::size_t> cluster_sizes(std::span<const std::uint32_t> clusters) {
  std::vector<std::size_t> sizes(*std::max_element(clusters.begin(), clusters.end()) + std::size_t{1}, 0);
  for (const std::uint32_t cluster : clusters) ++sizes[cluster];
  return sizes;
}

Table make_table(std::span<const std::uint32_t> gold, std::span<const std::uint32_t> predicted) {
  std::vector<std::uint64_t> keys(gold.size());
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = std::uint64_t{gold[i]} << 32 | predicted[i];
  samestory::sort(keys.begin(), keys.end(), std::less<>());
  Table table{gold.size(), {}, cluster_sizes(gold), cluster_sizes(predicted)};
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i > 0 && keys[i] == keys[i - 1]) {
      ++table.cells.back().size;
    } else {
      table.cells.push_back({static_cast<std::uint32_t>(keys[i] >> 32), static_cast<std::uint32_t>(keys[i]), 1});
    }
  }
  return table;
}

PrecisionRecall with_f1(double precision, double recall) {
  const double sum = precision + recall;
  return {precision, recall, sum > 0 ? 2 * precision * recall / sum : 0};
}

PrecisionRecall bcubed(const Table& table) {
  double precision = 0;
  double recall = 0;
  for (const Overlap& cell : table.cells) {
    const double square = as_double(cell.size) * as_double(cell.size);  // each of its articles sees `size` right ones
    precision += square / as_double(table.predicted_sizes[cell.predicted]);
    recall += square / as_double(table.gold_sizes[cell.gold]);
  }
  return with_f1(precision / as_double(table.articles), recall / as_double(table.articles));
}

std::size_t pairs_among(std::size_t n) { return n < 2 ? 0 : n * (n - 1) / 2; }

std::size_t pairs_among(const std::vector<std::size_t>& sizes) {
  std::size_t pairs = 0;
  for (const std::size_t size : sizes) pairs += pairs_among(size);
  return pairs;
}

struct PairDecisions {
  PrecisionRecall pairwise;
  double adjusted_rand = 0;
};

PairDecisions score_pair_decisions(const Table& table) {
  std::size_t both = 0;
  for (const Overlap& cell : table.cells) both += pairs_among(cell.size);
  const std::size_t gold = pairs_among(table.gold_sizes);
  const std::size_t predicted = pairs_among(table.predicted_sizes);
  const double all = as_double(std::max(kOne, pairs_among(table.articles)));
  const double expected = as_double(gold) * as_double(predicted) / all;
  const double highest = (as_double(gold) + as_double(predicted)) / 2;
  return {with_f1(as_double(both) / as_double(std::max(kOne, predicted)),
                  as_double(both) / as_double(std::max(kOne, gold))),
          highest != expected ? (as_double(both) - expected) / (highest - expected) : 1};
}

double entropy(const std::vector<std::size_t>& sizes, std::size_t articles) {
  double sum = 0;
  for (const std::size_t size : sizes) {
    const double share = as_double(size) / as_double(articles);
    if (size > 0) sum -= share * std::log(share);
  }
  return sum;
}

struct Entropies {
  double homogeneity = 0;
  double completeness = 0;
};

Entropies score_entropies(const Table& table) {
  double gold_given_predicted = 0;
  double predicted_given_gold = 0;
  for (const Overlap& cell : table.cells) {
    const double share = as_double(cell.size) / as_double(table.articles);
    gold_given_predicted -= share * std::log(as_double(cell.size) / as_double(table.predicted_sizes[cell.predicted]));
    predicted_given_gold -= share * std::log(as_double(cell.size) / as_double(table.gold_sizes[cell.gold]));
  }
  const double gold = entropy(table.gold_sizes, table.articles);
  const double predicted = entropy(table.predicted_sizes, table.articles);
  // Clamped because the two sums round apart: a homogeneity of -1e-17 would be printed as -0.
  return {gold > 0 ? std::clamp(1 - gold_given_predicted / gold, 0.0, 1.0) : 1,
          predicted > 0 ? std::clamp(1 - predicted_given_gold / predicted, 0.0, 1.0) : 1};
}

PrecisionRecall ceaf_e(const Table& table, std::size_t clusters, std::size_t gold_clusters) {
  std::vector<WeightedEdge> edges;
  edges.reserve(table.cells.size());
  for (const Overlap& cell : table.cells) {
    const std::size_t sizes = table.gold_sizes[cell.gold] + table.predicted_sizes[cell.predicted];
    edges.push_back({cell.gold, cell.predicted, 2 * as_double(cell.size) / as_double(sizes)});
  }
  const double similarity = heaviest_matching(edges, table.gold_sizes.size(), table.predicted_sizes.size());
  return with_f1(similarity / as_double(clusters), similarity / as_double(gold_clusters));
}

std::size_t count_used(const std::vector<std::size_t>& sizes) {
  return sizes.size() - static_cast<std::size_t>(std::count(sizes.begin(), sizes.end(), std::size_t{0}));
}

double lone_rate(const std::vector<std::size_t>& sizes, std::size_t articles) {
  return static_cast<double>(std::count(sizes.begin(), sizes.end(), std::size_t{1})) / as_double(articles);
}

}  // namespace

ClusterScores score_clusters(std::span<const std::uint32_t> gold, std::span<const std::uint32_t> predicted) {
  assert(gold.size() == predicted.size() && !gold.empty());
  const Table table = make_table(gold, predicted);
  ClusterScores scores;
  scores.articles = table.articles;
  scores.clusters = count_used(table.predicted_sizes);
  scores.gold_clusters = count_used(table.gold_sizes);
  scores.largest = *std::max_element(table.predicted_sizes.begin(), table.predicted_sizes.end());
  scores.gold_largest = *std::max_element(table.gold_sizes.begin(), table.gold_sizes.end());
  scores.lone_rate = lone_rate(table.predicted_sizes, table.articles);
  scores.gold_lone_rate = lone_rate(table.gold_sizes, table.articles);
  scores.bcubed = bcubed(table);
  const PairDecisions decisions = score_pair_decisions(table);
  scores.pairwise = decisions.pairwise;
  scores.adjusted_rand = decisions.adjusted_rand;
  const Entropies entropies = score_entropies(table);
  scores.homogeneity = entropies.homogeneity;
  scores.completeness = entropies.completeness;
  scores.v_measure = with_f1(entropies.homogeneity, entropies.completeness).f1;
  scores.ceaf_e = ceaf_e(table, scores.clusters, scores.gold_clusters);
  return scores;
}

PairScores score_pairs(std::span<const PairVerdict> verdicts) {
  PairScores scores;
  scores.pairs = verdicts.size();
  for (const PairVerdict& verdict : verdicts) {
    scores.gold_same += verdict.gold_same;
    scores.predicted_same += verdict.predicted_same;
    scores.both_same += verdict.gold_same && verdict.predicted_same;
  }
  scores.same = with_f1(as_double(scores.both_same) / as_double(std::max(kOne, scores.predicted_same)),
                        as_double(scores.both_same) / as_double(std::max(kOne, scores.gold_same)));
  return scores;
}

}  // namespace samestory

// Scores of a grouping against gold labels.
//
// Input: for each labelled article two dense cluster numbers, the gold one and the predicted one. Articles without a
// label are no part of any figure. Output: every measure that work on event clustering and deduplication reports, since
// each hides what another shows:
//   B-cubed        mean over articles of the share of its predicted cluster that belongs with it (precision) and of its
//                  gold cluster that was found (recall). The first figure to read: an article counts once, however
//                  large its cluster. Bagga and Baldwin 1998, LREC workshop; Amigo et al. 2009, Inf. Retrieval 12.
//   pairwise       precision and recall of "these two belong together" over all pairs; ruled by the largest clusters.
//   adjusted Rand  agreement of the pair decisions, 0 for chance and 1 for equal. Hubert and Arabie 1985, J. Class. 2.
//   V-measure      homogeneity and completeness by entropies. Rosenberg and Hirschberg 2007, EMNLP-CoNLL. It flatters
//                  many small clusters, so it is reported and never tuned to. std::log is allowed here: it decides
//                  nothing about a grouping.
//   CEAF-e         similarity 2|G n P| / (|G| + |P|) summed over the best one-to-one matching of gold and predicted
//                  clusters (assignment.h), over the number of each. Luo 2005, HLT-EMNLP, section 4: phi4.
//
// All but CEAF-e are sums over the overlap table: the non-empty cells (gold, predicted, size), which come from sorting
// one 64-bit key an article. So 10^7 articles cost a sort and 80 MB, never a matrix of clusters by clusters.
// Conventions where a definition divides by zero: precision over no predicted pairs and recall over no gold pairs are
// 0; F1 of two zeros is 0; adjusted Rand is 1 if both sides say "all alone" or both "all together"; homogeneity and
// completeness are 1 over an entropy of 0.
// Invariants: every figure but the counts lies in [0, 1], adjusted Rand in [-1, 1]; renumbering clusters changes
// nothing but the last bits (the sums run in another order). Test: tests/metrics_test.cc, against twins that follow the
// definitions by loops over pairs and permutations.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace samestory {

struct PrecisionRecall {
  double precision = 0;
  double recall = 0;
  double f1 = 0;  // harmonic mean; 0 if both are 0
};

struct ClusterScores {
  std::size_t articles = 0;  // labelled ones
  std::size_t clusters = 0;  // predicted clusters that hold a labelled article
  std::size_t gold_clusters = 0;
  std::size_t largest = 0;  // labelled articles in the largest predicted cluster
  std::size_t gold_largest = 0;
  double lone_rate = 0;  // share of articles whose predicted cluster holds no other labelled article
  double gold_lone_rate = 0;
  PrecisionRecall bcubed;
  PrecisionRecall pairwise;
  double adjusted_rand = 0;
  double homogeneity = 0;
  double completeness = 0;
  double v_measure = 0;
  PrecisionRecall ceaf_e;
};

// REQUIRES: both of one size, not empty, and numbers below 2^32 - 1 that are dense (memory grows with the largest).
ClusterScores score_clusters(std::span<const std::uint32_t> gold, std::span<const std::uint32_t> predicted);

// One judged pair: what the gold says and what the grouping did.
struct PairVerdict {
  bool gold_same = false;
  bool predicted_same = false;
};

struct PairScores {
  std::size_t pairs = 0;
  std::size_t gold_same = 0;
  std::size_t predicted_same = 0;
  std::size_t both_same = 0;
  PrecisionRecall same;  // of the verdict "same"
};

PairScores score_pairs(std::span<const PairVerdict> verdicts);

}  // namespace samestory

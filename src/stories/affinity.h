// Affinity: how much two articles speak of one event, measured against the neighbourhood of each.
//
// In words: two articles report one event if they are so many times as alike as each is to its wider neighbourhood of
// those days. In figures, for articles i and j:
//   raw = mean of the signals' cosines, weighted by the model, over the signals that both have
//   x   = raw * k,   k = .3 + .35 exp(-days/2) + .35 exp(-days/30); 1 where either has no date
//   b_i = the background of i: w * min(.15, mean of x over i's candidates ranked 10 to 29 by x) + (1 - w) * .05,
//         w = n^4 / (n^4 + 25^4) for n articles of i's language: tiny archives have no neighbourhood, so a prior stands
//         in
//   q   = x / (.05 + min(b_i, b_j)) + .2 * (.8 age + month-day + day)
// where age, month-day and day are +1 if the articles share one, -1 if both state some and share none, else 0; an
// article that recalls the other's own day as past ("last October 15") counts -1 for both. The figures are those of
// the default model (samestory/model.h). The level that q is held against (options, 1.8) is one constant for every
// archive; that is what the background is for: the raw similarity at which stories form differs many times over between
// archives, q much less.
//
// An embedding that the user hands in (stories/embeddings.h) is one more signal in raw, with a weight of its own. Two
// articles of different languages share no terms: there it stands for all signals, times kAcrossLanguages.
//
// All decisions are made on integers: q and x are rounded to 1/kScale once and never touched as reals again.
//
// Rejected: one threshold on raw (needs tuning per archive), the time kernel after the background (dense days then hide
// events), mean or maximum of the two backgrounds (the smaller of two lets a report of a crowded topic find its event).
// Cost: seven sparse dot products a pair (bench/stories_bench.cc). Source: the ratio to the local density is the idea
// of CSLS (Conneau et al. 2018, ICLR, section 2.3) with the own event's ranks left out. Tested by
// tests/affinity_test.cc.
#pragma once

#include <samestory/model.h>

#include <array>
#include <cstdint>
#include <vector>

#include "base/ids.h"
#include "stories/features.h"

namespace samestory {

inline constexpr int kScale = 1 << 20;  // one unit of x or q, as an integer

inline constexpr int kFirstRank = 10, kLastRank = 29;  // of the candidates that make the background; 0 is the best

// The parts of one pair's score, for scoring and for explaining alike.
struct PairParts {
  std::array<double, kSignals> cosine{};  // per signal; 0 where either lacks it
  std::array<bool, kSignals> both{};      // both have the signal
  bool embedded = false;                  // both have an embedding
  double embedding = 0;                   // its likeness
  double raw = 0;
  double days_apart = -1;  // -1: unknown
  double kernel = 1;
  double x = 0;
  int age = 0, month_day = 0, day = 0;  // -1, 0 or 1
  double agreement = 0;                 // what the three add to the score
};

PairParts compare(const Features& features, GroupId a, GroupId b, const StoryModel& model = {});

// Compares one article with many: its rows are spread out once over arrays as long as the vocabulary, so each
// comparison reads the other article's entries only. Gives the same bits as compare(): the same products are added in
// the same order.
class Comparer {
 public:
  explicit Comparer(const Features& features, const StoryModel& model = {}) : features_(&features), model_(model) {}

  void set_first(GroupId a);
  [[nodiscard]] PairParts with(GroupId b) const;

 private:
  const Features* features_;
  StoryModel model_;
  GroupId first_{};
  bool set_ = false;
  std::array<std::vector<float>, kSignals> spread_;  // weight of the first article, by column
};

// x as an integer.
std::int32_t quantize(double value);

// Background of an article with these x (any order) to its candidates, in an archive of n articles of its language.
double background(std::vector<std::int32_t> x_of_candidates, std::size_t n, const StoryModel& model = {});

// q as an integer, of a pair with this x and this agreement, and the backgrounds of both.
std::int32_t score(double x, double agreement, double background_a, double background_b, const StoryModel& model = {});

}  // namespace samestory

// Fitting: the constants of the story score from a user's own labels, and an honest figure of what that gains.
//
// Input: labelled sets (fit/labelled_set.h) as a function that scores one of them under given constants, and the
// coordinates to search (fit/search.h). Output: the constants that score best in the mean over all sets, each set
// counting the same however many labels it has; and for each set three scores:
//   shipped   of the constants that the search starts from;
//   fitted    of the constants fitted on all sets, this one among them: in-sample, so too high;
//   left out  of constants fitted, from the same start, on the other sets only: what to expect of an archive that the
//             search has not seen. One set alone cannot be left out.
// Leaving out whole sets and not single articles or pairs, since articles of one archive share its outlets, its days
// and its labellers' idea of an event: any of them left out would be judged by its own neighbours (Roberts et al.
// 2017, Ecography 40(8), "Cross-validation strategies for data with ... structure"). Halves of one set were rejected
// for that reason, too: one set cannot show what fitting on it is worth elsewhere.
//
// A set's score under given constants is a fact, so what one search has paid for the next ones get for nothing; it
// decides nothing beyond that: a search never sees the score of a set that is left out of it.
// Cost: at most (sets + 1) searches of most_trials trials; in each trial every set is scored once. Memory: 200 bytes a
// trial. Test: tests/fit_test.cc.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "fit/search.h"

namespace samestory {

using ScoreSet = std::function<double(std::size_t set, const StoryOptions&)>;

// Told before a trial: which set is left out of this search, and the number of the trial, 0 for the start.
using OnTrial = std::function<void(std::optional<std::size_t> left_out, std::size_t trial)>;

struct FittedSet {
  double shipped = 0, fitted = 0;
  std::optional<Found> without;    // the search on the other sets; nothing if there are none
  std::optional<double> left_out;  // this set's score under its constants
};

struct Fit {
  Found all;
  std::vector<FittedSet> sets;
};

// REQUIRES one set or more.
Fit fit_sets(std::size_t sets, const StoryOptions& start, const std::vector<Coordinate>& coordinates,
             std::size_t most_trials, const ScoreSet& score, const OnTrial& on_trial);

}  // namespace samestory

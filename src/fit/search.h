// Coordinate search: better constants of the story score, one at a time, over grids of round values.
//
// Input: where to start, the coordinates (each with its grid), and a function that scores a setting, higher being
// better. Output: the best setting met. In the order of the list, each coordinate takes steps along its grid, up while
// that helps, else down while that helps; a step counts only if it gains kLeastGain. The search ends when no coordinate
// has helped since each was last tried, or when the trials are used up.
//
// Round values and a least gain stand against fitting noise: labels are a few hundred articles, and what a constant
// gains in its third digit it loses on the next archive. Rejected: exhaustive search (13 coordinates of about eight
// values), random or Bayesian search (the result hangs on a seed, and nobody can read why it ended where it did),
// gradients (a grouping is a step function of its constants).
// The grids hold no value at which read_model_file() would refuse the file. Starting values need not stand on the grid:
// a step goes to the nearest grid value on that side that helps, at most `reach` values away. The level has a reach of
// 10, one power of ten: on a few hundred articles some tenths of it often change nothing at all, and looking further is
// nearly free. Cost:
// one scoring a trial. Limits: where two constants must change together, a step of one alone may not help; the search
// then stays where it is. Test: tests/fit_test.cc, against all settings of a small grid.
#pragma once

#include <samestory/options.h>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace samestory {

inline constexpr double kLeastGain = 0.001;  // of a score: smaller steps are noise

struct Coordinate {
  std::string name;
  std::vector<double> grid;  // increasing
  std::function<double(const StoryOptions&)> value;
  std::function<void(StoryOptions&, double)> set;
  std::size_t reach = 1;  // grid values tried on one side before it is given up; 1 or more
};

// The level first, since it is the cheapest to try and moves most; then what shifts scores, the kernel, the weights.
std::vector<Coordinate> story_coordinates();

struct Found {
  StoryOptions options;
  double score = 0;
  std::size_t trials = 0;  // settings scored beyond the first
  bool finished = false;   // no single step helps any more; false if the trials were used up
};

using ScoreSetting = std::function<double(const StoryOptions&)>;

Found search_coordinates(const StoryOptions& start, const std::vector<Coordinate>& coordinates, std::size_t most_trials,
                         const ScoreSetting& score);

}  // namespace samestory

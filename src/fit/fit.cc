#include "fit/fit.h"

namespace samestory {
namespace {

// The scores that were asked for so far. A few hundred settings: looked through from the first to the last.
class Memory {
 public:
  Memory(std::size_t sets, const ScoreSet& score) : sets_(sets), score_(score) {}

  double operator()(std::size_t set, const StoryOptions& options) {
    std::optional<double>& known = row_of(options).scores[set];
    if (!known) known = score_(set, options);
    return *known;
  }

 private:
  struct Row {
    StoryOptions options;
    std::vector<std::optional<double>> scores;  // per set
  };

  Row& row_of(const StoryOptions& options) {
    for (Row& row : rows_) {
      if (row.options.level == options.level && row.options.model == options.model) return row;
    }
    rows_.push_back({options, std::vector<std::optional<double>>(sets_)});
    return rows_.back();
  }

  std::size_t sets_;
  const ScoreSet& score_;
  std::vector<Row> rows_;
};

}  // namespace

Fit fit_sets(std::size_t sets, const StoryOptions& start, const std::vector<Coordinate>& coordinates,
             std::size_t most_trials, const ScoreSet& score, const OnTrial& on_trial) {
  Memory memory(sets, score);
  const auto search_without = [&](std::optional<std::size_t> left_out) {
    std::size_t trial = 0;
    return search_coordinates(start, coordinates, most_trials, [&](const StoryOptions& options) {
      on_trial(left_out, trial++);
      double sum = 0;
      for (std::size_t set = 0; set < sets; ++set) {
        if (set != left_out) sum += memory(set, options);
      }
      return sum / static_cast<double>(left_out ? sets - 1 : sets);
    });
  };
  Fit fit{search_without(std::nullopt), {}};
  for (std::size_t set = 0; set < sets; ++set) {
    FittedSet scores{memory(set, start), memory(set, fit.all.options), std::nullopt, std::nullopt};
    if (sets > 1) {
      scores.without = search_without(set);
      scores.left_out = memory(set, scores.without->options);
    }
    fit.sets.push_back(scores);
  }
  return fit;
}

}  // namespace samestory

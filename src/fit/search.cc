#include "fit/search.h"

#include <algorithm>
#include <cmath>

namespace samestory {
namespace {

enum class Direction { kUp, kDown };

// Model files hold four decimals: what was fitted must be what is read back.
double rounded(double value) { return std::round(value * 1e4) / 1e4; }

// The three shares add up to 1: `share` of what kernel_always leaves is short.
void set_kernel(StoryModel& model, double always, double share) {
  model.kernel_always = rounded(always);
  model.kernel_short = rounded((1 - always) * share);
  model.kernel_long = rounded(1 - model.kernel_always - model.kernel_short);
}

double short_share(const StoryModel& model) {
  const double fading = model.kernel_short + model.kernel_long;
  return fading > 0 ? rounded(model.kernel_short / fading) : 0.5;
}

Coordinate of_model(const std::string& name, std::vector<double> grid, double StoryModel::*field) {
  return {name, std::move(grid), [field](const StoryOptions& options) { return options.model.*field; },
          [field](StoryOptions& options, double value) { options.model.*field = value; }};
}

Coordinate of_weight(const std::string& name, std::size_t signal, std::vector<double> grid) {
  return {name, std::move(grid), [signal](const StoryOptions& options) { return options.model.weights[signal]; },
          [signal](StoryOptions& options, double value) { options.model.weights[signal] = value; }};
}

std::vector<double> levels() {
  constexpr int kFirstTenths = 10, kLastTenths = 80;  // the range of StoryOptions::level
  std::vector<double> grid;
  for (int tenths = kFirstTenths; tenths <= kLastTenths; ++tenths) grid.push_back(tenths / 10.0);
  return grid;
}

// The grid values on one side of a value, nearest first, at most coordinate.reach of them.
std::vector<double> values_beside(const Coordinate& coordinate, double from, Direction direction) {
  const auto& grid = coordinate.grid;
  std::vector<double> beside;
  if (direction == Direction::kUp) {
    for (auto value = std::upper_bound(grid.begin(), grid.end(), from); value != grid.end(); ++value)
      beside.push_back(*value);
  } else {
    for (auto value = std::lower_bound(grid.begin(), grid.end(), from); value != grid.begin(); --value)
      beside.push_back(*(value - 1));
  }
  beside.resize(std::min(beside.size(), coordinate.reach));
  return beside;
}

bool step(Found& best, const Coordinate& coordinate, Direction direction, std::size_t most_trials,
          const ScoreSetting& score) {
  for (const double value : values_beside(coordinate, coordinate.value(best.options), direction)) {
    if (best.trials == most_trials) return false;
    StoryOptions trial = best.options;
    coordinate.set(trial, value);
    ++best.trials;
    const double reached = score(trial);
    if (reached - best.score < kLeastGain) continue;
    best.options = trial, best.score = reached;
    return true;
  }
  return false;
}

// Steps in one direction while they help; true if any did.
bool walk(Found& best, const Coordinate& coordinate, Direction direction, std::size_t most_trials,
          const ScoreSetting& score) {
  bool moved = false;
  while (step(best, coordinate, direction, most_trials, score)) moved = true;
  return moved;
}

}  // namespace

std::vector<Coordinate> story_coordinates() {
  std::vector<Coordinate> all;
  all.push_back({"level", levels(), [](const StoryOptions& options) { return options.level; },
                 [](StoryOptions& options, double value) { options.level = value; }, 10});
  all.push_back(of_model("agreement", {0, 0.2, 0.3, 0.4, 0.5, 0.6}, &StoryModel::agreement));
  all.push_back(of_model("same_outlet", {0, 0.25, 0.5, 1, 1.5}, &StoryModel::same_outlet));
  all.push_back(of_model("most_background", {0.1, 0.15, 0.2, 0.25, 0.3, 0.4}, &StoryModel::most_background));
  all.push_back(of_model("tenfold", {0.04, 0.05, 0.06, 0.07, 0.08, 0.1}, &StoryModel::tenfold));
  all.push_back(
      {"kernel_always",
       {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1},
       [](const StoryOptions& options) { return options.model.kernel_always; },
       [](StoryOptions& options, double value) { set_kernel(options.model, value, short_share(options.model)); }});
  all.push_back(
      {"kernel_short",
       {0, 0.25, 0.5, 0.75, 1},
       [](const StoryOptions& options) { return short_share(options.model); },
       [](StoryOptions& options, double value) { set_kernel(options.model, options.model.kernel_always, value); }});
  // The body's weight cannot become 0, so the sum of the weights never does.
  all.push_back(of_weight("body", 0, {0.1, 0.2, 0.3, 0.4, 0.6, 0.8}));
  const std::vector<double> grid = {0, 0.02, 0.04, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6};
  const std::vector<std::string> names = {"body", "lead", "names", "grams", "numbers", "title"};
  for (std::size_t signal = 1; signal < names.size(); ++signal) all.push_back(of_weight(names[signal], signal, grid));
  return all;
}

Found search_coordinates(const StoryOptions& start, const std::vector<Coordinate>& coordinates, std::size_t most_trials,
                         const ScoreSetting& score) {
  Found best{start, score(start), 0, false};
  std::size_t idle = 0;  // coordinates in a row at which no step helps
  for (std::size_t c = 0; idle < coordinates.size() && best.trials < most_trials; c = (c + 1) % coordinates.size()) {
    const bool moved = walk(best, coordinates[c], Direction::kUp, most_trials, score) ||
                       walk(best, coordinates[c], Direction::kDown, most_trials, score);
    idle = moved ? 1 : idle + 1;  // where it came from is no better
  }
  best.finished = best.trials < most_trials;
  return best;
}

}  // namespace samestory

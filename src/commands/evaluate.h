// samestory evaluate DIR --gold LABELS: how well a finished run agrees with gold labels.
//
// Prints one table, a column for each level (copies, stories, stories with copies collapsed, storylines), four
// decimals; with --json one object in full double precision. Nothing is written. Which measures, and why so many:
// evaluate/metrics.h. Labels: evaluate/labels.h.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

namespace samestory {

// Adds the subcommand; the function returned runs it and gives the exit code.
std::function<int()> add_evaluate_command(CLI::App& app);

}  // namespace samestory

// samestory fit DATASET... -o FILE: refit the constants of the story score to the user's own labels.
//
// Writes a file for `cluster --model` and prints what the fit gains on each set (fit/fit.h), as a table or as JSON.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

namespace samestory {

// Adds the subcommand; the function returned runs it and gives the exit code.
std::function<int()> add_fit_command(CLI::App& app);

}  // namespace samestory

// samestory cluster FILE... -o DIR: the main job.
//
// Its flags are the fields of ResultOptions, RunOptions and FileJob (samestory/options.h, samestory/cluster.h); a
// preset sets some of them, a flag given beside it overrides. Prints one line of counts and the largest stories as a
// table.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

namespace samestory {

// Adds the subcommand; the function returned runs it and gives the exit code: 0, or 3 if records were rejected.
std::function<int()> add_cluster_command(CLI::App& app);

}  // namespace samestory

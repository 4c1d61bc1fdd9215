// samestory explain DIR ID ID: why two articles are together, or why not.
//
// Runs the passes of the finished run again on the same inputs, with the options that summary.json states, and prints
// the figures behind both decisions (explain/explanation.h), as text or with --json. Running the passes
// again costs as much time as the run itself did, and is the only way in which every printed figure is the one that
// decided, without a second copy of the archive's statistics beside the results. Inputs that changed are told by size
// and checksum. Tested by tests/cli.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

namespace samestory {

// Adds the subcommand; the function returned runs it and gives the exit code.
std::function<int()> add_explain_command(CLI::App& app);

}  // namespace samestory

// samestory generate -o DIR: a synthetic archive with known copies, stories and storylines.
//
// Writes the files of generate/archive.h and prints one line of counts. A flag that is not given keeps the value of the
// preset, whatever the order of the flags.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

namespace samestory {

// Adds the subcommand; the function returned runs it and gives the exit code.
std::function<int()> add_generate_command(CLI::App& app);

}  // namespace samestory

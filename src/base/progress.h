// Progress on a terminal: one line on standard error, redrawn; nothing when standard error is no terminal.
#pragma once

#include <cstdint>
#include <string>

#include "base/timer.h"

namespace samestory {

enum class Verbosity { kQuiet, kProgress };

class Progress {
 public:
  explicit Progress(Verbosity verbosity);
  ~Progress();  // clears the line
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // While reading. `total_bytes` 0: unknown, so no time left is told. Redraws at most ten times a second.
  void reading(std::uint64_t articles, std::uint64_t bytes, std::uint64_t total_bytes);
  // Names the pass that runs from here on.
  void pass(const std::string& name);

 private:
  void draw(const std::string& line);

  bool shown_;
  Timer timer_;
  double last_drawn_s_ = -1;
};

}  // namespace samestory

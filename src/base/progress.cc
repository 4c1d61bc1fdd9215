#include "base/progress.h"

#include <unistd.h>

#include <array>
#include <cstdio>

namespace samestory {

Progress::Progress(Verbosity verbosity) : shown_(verbosity == Verbosity::kProgress && isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (shown_ && last_drawn_s_ >= 0) std::fputs("\r\033[K", stderr);
}

void Progress::reading(std::uint64_t articles, std::uint64_t bytes, std::uint64_t total_bytes) {
  constexpr double kRedrawSeconds = 0.1;
  const double now = timer_.seconds();
  if (!shown_ || now - last_drawn_s_ < kRedrawSeconds) return;
  std::array<char, 160> line{};
  const double megabytes = static_cast<double>(bytes) / 1e6;
  int size = std::snprintf(line.data(), line.size(), "reading: %llu articles, %.1f MB, %.1f MB/s",
                           static_cast<unsigned long long>(articles), megabytes, megabytes / now);
  if (total_bytes > 0 && bytes > 0 && size > 0) {
    const double left = now * (static_cast<double>(total_bytes) / static_cast<double>(bytes) - 1);
    std::snprintf(line.data() + size, line.size() - static_cast<std::size_t>(size), ", %.0f s left",
                  left < 0 ? 0 : left);
  }
  draw(line.data());
}

void Progress::pass(const std::string& name) {
  if (shown_) draw(name + " ...");
}

void Progress::draw(const std::string& line) {
  last_drawn_s_ = timer_.seconds();
  std::fputs(("\r\033[K" + line).c_str(), stderr);
  std::fflush(stderr);
}

}  // namespace samestory

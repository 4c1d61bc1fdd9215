// Showing text of unknown origin on a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace samestory {

// The text on one line, without control and direction characters (a title must not be able to move the cursor), cut to
// `most` code points with "..." behind the cut.
std::string printable(std::string_view text, std::size_t most);

}  // namespace samestory

#include "commands/show.h"

#include "text/letters.h"
#include "text/segment.h"

namespace samestory {

std::string printable(std::string_view text, std::size_t most) {
  std::string line;
  std::size_t shown = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(text, at);
    if (!is_visible(c) && !is_space(c)) continue;  // joiners and direction marks leave nothing behind
    const bool space = is_space(c);
    if (space && (line.empty() || line.back() == ' ')) continue;
    if (++shown > most) return line + "...";
    if (space)
      line += ' ';
    else
      line += text.substr(begin, at - begin);
  }
  if (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

}  // namespace samestory

#include "text/units.h"

#include "base/hash.h"
#include "text/segment.h"

namespace samestory {

Units to_units(const Page& page, std::uint64_t seed) {
  const std::string_view folded = page.folded;
  Units units;
  std::size_t points = 0;
  auto line = page.lines.begin();
  for (const Unit& unit : segment(folded)) {
    while (unit.begin >= line->end) ++line;
    if (line->role == LineRole::kCredit || line->role == LineRole::kLink) continue;
    units.hashes.push_back(hash_bytes(folded.substr(unit.begin, unit.end - unit.begin), seed));
    points += unit.kind == UnitKind::kPoint;
    if (unit.ends_sentence) units.span_ends.push_back(static_cast<std::uint32_t>(units.hashes.size()));
  }
  if (!units.hashes.empty() && (units.span_ends.empty() || units.span_ends.back() != units.hashes.size())) {
    units.span_ends.push_back(static_cast<std::uint32_t>(units.hashes.size()));
  }
  units.unspaced = 2 * points > units.hashes.size();
  return units;
}

std::string join_hyphenated(std::string_view text) {
  std::string joined;
  joined.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::size_t next = i + 1;
    if (next < text.size() && text[next] == '\r') ++next;
    // Only behind a letter: a dash that stands alone at a line's end is punctuation.
    const bool behind_letter =
        i > 0 && text[i - 1] != ' ' && text[i - 1] != '-' && !(text[i - 1] >= '0' && text[i - 1] <= '9');
    const bool ends_line = text[i] == '-' && behind_letter && next < text.size() && text[next] == '\n';
    if (ends_line)
      i = next;
    else
      joined.push_back(text[i]);
  }
  return joined;
}

}  // namespace samestory

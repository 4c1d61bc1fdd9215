#include "text/units.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "text/credits.h"
#include "text/normalize.h"

namespace samestory {

const Units& UnitReader::read(std::string_view raw) {
  normalize(raw, text_, Case::kFold, set_);
  furniture_ = furniture_lines(text_.view());
  find_units();
  return units_;
}

std::vector<std::uint64_t> UnitReader::credit_keys() const { return samestory::credit_keys(text_.view(), furniture_); }

void UnitReader::find_units() {
  text_.pad('\n');
  places_.clear();
  std::size_t begin = 0;
  for (const Line& line : furniture_) {
    if (line.role == LineRole::kRelated) continue;
    if (line.begin > begin) append_unit_places(places_, text_, begin, line.begin - 1, set_);
    begin = line.end + 1;
  }
  if (begin < text_.size()) append_unit_places(places_, text_, begin, text_.size(), set_);

  units_.hashes.resize(places_.count);
  // A copy, which no hash that is written can be taken to change: members would be read again for each word.
  const WordHash hash = hash_;
  const char* const text = text_.data();
  const std::uint32_t* const begins = places_.begins.data();
  const std::uint32_t* const ends = places_.ends.data();
  std::uint64_t* to = units_.hashes.data();
  for (std::size_t i = 0, count = places_.count; i < count; ++i)
    to[i] = hash.of_padded(text + begins[i], ends[i] - begins[i]);
  units_.span_ends = places_.span_ends;
  units_.unspaced = 2 * places_.points > places_.count;
}

Units to_units(const Page& page, std::uint64_t seed) {
  UnitReader reader(seed);
  reader.text_.append(page.folded);
  std::copy_if(page.lines.begin(), page.lines.end(), std::back_inserter(reader.furniture_),
               [](const Line& line) { return line.role != LineRole::kBody; });
  reader.find_units();
  return std::move(reader.units_);
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

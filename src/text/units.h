// Units: an article's body as the copy passes see it, a sequence of hashed words.
//
// A unit is a word of UAX 29 that holds a letter or a digit, or a single code point of a script written without spaces
// (Han, Kana, Thai, Lao, Khmer, Myanmar). Lines that the furniture lexicon knows (credit and "read more" lines) are
// left out. Cost: 8 bytes a unit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/furniture.h"

namespace samestory {

struct Units {
  std::vector<std::uint64_t> hashes;     // one a unit, in reading order
  std::vector<std::uint32_t> span_ends;  // a span is a line or a sentence of one; index past its last unit; increasing,
                                         // the last equals hashes.size(); empty if there are no units
  bool unspaced = false;                 // most units are single code points: shingles are longer then
};

Units to_units(const Page& page, std::uint64_t seed);

// Scanned lines end in the middle of words: "har-\nbour" becomes "harbour"; behind a digit, a space or a dash nothing
// does.
std::string join_hyphenated(std::string_view text);

}  // namespace samestory

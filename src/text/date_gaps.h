// Date gaps: may what stands between two parts of a date stand there?
//
// Input: the bytes between, which words join at this place, and which punctuation. Output: yes or no. A gap holds at
// most two words and no line break, since a list of dates and names has one item a line. Test: tests/dates_test.cc.
#pragma once

#include <cstdint>
#include <string_view>

#include "text/date_spellings.h"

namespace samestory {

// REQUIRES: punctuation is ASCII. A letter or digit that no join word explains, and any other character, is a no.
bool joins(std::string_view gap, DateJoin join, std::string_view punctuation);

// Length of the longest join word that ends `text` behind a non-letter and before one space or nothing; 0 if none.
std::size_t join_word_before(std::string_view text, DateJoin join);

}  // namespace samestory

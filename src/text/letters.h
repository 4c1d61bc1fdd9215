// Letter case and lengths of UTF-8 words, by Unicode's properties; the story passes ask here so that ICU stays inside
// this folder. Tested by tests/units_test.cc.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace samestory {

// Starts with an upper-case or title-case letter.
bool is_capitalised(std::string_view word);

// Starts with a letter that has both cases.
bool has_case(std::string_view word);

// A space of any kind, a tab or a line break.
bool is_space(char32_t c);

// Neither a control character nor one of those that only steer the layout (direction marks, joiners).
bool is_visible(char32_t c);

std::size_t count_code_points(std::string_view utf8);

// Case folding of those letters whose folded form takes as many bytes, "ß" among them: places in the text stay what
// they were. All others (a dozen rare capitals) stay as they are.
std::string fold_in_place(std::string_view utf8);

}  // namespace samestory

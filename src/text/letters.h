// Letter case and lengths of UTF-8 words, by Unicode's properties; the story passes ask here so that ICU stays inside
// this folder. Tested by tests/segment_test.cc.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace samestory {

// Starts with an upper-case or title-case letter.
bool is_capitalised(std::string_view word);

// Starts with a letter that has both cases.
bool has_case(std::string_view word);

// Neither a control character nor one of those that only steer the layout (direction marks, joiners).
bool is_visible(char32_t c);

std::size_t count_code_points(std::string_view utf8);

// Simple case folding of those letters whose folded form takes as many bytes: places in the text stay what they were.
std::string fold_in_place(std::string_view utf8);

}  // namespace samestory

// Date tokens: the numbers of a text and the names that the date lexicon knows, and nothing else.
//
// Input: normalized text, letter case kept. Output: tokens in text order, not overlapping. This is the only pass that
// looks at every byte, so it is the one that must be fast: a word costs a look at a bit (date_lexicon.h), everything
// between tokens is left to the grammar, which reads it only where two tokens stand close together.
// Cost: bench/dates_bench.cc; 48 bytes a token. Test: tests/dates_test.cc.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "text/date_lexicon.h"

namespace samestory {

struct DateToken {
  std::uint32_t begin = 0, end = 0;  // bytes
  const DateName* name = nullptr;    // null: a number
  std::int32_t value = 0;            // of a number; those of more than nine digits are no tokens
  std::uint8_t digits = 0;
  bool glued = false;          // a letter of a script with spaces stands right before: "A4", "v2"
  bool joined_before = false;  // another digit, and one of . , : / - between: part of a longer number
  bool joined_after = false;
};

std::vector<DateToken> find_date_tokens(std::string_view text);

}  // namespace samestory

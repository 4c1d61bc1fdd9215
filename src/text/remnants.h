// Remnants: what extraction left of a page's markup in its text: tags, entities, Markdown pictures, URLs.
//
// Input: text mapped by steps 1 to 4 of text/normalize.h. Output: the same without remnants and with white space
// folded, steps 5 and 6. They are one pass because a remnant leaves a gap like a space does.
//
// Most lines have no remnant, so normalize() folds spaces on its own road and asks find_remnant() of the result: a look
// at every byte, a block at a time, for the few characters without which there is none, and at their neighbours where
// they stand. It may find one where there is none, and never misses one. It is asked after folding spaces, which is as
// good: whether a remnant begins at a place depends on no space inside it, only its length does. Neither do remnants
// cross lines, so lines are stripped one by one. Where the length matters, in a tag with spaces in it that is near the
// longest allowed, the folded text cannot tell, and strip_folded() says so.
//
// Tested by tests/normalize_test.cc.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/instruction_set.h"
#include "text/padded_text.h"

namespace samestory {

std::string strip_remnants(std::string_view text);

// The first place from `from` on where a remnant may begin or have its first mark; text.size() if there is none. The
// same by any instruction set. REQUIRES: is_available(set).
std::size_t find_remnant(std::string_view text, std::size_t from, InstructionSet set);

// What folding did to the white space of a text.
struct FoldedSpace {
  std::size_t gone = 0;  // bytes that it took, or more
  bool behind = false;   // whether some stood behind the last line
};

// Strips a text whose white space is folded already. `first` is where its first remnant was found. False if the result
// would depend on where the white space was. REQUIRES: is_available(set).
bool strip_folded(PaddedText& text, std::size_t first, FoldedSpace space, InstructionSet set);

}  // namespace samestory

// Remnants: what extraction left of a page's markup in its text: tags, entities, Markdown pictures, URLs.
//
// Input: text mapped by steps 1 to 4 of text/normalize.h. Output: the same without remnants and with white space
// folded, steps 5 and 6. They are one pass because a remnant leaves a gap like a space does.
//
// Most lines have no remnant, so normalize() folds spaces on its own road and asks may_hold_remnants() of the result:
// a look at every byte, sixteen at a time, for the few characters without which there is none, and at their
// neighbours where they stand. Its answer may be yes for a text without a remnant, never no for one with. It is asked
// after folding spaces, which is as good: whether a remnant begins at a place depends on no space inside it, only its
// length does. Neither do remnants cross lines, so lines are stripped one by one. Where the length matters, in a tag
// with spaces in it that is near the longest allowed, the folded text cannot tell, and strip_folded() says so.
//
// Tested by tests/normalize_test.cc.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "text/padded_text.h"

namespace samestory {

std::string strip_remnants(std::string_view text);

bool may_hold_remnants(std::string_view text);

// Strips a text whose white space is folded already. `spaces_gone` is at least the bytes that folding took of it,
// `space_behind` whether white space stood behind its last line. False if the result would depend on where they were.
bool strip_folded(PaddedText& text, std::size_t spaces_gone, bool space_behind);

}  // namespace samestory

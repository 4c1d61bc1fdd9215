// How an outlet changes the text that it copies.
//
// Input: a text of paragraphs separated by '\n'. Output: the copy's text. Four ways to shorten it, then word edits,
// then a paragraph of its own; each by the shares of habits.h. Words are what stands between spaces; in scripts without
// spaces an edit strikes two letters. Cuts fall on the end of a sentence where one is near, as editors cut. Invariant:
// valid UTF-8 in, valid UTF-8 out; never empty for a text that is not. Cost: one pass over the text. Test:
// tests/generate_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "generate/habits.h"
#include "generate/prose.h"

namespace samestory {

// Everything that a copy of `text` undergoes, but merging, furniture and scanning. The voice is the copying outlet's.
std::string copy_text(std::string_view text, const Voice& voice, const Habits& habits, Random& random);

// The first `per_mille` of the bytes, back to the end of a sentence if that loses no more than a fifth of them.
std::string keep_lead(std::string_view text, std::uint32_t per_mille, const Language& language);

// Each paragraph but the first goes with even odds; at least one goes, if there are two.
std::string drop_paragraphs(std::string_view text, Random& random);

// The last paragraph loses its second half.
std::string halve_last(std::string_view text, const Language& language);

// Each word is replaced, left out or followed by another one, by odds of `per_mille`.
std::string edit_words(std::string_view text, std::uint32_t per_mille, const Voice& voice, Random& random);

// Bytes of the token at text[at]: a run of blanks, or a word, or two letters of a script without spaces.
std::size_t token_bytes(std::string_view text, std::size_t at, const Language& language);

}  // namespace samestory

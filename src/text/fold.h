// Folding: normalize() at the speed of memory, block by block, markup remnants aside.
//
// Input: raw UTF-8. Output, appended to a text: its normal form by steps 1 to 4 and 6 of text/normalize.h, byte for
// byte what ICU makes of it (text/normalize_by_icu.h).
//
// Most of any text stays as it is or is replaced byte for byte. So a block of 64 bytes is first written as if all of it
// stayed: ASCII case and control characters by vector arithmetic, then other code points by the difference that the
// table has for them (text/foldings.h), save those known to stay (text/familiar_letters.h). Beside the block stands
// a mask of the bytes that go: left over where fewer bytes replace more, dropped marks, and white space that follows
// white space. If the mask is empty, and it mostly is, the block is done; otherwise its runs of kept bytes move
// together. Where the table cannot decide, the block ends; the stretch from the plain letter before that place to the
// next plain letter goes to ICU, and a new block begins behind it. Plain letters are places at which a text may be cut
// and its parts be normalized apart, so the result is the same.
//
// UTF-8 is checked on the way: lead bytes say where continuation bytes must stand, one comparison of two masks for a
// block; the table knows forms that are none.
//
// Rejected: decoding to code points and writing them back (every letter of every script pays for what few need); a
// state machine over bytes (one dependent load a byte, four to five cycles each).
//
// Compiled for three instruction sets: with AVX-512 one comparison gives the mask of a block. Clean English gains most.
//
// Cost: English 0.2 to 0.6 ns a byte, the more, the more white space folds; Arabic 2 ns and Japanese 3 ns a code point
// (bench/text_bench.cc, row "normalize").
// Tested by tests/normalize_test.cc against normalize_by_icu().
#pragma once

#include <cstddef>
#include <string_view>

#include "base/instruction_set.h"
#include "text/normalize.h"
#include "text/padded_text.h"

namespace samestory {

// Appends to `out`, of which nothing but its end is looked at: a line break there counts as white space. Gives the
// bytes of white space that went, or more. The same by any instruction set. REQUIRES: is_available(set).
std::size_t append_folded(PaddedText& out, std::string_view raw, Case letter_case, InstructionSet set);

}  // namespace samestory

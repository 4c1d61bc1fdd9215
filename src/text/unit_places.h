// Unit places: where the units of normalized text begin and end, by arithmetic on masks.
//
// The same units and sentence ends as text/segment.h, whose loop over code points says what is meant and is the twin
// in tests/units_test.cc; without kinds, for the copy passes, which read every byte of the archive.
//
// A block of 64 bytes becomes one mask a class: ASCII by vector comparisons, other code points by a table of their
// bytes, all bytes of a code point getting its bit. UAX 29 is then shifts: an apostrophe with a letter before and
// behind it joins the word; a word begins at a word's byte behind none, and ends likewise; a full stop ends a sentence
// if white space follows and it joins nothing. Marks that extend a letter (UAX 29's Extend) are given to it by the
// carry of an addition, which runs through a mask's ones like a flood. Blocks end where code points do. There is no
// branch on a byte of the text; for each unit, two bits become two positions.
//
// What masks cannot tell, a mark behind an apostrophe or words of underscores alone, says so, and the line is left to
// segment(). The words of a line depend on no other line.
//
// Rejected: ICU's rule-based iterator (a state machine with a dictionary, some 20 ns a code point); one table look-up
// and one branch a code point, which is segment(): each word's end is a missed branch.
//
// Rejected, too: filling the masks of a code point's class without a branch (Arabic a tenth slower, since one class is
// nearly all of a script). The code is compiled once for each instruction set: with AVX-512 a comparison
// gives the mask of a block at once (text/class_masks.h).
//
// Cost: bench/text_bench.cc, rows "units" less "normalize".
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/instruction_set.h"
#include "text/padded_text.h"

namespace samestory {

struct UnitPlaces {
  std::vector<std::uint32_t> begins, ends;  // bytes in the text; of the first `count` units, behind them anything
  std::size_t count = 0;
  std::size_t points = 0;                // how many units are single letters of scripts written without spaces
  std::vector<std::uint32_t> span_ends;  // units before a sentence's or line's end: increasing, none twice

  void clear();
};

// Appends the units of text[begin, end), whole lines of it. The text is padded with line breaks. The same by any
// instruction set. REQUIRES: is_available(set).
void append_unit_places(UnitPlaces& places, const PaddedText& text, std::size_t begin, std::size_t end,
                        InstructionSet set);

}  // namespace samestory

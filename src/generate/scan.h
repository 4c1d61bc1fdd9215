// What a scanner and a text recogniser of the 2000s make of a newspaper column.
//
// Input: clean text and a word error rate. Output: lines of 30 to 42 letters, words hyphenated at their ends (some
// hyphens lost), and wrong words: 74% confused letters (rn/m, l/1, e/c, cl/d ...), 8% lost, 8% run together
// with the next, 6% split, 4% garbage. Errors come in bursts, as stains and folds make them: each page has a rate of
// its own around the one asked for, and each word is three times as likely to be wrong after a wrong one.
// The confusions are the usual ones of Latin type; in other scripts a letter becomes another of the same text.
// Paragraphs are kept, since layout analysis finds those. Scripts without spaces are scanned letter by letter, where a
// word is two letters.
// Cost: one pass over the text. Test: tests/generate_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "generate/language.h"
#include "generate/random.h"

namespace samestory {

// REQUIRES word_error_per_mille <= 900.
std::string scan_text(std::string_view text, std::uint32_t word_error_per_mille, const Language& language,
                      Random& random);

}  // namespace samestory

// Normalizing: one spelling for everything that readers take as the same.
//
// Input: UTF-8, possibly broken. Output: valid UTF-8 in form NFKC; lines separated by one '\n', none empty; inside a
// line words separated by one ' ', none at its ends. In order:
//   1. broken bytes become U+FFFD, every control character but line breaks a space;
//   2. NFKC; with Case::kFold full case folding as well (Unicode 15, UAX 15 and chapter 5.18, by ICU);
//   3. invisible characters are dropped: bidi controls, zero-width (non-)joiners, soft hyphens, variation selectors;
//   4. marks of Arabic and Hebrew vowels and tatweel are dropped; alef with hamza, madda or wasla becomes bare alef,
//      alef maksura and Persian yeh become yeh, Persian kaf becomes kaf, teh marbuta becomes heh; typographic quotes
//      and dashes become ASCII; every decimal digit becomes its ASCII one;
//   5. markup remnants (<tags>, &entities;, ![](...)) and URLs become a space; of <IBM.N>, a word
//      in brackets that is no element of HTML, only the "<" does;
//   6. white space is folded; U+2028, U+2029 and CR LF count as line breaks.
// Idempotent (a test), and pure: no locale, no table that a user can change.
//
// The mapping of Arabic letters follows the usual light normalization (Larkey, Ballesteros, Connell 2002, SIGIR, sec.
// 3). Method and cost: text/fold.h does nearly all of any text without ICU; what it cannot decide is left to
// ICU (text/normalize_by_icu.h), which is also what the tests compare with.
#pragma once

#include <string>
#include <string_view>

#include "base/instruction_set.h"

namespace samestory {

// Stands in summary.json; a change of any output byte of normalize() raises it.
inline constexpr int kNormalizerVersion = 2;

enum class Case { kFold, kKeep };

std::string normalize(std::string_view utf8, Case letter_case = Case::kFold);

// The same into a text that is reused, in place of what it held. Equal by any instruction set. REQUIRES:
// is_available(set).
class PaddedText;
void normalize(std::string_view utf8, PaddedText& out, Case letter_case = Case::kFold,
               InstructionSet set = best_instruction_set());

}  // namespace samestory

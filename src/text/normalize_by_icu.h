// Normalizing by ICU, the plain way: what text/normalize.h promises, written down step by step.
//
// normalize() itself takes another road, block by block over a table of code points. It comes here for the stretches
// that its table does not decide (marks that compose with what stands before them, broken bytes) and for lines that
// hold remnants of markup; and the table is made by asking here what each code point becomes alone. So this is at once
// the specification, the slow path and the twin that tests/normalize_test.cc compares with.
//
// Cost: about 20 ns a code point, most of it in ICU's conversions to UTF-16 and back.
#pragma once

#include <unicode/normalizer2.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "text/normalize.h"

namespace samestory {

std::string normalize_by_icu(std::string_view utf8, Case letter_case = Case::kFold);

// Steps 1 to 4 of it: markup remnants and runs of white space stay.
std::string map_by_icu(std::string_view utf8, Case letter_case);

// What one code point of NFKC text becomes; 0 drops it.
std::int32_t map_code_point(std::int32_t c);

const icu::Normalizer2& normal_form(Case letter_case);

}  // namespace samestory

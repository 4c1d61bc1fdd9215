// Collecting the names of the date lexicon from ICU's locale data and from date_spellings.h.
//
// Input: the languages, sorted (ISO 639). Output: every distinct spelling with its meanings, sorted by text; the bits
// of a meaning's languages are places in that list. From ICU: month names of the Gregorian calendar of all locales,
// wide and abbreviated, as they stand in a date and alone; weekdays, wide only (an abbreviated one is a newspaper,
// "Sun", or Japanese "fire"); near days and "last/next Wednesday" as RelativeDateTimeFormatter writes them; Hijri,
// Persian and Ethiopic months in the languages that use them. Names with digits are left out: the grammar reads
// numbered months. Cost: some 100 ms, once. Test: tests/dates_test.cc.
#pragma once

#include <string>
#include <vector>

#include "text/date_lexicon.h"

namespace samestory {

std::vector<std::string> icu_languages();
std::vector<DateName> collect_date_names(const std::vector<std::string>& languages);

}  // namespace samestory

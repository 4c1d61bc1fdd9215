// The date grammar: which tokens together say a day, before anybody asks which day that is.
//
// Input: normalized text (letter case kept), the article's language. Output: phrases in text order, not overlapping; at
// each token the longest form that fits. Forms:
//   in digits        2026-01-28, 28.01.2026, 28/01/2026, 01/28/2026, 1404/11/08 (Persian), 15/9/1447 ه (Hijri)
//   numbered         2026年1月28日, 令和8年1月28日, 1월 28일, ngày 28 tháng 1 năm 2026, 2026 оны 1 дүгээр сарын 28
//   named            28th of January 2026, January 28-30, 2026, 28 كانون الثاني/يناير 2026, 2026 m. sausio 28 d.
//   relative         Wednesday, last Wednesday, yesterday, 上周三, 28日 (a day of the month of the publication)
// Between two tokens of a date only punctuation and the joining words of date_spellings.h may stand, on one line: a
// grammar over tokens and gaps instead of one regular expression a language, which would read every byte once a
// language. "3/5/2026" is read only if the language settles the order of day and month, or a number above 12 does.
//
// Invariant: month and day of a phrase are possible in its calendar. Test: tests/dates_test.cc.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "text/calendar.h"
#include "text/date_lexicon.h"

namespace samestory {

struct DatePhrase {
  enum class Form : std::uint8_t { kCalendarDate, kWeekday, kNearDay, kDayOfMonth };
  std::uint32_t begin = 0, end = 0;  // bytes
  Form form = Form::kCalendarDate;
  CalendarKind calendar = CalendarKind::kGregorian;
  CivilDate date;  // of a calendar date, in its calendar; year 0 if not stated; only `day` of a day of the month
  int value = 0;   // weekday from Sunday = 0, or days from the publication
  WeekChoice week = WeekChoice::kAtOrBefore;
};

std::vector<DatePhrase> find_date_phrases(std::string_view text, std::string_view language_tag);

}  // namespace samestory

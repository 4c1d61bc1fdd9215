// Calendars: days of news texts as one number, whatever calendar they are written in.
//
// Input: a calendar, a year, a month and a day of it. Output: days since 1970-01-01 (Gregorian), or nothing where that
// calendar has no such day. Gregorian arithmetic is our own, since every date passes through it: years are counted from
// March, so that the leap day is the last of its year, in eras of 400 years (146,097 days); it needs no table and no
// loop and costs some nanoseconds. The calendars that are rare in news go through ICU (about 10 microseconds): Umm
// al-Qura (the civil Hijri calendar of Saudi Arabia; elsewhere the sighted month may start a day earlier or later), the
// Persian solar one and the Ethiopic one. The Buddhist calendar of Thailand is the Gregorian one, 543 years ahead
// (since 1941).
//
// Rejected: std::chrono::year_month_day, which the C++ libraries of both our compilers hold only in part, and ICU for
// everything, which costs a thousand times as much.
//
// Invariant: civil_of(day_of(date)) == date for every valid date from year 1 on. Proleptic: also before 1582.
// Source: Edward M. Reingold, Nachum Dershowitz 2018, Calendrical Calculations (4th ed.), chapter 2; eras counted from
// March as in Howard Hinnant 2013, chrono-Compatible Low-Level Date Algorithms. Test: tests/calendar_test.cc.
#pragma once

#include <cstdint>
#include <optional>

namespace samestory {

enum class CalendarKind : std::uint8_t { kGregorian, kBuddhist, kHijri, kPersian, kEthiopic };

struct CivilDate {
  int year = 0, month = 0, day = 0;  // month and day from 1
};

bool is_valid(const CivilDate& date);        // Gregorian
std::int32_t day_of(const CivilDate& date);  // REQUIRES: is_valid(date); days since 1970-01-01
CivilDate civil_of(std::int32_t day);        // Gregorian
int weekday_of(std::int32_t day);            // 0 = Sunday
std::optional<std::int32_t> day_in(CalendarKind calendar, const CivilDate& date);

}  // namespace samestory

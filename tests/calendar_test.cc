#include "text/calendar.h"

#include <doctest/doctest.h>
#include <unicode/calendar.h>
#include <unicode/gregocal.h>

#include <array>
#include <cmath>
#include <memory>

using samestory::CalendarKind;
using samestory::civil_of;
using samestory::CivilDate;
using samestory::day_in;
using samestory::day_of;
using samestory::is_valid;
using samestory::weekday_of;

namespace {

constexpr double kMillisecondsPerDay = 86'400'000.0;

std::unique_ptr<icu::Calendar> icu_calendar(const char* locale) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Calendar> calendar(
      icu::Calendar::createInstance(icu::TimeZone::getGMT()->clone(), icu::Locale(locale), status));
  REQUIRE(U_SUCCESS(status));
  return calendar;
}

}  // namespace

TEST_CASE("known days have known numbers and weekdays") {
  struct Row {
    CivilDate date;
    int day, weekday;
  };
  constexpr auto kRows = std::to_array<Row>({{{1970, 1, 1}, 0, 4},
                                             {{1969, 12, 31}, -1, 3},
                                             {{2000, 2, 29}, 11'016, 2},
                                             {{2026, 1, 28}, 20'481, 3},
                                             {{1, 1, 1}, -719'162, 1},
                                             {{1900, 3, 1}, -25'508, 4}});
  for (const Row& row : kRows) {
    CAPTURE(row.day);
    CHECK(day_of(row.date) == row.day);
    CHECK(weekday_of(row.day) == row.weekday);
  }
}

TEST_CASE("civil days agree with ICU's proleptic Gregorian calendar from 1500 to 2500") {
  const auto calendar = icu_calendar("en@calendar=gregorian");
  UErrorCode status = U_ZERO_ERROR;
  auto& gregorian = dynamic_cast<icu::GregorianCalendar&>(*calendar);
  gregorian.setGregorianChange(-1e18, status);  // no Julian part
  const std::int32_t first = day_of({1500, 1, 1}), last = day_of({2500, 12, 31});
  int differences = 0;
  for (std::int32_t day = first; day <= last; ++day) {
    gregorian.setTime(day * kMillisecondsPerDay, status);
    const CivilDate ours = civil_of(day);
    const bool same = ours.year == gregorian.get(UCAL_YEAR, status) &&
                      ours.month == gregorian.get(UCAL_MONTH, status) + 1 &&
                      ours.day == gregorian.get(UCAL_DATE, status) &&
                      weekday_of(day) == gregorian.get(UCAL_DAY_OF_WEEK, status) - 1 && day_of(ours) == day;
    if (!same) ++differences;
  }
  CHECK(U_SUCCESS(status));
  CHECK(differences == 0);
}

TEST_CASE("dates that no calendar has are not valid") {
  for (const CivilDate& date : {CivilDate{2025, 2, 29},
                                {1900, 2, 29},
                                {2026, 4, 31},
                                {2026, 13, 1},
                                {2026, 0, 1},
                                {2026, 1, 0},
                                {2026, 1, 32},
                                {0, 1, 1}}) {
    CAPTURE(date.year);
    CAPTURE(date.month);
    CAPTURE(date.day);
    CHECK_FALSE(is_valid(date));
    CHECK_FALSE(day_in(CalendarKind::kGregorian, date).has_value());
  }
  CHECK(is_valid({2000, 2, 29}));
  CHECK_FALSE(day_in(CalendarKind::kHijri, {1447, 10, 30}).has_value());  // Shawwal 1447 has 29 days
}

TEST_CASE("days of the other calendars go there and back through ICU") {
  struct Row {
    CalendarKind calendar;
    const char* locale;
    int first_year, last_year;
  };
  constexpr auto kRows = std::to_array<Row>({{CalendarKind::kHijri, "en@calendar=islamic-umalqura", 1400, 1460},
                                             {CalendarKind::kPersian, "en@calendar=persian", 1380, 1420},
                                             {CalendarKind::kEthiopic, "en@calendar=ethiopic", 2000, 2030}});
  for (const Row& row : kRows) {
    CAPTURE(row.locale);
    const auto calendar = icu_calendar(row.locale);
    std::optional<std::int32_t> previous;
    int gaps = 0, differences = 0;
    for (int year = row.first_year; year <= row.last_year; ++year) {
      for (int month = 1; month <= 13; ++month) {
        for (int date = 1; date <= 31; ++date) {
          const auto day = day_in(row.calendar, {year, month, date});
          if (!day) continue;
          if (previous && *day != *previous + 1) ++gaps;  // each day follows the one before: none is lost or double
          previous = day;
          UErrorCode status = U_ZERO_ERROR;
          calendar->setTime(*day * kMillisecondsPerDay, status);
          if (calendar->get(UCAL_YEAR, status) != year || calendar->get(UCAL_MONTH, status) + 1 != month ||
              calendar->get(UCAL_DATE, status) != date) {
            ++differences;
          }
        }
      }
    }
    CHECK(gaps == 0);
    CHECK(differences == 0);
  }
}

TEST_CASE("Buddhist years are 543 ahead, leap days included") {
  CHECK(day_in(CalendarKind::kBuddhist, {2569, 1, 28}) == day_of({2026, 1, 28}));
  CHECK(day_in(CalendarKind::kBuddhist, {2567, 2, 29}) == day_of({2024, 2, 29}));
  CHECK_FALSE(day_in(CalendarKind::kBuddhist, {2569, 2, 29}).has_value());
}

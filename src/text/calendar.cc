#include "text/calendar.h"

#include <unicode/calendar.h>
#include <unicode/locid.h>
#include <unicode/timezone.h>

#include <array>
#include <cassert>
#include <cmath>
#include <memory>

namespace samestory {
namespace {

constexpr std::int32_t kDaysPerEra = 146'097;            // 400 Gregorian years
constexpr std::int32_t kDaysFromMarch0To1970 = 719'468;  // 0000-03-01 to 1970-01-01
constexpr int kBuddhistEra = 543;                        // years ahead of the Gregorian one
constexpr double kMillisecondsPerDay = 86'400'000.0;

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

std::int32_t floor_divide(std::int32_t a, std::int32_t b) { return a / b - (a % b < 0 ? 1 : 0); }

std::optional<std::int32_t> day_by_icu(const char* locale, int era, const CivilDate& date) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Calendar> calendar(
      icu::Calendar::createInstance(icu::TimeZone::getGMT()->clone(), icu::Locale(locale), status));
  assert(U_SUCCESS(status));
  calendar->setLenient(false);  // so that a 31st of a month of 30 days is an error
  calendar->clear();
  if (era >= 0) calendar->set(UCAL_ERA, era);
  calendar->set(date.year, date.month - 1, date.day);
  const double milliseconds = calendar->getTime(status);
  if (U_FAILURE(status)) return std::nullopt;
  return static_cast<std::int32_t>(std::floor(milliseconds / kMillisecondsPerDay));  // midnights: exact
}

}  // namespace

bool is_valid(const CivilDate& date) {
  return date.year >= 1 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
         date.day <= days_in_month(date.year, date.month);
}

std::int32_t day_of(const CivilDate& date) {
  assert(is_valid(date));
  const std::int32_t year = date.year - (date.month <= 2 ? 1 : 0);
  const std::int32_t era = floor_divide(year, 400);
  const std::int32_t year_of_era = year - era * 400;
  const std::int32_t month_from_march = (date.month + 9) % 12;
  // 153 days are the five months March to July, and again August to December: the pattern 31 30 31 30 31.
  const std::int32_t day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
  const std::int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * kDaysPerEra + day_of_era - kDaysFromMarch0To1970;
}

CivilDate civil_of(std::int32_t day) {
  const std::int32_t shifted = day + kDaysFromMarch0To1970;
  const std::int32_t era = floor_divide(shifted, kDaysPerEra);
  const std::int32_t day_of_era = shifted - era * kDaysPerEra;
  const std::int32_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / (kDaysPerEra - 1)) / 365;
  const std::int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int32_t month_from_march = (5 * day_of_year + 2) / 153;
  CivilDate date;
  date.day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  date.month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  date.year = year_of_era + era * 400 + (date.month <= 2 ? 1 : 0);
  return date;
}

int weekday_of(std::int32_t day) {
  constexpr std::int32_t kThursday = 4;  // 1970-01-01
  const std::int32_t shifted = day + kThursday;
  return shifted - 7 * floor_divide(shifted, 7);
}

std::optional<std::int32_t> day_in(CalendarKind calendar, const CivilDate& date) {
  switch (calendar) {
    case CalendarKind::kGregorian:
      return is_valid(date) ? std::optional(day_of(date)) : std::nullopt;
    case CalendarKind::kBuddhist: {
      const CivilDate gregorian{date.year - kBuddhistEra, date.month, date.day};
      return is_valid(gregorian) ? std::optional(day_of(gregorian)) : std::nullopt;
    }
    case CalendarKind::kHijri:
      return day_by_icu("en@calendar=islamic-umalqura", 0, date);
    case CalendarKind::kPersian:
      return day_by_icu("en@calendar=persian", 0, date);
    case CalendarKind::kEthiopic:
      return day_by_icu("en@calendar=ethiopic", 1, date);  // era 1: Amete Mihret, the one in use
  }
  return std::nullopt;
}

}  // namespace samestory

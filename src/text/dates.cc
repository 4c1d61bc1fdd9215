#include "text/dates.h"

#include <cstdlib>

#include "text/calendar.h"
#include "text/date_grammar.h"
#include "text/date_spellings.h"
#include "text/date_tellings.h"

namespace samestory {
namespace {

constexpr int kDaysPerWeek = 7;
// A day without a year and without "next" may lie at most so far ahead. Of 305 such days more than 60 days ahead in
// 6,973 US front-page articles (2016-17), 56 were read: up to 90 days ahead 10 of 14 were to come, up to 120 days 7 of
// 14, farther only 7 of 28; the others were past.
constexpr std::int32_t kFarthestAhead = 120;

// Of the candidate days the one nearest to `anchor`, ties before it; with kPast and kFuture only those on that side.
class Nearest {
 public:
  Nearest(std::int32_t anchor, std::optional<DateShift> shift) : anchor_(anchor), shift_(shift) {}
  void offer(std::int32_t day) {
    if (shift_ == DateShift::kPast && day >= anchor_) return;
    if (shift_ == DateShift::kFuture && day <= anchor_) return;
    if (!shift_ && day > anchor_ + kFarthestAhead) return;
    const std::int32_t distance = std::abs(day - anchor_);
    if (best_ && (distance > best_distance_ || (distance == best_distance_ && day >= *best_))) return;
    best_ = day;
    best_distance_ = distance;
  }
  std::optional<std::int32_t> best() const { return best_; }

 private:
  std::int32_t anchor_, best_distance_ = 0;
  std::optional<DateShift> shift_;
  std::optional<std::int32_t> best_;
};

// Year of the date's calendar in which `day` lies, or one beside it.
int year_around(CalendarKind calendar, std::int32_t day) {
  const CivilDate civil = civil_of(day);
  constexpr int kPersianEpoch = 621;
  switch (calendar) {
    case CalendarKind::kHijri: {
      constexpr double kHijriEpochDay = -492'148.0;  // 0622-07-16, Julian; days since 1970-01-01
      constexpr double kHijriYear = 354.367;         // days
      return 1 + static_cast<int>((day - kHijriEpochDay) / kHijriYear);
    }
    case CalendarKind::kPersian:
      return civil.year - kPersianEpoch;
    default:
      return civil.year;
  }
}

std::optional<std::int32_t> resolve_month_day(const DateTelling& telling, std::int32_t published) {
  const DatePhrase& phrase = *telling.date;
  const int middle = year_around(phrase.calendar, published);
  int first = middle - 1, last = middle + 1;
  const bool leap_day = phrase.calendar == CalendarKind::kGregorian && phrase.date.month == 2 && phrase.date.day == 29;
  constexpr int kYearsToLeap = 8;  // across 1900 and 2100
  if (leap_day) first = middle - kYearsToLeap, last = middle + kYearsToLeap;
  if (telling.shift == DateShift::kPreviousYear) first = last = middle - 1;
  if (telling.shift == DateShift::kThisYear) first = last = middle;
  if (telling.shift == DateShift::kFollowingYear) first = last = middle + 1;
  for (const bool ask_weekday : {true, false}) {
    if (ask_weekday && !telling.weekday) continue;
    Nearest nearest(published, telling.shift);
    for (int year = first; year <= last; ++year) {
      const auto day = day_in(phrase.calendar, {year, phrase.date.month, phrase.date.day});
      if (day && (!ask_weekday || weekday_of(*day) == telling.weekday->value)) nearest.offer(*day);
    }
    if (nearest.best()) return nearest.best();
  }
  return std::nullopt;
}

std::int32_t resolve_weekday(const DateTelling& telling, std::int32_t published) {
  const int weekday = telling.weekday->value;
  const auto at_or_before = [&](std::int32_t day) {
    return day - (weekday_of(day) - weekday + kDaysPerWeek) % kDaysPerWeek;
  };
  if (telling.near_day) {  // "tomorrow, Thursday": the stamp may be a day off, the weekday is not
    return at_or_before(published + telling.near_day->value + kDaysPerWeek / 2);
  }
  WeekChoice week = telling.weekday->week;
  if (telling.shift == DateShift::kPast) week = WeekChoice::kBefore;
  if (telling.shift == DateShift::kFuture) week = WeekChoice::kAfter;
  constexpr int kMonday = 1;
  const std::int32_t monday = published - (weekday_of(published) - kMonday + kDaysPerWeek) % kDaysPerWeek;
  const std::int32_t in_week = monday + (weekday - kMonday + kDaysPerWeek) % kDaysPerWeek;
  switch (week) {
    case WeekChoice::kBefore:
      return at_or_before(published - 1);
    case WeekChoice::kAfter:
      return at_or_before(published + kDaysPerWeek);
    case WeekChoice::kPreviousWeek:
      return in_week - kDaysPerWeek;
    case WeekChoice::kThisWeek:
      return in_week;
    case WeekChoice::kFollowingWeek:
      return in_week + kDaysPerWeek;
    case WeekChoice::kAtOrBefore:
      break;
  }
  return at_or_before(published);
}

std::optional<std::int32_t> resolve_day_of_month(int day, std::int32_t published) {
  Nearest nearest(published, std::nullopt);
  const CivilDate civil = civil_of(published);
  for (int months = -2; months <= 2; ++months) {
    const int month_index = civil.year * 12 + civil.month - 1 + months;
    const CivilDate date{month_index / 12, month_index % 12 + 1, day};
    if (is_valid(date)) nearest.offer(day_of(date));
  }
  return nearest.best();
}

std::optional<std::int32_t> resolve(const DateTelling& telling, std::optional<std::int32_t> published) {
  if (has_year(telling.date)) return day_in(telling.date->calendar, telling.date->date);
  if (!published) return std::nullopt;
  if (telling.date) return resolve_month_day(telling, *published);
  if (telling.day_of_month) return resolve_day_of_month(telling.day_of_month->date.day, *published);
  if (telling.weekday) return resolve_weekday(telling, *published);
  return *published + telling.near_day->value;
}

std::optional<DateMention> mention_of(const DateTelling& telling, std::optional<std::int32_t> published) {
  DateMention mention;
  mention.begin = telling.begin;
  mention.end = telling.end;
  mention.kind = has_year(telling.date) ? DateKind::kFull : telling.date ? DateKind::kMonthDay : DateKind::kRelative;
  mention.resolved_day = resolve(telling, published);
  mention.past = telling.date && (telling.shift == DateShift::kPast || telling.shift == DateShift::kPreviousYear);
  if (mention.resolved_day) {
    const CivilDate civil = civil_of(*mention.resolved_day);
    mention.year = mention.kind == DateKind::kFull ? civil.year : 0;
    mention.month = civil.month;
    mention.day = civil.day;
  } else if (telling.date) {
    // Which Gregorian day 15 Ramadan is depends on the year, which nobody states.
    if (telling.date->calendar != CalendarKind::kGregorian) return std::nullopt;
    mention.month = telling.date->date.month;
    mention.day = telling.date->date.day;
  }
  return mention;
}

}  // namespace

std::vector<DateMention> find_dates(std::string_view text, const DateContext& context) {
  std::vector<DateMention> mentions;
  for (const DateTelling& telling : join_tellings(text, find_date_phrases(text, context.language))) {
    if (const auto mention = mention_of(telling, context.published_day)) mentions.push_back(*mention);
  }
  return mentions;
}

}  // namespace samestory

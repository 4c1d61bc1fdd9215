#include "text/dates.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>

#include "text/calendar.h"
#include "text/date_gaps.h"
#include "text/date_grammar.h"
#include "text/date_spellings.h"
#include "text/normalize.h"
#include "text/segment.h"

namespace samestory {
namespace {

constexpr int kDaysPerWeek = 7;
// A day without a year and without "next" may lie at most so far ahead. Of 305 such days more than 60 days ahead in
// 6,973 US front-page articles (2016-17), 56 were read: up to 90 days ahead 10 of 14 were to come, up to 120 days 7 of
// 14, farther only 7 of 28; the others were past.
constexpr std::int32_t kFarthestAhead = 120;
// Two calendars name one day; where the Hijri month is sighted, it differs from Umm al-Qura's by a day or two.
constexpr int kMostHijriDrift = 2;  // days

// One or more phrases that tell one day.
struct Telling {
  std::uint32_t begin = 0, end = 0;
  std::optional<DatePhrase> date;
  std::optional<DatePhrase> weekday;
  std::optional<DatePhrase> near_day;
  std::optional<DatePhrase> day_of_month;
  std::optional<DateShift> shift;
};

struct ShiftEntry {
  std::string word;
  DateShift shift;
};

// Longest first, so that "last year" is not read as "last".
enum class Side : std::uint8_t { kBehind, kBefore };  // of the date
const std::vector<ShiftEntry>& shift_entries(Side side) {
  static const std::array<std::vector<ShiftEntry>, 2> tables = [] {
    std::array<std::vector<ShiftEntry>, 2> both;
    for (const ShiftWord& row : shift_words()) {
      std::vector<ShiftEntry>& table = both[row.before_date ? 1 : 0];
      for (const std::string_view word : alternatives(row.words)) {
        table.push_back({normalize(word, Case::kKeep), row.shift});
      }
    }
    for (std::vector<ShiftEntry>& table : both) {
      std::stable_sort(table.begin(), table.end(),
                       [](const ShiftEntry& a, const ShiftEntry& b) { return a.word.size() > b.word.size(); });
    }
    return both;
  }();
  return tables[static_cast<std::size_t>(side)];
}

bool letter_at(std::string_view text, std::size_t at) {
  return at < text.size() && DateLexicon::instance().letter(next_code_point(text, at)) == DateLexicon::Letter::kLetter;
}

// Whether the code point that ends at `end` is a letter.
bool letter_before(std::string_view text, std::size_t end) {
  std::size_t at = end;
  while (at > 0 && (static_cast<unsigned char>(text[--at]) & 0xC0) == 0x80) {
  }
  return end > 0 && letter_at(text, at);
}

// Thai, Chinese, Japanese and Korean shift words may touch the date (their code points take three bytes).
bool may_touch(std::string_view word) { return !word.empty() && static_cast<unsigned char>(word[0]) >= 0xE0; }

// Takes the shift word beside the telling into it.
void take_shift(std::string_view text, Telling& telling) {
  const std::string_view rest = text.substr(telling.end);
  std::size_t skip = 0;
  if (rest.starts_with(" ")) ++skip;
  for (const ShiftEntry& entry : shift_entries(Side::kBehind)) {
    if (!rest.substr(skip).starts_with(entry.word)) continue;
    const std::size_t end = skip + entry.word.size();
    const bool spaced = skip > 0 || may_touch(entry.word);
    const bool closed = !letter_at(rest, end) || may_touch(entry.word);
    if (!spaced || !closed) continue;
    telling.shift = entry.shift;
    telling.end += static_cast<std::uint32_t>(end);
    return;
  }
  std::string_view head = text.substr(0, telling.begin);
  if (!head.empty() && head.back() == ' ') head.remove_suffix(1);
  const bool spaced = head.size() < telling.begin;
  for (const ShiftEntry& entry : shift_entries(Side::kBefore)) {
    if (!head.ends_with(entry.word)) continue;
    const std::size_t begin = head.size() - entry.word.size();
    if (!may_touch(entry.word) && (!spaced || letter_before(head, begin))) continue;
    telling.shift = entry.shift;
    telling.begin = static_cast<std::uint32_t>(begin);
    return;
  }
}

Telling telling_of(const DatePhrase& phrase) {
  Telling telling;
  telling.begin = phrase.begin;
  telling.end = phrase.end;
  switch (phrase.form) {
    case DatePhrase::Form::kCalendarDate:
      telling.date = phrase;
      break;
    case DatePhrase::Form::kWeekday:
      telling.weekday = phrase;
      break;
    case DatePhrase::Form::kNearDay:
      telling.near_day = phrase;
      break;
    case DatePhrase::Form::kDayOfMonth:
      telling.day_of_month = phrase;
      break;
  }
  return telling;
}

bool has_year(const std::optional<DatePhrase>& date) { return date && date->date.year != 0; }

// A Hijri and a Gregorian date of one day, side by side.
bool names_same_day(const DatePhrase& a, const DatePhrase& b, std::string_view gap) {
  if (a.calendar == b.calendar || (a.calendar != CalendarKind::kGregorian && b.calendar != CalendarKind::kGregorian)) {
    return false;
  }
  if (a.date.year == 0 || b.date.year == 0) return gap.find_first_not_of(" ,") != std::string_view::npos;
  const auto day_a = day_in(a.calendar, a.date), day_b = day_in(b.calendar, b.date);
  return day_a && day_b && std::abs(*day_a - *day_b) <= kMostHijriDrift;
}

bool tell_one_day(const Telling& a, const Telling& b, std::string_view gap) {
  if (a.date && b.date && !names_same_day(*a.date, *b.date, gap)) return false;
  if ((a.weekday && b.weekday) || (a.near_day && b.near_day) || a.day_of_month || b.day_of_month) {
    return a.day_of_month && b.weekday && !b.date;  // "28日（水）"
  }
  const std::optional<DatePhrase>& date = a.date ? a.date : b.date;
  const std::optional<DatePhrase>& weekday = a.weekday ? a.weekday : b.weekday;
  if (!has_year(date) || !weekday) return true;
  const auto day = day_in(date->calendar, date->date);
  return day && weekday_of(*day) == weekday->value;  // otherwise they belong to two clauses
}

void join(Telling& into, const Telling& next, std::string_view text) {
  const std::string_view gap = text.substr(into.end, next.begin - into.end);
  if (next.date) {
    // The Gregorian date is the one that states the day beyond doubt; a year counts more still.
    const bool better = !into.date || (!has_year(into.date) && has_year(next.date)) ||
                        (into.date->calendar != CalendarKind::kGregorian && has_year(into.date) == has_year(next.date));
    if (better) into.date = next.date;
  }
  if (next.weekday) into.weekday = next.weekday;
  if (next.near_day) into.near_day = next.near_day;
  if (next.shift) into.shift = next.shift;
  into.end = next.end;
  const bool opened = gap.find('(') != std::string_view::npos && gap.find(')') == std::string_view::npos;
  if (opened && into.end < text.size() && text[into.end] == ')') ++into.end;
}

std::vector<Telling> join_tellings(std::string_view text, const std::vector<DatePhrase>& phrases) {
  std::vector<Telling> tellings;
  for (const DatePhrase& phrase : phrases) {
    Telling next = telling_of(phrase);
    if (!has_year(next.date) && !next.near_day && !next.day_of_month) take_shift(text, next);
    if (!tellings.empty()) {
      Telling& last = tellings.back();
      next.begin = std::max(next.begin, last.end);  // a word between two dates serves the first
      const std::string_view gap = text.substr(last.end, next.begin - last.end);
      if (joins(gap, DateJoin::kApposition, " ,/()-") && tell_one_day(last, next, gap)) {
        join(last, next, text);
        continue;
      }
    }
    tellings.push_back(next);
  }
  return tellings;
}

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

std::optional<std::int32_t> resolve_month_day(const Telling& telling, std::int32_t published) {
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

std::int32_t resolve_weekday(const Telling& telling, std::int32_t published) {
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

std::optional<std::int32_t> resolve(const Telling& telling, std::optional<std::int32_t> published) {
  if (has_year(telling.date)) return day_in(telling.date->calendar, telling.date->date);
  if (!published) return std::nullopt;
  if (telling.date) return resolve_month_day(telling, *published);
  if (telling.day_of_month) return resolve_day_of_month(telling.day_of_month->date.day, *published);
  if (telling.weekday) return resolve_weekday(telling, *published);
  return *published + telling.near_day->value;
}

std::optional<DateMention> mention_of(const Telling& telling, std::optional<std::int32_t> published) {
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
  for (const Telling& telling : join_tellings(text, find_date_phrases(text, context.language))) {
    if (const auto mention = mention_of(telling, context.published_day)) mentions.push_back(*mention);
  }
  return mentions;
}

}  // namespace samestory

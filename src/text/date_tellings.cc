#include "text/date_tellings.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>

#include "text/calendar.h"
#include "text/date_gaps.h"
#include "text/normalize.h"
#include "text/segment.h"

namespace samestory {
namespace {

// Two calendars name one day; where the Hijri month is sighted, it differs from Umm al-Qura's by a day or two.
constexpr int kMostHijriDrift = 2;  // days

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
void take_shift(std::string_view text, DateTelling& telling) {
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

DateTelling telling_of(const DatePhrase& phrase) {
  DateTelling telling;
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

// A Hijri and a Gregorian date of one day, side by side.
bool names_same_day(const DatePhrase& a, const DatePhrase& b, std::string_view gap) {
  if (a.calendar == b.calendar || (a.calendar != CalendarKind::kGregorian && b.calendar != CalendarKind::kGregorian)) {
    return false;
  }
  if (a.date.year == 0 || b.date.year == 0) return gap.find_first_not_of(" ,") != std::string_view::npos;
  const auto day_a = day_in(a.calendar, a.date), day_b = day_in(b.calendar, b.date);
  return day_a && day_b && std::abs(*day_a - *day_b) <= kMostHijriDrift;
}

bool tell_one_day(const DateTelling& a, const DateTelling& b, std::string_view gap) {
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

void join(DateTelling& into, const DateTelling& next, std::string_view text) {
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

}  // namespace

bool has_year(const std::optional<DatePhrase>& date) { return date && date->date.year != 0; }

std::vector<DateTelling> join_tellings(std::string_view text, const std::vector<DatePhrase>& phrases) {
  std::vector<DateTelling> tellings;
  for (const DatePhrase& phrase : phrases) {
    DateTelling next = telling_of(phrase);
    if (!has_year(next.date) && !next.near_day && !next.day_of_month) take_shift(text, next);
    if (!tellings.empty()) {
      DateTelling& last = tellings.back();
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

}  // namespace samestory

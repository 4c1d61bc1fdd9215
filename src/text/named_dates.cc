// Dates whose months have names. See date_grammar.h.
#include <algorithm>
#include <array>

#include "text/date_gaps.h"
#include "text/date_parts.h"

namespace samestory {
namespace {

std::int32_t code_points(std::string_view utf8) {
  return static_cast<std::int32_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// A month as it stands in the text, maybe under two names ("كانون الثاني/يناير").
struct Month {
  NameReading reading;
  bool abbreviated_with_dot = false;
  std::uint32_t end = 0;  // bytes, behind the second name and the bracket around it
  std::size_t next = 0;   // first token behind it
};

std::optional<Month> parse_month(const DateText& t, std::size_t i) {
  if (i >= t.tokens.size() || t.tokens[i].name == nullptr) return std::nullopt;
  const auto reading = t.lexicon.reading(*t.tokens[i].name, DateRole::kMonth, t.language);
  if (!reading) return std::nullopt;
  constexpr std::int32_t kMostAbbreviated = 5;  // letters: "sept", "tammik" is longer and may do without
  const std::int32_t letters = code_points(t.tokens[i].name->text);
  const bool dotted = letters <= kMostAbbreviated && t.after(t.tokens[i].end).starts_with(".");
  Month month{*reading, dotted, t.tokens[i].end, i + 1};
  if (i + 1 >= t.tokens.size() || t.tokens[i + 1].name == nullptr) return month;
  const std::string_view gap = t.gap(i);
  constexpr std::array<std::string_view, 7> kGaps = {"/", " / ", " (", "(", "-", " - ", " "};
  if (std::find(kGaps.begin(), kGaps.end(), gap) == kGaps.end()) return month;
  const auto second = t.lexicon.reading(*t.tokens[i + 1].name, DateRole::kMonth, t.language);
  if (!second || second->value != reading->value || second->calendar != reading->calendar) return month;
  month.end = t.tokens[i + 1].end;
  month.next = i + 2;
  if (gap.back() == '(' && t.after(month.end).starts_with(")")) ++month.end;
  return month;
}

// "28 January 2030 hrs". Zones do not tell hours from years: stamps say "20th, March 2025 GMT".
bool is_hour(std::string_view after) {
  return after.starts_with(" hrs") || after.starts_with(" hours") || after.starts_with(" Uhr");
}

struct StatedYear {
  int year = 0;  // 0: none
  CalendarKind calendar = CalendarKind::kGregorian;
};

// Year at token i, as the month's calendar counts it. Thai texts write both eras, and short years.
StatedYear year_at(const DateText& t, std::size_t i, CalendarKind calendar) {
  if (!t.is_number(i) || t.tokens[i].glued || t.tokens[i].joined_after || is_hour(t.after(t.tokens[i].end))) return {};
  const int value = t.tokens[i].value;
  if (calendar == CalendarKind::kBuddhist) {
    constexpr int kCentury = 2500;
    if (t.tokens[i].digits == 2 && value >= 40) return {kCentury + value, calendar};
    if (t.tokens[i].digits == 4 && holds(kBuddhistYears, value)) return {value, calendar};
    calendar = CalendarKind::kGregorian;
  }
  const YearRange range = calendar == CalendarKind::kHijri      ? kHijriYears
                          : calendar == CalendarKind::kPersian  ? kPersianYears
                          : calendar == CalendarKind::kEthiopic ? kEthiopicYears
                                                                : kGregorianYears;
  return t.tokens[i].digits == 4 && holds(range, value) ? StatedYear{value, calendar} : StatedYear{};
}

// What must stand beside the name, by how much it is trusted; see NameTrust.
bool is_believed(const DateText& t, const Month& month, std::string_view name, const CivilDate& date,
                 std::uint32_t end) {
  const bool has_year = date.year != 0;
  const NameReading& reading = month.reading;
  if (reading.trust == NameTrust::kNeedsYear && !has_year) return false;
  // "3 ago." may end a Spanish date or an English sentence.
  const bool dotted = month.abbreviated_with_dot && reading.of_language;
  if (reading.trust == NameTrust::kAbbreviated && !has_year && !dotted) return false;
  constexpr std::int32_t kFewLetters = 2;  // "اب" is also a father, "مه" also mist
  if (code_points(name) <= kFewLetters && !has_year && !reading.of_language) return false;
  constexpr unsigned char kFirstArabicByte = 0xD8;  // of U+0600
  const bool latin = static_cast<unsigned char>(name.front()) < kFirstArabicByte;
  switch (reading.calendar) {
    case CalendarKind::kHijri:
      return has_year || !latin;  // Ramazan and Recep are first names
    case CalendarKind::kPersian:
      return has_year || reading.of_language;  // "اسد" and "دی" are words of Arabic and Urdu
    case CalendarKind::kEthiopic: {
      const std::string_view rest = t.after(end);  // only its era tells it from the Gregorian month of that name
      return has_year && (rest.starts_with(" ዓ.ም") || rest.starts_with(" ዓ/ም") || rest.starts_with(" ዓ. ም"));
    }
    case CalendarKind::kGregorian:
    case CalendarKind::kBuddhist:
      break;
  }
  return true;
}

std::optional<ParsedDate> close(const DateText& t, std::uint32_t begin, std::uint32_t end, std::size_t next,
                                const Month& month, std::string_view name, CalendarKind calendar,
                                const CivilDate& date) {
  if (!is_possible(calendar, date) || !is_believed(t, month, name, date, end)) return std::nullopt;
  ParsedDate parsed;
  parsed.phrase.begin = begin;
  parsed.phrase.end = end;
  parsed.phrase.calendar = calendar;
  parsed.phrase.date = date;
  parsed.next = next;
  return parsed;
}

// A second day behind the first: "28-30 January", "28 و29 كانون الثاني". Gives the token of the last day.
std::size_t skip_range(const DateText& t, std::size_t i) {
  if (!t.is_small(i + 1, 31) && !(t.is_number(i + 1) && t.tokens[i + 1].glued)) return i;
  if (t.tokens[i + 1].digits > 2 || t.tokens[i + 1].value <= t.tokens[i].value || t.tokens[i + 1].value > 31) return i;
  constexpr std::array<std::string_view, 22> kRanges = {
      "-",    " - ", "/",   " to ", " and ", " or ",  " bis ", " und ", " au ", " et ",  " a ",
      " al ", " y ", " e ", " و",   " و ",   " الي ", " и ",   " по ",  " i ",  " och ", " ve "};
  std::string_view gap = t.gap(i);
  for (const std::string_view suffix : {"th", "st", "nd", "rd", "."}) {
    if (gap.starts_with(suffix)) gap.remove_prefix(suffix.size());
  }
  for (const std::string_view range : kRanges) {
    if (gap == range) return i + 1;
  }
  return i;
}

// "28 January", "28th of January 2026", "28. Januar", "28-29 كانون الثاني/يناير".
std::optional<ParsedDate> parse_day_first(const DateText& t, std::size_t i) {
  if (!t.is_small(i, 31) || t.tokens[i].joined_before) return std::nullopt;
  const std::size_t last_day = skip_range(t, i);
  const std::optional<Month> month = parse_month(t, last_day + 1);
  const std::string_view before_month = t.text.substr(t.tokens[last_day].end).substr(0, 2);
  const bool ordinal = before_month == "st" || before_month == "nd" || before_month == "rd" || before_month == "th";
  // "20th, March 2025" is a stamp's form; "20, March" are the ends of two clauses.
  if (!month || !joins(t.gap(last_day), DateJoin::kDayMonth, ordinal ? " ,.-/'" : " .-/'")) return std::nullopt;
  // English has no "28. January": there the full stop ends a sentence.
  if (t.language_code == "en" && t.gap(last_day).find('.') != std::string_view::npos) return std::nullopt;
  const std::string_view name = t.tokens[last_day + 1].name->text;
  CivilDate date{0, month->reading.value, t.tokens[i].value};
  CalendarKind calendar = month->reading.calendar;
  const std::uint32_t begin = t.tokens[i].begin;
  if (month->next < t.tokens.size()) {
    const DateToken& token = t.tokens[month->next];
    const std::string_view gap = t.text.substr(month->end, token.begin - month->end);
    // "28 January. 2026 was": a full stop only behind an abbreviation, or in the Thai words for the eras.
    const bool dot = month->abbreviated_with_dot || gap.find("ศ.") != std::string_view::npos;
    if (joins(gap, DateJoin::kMonthYear, dot ? " ,.-/'" : " ,-/'")) {
      const StatedYear stated = year_at(t, month->next, calendar);
      date.year = stated.year;
      if (date.year != 0) return close(t, begin, token.end, month->next + 1, *month, name, stated.calendar, date);
    }
  }
  if (calendar == CalendarKind::kBuddhist) calendar = CalendarKind::kGregorian;  // they differ in the year only
  return close(t, begin, month->end, month->next, *month, name, calendar, date);
}

// A day before a unit is a count: "March 10 km", "May 5 percent", "March 10,000".
bool is_count(const DateText& t, std::size_t day) {
  const std::string_view rest = t.after(t.tokens[day].end);
  if (rest.size() >= 4 && rest[0] == ',' && t.tokens[day].joined_after) {
    const bool year = day + 1 < t.tokens.size() && t.is_year(day + 1);
    return !year;
  }
  if (t.tokens[day].joined_after && !rest.starts_with("-") && !rest.starts_with("/")) return true;
  constexpr std::array<std::string_view, 12> kUnits = {"%",       " %",      " percent", " per cent",
                                                       " km",     " miles",  " million", " billion",
                                                       " people", " points", " degrees", " kilomet"};
  for (const std::string_view unit : kUnits) {
    if (rest.starts_with(unit)) return true;
  }
  return false;
}

// "January 28", "Jan. 28-30, 2026", "január 28.", "urtarrilaren 28a".
std::optional<ParsedDate> parse_month_first(const DateText& t, std::size_t i) {
  const std::optional<Month> month = parse_month(t, i);
  if (!month || !t.is_small(month->next, 31)) return std::nullopt;
  const std::size_t day = month->next;
  const std::string_view gap = t.text.substr(month->end, t.tokens[day].begin - month->end);
  if (gap.empty() || !joins(gap, DateJoin::kMonthDay, " .-") || is_count(t, day)) return std::nullopt;
  if (!month->abbreviated_with_dot && gap.find('.') != std::string_view::npos) return std::nullopt;
  const std::size_t last_day = skip_range(t, day);
  const std::string_view name = t.tokens[i].name->text;
  const std::uint32_t begin = t.tokens[i].begin;
  CivilDate date{0, month->reading.value, t.tokens[day].value};
  CalendarKind calendar = month->reading.calendar;
  // "መስከረም 28/2014 ዓ.ም"
  const std::string_view marks = calendar == CalendarKind::kEthiopic ? " ,/" : " ,";
  if (last_day + 1 < t.tokens.size() && joins(t.gap(last_day), DateJoin::kMonthYear, marks)) {
    const bool comma = t.gap(last_day).find(',') != std::string_view::npos;
    const bool may_follow = comma || month->reading.month_before_day;
    const StatedYear stated = may_follow ? year_at(t, last_day + 1, calendar) : StatedYear{};
    date.year = stated.year;
    if (date.year != 0) {
      return close(t, begin, t.tokens[last_day + 1].end, last_day + 2, *month, name, stated.calendar, date);
    }
  }
  // "в январе 28 человек": without a year only where the language writes the month first.
  if (!month->reading.month_before_day) return std::nullopt;
  if (calendar == CalendarKind::kBuddhist) calendar = CalendarKind::kGregorian;
  return close(t, begin, t.tokens[last_day].end, last_day + 1, *month, name, calendar, date);
}

// "2026. január 28.", "2026 m. sausio 28 d.", "2026. gada 28. janvārī", "2026 January 28".
std::optional<ParsedDate> parse_year_first(const DateText& t, std::size_t i) {
  if (!t.is_year(i) || i + 2 >= t.tokens.size() || t.tokens[i].joined_before) return std::nullopt;
  if (!joins(t.gap(i), DateJoin::kYearMonth, " .-")) return std::nullopt;
  // Languages that put a full stop behind the year write months small; before a capital it ends a sentence.
  const char initial = t.text[t.tokens[i + 1].begin];
  if (t.gap(i).front() == '.' && initial >= 'A' && initial <= 'Z') return std::nullopt;
  std::optional<ParsedDate> parsed = t.is_number(i + 1) ? parse_day_first(t, i + 1) : parse_month_first(t, i + 1);
  if (!parsed || parsed->phrase.date.year != 0) return std::nullopt;
  const bool gregorian = parsed->phrase.calendar == CalendarKind::kGregorian;
  if (!gregorian || !holds(kGregorianYears, t.tokens[i].value)) return std::nullopt;
  parsed->phrase.date.year = t.tokens[i].value;
  parsed->phrase.begin = t.tokens[i].begin;
  return is_possible(parsed->phrase.calendar, parsed->phrase.date) ? parsed : std::nullopt;
}

}  // namespace

std::optional<ParsedDate> parse_named(const DateText& t, std::size_t i) {
  if (!t.is_number(i)) return parse_month_first(t, i);
  if (auto parsed = parse_year_first(t, i)) return parsed;
  return parse_day_first(t, i);
}

}  // namespace samestory

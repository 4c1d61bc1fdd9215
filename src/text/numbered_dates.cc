// Dates whose months are numbers: in digits only, or with a word or sign behind each number. See date_grammar.h.
#include <array>

#include "text/date_gaps.h"
#include "text/date_parts.h"

namespace samestory {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// The one separator of "28.01.2026" and "28. 1. 2026", or 0.
char separator(std::string_view gap) {
  if (gap.empty() || gap.size() > 2 || (gap.size() == 2 && (gap[0] != '.' || gap[1] != ' '))) return 0;
  return gap[0] == '.' || gap[0] == '/' || gap[0] == '-' ? gap[0] : '\0';
}

// Behind a date in digits nothing may stand that makes it a longer number: "10.1.2026.5", "2026-01-28-77".
bool is_closed(const DateText& t, std::size_t last, char mark) {
  const std::string_view rest = t.after(t.tokens[last].end);
  const bool digit_next = rest.size() >= 2 && rest[1] >= '0' && rest[1] <= '9';
  return !(digit_next && (rest[0] == mark || rest[0] == '.' || rest[0] == ','));
}

// The date of "first/second/year", if the text settles the order of the first two.
std::optional<CivilDate> order_day_month(const DateText& t, char mark, int first, int second, int year) {
  const CivilDate day_first{year, second, first}, month_first{year, first, second};
  if (first > 12 || first == second) return day_first;
  if (second > 12) return month_first;
  // Dots are never written month first, but for careless English.
  if (mark == '.' && t.language_code != "en") return day_first;
  if (t.order == NumericOrder::kUnknown) return std::nullopt;
  return t.order == NumericOrder::kDayFirst ? day_first : month_first;
}

std::optional<CalendarKind> calendar_of_digits(const DateText& t, int year, std::size_t end) {
  if (holds(kNumericYears, year)) return CalendarKind::kGregorian;
  if (t.language_code == "th" && holds(kBuddhistYears, year)) return CalendarKind::kBuddhist;
  if ((t.language_code == "fa" || t.language_code == "ps") && holds(kPersianYears, year)) return CalendarKind::kPersian;
  const std::string_view rest = t.after(end);
  constexpr std::string_view kHijriMark = "ه";
  const bool marked = rest.starts_with(kHijriMark) || rest.starts_with(" ه ") || rest.starts_with(" ه.");
  if (marked && holds(kHijriYears, year)) return CalendarKind::kHijri;
  return std::nullopt;
}

std::optional<ParsedDate> close(const DateText& t, std::size_t first, std::size_t last, CalendarKind calendar,
                                const CivilDate& date) {
  if (!is_possible(calendar, date)) return std::nullopt;
  ParsedDate parsed;
  parsed.phrase.begin = t.tokens[first].begin;
  parsed.phrase.end = t.tokens[last].end;
  parsed.phrase.calendar = calendar;
  parsed.phrase.date = date;
  parsed.next = last + 1;
  return parsed;
}

// "ngày 28/1", "am 28.1.": a marking word stands before, and the language writes the day first.
std::optional<ParsedDate> parse_marked_day(const DateText& t, std::size_t i) {
  if (t.order == NumericOrder::kMonthFirst || t.language_code == "en") return std::nullopt;
  if (!t.is_small(i, 31) || !t.is_small(i + 1, 12)) return std::nullopt;
  const char mark = separator(t.gap(i));
  if ((mark != '/' && mark != '.') || t.gap(i).size() != 1 || t.tokens[i].joined_before || !is_closed(t, i + 1, mark)) {
    return std::nullopt;
  }
  const std::size_t word = join_word_before(t.text.substr(0, t.tokens[i].begin), DateJoin::kDayMark);
  const bool dot_behind = t.after(t.tokens[i + 1].end).starts_with(".");
  // "am 28.1" could be a time or a figure, so dots need the one behind the month as well.
  if (word == 0 || t.after(t.tokens[i + 1].end).starts_with("/") || (mark == '.' && !dot_behind) ||
      t.tokens[i + 1].joined_after)
    return std::nullopt;
  return close(t, i, i + 1, CalendarKind::kGregorian, {0, t.tokens[i + 1].value, t.tokens[i].value});
}

struct Era {
  std::string_view name;
  int year_before_first;
};
// Japanese eras since 1868 and the years of the Republic of China.
constexpr std::array<Era, 7> kEras = {
    {{"令和", 2018}, {"平成", 1988}, {"昭和", 1925}, {"大正", 1911}, {"明治", 1867}, {"民國", 1911}, {"民国", 1911}}};

// Signs behind the numbers of a date: year, month, day; empty: nothing stands there.
struct Signs {
  std::string_view year, month, day, other_day;
};
constexpr std::array<Signs, 2> kSigns = {{{"年", "月", "日", "號"}, {"년", "월", "일", ""}}};

struct SignedYear {
  int year = 0;             // 0: none
  std::uint32_t begin = 0;  // bytes, of the era's name
};

// Year of token i, which a year sign follows: 2026, 令和8, 民國115.
SignedYear signed_year(const DateText& t, std::size_t i) {
  const std::uint32_t begin = t.tokens[i].begin;
  for (const Era& era : kEras) {
    if (!t.text.substr(0, begin).ends_with(era.name) || t.tokens[i].digits > 3) continue;
    return {era.year_before_first + t.tokens[i].value, begin - static_cast<std::uint32_t>(era.name.size())};
  }
  return t.is_year(i) && holds(kGregorianYears, t.tokens[i].value) ? SignedYear{t.tokens[i].value, begin}
                                                                   : SignedYear{};
}

std::optional<ParsedDate> parse_signed(const DateText& t, std::size_t i) {
  for (const Signs& signs : kSigns) {
    std::size_t month = i;
    std::uint32_t begin = t.tokens[i].begin;
    CivilDate date;
    if (t.is_number(i + 1) && trimmed(t.gap(i)) == signs.year) {
      const SignedYear stated = signed_year(t, i);
      if (stated.year == 0) return std::nullopt;
      date.year = stated.year;
      begin = stated.begin;
      month = i + 1;
    }
    if (!t.is_small(month, 12) || !t.is_small(month + 1, 31) || trimmed(t.gap(month)) != signs.month) continue;
    if (month == i && t.tokens[i].joined_before) return std::nullopt;
    date.month = t.tokens[month].value;
    date.day = t.tokens[month + 1].value;
    std::optional<ParsedDate> parsed = close(t, i, month + 1, CalendarKind::kGregorian, date);
    if (!parsed) return std::nullopt;
    parsed->phrase.begin = begin;
    std::string_view rest = t.after(parsed->phrase.end);
    const std::size_t space = rest.starts_with(" ") ? 1 : 0;
    rest.remove_prefix(space);
    const std::string_view sign = rest.starts_with(signs.day) ? signs.day : signs.other_day;
    // The abbreviated "1月28" is left alone: "9月11" may be the start of "9月11億".
    if (sign.empty() || !rest.starts_with(sign)) return std::nullopt;
    parsed->phrase.end += static_cast<std::uint32_t>(space + sign.size());
    return parsed;
  }
  return std::nullopt;
}

// "28 tháng 1 năm 2026", "28 tháng 1, 2026", "28 tháng 1".
std::optional<ParsedDate> parse_vietnamese(const DateText& t, std::size_t i) {
  if (!t.is_small(i, 31) || !t.is_small(i + 1, 12) || t.gap(i) != " tháng ") return std::nullopt;
  CivilDate date{0, t.tokens[i + 1].value, t.tokens[i].value};
  std::size_t last = i + 1;
  if (t.is_year(i + 2) && holds(kGregorianYears, t.tokens[i + 2].value)) {
    const std::string_view gap = t.gap(i + 1);
    if (gap == " năm " || gap == ", năm " || gap == ", " || gap == "/" || gap == "-") {
      date.year = t.tokens[i + 2].value;
      last = i + 2;
    }
  }
  return close(t, i, last, CalendarKind::kGregorian, date);
}

// "2026 оны 1 дүгээр сарын 28".
std::optional<ParsedDate> parse_mongolian(const DateText& t, std::size_t i) {
  CivilDate date;
  std::size_t month = i;
  if (t.is_year(i) && t.is_number(i + 1) && (t.gap(i) == " оны " || t.gap(i) == " оны")) {
    date.year = t.tokens[i].value;
    if (!holds(kGregorianYears, date.year)) return std::nullopt;
    month = i + 1;
  }
  if (!t.is_small(month, 12) || !t.is_small(month + 1, 31)) return std::nullopt;
  const std::string_view gap = t.gap(month);
  if (!gap.ends_with(" сарын ")) return std::nullopt;
  const std::string_view ordinal = trimmed(gap.substr(0, gap.size() - std::string_view(" сарын ").size()));
  if (ordinal != "дүгээр" && ordinal != "дугаар" && ordinal != "-р" && !ordinal.empty()) return std::nullopt;
  date.month = t.tokens[month].value;
  date.day = t.tokens[month + 1].value;
  return close(t, i, month + 1, CalendarKind::kGregorian, date);
}

}  // namespace

std::optional<ParsedDate> parse_digits(const DateText& t, std::size_t i) {
  if (!t.is_number(i) || t.tokens[i].glued || t.tokens[i].joined_before) return std::nullopt;
  if (!t.is_number(i + 1)) return std::nullopt;
  const char mark = separator(t.gap(i));
  if (mark == 0) return std::nullopt;
  if (!t.is_number(i + 2) || t.gap(i + 1) != t.gap(i) || !is_closed(t, i + 2, mark)) return parse_marked_day(t, i);
  const DateToken &a = t.tokens[i], &b = t.tokens[i + 1], &c = t.tokens[i + 2];
  CivilDate date;
  if (a.digits == 4 && b.digits <= 2 && c.digits <= 2) {
    date = {a.value, b.value, c.value};
  } else if (a.digits <= 2 && b.digits <= 2 && c.digits == 4) {
    const std::optional<CivilDate> ordered = order_day_month(t, mark, a.value, b.value, c.value);
    if (!ordered) return std::nullopt;
    date = *ordered;
  } else {
    return std::nullopt;
  }
  const std::optional<CalendarKind> calendar = calendar_of_digits(t, date.year, c.end);
  return calendar ? close(t, i, i + 2, *calendar, date) : std::nullopt;
}

std::optional<ParsedDate> parse_numbered(const DateText& t, std::size_t i) {
  if (!t.is_number(i) || !t.is_number(i + 1)) return std::nullopt;
  if (auto parsed = parse_signed(t, i)) return parsed;
  if (auto parsed = parse_vietnamese(t, i)) return parsed;
  return parse_mongolian(t, i);
}

}  // namespace samestory

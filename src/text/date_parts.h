// Date parts: what the three readers of dates (in digits, numbered, named) share, and their faces.
//
// Each reader gets the tokens and the place of one, and gives the phrase that starts there and the first token behind
// it, or nothing. Readers never look at more than eight tokens. Test: tests/dates_test.cc.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "text/date_grammar.h"
#include "text/date_lexicon.h"
#include "text/date_tokens.h"

namespace samestory {

// Order of day and month in "03/05/2026".
enum class NumericOrder : std::uint8_t { kDayFirst, kMonthFirst, kUnknown };

// Years that a date may state. Numbers outside them beside a month are counts ("3 May 1,500 people").
struct YearRange {
  int first, last;
};
inline constexpr YearRange kGregorianYears = {1600, 2199};
inline constexpr YearRange kNumericYears = {1800, 2199};   // stricter for dates without a name: part numbers
inline constexpr YearRange kHijriYears = {1300, 1500};     // 1883 to 2077
inline constexpr YearRange kPersianYears = {1250, 1500};   // 1871 to 2121
inline constexpr YearRange kBuddhistYears = {2400, 2650};  // 1857 to 2107
inline constexpr YearRange kEthiopicYears = {1880, 2100};  // 1887 to 2107
constexpr bool holds(YearRange range, int year) { return year >= range.first && year <= range.last; }

struct DateText {
  std::string_view text;
  const std::vector<DateToken>& tokens;
  const DateLexicon& lexicon;
  LanguageIndex language;
  std::string_view language_code;  // "ar" of "ar-SY"
  NumericOrder order = NumericOrder::kUnknown;

  bool is_number(std::size_t i) const { return i < tokens.size() && tokens[i].name == nullptr; }
  // A number of one or two digits from 1 to `most`, not part of a word.
  bool is_small(std::size_t i, int most) const {
    return is_number(i) && tokens[i].digits <= 2 && tokens[i].value >= 1 && tokens[i].value <= most && !tokens[i].glued;
  }
  bool is_year(std::size_t i) const { return is_number(i) && tokens[i].digits == 4 && !tokens[i].glued; }
  std::string_view gap(std::size_t i) const {  // between token i and the next
    return text.substr(tokens[i].end, tokens[i + 1].begin - tokens[i].end);
  }
  std::string_view after(std::size_t end) const { return text.substr(end); }
};

struct ParsedDate {
  DatePhrase phrase;
  std::size_t next = 0;  // first token behind it
};

std::optional<ParsedDate> parse_digits(const DateText& text, std::size_t i);
std::optional<ParsedDate> parse_numbered(const DateText& text, std::size_t i);
std::optional<ParsedDate> parse_named(const DateText& text, std::size_t i);

// Whether the calendar can have that day; a date without a year must exist in some year.
bool is_possible(CalendarKind calendar, const CivilDate& date);

}  // namespace samestory

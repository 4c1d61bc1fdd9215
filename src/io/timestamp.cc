#include "io/timestamp.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <chrono>

namespace samestory {

namespace {

constexpr std::int64_t kDaySeconds = 86400;
constexpr int kFirstYear = 1000;      // a smaller number is a placeholder such as 0001-01-01, not a newspaper
constexpr int kMostOffsetHours = 14;  // the zones of the Line Islands; nothing lies further from Greenwich

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Consumes a field from its front.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool done() const { return rest_.empty(); }
  [[nodiscard]] char front() const { return rest_.empty() ? '\0' : rest_.front(); }

  std::string_view take_while(bool (*accepts)(char)) {
    std::size_t size = 0;
    while (size < rest_.size() && accepts(rest_[size])) ++size;
    return advance(size);
  }
  bool take(char c) {
    if (front() != c || done()) return false;
    advance(1);
    return true;
  }
  bool take_one_of(std::string_view characters) {
    return !done() && characters.find(front()) != std::string_view::npos && take(front());
  }
  void skip_spaces() { take_while(is_space); }

 private:
  std::string_view advance(std::size_t size) {
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  std::string_view rest_;
};

struct Date {
  int year = 0, month = 0, day = 0;
};

// REQUIRES at most 9 digits.
int to_number(std::string_view digits) {
  int value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

std::optional<std::int64_t> midnight_of(const Date& date) {
  const std::chrono::year_month_day ymd{std::chrono::year{date.year},
                                        std::chrono::month{static_cast<unsigned>(date.month)},
                                        std::chrono::day{static_cast<unsigned>(date.day)}};
  if (date.year < kFirstYear || !ymd.ok()) return std::nullopt;
  return std::chrono::sys_days{ymd}.time_since_epoch().count() * kDaySeconds;
}

// The word's place in `names` if it is the name or its first letters, at least three of them.
template <std::size_t kSize>
std::optional<int> find_name(std::string_view word, const std::array<std::string_view, kSize>& names) {
  for (std::size_t i = 0; word.size() >= 3 && i < kSize; ++i) {
    if (word.size() > names[i].size()) continue;
    std::size_t same = 0;
    while (same < word.size() && to_lower(word[same]) == names[i][same]) ++same;
    if (same == word.size()) return static_cast<int>(i);
  }
  return std::nullopt;
}

std::optional<int> find_month(std::string_view word) {
  static constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                               "may",       "june",     "july",     "august",
                                                               "september", "october",  "november", "december"};
  const std::optional<int> place = find_name(word, kMonths);
  if (!place) return std::nullopt;
  return *place + 1;
}

bool is_weekday(std::string_view word) {
  static constexpr std::array<std::string_view, 7> kDays = {"monday", "tuesday",  "wednesday", "thursday",
                                                            "friday", "saturday", "sunday"};
  return find_name(word, kDays).has_value();
}

// Seconds east of Greenwich that a zone name stands for.
std::optional<int> named_zone(std::string_view word) {
  struct Zone {
    std::string_view name;
    int hours;
  };
  static constexpr std::array<Zone, 12> kZones = {{{"z", 0},
                                                   {"ut", 0},
                                                   {"utc", 0},
                                                   {"gmt", 0},
                                                   {"est", -5},
                                                   {"edt", -4},
                                                   {"cst", -6},
                                                   {"cdt", -5},
                                                   {"mst", -7},
                                                   {"mdt", -6},
                                                   {"pst", -8},
                                                   {"pdt", -7}}};
  for (const Zone& zone : kZones) {
    if (zone.name.size() != word.size()) continue;
    bool same = true;
    for (std::size_t i = 0; i < word.size(); ++i) same = same && to_lower(word[i]) == zone.name[i];
    if (same) return zone.hours * 3600;
  }
  return std::nullopt;
}

// "+03:00", "+0300", "+03", "Z", "GMT" or nothing, which is UTC. Seconds east of Greenwich.
std::optional<int> scan_zone(Scanner& scanner) {
  if (scanner.done()) return 0;
  if (is_letter(scanner.front())) return named_zone(scanner.take_while(is_letter));
  const int sign = scanner.front() == '-' ? -1 : 1;
  if (!scanner.take_one_of("+-")) return std::nullopt;
  std::string_view hours = scanner.take_while(is_digit);
  std::string_view minutes = "00";
  if (hours.size() == 4) {
    minutes = hours.substr(2);
    hours = hours.substr(0, 2);
  } else if (scanner.take(':')) {
    minutes = scanner.take_while(is_digit);
  }
  if (hours.size() != 2 || minutes.size() != 2) return std::nullopt;
  if (to_number(hours) > kMostOffsetHours || to_number(minutes) > 59) return std::nullopt;
  return sign * (to_number(hours) * 3600 + to_number(minutes) * 60);
}

// Turns the hour of a 12-hour clock into the one of the day if "am" or "pm" follows.
std::optional<int> scan_half_of_day(Scanner& scanner, int hour) {
  Scanner ahead = scanner;
  ahead.skip_spaces();
  const std::string_view word = ahead.take_while(is_letter);
  if (word.size() != 2 || to_lower(word[1]) != 'm') return hour;
  const char half = to_lower(word[0]);
  if (half != 'a' && half != 'p') return hour;
  if (hour < 1 || hour > 12) return std::nullopt;
  scanner = ahead;
  return hour % 12 + (half == 'p' ? 12 : 0);
}

// "10:00", "10:00:00", "10:00:00.25", "1000", "100000": seconds after midnight.
std::optional<int> scan_clock(Scanner& scanner) {
  std::string_view hour = scanner.take_while(is_digit);
  std::string_view minute;
  std::string_view second = "00";
  if (hour.size() == 4 || hour.size() == 6) {
    minute = hour.substr(2, 2);
    if (hour.size() == 6) second = hour.substr(4);
    hour = hour.substr(0, 2);
  } else {
    if (!scanner.take(':')) return std::nullopt;
    minute = scanner.take_while(is_digit);
    if (scanner.take(':')) second = scanner.take_while(is_digit);
  }
  if (scanner.take_one_of(".,") && scanner.take_while(is_digit).empty()) return std::nullopt;
  if (hour.empty() || hour.size() > 2 || minute.size() != 2 || second.size() != 2) return std::nullopt;
  const std::optional<int> hours = scan_half_of_day(scanner, to_number(hour));
  if (!hours || *hours > 24 || to_number(minute) > 59 || to_number(second) > 60) return std::nullopt;
  const int seconds = *hours * 3600 + to_number(minute) * 60 + to_number(second);
  if (*hours == 24 && seconds != kDaySeconds) return std::nullopt;
  return seconds;
}

// What follows a date: nothing, or a time of day with or without a zone.
std::optional<std::int64_t> with_time(const Date& date, Scanner scanner) {
  std::optional<std::int64_t> midnight = midnight_of(date);
  if (!midnight || scanner.done()) return midnight;
  const bool marked = scanner.take_one_of(",Tt");
  const bool spaced = !scanner.take_while(is_space).empty();
  if (!marked && !spaced) return std::nullopt;
  const std::optional<int> clock = scan_clock(scanner);
  if (!clock) return std::nullopt;
  scanner.skip_spaces();
  const std::optional<int> zone = scan_zone(scanner);
  if (!zone || !scanner.done()) return std::nullopt;
  return *midnight + *clock - *zone;
}

std::optional<std::int64_t> parse_digits(std::string_view digits) {
  std::int64_t value = 0;
  if (digits.size() > 14) return std::nullopt;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  switch (digits.size()) {
    case 9:
    case 10:
      return value;
    case 12:
    case 13:
      return value / 1000;
    case 8:
    case 14: {
      const Date date{to_number(digits.substr(0, 4)), to_number(digits.substr(4, 2)), to_number(digits.substr(6, 2))};
      if (digits.size() == 8) return midnight_of(date);
      Scanner clock(digits.substr(8));
      const std::optional<std::int64_t> midnight = midnight_of(date);
      const std::optional<int> seconds = scan_clock(clock);
      if (!midnight || !seconds) return std::nullopt;
      return *midnight + *seconds;
    }
    default:
      return std::nullopt;
  }
}

// "28.01.2026", "28/01/2026", "01-28-2026" after the first number, whose separator is `separator`.
std::optional<Date> scan_day_and_month(int first, char separator, Scanner& scanner) {
  const std::string_view second_digits = scanner.take_while(is_digit);
  if (second_digits.empty() || second_digits.size() > 2 || !scanner.take(separator)) return std::nullopt;
  const int second = to_number(second_digits);
  const std::string_view year = scanner.take_while(is_digit);
  if (year.size() != 4) return std::nullopt;
  if (separator == '.' || first > 12 || first == second) return Date{to_number(year), second, first};
  if (second > 12) return Date{to_number(year), first, second};
  return std::nullopt;
}

// "28 Jan 2026" after the day.
std::optional<Date> scan_month_and_year(int day, Scanner& scanner) {
  scanner.take_one_of("-");
  scanner.skip_spaces();
  const std::optional<int> month = find_month(scanner.take_while(is_letter));
  scanner.take_one_of(".-,");
  scanner.skip_spaces();
  const std::string_view year = scanner.take_while(is_digit);
  if (!month || year.size() != 4) return std::nullopt;
  return Date{to_number(year), *month, day};
}

std::optional<Date> scan_date_in_digits(Scanner& scanner) {
  const std::string_view first = scanner.take_while(is_digit);
  if (first.size() == 8)
    return Date{to_number(first.substr(0, 4)), to_number(first.substr(4, 2)), to_number(first.substr(6, 2))};
  const char separator = scanner.front();
  const bool separated = scanner.take_one_of("-/.");
  if (first.size() == 4 && separated) {
    const std::string_view month = scanner.take_while(is_digit);
    if (!scanner.take(separator)) return std::nullopt;
    const std::string_view day = scanner.take_while(is_digit);
    if (month.empty() || month.size() > 2 || day.empty() || day.size() > 2) return std::nullopt;
    return Date{to_number(first), to_number(month), to_number(day)};
  }
  if (first.empty() || first.size() > 2) return std::nullopt;
  if (separated && is_digit(scanner.front())) return scan_day_and_month(to_number(first), separator, scanner);
  return scan_month_and_year(to_number(first), scanner);
}

// "January 28, 2026", with or without a weekday before it; a weekday may also stand before "28 January 2026".
std::optional<Date> scan_date_in_words(Scanner& scanner) {
  std::string_view word = scanner.take_while(is_letter);
  if (is_weekday(word)) {
    scanner.take_one_of(".");
    scanner.take_one_of(",");
    scanner.skip_spaces();
    if (is_digit(scanner.front())) return scan_date_in_digits(scanner);
    word = scanner.take_while(is_letter);
  }
  const std::optional<int> month = find_month(word);
  scanner.take_one_of(".");
  scanner.skip_spaces();
  const std::string_view day = scanner.take_while(is_digit);
  scanner.take_one_of(",");
  scanner.skip_spaces();
  const std::string_view year = scanner.take_while(is_digit);
  if (!month || day.empty() || day.size() > 2 || year.size() != 4) return std::nullopt;
  return Date{to_number(year), *month, to_number(day)};
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<std::int64_t> parse_timestamp(std::string_view field) {
  const std::string_view trimmed = trim(field);
  Scanner digits(trimmed);
  if (digits.take_while(is_digit).size() == trimmed.size()) return parse_digits(trimmed);
  Scanner scanner(trimmed);
  const std::optional<Date> date =
      is_digit(scanner.front()) ? scan_date_in_digits(scanner) : scan_date_in_words(scanner);
  if (!date) return std::nullopt;
  return with_time(*date, scanner);
}

std::int32_t day_of(std::int64_t seconds) {
  const std::int64_t floor = seconds / kDaySeconds - (seconds % kDaySeconds < 0 ? 1 : 0);
  return static_cast<std::int32_t>(floor);
}

void append_timestamp(std::string& out, std::int64_t seconds) {
  const std::int32_t day = day_of(seconds);
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  assert(date.ok() && date.year() >= std::chrono::year{0} && date.year() <= std::chrono::year{9999});
  std::array<char, std::string_view("0000-00-00T00:00:00Z").size()> text{};
  char* end = text.data();
  const auto append = [&end](int value, int width) {
    for (char* digit = end + width; digit != end; value /= 10) *--digit = static_cast<char>('0' + value % 10);
    end += width;
  };
  append(static_cast<int>(date.year()), 4);
  *end++ = '-';
  append(static_cast<int>(static_cast<unsigned>(date.month())), 2);
  *end++ = '-';
  append(static_cast<int>(static_cast<unsigned>(date.day())), 2);
  const auto clock = static_cast<int>(seconds - std::int64_t{day} * kDaySeconds);
  if (clock != 0) {
    *end++ = 'T';
    append(clock / 3600, 2);
    *end++ = ':';
    append(clock / 60 % 60, 2);
    *end++ = ':';
    append(clock % 60, 2);
    *end++ = 'Z';
  }
  out.append(text.data(), end);
}

std::string format_timestamp(std::int64_t seconds) {
  std::string out;
  append_timestamp(out, seconds);
  return out;
}

}  // namespace samestory

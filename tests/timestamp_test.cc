#include "io/timestamp.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/hash.h"

using samestory::day_of;
using samestory::format_timestamp;
using samestory::parse_timestamp;

namespace {

// The parsed field written back, or "nothing": rows then read as text in, text out.
std::string reread(const std::string& field) {
  const std::optional<std::int64_t> seconds = parse_timestamp(field);
  return seconds ? format_timestamp(*seconds) : "nothing";
}

}  // namespace

TEST_CASE("every accepted form of a date is read as the moment that it means") {
  struct Row {
    const char* name;
    std::string field, expected;
  };
  const std::vector<Row> rows = {
      {"ISO day", "2026-01-28", "2026-01-28"},
      {"ISO with Z", "2026-01-28T10:00:00Z", "2026-01-28T10:00:00Z"},
      {"ISO small letters", "2026-01-28t10:00:00z", "2026-01-28T10:00:00Z"},
      {"ISO with space", "2026-01-28 10:00:00", "2026-01-28T10:00:00Z"},
      {"ISO without seconds", "2026-01-28T10:05", "2026-01-28T10:05:00Z"},
      {"ISO with fraction", "2026-01-28T10:00:00.987654Z", "2026-01-28T10:00:00Z"},
      {"ISO with comma fraction", "2026-01-28T10:00:00,5+01:00", "2026-01-28T09:00:00Z"},
      {"offset +01:00", "2026-01-28T10:00:00+01:00", "2026-01-28T09:00:00Z"},
      {"offset +0100", "2026-01-28T10:00:00+0100", "2026-01-28T09:00:00Z"},
      {"offset +01", "2026-01-28T10:00:00+01", "2026-01-28T09:00:00Z"},
      {"offset behind a space", "2026-01-28 10:00:00 -0330", "2026-01-28T13:30:00Z"},
      {"offset over midnight", "2026-01-01T00:30:00+05:30", "2025-12-31T19:00:00Z"},
      {"offset without seconds", "2026-01-28T10:00-08:00", "2026-01-28T18:00:00Z"},
      {"zone name behind ISO", "2026-01-28 10:00:00 UTC", "2026-01-28T10:00:00Z"},
      {"basic ISO", "20260128T100000Z", "2026-01-28T10:00:00Z"},
      {"basic ISO without seconds", "20260128T1000", "2026-01-28T10:00:00Z"},
      {"midnight of the next day", "2026-01-28T24:00:00Z", "2026-01-29"},
      {"leap second", "2016-12-31T23:59:60Z", "2017-01-01"},
      {"digits: day", "20260128", "2026-01-28"},
      {"digits: second", "20260128100001", "2026-01-28T10:00:01Z"},
      {"unix seconds", "1769594400", "2026-01-28T10:00:00Z"},
      {"unix seconds of 9 digits", "999999999", "2001-09-09T01:46:39Z"},
      {"unix milliseconds", "1769594400999", "2026-01-28T10:00:00Z"},
      {"unix milliseconds of 12 digits", "999999999999", "2001-09-09T01:46:39Z"},
      {"year first with slashes", "2026/01/28", "2026-01-28"},
      {"year first, time", "2026/1/8 7:05", "2026-01-08T07:05:00Z"},
      {"RFC 2822", "Wed, 28 Jan 2026 10:00:00 +0300", "2026-01-28T07:00:00Z"},
      {"RFC 2822 GMT", "Wed, 28 Jan 2026 10:00:00 GMT", "2026-01-28T10:00:00Z"},
      {"RFC 2822 UTC", "28 Jan 2026 10:00:00 UTC", "2026-01-28T10:00:00Z"},
      {"RFC 2822 one digit, no seconds", "Sun, 1 Feb 2026 09:05 EST", "2026-02-01T14:05:00Z"},
      {"month first", "Jan 28, 2026", "2026-01-28"},
      {"month first with a dot", "Sept. 3, 2026", "2026-09-03"},
      {"month first with weekday", "Wednesday, January 28, 2026", "2026-01-28"},
      {"twelve-hour clock", "January 28, 2026 10:07 PM", "2026-01-28T22:07:00Z"},
      {"twelve in the night", "January 28, 2026, 12:07 am", "2026-01-28T00:07:00Z"},
      {"noon", "January 28, 2026, 12:00pm GMT", "2026-01-28T12:00:00Z"},
      {"day first in words", "28 January 2026", "2026-01-28"},
      {"day first with hyphens", "28-Jan-2026", "2026-01-28"},
      {"capitals", "28 JANUARY 2026", "2026-01-28"},
      {"dots are day first", "28.01.2026", "2026-01-28"},
      {"dots are day first below 13 too", "01.02.2026", "2026-02-01"},
      {"dots with time", "28.01.2026 10:00", "2026-01-28T10:00:00Z"},
      {"slashes, day above 12 first", "28/01/2026", "2026-01-28"},
      {"slashes, day above 12 second", "01/28/2026", "2026-01-28"},
      {"slashes, one reading only", "05/05/2026", "2026-05-05"},
      {"leap day", "2024-02-29", "2024-02-29"},
      {"leap day of a century", "2000-02-29", "2000-02-29"},
      {"before 1970", "1888-04-05T23:59:59Z", "1888-04-05T23:59:59Z"},
      {"spaces around", "  2026-01-28 \n", "2026-01-28"},
      {"first second", "1970-01-01T00:00:00Z", "1970-01-01"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CAPTURE(row.field);
    CHECK(reread(row.field) == row.expected);
  }
}

TEST_CASE("what is no date, an impossible one or two at once gives nothing") {
  const std::vector<std::string> fields = {"",
                                           " ",
                                           "yesterday",
                                           "2012-02",
                                           "2012",
                                           "01/02/2026",
                                           "1-2-2026",
                                           "2026-13-01",
                                           "2026-00-10",
                                           "2026-02-30",
                                           "2023-02-29",
                                           "1900-02-29",
                                           "2026-04-31",
                                           "0000-00-00",
                                           "0001-01-01",
                                           "20261301",
                                           "20260128250000",
                                           "31.04.2026",
                                           "32/01/2026",
                                           "13/13/2026",
                                           "28/01/26",
                                           "2026-1",
                                           "2026-01/28",
                                           "2026-01-28T",
                                           "2026-01-28T25:00",
                                           "2026-01-28T10",
                                           "2026-01-28T10:60",
                                           "2026-01-28T10:00:61",
                                           "2026-01-28T24:00:01",
                                           "2026-01-28T10:00:00+1",
                                           "2026-01-28T10:00+15:00",
                                           "2026-01-28T10:00+01:60",
                                           "2026-01-28T10:00:00Q",
                                           "2026-01-28T10:00:00Z trailing",
                                           "2026-01-28T10:00:00.Z",
                                           "2026-01-28x10:00",
                                           "12345",
                                           "1234567",
                                           "12345678901",
                                           "123456789012345",
                                           "99999999999999999999999",
                                           "-1769594400",
                                           "Jan 2026",
                                           "28 Foo 2026",
                                           "Jan 32, 2026",
                                           "January, 2026",
                                           "Ja 28, 2026",
                                           "Januaryx 28, 2026",
                                           "28 January 26",
                                           "Funday, 28 Jan 2026",
                                           "13:00 28 Jan 2026",
                                           "January 28, 2026 13:00 PM",
                                           "January 28, 2026 0:30 am",
                                           "{}",
                                           "null",
                                           "٢٠٢٦-٠١-٢٨",
                                           "2026–01–28",
                                           std::string("2026-01-28\0", 11)};
  for (const std::string& field : fields) {
    CAPTURE(field);
    CHECK(reread(field) == "nothing");
  }
}

TEST_CASE("any second of the years 1000 to 9999 survives being written and read") {
  for (std::uint64_t seed = 0; seed < 20000; ++seed) {
    constexpr std::int64_t kFirst = -30610224000, kLast = 253402300799;  // 1000-01-01 and 9999-12-31T23:59:59
    const auto span = static_cast<std::uint64_t>(kLast - kFirst + 1);
    std::int64_t seconds = kFirst + static_cast<std::int64_t>(samestory::mix(seed) % span);
    if (seed % 4 == 0) seconds = std::int64_t{day_of(seconds)} * 86400;
    CAPTURE(seed);
    CAPTURE(seconds);
    REQUIRE(parse_timestamp(format_timestamp(seconds)) == seconds);
  }
}

TEST_CASE("days agree with counting them one by one") {
  const auto leap = [](int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); };
  const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int day_number = 0;
  for (int year = 1970; year < 2110; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= lengths[month - 1] + (month == 2 && leap(year) ? 1 : 0); ++day, ++day_number) {
        const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
        const std::string field = std::to_string(year) + "-" + two(month) + "-" + two(day);
        CAPTURE(field);
        const std::optional<std::int64_t> seconds = parse_timestamp(field + "T23:59:59");
        REQUIRE(seconds.has_value());
        REQUIRE(day_of(*seconds) == day_number);
        REQUIRE(format_timestamp(std::int64_t{day_number} * 86400) == field);
      }
    }
  }
}

TEST_CASE("days before 1970 are rounded down") {
  CHECK(day_of(0) == 0);
  CHECK(day_of(86399) == 0);
  CHECK(day_of(86400) == 1);
  CHECK(day_of(-1) == -1);
  CHECK(day_of(-86400) == -1);
  CHECK(day_of(-86401) == -2);
}

TEST_CASE("random fields never give a moment outside of the accepted years") {
  const std::string alphabet = "0123456789-/.:T Z+,JanFebWedpm";
  for (std::uint64_t seed = 0; seed < 200000; ++seed) {
    std::string field;
    const std::size_t length = samestory::mix(seed) % 26;
    for (std::size_t i = 0; i < length; ++i)
      field.push_back(alphabet[samestory::mix(seed * 64 + i) % (i % 2 == 0 ? 10 : alphabet.size())]);
    const std::optional<std::int64_t> seconds = parse_timestamp(field);
    CAPTURE(seed);
    CAPTURE(field);
    if (seconds) REQUIRE((*seconds > -30610224000 - 86400 && *seconds < 253402300800 + 86400));
  }
}

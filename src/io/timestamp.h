// Reading the date field of a record, and writing dates back.
//
// Input: one field as extractors, feeds and spreadsheets write it. Output: seconds since 1970-01-01 UTC, or nothing.
// Accepted, with an optional time of day and zone behind every form but the digits-only ones:
//   ISO 8601       2026-01-28, 2026-01-28T10:00:00.5+03:00, 2026-01-28 10:00Z, 20260128T100000Z
//   digits only    20260128, 20260128100000, 1769594400 (9 or 10: seconds), 1769594400000 (12 or 13: milliseconds)
//   year first     2026/01/28, 2026.01.28
//   RFC 2822       Wed, 28 Jan 2026 10:00:00 +0300, also GMT, UTC and the eight American zones of its section 4.3
//   English words  Jan 28, 2026; 28 January 2026; Wednesday, January 28, 2026 10:00 PM
//   day first      28.01.2026 (dots), 28/01/2026 and 28-01-2026
// No zone means UTC. A fraction of a second is cut off. 24:00 is the next midnight and second 60 the next minute.
//
// What could be two dates is none: 01/02/2026 is the second of January to some and the first of February to others, and
// a wrong day moves an article away from its story, while an absent one only leaves the decision to the texts. With a
// number above 12, or two equal ones, there is one reading, and it is taken. A month alone (2012-02) is not a day.
// strptime and std::chrono::parse were rejected: the first follows the process's locale, GCC 12 lacks the second, and
// both need the form to be known beforehand. Month names are English here; dates inside of texts are another matter.
//
// Cost: one pass over the field, nothing allocated. Test: tests/timestamp_test.cc. Sources: ISO 8601-1:2019, section 5;
// RFC 2822 (Resnick 2001), sections 3.3 and 4.3.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace samestory {

// Years 1000 to 9999; anything that is not exactly one date gives nothing.
std::optional<std::int64_t> parse_timestamp(std::string_view field);

// "2026-01-28T10:00:00Z", and "2026-01-28" at midnight, since most dates without a time were read as that.
// REQUIRES a year from 0 to 9999.
std::string format_timestamp(std::int64_t seconds);
void append_timestamp(std::string& out, std::int64_t seconds);

// Days since 1970-01-01, rounded down also before it.
std::int32_t day_of(std::int64_t seconds);

}  // namespace samestory

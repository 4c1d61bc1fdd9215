// Date tellings: which phrases of a text tell one day between them.
//
// Input: the date phrases of a text in order (text/date_grammar.h). Output: tellings in order, not overlapping, each of
// the phrases that stand in apposition and can be one day, with the word beside them that shifts it ("last", "الماضي",
// "去年"). Of two calendar dates a telling keeps one: that with a year, then the Gregorian. A weekday that contradicts
// a full date belongs to another clause. Two of one form are two tellings: "Monday and Tuesday".
//
// Cost: a look at the words beside each phrase. Covered by tests/dates_test.cc, which also says what days come of them
// (text/dates.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "text/date_grammar.h"
#include "text/date_spellings.h"

namespace samestory {

// One or more phrases that tell one day.
struct DateTelling {
  std::uint32_t begin = 0, end = 0;  // bytes
  std::optional<DatePhrase> date;
  std::optional<DatePhrase> weekday;
  std::optional<DatePhrase> near_day;
  std::optional<DatePhrase> day_of_month;
  std::optional<DateShift> shift;
};

bool has_year(const std::optional<DatePhrase>& date);

std::vector<DateTelling> join_tellings(std::string_view text, const std::vector<DatePhrase>& phrases);

}  // namespace samestory

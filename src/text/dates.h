// Dates: which days a news text speaks of.
//
// Input: text as normalize(text, Case::kKeep) gives it, the publication day where known, the language where known.
// Output: mentions in text order, not overlapping: full dates, days without a year, and days told relative to the
// publication (weekdays, "yesterday"). A day told twice in a row is one mention: "يوم الاربعاء الموافق 28 كانون
// الثاني/يناير", "15 رمضان 1447 هـ الموافق 4 مارس 2026", "today, Wednesday". Two of one form are two: "Monday and
// Tuesday".
//
// Method: tokens (date_tokens.h), then a grammar over them (date_grammar.h), then the words beside a phrase and joining
// (date_tellings.h), then here the day itself:
//   month and day  the year that brings the day nearest to the publication, but not more than 120 days ahead; with
//                  "last" the latest day before the publication, with "next" the first after it; with a weekday, among
//                  years that agree with it
//   weekday        the nearest at or before the publication; "last": strictly before; "next": strictly after; beside
//                  "tomorrow" the one nearest to that day
//   28日           the nearest such day of a month, ties before
// What a text leaves open stays open: without a publication day nothing but a full date is resolved, and an expression
// that can mean two days ("03/05/2026" in plain English, "कल") is no mention at all. Never a guess: a missing date
// costs a story a hint, a wrong one joins strangers.
//
// Rejected: one pattern a language (80 passes over a text); full temporal taggers, which also normalize times,
// durations and seasons that nobody here asks for. Not covered: months alone, day numbers in words, Hebrew-letter days,
// two-digit years (but Thai), Chinese lunar months. Cost: bench/dates_bench.cc. Thread-safe; the lexicon is built on
// the first call (date_lexicon.h). Source: on anchoring the dates of news at their publication, Jannik Strötgen,
// Michael Gertz 2013, Multilingual and Cross-domain Temporal Tagging, Language Resources and Evaluation 47. Names:
// CLDR 42. Test: tests/dates_test.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace samestory {

struct DateContext {
  std::optional<std::int32_t> published_day;  // days since 1970-01-01
  std::string_view language;                  // BCP 47; empty if unknown
};

enum class DateKind : std::uint8_t {
  kFull,      // year, month, day
  kMonthDay,  // no year stated
  kRelative,  // weekday, "yesterday", day of the running month
};

struct DateMention {
  std::uint32_t begin = 0, end = 0;  // bytes
  DateKind kind = DateKind::kFull;
  // Gregorian; 0 = not stated. A relative day that was resolved has month and day, but no year.
  int year = 0, month = 0, day = 0;
  std::optional<std::int32_t> resolved_day;  // days since 1970-01-01
  bool past = false;  // told as earlier than the news ("15 تشرين الأول الماضي"): background, not the event
};

std::vector<DateMention> find_dates(std::string_view text, const DateContext& context);

// An article's own publication date where its record has none, from a stamp in its text. Prose is full of dates that
// are not the article's ("since its founding on 3 May 1998"), so only a full date in one of these places counts:
//   1. behind a stamp word ("Posted:", "تاريخ النشر", "发布时间") that starts a line or a sentence, or in a note on
//      the source ("this article first appeared ... on", "جلبه من مصدره ... بتاريخ");
//   2. in the head (first lines): a line that holds nothing else but a clock time, a byline, a dateline ("ROME, January
//      28, 2026 (Agency) -"), or the text's first bytes in ISO form; in the last lines: a line that holds nothing else;
//      not in a chronicle, where several lines start with dates;
//   3. behind a word for updates;
//   4. at the end of the line under a quoted post ("- Name (@handle) January 28, 2026"), the first of them near the
//      head.
// The first place in this list that holds one wins, within it the first in the text; of posts the latest, since the
// article cannot be older, unless they are more than three days apart: then nothing.
struct OwnDate {
  std::int32_t day = 0;              // days since 1970-01-01
  std::uint32_t begin = 0, end = 0;  // bytes
};
std::optional<OwnDate> find_own_date(std::string_view text);

}  // namespace samestory

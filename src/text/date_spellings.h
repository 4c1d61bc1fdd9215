// Spellings of dates that CLDR does not hold: inflected and variant names, words that join the parts of a date, words
// that move it ("last", "الماضي"), and the stamps of publication.
//
// Tables only, in the ordinary spelling of each language; the lexicon and the grammar pass them through normalize().
// Gathered from grammars and from how the calendars of CLDR are inflected in running text; a language that is missing
// here still has all of CLDR's names. Test: tests/dates_test.cc, one row or more a language.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "text/date_lexicon.h"

namespace samestory {

// The entries of "a|b|c", spaces kept.
std::vector<std::string_view> alternatives(std::string_view joined);

struct NameSpelling {
  std::string_view language;  // ISO 639
  DateRole role;
  int value;
  CalendarKind calendar;
  WeekChoice week;
  std::string_view names;  // separated by '|'
};
std::span<const NameSpelling> name_spellings();

// Endings that a language puts on month names: `cut` is taken off the end and each of `endings` put in its place.
struct NameEnding {
  std::string_view language;
  DateRole role;
  std::string_view cut;
  std::string_view endings;  // separated by '|'
};
std::span<const NameEnding> name_endings();

// Particles written in one with the name that follows ("و" and "ب" in Arabic).
struct NamePrefix {
  std::string_view language;
  std::string_view prefixes;  // separated by '|'
};
std::span<const NamePrefix> name_prefixes();

// Languages that a text without a stated language may be in; the others count only when stated.
std::span<const std::string_view> news_languages();
// Languages that write the month before the day.
std::span<const std::string_view> month_first_languages();
// Names that are common words elsewhere: believed only in a text known to be in their language, months also with a
// year.
std::span<const std::string_view> doubtful_names();
// Names that are other words of their own language more often than dates, as "language:name": not taken at all.
std::span<const std::string_view> rejected_names();

// What a word beside a date says about it.
enum class DateShift : std::uint8_t {
  kPast,          // the latest before the publication: "last", "الماضي"
  kFuture,        // the next after it
  kThisYear,      // in the year of the publication, or its month
  kPreviousYear,  // "last year", "去年"
  kFollowingYear,
};
struct ShiftWord {
  DateShift shift;
  bool before_date;        // stands before the date; otherwise behind it
  std::string_view words;  // separated by '|'
};
std::span<const ShiftWord> shift_words();

// Words that may stand between the parts of a date; kDayMark: in front of a day that is written in digits only.
enum class DateJoin : std::uint8_t { kDayMonth, kMonthDay, kMonthYear, kYearMonth, kApposition, kDayMark };
inline constexpr std::size_t kDateJoins = 6;
struct JoinWords {
  DateJoin join;
  std::string_view words;  // separated by '|'
};
std::span<const JoinWords> join_words();

struct FalseContext {
  std::string_view names;   // separated by '|'
  std::string_view before;  // likewise: what stands directly before the name, spaces included
  std::string_view after;
};
std::span<const FalseContext> false_contexts();

// Words before an article's own date. All in small letters (ASCII), normalized by their reader.
std::string_view publication_stamps();  // separated by '|'
// Words for "date": they start sentences of prose as well, so a colon or a date in ISO form must follow.
std::string_view date_labels();
std::string_view update_stamps();
// Words that may stand between a stamp and its date, or around a date that stands alone: "on", "GMT", "um".
std::string_view stamp_fillers();
std::string_view byline_words();
// A note on where the text was first published holds one word of each of the two.
std::string_view source_note_words();
std::string_view source_note_verbs();

}  // namespace samestory

// The date lexicon: every name of a month, weekday or near day ("yesterday") that news texts use, in every language.
//
// Input: none but ICU's locale data (CLDR) and the spellings of date_spellings.h. Output: one table, built once and
// shared by all threads, from the bytes of normalized text (Case::kKeep) to the meanings of a name. Each name stands in
// it in every case that its language writes, lower, upper and title, cased by the rules of that language: "PAZARTESİ"
// and "Pazartesi" are one weekday only in Turkish, Greek capitals lose their accents. The alternative, folding the
// text, would cost a pass over every text and could not tell "March" from "march".
//
// A name can mean different things: "listopad" is November in Polish and October in Croatian. reading() decides by the
// article's language; without one it gives an answer only if all languages of kNewsLanguages that know the name agree,
// and it knows no name that is a common word of another language. Never a guess.
//
// Look-up is made for the common case, a word that is no name: word_may_start() tests one bit chosen by the word's
// length and first eight bytes; only on a hit is a hash table asked. Names of scripts written without spaces are found
// by their first code point. Cost: built in some 100 ms (bench/dates_bench.cc), some 5 MB.
//
// Source: Unicode CLDR 42, Part 4 (Dates), through ICU 72. Test: tests/dates_test.cc.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "text/calendar.h"

namespace samestory {

enum class DateRole : std::uint8_t { kMonth, kWeekday, kNearDay };

// Which of the weekdays around the publication a name means.
enum class WeekChoice : std::uint8_t {
  kAtOrBefore,     // "Wednesday"
  kBefore,         // "last Wednesday"
  kAfter,          // "next Wednesday"
  kPreviousWeek,   // "上周三": of the week (from Monday) before that of the publication
  kThisWeek,       // "本周三"
  kFollowingWeek,  // "下周三"
};

// How much must stand beside a name before it is believed.
enum class NameTrust : std::uint8_t {
  kFull,
  kCapitalised,    // "Mar": an abbreviation with a capital; believed of the text's language and of English
  kAbbreviated,    // "mar": needs a full stop or a year
  kNeedsYear,      // "march", a capitalised name in small letters; "صفر", which is also zero
  kLanguageOnly,   // only in a text known to be in that language
  kSentenceStart,  // "Today", a small word with a capital: as kLanguageOnly, and where a sentence starts
};

using LanguageSet = std::bitset<320>;  // ICU 72 knows 218 languages

struct NameMeaning {
  DateRole role = DateRole::kMonth;
  int value = 0;  // month from 1; weekday from Sunday = 0; days from the publication
  CalendarKind calendar = CalendarKind::kGregorian;
  WeekChoice week = WeekChoice::kAtOrBefore;
  NameTrust trust = NameTrust::kFull;
  LanguageSet languages;
};

struct DateName {
  std::string text;
  std::vector<NameMeaning> meanings;
};

// A language as the lexicon numbers it, from a BCP 47 tag; nothing for an empty or unknown tag.
using LanguageIndex = std::optional<std::size_t>;

struct NameReading {
  int value = 0;
  CalendarKind calendar = CalendarKind::kGregorian;
  WeekChoice week = WeekChoice::kAtOrBefore;
  NameTrust trust = NameTrust::kFull;
  bool month_before_day = false;  // its language writes "January 28"
  bool of_language = false;       // known from the stated language, not from the union of all
};

class DateLexicon {
 public:
  static const DateLexicon& instance();  // built by the first caller, others wait

  LanguageIndex language(std::string_view tag) const;

  // Classes of code points as the lexicon's look-up needs them.
  enum class Letter : std::uint8_t { kNone, kLetter, kUnspaced };
  Letter letter(char32_t c) const { return c < kBmp ? letters_[c] : Letter::kLetter; }

  // Longest name that starts at text[at] and ends before a non-letter, or nothing. `first_word` is the run of letters
  // at `at`; pass an empty one for a script without spaces, where a name ends anywhere.
  const DateName* find(std::string_view text, std::size_t at, std::string_view first_word) const;
  bool word_may_start(std::string_view first_word) const { return filter_[filter_bit(first_word)]; }
  bool point_may_start(char32_t c) const { return c < kBmp && unspaced_starts_[c]; }

  std::optional<NameReading> reading(const DateName& name, DateRole role, LanguageIndex language) const;

 private:
  DateLexicon();
  void index_names();
  void classify_letters();

  static constexpr std::size_t kBmp = 0x10000;
  static constexpr std::size_t kFilterBits = std::size_t{1} << 19;  // 64 KiB; some 5% of its bits are set
  static std::size_t filter_bit(std::string_view word);
  [[nodiscard]] LanguageIndex place_of(std::string_view code) const;  // of a language, as languages_ or ICU call it

  std::vector<std::string> languages_;  // sorted
  LanguageSet news_languages_, month_first_languages_;
  std::size_t english_ = 0;
  std::vector<DateName> names_;                                                     // sorted by text, distinct
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> by_first_word_;  // longest name first
  std::unordered_map<char32_t, std::vector<std::uint32_t>> by_first_point_;         // longest name first
  std::vector<Letter> letters_;
  std::vector<bool> filter_;
  std::vector<bool> unspaced_starts_;
};

}  // namespace samestory

// Recurring runs: names in scripts written without spaces, found by their coming back.
//
// Input: the letters of one article in a row, an empty one wherever punctuation, a space, a number or another script
// stands between them, and the language. Output: runs of letters with their uses, at least two each, sorted.
//
// A report repeats the names of those whom it is about, and little else word by word. All runs of kFewestLetters to
// kMostLetters letters with two uses or more are taken by number of uses, longer ones first among equals, and each
// takes its letters away from those behind it: so a run that only stands inside a longer one is not a name of its
// own, and no name counts twice. What is left of each without general words at its ends (text/general_words.h) is the
// name: "mayor Zhou Qiming" and "Zhou Qiming" meet. Hiragana is a break as well: it writes endings and particles. Only
// what stands in title or lead is added to the names signal (stories/extract.cc): other runs are the topic's words.
//
// On two generated archives of 3,000 articles, Chinese and Japanese, BCubed F1 of the stories rises from .929 to .944
// and from .929 to .943, of the storylines from .858 to .912 and .858 to .912. With all runs, wherever they stand, the
// stories have .958 and .950, the storylines .914 and .896: Japanese ones lose six points of precision.
//
// Rejected: words by dictionary (names are what it lacks); runs of fixed length, of which one long name shares many;
// the longest run first, which takes headlines repeated in the lead for names.
//
// Cost: a sort of the places that share a run, once for each length; most are gone before the first. A Chinese article
// of 2,500 bytes takes some 36 us, a Japanese one 53 (rows "recurring_runs" of bench/text_bench.cc). A language without
// general words gets no runs, since "court of appeal" would pose as a name. Tested by tests/recurring_runs_test.cc
// against the definition.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace samestory {

inline constexpr std::size_t kFewestLetters = 2;  // of Han
inline constexpr std::size_t kFewestKatakana = 3;
inline constexpr std::size_t kFewestOthers = 5;  // code points; shorter runs of an alphabet are syllables
inline constexpr std::size_t kMostLetters = 16;  // longer repeats are phrases
inline constexpr std::size_t kFewestUses = 2;

struct RecurringRun {
  std::string_view run;  // into the text
  std::size_t uses;
};

std::vector<RecurringRun> find_recurring_runs(const std::vector<std::string_view>& letters, std::string_view language);

}  // namespace samestory

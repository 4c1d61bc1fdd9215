// Report words: the units of an article that count as its report, as they stand in the text.
//
// Input: title and text of one article, and what its outlet repeats. Output: words with their places, cased and folded,
// without what is not the report: the site's name behind the title, furniture lines (text/furniture.h), spans that the
// outlet repeats (text/repeated.h) unless little else would be left, and whatever stands behind a "related news"
// heading, which is another article. Beside them what one word says by itself: the value of a number, somebody's age.
//
// Cased and folded text stand in two strings whose bytes have the same places, so that a word is found in both, and
// printed as it was. Cost: one pass of the segmenter, one of the folder. Tested by tests/features_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "stories/extract.h"
#include "text/letters.h"
#include "text/normalize.h"
#include "text/repeated.h"
#include "text/segment.h"

namespace samestory {

// A unit of the article as the features read it.
struct ReportWord {
  std::string_view surface, folded;
  std::uint32_t begin, end;  // bytes in the cased text
  std::uint64_t hash;        // of the folded word, for any signal; set where a signal reads the word
  UnitKind kind;
  std::uint32_t elided;  // bytes before a name that an apostrophe joins to them: "d'" of "d'Orvel"; mostly 0
  bool upper;            // the name, or else the word, starts with a capital letter
  bool starts;           // first of its sentence, or in the title: a capital says nothing there
  bool in_title;
  bool joins_previous;  // only a space (or nothing) stands between the previous word and this one
};

// The article's text, cased and folded, in two strings whose bytes stand at the same places.
struct AlignedText {
  std::string cased, folded;

  explicit AlignedText(std::string_view raw) : cased(normalize(raw, Case::kKeep)), folded(fold_in_place(cased)) {}
};

// Byte at which a title's tail begins that only names the site ("... - Harbour Post"), or the title's size.
std::size_t end_of_title(std::string_view title, std::string_view outlet);

// The words of the title.
std::vector<ReportWord> title_words(const AlignedText& title);

// The words of the body, whatever they belong to.
std::vector<ReportWord> all_words(const AlignedText& text);

// Of all words of the body those without furniture lines and repeated spans, up to where other articles begin.
std::vector<ReportWord> report_words(std::vector<ReportWord> words, const AlignedText& text, const StoryText& article,
                                     const RepeatedSpans& repeated, std::uint64_t seed);

// Bytes of a word before the name in it: what stands before its last apostrophe, if a capital follows and it is shorter
// than what follows or has none itself ("l'Orvel", "dell'Orvel", but not "ORVEL'S").
std::size_t elided_bytes(std::string_view word);

// Have most of the words letters of a script with capitals?
bool is_cased(const std::vector<ReportWord>& words);

// A number's digits: "1,200" and "1200" are one number; years and clock times are none (empty). `text` is the cased
// text that the word stands in.
std::string number_of(const ReportWord& word, std::string_view text);

// Is words[i], a number, somebody's age? ", 34," behind a name, or a word for it behind the number.
bool is_age(const std::vector<ReportWord>& words, std::size_t i, std::string_view text);

}  // namespace samestory

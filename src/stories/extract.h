// Extracting: from an article's text to the countable things that the story passes compare.
//
// Input: title, text, language and date of one article (the canonical of a copy group). Output: an Extract, a
// few kilobytes: for each signal the distinct terms with their counts, and the dates and ages that the text
// states.
//
// The signals (Signal), each compared by a cosine of its own:
//   body     words of the title and the first kBodyWords units: the topic
//   lead     words of the title and the first kLeadWords units: what is reported, as journalists put it first
//   names    capitalised words and adjacent pairs of them; in scripts without capitals, uncommon words and pairs;
//            in scripts written without spaces, recurring runs of letters (stories/recurring_runs.h);
//            an article that an apostrophe joins to a name is cut off ("d'Orvel")
//   grams    four neighbouring letters inside the words of the lead: inflected and prefixed forms of one word meet
//   numbers  numbers that are neither years nor clock times
//   title    words of the title
// Words are those of stories/report_words.h, folded; in scripts written without spaces two neighbouring letters are a
// word.
//
// A term is a 32-bit hash of signal, language and folded word; body, lead and title have one set of terms, being made
// of the same words. Two languages share no term, so each has its own document frequencies in one table. Collisions:
// among n terms a term meets another with probability n / 2^32; the harm is one slightly wrong weight, the same in
// every run. Rejected: 64 bits, which double the memory of the largest structure.
//
// Names, numbers and dates decide between look-alike events; stemmers were left out because they cut names. What stands
// behind an apostrophe stays, too ("Trump's", Turkish endings): cut off, names alone tell more in English, French and
// Turkish, but all pairs come out more alike, true or not, and F1 of pairs in semeval2022_task8 falls from .775 to
// .768; cut off of all words, front pages lose 1.1 points. Also rejected, measured on five labelled sets: numbers
// written as words ("eight") as numbers (Arabic .8 points less, the others within .2); a number with the noun behind it
// ("19 cases") as one more term of numbers (.4 points less and .4 more on two sets, .1 more on two, none on one); the
// same quantity in both leads as agreement, another one as conflict, of .2 powers of ten each (.2 more on two sets, .2
// less on one); neighbouring words of the body as a seventh signal (a sixth of all columns' entries; .9399 in place of
// .9400 in the mean of the six sets, .9417 in place of .9421 inside 20,000 others, pairs of semeval2022_task8 .775 in
// place of .786). Cost: one pass of the segmenter. Tested by tests/features_test.cc.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/latin_form.h"
#include "text/repeated.h"

namespace samestory {

enum class Signal : std::uint8_t { kBody, kLead, kNames, kGrams, kNumbers, kTitle };
inline constexpr std::size_t kSignals = 6;

inline constexpr std::size_t kBodyWords = 500;  // units read of the body; the event stands in them
inline constexpr std::size_t kLeadWords = 70;   // units: two or three paragraphs

using TermId = std::uint32_t;

struct TermCount {
  TermId term;
  std::uint16_t count;
};

// Of every use of a word inside a sentence: was it capitalised? Summed over the archive it tells names from titles set
// in capitals.
struct CaseUse {
  TermId word;          // the name-signal term of the folded word
  std::uint16_t upper;  // uses inside a sentence that start with a capital
  std::uint16_t lower;  // uses that do not
};

// A pair in the names signal and the two words that must both turn out to be names for it to count.
struct NamePair {
  TermId pair, first, second;
};

// A word and what it may be without the prefixes written onto it, as terms of the body.
struct BareForm {
  TermId word, bare;
};

struct PrintedText;  // keeps alive what surfaces point into

struct Extract {
  std::string language;                                // primary tag, stated or guessed
  std::array<std::vector<TermCount>, kSignals> terms;  // each sorted by term, distinct
  std::vector<CaseUse> case_uses;                      // sorted by word, distinct; empty in scripts without capitals
  std::vector<NamePair> name_pairs;                    // the pairs among terms[kNames], sorted by pair; likewise
  std::vector<BareForm> bare_forms;                    // sorted, distinct; for the archive to choose from
  std::optional<std::int32_t> day;                     // own date: published, else a stamp in the text; since 1970
  std::optional<std::int64_t> published_s;             // as the record gave it
  std::vector<std::uint16_t> month_days;               // 32 * month + day stated in title or lead, sorted, distinct
  std::vector<std::uint16_t> past_month_days;          // those marked as past, anywhere: what the event is not
  std::vector<std::int32_t> days;                      // days since 1970 that weekdays and "yesterday" in the lead mean
  std::vector<std::uint16_t> ages;                     // stated ages of people, sorted, distinct
  bool cased = false;                                  // most letters of the text have a case
  // Of all words in Latin form (stories/across_terms.h), where surfaces are dropped; in any order, not distinct.
  std::vector<std::uint32_t> across;
  // Terms as printed, sorted, and the text that they point into; filled only if asked for.
  std::vector<std::pair<TermId, std::string_view>> surfaces;
  std::shared_ptr<const PrintedText> printed;
};

struct StoryText {
  std::string_view title, text, language, outlet;
  std::optional<std::int64_t> published_s;
};

enum class Surfaces : std::uint8_t {
  kDrop,
  kKeep,
  kOnly,  // and of the terms names and numbers alone: all that evidence needs
};

// Reads article after article, one thread's.
class Extractor {
 public:
  Extract read(const StoryText& article, const RepeatedSpans& repeated, std::uint64_t seed,
               Surfaces surfaces = Surfaces::kDrop);

 private:
  LatinForm latin_;  // remembers words
};

// The same of one article.
Extract extract(const StoryText& article, const RepeatedSpans& repeated, std::uint64_t seed,
                Surfaces surfaces = Surfaces::kDrop);

// The term of a folded word in a signal of a language, for tables of words that come from elsewhere.
TermId term_of(Signal signal, std::string_view language, std::string_view folded, std::uint64_t seed);

}  // namespace samestory

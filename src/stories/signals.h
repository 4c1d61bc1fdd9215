// Signals: what one article's words say, signal by signal (the signals: stories/extract.h).
//
// Input: the words of a title and of a body (stories/report_words.h), and for each whether it is part of a date.
// Output: of an Extract the terms, uses of capitals, pairs of names, forms without prefixes and ages and, if asked for,
// the terms as printed. All signals read the same words, each hashed once. Cost: a look at each word and a sort of its
// terms a signal. Tested by tests/features_test.cc.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "stories/extract.h"
#include "stories/report_words.h"

namespace samestory {

struct PrintedText {
  AlignedText title, body;
  std::deque<std::string> composed;  // what is printed otherwise than it stands in the text; grows without moving
};

struct ArticleWords {
  std::vector<ReportWord> title, body;
  std::vector<bool> title_dated, body_dated;  // per word: part of a date
};

// Adds what the words say. REQUIRES language and cased. `printed` is what the words stand in; what they are composed to
// is kept there.
Extract with_signals(Extract extract, ArticleWords words, PrintedText& printed, std::uint64_t seed, Surfaces surfaces);

}  // namespace samestory

// Bare words: one term for a word with and without the prefixes that its language writes onto it.
//
// Input: the extracts of all canonicals. Output: for each term of a word the term that stands for it, and extracts
// rewritten by it (body, lead and title; these three share their terms). A word stands for another one if it is what
// the other may be without its prefixes (text/clitics.h) and more articles of the archive hold it; of several, the one
// that most hold. So "بالرياض", "للرياض" and "والرياض" become "الرياض", while "وزير" stays whole, since "زير" is rarer.
//
// On 399 labelled articles in a stream of 6,324 Arabic ones it is worth .8 points of BCubed F1, at the default level
// (.885 to .893) and on the mean of the levels 1.7 to 2.2 (chosen on this set). Rejected there: any reading that at
// least two articles and as many as the word hold (.2 less); the names too (.3 less); leaving the lead and the title as
// they are (.2 less). Rejected for scripts without capitals: names of cohesive pairs only (of a pair's rarer word, at
// least .1, .3 or .5 of the articles hold the pair): 0 to .5 less. Hebrew follows by analogy and is not measured.
//
// Invariants: a term's substitute is itself nobody's part: it is held by more articles than whatever it stands for, so
// a chain of substitutes ends. Equal counts change nothing. Cost: 8 bytes a reading, 360 an article of 3,000 Arabic
// ones, and one sort of the body terms of such languages (row "bare_words" of bench/stories_bench.cc). Tested by
// tests/bare_words_test.cc.
#pragma once

#include <vector>

#include "stories/extract_blocks.h"

namespace samestory {

// Sorted by word, each once; `bare` stands for no word of its own.
std::vector<BareForm> choose_bare_words(const std::vector<ExtractBlock>& blocks);

// Replaces the words of body, lead and title. The readings have done their work and are dropped.
ExtractBlock with_bare_words(ExtractBlock block, const std::vector<BareForm>& chosen);

}  // namespace samestory

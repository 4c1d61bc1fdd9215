// Clitics: the short words that some languages write onto the next one ("and", "in", "to", "the").
//
// Input: a folded word and its language. Output: what the word may be without them, each form once; none for languages
// without such prefixes and for most words of the others. Arabic and Hebrew put them in a fixed order, a conjunction,
// a preposition and the article, and any of the three may be missing, so a word has up to a dozen readings. Which of
// them is right cannot be told from the word: the first letter of "وزير" (minister) is its own, that of "ووزير" (and
// a minister) is not. The archive decides (stories/bare_words.h): a reading counts if it is a commoner word.
//
// Arabic "للرياض" hides the article's first letter behind the preposition; the form is given back with it: "الرياض".
//
// Rejected: stemmers (Snowball, light stems), which cut the first letters of names: "بوتين" has no prefix at all.
// Cost: some comparisons a word. Source: Larkey, Ballesteros and Connell 2002, SIGIR, "Improving stemming for Arabic
// information retrieval", section 3 (prefixes of the light stemmer). Tested by tests/bare_words_test.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace samestory {

inline constexpr std::size_t kShortestBare = 3;  // letters: in a shorter rest one letter more makes another word

// Does bare_forms() give anything for words of the language?
bool has_clitics(std::string_view language);

std::vector<std::string> bare_forms(std::string_view folded, std::string_view language);

}  // namespace samestory

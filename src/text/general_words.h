// General words: what everyday reporting is made of, in languages written without spaces.
//
// Input: a folded run of letters or a word, and its language. Output: whether it is such a word, and what is left of it
// without those at its ends: "mayor Zhou Qiming" is the name "Zhou Qiming". The lists (some 12,000 Chinese words,
// 17,000 Japanese, 4,000 Thai) hold what a dictionary or a frequency list does not know as a name; a tiny archive
// cannot know by itself that "court" and "prosecutor" are no names, since all its trials are about the same two.
//
// Not the table of common words (text/common_words.h), which tells rates and weighs words: these words are too rare
// for it, and listing them there would change every weight. Rejected: cutting text into words by a dictionary, as ICU
// does: names are what dictionaries lack, and dictionaries change between releases.
//
// The data, src/text/general_words/general_words.tsv, is made by derive.py beside it, which names the origins. Cost:
// parsing once; a look-up, one of a hash table; core(), as many of them as the longest word has letters, for each word
// that it cuts. Tested by tests/general_words_test.cc.
#pragma once

#include <cstddef>
#include <string_view>
#include <unordered_set>

namespace samestory {

class GeneralWords {
 public:
  // The list of a language, by its primary tag ("zh"); empty if there is none.
  static const GeneralWords& of(std::string_view language);

  [[nodiscard]] bool empty() const { return words_.empty(); }
  [[nodiscard]] bool holds(std::string_view word) const;

  // The run without the longest list words at its two ends, until neither end is one; empty if nothing is left.
  [[nodiscard]] std::string_view core(std::string_view run) const;

  [[nodiscard]] const std::unordered_set<std::string_view>& words() const { return words_; }

 private:
  friend struct GeneralWordsLists;
  [[nodiscard]] std::size_t longest_prefix(std::string_view run) const;  // bytes; 0: none
  [[nodiscard]] std::size_t longest_suffix(std::string_view run) const;

  std::unordered_set<std::string_view> words_;
  std::size_t longest_bytes_ = 0;
};

}  // namespace samestory

// Name words: which capitalised words are names, as the whole archive uses them.
//
// Input: the extracts of all canonicals with, of each word, its uses inside sentences with a capital and without. A
// word is a name if at least half of them have one; a pair of words, if both are names. A word never seen inside a
// sentence is one, since nothing speaks against its capital. Articles in scripts without capitals keep their names.
//
// Uses are added up in one table for each range of a word's leading bits, side by side; only the balance of the two
// counts is kept, and of words only those that are no names. Sums of integers: the same for any number of threads.
// Rejected: sorting all uses of all articles (1.5 KB an article, and half of the time of all features). Cost: a look-up
// for each word of an article, another for each of its names; some 30 bytes a word of the archive. Tested by
// tests/name_words_test.cc against maps.
#pragma once

#include <vector>

#include "base/key_set.h"
#include "stories/extract.h"

namespace samestory {

class NameWords {
 public:
  explicit NameWords(const std::vector<Extract>& extracts);

  // Drops the names that are none.
  [[nodiscard]] Extract with_names(Extract extract) const;

 private:
  [[nodiscard]] bool contains(TermId word) const;

  KeySet others_;  // words that are no names
};

}  // namespace samestory

// Name words: which capitalised words are names, as the whole archive uses them.
//
// Input: the extracts of all canonicals with, of each word, its uses inside sentences with a capital less those
// without. A word is a name if at least half of them have one; a pair of words, if both are names. A word never seen
// inside a sentence is one, since nothing speaks against its capital. Articles in scripts without capitals keep their
// names.
//
// Uses are added up in one table for each range of a word's leading bits, side by side; of words only those are kept
// that are no names. Sums of integers: the same for any number of threads. Rejected: sorting all uses of all articles
// (1.5 KB an article, and half of the time of all features). Cost: a look-up for each word of a block, another for each
// name of an article; 48 to 96 bytes a distinct word while they are counted. Tested by tests/name_words_test.cc
// against maps.
#pragma once

#include <vector>

#include "base/key_set.h"
#include "stories/extract_blocks.h"

namespace samestory {

class NameWords {
 public:
  explicit NameWords(const std::vector<ExtractBlock>& blocks);

  // Drops the names that are none, and what told them.
  [[nodiscard]] ExtractBlock with_names(ExtractBlock block) const;

 private:
  [[nodiscard]] bool contains(TermId word) const;

  KeySet others_;  // words that are no names
};

}  // namespace samestory

// Common words of a language, for archives too small to know them, and the guess of a text's language.
//
// The table tells how many of a thousand articles of a language hold a word (for scripts written without spaces: two
// neighbouring letters). Story features blend these rates with the archive's own document frequencies, so that five
// articles are weighed as sensibly as five thousand; with five thousand the blend is gone.
//
// The data, src/text/common_words/common_words.tsv, is made by derive.py beside it, which names the origins. Languages
// without a table get nothing: their archives must be larger before their common words are known.
//
// The guess: the script decides where one language stands for it; among languages of one script, the one whose table
// explains most of the first words, each word counting its rate up to a limit that lists and counted tables share.
// Cost: parsing once; a rate, one look-up in a hash table; a guess, one look-up a word (bench/text_bench.cc). Tested by
// tests/common_words_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace samestory {

class CommonWords {
 public:
  // The table of a language, by its primary tag ("en"); empty if there is none.
  static const CommonWords& of(std::string_view language);

  // Articles in a thousand that hold the folded word; 0 if it is not in the table.
  [[nodiscard]] int per_mille(std::string_view word) const;

  struct Entry {
    std::string_view word;  // folded
    int per_mille;
  };
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }  // sorted by word

 private:
  friend struct CommonWordsTables;
  void index_entries();
  [[nodiscard]] std::size_t slot_of(std::string_view word) const;  // where the word stands, or would

  std::vector<Entry> entries_;
  std::vector<std::uint16_t> slots_;  // a power of two of numbers of entries plus 1; 0: free, as most are
};

// Primary subtag in lower case: "pt" of "pt-BR" or "PT_br"; empty if the tag is none.
std::string primary_language(std::string_view tag);

// Best guess of the language of a folded text: a primary tag, or "und-" and a script's name where no table helps.
std::string guess_language(std::string_view folded);

}  // namespace samestory

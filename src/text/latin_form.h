// Latin form: a word as it would stand in a language that is written in plain Latin letters, so that a name can be met
// in two languages: "Łódź" and "lodz", "Путин" and "putin". By ICU's transliteration of any script into Latin, without
// marks, in ASCII and lower case. What a script does not write cannot come out: names in Arabic and Hebrew lack their
// vowels and meet only each other.
//
// Words in ASCII, most of them, pass as they are. Letters of kPlainScripts have one form each wherever they stand,
// asked of ICU once, so that their words are put together letter by letter; tests/across_test.cc compares all pairs of
// them with ICU. Other words are remembered, since the words of news repeat, by a hash of 64 bits in a table of 16
// bytes a place. Rejected: remembering all words (a wait for memory for each, and ICU takes microseconds for each that
// is new); a map of strings (three times the waiting); a place a word and no second one (words of one place drive each
// other out); tables of our own; phonetic codes, which make too many words equal. Tested by tests/across_test.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace samestory {

// One a thread: it remembers what it was asked.
class LatinForm {
 public:
  LatinForm();
  ~LatinForm();
  LatinForm(LatinForm&&) noexcept;
  LatinForm(const LatinForm&) = delete;
  LatinForm& operator=(const LatinForm&) = delete;
  LatinForm& operator=(LatinForm&&) = delete;

  // `folded` is valid UTF-8 in lower case; the result is ASCII but for letters that ICU knows no way to write in it. It
  // is valid until the next call, and as long as `folded` is.
  std::string_view operator()(std::string_view folded);

 private:
  std::string_view remembered(std::string_view folded);

  struct Rules;
  std::unique_ptr<Rules> rules_;  // made, as is room for the known, for the first word that is to be remembered
  struct Known {
    std::uint64_t word = 0;  // its hash; 0: free
    std::uint32_t begin = 0, length = 0;
  };
  Known& place_of(std::uint64_t word);

  std::vector<Known> known_;  // a power of two; at least half of it free
  std::size_t count_ = 0;
  std::string forms_;  // what the known point into
  std::string form_;   // of the last word that was put together
};

}  // namespace samestory

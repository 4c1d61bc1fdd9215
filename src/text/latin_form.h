// Latin form: a word as it would stand in a language that is written in plain Latin letters, so that a name can be met
// in two languages: "Łódź" and "lodz", "Путин" and "putin". By ICU's transliteration of any script into Latin, without
// marks, in ASCII and lower case. What a script does not write cannot come out: names in Arabic and Hebrew lack their
// vowels and meet only each other. Words in ASCII, most of them, pass without ICU; the others are remembered, since the
// words of news repeat. Rejected: tables of our own; phonetic codes, which make too many words equal.
// Tested by tests/across_test.cc.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

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
  struct Rules;
  std::unique_ptr<Rules> rules_;  // made for the first word that is not ASCII
  struct Hash {                   // of views, so that what is known is found without a copy
    using is_transparent = void;
    std::size_t operator()(std::string_view word) const { return std::hash<std::string_view>()(word); }
  };
  std::unordered_map<std::string, std::string, Hash, std::equal_to<>> known_;
};

}  // namespace samestory

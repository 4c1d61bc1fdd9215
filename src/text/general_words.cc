#include "text/general_words.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>

namespace samestory {

extern const char* const kGeneralWordsTsv;  // generated from general_words.tsv at build time

struct GeneralWordsLists {
  std::map<std::string, GeneralWords, std::less<>> by_language;

  GeneralWordsLists() {
    std::string_view rest = kGeneralWordsTsv;
    while (!rest.empty()) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      const std::size_t tab = line.find('\t');
      GeneralWords& list = by_language[std::string(line.substr(0, tab))];
      const std::string_view word = line.substr(tab + 1);
      list.words_.insert(word);
      list.longest_bytes_ = std::max(list.longest_bytes_, word.size());
    }
  }
};

namespace {

// In UTF-8 most bytes do not end a letter, and need no look-up.
bool is_letter_end(std::string_view text, std::size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

}  // namespace

const GeneralWords& GeneralWords::of(std::string_view language) {
  static const GeneralWordsLists lists;
  static const GeneralWords none;
  const auto found = lists.by_language.find(language);
  return found == lists.by_language.end() ? none : found->second;
}

bool GeneralWords::holds(std::string_view word) const { return words_.count(word) > 0; }

std::size_t GeneralWords::longest_prefix(std::string_view run) const {
  std::size_t size = std::min(longest_bytes_, run.size());
  while (size > 0 && !(is_letter_end(run, size) && holds(run.substr(0, size)))) --size;
  return size;
}

std::size_t GeneralWords::longest_suffix(std::string_view run) const {
  std::size_t size = std::min(longest_bytes_, run.size());
  while (size > 0 && !(is_letter_end(run, run.size() - size) && holds(run.substr(run.size() - size)))) --size;
  return size;
}

std::string_view GeneralWords::core(std::string_view run) const {
  for (std::size_t size = 1; size > 0;) {
    size = longest_prefix(run);
    run.remove_prefix(size);
    const std::size_t behind = longest_suffix(run);
    run.remove_suffix(behind);
    size += behind;
  }
  return run;
}

}  // namespace samestory

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
      list.words_.push_back(line.substr(tab + 1));
      list.longest_bytes_ = std::max(list.longest_bytes_, list.words_.back().size());
    }
    for (auto& [language, list] : by_language) std::sort(list.words_.begin(), list.words_.end());
  }
};

const GeneralWords& GeneralWords::of(std::string_view language) {
  static const GeneralWordsLists lists;
  static const GeneralWords none;
  const auto found = lists.by_language.find(language);
  return found == lists.by_language.end() ? none : found->second;
}

bool GeneralWords::holds(std::string_view word) const { return std::binary_search(words_.begin(), words_.end(), word); }

bool GeneralWords::covers(std::string_view run) const {
  std::vector<bool> reached(run.size() + 1, false);
  reached[0] = true;
  for (std::size_t begin = 0; begin < run.size(); ++begin) {
    if (!reached[begin]) continue;
    const std::size_t most = std::min(longest_bytes_, run.size() - begin);
    for (std::size_t size = 1; size <= most; ++size) {
      if (!reached[begin + size] && holds(run.substr(begin, size))) reached[begin + size] = true;
    }
  }
  return reached[run.size()];
}

std::string_view GeneralWords::core(std::string_view run) const {
  if (covers(run)) return {};
  for (bool cut = true; cut;) {
    cut = false;
    for (std::size_t size = std::min(longest_bytes_, run.size()); size > 0 && !cut; --size) {
      cut = holds(run.substr(0, size));
      if (cut) run.remove_prefix(size);
    }
    for (std::size_t size = std::min(longest_bytes_, run.size()); size > 0; --size) {
      if (!holds(run.substr(run.size() - size))) continue;
      run.remove_suffix(size);
      cut = true;
      break;
    }
  }
  return run;
}

}  // namespace samestory

#include "text/date_gaps.h"

#include <array>
#include <string>
#include <unordered_set>

#include "text/normalize.h"

namespace samestory {
namespace {

constexpr std::size_t kLongestGap = 40;  // bytes; " من شهر " and " corresponding to the " stay below
constexpr int kMostWords = 2;
constexpr std::string_view kSeparators = " ,.-/()'\n";

struct Hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view word) const { return std::hash<std::string_view>()(word); }
};
using WordSet = std::unordered_set<std::string, Hash, std::equal_to<>>;

const WordSet& words_of(DateJoin join) {
  static const std::array<WordSet, kDateJoins> sets = [] {
    std::array<WordSet, kDateJoins> all;
    for (const JoinWords& row : join_words()) {
      WordSet& words = all[static_cast<std::size_t>(row.join)];
      for (const std::string_view word : alternatives(row.words)) words.insert(normalize(word, Case::kKeep));
    }
    return all;
  }();
  return sets[static_cast<std::size_t>(join)];
}

}  // namespace

bool joins(std::string_view gap, DateJoin join, std::string_view punctuation) {
  if (gap.size() > kLongestGap) return false;
  int words = 0;
  for (std::size_t at = 0; at < gap.size();) {
    if (punctuation.find(gap[at]) != std::string_view::npos) {
      ++at;
      continue;
    }
    const std::size_t end = std::min(gap.find_first_of(kSeparators, at), gap.size());
    const WordSet& known = words_of(join);
    if (end == at || ++words > kMostWords || known.find(gap.substr(at, end - at)) == known.end()) return false;
    at = end;
  }
  return true;
}

std::size_t join_word_before(std::string_view text, DateJoin join) {
  if (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  const std::size_t start = text.find_last_of(kSeparators);
  const std::string_view word = start == std::string_view::npos ? text : text.substr(start + 1);
  const WordSet& known = words_of(join);
  return known.find(word) == known.end() ? 0 : word.size();
}

}  // namespace samestory

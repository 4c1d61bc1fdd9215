#include "text/common_words.h"

#include <unicode/uscript.h>

#include <algorithm>
#include <bit>
#include <cassert>
#include <limits>
#include <map>
#include <unordered_map>

#include "base/hash.h"
#include "text/segment.h"

namespace samestory {

extern const char* const kCommonWordsTsv;  // generated from common_words.tsv at build time

namespace {

constexpr int kMostEvidence =
    130;  // per mille that a word counts: what word lists give, so that both kinds of table compare
constexpr std::size_t kWordsToGuess = 200;  // the first words of a text; more change no guess

}  // namespace

struct CommonWordsTables {
  std::map<std::string, CommonWords, std::less<>> by_language;
  // For guessing: which languages hold a word, and how common it is there (up to kMostEvidence).
  struct Holder {
    std::uint16_t language;  // place in `names`
    std::uint16_t evidence;
  };
  std::vector<std::string> names;
  std::unordered_map<std::string_view, std::vector<Holder>> holders;

  CommonWordsTables() {
    std::string_view rest = kCommonWordsTsv;
    while (!rest.empty()) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      const std::size_t first = line.find('\t'), second = line.find('\t', first + 1);
      int rate = 0;
      for (const char digit : line.substr(second + 1)) rate = 10 * rate + (digit - '0');
      by_language[std::string(line.substr(0, first))].entries_.push_back(
          {line.substr(first + 1, second - first - 1), rate});
    }
    for (auto& [language, table] : by_language) {
      std::sort(table.entries_.begin(), table.entries_.end(),
                [](const auto& a, const auto& b) { return a.word < b.word; });
      table.index_entries();
      for (const CommonWords::Entry& entry : table.entries_) {
        const int evidence = std::min(entry.per_mille, kMostEvidence);
        holders[entry.word].push_back({static_cast<std::uint16_t>(names.size()), static_cast<std::uint16_t>(evidence)});
      }
      names.push_back(language);
    }
  }

  static const CommonWordsTables& all() {
    static const CommonWordsTables tables;
    return tables;
  }
};

const CommonWords& CommonWords::of(std::string_view language) {
  static const CommonWords none;
  const auto& tables = CommonWordsTables::all().by_language;
  const auto found = tables.find(language);
  return found == tables.end() ? none : found->second;
}

int CommonWords::per_mille(std::string_view word) const {
  if (entries_.empty()) return 0;
  const std::uint16_t number = slots_[slot_of(word)];
  return number == 0 ? 0 : entries_[number - 1U].per_mille;
}

void CommonWords::index_entries() {
  constexpr std::size_t kSlotsAnEntry = 4;  // words that are not listed, most that are asked, then find a free slot
  assert(entries_.size() < std::numeric_limits<std::uint16_t>::max());
  slots_.assign(std::bit_ceil(kSlotsAnEntry * entries_.size()), 0);
  for (std::size_t e = 0; e < entries_.size(); ++e)
    slots_[slot_of(entries_[e].word)] = static_cast<std::uint16_t>(e + 1);
}

std::size_t CommonWords::slot_of(std::string_view word) const {
  std::size_t slot = hash_bytes(word, 0) % slots_.size();
  while (slots_[slot] != 0 && entries_[slots_[slot] - 1U].word != word) slot = (slot + 1) % slots_.size();
  return slot;
}

std::string primary_language(std::string_view tag) {
  std::string primary;
  for (const char c : tag.substr(0, tag.find_first_of("-_"))) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    if (lower < 'a' || lower > 'z') return "";
    primary.push_back(lower);
  }
  return primary.size() >= 2 && primary.size() <= 3 && primary != "und" ? primary : "";
}

std::string guess_language(std::string_view folded) {
  std::map<UScriptCode, int> letters;
  std::vector<std::string_view> words;
  const std::vector<Unit> units = segment(folded.substr(0, std::min<std::size_t>(folded.size(), 64 * kWordsToGuess)));
  for (std::size_t u = 0; u < units.size() && words.size() < kWordsToGuess; ++u) {
    std::size_t at = units[u].begin;
    UErrorCode status = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(static_cast<UChar32>(next_code_point(folded, at)), &status);
    if (units[u].kind == UnitKind::kNumber) continue;
    ++letters[script];
    const bool pair = units[u].kind == UnitKind::kPoint && u + 1 < units.size() && units[u + 1].begin == units[u].end;
    words.push_back(folded.substr(units[u].begin, (pair ? units[u + 1].end : units[u].end) - units[u].begin));
  }
  if (words.empty()) return "und";
  // Scripts that stand for one language decide, whatever the tables say of the words.
  if (letters[USCRIPT_HIRAGANA] + letters[USCRIPT_KATAKANA] > 0) return "ja";
  const auto script = std::max_element(letters.begin(), letters.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
  switch (script->first) {
    case USCRIPT_HAN:
      return "zh";
    case USCRIPT_HANGUL:
      return "ko";
    case USCRIPT_THAI:
      return "th";
    case USCRIPT_GREEK:
      return "el";
    case USCRIPT_HEBREW:
      return "he";
    default:
      break;
  }
  std::string best = std::string("und-") + uscript_getShortName(script->first);
  int most = static_cast<int>(words.size()) * 20;  // per mille a word; below that no table explains the text
  const CommonWordsTables& tables = CommonWordsTables::all();
  std::vector<int> explained(tables.names.size(), 0);
  for (const std::string_view word : words) {
    const auto found = tables.holders.find(word);
    if (found == tables.holders.end()) continue;
    for (const auto& holder : found->second) explained[holder.language] += holder.evidence;
  }
  for (std::size_t l = 0; l < explained.size(); ++l) {
    if (explained[l] > most) most = explained[l], best = tables.names[l];
  }
  return best;
}

}  // namespace samestory

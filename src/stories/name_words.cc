#include "stories/name_words.h"

#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "base/parallel.h"
#include "stories/term_blocks.h"
#include "stories/term_numbers.h"

namespace samestory {
namespace {

constexpr TermId kWordsInRange = TermId{1} << (32 - kRangeBits);

// The words of a range that have a capital in fewer than half of their uses, as keys.
std::vector<std::uint64_t> find_others(std::size_t range, const std::vector<Extract>& extracts) {
  const auto first_word = static_cast<TermId>(range * kWordsInRange);
  const TermId last_word = first_word + (kWordsInRange - 1);
  TermNumbers words;
  std::vector<std::int64_t> balance;  // by number: uses with a capital less those without
  for (const Extract& extract : extracts) {
    auto use = std::lower_bound(extract.case_uses.begin(), extract.case_uses.end(), first_word,
                                [](const CaseUse& held, TermId word) { return held.word < word; });
    for (; use != extract.case_uses.end() && use->word <= last_word; ++use) {
      const std::uint32_t number = words.number(use->word);
      if (number == balance.size()) balance.push_back(0);
      balance[number] += use->upper - use->lower;
    }
  }
  std::vector<std::uint64_t> others;
  for (std::size_t w = 0; w < balance.size(); ++w) {
    if (balance[w] < 0) others.push_back(mix(words.terms()[w]));
  }
  return others;
}

KeySet find_others(const std::vector<Extract>& extracts) {
  std::vector<std::vector<std::uint64_t>> of_range(kRanges);
  for_each_index(
      kRanges, [&](std::size_t range) { of_range[range] = find_others(range, extracts); }, 1);
  std::vector<std::uint64_t> all;
  for (const std::vector<std::uint64_t>& keys : of_range) all.insert(all.end(), keys.begin(), keys.end());
  return KeySet(all);
}

}  // namespace

NameWords::NameWords(const std::vector<Extract>& extracts) : others_(find_others(extracts)) {}

bool NameWords::contains(TermId word) const { return !others_.contains(mix(word)); }

Extract NameWords::with_names(Extract extract) const {
  if (!extract.cased) return extract;
  auto pair = extract.name_pairs.begin();  // sorted, as names are
  std::erase_if(extract.terms[static_cast<std::size_t>(Signal::kNames)], [&](const TermCount& name) {
    while (pair != extract.name_pairs.end() && pair->pair < name.term) ++pair;
    const bool is_pair = pair != extract.name_pairs.end() && pair->pair == name.term;
    return is_pair ? !contains(pair->first) || !contains(pair->second) : !contains(name.term);
  });
  return extract;
}

}  // namespace samestory

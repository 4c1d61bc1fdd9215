#include "stories/name_words.h"

#include <algorithm>
#include <span>
#include <utility>

#include "base/hash.h"
#include "base/parallel.h"
#include "stories/term_table.h"

namespace samestory {
namespace {

struct Balance {
  std::int64_t excess = 0;
  std::uint32_t blocks = 0;  // that use the word: tells uses which even out from a free place

  bool operator==(const Balance&) const = default;
};

std::span<const CaseBalance> uses_of_range(const ExtractBlock& block, std::size_t range) {
  const auto before = [](const CaseBalance& use, std::size_t r) { return range_of(use.word) < r; };
  const auto first = std::lower_bound(block.case_uses.begin(), block.case_uses.end(), range, before);
  return {first, std::lower_bound(first, block.case_uses.end(), range + 1, before)};
}

// The words of a range that have a capital in fewer than half of their uses, as keys.
std::vector<std::uint64_t> find_others(std::size_t range, const std::vector<ExtractBlock>& blocks) {
  TermTable<Balance> words;
  for (const ExtractBlock& block : blocks) {
    for (const CaseBalance& use : uses_of_range(block, range)) {
      Balance& balance = words[use.word];
      balance.excess += use.excess;
      ++balance.blocks;
    }
  }
  std::vector<std::uint64_t> others;
  words.for_each([&](TermId word, const Balance& balance) {
    if (balance.excess < 0) others.push_back(mix(word));
  });
  return others;
}

KeySet find_others(const std::vector<ExtractBlock>& blocks) {
  std::vector<std::vector<std::uint64_t>> of_range(kRanges);
  for_each_index(
      kRanges, [&](std::size_t range) { of_range[range] = find_others(range, blocks); }, 1);
  std::vector<std::uint64_t> all;
  for (const std::vector<std::uint64_t>& keys : of_range) all.insert(all.end(), keys.begin(), keys.end());
  return KeySet(all);
}

}  // namespace

NameWords::NameWords(const std::vector<ExtractBlock>& blocks) : others_(find_others(blocks)) {}

bool NameWords::contains(TermId word) const { return !others_.contains(mix(word)); }

ExtractBlock NameWords::with_names(ExtractBlock block) const {
  const auto is_name = [&](TermId term) {
    const auto pair = std::lower_bound(block.name_pairs.begin(), block.name_pairs.end(), term,
                                       [](const NamePair& held, TermId id) { return held.pair < id; });
    const bool is_pair = pair != block.name_pairs.end() && pair->pair == term;
    return is_pair ? contains(pair->first) && contains(pair->second) : contains(term);
  };
  TermBlock& terms = block.terms[static_cast<std::size_t>(Signal::kNames)];
  std::vector<HeldTerm> names = terms.held();
  std::erase_if(names, [&](const HeldTerm& name) { return block.facts[name.article].cased && !is_name(name.term); });
  terms = TermBlock(names);
  block.name_pairs = {};
  block.case_uses = {};
  return block;
}

}  // namespace samestory

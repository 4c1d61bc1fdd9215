#include "stories/extract_blocks.h"

#include <algorithm>
#include <functional>
#include <tuple>

#include "base/hash_order.h"

namespace samestory {
namespace {

// Terms are hashes, evenly spread.
std::uint64_t spread_of(TermId term) { return std::uint64_t{term} << 32; }

std::vector<CaseBalance> add_up_case_uses(const std::vector<Extract>& extracts) {
  std::vector<CaseBalance> all;
  for (const Extract& extract : extracts) {
    for (const CaseUse& use : extract.case_uses) all.push_back({use.word, use.upper - use.lower});
  }
  sort_by_hash(
      all, [](const CaseBalance& use) { return spread_of(use.word); },
      [](const CaseBalance& a, const CaseBalance& b) { return a.word < b.word; });
  std::vector<CaseBalance> sums;
  for (const CaseBalance& use : all) {
    if (!sums.empty() && sums.back().word == use.word)
      sums.back().excess += use.excess;
    else
      sums.push_back(use);
  }
  sums.shrink_to_fit();
  return sums;
}

// What the extracts list, each once, in the order of the key.
template <class T, class Key>
std::vector<T> collect_distinct(const std::vector<Extract>& extracts, std::vector<T> Extract::*list, const Key& key) {
  std::vector<T> all;
  for (const Extract& extract : extracts) all.insert(all.end(), (extract.*list).begin(), (extract.*list).end());
  std::sort(all.begin(), all.end(), [&](const T& a, const T& b) { return key(a) < key(b); });
  all.erase(std::unique(all.begin(), all.end(), [&](const T& a, const T& b) { return key(a) == key(b); }), all.end());
  all.shrink_to_fit();
  return all;
}

}  // namespace

ExtractBlock make_block(const std::vector<Extract>& extracts) {
  ExtractBlock block;
  for (std::size_t f = 0; f < kSignals; ++f) block.terms[f] = TermBlock(held_terms(static_cast<Signal>(f), extracts));
  block.case_uses = add_up_case_uses(extracts);
  block.name_pairs = collect_distinct(extracts, &Extract::name_pairs,
                                      [](const NamePair& p) { return std::tuple(p.pair, p.first, p.second); });
  block.bare_forms =
      collect_distinct(extracts, &Extract::bare_forms, [](const BareForm& f) { return std::pair(f.word, f.bare); });
  for (const Extract& extract : extracts) {
    block.languages.push_back(extract.language);
    block.prefixed.push_back(!extract.bare_forms.empty());
    block.facts.push_back({extract.day, extract.published_s, 0, extract.month_days, extract.past_month_days,
                           extract.days, extract.ages, extract.cased, 0});
  }
  return block;
}

std::vector<ExtractBlock> make_blocks(const std::vector<Extract>& extracts) {
  std::vector<ExtractBlock> blocks;
  for (std::size_t first = 0; first < extracts.size(); first += kBlockExtracts) {
    const auto begin = extracts.begin() + static_cast<std::ptrdiff_t>(first);
    const auto count = static_cast<std::ptrdiff_t>(std::min(kBlockExtracts, extracts.size() - first));
    blocks.push_back(make_block({begin, begin + count}));
  }
  return blocks;
}

}  // namespace samestory

#include "stories/bare_words.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "base/parallel.h"

namespace samestory {
namespace {

struct Holders {
  TermId term;
  std::uint32_t articles;
};

// Articles that hold each body term, of the articles that have prefixed words; sorted by term.
std::vector<Holders> count_holders(const std::vector<ExtractBlock>& blocks) {
  const std::vector<TermId> held = collect_sorted<TermId>(
      blocks.size(),
      [&](std::vector<TermId>& mine, std::size_t b) {
        if (blocks[b].bare_forms.empty()) return;
        for (const HeldTerm& body : blocks[b].terms[static_cast<std::size_t>(Signal::kBody)].held()) {
          if (blocks[b].prefixed[body.article]) mine.push_back(body.term);
        }
      },
      std::less<>(), 1);
  std::vector<Holders> holders;
  for (const TermId term : held) {
    if (holders.empty() || holders.back().term != term) holders.push_back({term, 0});
    ++holders.back().articles;
  }
  return holders;
}

std::uint32_t holders_of(const std::vector<Holders>& holders, TermId term) {
  const auto found = std::lower_bound(holders.begin(), holders.end(), term,
                                      [](const Holders& held, TermId id) { return held.term < id; });
  return found != holders.end() && found->term == term ? found->articles : 0;
}

const BareForm* find_word(const std::vector<BareForm>& chosen, TermId word) {
  const auto found = std::lower_bound(chosen.begin(), chosen.end(), word,
                                      [](const BareForm& form, TermId id) { return form.word < id; });
  return found != chosen.end() && found->word == word ? &*found : nullptr;
}

// The terms with their words replaced; of an article two that became one are added up.
std::vector<HeldTerm> replace_words(const std::vector<HeldTerm>& held, const std::vector<bool>& prefixed,
                                    const std::vector<BareForm>& chosen) {
  std::vector<HeldTerm> kept, moved, joined;
  kept.reserve(held.size());
  joined.reserve(held.size());
  for (const HeldTerm& one : held) {
    const BareForm* const form = prefixed[one.article] ? find_word(chosen, one.term) : nullptr;
    if (form == nullptr)
      kept.push_back(one);
    else
      moved.push_back({form->bare, one.article, one.count});
  }
  std::sort(moved.begin(), moved.end(), stands_before);
  std::merge(kept.begin(), kept.end(), moved.begin(), moved.end(), std::back_inserter(joined), stands_before);
  std::size_t distinct = 0;
  for (const HeldTerm one : joined) {  // a copy: its place may be written
    HeldTerm* const last = distinct == 0 ? nullptr : &joined[distinct - 1];
    if (last != nullptr && last->term == one.term && last->article == one.article)
      last->count = static_cast<std::uint16_t>(std::min(65535, last->count + one.count));
    else
      joined[distinct++] = one;
  }
  joined.resize(distinct);
  return joined;
}

}  // namespace

std::vector<BareForm> choose_bare_words(const std::vector<ExtractBlock>& blocks) {
  const auto by_word = [](const BareForm& a, const BareForm& b) {
    return a.word != b.word ? a.word < b.word : a.bare < b.bare;
  };
  const std::vector<BareForm> forms = collect_sorted<BareForm>(
      blocks.size(),
      [&](std::vector<BareForm>& mine, std::size_t b) {
        mine.insert(mine.end(), blocks[b].bare_forms.begin(), blocks[b].bare_forms.end());
      },
      by_word, 1);
  const std::vector<Holders> holders = count_holders(blocks);
  std::vector<BareForm> steps;
  for (std::size_t begin = 0, end = 0; begin < forms.size(); begin = end) {
    const TermId word = forms[begin].word;
    std::uint32_t most = holders_of(holders, word);
    TermId best = word;
    for (; end < forms.size() && forms[end].word == word; ++end) {
      if (end > begin && forms[end].bare == forms[end - 1].bare) continue;
      const std::uint32_t articles = holders_of(holders, forms[end].bare);
      if (articles > most) most = articles, best = forms[end].bare;
    }
    if (best != word) steps.push_back({word, best});
  }
  std::vector<BareForm> chosen = steps;
  for (BareForm& form : chosen) {
    while (const BareForm* further = find_word(steps, form.bare)) form.bare = further->bare;
  }
  return chosen;
}

ExtractBlock with_bare_words(ExtractBlock block, const std::vector<BareForm>& chosen) {
  if (block.bare_forms.empty()) return block;
  for (const Signal signal : {Signal::kBody, Signal::kLead, Signal::kTitle}) {
    TermBlock& terms = block.terms[static_cast<std::size_t>(signal)];
    terms = TermBlock(replace_words(terms.held(), block.prefixed, chosen));
  }
  block.bare_forms = {};
  return block;
}

}  // namespace samestory

#include "stories/bare_words.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/parallel.h"

namespace samestory {
namespace {

struct Holders {
  TermId term;
  std::uint32_t articles;
};

// Articles that hold each body term, of the articles that have prefixed words; sorted by term.
std::vector<Holders> count_holders(const std::vector<Extract>& extracts) {
  const std::vector<TermId> held = collect_sorted<TermId>(
      extracts.size(),
      [&](std::vector<TermId>& mine, std::size_t i) {
        if (extracts[i].bare_forms.empty()) return;
        for (const TermCount& body : extracts[i].terms[static_cast<std::size_t>(Signal::kBody)])
          mine.push_back(body.term);
      },
      std::less<>());
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

}  // namespace

std::vector<BareForm> choose_bare_words(const std::vector<Extract>& extracts) {
  const auto by_word = [](const BareForm& a, const BareForm& b) {
    return a.word != b.word ? a.word < b.word : a.bare < b.bare;
  };
  const std::vector<BareForm> forms = collect_sorted<BareForm>(
      extracts.size(),
      [&](std::vector<BareForm>& mine, std::size_t i) {
        mine.insert(mine.end(), extracts[i].bare_forms.begin(), extracts[i].bare_forms.end());
      },
      by_word);
  const std::vector<Holders> holders = count_holders(extracts);
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

Extract with_bare_words(Extract extract, const std::vector<BareForm>& chosen) {
  if (extract.bare_forms.empty()) return extract;
  extract.bare_forms = {};
  for (const Signal signal : {Signal::kBody, Signal::kLead, Signal::kTitle}) {
    std::vector<TermCount>& terms = extract.terms[static_cast<std::size_t>(signal)];
    for (TermCount& count : terms) {
      if (const BareForm* form = find_word(chosen, count.term)) count.term = form->bare;
    }
    std::sort(terms.begin(), terms.end(), [](const TermCount& a, const TermCount& b) { return a.term < b.term; });
    std::size_t kept = 0;
    for (std::size_t t = 1; t < terms.size(); ++t) {
      if (terms[t].term == terms[kept].term)
        terms[kept].count = static_cast<std::uint16_t>(std::min(65535, terms[kept].count + terms[t].count));
      else
        terms[++kept] = terms[t];
    }
    if (!terms.empty()) terms.resize(kept + 1);
  }
  return extract;
}

}  // namespace samestory

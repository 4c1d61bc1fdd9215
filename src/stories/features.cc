#include "stories/features.h"

#include <samestory/error.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numeric>

#include "base/parallel.h"
#include "base/real.h"
#include "stories/bare_words.h"
#include "text/common_words.h"

namespace samestory {
namespace {

constexpr std::int64_t kSecondsPerDay = 86400;
constexpr double kFewHolders = 5;  // articles: held by no more, a word is uncommon however small the archive
constexpr std::size_t kTableGone = 2 * kTableArticles;  // articles of a language from which its table counts nothing

// Terms are numbered in ranges of their leading bits, side by side.
constexpr int kRangeBits = 5, kBitsInRange = 32 - kRangeBits;

// How the articles are divided among languages.
struct Languages {
  std::vector<std::uint32_t> of;      // per article
  std::vector<std::uint32_t> counts;  // per language
  std::vector<std::string> names;     // per language
  std::vector<double> blend;          // per language: articles that its table stands for
};

Languages count_languages(const std::vector<Extract>& extracts) {
  std::map<std::string, std::uint32_t> numbers;
  for (const Extract& extract : extracts) numbers.emplace(extract.language, 0);
  Languages languages;
  for (auto& [name, number] : numbers) {
    number = static_cast<std::uint32_t>(languages.names.size());
    languages.names.push_back(name);
  }
  languages.counts.assign(numbers.size(), 0);
  for (const Extract& extract : extracts) {
    languages.of.push_back(numbers.at(extract.language));
    ++languages.counts[languages.of.back()];
  }
  for (std::size_t l = 0; l < languages.names.size(); ++l) {
    const double n = languages.counts[l];
    const double fade = std::clamp((kTableGone - n) / static_cast<double>(kTableGone - kTableArticles), 0.0, 1.0);
    languages.blend.push_back(
        CommonWords::of(languages.names[l]).entries().empty() ? 0 : fade * static_cast<double>(kTableArticles));
  }
  return languages;
}

// Common rates (per mille) by term of a signal, for the languages that still need their tables.
std::vector<std::pair<TermId, int>> table_rates(Signal signal, const Languages& languages, std::uint64_t seed) {
  std::vector<std::pair<TermId, int>> rates;
  if (signal == Signal::kGrams || signal == Signal::kPairs || signal == Signal::kNumbers) return rates;
  for (std::size_t l = 0; l < languages.names.size(); ++l) {
    if (languages.blend[l] == 0) continue;
    for (const auto& entry : CommonWords::of(languages.names[l]).entries()) {
      rates.emplace_back(term_of(signal, languages.names[l], entry.word, seed), entry.per_mille);
    }
  }
  std::sort(rates.begin(), rates.end());
  return rates;
}

int rate_of(const std::vector<std::pair<TermId, int>>& rates, TermId term) {
  const auto found = std::lower_bound(rates.begin(), rates.end(), std::pair<TermId, int>(term, 0));
  return found != rates.end() && found->first == term ? found->second : 0;
}

// Words that are capitalised in at least half of their uses inside sentences; sorted.
std::vector<CaseUse> sum_case_uses(const std::vector<Extract>& extracts) {
  std::vector<CaseUse> uses = collect_sorted<CaseUse>(
      extracts.size(),
      [&](std::vector<CaseUse>& mine, std::size_t i) {
        mine.insert(mine.end(), extracts[i].case_uses.begin(), extracts[i].case_uses.end());
      },
      [](const CaseUse& a, const CaseUse& b) {
        return a.word != b.word ? a.word < b.word : a.upper != b.upper ? a.upper < b.upper : a.lower < b.lower;
      });
  std::vector<CaseUse> summed;
  std::uint64_t upper = 0, lower = 0;
  const auto saturate = [](std::uint64_t n) { return static_cast<std::uint16_t>(std::min<std::uint64_t>(n, 65535)); };
  for (std::size_t i = 0; i < uses.size(); ++i) {
    upper += uses[i].upper, lower += uses[i].lower;
    if (i + 1 < uses.size() && uses[i + 1].word == uses[i].word) continue;
    // Only the ratio matters; both are scaled down together so that the narrower type holds them.
    const std::uint64_t scale = std::max(upper, lower) / 65535 + 1;
    summed.push_back({uses[i].word, saturate(upper / scale), saturate(lower / scale)});
    upper = lower = 0;
  }
  return summed;
}

bool is_name_word(const std::vector<CaseUse>& uses, TermId word) {
  const auto found =
      std::lower_bound(uses.begin(), uses.end(), word, [](const CaseUse& use, TermId id) { return use.word < id; });
  // Never seen inside a sentence: nothing speaks against the capital.
  return found == uses.end() || found->word != word || found->upper >= found->lower;
}

void keep_names(std::vector<Extract>& extracts) {
  const std::vector<CaseUse> uses = sum_case_uses(extracts);
  for_each_index(extracts.size(), [&](std::size_t i) {
    Extract& extract = extracts[i];
    if (!extract.cased) return;
    std::erase_if(extract.terms[static_cast<std::size_t>(Signal::kNames)], [&](const TermCount& name) {
      const auto pair = std::lower_bound(extract.name_pairs.begin(), extract.name_pairs.end(), name.term,
                                         [](const NamePair& p, TermId id) { return p.pair < id; });
      const bool is_pair = pair != extract.name_pairs.end() && pair->pair == name.term;
      return is_pair ? !is_name_word(uses, pair->first) || !is_name_word(uses, pair->second)
                     : !is_name_word(uses, name.term);
    });
  });
}

// The distinct terms of a range, numbered as they are met.
class TermNumbers {
 public:
  struct Entry {
    TermId term;
    std::uint32_t holders;  // articles
    std::uint32_t first;    // of them
  };

  // Counts one article more that holds the term.
  std::size_t count(TermId term, std::size_t article) {
    if (2 * entries_.size() >= slots_.size()) grow();
    std::uint32_t& slot = slots_[slot_of(term)];
    if (slot == kFree) {
      slot = static_cast<std::uint32_t>(entries_.size());
      entries_.push_back({term, 0, static_cast<std::uint32_t>(article)});
    }
    ++entries_[slot].holders;
    return slot;
  }
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }

 private:
  static constexpr std::uint32_t kFree = ~0U;

  // Terms are hashes, so their last bits spread well.
  [[nodiscard]] std::size_t slot_of(TermId term) const {
    std::size_t slot = term % slots_.size();
    while (slots_[slot] != kFree && entries_[slots_[slot]].term != term) slot = (slot + 1) % slots_.size();
    return slot;
  }
  void grow() {
    slots_.assign(std::max<std::size_t>(1024, 2 * slots_.size()), kFree);
    for (std::size_t e = 0; e < entries_.size(); ++e) slots_[slot_of(entries_[e].term)] = static_cast<std::uint32_t>(e);
  }

  std::vector<Entry> entries_;        // by number
  std::vector<std::uint32_t> slots_;  // a power of two of numbers, half of them free
};

// What the terms of a range are worth. There are 2^kBitsInRange at most, so a term's number and its range fit in 32
// bits.
struct WeighedTerms {
  std::vector<TermId> terms;         // those that become columns, in order
  std::vector<double> idf;           // by number; 0: worth nothing
  std::vector<std::int32_t> column;  // likewise, counted within the range; -1: none
};

double weight_of(const TermCount& term, double idf) {
  return term.count == 1 ? idf : (1 + natural_log(term.count)) * idf;  // ln 1 = 0: most terms stand once
}

// Other ranges' threads put codes in place meanwhile. A code lies in the range of its term, so that a search for
// another range goes the same way whichever of the two it reads; atomic, since they may do so in the same moment.
TermId term_or_code(TermCount& count) { return std::atomic_ref(count.term).load(std::memory_order_relaxed); }

// Puts each term's range and number in its place in the extracts.
TermNumbers number_terms(std::size_t range, Signal signal, std::vector<Extract>& extracts) {
  const auto first_term = static_cast<TermId>(range << kBitsInRange);
  const TermId last_term = first_term + ((TermId{1} << kBitsInRange) - 1);
  TermNumbers numbers;
  for (std::size_t i = 0; i < extracts.size(); ++i) {
    std::vector<TermCount>& terms = extracts[i].terms[static_cast<std::size_t>(signal)];
    const auto first = std::lower_bound(terms.begin(), terms.end(), first_term,
                                        [](TermCount& count, TermId term) { return term_or_code(count) < term; });
    for (auto at = first; at != terms.end(); ++at) {
      const TermId term = term_or_code(*at);
      if (term > last_term) break;
      const auto code = static_cast<TermId>(range << kBitsInRange | numbers.count(term, i));
      std::atomic_ref(at->term).store(code, std::memory_order_relaxed);
    }
  }
  return numbers;
}

// Weighs the terms of a range (see the header), whose numbers take their places in the extracts.
WeighedTerms weigh_terms(std::size_t range, Signal signal, std::vector<Extract>& extracts, const Languages& languages,
                         const std::vector<std::pair<TermId, int>>& rates) {
  const TermNumbers numbers = number_terms(range, signal, extracts);
  WeighedTerms weighed;
  std::vector<std::pair<TermId, std::size_t>> columns;  // term and number
  for (const auto& [term, holders, first] : numbers.entries()) {
    const double held = holders;
    const std::uint32_t language = languages.of[first];
    const double total = languages.counts[language], blend = rates.empty() ? 0 : languages.blend[language];
    const double rate = blend > 0 ? rate_of(rates, term) / 1000.0 : 0;
    double idf = std::max(0.0, natural_log((total + blend + 1) / (held + blend * rate + 0.5)));
    if (signal == Signal::kNames && !extracts[first].cased && held > std::max(kCommonShare * total, kFewHolders))
      idf = 0;
    if (idf > 0 && holders >= 2) columns.emplace_back(term, weighed.idf.size());
    weighed.idf.push_back(idf);
  }
  std::sort(columns.begin(), columns.end());
  weighed.column.assign(weighed.idf.size(), -1);
  for (const auto& [term, number] : columns) {
    weighed.column[number] = static_cast<std::int32_t>(weighed.terms.size());
    weighed.terms.push_back(term);
  }
  return weighed;
}

// All ranges of a signal.
struct SignalTerms {
  std::vector<WeighedTerms> ranges;
  std::vector<std::int32_t> first_column;  // per range

  [[nodiscard]] double idf(TermId code) const { return ranges[code >> kBitsInRange].idf[number(code)]; }
  [[nodiscard]] std::int32_t column(TermId code) const {  // -1: none
    const std::size_t range = code >> kBitsInRange;
    const std::int32_t column = ranges[range].column[number(code)];
    return column < 0 ? column : first_column[range] + column;
  }
  static std::size_t number(TermId code) { return code & ((TermId{1} << kBitsInRange) - 1); }
};

SignalTerms weigh_signal(Signal signal, std::vector<Extract>& extracts, const Languages& languages,
                         std::uint64_t seed) {
  const std::vector<std::pair<TermId, int>> rates = table_rates(signal, languages, seed);
  SignalTerms terms;
  terms.ranges.resize(std::size_t{1} << kRangeBits);
  for_each_index(
      terms.ranges.size(),
      [&](std::size_t range) { terms.ranges[range] = weigh_terms(range, signal, extracts, languages, rates); }, 1);
  std::int32_t columns = 0;
  for (const WeighedTerms& range : terms.ranges) {
    terms.first_column.push_back(columns);
    columns += static_cast<std::int32_t>(range.terms.size());
  }
  return terms;
}

// Offsets are ints: that is what keeps a row's head at four bytes.
void check_entries(std::uint64_t entries, std::size_t articles) {
  if (entries <= static_cast<std::uint64_t>(std::numeric_limits<int>::max())) return;
  throw Error(ErrorKind::kInput, "weighing terms: " + std::to_string(articles) +
                                     " articles: " + std::to_string(entries) +
                                     " entries of one signal are more than 2147483647 (split the archive by time, or "
                                     "group copies only with --level copies)");
}

// Builds the matrix of one signal; the extracts' terms of it are used up. Returns the lengths, squared, that rows were
// divided by.
std::vector<double> build_signal(Features& features, Signal signal, std::vector<Extract>& extracts,
                                 const Languages& languages, std::uint64_t seed) {
  const auto f = static_cast<std::size_t>(signal);
  const std::size_t n = extracts.size();
  SignalTerms terms = weigh_signal(signal, extracts, languages, seed);
  // Terms of one article only take part in the lengths; the others become columns.
  std::vector<double> squares(n, 0);
  std::vector<std::uint32_t> kept(n, 0);
  for_each_index(n, [&](std::size_t i) {
    for (const TermCount& term : extracts[i].terms[f]) {
      const double weight = weight_of(term, terms.idf(term.term));
      squares[i] += weight * weight;
      kept[i] += terms.column(term.term) >= 0;
    }
  });
  check_entries(std::accumulate(kept.begin(), kept.end(), std::uint64_t{0}), n);
  std::vector<int> begin(n + 1, 0);
  for (std::size_t i = 0; i < n; ++i) begin[i + 1] = begin[i] + static_cast<int>(kept[i]);
  for (const WeighedTerms& range : terms.ranges)
    features.terms[f].insert(features.terms[f].end(), range.terms.begin(), range.terms.end());
  TermMatrix& matrix = features.rows[f];
  matrix.resize(static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(features.terms[f].size()));
  matrix.resizeNonZeros(begin[n]);
  std::copy(begin.begin(), begin.end(), matrix.outerIndexPtr());
  features.present[f].resize(n);
  for (std::size_t i = 0; i < n; ++i) features.present[f][i] = squares[i] > 0;
  // An article's terms are sorted, and so are their columns.
  for_each_index(n, [&](std::size_t i) {
    int place = begin[i];
    for (const TermCount& term : extracts[i].terms[f]) {
      const std::int32_t column = terms.column(term.term);
      if (column < 0) continue;
      matrix.innerIndexPtr()[place] = column;
      matrix.valuePtr()[place++] = static_cast<float>(weight_of(term, terms.idf(term.term)) / std::sqrt(squares[i]));
    }
    std::vector<TermCount>().swap(extracts[i].terms[f]);
  });
  return squares;
}

void note_substance(const std::vector<double>& squares, const Languages& languages, std::vector<Facts>& facts) {
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const std::uint32_t language = languages.of[i];
    facts[i].substance = static_cast<float>(std::sqrt(squares[i]) /
                                            natural_log(languages.counts[language] + languages.blend[language] + 1));
  }
}

}  // namespace

Features build_features(std::vector<Extract> extracts, std::uint64_t seed) {
  Features features;
  const Languages languages = count_languages(extracts);
  for (const std::uint32_t language : languages.of) features.articles_of_language.push_back(languages.counts[language]);
  features.language_of = languages.of;
  const std::vector<BareForm> bare_words = choose_bare_words(extracts);
  for_each_index(extracts.size(),
                 [&](std::size_t i) { extracts[i] = with_bare_words(std::move(extracts[i]), bare_words); });
  keep_names(extracts);
  std::vector<double> body_squares;
  for (std::size_t f = 0; f < kSignals; ++f) {
    std::vector<double> squares = build_signal(features, static_cast<Signal>(f), extracts, languages, seed);
    if (static_cast<Signal>(f) == Signal::kBody) body_squares = std::move(squares);
  }
  features.facts.reserve(extracts.size());
  for (Extract& extract : extracts) {
    features.facts.push_back({extract.day, extract.published_s, 0, std::move(extract.month_days),
                              std::move(extract.past_month_days), std::move(extract.days), std::move(extract.ages),
                              extract.cased, 0});
    const Facts& facts = features.facts.back();
    if (facts.published_s)
      features.times_s.push_back(*facts.published_s);
    else if (facts.day)
      features.times_s.push_back(*facts.day * kSecondsPerDay);
  }
  note_substance(body_squares, languages, features.facts);
  samestory::sort(features.times_s.begin(), features.times_s.end(), std::less<>());
  return features;
}

}  // namespace samestory

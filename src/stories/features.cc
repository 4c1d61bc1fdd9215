#include "stories/features.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "base/parallel.h"
#include "base/real.h"
#include "stories/bare_words.h"
#include "text/common_words.h"

namespace samestory {
namespace {

constexpr std::int64_t kSecondsPerDay = 86400;
constexpr double kFewHolders = 5;  // articles: held by no more, a word is uncommon however small the archive
constexpr std::size_t kTableGone = 2 * kTableArticles;  // articles of a language from which its table counts nothing

struct Occurrence {
  TermId term;
  std::uint32_t article;
  std::uint16_t count;
};

bool by_term(const Occurrence& a, const Occurrence& b) {
  return a.term != b.term ? a.term < b.term : a.article < b.article;
}

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

// One term's occurrences, by article, and what an occurrence is worth.
struct Posting {
  std::size_t begin, end;  // in the sorted occurrences
  double idf;
};

double weight_of(const Occurrence& occurrence, double idf) {
  return occurrence.count == 1 ? idf : (1 + natural_log(occurrence.count)) * idf;  // ln 1 = 0: most terms stand once
}

// Which terms of a signal weigh anything, and how much; see the header.
std::vector<Posting> weigh_terms(Signal signal, const std::vector<Occurrence>& occurrences,
                                 const std::vector<Extract>& extracts, const Languages& languages, std::uint64_t seed) {
  const bool has_table = signal != Signal::kGrams && signal != Signal::kPairs && signal != Signal::kNumbers;
  const std::vector<std::pair<TermId, int>> rates = table_rates(signal, languages, seed);
  std::vector<Posting> postings;
  for (std::size_t begin = 0, end = 0; begin < occurrences.size(); begin = end) {
    while (end < occurrences.size() && occurrences[end].term == occurrences[begin].term) ++end;
    const auto held = static_cast<double>(end - begin);
    const std::uint32_t language = languages.of[occurrences[begin].article];
    const double total = languages.counts[language], blend = has_table ? languages.blend[language] : 0;
    const bool cased = extracts[occurrences[begin].article].cased;
    if (signal == Signal::kNames && !cased && held > std::max(kCommonShare * total, kFewHolders)) continue;
    const double rate = blend > 0 ? rate_of(rates, occurrences[begin].term) / 1000.0 : 0;
    const double idf = natural_log((total + blend + 1) / (held + blend * rate + 0.5));
    if (idf > 0) postings.push_back({begin, end, idf});
  }
  return postings;
}

// Builds the matrix of one signal.
void build_signal(Features& features, Signal signal, const std::vector<Extract>& extracts, const Languages& languages,
                  std::uint64_t seed) {
  const auto f = static_cast<std::size_t>(signal);
  const std::size_t n = extracts.size();
  const std::vector<Occurrence> occurrences = collect_sorted<Occurrence>(
      n,
      [&](std::vector<Occurrence>& mine, std::size_t i) {
        for (const TermCount& t : extracts[i].terms[f])
          mine.push_back({t.term, static_cast<std::uint32_t>(i), t.count});
      },
      by_term);
  const std::vector<Posting> postings = weigh_terms(signal, occurrences, extracts, languages, seed);
  // Terms of one article only take part in the lengths; the others become columns.
  std::vector<double> squares(n, 0);
  std::vector<int> begin(n + 1, 0);
  for (const Posting& posting : postings) {
    for (std::size_t o = posting.begin; o < posting.end; ++o) {
      const double weight = weight_of(occurrences[o], posting.idf);
      squares[occurrences[o].article] += weight * weight;
      begin[occurrences[o].article + 1] += posting.end - posting.begin >= 2;
    }
    if (posting.end - posting.begin >= 2) features.terms[f].push_back(occurrences[posting.begin].term);
  }
  for (std::size_t i = 0; i < n; ++i) begin[i + 1] += begin[i];
  TermMatrix& matrix = features.rows[f];
  matrix.resize(static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(features.terms[f].size()));
  matrix.resizeNonZeros(begin[n]);
  std::copy(begin.begin(), begin.end(), matrix.outerIndexPtr());
  features.present[f].resize(n);
  for (std::size_t i = 0; i < n; ++i) features.present[f][i] = squares[i] > 0;
  // Columns are visited in increasing order, so every row comes out sorted.
  int column = 0;
  for (const Posting& posting : postings) {
    if (posting.end - posting.begin < 2) continue;
    for (std::size_t o = posting.begin; o < posting.end; ++o) {
      const std::uint32_t article = occurrences[o].article;
      const int place = begin[article]++;
      matrix.innerIndexPtr()[place] = column;
      matrix.valuePtr()[place] =
          static_cast<float>(weight_of(occurrences[o], posting.idf) / std::sqrt(squares[article]));
    }
    ++column;
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
  for (std::size_t f = 0; f < kSignals; ++f) build_signal(features, static_cast<Signal>(f), extracts, languages, seed);
  features.facts.reserve(extracts.size());
  for (Extract& extract : extracts) {
    features.facts.push_back({extract.day, extract.published_s, 0, std::move(extract.month_days),
                              std::move(extract.past_month_days), std::move(extract.days), std::move(extract.ages)});
    const Facts& facts = features.facts.back();
    if (facts.published_s)
      features.times_s.push_back(*facts.published_s);
    else if (facts.day)
      features.times_s.push_back(*facts.day * kSecondsPerDay);
  }
  samestory::sort(features.times_s.begin(), features.times_s.end(), std::less<>());
  return features;
}

}  // namespace samestory

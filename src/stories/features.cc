#include "stories/features.h"

#include <algorithm>
#include <map>

#include "base/parallel.h"
#include "base/real.h"
#include "text/common_words.h"

namespace samestory {
namespace {

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

// Common rates (per mille) by term of a field, for the languages that still need their tables.
std::vector<std::pair<TermId, int>> table_rates(Signal field, const Languages& languages, std::uint64_t seed) {
  std::vector<std::pair<TermId, int>> rates;
  if (field == Signal::kGrams || field == Signal::kPairs || field == Signal::kNumbers) return rates;
  for (std::size_t l = 0; l < languages.names.size(); ++l) {
    if (languages.blend[l] == 0) continue;
    for (const auto& entry : CommonWords::of(languages.names[l]).entries()) {
      rates.emplace_back(term_of(field, languages.names[l], entry.word, seed), entry.per_mille);
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
    std::erase_if(extract.fields[static_cast<std::size_t>(Signal::kNames)], [&](const TermCount& name) {
      const auto pair = std::lower_bound(extract.name_pairs.begin(), extract.name_pairs.end(), name.term,
                                         [](const NamePair& p, TermId id) { return p.pair < id; });
      const bool is_pair = pair != extract.name_pairs.end() && pair->pair == name.term;
      return is_pair ? !is_name_word(uses, pair->first) || !is_name_word(uses, pair->second)
                     : !is_name_word(uses, name.term);
    });
  });
}

// Builds the matrix of one field from its occurrences; see the header for the weights.
void build_field(Features& features, Signal field, const std::vector<Extract>& extracts, const Languages& languages,
                 std::uint64_t seed) {
  const auto f = static_cast<std::size_t>(field);
  const std::size_t n = extracts.size();
  const std::vector<Occurrence> occurrences = collect_sorted<Occurrence>(
      n,
      [&](std::vector<Occurrence>& mine, std::size_t i) {
        for (const TermCount& t : extracts[i].fields[f])
          mine.push_back({t.term, static_cast<std::uint32_t>(i), t.count});
      },
      by_term);
  const std::vector<std::pair<TermId, int>> rates = table_rates(field, languages, seed);
  std::vector<double> squares(n, 0);
  std::vector<std::vector<std::pair<int, float>>> rows(n);
  for (std::size_t run = 0, end = 0; run < occurrences.size(); run = end) {
    while (end < occurrences.size() && occurrences[end].term == occurrences[run].term) ++end;
    const std::size_t held = end - run;
    const std::uint32_t language = languages.of[occurrences[run].article];
    const double total = languages.counts[language], blend = languages.blend[language];
    const bool cased = extracts[occurrences[run].article].cased;
    if (field == Signal::kNames && !cased && static_cast<double>(held) > std::max(kCommonShare * total, 5.0)) continue;
    const double rate = blend > 0 ? rate_of(rates, occurrences[run].term) / 1000.0 : 0;
    const double in_table = field == Signal::kGrams || field == Signal::kPairs || field == Signal::kNumbers ? 0 : blend;
    const double idf = natural_log((total + in_table + 1) / (static_cast<double>(held) + in_table * rate + 0.5));
    if (idf <= 0) continue;
    const bool kept = held >= 2;
    const int column = static_cast<int>(features.terms[f].size());
    if (kept) features.terms[f].push_back(occurrences[run].term);
    for (std::size_t o = run; o < end; ++o) {
      const double weight = (1 + natural_log(occurrences[o].count)) * idf;
      squares[occurrences[o].article] += weight * weight;
      if (kept) rows[occurrences[o].article].emplace_back(column, static_cast<float>(weight));
    }
  }
  TermMatrix& matrix = features.rows[f];
  matrix.resize(static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(features.terms[f].size()));
  Eigen::VectorXi sizes(static_cast<Eigen::Index>(n));
  for (std::size_t i = 0; i < n; ++i) sizes[static_cast<Eigen::Index>(i)] = static_cast<int>(rows[i].size());
  matrix.reserve(sizes);
  features.present[f].resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    features.present[f][i] = squares[i] > 0;
    const double length = std::sqrt(squares[i]);
    for (const auto& [column, weight] : rows[i]) {
      matrix.insert(static_cast<Eigen::Index>(i), column) = static_cast<float>(weight / length);
    }
  }
  matrix.makeCompressed();
}

}  // namespace

Features build_features(std::vector<Extract> extracts, std::uint64_t seed) {
  Features features;
  const Languages languages = count_languages(extracts);
  for (const std::uint32_t language : languages.of) features.articles_of_language.push_back(languages.counts[language]);
  keep_names(extracts);
  for (std::size_t f = 0; f < kSignals; ++f) build_field(features, static_cast<Signal>(f), extracts, languages, seed);
  features.facts.reserve(extracts.size());
  for (Extract& extract : extracts) {
    features.facts.push_back({extract.day, extract.published_s, std::move(extract.month_days),
                              std::move(extract.past_month_days), std::move(extract.days), std::move(extract.ages)});
  }
  return features;
}

}  // namespace samestory

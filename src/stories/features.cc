#include "stories/features.h"

#include <samestory/error.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numeric>

#include "base/parallel.h"
#include "base/real.h"
#include "base/timer.h"
#include "stories/bare_words.h"
#include "stories/name_words.h"
#include "stories/term_blocks.h"
#include "stories/term_numbers.h"
#include "text/common_words.h"

namespace samestory {
namespace {

constexpr std::int64_t kSecondsPerDay = 86400;
constexpr double kFewHolders = 5;  // articles: held by no more, a word is uncommon however small the archive
constexpr std::size_t kTableGone = 2 * kTableArticles;  // articles of a language from which its table counts nothing

constexpr std::size_t kReleasedBlocks = 64;  // of extracts, read before their memory is given back

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

// The articles with their terms, signal by signal.
struct Archive {
  Languages languages;
  std::array<TermBlocks, kSignals> blocks;
  std::vector<Facts> facts;
};

std::size_t articles_in(const Archive& archive) { return archive.facts.size(); }

// What a term is worth.
struct TermWeight {
  double idf = 0;            // 0: nothing
  std::int32_t column = -1;  // counted within the range; -1: none
};

struct WeighedTerms {
  std::vector<TermId> terms;        // those that become columns, in order
  std::vector<TermWeight> weights;  // by number
};

double weight_of(std::uint16_t count, double idf) {
  return count == 1 ? idf : (1 + natural_log(count)) * idf;  // ln 1 = 0: most terms stand once
}

// The distinct terms of a range.
struct CountedTerms {
  TermNumbers numbers;
  std::vector<std::uint32_t> holders, first;  // by number: articles that hold it, and the first of them
};

// The terms' numbers take their places in the blocks. Other threads number other ranges meanwhile.
CountedTerms number_terms(std::size_t range, TermBlocks& blocks) {
  CountedTerms counted;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    for (HeldTerm& held : blocks[b].range(range)) {
      const std::uint32_t number = counted.numbers.number(held.term);
      if (number == counted.holders.size()) {
        counted.holders.push_back(0);
        counted.first.push_back(static_cast<std::uint32_t>(b * kBlockArticles + held.article));
      }
      ++counted.holders[number];
      held.term = number;
    }
  }
  return counted;
}

// Weighs the terms of a range (see the header).
WeighedTerms weigh_terms(std::size_t range, Signal signal, Archive& archive,
                         const std::vector<std::pair<TermId, int>>& rates) {
  const Languages& languages = archive.languages;
  const CountedTerms counted = number_terms(range, archive.blocks[static_cast<std::size_t>(signal)]);
  WeighedTerms weighed;
  weighed.weights.resize(counted.holders.size());
  std::vector<std::pair<TermId, std::uint32_t>> columns;  // term and number
  for (std::uint32_t number = 0; number < counted.holders.size(); ++number) {
    const double held = counted.holders[number];
    const std::uint32_t first = counted.first[number], language = languages.of[first];
    const TermId term = counted.numbers.terms()[number];
    const double total = languages.counts[language], blend = rates.empty() ? 0 : languages.blend[language];
    const double rate = blend > 0 ? rate_of(rates, term) / 1000.0 : 0;
    double idf = std::max(0.0, natural_log((total + blend + 1) / (held + blend * rate + 0.5)));
    if (signal == Signal::kNames && !archive.facts[first].cased && held > std::max(kCommonShare * total, kFewHolders))
      idf = 0;
    if (idf > 0 && held >= 2) columns.emplace_back(term, number);
    weighed.weights[number].idf = idf;
  }
  std::sort(columns.begin(), columns.end());
  for (const auto& [term, number] : columns) {
    weighed.weights[number].column = static_cast<std::int32_t>(weighed.terms.size());
    weighed.terms.push_back(term);
  }
  return weighed;
}

// Offsets are ints: that is what keeps a row's head at four bytes.
void check_entries(std::uint64_t entries, std::size_t articles) {
  if (entries <= static_cast<std::uint64_t>(std::numeric_limits<int>::max())) return;
  throw Error(ErrorKind::kInput, "weighing terms: " + std::to_string(articles) +
                                     " articles: " + std::to_string(entries) +
                                     " entries of one signal are more than 2147483647 (split the archive by time, or "
                                     "group copies only with --level copies)");
}

// Of each article, what its row is divided by and how many of its terms have columns: terms of one article only take
// part in the lengths.
struct Lengths {
  std::vector<double> squares;
  std::vector<std::uint32_t> kept;
};

// Calls visit(article, count, weight, range) for each term of a block: an article's come in increasing order.
template <class Visit>
void for_each_term(const TermBlocks& blocks, std::size_t b, const std::vector<WeighedTerms>& ranges,
                   const Visit& visit) {
  for (std::size_t r = 0; r < ranges.size(); ++r) {
    for (const HeldTerm& held : blocks[b].range(r))
      visit(b * kBlockArticles + held.article, held.count, ranges[r].weights[held.term], r);
  }
}

Lengths measure_rows(std::size_t articles, const TermBlocks& blocks, const std::vector<WeighedTerms>& ranges) {
  Lengths lengths{std::vector<double>(articles, 0), std::vector<std::uint32_t>(articles, 0)};
  for_each_index(
      blocks.size(),
      [&](std::size_t b) {
        for_each_term(blocks, b, ranges, [&](std::size_t i, std::uint16_t count, const TermWeight& term, std::size_t) {
          const double weight = weight_of(count, term.idf);
          lengths.squares[i] += weight * weight;
          lengths.kept[i] += term.column >= 0;
        });
      },
      1);
  check_entries(std::accumulate(lengths.kept.begin(), lengths.kept.end(), std::uint64_t{0}), articles);
  return lengths;
}

// Builds the matrix of one signal, whose terms are used up. Returns the lengths, squared, that rows were divided by.
std::vector<double> build_signal(Features& features, Signal signal, Archive& archive, std::uint64_t seed) {
  const auto f = static_cast<std::size_t>(signal);
  const std::size_t n = articles_in(archive);
  const std::vector<std::pair<TermId, int>> rates = table_rates(signal, archive.languages, seed);
  std::vector<WeighedTerms> ranges(kRanges);
  for_each_index(
      kRanges, [&](std::size_t r) { ranges[r] = weigh_terms(r, signal, archive, rates); }, 1);
  std::vector<std::int32_t> first_column;  // per range
  for (const WeighedTerms& range : ranges) {
    first_column.push_back(static_cast<std::int32_t>(features.terms[f].size()));
    features.terms[f].insert(features.terms[f].end(), range.terms.begin(), range.terms.end());
  }

  const TermBlocks blocks = std::exchange(archive.blocks[f], {});
  Lengths lengths = measure_rows(n, blocks, ranges);
  features.present[f].resize(n);
  for (std::size_t i = 0; i < n; ++i) features.present[f][i] = lengths.squares[i] > 0;
  std::vector<int> next(n + 1, 0);
  for (std::size_t i = 0; i < n; ++i) next[i + 1] = next[i] + static_cast<int>(lengths.kept[i]);
  TermMatrix& matrix = features.rows[f];
  matrix.resize(static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(features.terms[f].size()));
  matrix.resizeNonZeros(next[n]);
  std::copy(next.begin(), next.end(), matrix.outerIndexPtr());
  // Columns ascend as terms do.
  for_each_index(
      blocks.size(),
      [&](std::size_t b) {
        for_each_term(
            blocks, b, ranges, [&](std::size_t i, std::uint16_t count, const TermWeight& term, std::size_t range) {
              if (term.column < 0) return;
              const int place = next[i]++;
              matrix.innerIndexPtr()[place] = first_column[range] + term.column;
              matrix.valuePtr()[place] = static_cast<float>(weight_of(count, term.idf) / std::sqrt(lengths.squares[i]));
            });
      },
      1);
  return std::move(lengths.squares);
}

void note_substance(const std::vector<double>& squares, const Languages& languages, std::vector<Facts>& facts) {
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const std::uint32_t language = languages.of[i];
    facts[i].substance = static_cast<float>(std::sqrt(squares[i]) /
                                            natural_log(languages.counts[language] + languages.blend[language] + 1));
  }
}

// Copies, which lie together: moved, each would keep a page of an extract from being given back.
std::vector<Facts> copy_facts(const std::vector<Extract>& extracts) {
  std::vector<Facts> facts;
  facts.reserve(extracts.size());
  for (const Extract& extract : extracts) {
    facts.push_back({extract.day, extract.published_s, 0, extract.month_days, extract.past_month_days, extract.days,
                     extract.ages, extract.cased, 0});
  }
  return facts;
}

// What each article says, with the archive's choice of bare words and names. From here on nobody needs extracts.
Archive read_extracts(std::vector<Extract> extracts) {
  Archive archive;
  archive.languages = count_languages(extracts);
  archive.facts = copy_facts(extracts);
  const std::vector<BareForm> bare_words = choose_bare_words(extracts);
  const NameWords names(extracts);
  const std::size_t blocks = (extracts.size() + kBlockArticles - 1) / kBlockArticles;
  for (TermBlocks& of_signal : archive.blocks) of_signal.resize(blocks);
  const auto read_block = [&](std::size_t b) {
    const std::size_t first = b * kBlockArticles;
    const auto held = std::span(extracts).subspan(first, std::min(kBlockArticles, extracts.size() - first));
    for (Extract& extract : held) extract = names.with_names(with_bare_words(std::move(extract), bare_words));
    for (std::size_t f = 0; f < kSignals; ++f) archive.blocks[f][b] = make_block(static_cast<Signal>(f), held);
    for (Extract& extract : held) extract = Extract();
  };
  for (std::size_t first = 0; first < blocks; first += kReleasedBlocks) {
    const std::size_t count = std::min(kReleasedBlocks, blocks - first);
    for_each_index(
        count, [&](std::size_t b) { read_block(first + b); }, 1);
    release_freed_memory();
  }
  return archive;
}

}  // namespace

Features build_features(std::vector<Extract> extracts, std::uint64_t seed) {
  Archive archive = read_extracts(std::move(extracts));
  Features features;
  for (std::size_t f = 0; f < kSignals; ++f) {
    const std::vector<double> squares = build_signal(features, static_cast<Signal>(f), archive, seed);
    if (static_cast<Signal>(f) == Signal::kBody) note_substance(squares, archive.languages, archive.facts);
    release_freed_memory();
  }
  const Languages& languages = archive.languages;
  for (const std::uint32_t language : languages.of) features.articles_of_language.push_back(languages.counts[language]);
  features.language_of = std::move(archive.languages.of);
  features.facts = std::move(archive.facts);
  for (const Facts& facts : features.facts) {
    if (facts.published_s)
      features.times_s.push_back(*facts.published_s);
    else if (facts.day)
      features.times_s.push_back(*facts.day * kSecondsPerDay);
  }
  samestory::sort(features.times_s.begin(), features.times_s.end(), std::less<>());
  return features;
}

}  // namespace samestory

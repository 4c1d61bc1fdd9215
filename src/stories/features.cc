#include "stories/features.h"

#include <samestory/error.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <numeric>

#include "base/hash_order.h"
#include "base/parallel.h"
#include "base/real.h"
#include "base/timer.h"
#include "stories/bare_words.h"
#include "stories/name_words.h"
#include "stories/term_table.h"
#include "text/common_words.h"

namespace samestory {
namespace {

constexpr std::int64_t kSecondsPerDay = 86400;
constexpr double kFewHolders = 5;  // articles: held by no more, a word is uncommon however small the archive
constexpr std::size_t kTableGone = 2 * kTableArticles;  // articles of a language from which its table counts nothing

constexpr std::size_t kReleasedBlocks = 128;  // used up before their memory is given back
// Signals in the order in which their matrices are made: first those of which least is kept, so that there is room.
constexpr std::array<Signal, kSignals> kBuilt = {Signal::kNames, Signal::kTitle,   Signal::kLead,
                                                 Signal::kBody,  Signal::kNumbers, Signal::kGrams};

constexpr std::size_t kAhead = 16;  // terms announced to a table before they are looked up

// How the articles are divided among languages.
struct Languages {
  std::vector<std::uint32_t> of;      // per article
  std::vector<std::uint32_t> counts;  // per language
  std::vector<std::string> names;     // per language
  std::vector<double> blend;          // per language: articles that its table stands for
};

Languages count_languages(const std::vector<ExtractBlock>& blocks) {
  std::map<std::string, std::uint32_t> numbers;
  for (const ExtractBlock& block : blocks) {
    for (const std::string& language : block.languages) numbers.emplace(language, 0);
  }
  Languages languages;
  for (auto& [name, number] : numbers) {
    number = static_cast<std::uint32_t>(languages.names.size());
    languages.names.push_back(name);
  }
  languages.counts.assign(numbers.size(), 0);
  for (const ExtractBlock& block : blocks) {
    for (const std::string& language : block.languages) {
      languages.of.push_back(numbers.at(language));
      ++languages.counts[languages.of.back()];
    }
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
  if (signal == Signal::kGrams || signal == Signal::kNumbers) return rates;
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

// What the terms of a range are worth, by number. The last are those that become columns, in order; the others, which
// only take part in lengths, share a number with all that are worth the same.
struct WeighedTerms {
  std::vector<double> idf;    // 0: nothing
  std::uint32_t others = 0;   // numbers before those of columns
  std::vector<TermId> terms;  // of the columns
};

double weight_of(std::uint16_t count, double idf) {
  return count == 1 ? idf : (1 + natural_log(count)) * idf;  // ln 1 = 0: most terms stand once
}

struct CountedTerm {
  std::uint32_t holders = 0;  // articles that hold it
  std::uint32_t first = 0;    // the first of them; a number once there is one

  bool operator==(const CountedTerm&) const = default;
};
using CountedTerms = TermTable<CountedTerm>;

// Calls visit(block, place, counted) for each term of a range, in order.
template <class Blocks, class Visit>
void for_each_counted(Blocks& blocks, std::size_t range, CountedTerms& counted, const Visit& visit) {
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const std::size_t end = blocks[b].end_of(range);
    for (std::size_t place = blocks[b].begin_of(range); place < end; ++place) {
      if (place + kAhead < end) counted.prefetch(blocks[b].low_at(place + kAhead));
      visit(b, place, counted[blocks[b].low_at(place)]);
    }
  }
}

CountedTerms count_terms(std::size_t range, const TermBlocks& blocks) {
  CountedTerms counted;
  for_each_counted(blocks, range, counted, [&](std::size_t b, std::size_t place, CountedTerm& term) {
    if (term.holders == 0) term.first = static_cast<std::uint32_t>(b * kBlockExtracts + blocks[b].article_at(place));
    ++term.holders;
  });
  return counted;
}

double idf_of(TermId term, const CountedTerm& counted, Signal signal, const Archive& archive,
              const std::vector<std::pair<TermId, int>>& rates) {
  const Languages& languages = archive.languages;
  const double held = counted.holders;
  const std::uint32_t language = languages.of[counted.first];
  const double total = languages.counts[language], blend = rates.empty() ? 0 : languages.blend[language];
  const double rate = blend > 0 ? rate_of(rates, term) / 1000.0 : 0;
  if (signal == Signal::kNames && !archive.facts[counted.first].cased &&
      held > std::max(kCommonShare * total, kFewHolders))
    return 0;
  return std::max(0.0, natural_log((total + blend + 1) / (held + blend * rate + 0.5)));
}

// Weighs the terms of a range (see the header), whose numbers take their places in the blocks. Other threads weigh
// other ranges meanwhile.
WeighedTerms weigh_terms(std::size_t range, Signal signal, Archive& archive,
                         const std::vector<std::pair<TermId, int>>& rates) {
  TermBlocks& blocks = archive.blocks[static_cast<std::size_t>(signal)];
  CountedTerms counted = count_terms(range, blocks);
  std::vector<std::pair<TermId, double>> columns;
  std::map<double, std::uint32_t> others;  // worth and number
  const auto leading = static_cast<TermId>(range << (32 - kRangeBits));
  counted.for_each([&](TermId low, CountedTerm& term) {
    const double idf = idf_of(leading | low, term, signal, archive, rates);
    if (idf > 0 && term.holders >= 2)
      columns.emplace_back(low, idf);
    else
      term.first = others.emplace(idf, static_cast<std::uint32_t>(others.size())).first->second;
  });
  sort_by_hash(
      columns, [](const auto& column) { return std::uint64_t{column.first} << (32 + kRangeBits); }, std::less<>());
  WeighedTerms weighed{std::vector<double>(others.size()), static_cast<std::uint32_t>(others.size()), {}};
  for (const auto& [idf, number] : others) weighed.idf[number] = idf;
  for (const auto& [low, idf] : columns) {
    counted[low].first = static_cast<std::uint32_t>(weighed.idf.size());
    weighed.idf.push_back(idf);
    weighed.terms.push_back(leading | low);
  }
  for_each_counted(blocks, range, counted, [&](std::size_t b, std::size_t place, const CountedTerm& term) {
    blocks[b].set_number(place, term.first);
  });
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

// Calls visit(article, weight, number, range) for each term of a block: an article's come in increasing order.
template <class Visit>
void for_each_term(const TermBlock& block, std::size_t first_article, const std::vector<WeighedTerms>& ranges,
                   const Visit& visit) {
  for (std::size_t r = 0; r < ranges.size(); ++r) {
    const double* const idf = ranges[r].idf.data();
    for (std::size_t place = block.begin_of(r); place < block.end_of(r); ++place) {
      const std::uint32_t number = block.low_at(place);
      visit(first_article + block.article_at(place), weight_of(block.count_at(place), idf[number]), number, r);
    }
  }
}

Lengths measure_rows(std::size_t articles, const TermBlocks& blocks, const std::vector<WeighedTerms>& ranges) {
  Lengths lengths{std::vector<double>(articles, 0), std::vector<std::uint32_t>(articles, 0)};
  for_each_index(
      blocks.size(),
      [&](std::size_t b) {
        for_each_term(blocks[b], b * kBlockExtracts, ranges,
                      [&](std::size_t i, double weight, std::uint32_t number, std::size_t range) {
                        lengths.squares[i] += weight * weight;
                        lengths.kept[i] += number >= ranges[range].others;
                      });
      },
      1);
  check_entries(std::accumulate(lengths.kept.begin(), lengths.kept.end(), std::uint64_t{0}), articles);
  return lengths;
}

// body(b) for each block, what blocks free being given back now and then: what replaces them takes its place.
template <class Body>
void for_each_block(std::size_t blocks, const Body& body) {
  for (std::size_t first = 0; first < blocks; first += kReleasedBlocks) {
    const std::size_t count = std::min(kReleasedBlocks, blocks - first);
    for_each_index(
        count, [&](std::size_t k) { body(first + k); }, 1);
    release_freed_memory();
  }
}

// Builds the matrix of one signal, whose terms are used up. Returns the lengths that rows were divided by.
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

  TermBlocks blocks = std::exchange(archive.blocks[f], {});
  Lengths lengths = measure_rows(n, blocks, ranges);
  features.present[f].resize(n);
  for (std::size_t i = 0; i < n; ++i) features.present[f][i] = lengths.squares[i] > 0;
  std::vector<int> next(n + 1, 0);
  for (std::size_t i = 0; i < n; ++i) next[i + 1] = next[i] + static_cast<int>(lengths.kept[i]);
  TermMatrix& matrix = features.rows[f];
  matrix.resize(static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(features.terms[f].size()));
  matrix.resizeNonZeros(next[n]);
  std::copy(next.begin(), next.end(), matrix.outerIndexPtr());
  for (double& square : lengths.squares) square = std::sqrt(square);
  // Columns ascend as terms do.
  for_each_block(blocks.size(), [&](std::size_t b) {
    for_each_term(blocks[b], b * kBlockExtracts, ranges,
                  [&](std::size_t i, double weight, std::uint32_t number, std::size_t range) {
                    const std::uint32_t others = ranges[range].others;
                    if (number < others) return;
                    const int place = next[i]++;
                    matrix.innerIndexPtr()[place] = first_column[range] + static_cast<int>(number - others);
                    matrix.valuePtr()[place] = static_cast<float>(weight / lengths.squares[i]);
                  });
    blocks[b] = TermBlock();
  });
  return std::move(lengths.squares);
}

void note_substance(const std::vector<double>& lengths, const Languages& languages, std::vector<Facts>& facts) {
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const std::uint32_t language = languages.of[i];
    facts[i].substance =
        static_cast<float>(lengths[i] / natural_log(languages.counts[language] + languages.blend[language] + 1));
  }
}

// What each article says, with the archive's choice of bare words and names.
Archive read_blocks(std::vector<ExtractBlock> blocks) {
  Archive archive;
  archive.languages = count_languages(blocks);
  const std::vector<BareForm> bare_words = choose_bare_words(blocks);
  const NameWords names(blocks);
  for (TermBlocks& of_signal : archive.blocks) of_signal.resize(blocks.size());
  for_each_block(blocks.size(), [&](std::size_t b) {
    blocks[b] = names.with_names(with_bare_words(std::move(blocks[b]), bare_words));
    for (std::size_t f = 0; f < kSignals; ++f) archive.blocks[f][b] = std::move(blocks[b].terms[f]);
  });
  for (ExtractBlock& block : blocks) {
    archive.facts.insert(archive.facts.end(), std::make_move_iterator(block.facts.begin()),
                         std::make_move_iterator(block.facts.end()));
  }
  return archive;
}

}  // namespace

Features build_features(std::vector<ExtractBlock> blocks, std::uint64_t seed) {
  Archive archive = read_blocks(std::move(blocks));
  Features features;
  for (const Signal signal : kBuilt) {
    const std::vector<double> lengths = build_signal(features, signal, archive, seed);
    if (signal == Signal::kBody) note_substance(lengths, archive.languages, archive.facts);
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

Features build_features(const std::vector<Extract>& extracts, std::uint64_t seed) {
  return build_features(make_blocks(extracts), seed);
}

}  // namespace samestory

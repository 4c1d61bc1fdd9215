#include "stories/across.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <functional>
#include <numeric>
#include <span>
#include <utility>

#include "base/best.h"
#include "base/parallel.h"
#include "base/real.h"

namespace samestory {
namespace {

constexpr std::size_t kFirstRank = 10, kLastRank = 29;  // of the neighbours that make the background

using Row = TermMatrix::InnerIterator;

// A term in the high bits, an article that holds it in the low ones: sorted, they lie by term, then by article.
using Occurrence = std::uint64_t;
Occurrence occurrence(std::uint32_t term, std::size_t article) { return std::uint64_t{term} << 32 | article; }
std::uint32_t term_of(Occurrence held) { return static_cast<std::uint32_t>(held >> 32); }
std::uint32_t article_of(Occurrence held) { return static_cast<std::uint32_t>(held); }

// Which terms more than one language may use: a few too many, since terms share places. Most words of an archive are
// one language's; with them left out, little is to be sorted.
class TermLanguages {
 public:
  explicit TermLanguages(std::size_t terms) : places_(std::bit_ceil(std::clamp(terms, kLeastPlaces, kMostPlaces))) {}

  // Side by side by several threads: what comes out is a question of the set of calls only.
  void note(std::uint32_t term, std::uint32_t language) {
    const std::atomic_ref<std::uint16_t> place(places_[term % places_.size()]);
    const auto mine = static_cast<std::uint16_t>(std::min<std::uint32_t>(language + 1, kSeveral));
    std::uint16_t known = place.load(std::memory_order_relaxed);
    while (known != mine && known != kSeveral &&
           !place.compare_exchange_weak(known, known == 0 ? mine : kSeveral, std::memory_order_relaxed)) {
    }
  }
  [[nodiscard]] bool several(std::uint32_t term) const { return places_[term % places_.size()] == kSeveral; }

 private:
  static constexpr std::size_t kLeastPlaces = 1 << 10, kMostPlaces = 1 << 24;
  static constexpr std::uint16_t kSeveral = 65535;
  std::vector<std::uint16_t> places_;  // 0: nobody yet; else the only language, plus 1
};

std::vector<Occurrence> shared_occurrences(const TermsOf& terms_of, const std::vector<std::uint32_t>& language) {
  constexpr std::size_t kUsualTerms = 256;  // of an article
  const std::size_t n = language.size();
  TermLanguages languages(kUsualTerms * n);
  for_each_index(n, [&](std::size_t i) {
    for (const std::uint32_t term : terms_of(i)) languages.note(term, language[i]);
  });
  return collect_sorted<Occurrence>(
      n,
      [&](std::vector<Occurrence>& mine, std::size_t i) {
        std::vector<std::uint32_t> terms = terms_of(i);
        std::erase_if(terms, [&](std::uint32_t term) { return !languages.several(term); });
        std::sort(terms.begin(), terms.end());
        terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
        for (const std::uint32_t term : terms) mine.push_back(occurrence(term, i));
      },
      std::less<>());
}

std::vector<double> count_articles(const std::vector<std::uint32_t>& language) {
  std::vector<double> counts(language.empty() ? 0 : 1 + *std::max_element(language.begin(), language.end()), 0);
  for (const std::uint32_t l : language) ++counts[l];
  return counts;
}

double idf(double articles, double holders) { return natural_log((articles + 1) / (holders + 0.5)); }

// Articles of each language among the holders of one term, which are few.
class LanguageCounts {
 public:
  explicit LanguageCounts(std::size_t languages) : counts_(languages, 0) {}

  void add(std::uint32_t language) {
    if (counts_[language]++ == 0) languages_.push_back(language);
  }
  [[nodiscard]] std::uint32_t operator[](std::uint32_t language) const { return counts_[language]; }
  [[nodiscard]] std::size_t languages() const { return languages_.size(); }
  void clear() {
    for (const std::uint32_t language : languages_) counts_[language] = 0;
    languages_.clear();
  }

 private:
  std::vector<std::uint32_t> counts_, languages_;
};

struct Entry {
  std::uint32_t article;
  int column;
  double weight;
};

// Calls visit(first, last) for the occurrences of each term that two articles and no more than kMostHolders hold.
template <class Visit>
void for_each_term(const std::vector<Occurrence>& occurrences, const Visit& visit) {
  for (auto begin = occurrences.begin(), end = begin; begin != occurrences.end(); begin = end) {
    while (end != occurrences.end() && term_of(*end) == term_of(*begin)) ++end;
    const auto holders = static_cast<std::size_t>(end - begin);
    if (holders >= 2 && holders <= kMostHolders) visit(begin, end);
  }
}

// Weighs the terms that two languages share and few articles hold. Column after column, articles ascending.
std::vector<Entry> weigh_terms(const std::vector<Occurrence>& occurrences, const std::vector<std::uint32_t>& language,
                               std::vector<std::uint32_t>& terms) {
  const std::vector<double> articles = count_articles(language);
  LanguageCounts holders(articles.size());
  std::vector<Entry> entries;
  for_each_term(occurrences, [&](auto begin, auto end) {
    holders.clear();
    for (auto held = begin; held != end; ++held) holders.add(language[article_of(*held)]);
    if (holders.languages() < 2) return;
    const double everywhere = idf(static_cast<double>(language.size()), static_cast<double>(end - begin));
    for (auto held = begin; held != end; ++held) {
      const std::uint32_t article = article_of(*held), l = language[article];
      const double weight = std::min(everywhere, idf(articles[l], holders[l]));
      if (weight > 0) entries.push_back({article, static_cast<int>(terms.size()), weight});
    }
    terms.push_back(term_of(*begin));
  });
  return entries;
}

TermMatrix make_rows(const std::vector<Entry>& entries, std::size_t articles, std::size_t terms) {
  std::vector<int> next(articles + 1, 0);
  std::vector<double> squares(articles, 0);
  for (const Entry& entry : entries) {
    ++next[entry.article + 1];
    squares[entry.article] += entry.weight * entry.weight;
  }
  std::partial_sum(next.begin(), next.end(), next.begin());
  TermMatrix rows;
  rows.resize(static_cast<Eigen::Index>(articles), static_cast<Eigen::Index>(terms));
  rows.resizeNonZeros(static_cast<Eigen::Index>(entries.size()));
  std::copy(next.begin(), next.end(), rows.outerIndexPtr());
  for (const Entry& entry : entries) {
    const int place = next[entry.article]++;
    rows.innerIndexPtr()[place] = entry.column;
    rows.valuePtr()[place] = static_cast<float>(entry.weight / std::sqrt(squares[entry.article]));
  }
  return rows;
}

// Who holds each term, and in which language: of its own an article looks at nobody.
struct Holder {
  std::uint32_t article, language;
  float weight;
};
struct Holders {
  std::vector<std::uint32_t> begin;  // of a column's
  std::vector<Holder> all;
};

Holders invert(const TermMatrix& rows, const std::vector<std::uint32_t>& language) {
  Holders holders{std::vector<std::uint32_t>(static_cast<std::size_t>(rows.cols()) + 1, 0),
                  std::vector<Holder>(static_cast<std::size_t>(rows.nonZeros()))};
  const auto columns = std::span(rows.innerIndexPtr(), holders.all.size());
  for (const int column : columns) ++holders.begin[static_cast<std::size_t>(column) + 1];
  std::partial_sum(holders.begin.begin(), holders.begin.end(), holders.begin.begin());
  std::vector<std::uint32_t> next = holders.begin;
  for (std::uint32_t i = 0; i < language.size(); ++i) {
    for (Row entry(rows, static_cast<Eigen::Index>(i)); entry; ++entry)
      holders.all[next[static_cast<std::size_t>(entry.col())]++] = {i, language[i], entry.value()};
  }
  return holders;
}

// What one article has in common with each of other languages; reused from article to article.
struct Sum {
  double cosine = 0;
  std::uint32_t shared = 0;  // terms
};
struct Sums {
  std::vector<Sum> of;                 // per article
  std::vector<std::uint32_t> touched;  // articles that share a term
};

void add_up(const Across& across, const Holders& holders, const std::vector<std::uint32_t>& language, std::size_t i,
            Sums& sums) {
  sums.of.resize(language.size());
  for (Row entry(across.rows, static_cast<Eigen::Index>(i)); entry; ++entry) {
    const auto column = static_cast<std::size_t>(entry.col());
    const double own_weight = entry.value();
    for (std::uint32_t h = holders.begin[column]; h < holders.begin[column + 1]; ++h) {
      const Holder& other = holders.all[h];
      if (other.language == language[i]) continue;
      Sum& sum = sums.of[other.article];
      if (sum.shared++ == 0) sums.touched.push_back(other.article);
      sum.cosine += own_weight * other.weight;
    }
  }
}

struct Offer {
  double cosine;
  std::uint32_t article;
};
bool better(const Offer& a, const Offer& b) {
  return a.cosine != b.cosine ? a.cosine > b.cosine : a.article < b.article;
}

void find_neighbours(const std::vector<std::uint32_t>& language, Across& across) {
  const std::size_t n = language.size();
  const std::vector<double> articles = count_articles(language);
  const Holders holders = invert(across.rows, language);
  across.nearest.resize(n);
  across.background.resize(n);
  accumulate_indices<Sums>(n, [&](Sums& sums, std::size_t i) {
    add_up(across, holders, language, i, sums);
    Best<Offer, better> best(kLastRank + 1), nearest(kByAcross);
    for (const std::uint32_t j : sums.touched) {
      const Sum sum = std::exchange(sums.of[j], Sum());
      best.offer({sum.cosine, j});
      if (sum.shared >= kLeastAcrossTerms) nearest.offer({sum.cosine, j});
    }
    sums.touched.clear();
    std::vector<Offer> ranked = best.kept();
    std::sort(ranked.begin(), ranked.end(), better);
    double behind = 0;
    for (std::size_t r = kFirstRank; r < ranked.size(); ++r) behind += ranked[r].cosine;
    behind /= static_cast<double>(kLastRank - kFirstRank + 1);
    const double others = static_cast<double>(n) - articles[language[i]], square = others * others;
    constexpr double kHalf = kAcrossArticles * kAcrossArticles;
    const double share = square * square / (square * square + kHalf * kHalf);
    across.background[i] = share * behind + (1 - share) * kAcrossPrior;
    for (const Offer& offer : nearest.kept()) across.nearest[i].push_back(offer.article);
    std::sort(across.nearest[i].begin(), across.nearest[i].end());
  });
}

}  // namespace

bool has_several_languages(const std::vector<std::uint32_t>& language) {
  return std::adjacent_find(language.begin(), language.end(), std::not_equal_to<>()) != language.end();
}

Across build_across(const TermsOf& terms_of, const std::vector<std::uint32_t>& language) {
  Across across;
  const std::vector<Entry> entries = weigh_terms(shared_occurrences(terms_of, language), language, across.terms);
  across.rows = make_rows(entries, language.size(), across.terms.size());
  find_neighbours(language, across);
  return across;
}

AcrossLikeness across_likeness(const Across& across, GroupId a, GroupId b) {
  AcrossLikeness likeness;
  std::vector<std::pair<double, std::uint32_t>> shared;  // minus what it weighs, the term
  const TermWeight* const weights = across.rows.valuePtr();
  for_each_shared(across.rows, a, b, [&](int i, int j) {
    const double product = static_cast<double>(weights[i]) * weights[j];
    likeness.cosine += product;
    shared.emplace_back(-product, across.terms[static_cast<std::size_t>(across.rows.innerIndexPtr()[i])]);
  });
  std::sort(shared.begin(), shared.end());
  for (const auto& [weight, term] : shared) likeness.shared.push_back(term);
  return likeness;
}

double across_worth(const Across& across, const AcrossLikeness& likeness, GroupId a, GroupId b, double kernel) {
  if (likeness.shared.size() < kLeastAcrossTerms) return 0;
  const double explained = kAcrossTimes * std::min(across.background[index(a)], across.background[index(b)]);
  const double excess = likeness.cosine * kernel - explained - kAcrossMargin;
  return std::clamp(excess / kAcrossTenfold, -kAcrossMost, kAcrossMost);
}

}  // namespace samestory

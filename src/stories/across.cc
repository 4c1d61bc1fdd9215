#include "stories/across.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <map>

#include "base/parallel.h"
#include "base/real.h"

namespace samestory {
namespace {

constexpr std::size_t kFirstRank = 10, kLastRank = 29;  // of the neighbours that make the background

using Row = TermMatrix::InnerIterator;

struct Occurrence {
  std::uint32_t term, article;
};

bool by_term(const Occurrence& a, const Occurrence& b) {
  return a.term != b.term ? a.term < b.term : a.article < b.article;
}

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
        for (const std::uint32_t term : terms) mine.push_back({term, static_cast<std::uint32_t>(i)});
      },
      by_term);
}

std::vector<double> count_articles(const std::vector<std::uint32_t>& language) {
  std::vector<double> counts(language.empty() ? 0 : 1 + *std::max_element(language.begin(), language.end()), 0);
  for (const std::uint32_t l : language) ++counts[l];
  return counts;
}

double idf(double articles, double holders) { return natural_log((articles + 1) / (holders + 0.5)); }

// Fills the rows from the terms that two languages share and few articles hold.
void weigh_terms(const std::vector<Occurrence>& occurrences, const std::vector<std::uint32_t>& language,
                 Across& across) {
  const std::size_t n = language.size();
  const std::vector<double> articles = count_articles(language);
  std::vector<Eigen::Triplet<float, int>> entries;
  std::vector<double> squares(n, 0);
  for (std::size_t begin = 0, end = 0; begin < occurrences.size(); begin = end) {
    while (end < occurrences.size() && occurrences[end].term == occurrences[begin].term) ++end;
    if (end - begin < 2 || end - begin > kMostHolders) continue;
    std::map<std::uint32_t, double> holders;
    for (std::size_t o = begin; o < end; ++o) ++holders[language[occurrences[o].article]];
    if (holders.size() < 2) continue;
    const double everywhere = idf(static_cast<double>(n), static_cast<double>(end - begin));
    for (std::size_t o = begin; o < end; ++o) {
      const std::uint32_t article = occurrences[o].article, l = language[article];
      const double weight = std::min(everywhere, idf(articles[l], holders[l]));
      if (weight <= 0) continue;
      squares[article] += weight * weight;
      entries.emplace_back(static_cast<int>(article), static_cast<int>(across.terms.size()),
                           static_cast<float>(weight));
    }
    across.terms.push_back(occurrences[begin].term);
  }
  across.rows.resize(static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(across.terms.size()));
  across.rows.setFromTriplets(entries.begin(), entries.end());
  for (int i = 0; i < across.rows.outerSize(); ++i) {
    const double length = std::sqrt(squares[static_cast<std::size_t>(i)]);
    for (Row entry(across.rows, i); entry; ++entry) entry.valueRef() = static_cast<float>(entry.value() / length);
  }
}

// Cosines of one article with all of other languages; reused from article to article.
struct Sums {
  std::vector<double> cosine;          // per article
  std::vector<std::uint32_t> shared;   // likewise: terms
  std::vector<std::uint32_t> touched;  // articles with a cosine
};

using Postings = Eigen::SparseMatrix<float, Eigen::ColMajor, int>;

void add_up(const Across& across, const Postings& postings, const std::vector<std::uint32_t>& language, std::size_t i,
            Sums& sums) {
  sums.cosine.resize(language.size(), 0);
  sums.shared.resize(language.size(), 0);
  for (Row entry(across.rows, static_cast<Eigen::Index>(i)); entry; ++entry) {
    for (Postings::InnerIterator other(postings, entry.col()); other; ++other) {
      const auto j = static_cast<std::size_t>(other.row());
      if (language[j] == language[i]) continue;
      if (sums.shared[j]++ == 0) sums.touched.push_back(static_cast<std::uint32_t>(j));
      sums.cosine[j] += static_cast<double>(entry.value()) * other.value();
    }
  }
  std::sort(sums.touched.begin(), sums.touched.end(), [&](std::uint32_t a, std::uint32_t b) {
    return sums.cosine[a] != sums.cosine[b] ? sums.cosine[a] > sums.cosine[b] : a < b;
  });
}

void clear(Sums& sums) {
  for (const std::uint32_t j : sums.touched) sums.cosine[j] = 0, sums.shared[j] = 0;
  sums.touched.clear();
}

void find_neighbours(const std::vector<std::uint32_t>& language, Across& across) {
  const std::size_t n = language.size();
  const std::vector<double> articles = count_articles(language);
  const Postings postings(across.rows);
  across.nearest.resize(n);
  across.background.resize(n);
  accumulate_indices<Sums>(n, [&](Sums& sums, std::size_t i) {
    add_up(across, postings, language, i, sums);
    double behind = 0;
    for (std::size_t r = kFirstRank; r <= kLastRank && r < sums.touched.size(); ++r)
      behind += sums.cosine[sums.touched[r]];
    behind /= static_cast<double>(kLastRank - kFirstRank + 1);
    const double others = static_cast<double>(n) - articles[language[i]], square = others * others;
    constexpr double kHalf = kAcrossArticles * kAcrossArticles;
    const double share = square * square / (square * square + kHalf * kHalf);
    across.background[i] = share * behind + (1 - share) * kAcrossPrior;
    std::vector<std::uint32_t>& nearest = across.nearest[i];
    for (std::size_t k = 0; k < sums.touched.size() && nearest.size() < kByAcross; ++k) {
      if (sums.shared[sums.touched[k]] >= kLeastAcrossTerms) nearest.push_back(sums.touched[k]);
    }
    std::sort(nearest.begin(), nearest.end());
    clear(sums);
  });
}

}  // namespace

bool has_several_languages(const std::vector<std::uint32_t>& language) {
  return std::adjacent_find(language.begin(), language.end(), std::not_equal_to<>()) != language.end();
}

Across build_across(const TermsOf& terms_of, const std::vector<std::uint32_t>& language) {
  Across across;
  weigh_terms(shared_occurrences(terms_of, language), language, across);
  find_neighbours(language, across);
  return across;
}

AcrossLikeness across_likeness(const Across& across, GroupId a, GroupId b) {
  AcrossLikeness likeness;
  std::vector<std::pair<double, std::uint32_t>> shared;  // minus what it weighs, the term
  const float* const weights = across.rows.valuePtr();
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

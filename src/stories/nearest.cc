#include "stories/nearest.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <span>
#include <utility>

#include "base/best.h"
#include "base/parallel.h"
#include "stories/affinity.h"

namespace samestory {
namespace {

constexpr float kLeadBody = 0.4F, kLeadLead = 0.3F, kLeadNames = 0.3F;  // mix of the second ranking

// The articles ordered by language: terms bring articles of one language, whose sums then lie together and stay in the
// nearest caches.
struct Places {
  std::vector<std::uint32_t> article;  // by place
  std::vector<std::uint32_t> of;       // by article
};

Places place_by_language(const Features& features) {
  Places places{order_by_language(features), std::vector<std::uint32_t>(features.size())};
  for (std::size_t p = 0; p < places.of.size(); ++p) places.of[places.article[p]] = static_cast<std::uint32_t>(p);
  return places;
}

struct Posting {
  std::uint32_t place;
  float weight;
};

// Who holds each term of a signal.
struct Postings {
  std::vector<std::uint32_t> begin;  // of a column's
  std::vector<Posting> all;          // sorted by place within a column's
};

Postings invert(const TermMatrix& rows, const Places& places) {
  Postings postings;
  postings.begin.assign(static_cast<std::size_t>(rows.cols()) + 1, 0);
  postings.all.resize(static_cast<std::size_t>(rows.nonZeros()));
  const int* const columns = rows.innerIndexPtr();
  for (std::size_t e = 0; e < postings.all.size(); ++e) ++postings.begin[static_cast<std::size_t>(columns[e]) + 1];
  std::partial_sum(postings.begin.begin(), postings.begin.end(), postings.begin.begin());
  std::vector<std::uint32_t> next(postings.begin.begin(), postings.begin.end() - 1);
  for (std::size_t p = 0; p < places.article.size(); ++p) {
    for (TermMatrix::InnerIterator entry(rows, static_cast<Eigen::Index>(places.article[p])); entry; ++entry)
      postings.all[next[static_cast<std::size_t>(entry.col())]++] = {static_cast<std::uint32_t>(p), entry.value()};
  }
  return postings;
}

struct Indexes {
  Places places;
  Postings body, lead, names;
};

Indexes build_indexes(const Features& features) {
  Indexes indexes;
  indexes.places = place_by_language(features);
  const std::array<std::pair<Signal, Postings*>, 3> built{
      {{Signal::kBody, &indexes.body}, {Signal::kLead, &indexes.lead}, {Signal::kNames, &indexes.names}}};
  for_each_index(
      built.size(),
      [&](std::size_t k) { *built[k].second = invert(rows_of(features, built[k].first), indexes.places); }, 1);
  return indexes;
}

// Partial cosines of one article with all others; reused from article to article.
struct Sums {
  float body = 0, lead = 0;
};
struct Accumulator {
  std::vector<Sums> sums;              // by place
  std::vector<std::uint32_t> touched;  // places, the first `count` of them
  std::size_t count = 0;

  // Without a branch on whether the article is new, which cannot be predicted. Weights are no less than 1e-12, so that
  // no product vanishes: a sum of 0 is one that nothing was added to.
  Sums& at(std::uint32_t place) {
    Sums& sum = sums[place];
    touched[count] = place;
    count += sum.lead == 0;
    return sum;
  }
};

// The postings of a term nearest to an article in canonical order.
std::span<const Posting> nearest_postings(const Postings& postings, int column, std::uint32_t place) {
  const auto c = static_cast<std::size_t>(column);
  const std::span<const Posting> all =
      std::span(postings.all).subspan(postings.begin[c], postings.begin[c + 1] - postings.begin[c]);
  if (all.size() <= kMostPostings) return all;
  const auto here = std::lower_bound(all.begin(), all.end(), place,
                                     [](const Posting& posting, std::uint32_t p) { return posting.place < p; });
  const auto before = static_cast<std::size_t>(here - all.begin());
  const std::size_t first = before < kMostPostings / 2 ? 0 : before - kMostPostings / 2;
  return all.subspan(std::min(first, all.size() - kMostPostings), kMostPostings);
}

// The heaviest entries of a row, in column order: kMostQueryTerms of them carry nearly all of a cosine.
std::vector<std::pair<int, float>> heaviest_entries(const TermMatrix& rows, std::uint32_t self) {
  std::vector<std::pair<int, float>> entries;
  for (TermMatrix::InnerIterator entry(rows, static_cast<Eigen::Index>(self)); entry; ++entry)
    entries.emplace_back(static_cast<int>(entry.col()), entry.value());
  if (entries.size() <= kMostQueryTerms) return entries;
  const auto heavier = [](const auto& p, const auto& q) {
    return p.second != q.second ? p.second > q.second : p.first < q.first;
  };
  std::nth_element(entries.begin(), entries.begin() + kMostQueryTerms, entries.end(), heavier);
  entries.resize(kMostQueryTerms);
  std::sort(entries.begin(), entries.end());
  return entries;
}

// Calls add(sums, product) for each article that a term brings.
template <class Add>
void accumulate(const TermMatrix& rows, const Postings& postings, std::uint32_t self, std::uint32_t place,
                Accumulator& sums, const Add& add) {
  for (const auto& [column, own_weight] : heaviest_entries(rows, self)) {
    for (const Posting& other : nearest_postings(postings, column, place))
      add(sums.at(other.place), own_weight * other.weight);
  }
}

struct Offer {
  float value;
  std::uint32_t article;
};
bool better(const Offer& a, const Offer& b) { return a.value != b.value ? a.value > b.value : a.article < b.article; }

// Of thousands of offers nearly all are too small, which a look at one number tells.
class BestOffers {
 public:
  explicit BestOffers(std::size_t most) : best_(most) {}

  [[nodiscard]] bool may_take(float value) const { return value >= least_; }

  void offer(const Offer& offer) {
    if (may_take(offer.value)) take(offer);
  }

  void append_to(std::vector<std::uint32_t>& articles) const {
    for (const Offer& offer : best_.kept()) articles.push_back(offer.article);
  }

 private:
  [[gnu::noinline]] void take(const Offer& offer) {
    best_.offer(offer);
    if (const Offer* const bar = best_.bar()) least_ = bar->value;
  }

  Best<Offer, better> best_;
  float least_ = 0;  // of what may be taken
};

// Takes the best of what was touched, and leaves the sums at zero.
Nearest take_best(const Features& features, const Places& places, std::uint32_t self, Accumulator& sums) {
  BestOffers by_body(kByBody), by_lead(kByLead), far(kFarArticles);
  for (const std::uint32_t place : std::span(sums.touched).first(std::exchange(sums.count, 0))) {
    const auto [body, lead] = std::exchange(sums.sums[place], Sums());
    const std::uint32_t other = places.article[place];
    if (other == self) continue;
    by_body.offer({body, other});
    by_lead.offer({lead, other});
    if (far.may_take(lead) && is_far(features.facts[self], features.facts[other])) far.offer({lead, other});
  }
  Nearest found;
  by_body.append_to(found.near);
  by_lead.append_to(found.near);
  far.append_to(found.far);
  std::sort(found.near.begin(), found.near.end());
  found.near.erase(std::unique(found.near.begin(), found.near.end()), found.near.end());
  return found;
}

Nearest nearest_of(const Features& features, const Indexes& indexes, std::uint32_t self, Accumulator& sums) {
  sums.sums.resize(features.size());
  sums.touched.resize(features.size() + 1);
  const std::uint32_t place = indexes.places.of[self];
  accumulate(rows_of(features, Signal::kBody), indexes.body, self, place, sums, [](Sums& sum, float product) {
    sum.body += product;
    sum.lead += kLeadBody * product;
  });
  accumulate(rows_of(features, Signal::kLead), indexes.lead, self, place, sums,
             [](Sums& sum, float product) { sum.lead += kLeadLead * product; });
  accumulate(rows_of(features, Signal::kNames), indexes.names, self, place, sums,
             [](Sums& sum, float product) { sum.lead += kLeadNames * product; });
  return take_best(features, indexes.places, self, sums);
}

}  // namespace

bool is_far(const Facts& a, const Facts& b) { return days_apart(a, b) > kFarDays; }

std::vector<std::uint32_t> order_by_language(const Features& features) {
  std::vector<std::uint32_t> order(features.size());
  std::iota(order.begin(), order.end(), 0U);
  if (!features.language_of.empty()) {
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return features.language_of[a] < features.language_of[b];
    });
  }
  return order;
}

std::vector<Nearest> find_nearest(const Features& features) {
  const Indexes indexes = build_indexes(features);
  std::vector<Nearest> found(features.size());
  accumulate_indices<Accumulator>(features.size(), [&](Accumulator& sums, std::size_t place) {
    const std::uint32_t self = indexes.places.article[place];
    found[self] = nearest_of(features, indexes, self, sums);
  });
  return found;
}

}  // namespace samestory

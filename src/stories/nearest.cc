#include "stories/nearest.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <span>
#include <utility>

#include "base/best.h"
#include "base/huge_pages.h"
#include "base/parallel.h"
#include "stories/affinity.h"

namespace samestory {
namespace {

constexpr float kLeadBody = 0.4F, kLeadLead = 0.3F, kLeadNames = 0.3F;  // mix of the second ranking

// The articles ordered by language: terms bring articles of one language, whose sums and dates then lie together and
// stay in the nearest caches.
struct Places {
  std::vector<std::uint32_t> article;  // by place
  std::vector<Moment> moment;          // by place
};

Places place_by_language(const Features& features) {
  Places places{order_by_language(features), {}};
  places.moment.reserve(features.size());
  for (const std::uint32_t article : places.article) places.moment.push_back(moment_of(features.facts[article]));
  return places;
}

struct Posting {
  std::uint32_t place;
  float weight;
};

// Who holds each term of a signal.
struct Postings {
  std::vector<std::uint32_t> begin;  // of a column's
  HugeVector<Posting> all;           // sorted by place within a column's
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

constexpr std::array<Signal, 3> kSearched = {Signal::kBody, Signal::kLead, Signal::kNames};

struct Indexes {
  Places places;
  std::array<Postings, kSearched.size()> postings;
};

Indexes build_indexes(const Features& features) {
  Indexes indexes;
  indexes.places = place_by_language(features);
  for_each_index(
      kSearched.size(),
      [&](std::size_t k) { indexes.postings[k] = invert(rows_of(features, kSearched[k]), indexes.places); }, 1);
  return indexes;
}

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

// A term of the article that looks for candidates.
struct Query {
  float weight;
  std::span<const Posting> postings;
};

struct Sums {
  float body = 0, lead = 0;
};

// Partial cosines of one article with all others, and what leads to them; reused from article to article.
struct Search {
  std::vector<std::pair<int, float>> entries;           // of a row
  std::vector<Query> queries;                           // of all signals
  std::array<std::size_t, kSearched.size() + 1> begin;  // of a signal's queries
  std::vector<Sums> sums;                               // by place
  std::vector<std::uint32_t> touched;                   // places, the first `count` of them
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

// The heaviest entries of a row, in column order: kMostQueryTerms of them carry nearly all of a cosine.
void take_heaviest(const TermMatrix& rows, std::uint32_t self, std::vector<std::pair<int, float>>& entries) {
  entries.clear();
  for (TermMatrix::InnerIterator entry(rows, static_cast<Eigen::Index>(self)); entry; ++entry)
    entries.emplace_back(static_cast<int>(entry.col()), entry.value());
  if (entries.size() <= kMostQueryTerms) return;
  const auto heavier = [](const auto& p, const auto& q) {
    return p.second != q.second ? p.second > q.second : p.first < q.first;
  };
  std::nth_element(entries.begin(), entries.begin() + kMostQueryTerms, entries.end(), heavier);
  entries.resize(kMostQueryTerms);
  std::sort(entries.begin(), entries.end());
}

// Lists lie anywhere, and waiting for them took most of the time: each is asked for some lists ahead.
void prefetch(std::span<const Posting> postings) {
  constexpr std::size_t kInLine = 64 / sizeof(Posting);  // of a cache
  for (std::size_t p = 0; p < postings.size(); p += kInLine) __builtin_prefetch(&postings[p]);
  if (!postings.empty()) __builtin_prefetch(&postings.back());
}

void list_queries(const Features& features, const Indexes& indexes, std::uint32_t place, Search& search) {
  search.queries.clear();
  for (std::size_t k = 0; k < kSearched.size(); ++k) {
    search.begin[k] = search.queries.size();
    const Postings& postings = indexes.postings[k];
    take_heaviest(rows_of(features, kSearched[k]), indexes.places.article[place], search.entries);
    for (const auto& [column, weight] : search.entries)
      __builtin_prefetch(&postings.begin[static_cast<std::size_t>(column)]);
    for (const auto& [column, weight] : search.entries)
      search.queries.push_back({weight, nearest_postings(postings, column, place)});
  }
  search.begin[kSearched.size()] = search.queries.size();
}

// Calls add(sums, product) for each article that a term of the signal brings.
template <class Add>
void accumulate(std::size_t signal, Search& search, const Add& add) {
  constexpr std::size_t kAhead = 4;  // lists
  for (std::size_t q = search.begin[signal]; q < search.begin[signal + 1]; ++q) {
    if (q + kAhead < search.queries.size()) prefetch(search.queries[q + kAhead].postings);
    const float own_weight = search.queries[q].weight;
    for (const Posting& other : search.queries[q].postings) add(search.at(other.place), own_weight * other.weight);
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

  // REQUIRES may_take(offer.value).
  [[gnu::noinline]] void take(const Offer& offer) {
    best_.offer(offer);
    if (const Offer* const bar = best_.bar()) least_ = bar->value;
  }

  void append_to(std::vector<std::uint32_t>& articles) const {
    for (const Offer& offer : best_.kept()) articles.push_back(offer.article);
  }

 private:
  Best<Offer, better> best_;
  float least_ = 0;  // of what may be taken
};

// Takes the best of what was touched, and leaves the sums at zero.
Nearest take_best(const Places& places, std::uint32_t self, Search& search) {
  search.sums[self] = {-1, -1};  // below all that may be taken
  BestOffers by_body(kByBody), by_lead(kByLead), far(kFarArticles);
  const Moment moment = places.moment[self];
  for (const std::uint32_t place : std::span(search.touched).first(std::exchange(search.count, 0))) {
    const auto [body, lead] = std::exchange(search.sums[place], Sums());
    if (by_body.may_take(body)) by_body.take({body, places.article[place]});
    if (by_lead.may_take(lead)) by_lead.take({lead, places.article[place]});
    if (far.may_take(lead) && is_far(moment, places.moment[place])) far.take({lead, places.article[place]});
  }
  search.sums[self] = Sums();
  Nearest found;
  by_body.append_to(found.near);
  by_lead.append_to(found.near);
  far.append_to(found.far);
  std::sort(found.near.begin(), found.near.end());
  found.near.erase(std::unique(found.near.begin(), found.near.end()), found.near.end());
  return found;
}

Nearest nearest_of(const Features& features, const Indexes& indexes, std::uint32_t place, Search& search) {
  search.sums.resize(features.size());
  search.touched.resize(features.size() + 1);
  list_queries(features, indexes, place, search);
  accumulate(0, search, [](Sums& sum, float product) {
    sum.body += product;
    sum.lead += kLeadBody * product;
  });
  accumulate(1, search, [](Sums& sum, float product) { sum.lead += kLeadLead * product; });
  accumulate(2, search, [](Sums& sum, float product) { sum.lead += kLeadNames * product; });
  return take_best(indexes.places, place, search);
}

}  // namespace

bool is_far(const Moment& a, const Moment& b) { return days_apart(a, b) > kFarDays; }

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
  accumulate_indices<Search>(features.size(), [&](Search& search, std::size_t place) {
    found[indexes.places.article[place]] = nearest_of(features, indexes, static_cast<std::uint32_t>(place), search);
  });
  return found;
}

}  // namespace samestory

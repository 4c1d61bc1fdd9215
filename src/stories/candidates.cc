#include "stories/candidates.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>

#include "base/parallel.h"
#include "stories/background.h"

namespace samestory {
namespace {

using Postings = Eigen::SparseMatrix<float, Eigen::ColMajor, int>;

constexpr float kLeadBody = 0.4F, kLeadLead = 0.3F, kLeadNames = 0.3F;  // mix of the second ranking

struct Indexes {
  Postings body, lead, names;
};

// Partial cosines of one article with all others; reused from article to article.
struct Accumulator {
  std::vector<float> body, lead;  // per article
  std::vector<std::uint32_t> touched;

  void add(std::vector<float>& sums, std::uint32_t article, float value) {
    if (body[article] == 0 && lead[article] == 0) touched.push_back(article);
    sums[article] += value;
  }
};

// Calls visit(article, weight) for the postings of a term nearest to article `self` in canonical order.
template <class Visit>
void visit_postings(const Postings& postings, int column, int self, const Visit& visit) {
  const int* const starts = postings.outerIndexPtr();
  const int* const articles = postings.innerIndexPtr();
  const float* const weights = postings.valuePtr();
  int first = starts[column], last = starts[column + 1];
  if (last - first > kMostPostings) {
    const int here = static_cast<int>(std::lower_bound(articles + first, articles + last, self) - articles);
    const int low = std::clamp(here - kMostPostings / 2, first, last - kMostPostings);
    first = low, last = low + kMostPostings;
  }
  for (int p = first; p < last; ++p) visit(static_cast<std::uint32_t>(articles[p]), weights[p]);
}

// The heaviest entries of a row, in column order: kMostQueryTerms of them carry nearly all of a cosine.
std::vector<std::pair<int, float>> heaviest_entries(const TermMatrix& rows, int self) {
  std::vector<std::pair<int, float>> entries;
  for (TermMatrix::InnerIterator entry(rows, self); entry; ++entry)
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

void accumulate(const TermMatrix& rows, const Postings& postings, int self, float share_body, float share_lead,
                Accumulator& sums) {
  for (const auto& [column, own_weight] : heaviest_entries(rows, self)) {
    const float value = own_weight;
    visit_postings(postings, column, self, [&](std::uint32_t article, float weight) {
      const float product = value * weight;
      if (share_body > 0) sums.add(sums.body, article, share_body * product);
      sums.add(sums.lead, article, share_lead * product);
    });
  }
}

void take_best(std::vector<std::uint32_t>& candidates, const std::vector<float>& sums, std::size_t most,
               std::vector<std::uint32_t>& best) {
  const auto better = [&](std::uint32_t a, std::uint32_t b) { return sums[a] != sums[b] ? sums[a] > sums[b] : a < b; };
  const auto middle = candidates.begin() + static_cast<std::ptrdiff_t>(std::min(most, candidates.size()));
  std::nth_element(candidates.begin(), middle, candidates.end(), better);
  best.insert(best.end(), candidates.begin(), middle);
}

// An article's own candidates, and the best of those that are far away in time.
struct Found {
  std::vector<std::uint32_t> near, far;
};

bool is_far(const Facts& a, const Facts& b) { return days_apart(a, b) > kFarDays; }

Found candidates_of(const Features& features, const Indexes& indexes, int self, Accumulator& sums) {
  sums.body.resize(features.size(), 0);
  sums.lead.resize(features.size(), 0);
  const auto row = [&](Signal signal) -> const TermMatrix& { return features.rows[static_cast<std::size_t>(signal)]; };
  accumulate(row(Signal::kBody), indexes.body, self, 1, kLeadBody, sums);
  accumulate(row(Signal::kLead), indexes.lead, self, 0, kLeadLead, sums);
  accumulate(row(Signal::kNames), indexes.names, self, 0, kLeadNames, sums);
  std::erase(sums.touched, static_cast<std::uint32_t>(self));
  Found found;
  take_best(sums.touched, sums.body, kByBody, found.near);
  take_best(sums.touched, sums.lead, kByLead, found.near);
  std::sort(found.near.begin(), found.near.end());
  found.near.erase(std::unique(found.near.begin(), found.near.end()), found.near.end());
  std::vector<std::uint32_t> away;
  const Facts& facts = features.facts[static_cast<std::size_t>(self)];
  std::copy_if(sums.touched.begin(), sums.touched.end(), std::back_inserter(away),
               [&](std::uint32_t other) { return is_far(facts, features.facts[other]); });
  take_best(away, sums.lead, kFarArticles, found.far);
  for (const std::uint32_t article : sums.touched) sums.body[article] = sums.lead[article] = 0;
  sums.body[static_cast<std::size_t>(self)] = sums.lead[static_cast<std::size_t>(self)] = 0;
  sums.touched.clear();
  return found;
}

struct HalfEdge {
  GroupId from, to;
  friend bool operator==(const HalfEdge&, const HalfEdge&) = default;
};

bool in_order(const HalfEdge& a, const HalfEdge& b) { return a.from != b.from ? a.from < b.from : a.to < b.to; }

// Every compared pair once, from its smaller side, and each article's neighbours from both sides.
struct Compared {
  std::vector<HalfEdge> pairs;         // sorted
  std::vector<PairEvidence> evidence;  // likewise
  std::vector<std::uint64_t> begin;    // of an article's neighbours
  std::vector<Neighbour> neighbours;   // sorted by article within an article's

  [[nodiscard]] std::span<const Neighbour> of(std::size_t i) const {
    return std::span(neighbours).subspan(begin[i], begin[i + 1] - begin[i]);
  }
  [[nodiscard]] std::int32_t raw_of(std::uint32_t a, std::uint32_t b) const {
    const std::span<const Neighbour> row = of(a);
    const auto found = std::lower_bound(row.begin(), row.end(), b,
                                        [](const Neighbour& n, std::uint32_t id) { return n.article < id; });
    return found != row.end() && found->article == b ? found->raw : -1;
  }
};

// Reads one article's pairs in one go, so that its rows are spread out once.
void compare_pairs(const Features& features, const StoryModel& model, Compared& compared) {
  const std::vector<HalfEdge>& pairs = compared.pairs;
  const std::size_t n = features.size();
  compared.evidence.resize(pairs.size());
  std::vector<std::size_t> first_pair(n + 1, pairs.size());
  for (std::size_t p = pairs.size(); p-- > 0;) first_pair[index(pairs[p].from)] = p;
  for (std::size_t i = n; i-- > 0;) first_pair[i] = std::min(first_pair[i], first_pair[i + 1]);
  struct Held {
    std::optional<Comparer> comparer;
  };
  accumulate_indices<Held>(n, [&](Held& held, std::size_t i) {
    if (first_pair[i] == first_pair[i + 1]) return;
    if (!held.comparer) held.comparer.emplace(features, model);
    held.comparer->set_first(group_id(i));
    for (std::size_t p = first_pair[i]; p < first_pair[i + 1]; ++p)
      compared.evidence[p] = evidence_of(held.comparer->with(pairs[p].to));
  });
}

// Calls put(pair, from, to) for both sides of every pair, such that each article's others come in increasing order:
// pairs are sorted by (smaller, larger), so the larger sides go first.
template <class Put>
void both_sides(const std::vector<HalfEdge>& pairs, const Put& put) {
  for (std::size_t p = 0; p < pairs.size(); ++p) put(p, pairs[p].to, pairs[p].from);
  for (std::size_t p = 0; p < pairs.size(); ++p) put(p, pairs[p].from, pairs[p].to);
}

void list_neighbours(std::size_t n, Compared& compared) {
  compared.begin.assign(n + 1, 0);
  for (const auto& [a, b] : compared.pairs) ++compared.begin[index(a) + 1], ++compared.begin[index(b) + 1];
  for (std::size_t i = 0; i < n; ++i) compared.begin[i + 1] += compared.begin[i];
  compared.neighbours.resize(compared.begin[n]);
  std::vector<std::uint64_t> next(compared.begin.begin(), compared.begin.end() - 1);
  both_sides(compared.pairs, [&](std::size_t p, GroupId from, GroupId to) {
    compared.neighbours[next[index(from)]++] = {static_cast<std::uint32_t>(index(to)), compared.evidence[p].raw,
                                                compared.evidence[p].x};
  });
}

// Share of all articles that are dated and more than kFarDays from this one.
double share_far(const Features& features, const Facts& facts) {
  const std::optional<std::int64_t> time = time_of(facts);
  if (!time) return 0;
  const auto reach = static_cast<std::int64_t>(kFarDays * kSecondsPerDay);
  const auto first = std::lower_bound(features.times_s.begin(), features.times_s.end(), *time - reach);
  const auto last = std::upper_bound(first, features.times_s.end(), *time + reach);
  return static_cast<double>(features.times_s.size() - static_cast<std::size_t>(last - first)) /
         static_cast<double>(features.size());
}

Background background_of(const Features& features, const Compared& compared, const std::vector<std::uint32_t>& far,
                         std::size_t i, const StoryModel& model) {
  const Facts& facts = features.facts[i];
  std::vector<Neighbour> neighbours;  // those of other languages have no words in common with it to measure
  std::copy_if(compared.of(i).begin(), compared.of(i).end(), std::back_inserter(neighbours), [&](const Neighbour& n) {
    return features.language_of.empty() || features.language_of[n.article] == features.language_of[i];
  });
  std::vector<std::int32_t> far_raw;
  for (const Neighbour& neighbour : neighbours) {
    if (is_far(facts, features.facts[neighbour.article])) far_raw.push_back(neighbour.raw);
  }
  for (const std::uint32_t other : far) {
    if (compared.raw_of(static_cast<std::uint32_t>(i), other) < 0)
      far_raw.push_back(quantize(compare(features, group_id(i), group_id(other), model).raw));
  }
  return measure_background(
      neighbours, {features.articles_of_language[i], share_far(features, facts), far_raw},
      [&](std::uint32_t a, std::uint32_t b) { return compared.raw_of(a, b); },
      [&](std::uint32_t other) {
        return compare(features, group_id(i), group_id(other)).cosine[static_cast<std::size_t>(Signal::kNames)];
      },
      model);
}

// The graph of the pairs whose score is worth keeping.
StoryGraph score_pairs(const Compared& compared, const std::vector<Background>& backgrounds, const StoryModel& model) {
  StoryGraph graph;
  for (const Background& background : backgrounds) {
    graph.background.push_back(background.value);
    graph.openness.push_back(background.openness);
  }
  const std::size_t n = backgrounds.size();
  const std::int32_t least = quantize(kLeastScore);
  std::vector<std::int32_t> scores(compared.pairs.size());
  graph.begin.assign(n + 1, 0);
  for (std::size_t p = 0; p < scores.size(); ++p) {
    const std::size_t a = index(compared.pairs[p].from), b = index(compared.pairs[p].to);
    scores[p] = score(compared.evidence[p], graph.background[a], graph.background[b], model);
    if (scores[p] > least) ++graph.begin[a + 1], ++graph.begin[b + 1];
  }
  for (std::size_t i = 0; i < n; ++i) graph.begin[i + 1] += graph.begin[i];
  graph.edges.resize(graph.begin[n]);
  std::vector<std::uint64_t> next(graph.begin.begin(), graph.begin.end() - 1);
  both_sides(compared.pairs, [&](std::size_t p, GroupId from, GroupId to) {
    if (scores[p] > least) graph.edges[next[index(from)]++] = {to, compared.evidence[p].x, scores[p]};
  });
  return graph;
}

}  // namespace

StoryGraph find_story_candidates(const Features& features, const StoryModel& model) {
  const std::size_t n = features.size();
  const Indexes indexes{Postings(features.rows[static_cast<std::size_t>(Signal::kBody)]),
                        Postings(features.rows[static_cast<std::size_t>(Signal::kLead)]),
                        Postings(features.rows[static_cast<std::size_t>(Signal::kNames)])};
  std::vector<Found> own(n);
  accumulate_indices<Accumulator>(n, [&](Accumulator& sums, std::size_t i) {
    own[i] = candidates_of(features, indexes, static_cast<int>(i), sums);
  });

  if (features.embeddings.columns > 0) {
    const std::vector<std::vector<std::uint32_t>>& nearest = features.embeddings.nearest;
    for (std::size_t i = 0; i < n; ++i) own[i].near.insert(own[i].near.end(), nearest[i].begin(), nearest[i].end());
  }
  for (std::size_t i = 0; i < features.across.nearest.size(); ++i) {
    const std::vector<std::uint32_t>& nearest = features.across.nearest[i];
    own[i].near.insert(own[i].near.end(), nearest.begin(), nearest.end());
  }

  Compared compared;
  compared.pairs = collect_sorted<HalfEdge>(
      n,
      [&](std::vector<HalfEdge>& mine, std::size_t i) {
        for (const std::uint32_t j : own[i].near)
          mine.push_back({group_id(std::min<std::size_t>(i, j)), group_id(std::max<std::size_t>(i, j))});
      },
      in_order);
  compared.pairs.erase(std::unique(compared.pairs.begin(), compared.pairs.end()), compared.pairs.end());
  compare_pairs(features, model, compared);

  // The background looks at all that is known of an article's neighbourhood, whichever side found it.
  list_neighbours(n, compared);
  std::vector<Background> backgrounds(n);
  for_each_index(n, [&](std::size_t i) { backgrounds[i] = background_of(features, compared, own[i].far, i, model); });
  return score_pairs(compared, backgrounds, model);
}

}  // namespace samestory

#include "stories/candidates.h"

#include <algorithm>
#include <optional>

#include "base/parallel.h"

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

std::vector<std::uint32_t> candidates_of(const Features& features, const Indexes& indexes, int self,
                                         Accumulator& sums) {
  sums.body.resize(features.size(), 0);
  sums.lead.resize(features.size(), 0);
  const auto row = [&](Signal signal) -> const TermMatrix& { return features.rows[static_cast<std::size_t>(signal)]; };
  accumulate(row(Signal::kBody), indexes.body, self, 1, kLeadBody, sums);
  accumulate(row(Signal::kLead), indexes.lead, self, 0, kLeadLead, sums);
  accumulate(row(Signal::kNames), indexes.names, self, 0, kLeadNames, sums);
  std::erase(sums.touched, static_cast<std::uint32_t>(self));
  std::vector<std::uint32_t> best;
  take_best(sums.touched, sums.body, kByBody, best);
  take_best(sums.touched, sums.lead, kByLead, best);
  for (const std::uint32_t article : sums.touched) sums.body[article] = sums.lead[article] = 0;
  sums.body[static_cast<std::size_t>(self)] = sums.lead[static_cast<std::size_t>(self)] = 0;
  sums.touched.clear();
  std::sort(best.begin(), best.end());
  best.erase(std::unique(best.begin(), best.end()), best.end());
  return best;
}

struct HalfEdge {
  GroupId from, to;
  friend bool operator==(const HalfEdge&, const HalfEdge&) = default;
};

bool in_order(const HalfEdge& a, const HalfEdge& b) { return a.from != b.from ? a.from < b.from : a.to < b.to; }

}  // namespace

StoryGraph find_story_candidates(const Features& features, const StoryModel& model) {
  const std::size_t n = features.size();
  const Indexes indexes{Postings(features.rows[static_cast<std::size_t>(Signal::kBody)]),
                        Postings(features.rows[static_cast<std::size_t>(Signal::kLead)]),
                        Postings(features.rows[static_cast<std::size_t>(Signal::kNames)])};
  std::vector<std::vector<std::uint32_t>> own(n);
  accumulate_indices<Accumulator>(n, [&](Accumulator& sums, std::size_t i) {
    own[i] = candidates_of(features, indexes, static_cast<int>(i), sums);
  });

  if (features.embeddings.columns > 0) {
    const std::vector<std::vector<std::uint32_t>> nearest = find_nearest(features.embeddings);
    for (std::size_t i = 0; i < n; ++i) own[i].insert(own[i].end(), nearest[i].begin(), nearest[i].end());
  }

  // Each unordered pair once, from its smaller side.
  std::vector<HalfEdge> pairs = collect_sorted<HalfEdge>(
      n,
      [&](std::vector<HalfEdge>& mine, std::size_t i) {
        for (const std::uint32_t j : own[i])
          mine.push_back({group_id(std::min<std::size_t>(i, j)), group_id(std::max<std::size_t>(i, j))});
      },
      in_order);
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  struct Likeness {
    double x, agreement;
  };
  std::vector<Likeness> likeness(pairs.size());
  // Pairs of one first article lie together: where each article's begin.
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
    for (std::size_t p = first_pair[i]; p < first_pair[i + 1]; ++p) {
      const PairParts parts = held.comparer->with(pairs[p].to);
      likeness[p] = {parts.x, parts.agreement};
    }
  });

  // The background looks at all that is known of an article's neighbourhood, whichever side found it.
  std::vector<std::vector<std::int32_t>> x_of(n);
  for (std::size_t p = 0; p < pairs.size(); ++p) {
    const std::int32_t x = quantize(likeness[p].x);
    x_of[index(pairs[p].from)].push_back(x);
    x_of[index(pairs[p].to)].push_back(x);
  }
  StoryGraph graph;
  graph.background.resize(n);
  for_each_index(n, [&](std::size_t i) {
    graph.background[i] = background(std::move(x_of[i]), features.articles_of_language[i], model);
  });

  std::vector<Edge> scored(pairs.size());
  std::vector<std::uint64_t> degree(n + 1, 0);
  for (std::size_t p = 0; p < pairs.size(); ++p) {
    const auto [a, b] = pairs[p];
    scored[p] = {
        b, quantize(likeness[p].x),
        score(likeness[p].x, likeness[p].agreement, graph.background[index(a)], graph.background[index(b)], model)};
    if (scored[p].q <= quantize(kLeastScore)) continue;
    ++degree[index(a) + 1], ++degree[index(b) + 1];
  }
  for (std::size_t i = 0; i < n; ++i) degree[i + 1] += degree[i];
  graph.begin = degree;
  graph.edges.resize(degree[n]);
  // Pairs come sorted by (smaller, larger): filling larger sides first keeps every article's edges sorted by `to`.
  std::vector<std::uint64_t> next(degree.begin(), degree.end() - 1);
  const auto fill = [&](bool larger_side) {
    for (std::size_t p = 0; p < pairs.size(); ++p) {
      if (scored[p].q <= quantize(kLeastScore)) continue;
      const GroupId from = larger_side ? pairs[p].to : pairs[p].from;
      const GroupId to = larger_side ? pairs[p].from : pairs[p].to;
      graph.edges[next[index(from)]++] = {to, scored[p].x, scored[p].q};
    }
  };
  fill(true);
  fill(false);
  return graph;
}

}  // namespace samestory

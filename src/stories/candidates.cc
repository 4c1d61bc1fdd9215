#include "stories/candidates.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <span>
#include <utility>

#include "base/parallel.h"
#include "stories/background.h"
#include "stories/nearest.h"

namespace samestory {
namespace {

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

// A thread's.
struct Held {
  std::optional<Comparer> comparer;
};

// Reads one article's pairs in one go, so that its rows are made ready once.
void compare_pairs(const Features& features, const StoryModel& model, Compared& compared) {
  const std::vector<HalfEdge>& pairs = compared.pairs;
  const std::size_t n = features.size();
  compared.evidence.resize(pairs.size());
  std::vector<std::size_t> first_pair(n + 1, pairs.size());
  for (std::size_t p = pairs.size(); p-- > 0;) first_pair[index(pairs[p].from)] = p;
  for (std::size_t i = n; i-- > 0;) first_pair[i] = std::min(first_pair[i], first_pair[i + 1]);
  const std::vector<std::uint32_t> order = order_by_language(features);
  accumulate_indices<Held>(n, [&](Held& held, std::size_t place) {
    const std::size_t i = order[place];
    if (first_pair[i] == first_pair[i + 1]) return;
    if (!held.comparer) held.comparer.emplace(features, model);
    held.comparer->set_first(group_id(i));
    for (std::size_t p = first_pair[i]; p < first_pair[i + 1]; ++p) {
      if (p + 1 < first_pair[i + 1]) held.comparer->prefetch(pairs[p + 1].to);
      compared.evidence[p] = evidence_of(held.comparer->with(pairs[p].to));
    }
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

// For each article, the least raw of its language where that has few articles; else 0.
std::vector<std::int32_t> least_raws(const Features& features, const RawOf& raw_of) {
  std::map<std::uint32_t, std::vector<std::uint32_t>> small;  // by language
  for (std::size_t i = 0; i < features.size(); ++i) {
    if (features.articles_of_language[i] > kSmallArchive) continue;
    small[features.language_of.empty() ? 0 : features.language_of[i]].push_back(static_cast<std::uint32_t>(i));
  }
  std::vector<std::int32_t> least(features.size(), 0);
  for (const auto& [language, articles] : small) {
    const std::int32_t raw = least_raw(articles, raw_of);
    for (const std::uint32_t article : articles) least[article] = raw;
  }
  return least;
}

Background background_of(const Features& features, const Compared& compared, const std::vector<std::uint32_t>& far,
                         std::int32_t least, std::size_t i, const StoryModel& model, Comparer& comparer) {
  const Facts& facts = features.facts[i];
  std::vector<Neighbour> neighbours;  // those of other languages have no words in common with it to measure
  std::copy_if(compared.of(i).begin(), compared.of(i).end(), std::back_inserter(neighbours), [&](const Neighbour& n) {
    return features.language_of.empty() || features.language_of[n.article] == features.language_of[i];
  });
  std::vector<std::int32_t> far_raw;
  for (const Neighbour& neighbour : neighbours) {
    if (is_far(facts, features.facts[neighbour.article])) far_raw.push_back(neighbour.raw);
  }
  if (!far.empty()) comparer.set_first(group_id(i));
  for (const std::uint32_t other : far) {
    if (compared.raw_of(static_cast<std::uint32_t>(i), other) < 0)
      far_raw.push_back(quantize(comparer.with(group_id(other)).raw));
  }
  return measure_background(
      neighbours, {features.articles_of_language[i], share_far(features, facts), far_raw, least},
      [&](std::uint32_t a, std::uint32_t b) { return compared.raw_of(a, b); },
      [&](std::uint32_t other) {
        const auto shared = [&](Signal signal) {
          return dot_product(rows_of(features, signal), group_id(i), group_id(other));
        };
        return Particulars{shared(Signal::kNames), shared(Signal::kNumbers)};
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
  std::vector<Nearest> own = find_nearest(features);
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
        for (const std::uint32_t j : std::exchange(own[i].near, {}))
          mine.push_back({group_id(std::min<std::size_t>(i, j)), group_id(std::max<std::size_t>(i, j))});
      },
      in_order);
  compared.pairs.erase(std::unique(compared.pairs.begin(), compared.pairs.end()), compared.pairs.end());
  compare_pairs(features, model, compared);

  // The background looks at all that is known of an article's neighbourhood, whichever side found it.
  list_neighbours(n, compared);
  const std::vector<std::int32_t> least =
      least_raws(features, [&](std::uint32_t a, std::uint32_t b) { return compared.raw_of(a, b); });
  std::vector<Background> backgrounds(n);
  accumulate_indices<Held>(n, [&](Held& held, std::size_t i) {
    if (!held.comparer) held.comparer.emplace(features, model);
    backgrounds[i] = background_of(features, compared, own[i].far, least[i], i, model, *held.comparer);
  });
  own = {};
  compared.neighbours = {};  // the graph takes as much
  return score_pairs(compared, backgrounds, model);
}

}  // namespace samestory

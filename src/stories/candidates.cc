#include "stories/candidates.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <span>
#include <utility>

#include "base/parallel.h"
#include "stories/background.h"
#include "stories/nearest.h"
#include "stories/pair_table.h"

namespace samestory {
namespace {

// Every compared pair, with what its score needs beside the backgrounds.
struct Compared {
  PairTable pairs;
  std::vector<PairEvidence> evidence;  // by pair
  std::vector<std::uint32_t> order;    // in which articles are gone through

  [[nodiscard]] std::int32_t raw_of(std::uint32_t a, std::uint32_t b) const {
    const std::optional<std::uint64_t> pair = pairs.find(a, b);
    return pair ? evidence[*pair].raw : -1;
  }
};

// A thread's.
struct Held {
  std::optional<Comparer> comparer;
};

// Reads one article's pairs in one go, so that its rows are made ready once.
Compared compare_pairs(const Features& features, const StoryModel& model, PairTable pairs) {
  Compared compared{std::move(pairs), {}, {}};
  compared.evidence.resize(compared.pairs.size());
  compared.order = order_by_company(compared.pairs);
  accumulate_indices<Held>(features.size(), [&](Held& held, std::size_t place) {
    const std::size_t i = compared.order[place];
    const std::span<const std::uint32_t> others = compared.pairs.larger_of(i);
    if (others.empty()) return;
    if (!held.comparer) held.comparer.emplace(features, model);
    held.comparer->set_first(group_id(i));
    for (std::size_t k = 0; k < others.size(); ++k) {
      if (k + 1 < others.size()) held.comparer->prefetch(group_id(others[k + 1]));
      compared.evidence[compared.pairs.begin[i] + k] = evidence_of(held.comparer->with(group_id(others[k])));
    }
  });
  return compared;
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

// Those of other languages have no words in common with it to measure.
std::vector<Neighbour> neighbours_of(const Features& features, const Compared& compared, std::size_t i) {
  std::vector<Neighbour> neighbours;
  compared.pairs.for_each_pair_of(i, [&](std::uint32_t other, std::uint64_t pair) {
    if (features.language_of.empty() || features.language_of[other] == features.language_of[i])
      neighbours.push_back({other, compared.evidence[pair].raw, compared.evidence[pair].x});
  });
  return neighbours;
}

Background background_of(const Features& features, const Compared& compared, const std::vector<std::uint32_t>& far,
                         std::int32_t least, std::size_t i, const StoryModel& model, Comparer& comparer) {
  const std::vector<Neighbour> neighbours = neighbours_of(features, compared, i);
  const auto far_raw = [&] {
    const Moment moment = moment_of(features.facts[i]);
    std::vector<std::int32_t> raw;
    for (const Neighbour& neighbour : neighbours) {
      if (is_far(moment, moment_of(features.facts[neighbour.article]))) raw.push_back(neighbour.raw);
    }
    comparer.set_first(group_id(i));
    for (const std::uint32_t other : far) {
      if (!compared.pairs.find(static_cast<std::uint32_t>(i), other))
        raw.push_back(quantize(comparer.with(group_id(other)).raw));
    }
    return raw;
  };
  return measure_background(
      neighbours, {features.articles_of_language[i], share_far(features, features.facts[i]), far_raw, least},
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
  const PairTable& pairs = compared.pairs;
  const std::size_t n = backgrounds.size();
  const std::int32_t least = quantize(kLeastScore);
  std::vector<std::int32_t> scores(pairs.size());
  for_each_index(n, [&](std::size_t i) {
    for (std::uint64_t p = pairs.begin[i]; p < pairs.begin[i + 1]; ++p)
      scores[p] = score(compared.evidence[p], graph.background[i], graph.background[pairs.larger[p]], model);
  });
  graph.begin.assign(n + 1, 0);
  for_each_index(n, [&](std::size_t place) {
    const std::size_t i = compared.order[place];
    pairs.for_each_pair_of(i, [&](std::uint32_t, std::uint64_t p) { graph.begin[i + 1] += scores[p] > least; });
  });
  std::partial_sum(graph.begin.begin(), graph.begin.end(), graph.begin.begin());
  graph.edges.resize(graph.begin[n]);
  for_each_index(n, [&](std::size_t place) {
    const std::size_t i = compared.order[place];
    std::uint64_t next = graph.begin[i];
    pairs.for_each_pair_of(i, [&](std::uint32_t other, std::uint64_t p) {
      if (scores[p] > least) graph.edges[next++] = {group_id(other), compared.evidence[p].x, scores[p]};
    });
  });
  return graph;
}

// What each article chose: its nearest by words, by embeddings and across languages.
std::vector<std::vector<std::uint32_t>> choose(const Features& features, std::vector<Nearest>& nearest) {
  std::vector<std::vector<std::uint32_t>> chosen(features.size());
  for_each_index(features.size(), [&](std::size_t i) {
    chosen[i] = std::exchange(nearest[i].near, {});
    const auto add = [&](const std::vector<std::uint32_t>& more) {
      const auto middle = chosen[i].insert(chosen[i].end(), more.begin(), more.end());
      std::inplace_merge(chosen[i].begin(), middle, chosen[i].end());
    };
    if (features.embeddings.columns > 0) add(features.embeddings.nearest[i]);
    if (!features.across.nearest.empty()) add(features.across.nearest[i]);
    chosen[i].erase(std::unique(chosen[i].begin(), chosen[i].end()), chosen[i].end());
  });
  return chosen;
}

}  // namespace

StoryGraph find_story_candidates(const Features& features, const StoryModel& model) {
  std::vector<Nearest> nearest = find_nearest(features);
  const Compared compared = compare_pairs(features, model, build_pair_table(choose(features, nearest)));

  // The background looks at all that is known of an article's neighbourhood, whichever side found it.
  const std::vector<std::int32_t> least =
      least_raws(features, [&](std::uint32_t a, std::uint32_t b) { return compared.raw_of(a, b); });
  std::vector<Background> backgrounds(features.size());
  accumulate_indices<Held>(features.size(), [&](Held& held, std::size_t place) {
    const std::size_t i = compared.order[place];
    if (!held.comparer) held.comparer.emplace(features, model);
    backgrounds[i] = background_of(features, compared, nearest[i].far, least[i], i, model, *held.comparer);
  });
  nearest = {};
  return score_pairs(compared, backgrounds, model);
}

}  // namespace samestory

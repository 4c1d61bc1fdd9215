#include "stories/stories.h"

#include <algorithm>
#include <numeric>
#include <span>

#include "base/parallel.h"
#include "graph/agglomerate.h"

namespace samestory {
namespace {

using Labels = std::vector<std::uint32_t>;  // of a story, per article; any number below the number of articles

WeightedGraph weigh_edges(const StoryGraph& graph, double level) {
  const std::int32_t shift = quantize(kStop - level), most = quantize(2 * kStop);
  const auto weight_of = [&](const Edge& edge) { return std::min(edge.q + shift, most); };
  const auto edges_of = [&](std::size_t i) {
    return std::span(graph.edges).subspan(graph.begin[i], graph.begin[i + 1] - graph.begin[i]);
  };
  const std::size_t n = graph.size();
  WeightedGraph weighted;
  weighted.begin.assign(n + 1, 0);
  for_each_index(n, [&](std::size_t i) {
    const auto row = edges_of(i);
    weighted.begin[i + 1] = static_cast<std::uint64_t>(
        std::count_if(row.begin(), row.end(), [&](const Edge& edge) { return weight_of(edge) > 0; }));
  });
  std::partial_sum(weighted.begin.begin(), weighted.begin.end(), weighted.begin.begin());
  weighted.edges.resize(weighted.begin[n]);
  for_each_index(n, [&](std::size_t i) {
    std::uint64_t next = weighted.begin[i];
    for (const Edge& edge : edges_of(i)) {
      if (weight_of(edge) > 0) weighted.edges[next++] = {static_cast<std::uint32_t>(index(edge.to)), weight_of(edge)};
    }
  });
  return weighted;
}

// Step 2 for one article at a time. What is asked for in parallel holds until something moves.
class Mover {
 public:
  Mover(const WeightedGraph& graph, Labels& labels)
      : graph_(graph), labels_(labels), sizes_(graph.size(), 0), changed_(graph.size(), 0), seen_(graph.size(), 0) {
    for (const std::uint32_t label : labels_) ++sizes_[label];
    for (auto label = static_cast<std::uint32_t>(graph.size()); label-- > 0;) {
      if (sizes_[label] == 0) free_labels_.push_back(label);
    }
  }

  // Sums of weights by label, all 0 between two articles.
  struct Sums {
    std::vector<std::int64_t> of;
    std::vector<std::uint32_t> touched;
  };

  // Where it is best off; kAlone: by itself.
  [[nodiscard]] std::uint32_t best_label(std::size_t i, Sums& sums) const {
    const std::uint32_t own = labels_[i];
    sums.of.resize(graph_.size());
    for (std::uint64_t e = graph_.begin[i]; e < graph_.begin[i + 1]; ++e) {
      const std::uint32_t label = labels_[graph_.edges[e].to];
      if (sums.of[label] == 0) sums.touched.push_back(label);
      sums.of[label] += graph_.edges[e].weight;
    }
    const auto value = [&](std::uint32_t label) {
      const std::int64_t others = static_cast<std::int64_t>(sizes_[label]) - (label == own);
      return others == 0 ? 0 : sums.of[label] - others * fellow_ - cost_;
    };
    std::uint32_t best = own;
    std::int64_t most = value(own);
    std::sort(sums.touched.begin(), sums.touched.end());
    for (const std::uint32_t label : sums.touched) {
      if (value(label) > most) most = value(label), best = label;
    }
    for (const std::uint32_t label : sums.touched) sums.of[label] = 0;
    sums.touched.clear();
    return most < 0 && sizes_[own] > 1 ? kAlone : best;
  }

  // Whether it may be better off elsewhere since it was last asked: no story is worth anything without a fellow that
  // weighs more than kMoveFellow.
  [[nodiscard]] bool may_move(std::size_t i) const {
    if (changed_[labels_[i]] > seen_[i]) return true;
    for (std::uint64_t e = graph_.begin[i]; e < graph_.begin[i + 1]; ++e) {
      if (graph_.edges[e].weight > fellow_ && changed_[labels_[graph_.edges[e].to]] > seen_[i]) return true;
    }
    return false;
  }

  // False if it stays. An emptied label is free for an article that leaves to be alone.
  bool move(std::size_t i, Sums& sums) {
    const std::uint32_t own = labels_[i];
    std::uint32_t best = best_label(i, sums);
    seen_[i] = moves_;
    if (best == own) return false;
    if (best == kAlone) best = free_labels_.back(), free_labels_.pop_back();
    labels_[i] = best;
    ++sizes_[best];
    if (--sizes_[own] == 0) free_labels_.push_back(own);
    changed_[own] = changed_[best] = ++moves_;
    return true;
  }

  static constexpr std::uint32_t kAlone = 0xFFFFFFFF;

 private:
  const std::int64_t fellow_ = quantize(kMoveFellow), cost_ = quantize(kMoveCost);
  const WeightedGraph& graph_;
  Labels& labels_;
  std::vector<std::uint32_t> sizes_, free_labels_;
  std::uint32_t moves_ = 0;
  std::vector<std::uint32_t> changed_;  // by label: the last move that it saw
  std::vector<std::uint32_t> seen_;     // by article: moves before it was last asked
};

// Step 2: in parallel, who would move if it were first; then the sweeps, over those and whom their moves may concern.
void move_articles(const WeightedGraph& graph, Labels& labels) {
  Mover mover(graph, labels);
  std::vector<std::uint8_t> restless(graph.size(), 0);
  accumulate_indices<Mover::Sums>(graph.size(), [&](Mover::Sums& sums, std::size_t i) {
    restless[i] = graph.begin[i] < graph.begin[i + 1] && mover.best_label(i, sums) != labels[i];
  });
  Mover::Sums sums;
  bool moved = true;
  for (int sweep = 0; sweep < kSweeps && moved; ++sweep) {
    moved = false;
    for (std::size_t i = 0; i < graph.size(); ++i) {
      if ((sweep == 0 && restless[i]) || mover.may_move(i)) moved = mover.move(i, sums) || moved;
    }
  }
}

}  // namespace

std::vector<GroupId> form_stories(const StoryGraph& graph, const StoryOptions& options) {
  const WeightedGraph weighted = weigh_edges(graph, options.level);
  Labels labels = agglomerate(weighted, quantize(kStop));
  move_articles(weighted, labels);
  std::vector<GroupId> first(graph.size(), group_id(graph.size())), story(graph.size());
  for (std::size_t i = 0; i < graph.size(); ++i) {
    if (index(first[labels[i]]) == graph.size()) first[labels[i]] = group_id(i);
    story[i] = first[labels[i]];
  }
  return story;
}

}  // namespace samestory

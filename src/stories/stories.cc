#include "stories/stories.h"

#include <algorithm>

#include "graph/agglomerate.h"

namespace samestory {
namespace {

using Labels = std::vector<std::uint32_t>;  // of a story, per article; any number below the number of articles

WeightedGraph weigh_edges(const StoryGraph& graph, double level) {
  const std::int32_t shift = quantize(kStop - level), most = quantize(2 * kStop);
  WeightedGraph weighted;
  weighted.begin.reserve(graph.size() + 1);
  weighted.begin.push_back(0);
  for (std::size_t i = 0; i < graph.size(); ++i) {
    for (std::uint64_t e = graph.begin[i]; e < graph.begin[i + 1]; ++e) {
      const std::int32_t weight = std::min(graph.edges[e].q + shift, most);
      if (weight > 0) weighted.edges.push_back({static_cast<std::uint32_t>(index(graph.edges[e].to)), weight});
    }
    weighted.begin.push_back(weighted.edges.size());
  }
  return weighted;
}

// Step 2. An emptied label is free for an article that leaves to be alone.
void move_articles(const WeightedGraph& graph, Labels& labels) {
  const std::size_t n = graph.size();
  std::vector<std::int64_t> sums(n, 0);
  std::vector<std::uint32_t> sizes(n, 0), touched;
  for (const std::uint32_t label : labels) ++sizes[label];
  std::vector<std::uint32_t> free_labels;
  for (std::uint32_t label = static_cast<std::uint32_t>(n); label-- > 0;) {
    if (sizes[label] == 0) free_labels.push_back(label);
  }
  const std::int64_t fellow = quantize(kMoveFellow), cost = quantize(kMoveCost);
  bool moved = true;
  for (int sweep = 0; sweep < kSweeps && moved; ++sweep) {
    moved = false;
    for (std::size_t i = 0; i < n; ++i) {
      if (graph.begin[i] == graph.begin[i + 1]) continue;
      const std::uint32_t own = labels[i];
      for (std::uint64_t e = graph.begin[i]; e < graph.begin[i + 1]; ++e) {
        const std::uint32_t label = labels[graph.edges[e].to];
        if (sums[label] == 0) touched.push_back(label);
        sums[label] += graph.edges[e].weight;
      }
      const auto value = [&](std::uint32_t label) {
        const std::int64_t others = static_cast<std::int64_t>(sizes[label]) - (label == own);
        return others == 0 ? 0 : sums[label] - others * fellow - cost;
      };
      std::uint32_t best = own;
      std::int64_t most = value(own);
      std::sort(touched.begin(), touched.end());
      for (const std::uint32_t label : touched) {
        if (value(label) > most) most = value(label), best = label;
      }
      for (const std::uint32_t label : touched) sums[label] = 0;
      touched.clear();
      const bool leaves_alone = most < 0 && sizes[own] > 1;
      if (leaves_alone) best = free_labels.back(), free_labels.pop_back();
      if (best == own) continue;
      moved = true;
      labels[i] = best;
      ++sizes[best];
      if (--sizes[own] == 0) free_labels.push_back(own);
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

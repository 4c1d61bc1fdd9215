#include "stories/big_events.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/parallel.h"

namespace samestory {
namespace {

struct OpenStory {
  std::vector<GroupId> articles;  // in canonical order; none: merged into another
  std::int32_t within = 0;        // mean x, 0 for a single article
};

std::vector<GroupId> sample(const std::vector<GroupId>& articles) {
  std::vector<GroupId> some;
  const std::size_t count = std::min(kSampled, articles.size());
  for (std::size_t k = 0; k < count; ++k) some.push_back(articles[k * articles.size() / count]);
  return some;
}

std::int32_t mean_within(const Features& features, const OpenStory& story, const StoryModel& model) {
  const std::vector<GroupId> some = sample(story.articles);
  std::int64_t sum = 0, pairs = 0;
  for (std::size_t i = 0; i < some.size(); ++i) {
    for (std::size_t j = i + 1; j < some.size(); ++j)
      sum += quantize(compare(features, some[i], some[j], model).x), ++pairs;
  }
  return pairs == 0 ? 0 : static_cast<std::int32_t>(sum / pairs);
}

std::int32_t mean_across(const Features& features, const OpenStory& a, const OpenStory& b, const StoryModel& model) {
  std::int64_t sum = 0, pairs = 0;
  for (const GroupId i : sample(a.articles)) {
    for (const GroupId j : sample(b.articles)) sum += quantize(compare(features, i, j, model).x), ++pairs;
  }
  return static_cast<std::int32_t>(sum / pairs);
}

bool are_one_event(std::int32_t across, const OpenStory& a, const OpenStory& b) {
  if (a.articles.size() == 1 && b.articles.size() == 1) return false;
  const std::int32_t within = a.within == 0 ? b.within : b.within == 0 ? a.within : std::min(a.within, b.within);
  return across >= quantize(kLeastAcross) && across >= kAcrossShare * within;
}

// The open stories, keyed by name.
std::map<GroupId, OpenStory> find_open(const StoryGraph& graph, const std::vector<GroupId>& story_of) {
  std::map<GroupId, OpenStory> stories;
  for (std::size_t i = 0; i < story_of.size(); ++i) {
    if (graph.openness[i] < 1) stories[story_of[i]];
  }
  for (std::size_t i = 0; i < story_of.size(); ++i) {
    const auto found = stories.find(story_of[i]);
    if (found != stories.end()) found->second.articles.push_back(group_id(i));
  }
  std::erase_if(stories, [&](const auto& story) {
    double sum = 0;
    for (const GroupId g : story.second.articles) sum += graph.openness[index(g)];
    return sum > kOpenMost * static_cast<double>(story.second.articles.size());
  });
  return stories;
}

struct Bridge {
  GroupId a, b;  // stories, a < b
  std::int32_t across = 0;
};

// Pairs of open stories that share an edge.
std::vector<Bridge> find_bridges(const StoryGraph& graph, const std::map<GroupId, OpenStory>& stories,
                                 const std::vector<GroupId>& story_of) {
  std::vector<Bridge> bridges;
  for (const auto& [name, story] : stories) {
    std::vector<GroupId> met;
    for (const GroupId g : story.articles) {
      for (std::uint64_t e = graph.begin[index(g)]; e < graph.begin[index(g) + 1]; ++e)
        met.push_back(story_of[index(graph.edges[e].to)]);
    }
    std::sort(met.begin(), met.end());
    met.erase(std::unique(met.begin(), met.end()), met.end());
    for (const GroupId other : met) {
      if (name < other && stories.count(other) > 0) bridges.push_back({name, other});
    }
  }
  return bridges;
}

}  // namespace

std::vector<GroupId> merge_big_events(const Features& features, const StoryGraph& graph,
                                      const std::vector<GroupId>& story_of, const StoryModel& model) {
  std::vector<GroupId> merged_of = story_of;
  std::map<GroupId, OpenStory> stories = find_open(graph, merged_of);
  for (;;) {
    std::vector<OpenStory*> changed;
    for (auto& [name, story] : stories) changed.push_back(&story);
    for_each_index(
        changed.size(), [&](std::size_t s) { changed[s]->within = mean_within(features, *changed[s], model); }, 8);
    std::vector<Bridge> bridges = find_bridges(graph, stories, merged_of);
    for_each_index(
        bridges.size(),
        [&](std::size_t k) {
          bridges[k].across = mean_across(features, stories.at(bridges[k].a), stories.at(bridges[k].b), model);
        },
        8);
    std::erase_if(bridges, [&](const Bridge& bridge) {
      return !are_one_event(bridge.across, stories.at(bridge.a), stories.at(bridge.b));
    });
    if (bridges.empty()) return merged_of;
    std::sort(bridges.begin(), bridges.end(), [](const Bridge& p, const Bridge& q) {
      return p.across != q.across ? p.across > q.across : p.a != q.a ? p.a < q.a : p.b < q.b;
    });
    std::set<GroupId> taken;
    for (const Bridge& bridge : bridges) {
      if (taken.count(bridge.a) + taken.count(bridge.b) > 0) continue;
      taken.insert({bridge.a, bridge.b});
      std::vector<GroupId>&into = stories.at(bridge.a).articles, &from = stories.at(bridge.b).articles;
      for (const GroupId g : from) merged_of[index(g)] = bridge.a;
      into.insert(into.end(), from.begin(), from.end());
      std::sort(into.begin(), into.end());
      stories.erase(bridge.b);
    }
  }
}

}  // namespace samestory

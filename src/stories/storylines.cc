#include "stories/storylines.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <utility>

#include "base/parallel.h"
#include "graph/agglomerate.h"
#include "stories/affinity.h"

namespace samestory {
namespace {

constexpr auto kNames = static_cast<std::size_t>(Signal::kNames);

struct Profile {
  std::vector<GroupId> articles;              // the story's, in canonical order
  std::vector<std::pair<int, double>> names;  // column and weight, sorted by column; see norm_of()
};

// What a profile's weights are divided by: products of two are cosines, or kCaselessWorth of them.
double norm_of(double squares, bool cased) { return std::sqrt(cased ? squares : squares / kCaselessWorth); }

std::vector<Profile> make_profiles(const Features& features, const std::vector<GroupId>& story_of,
                                   const std::vector<std::uint8_t>& templates, std::vector<std::size_t>& story_number) {
  std::vector<Profile> profiles;
  story_number.resize(story_of.size());
  for (std::size_t i = 0; i < story_of.size(); ++i) {
    const std::size_t first = index(story_of[i]);
    if (first == i) {
      story_number[i] = profiles.size();
      profiles.emplace_back();
    }
    story_number[i] = story_number[first];
    profiles[story_number[i]].articles.push_back(group_id(i));
  }
  for_each_index(profiles.size(), [&](std::size_t s) {
    Profile& profile = profiles[s];
    std::vector<std::pair<int, double>> entries;
    for (std::size_t a = 0; a < std::min(kProfileArticles, profile.articles.size()); ++a) {
      if (templates[index(profile.articles[a])] != 0) continue;
      for (TermMatrix::InnerIterator entry(features.rows[kNames],
                                           static_cast<Eigen::Index>(index(profile.articles[a])));
           entry; ++entry) {
        entries.emplace_back(static_cast<int>(entry.col()), entry.value());
      }
    }
    // By column, then article order within it: additions happen in one order.
    if (profile.articles.size() > 1)
      std::stable_sort(entries.begin(), entries.end(), [](const auto& p, const auto& q) { return p.first < q.first; });
    double squares = 0;
    profile.names.reserve(entries.size());
    for (const auto& [column, weight] : entries) {
      if (profile.names.empty() || profile.names.back().first != column) profile.names.emplace_back(column, 0);
      profile.names.back().second += weight;
    }
    for (const auto& [column, weight] : profile.names) squares += weight * weight;
    const double norm = norm_of(squares, features.facts[index(profile.articles[0])].cased);
    for (auto& [column, weight] : profile.names) weight /= norm;
  });
  return profiles;
}

struct Common {
  double cosine = 0;
  int uncommon = 0;
};

// Articles that hold each name.
std::vector<int> count_holders(const Features& features) {
  std::vector<int> holders(features.terms[kNames].size(), 0);
  const TermMatrix& rows = features.rows[kNames];
  for (Eigen::Index e = 0; e < rows.nonZeros(); ++e) ++holders[static_cast<std::size_t>(rows.innerIndexPtr()[e])];
  return holders;
}

Common common_names(const Profile& a, const Profile& b, const std::vector<int>& holders, double most_holders) {
  Common common;
  for (auto i = a.names.begin(), j = b.names.begin(); i != a.names.end() && j != b.names.end();) {
    if (i->first == j->first) {
      common.cosine += i->second * j->second;
      common.uncommon += holders[static_cast<std::size_t>(i->first)] <= most_holders;
    }
    const int p = i->first, q = j->first;
    i += p <= q;
    j += q <= p;
  }
  return common;
}

bool are_alike(const Features& features, const Profile& a, const Profile& b, const StoryModel& model) {
  for (std::size_t i = 0; i < std::min(kProfilePairs, a.articles.size()); ++i) {
    for (std::size_t j = 0; j < std::min(kProfilePairs, b.articles.size()); ++j) {
      if (compare(features, a.articles[i], b.articles[j], model).raw >= kLeastRaw) return true;
    }
  }
  return false;
}

struct Holding {
  std::uint32_t story;
  float weight;
};

// A name of a story: the later stories that hold it, too, are `count` holdings from `first` on.
struct Reach {
  std::uint32_t first, count;
  float weight;
};

// Who holds each name. One that more than kMostStories hold brings nobody, and counts in `rest` instead.
struct NameIndex {
  std::vector<Holding> holdings;     // name by name, each in the order of stories
  std::vector<Reach> reaches;        // story by story, as its profile's names
  std::vector<std::uint32_t> begin;  // of a story's reaches; one entry more than stories
  std::vector<float> rest;           // by story: length of its profile with only the names left out
};

// Fills in the holdings of the names from `first` up to `last`, whose lists begin at `next`, and what leads to them.
void index_range(const std::vector<Profile>& profiles, int first, int last, std::vector<std::uint32_t>& next,
                 NameIndex& found) {
  const auto below = [](const auto& name, int column) { return name.first < column; };
  for (std::size_t s = 0; s < profiles.size(); ++s) {
    const auto& names = profiles[s].names;
    auto name = std::lower_bound(names.begin(), names.end(), first, below);
    std::uint32_t reach = found.begin[s] + static_cast<std::uint32_t>(name - names.begin());
    for (; name != names.end() && name->first < last; ++name, ++reach) {
      const std::uint32_t place = next[static_cast<std::size_t>(name->first)]++;
      found.holdings[place] = {static_cast<std::uint32_t>(s), static_cast<float>(name->second)};
      found.reaches[reach] = {place + 1, 0, static_cast<float>(name->second)};
    }
  }
}

NameIndex index_names(const std::vector<Profile>& profiles, std::size_t names) {
  constexpr std::size_t kRangeNames = std::size_t{1} << 16;  // at once: where their lists go on stays in the cache
  NameIndex found;
  found.begin.push_back(0);
  std::vector<std::uint32_t> ends(names + 1, 0);  // of the lists of names, moved on by one
  for (const Profile& profile : profiles) {
    found.begin.push_back(found.begin.back() + static_cast<std::uint32_t>(profile.names.size()));
    for (const auto& [name, weight] : profile.names) ++ends[static_cast<std::size_t>(name) + 1];
  }
  std::partial_sum(ends.begin(), ends.end(), ends.begin());
  found.holdings.resize(found.begin.back());
  found.reaches.resize(found.begin.back());
  std::vector<std::uint32_t> next = ends;
  for_each_index((names + kRangeNames - 1) / kRangeNames,
                 [&](std::size_t range) {
                   const std::size_t first = range * kRangeNames, last = std::min(names, first + kRangeNames);
                   index_range(profiles, static_cast<int>(first), static_cast<int>(last), next, found);
                 },
                 1);
  found.rest.resize(profiles.size());
  for_each_index(profiles.size(), [&](std::size_t s) {
    double squares = 0;
    for (std::size_t n = 0; n < profiles[s].names.size(); ++n) {
      const auto name = static_cast<std::size_t>(profiles[s].names[n].first);
      Reach& reach = found.reaches[found.begin[s] + n];
      const bool common = ends[name + 1] - ends[name] > static_cast<std::uint32_t>(kMostStories);
      if (common) squares += static_cast<double>(reach.weight) * reach.weight;
      reach.count = common ? 0 : ends[name + 1] - reach.first;
    }
    found.rest[s] = static_cast<float>(std::sqrt(squares));
  });
  return found;
}

struct Relation {
  std::uint32_t a, b;  // stories, a < b
  std::int32_t cosine;
};

// A thread's relations, and what other stories share with the one at hand.
struct Found {
  struct Shared {
    int names = 0;
    float cosine = 0;  // of those names alone
  };
  std::vector<Relation> relations;
  std::vector<Shared> shared;          // per story
  std::vector<std::uint32_t> touched;  // stories that share some
};

// The relations of a story with later ones.
void find_related(const Features& features, const std::vector<Profile>& profiles, const std::vector<int>& holders,
                  const NameIndex& names, const StoryModel& model, std::uint32_t s, Found& mine) {
  constexpr std::size_t kAhead = 6;   // names
  constexpr float kRounding = 1e-4F;  // more than a sum of some hundred products of floats is wrong by
  const auto least_cosine = static_cast<float>(kNamesCosine) - kRounding;
  const double share = kUncommonShare * features.articles_of_language[index(profiles[s].articles[0])];
  mine.shared.resize(profiles.size());
  const auto reaches = std::span(names.reaches).subspan(names.begin[s], names.begin[s + 1] - names.begin[s]);
  for (std::size_t n = 0; n < reaches.size(); ++n) {
    // Lists lie anywhere, and waiting for them took most of the time.
    if (n + kAhead < reaches.size()) __builtin_prefetch(names.holdings.data() + reaches[n + kAhead].first);
    for (const Holding& other : std::span(names.holdings).subspan(reaches[n].first, reaches[n].count)) {
      Found::Shared& shared = mine.shared[other.story];
      if (shared.names++ == 0) mine.touched.push_back(other.story);
      shared.cosine += reaches[n].weight * other.weight;
    }
  }
  for (const std::uint32_t other : mine.touched) {
    const auto [shared, cosine] = std::exchange(mine.shared[other], {});
    // The other names add no more than the product of their lengths (Cauchy-Schwarz).
    if (shared < kSharedNames || cosine + names.rest[s] * names.rest[other] < least_cosine) continue;
    const auto both = static_cast<double>(profiles[s].articles.size() + profiles[other].articles.size());
    const Common common = common_names(profiles[s], profiles[other], holders, std::max(share, both + 2));
    if (common.cosine < kNamesCosine || common.uncommon < kSharedNames) continue;
    if (are_alike(features, profiles[s], profiles[other], model))
      mine.relations.push_back({s, other, quantize(common.cosine)});
  }
  mine.touched.clear();
}

std::vector<Relation> find_relations(const Features& features, const std::vector<Profile>& profiles,
                                     const StoryModel& model) {
  const std::vector<int> holders = count_holders(features);
  const NameIndex names = index_names(profiles, holders.size());
  std::vector<Found> parts = accumulate_indices<Found>(profiles.size(), [&](Found& mine, std::size_t s) {
    find_related(features, profiles, holders, names, model, static_cast<std::uint32_t>(s), mine);
  });
  std::vector<Relation> relations;
  for (const Found& part : parts) relations.insert(relations.end(), part.relations.begin(), part.relations.end());
  samestory::sort(relations.begin(), relations.end(),
                  [](const Relation& p, const Relation& q) { return p.a != q.a ? p.a < q.a : p.b < q.b; });
  return relations;
}

WeightedGraph to_graph(std::size_t stories, const std::vector<Relation>& relations) {
  WeightedGraph graph;
  graph.begin.assign(stories + 1, 0);
  for (const Relation& relation : relations) ++graph.begin[relation.a + 1], ++graph.begin[relation.b + 1];
  for (std::size_t s = 0; s < stories; ++s) graph.begin[s + 1] += graph.begin[s];
  graph.edges.resize(2 * relations.size());
  std::vector<std::uint64_t> next(graph.begin.begin(), graph.begin.end() - 1);
  for (const Relation& relation : relations) {
    graph.edges[next[relation.a]++] = {relation.b, relation.cosine};
    graph.edges[next[relation.b]++] = {relation.a, relation.cosine};
  }
  return graph;
}

}  // namespace

std::vector<GroupId> form_storylines(const Features& features, const std::vector<GroupId>& story_of,
                                     const std::vector<std::uint8_t>& templates, const StoryModel& model) {
  std::vector<std::size_t> story_number;
  const std::vector<Profile> profiles = make_profiles(features, story_of, templates, story_number);
  const WeightedGraph graph = to_graph(profiles.size(), find_relations(features, profiles, model));
  const std::vector<std::uint32_t> saga = agglomerate(graph, quantize(kNamesCosine), Linkage{10});
  std::vector<GroupId> storyline(story_of.size());
  for (std::size_t i = 0; i < story_of.size(); ++i) storyline[i] = profiles[saga[story_number[i]]].articles[0];
  return storyline;
}

}  // namespace samestory

#include "stories/storylines.h"

#include <algorithm>
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
    std::stable_sort(entries.begin(), entries.end(), [](const auto& p, const auto& q) { return p.first < q.first; });
    double squares = 0;
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

// `held`: by name, its weight in the profile at hand. It is compared with many, and names are mostly not shared, which
// is easier to predict than which of two profiles is behind.
Common common_names(const std::vector<double>& held, const Profile& other, const std::vector<int>& holders,
                    double most_holders) {
  Common common;
  for (const auto& [name, weight] : other.names) {
    const auto column = static_cast<std::size_t>(name);
    if (held[column] == 0) continue;
    common.cosine += held[column] * weight;
    common.uncommon += holders[column] <= most_holders;
  }
  return common;
}

double best_raw(const Features& features, const Profile& a, const Profile& b, const StoryModel& model) {
  double best = 0;
  for (std::size_t i = 0; i < std::min(kProfilePairs, a.articles.size()); ++i) {
    for (std::size_t j = 0; j < std::min(kProfilePairs, b.articles.size()); ++j) {
      best = std::max(best, compare(features, a.articles[i], b.articles[j], model).raw);
    }
  }
  return best;
}

struct Relation {
  std::uint32_t a, b;  // stories, a < b
  std::int32_t cosine;
};

// A thread's relations, and for the story at hand its names and how many of them others share.
struct Found {
  std::vector<Relation> relations;
  std::vector<double> held;            // per name: its weight
  std::vector<int> shared;             // per story
  std::vector<std::uint32_t> touched;  // stories that share some
};

}  // namespace

std::vector<GroupId> form_storylines(const Features& features, const std::vector<GroupId>& story_of,
                                     const std::vector<std::uint8_t>& templates, const StoryModel& model) {
  std::vector<std::size_t> story_number;
  const std::vector<Profile> profiles = make_profiles(features, story_of, templates, story_number);
  const std::vector<int> holders = count_holders(features);
  std::vector<std::vector<std::uint32_t>> stories_with(features.terms[kNames].size());
  for (std::size_t s = 0; s < profiles.size(); ++s) {
    for (const auto& [column, weight] : profiles[s].names)
      stories_with[static_cast<std::size_t>(column)].push_back(static_cast<std::uint32_t>(s));
  }
  std::size_t largest = 0;
  for (const Profile& profile : profiles) largest = std::max(largest, profile.articles.size());
  std::vector<Found> parts = accumulate_indices<Found>(profiles.size(), [&](Found& mine, std::size_t s) {
    // Names that cannot be uncommon for any partner bring nobody.
    const double most_holders = std::max(kUncommonShare * features.articles_of_language[index(profiles[s].articles[0])],
                                         2.0 + static_cast<double>(2 * largest));
    mine.shared.resize(profiles.size(), 0);
    mine.held.resize(holders.size(), 0);
    for (const auto& [column, weight] : profiles[s].names) {
      mine.held[static_cast<std::size_t>(column)] = weight;
      const auto& with = stories_with[static_cast<std::size_t>(column)];
      if (holders[static_cast<std::size_t>(column)] > most_holders ||
          with.size() > static_cast<std::size_t>(kMostStories))
        continue;
      for (auto other = std::upper_bound(with.begin(), with.end(), static_cast<std::uint32_t>(s)); other != with.end();
           ++other) {
        if (mine.shared[*other]++ == 0) mine.touched.push_back(*other);
      }
    }
    for (const std::uint32_t other : std::exchange(mine.touched, {})) {
      if (std::exchange(mine.shared[other], 0) < kSharedNames) continue;
      const double share = kUncommonShare * features.articles_of_language[index(profiles[s].articles[0])];
      const auto both = static_cast<double>(profiles[s].articles.size() + profiles[other].articles.size());
      const Common common = common_names(mine.held, profiles[other], holders, std::max(share, both + 2));
      if (common.cosine < kNamesCosine || common.uncommon < kSharedNames) continue;
      if (best_raw(features, profiles[s], profiles[other], model) < kLeastRaw) continue;
      mine.relations.push_back({static_cast<std::uint32_t>(s), other, quantize(common.cosine)});
    }
    for (const auto& [column, weight] : profiles[s].names) mine.held[static_cast<std::size_t>(column)] = 0;
  });
  std::vector<Relation> relations;
  for (const Found& part : parts) relations.insert(relations.end(), part.relations.begin(), part.relations.end());
  samestory::sort(relations.begin(), relations.end(),
                  [](const Relation& p, const Relation& q) { return p.a != q.a ? p.a < q.a : p.b < q.b; });

  WeightedGraph graph;
  graph.begin.assign(profiles.size() + 1, 0);
  for (const Relation& relation : relations) ++graph.begin[relation.a + 1], ++graph.begin[relation.b + 1];
  for (std::size_t s = 0; s < profiles.size(); ++s) graph.begin[s + 1] += graph.begin[s];
  graph.edges.resize(2 * relations.size());
  std::vector<std::uint64_t> next(graph.begin.begin(), graph.begin.end() - 1);
  for (const Relation& relation : relations) {
    graph.edges[next[relation.a]++] = {relation.b, relation.cosine};
    graph.edges[next[relation.b]++] = {relation.a, relation.cosine};
  }
  const std::vector<std::uint32_t> saga = agglomerate(graph, quantize(kNamesCosine), Linkage{10});
  std::vector<GroupId> storyline(story_of.size());
  for (std::size_t i = 0; i < story_of.size(); ++i) storyline[i] = profiles[saga[story_number[i]]].articles[0];
  return storyline;
}

}  // namespace samestory

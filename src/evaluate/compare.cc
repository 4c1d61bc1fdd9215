#include "evaluate/compare.h"

#include <samestory/error.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>
#include <numeric>
#include <unordered_map>

#include "io/results_read.h"

namespace samestory {
namespace {

constexpr std::uint32_t kAbsent = std::numeric_limits<std::uint32_t>::max();
constexpr std::array<std::string_view, 3> kFieldNames = {"copy_of", "story", "storyline"};

// The clusters of the labelled articles: by field, then by position in the list of ids.
struct Predictions {
  std::array<std::vector<std::uint32_t>, kFieldNames.size()> clusters;
  std::size_t missing = 0;
};

std::size_t field_of(ScoredLevel level) {
  switch (level) {
    case ScoredLevel::kCopies:
      return 0;
    case ScoredLevel::kStories:
    case ScoredLevel::kStoriesCollapsed:
      return 1;
    case ScoredLevel::kStorylines:
      return 2;
  }
  return 0;
}

Predictions read_predictions(const std::string& path, const std::string& gold_path, const std::vector<std::string>& ids,
                             const std::vector<ScoredLevel>& levels) {
  std::unordered_map<std::string_view, std::size_t> index_of;
  for (std::size_t i = 0; i < ids.size(); ++i) index_of.emplace(ids[i], i);
  std::array<bool, kFieldNames.size()> wanted{true, false, false};  // collapsing needs the copy groups
  for (const ScoredLevel level : levels) wanted[field_of(level)] = true;
  std::array<std::unordered_map<std::string, std::uint32_t>, kFieldNames.size()> numbers;
  Predictions predictions;
  for (auto& clusters : predictions.clusters) clusters.assign(ids.size(), kAbsent);
  read_results(path, [&](const ResultRow& row) {
    const auto found = index_of.find(row.id);
    if (found == index_of.end()) return;
    const std::string where = path + ":" + std::to_string(row.line);
    if (predictions.clusters[0][found->second] != kAbsent) {
      throw Error(ErrorKind::kInput,
                  "id \"" + std::string(row.id) + "\" stands twice: " + where + " (remove one line)");
    }
    const std::array<std::string_view, kFieldNames.size()> names = {row.copy_of, row.story, row.storyline};
    for (std::size_t field = 0; field < names.size(); ++field) {
      if (!wanted[field]) continue;
      if (names[field].empty()) {
        throw Error(ErrorKind::kInput, "no field \"" + std::string(kFieldNames[field]) + "\": " + where +
                                           " (run `samestory cluster` at that level, or choose another --level)");
      }
      const auto next = static_cast<std::uint32_t>(numbers[field].size());
      predictions.clusters[field][found->second] =
          numbers[field].try_emplace(std::string(names[field]), next).first->second;
    }
  });
  for (std::size_t field = 0; field < numbers.size(); ++field) {
    auto next = static_cast<std::uint32_t>(numbers[field].size());
    for (std::uint32_t& cluster : predictions.clusters[field]) {
      if (cluster == kAbsent) cluster = next++;
    }
    if (field == 0) predictions.missing = next - numbers[0].size();
  }
  if (predictions.missing == ids.size()) {
    throw Error(ErrorKind::kInput, "no labelled article is in the run: " + gold_path + ", " + path +
                                       " (name the labels of the archive that was clustered)");
  }
  return predictions;
}

// One article for each (copy group, gold cluster): the first of the labels.
std::vector<std::size_t> choose_representatives(const std::vector<std::uint32_t>& copies,
                                                const std::vector<std::uint32_t>& gold) {
  std::vector<std::size_t> order(gold.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto key = [&](std::size_t i) { return std::pair(copies[i], gold[i]); };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  order.erase(std::unique(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(a) == key(b); }),
              order.end());
  return order;
}

std::vector<std::uint32_t> pick(const std::vector<std::uint32_t>& values, const std::vector<std::size_t>& positions) {
  std::vector<std::uint32_t> picked;
  picked.reserve(positions.size());
  for (const std::size_t position : positions) picked.push_back(values[position]);
  return picked;
}

}  // namespace

std::string_view name(ScoredLevel level) {
  constexpr std::array<std::string_view, 4> kNames = {"copies", "stories", "stories_collapsed", "storylines"};
  return kNames[static_cast<std::size_t>(level)];
}

std::vector<LevelScores> compare_clusters(const std::string& articles_path, const GoldClusters& gold,
                                          const std::vector<ScoredLevel>& levels) {
  const Predictions predictions = read_predictions(articles_path, gold.path, gold.ids, levels);
  std::vector<LevelScores> all;
  for (const ScoredLevel level : levels) {
    const std::vector<std::uint32_t>& clusters = predictions.clusters[field_of(level)];
    if (level == ScoredLevel::kStoriesCollapsed) {
      const std::vector<std::size_t> chosen = choose_representatives(predictions.clusters[0], gold.clusters);
      const ClusterScores scores = score_clusters(pick(gold.clusters, chosen), pick(clusters, chosen));
      all.push_back({level, predictions.missing, scores});
    } else {
      all.push_back({level, predictions.missing, score_clusters(gold.clusters, clusters)});
    }
  }
  return all;
}

std::vector<LevelPairScores> compare_pairs(const std::string& articles_path, const GoldPairs& gold,
                                           const std::vector<ScoredLevel>& levels) {
  const Predictions predictions = read_predictions(articles_path, gold.path, gold.ids, levels);
  std::vector<LevelPairScores> all;
  for (const ScoredLevel level : levels) {
    assert(level != ScoredLevel::kStoriesCollapsed);
    const std::vector<std::uint32_t>& clusters = predictions.clusters[field_of(level)];
    std::vector<PairVerdict> verdicts;
    verdicts.reserve(gold.pairs.size());
    for (const GoldPair& pair : gold.pairs) verdicts.push_back({pair.same, clusters[pair.a] == clusters[pair.b]});
    all.push_back({level, predictions.missing, score_pairs(verdicts)});
  }
  return all;
}

}  // namespace samestory

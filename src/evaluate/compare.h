// A finished run against gold labels, level by level.
//
// Input: the path of articles.jsonl and labels (labels.h). Output: for each level the scores of metrics.h and how many
// labelled articles the run does not hold. Articles without a label are ignored, so that a small labelled set can be
// scored inside the large archive it was hidden in; a labelled article that is missing counts as alone. Where all of
// them are missing, the labels are another archive's, and every score would be made up: that is an error.
//
// Levels: copies, stories, storylines, each by the field of articles.jsonl that names the cluster; and stories once
// more with copies collapsed: one article for each copy group and gold cluster, because verified copies are easy and,
// where an archive is full of them, hide how well differently worded reports were found. Cost: the labelled ids and
// three cluster names for each; unlabelled lines are parsed and forgotten. Test: tests/metrics_test.cc.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "evaluate/labels.h"
#include "evaluate/metrics.h"

namespace samestory {

enum class ScoredLevel { kCopies, kStories, kStoriesCollapsed, kStorylines };

// "copies", "stories", "stories_collapsed", "storylines".
std::string_view name(ScoredLevel level);

struct LevelScores {
  ScoredLevel level = ScoredLevel::kStories;
  std::size_t missing = 0;
  ClusterScores scores;
};

struct LevelPairScores {
  ScoredLevel level = ScoredLevel::kStories;
  std::size_t missing = 0;  // ids of the pairs file that the run does not hold
  PairScores scores;
};

// Throws Error{kInput} if the file cannot be read, if a labelled id stands twice in it, if it lacks a level asked for,
// or if it holds no labelled article.
std::vector<LevelScores> compare_clusters(const std::string& articles_path, const GoldClusters& gold,
                                          const std::vector<ScoredLevel>& levels);

// REQUIRES: no level is kStoriesCollapsed, which has no meaning for pairs.
std::vector<LevelPairScores> compare_pairs(const std::string& articles_path, const GoldPairs& gold,
                                           const std::vector<ScoredLevel>& levels);

}  // namespace samestory

#include "fit/labelled_set.h"

#include <samestory/error.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <unordered_map>

#include "evaluate/metrics.h"
#include "io/read.h"
#include "pipeline.h"
#include "stories/big_events.h"
#include "stories/stories.h"

namespace samestory {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPairsName = "pairs.tsv";

// The first of the names that is a file of the folder.
template <std::size_t n>
std::string find_file(const std::string& folder, const std::array<const char*, n>& names, const std::string& what) {
  for (const char* name : names) {
    const fs::path path = fs::path(folder) / name;
    if (fs::exists(path)) return path.string();
  }
  throw Error(ErrorKind::kInput, "no " + what + ": " + folder + " (put " + names[0] + " there, or write FILE=LABELS)");
}

Analysis analyze_set(const std::string& path, const ResultOptions& options, Progress& progress) {
  const auto reader = std::make_shared<ArchiveReader>(std::vector<std::string>{path},
                                                      ReadOptions{{}, 64 << 20, options.preset == Preset::kHeadlines});
  return analyze(
      from_reader(reader), options,
      {fs::temp_directory_path().string(), OnReject::kKeep,
       [&](std::size_t articles) { progress.reading(articles, reader->bytes_read(), reader->bytes_total()); }},
      progress);
}

std::vector<std::optional<GroupId>> find_groups(const Analysis& found, const std::vector<std::string>& ids) {
  std::unordered_map<std::string_view, std::size_t> article_of;
  for (std::size_t i = 0; i < found.corpus.size(); ++i) article_of.emplace(found.corpus.articles[i].id, i);
  std::vector<std::optional<GroupId>> groups;
  for (const std::string& id : ids) {
    const auto article = article_of.find(id);
    groups.push_back(article == article_of.end() ? std::nullopt
                                                 : std::optional(found.canonicals.group_of[article->second]));
  }
  return groups;
}

[[noreturn]] void refuse(const std::string& what, const DatasetPaths& paths, const std::string& remedy) {
  throw Error(ErrorKind::kInput, what + ": " + paths.labels + " (" + remedy + ")");
}

}  // namespace

DatasetPaths find_dataset(const std::string& dataset) {
  if (fs::is_directory(dataset)) {
    fs::path folder = fs::path(dataset).lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();  // "set/" is called "set"
    constexpr std::array<const char*, 6> kArticles = {"docs.jsonl",     "docs.jsonl.zst",     "docs.jsonl.gz",
                                                      "articles.jsonl", "articles.jsonl.zst", "articles.jsonl.gz"};
    constexpr std::array<const char*, 3> kLabels = {"labels.tsv", "stories.tsv", "pairs.tsv"};
    return {folder.filename().string(), find_file(dataset, kArticles, "articles"),
            find_file(dataset, kLabels, "labels")};
  }
  const std::size_t equals = dataset.rfind('=');
  if (equals == std::string::npos) {
    throw Error(ErrorKind::kInput,
                "no such folder: " + dataset + " (name one with docs.jsonl and labels.tsv, or write FILE=LABELS)");
  }
  const std::string articles = dataset.substr(0, equals), labels = dataset.substr(equals + 1);
  if (!fs::is_regular_file(labels))
    throw Error(ErrorKind::kInput, "no such file: " + labels + " (name the labels behind the =)");
  return {articles, articles, labels};
}

LabelledSet::LabelledSet(const DatasetPaths& paths, const PairTests& tests, const ResultOptions& options,
                         Progress& progress)
    : name_(paths.name), graph_model_(options.stories.model) {
  // Labels first: they are quick to read, and a mistake in them is the likeliest one.
  std::vector<std::string> ids;
  if (paths.labels.ends_with(kPairsName)) {
    if (!tests.same || !tests.different) {
      throw Error(ErrorKind::kUsage,
                  "pairs without a meaning: " + paths.labels + " (say which labels count with --same and --different)");
    }
    GoldPairs gold = read_gold_pairs(paths.labels, *tests.same, *tests.different);
    ids = std::move(gold.ids), pairs_ = std::move(gold.pairs);
  } else {
    GoldClusters gold = read_gold_clusters(paths.labels);
    ids = std::move(gold.ids), clusters_ = std::move(gold.clusters);
  }
  ResultOptions to_stories = options;
  to_stories.level = Level::kStories;
  Analysis found = analyze_set(paths.articles, to_stories, progress);
  group_of_ = find_groups(found, ids);
  labelled_ = ids.size() - static_cast<std::size_t>(std::count(group_of_.begin(), group_of_.end(), std::nullopt));
  check_labels(paths, ids.size());
  found_ = std::move(found);
  found_.corpus = Corpus();  // the texts have said what they say
}

void LabelledSet::check_labels(const DatasetPaths& paths, std::size_t ids) const {
  if (labelled_ == 0) refuse("no labelled article is in " + paths.articles, paths, "name the labels of that archive");
  if (has_pairs()) {
    std::size_t same = 0, found = 0;
    for (const GoldPair& pair : pairs_) {
      if (group_of_[pair.a] && group_of_[pair.b]) same += pair.same, ++found;
    }
    if (found == 0) refuse("no labelled pair is in " + paths.articles, paths, "name the labels of that archive");
    if (same == 0 || same == found)
      refuse("labels of one kind only", paths, "add pairs of the other kind: nothing can be told apart");
    return;
  }
  std::vector<std::uint32_t> present;
  for (std::size_t i = 0; i < ids; ++i) {
    if (group_of_[i]) present.push_back(clusters_[i]);
  }
  std::sort(present.begin(), present.end());
  const auto distinct = static_cast<std::size_t>(std::unique(present.begin(), present.end()) - present.begin());
  if (distinct == 1) refuse("one cluster only", paths, "label articles of other stories, too");
  if (distinct == labelled_) refuse("no two articles in one cluster", paths, "label articles of one story, too");
}

double LabelledSet::score(const StoryOptions& options) {
  if (!(graph_model_ == options.model)) {
    found_.graph = find_story_graph(found_, options.model);
    graph_model_ = options.model;
  }
  const std::vector<GroupId> story_of =
      merge_big_events(found_.features, found_.graph, form_stories(found_.graph, options), options.model);
  // Numbers of stories, dense; each article that the archive lacks is a story of its own.
  std::vector<std::uint32_t> number(story_of.size(), 0), predicted;
  std::uint32_t next = 0;
  for (const auto& group : group_of_) {
    if (!group) {
      predicted.push_back(next++);
      continue;
    }
    std::uint32_t& known = number[index(story_of[index(*group)])];  // 0: not met yet
    if (known == 0) known = ++next;
    predicted.push_back(known - 1);
  }
  if (!has_pairs()) return score_clusters(clusters_, predicted).bcubed.f1;
  std::vector<PairVerdict> verdicts;
  for (const GoldPair& pair : pairs_) verdicts.push_back({pair.same, predicted[pair.a] == predicted[pair.b]});
  return score_pairs(verdicts).same.f1;
}

}  // namespace samestory

// A labelled set: an archive as the story passes see it, and what people said belongs together in it.
//
// Input: DATASET as the user names it: a folder with docs.jsonl or articles.jsonl (also .gz or .zst) and labels.tsv,
// stories.tsv or pairs.tsv, the first of each list that is there; or FILE=LABELS. A file of labels whose name ends in
// pairs.tsv holds judged pairs, any other one holds clusters (evaluate/labels.h). Output: the features of its copy
// groups, for scoring the stories that any constants form: mean B-cubed F1 over labelled articles, or F1 of "same" over
// judged pairs, as `evaluate` reckons them at story level (a labelled article that the archive lacks is alone).
//
// Passes up to features do not depend on the constants and run once. The last graph is kept as well: a trial that
// changes only the level needs no scoring of pairs. Of the articles nothing else stays in memory.
// Labels that say nothing are errors: with all articles in one cluster the best constants are "everything is one
// story", and with no two together "nothing is".
// Cost: a trial scores all pairs of the set anew: what "score pairs" and "stories" cost in summary.json.
// Test: tests/fit_test.cc.
#pragma once

#include <samestory/options.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/progress.h"
#include "evaluate/labels.h"
#include "pipeline.h"

namespace samestory {

struct DatasetPaths {
  std::string name;      // as the report shows it
  std::string articles;  // file
  std::string labels;    // file
};

// Throws Error{kInput} if a folder or a file of it is missing.
DatasetPaths find_dataset(const std::string& dataset);

// Which labels of pairs count; empty if the user named none.
struct PairTests {
  std::optional<LabelTest> same, different;
};

class LabelledSet {
 public:
  // Reads and runs all passes. Throws Error{kInput} for labels of other articles or of one kind only, Error{kUsage}
  // for pairs without tests.
  LabelledSet(const DatasetPaths& paths, const PairTests& tests, const ResultOptions& options, Progress& progress);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] bool has_pairs() const { return !pairs_.empty(); }
  [[nodiscard]] std::size_t labelled() const { return labelled_; }  // articles that have a label
  [[nodiscard]] double score(const StoryOptions& options);          // 0 to 1

 private:
  void check_labels(const DatasetPaths& paths, std::size_t ids) const;

  std::string name_;
  Analysis found_;                                // without the corpus
  StoryModel graph_model_;                        // that its graph was scored with
  std::vector<std::optional<GroupId>> group_of_;  // per labelled id; nothing where the archive lacks it
  std::vector<std::uint32_t> clusters_;           // likewise; empty for pairs
  std::vector<GoldPair> pairs_;                   // empty for clusters
  std::size_t labelled_ = 0;
};

}  // namespace samestory

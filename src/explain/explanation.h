// Explanation: why two articles are together, or why not, as one value that is rendered twice (explain/print.h).
//
// Input: everything that the passes of a run found (pipeline.h) and two articles. Output: what the two are, how they
// compare as copies, how they compare as reports of one event with every part of the score, what both state and what
// only one does, each one's nearest other article inside and outside its story, and the outcome. Texts are as the
// sources gave them; whoever shows them on a terminal makes them harmless first.
//
// The pair that is scored is the pair of canonicals: a copy is explained through the article that stands for it, which
// the value says. There is no score within a copy group. Nothing here decides: the same functions that decided in the
// run are called again on the same values, so no figure can differ from the one that counted.
// Cost: two texts and one row of the graph a side. Tested by tests/cli.
#pragma once

#include <samestory/options.h>
#include <samestory/result.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "copies/verify.h"
#include "pipeline.h"

namespace samestory {

inline constexpr std::size_t kShownLeadWords = 60;  // of each text: what journalists put first
inline constexpr std::size_t kShownItems = 12;      // names, numbers, dates, ages or terms of a kind
inline constexpr std::size_t kShownPassages = 5;    // the first ones
inline constexpr std::size_t kShownPassageWords = 12;

struct ExplainedArticle {
  std::string id, outlet, title, lead;
  std::optional<std::int64_t> published_s;
  std::string canonical;                    // id of the article that stands for it; its own if it is one
  std::size_t words = 0, repeated = 0;      // units compared, and those in spans that its outlet repeats
  std::vector<std::string> repeated_spans;  // the first ones, normalized
};

struct ExplainedPassage {
  Passage place;
  std::string text;  // its first words, normalized
  bool cut = false;  // there are more
};

struct ExplainedCopies {
  CopyEvidence evidence;  // as verified; evidence.passages are all of them
  std::vector<ExplainedPassage> passages;
  // Which of the two is a page that goes on with the other as its second report (copies/pages.h). If the two texts
  // alone would be copies, the relation is an excerpt nevertheless, as it was in the run.
  std::optional<std::size_t> page;
};

// Another article that one of the two is alike to.
struct Neighbour {
  std::string id, title;
  double score = 0;
};

struct ExplainedNeighbours {
  std::optional<Neighbour> inside, outside;  // the best of its own story, and of all others; never the other of the two
};

// Two different stories, as the agglomeration saw them at the end.
struct StoriesAcross {
  std::array<std::size_t, 2> reports{};
  double average = 0, least = 0;  // of the scores across; pairs that are no candidates count 0
};

// Why two articles have no part in each other's story, whatever their score.
enum class Parted { kNo, kSecondReport, kTemplates };

struct ExplainedScore {
  double score = 0, level = 0;
  ScoreParts parts;
  double x = 0;                         // likeness after time: together * kernel
  double share = 1;                     // of the dated articles, those near the pair in time
  double rivals = 0;                    // articles of the language that stand there, about
  std::array<double, 2> background{};   // of each neighbourhood
  int age = 0, month_day = 0, day = 0;  // 1 shared, -1 contradict, 0 not stated by both
  bool one_outlet = false;
  double strange = 0;  // see stories/affinity.h
  Parted parted = Parted::kNo;
  Shared shared;
  std::array<Unshared, 2> only;
  std::array<ExplainedNeighbours, 2> neighbours;
  std::optional<StoriesAcross> across;  // nothing if both are in one story
};

struct Explanation {
  ResultOptions options;
  std::array<ExplainedArticle, 2> articles;
  ExplainedCopies copies;
  std::optional<ExplainedScore> score;  // nothing within a copy group
  bool same_copy_group = false, same_story = false, same_storyline = false;
};

// REQUIRES a != b, and an analysis that went to storylines.
Explanation explain(const Analysis& found, const ResultOptions& options, ArticleId a, ArticleId b);

}  // namespace samestory

// Assembling: groups, stories and storylines become the Result that users read.
//
// Input: everything that the passes found, in canonical order. Output: Result, in the order of the input.
//   lead       of a story: the earliest canonical; ties by length (longest), then id
//   storyline  named by the lead of its first story: the story whose lead comes first in canonical order
//   role       lead; copy or partial for a member of a copy group; report for another canonical
//   terms      of a story: the kStoryTerms terms that weigh most over its canonicals, names and pairs of names first
//              among equals; none for a story of one copy group, whose title tells it
//   links      every verified copy or excerpt, and of each story the pairs whose score reaches the level and, for each
//              member, its best pair, so that every member's membership is shown by at least one line
// Texts of the articles in links and of leads are read again for the printed forms of their words.
// Cost: one more reading of the articles that share a story. Tested by tests/pipeline_test.cc.
#pragma once

#include <samestory/result.h>

#include <vector>

#include "copies/corpus.h"
#include "copies/groups.h"
#include "stories/candidates.h"
#include "stories/extract.h"
#include "stories/features.h"
#include "text/repeated.h"

namespace samestory {

inline constexpr std::size_t kStoryTerms = 8;
inline constexpr std::size_t kSharedItems = 8;  // of each kind in a link, the weightiest

// The canonicals, which the story passes see: dense numbers for them and back.
struct Canonicals {
  std::vector<ArticleId> article_of;  // per group, in canonical order
  std::vector<GroupId> group_of;      // per article
};
Canonicals number_canonicals(const CopyGroups& copies);

// The article of a group as the story passes read it, with the text that it refers to.
struct StoryArticle {
  Text text;
  std::string_view language, outlet;
  std::optional<std::int64_t> published_s;

  operator StoryText() const { return {text.title, text.text, language, outlet, published_s}; }
};
StoryArticle story_text(const Corpus& corpus, ArticleId id);

struct Findings {
  const Corpus& corpus;
  const RepeatedSpans& repeated;
  const CopyGroups& copies;
  const Canonicals& canonicals;
  const Features& features;                  // empty if the run went no further than copies
  const StoryGraph& graph;                   // likewise
  const std::vector<GroupId>& story_of;      // per group
  const std::vector<GroupId>& storyline_of;  // per group
};

Result assemble(const Findings& found, const ResultOptions& options);

}  // namespace samestory

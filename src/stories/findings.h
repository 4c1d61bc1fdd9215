// Findings: everything that the passes found out about an archive, for those who put it into words.
//
// Canonicals are numbered in canonical order, without gaps: the story passes see nothing else. Tested by
// tests/pipeline_test.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "copies/corpus.h"
#include "copies/groups.h"
#include "stories/candidates.h"
#include "stories/extract.h"
#include "stories/features.h"
#include "text/repeated.h"

namespace samestory {

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

}  // namespace samestory

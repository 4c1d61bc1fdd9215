// Story evidence: a story in words, and what its links rest on.
//
// Input: a story's copy groups and all findings. Output:
//   terms  the kStoryTerms terms that weigh most over its canonicals, names and pairs of names first among equals; none
//          for a story of one copy group, whose title tells it
//   links  the pairs whose score reaches the level and, for each member, its best pair, so that every member's
//          membership is shown by at least one line
// Texts are read again, each once a story, for the printed forms of their words. Cost: that reading, and some
// microseconds a link. Tested by tests/pipeline_test.cc and tests/evidence_test.cc.
#pragma once

#include <samestory/result.h>

#include <string>
#include <vector>

#include "stories/affinity.h"
#include "stories/findings.h"
#include "text/latin_form.h"

namespace samestory {

inline constexpr std::size_t kStoryTerms = 8;
inline constexpr std::size_t kSharedItems = 8;  // of each kind in a link, the weightiest

struct StoryGroups {
  GroupId name{};
  std::vector<GroupId> groups;  // in canonical order
  ArticleId lead{};
  ArticleId storyline{};  // lead of the storyline's first story
  std::size_t articles = 0;
};

// Everything of one story that needs its texts again.
struct StoryEvidence {
  std::vector<std::string> terms;
  std::vector<Link> links;  // a and b are article numbers in canonical order here
};

StoryEvidence gather_evidence(const Findings& found, const StoryGroups& story, const ResultOptions& options,
                              Comparer& comparer, LatinForm& latin);

}  // namespace samestory

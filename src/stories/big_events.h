// Big events: pieces of one event that the candidate lists were too short to hold together.
//
// Input: the features, the scored graph and the story of each group. Output: a story a group, named as before by its
// first group in canonical order. An article is compared with some eighty others, so a story cannot outgrow that number
// by pairs alone. Two stories merge here if
//   - both are open (mean openness of their articles at most kOpenMost, stories/background.h),
//   - some pair across was compared, and
//   - the mean x across is at least kLeastAcross and kAcrossShare of the smaller mean within,
// the means being taken over kSampled articles a story, evenly spaced in canonical order: compared for this, since most
// pairs of a big event never were. A single article has no mean within; the other story's counts. Rounds of disjoint
// merges, the greatest mean first, go on until none is left.
//
// Only articles whose neighbourhood looks like one event are open (few in a thousand), so the cost is small: up to 66
// comparisons a pair of open stories that share an edge, and logarithmically many rounds. Rejected: merging whatever is
// as alike across as within, open or not (it glues the steps of sagas); the sum over the graph's edges alone (absent
// pairs are most of the pairs here). Tested by tests/big_events_test.cc.
#pragma once

#include <vector>

#include "base/ids.h"
#include "stories/candidates.h"
#include "stories/features.h"

namespace samestory {

inline constexpr double kOpenMost = 0.7;
inline constexpr std::size_t kSampled = 6;    // articles of a story
inline constexpr double kLeastAcross = 0.06;  // x
inline constexpr double kAcrossShare = 0.75;  // of the smaller mean within

std::vector<GroupId> merge_big_events(const Features& features, const StoryGraph& graph,
                                      const std::vector<GroupId>& story_of, const StoryModel& model = {});

}  // namespace samestory

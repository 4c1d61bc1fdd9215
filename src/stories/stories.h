// Stories: groups of canonicals that report one event.
//
// Input: the scored graph of stories/candidates.h and the level. Output: a story a group, named by its first group in
// canonical order. Three steps, each a function of the one before:
//   1. agglomeration of q at the level (graph/agglomerate.h), which decides nearly everything;
//   2. local moves: up to kSweeps sweeps in canonical order; an article goes where its value, the sum over the story's
//      other articles of (q - kMoveLevel * level) less kMoveCost * level, is greatest, or alone where all are below 0.
//      Agglomeration never takes back a merge; this step corrects the few early ones that later evidence contradicts;
//   3. merging of stories of two or more articles whose mean x across reaches kMergeMean and kMergeShare of the smaller
//      mean within: two halves of one big event, each its own nearest neighbourhood, are told from look-alikes by being
//      as alike across as inside.
// All sums are of integers. Steps 2 and 3 are serial: they touch each edge a few times.
// Source: step 2 is the local moving of Louvain (Blondel et al. 2008, J. Stat. Mech. P10008) with another value.
// Tested by tests/stories_test.cc.
#pragma once

#include <samestory/options.h>

#include <vector>

#include "base/ids.h"
#include "stories/candidates.h"

namespace samestory {

inline constexpr int kSweeps = 5;
inline constexpr int kMoveLevelPercent = 69;   // of the level: what each fellow article must be worth
inline constexpr int kMoveCostPercent = 37;    // of the level: what joining any story costs
inline constexpr double kMergeMean = 0.08;     // x
inline constexpr int kMergeSharePercent = 75;  // of the smaller mean within

std::vector<GroupId> form_stories(const StoryGraph& graph, const StoryOptions& options);

}  // namespace samestory

// Stories: groups of canonicals that report one event.
//
// Input: the scored graph of stories/candidates.h and the level. Output: a story a group, named by its first group in
// canonical order. A pair's weight is its score above the level, moved into 0 to 2 * kStop so that a pair at the level
// weighs kStop and neither a perfect match nor a contradiction outweighs everything else:
//     weight = clip(score - level + kStop, 0, 2 * kStop)
// Two steps:
//   1. agglomeration of the weights at kStop (graph/agglomerate.h);
//   2. local moves: up to kSweeps sweeps in canonical order; an article goes where its value, the sum over the story's
//      other articles of (weight - kMoveFellow) less kMoveCost, is greatest, or alone where all are below 0.
//      Agglomeration asks that every pair speaks for a story, so it stops early; this step gathers what most pairs
//      speak for, and takes back the few merges that later evidence contradicts.
// All sums are of integers. Step 2 is serial where articles move, and hardly any do: who would move first is asked of
// all in parallel, and a sweep asks again only those whose own story, or one with a fellow worth having, has changed
// since.
// Source: step 2 is the local moving of Louvain (Blondel et al. 2008, J. Stat. Mech. P10008) with another value.
// Tested by tests/stories_test.cc.
#pragma once

#include <samestory/options.h>

#include <vector>

#include "base/ids.h"
#include "stories/candidates.h"

namespace samestory {

inline constexpr int kSweeps = 5;
inline constexpr double kStop = 4.3;        // powers of ten: weight of a pair at the level
inline constexpr double kMoveFellow = 3.0;  // powers of ten: what each fellow article must be worth
inline constexpr double kMoveCost = 1.4;    // powers of ten: what joining any story costs

std::vector<GroupId> form_stories(const StoryGraph& graph, const StoryOptions& options);

}  // namespace samestory

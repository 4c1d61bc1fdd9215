// Next steps: an outlet tells an event once and goes on, so its report of another day is another event.
//
// Input: the scored graph of stories/candidates.h and, of each article, its outlet and time of publication. Output: the
// graph with lower scores where articles v and w seem to be two steps of one affair: there is a report u of v's outlet
// that tells w's event better than v does, and v is not the event that u is. In figures, v costs w
//     the most of min(1, (score(u, w) - score(v, w)) / .5) * clip(1.8 - score(u, v), 0, 1)   powers of ten
// over the u with score(u, w) at least 1.8 and half a day to three days between u and v, both dated in their records;
// the pair loses the sum of what either costs the other. A pair that is no edge scores 0.
//
// Two steps share people, places and most words with each other, and two reports of one step may share less: on front
// pages the arrest that one outlet reports is as like the shooting in another's as that is to a third's. But the outlet
// that reports the arrest had the shooting the day before, and tells the two apart. Of labelled pairs that score 1.8 to
// 3 in us_frontpages 72% are one event where there is no better report of either outlet, and 26% where there is one,
// another event, whatever its time; in arabic_windows 85 and 75%.
//
// Not before half a day: an outlet prints several wires on one event within hours, worded otherwise. Not beyond three
// days: late reports, of a charge or a funeral, belong to their event as often as not. Not by dates that stand in
// texts: these are the event's as often as the report's.
//
// Chosen with the six sets in sight (README, "Quality"), by the mean F1 over levels 1.6 to 2.1: us_frontpages .881 to
// .893, arabic_windows .908 to .911, gva_incidents .0005 less, the others as before; inside 20,000 other articles, at
// the default level, .865 to .890 and .912 to .919. Rejected there: the same without the condition that u and v are
// two events (giveme5w1h_newscluster loses two points), from 0 hours on (arabic_windows .905), up to a week
// (giveme5w1h_newscluster .3 less) or without an end (.5 less), two powers of ten (front pages .2 better,
// giveme5w1h_newscluster .4 worse).
//
// What it takes away: an event that goes on for days, and that the same outlets tell anew each day, may come out in one
// story a day. Of 29 front-page articles on a warehouse fire whose toll rose for three days the largest story holds 9,
// where it held 15 before. Half of the cost keeps 10 together, steps of more than a day only 15, and F1 of front pages
// is then .885 and .882 in place of .894.
//
// Cost: a scan of the edges and, for each, a binary search among those of its article that score 1.8; half a percent
// of the time that 100,000 articles take to stories (bench/stories_bench.cc). Invariants: each edge stands on both
// sides with one score; none goes, none rises. Tested by tests/next_steps_test.cc against all triples.
#pragma once

#include <vector>

#include "stories/candidates.h"
#include "stories/features.h"

namespace samestory {

inline constexpr double kTold = 1.8;           // score from which an article tells the event: the default level
inline constexpr double kStepCost = 1;         // powers of ten, at most, for either article
inline constexpr double kClearlyBetter = 0.5;  // powers of ten between u and v from which the cost is full
inline constexpr double kLeastStepDays = 0.5;  // between two steps
inline constexpr double kMostStepDays = 3;

// REQUIRES facts of all articles of the graph.
StoryGraph with_next_steps(StoryGraph graph, const std::vector<Facts>& facts);

// What was taken off a pair's score, in powers of ten. The graph is the one with next steps told apart.
double taken_off(const StoryGraph& graph, GroupId a, GroupId b, const PairEvidence& evidence, const StoryModel& model);

}  // namespace samestory

// Second reports: a page that goes on with another report tells nothing of whether the two are one event.
//
// Input: the story graph of all canonicals, and which articles go on with a second report that others print alone
// (src/copies/pages.h). Output: the graph without the edges between a canonical that is such a page and the canonicals
// of its second reports. The page's words are those of both events, so each edge is strong, and a page that nobody else
// has would join two stories that have nothing in common. Where the two are one event after all, their own edges say
// so.
//
// Of the stories of 6,324 Arabic articles 20 changed. The 14 smallest of these were read by their titles: nine times
// two events were parted (an aid transport and a refugee camp, two players of one club, two talks of one minister), and
// never one. No labelled figure moved.
//
// Only edges of the page itself go: where the page is a plain member, its canonical is another text, which is judged by
// what it says. Rejected: leaving the second report out of the page's features, which needs the place of every passage
// until the stories are told.
//
// Cost: one scan of the edges and a binary search for each. Invariants: each edge stands on both sides or on neither;
// no edge is changed. Covered by tests/second_reports_test.cc.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "copies/groups.h"
#include "stories/assemble.h"
#include "stories/candidates.h"

namespace samestory {

// The pairs of a page's group and a second report's, both ways round, sorted.
std::vector<std::pair<GroupId, GroupId>> second_report_groups(const Canonicals& canonicals,
                                                              std::span<const SecondReport> second_reports);

StoryGraph without_second_reports(StoryGraph graph, const Canonicals& canonicals,
                                  std::span<const SecondReport> second_reports);

}  // namespace samestory

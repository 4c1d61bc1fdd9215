// Series: instances of one template, such as the weather or the prices of every day, are events of their own.
//
// Input: for each canonical the share of its units that stand in repeated phrases (src/copies/repeated_grams.h), and
// the story graph. Output: the graph without the edges between two canonicals that are filled-in templates. All that
// such two share is the skeleton, which is much, while what makes them two events, a place, a date, a few numbers, is
// little; so every likeness of words speaks for one event, and wrongly. Copies of one instance are one canonical by
// then, and an edge to an article that is no template stays: a report about the day's record heat may well belong to
// its figures.
//
// A phrase recurs in an outlet or over weeks, so the fixed words of one event's many reports are none: these are over
// in a few days, and an outlet prints few of them. On a generated archive of 10,000 articles, a tenth of them
// templates, BCubed F1 of the stories rises from .889 to .924. Of the stories of 6,973 American articles 23 changed:
// mostly picture pages and videos that had nothing in common but their outlet's words are set apart; no labelled figure
// moved in six sets. Shares from .3 to .7 were tried there (.928 at .3, .924 at .4, .916 at .5, .900 at .7; the same 22
// or 23 stories from .4 to .5). Rejected: slots (src/copies/verify.h) as the sign, since only pairs that are compared
// as copies have them, and not every two instances are.
//
// Cost: one more reading of the units of articles that may hold a phrase, a scan of the edges. Invariants: an edge
// stands on both sides or on neither; no edge is changed. Covered by tests/series_test.cc.
#pragma once

#include <cstdint>
#include <vector>

#include "stories/candidates.h"

namespace samestory {

// Of an article's units, in repeated phrases, from which on it is a template.
inline constexpr double kTemplateShare = 0.4;

// One flag a unit, as RepeatedGrams::mask() gives it; empty if none is repeated.
bool is_template(const std::vector<bool>& repeated);

// `templates` has one flag a canonical.
StoryGraph without_series(StoryGraph graph, const std::vector<std::uint8_t>& templates);

}  // namespace samestory

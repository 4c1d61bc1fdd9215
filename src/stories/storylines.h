// Storylines: stories of one saga, in order of time.
//
// Input: the features and the story of each group, and which groups are filled-in templates. Output: a storyline a
// group, named by the first group, in canonical order, of its first story. Two stories are related if
//   - the cosine of their name profiles (sums of the names of up to kProfileArticles articles each) is at least
//     kNamesCosine,
//   - some pair of their first kProfilePairs articles has a raw likeness, time left out, of at least kLeastRaw, and
//   - they share at least kSharedNames uncommon names: held by at most kUncommonShare of the language's articles, or by
//     at most two more than the two stories have articles, since a tiny archive has no uncommon names by share.
// Related stories join by average linkage of the cosine at kNamesCosine: sagas are drawn out in time, so time plays no
// part, but a chain of pairwise related affairs that drifts from one cast to another must not become one.
//
// Where no capital tells names, many are words of the topic: a cosine of such profiles counts kCaselessWorth. Of 399
// labelled articles in a stream of 6,324 Arabic ones (labels are events, so every true saga counts as an error; the
// constant is chosen there) storylines score .885 with it, .865 without; on generated archives of 3,000 articles .933
// and .876 (Amharic), .927 and .915 (Arabic), .912 and .907 (Japanese), .912 and .909 (Chinese), .926 and .932 (Hindi);
// on archives of another seed, looked at afterwards, .943, .928, .918, .915 and .922 with it.
//
// Two instances of a template (stories/series.h) share its skeleton, and no saga: they bring no names. Without this,
// storylines of the same generated archives score .001 (English) to .045 (Amharic) less; the six labelled sets stay.
//
// Places act like names and would tie all local news together; hence the third condition. Storylines are called
// related, never the same. Stories meet through an inverted index over the profiles, lists longer than kMostStories
// left out: what the names of those lists can add to a cosine is bounded by their lengths, so nearly all pairs are
// turned down without a walk over their profiles. Cost: an addition for each name that two stories share. Tested by
// tests/storylines_test.cc.
#pragma once

#include <samestory/model.h>

#include <vector>

#include "base/ids.h"
#include "stories/features.h"

namespace samestory {

inline constexpr std::size_t kProfileArticles = 20;
inline constexpr std::size_t kProfilePairs = 3;
inline constexpr double kNamesCosine = 0.25;
inline constexpr double kCaselessWorth = 0.7;  // share of the cosine that counts
inline constexpr double kLeastRaw = 0.08;
inline constexpr int kSharedNames = 3;
inline constexpr double kUncommonShare = 0.01;
inline constexpr int kMostStories = 200;  // stories that share a name; a name of more is no saga's

std::vector<GroupId> form_storylines(const Features& features, const std::vector<GroupId>& story_of,
                                     const std::vector<std::uint8_t>& templates, const StoryModel& model = {});

}  // namespace samestory

// Background: how alike an article is to its wider neighbourhood, which an event must stand out from.
//
// Input: of each article, its neighbours (the articles that it was compared with) with raw and x, and the best of those
// that lie more than kFarDays away. Output: a background an article, in units of x.
//
// Neighbours ranked 10 to 29 are the neighbourhood: few events have more than ten reports of their own, so behind them
// stands the topic. In figures, for article i in an archive of n articles of its language:
//   near   = min(mean raw of ranks 10 to 29 by raw, .06 + mean x of ranks 10 to 29 by x, .25)
//   b_i    = w * near * min(g_i, s_i) + (1 - w) * prior,   w = n^4 / (n^4 + 30^4)
// Raw leaves time out: yesterday's step of an affair is as much its background as today's. A saga whose steps lie weeks
// apart is less of one; hence the mean of x as a second bound.
//
// Tiny archives have no neighbourhood, so a prior stands in: .04, and -.01 where the archive is of one matter. That
// shows in its least alike pairs: a sixth of all pairs lie below .05 or less in files of eight events of one day, below
// .06 to .39 in files of one event. The prior falls between .05 and .07, and in full from nine articles on (six: not at
// all): three of five alike may be steps of a saga; a dozen are one event to anybody without other news.
//
// A pair must exceed 1.5 times the background, since the best of a neighbourhood are more alike than its mean. Among
// the steps of a saga each is as alike as the next, so little more than the mean is to be exceeded, down to s = .6:
//   fall d         (mean raw of ranks 10 to 14 - mean raw of ranks 25 to 29) / mean raw of ranks 10 to 29. In sagas
//                  .06 to .2, on front pages .14 to .9.
//   s = h + (1 - h) max(.6 + 4 (d - .1), .6 + 4 (.3 - m)), each within .6 to 1
// with h and m as below: where dates are known they tell the steps (and s would join those of front pages); a saga has
// its cast, m is .3 to .9; the background of an invented topic is as even, but has many.
//
// Big events fill ranks 10 to 29 with themselves and would be taken for a topic. Four tests together tell one from the
// other, and give the openness g between kMostOpen (one event) and 1 (a topic):
//   flatness t     mean raw among the first 6 neighbours / mean raw between those and ranks 10 to 29. An event is as
//                  alike between any two of its reports, 1.1 to 1.6; a topic of small events is 2 to 5.
//   other times u  .9 mean raw of the 20 best articles more than 3 days away / near. An event hardly was in the news
//                  before, .4 to .7; a topic was, .7 to 1.5.
//   names m        mean cosine of names over ranks 10 to 29. Reports of an event share theirs, .08 to .9; reports of
//                  one template (results of companies, exchange rates) are as flat, but each has its own, 0 to .05.
//   numbers k      the same of numbers, for scripts whose names are uncertain: .7 to .95 in invented events of Arabic,
//                  whose names' m is .01 to .06; in 676 of 696 such articles of a wire with templates, .05 at most.
//   g = max(ramp(t; 1.2, 1.5), h ramp(u; .6, .9) + (1 - h) ramp(e; 1.5, 1.6), ramp(max(m, k); .08, .05)),
//   ramp(v; a, b) = .4 + .6 (v - a) / (b - a), within .4 to 1
// where h tells how much of the archive lies more than 3 days away (full at .6). Where little does, as in undated
// archives, a fourth test stands in:
//   unevenness e   99th percentile / median of raw over all pairs of ranks 0 to 29. In an event no pair stands out, 1.3
//                  to 1.6; among the steps of a saga the reports of one step do, 1.6 to 2; in a topic, 2 to 9.
// (figures of generated archives). Where ranks 24 to 29 are .8 as alike as ranks 0 to 5, the article stands in a crowd
// of hundreds: there pairs that were not compared are left out of t and e, elsewhere they count as little alike.
// Events in scripts without capitals whose reports share no numbers stay in pieces.
//
// .25, 1.5, .04 and 30 are those of the default model (samestory/model.h).
//
// Rejected: ranks 0 to 9 (they lie inside events); far ranks only (they say little of the topic); the article's own
// profile of raw in place of t; dividing by the other outlets' likeness (helps only where outlets are known); the size
// of the archive in place of e (events of fifty reports fell to pieces, sagas of small archives grew together); e, or
// the deviation of all pairs, in place of d (they take topics for sagas: .3 to 4.5 points of BCubed F1 on front pages);
// the median of all pairs for the prior (it drew a stranger of the example archive into another story).
// Cost: a sort of the neighbours and 156 look-ups an article, 435 more for e. Tested by tests/background_test.cc.
#pragma once

#include <samestory/model.h>

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace samestory {

inline constexpr std::size_t kFirstRank = 10, kLastRank = 29;  // of the neighbours that make the background; 0 is best
inline constexpr double kTimelyMargin = 0.06;                  // of x, by which raw may exceed what time leaves of it
inline constexpr double kMostOpen = 0.4;                       // g of a big event
inline constexpr double kFarDays = 3;                          // beyond them an article tells of other times
inline constexpr std::size_t kFarArticles = 20;                // the best of those count
inline constexpr std::size_t kSmallArchive = 100;              // articles; in larger ones the prior hardly counts

// One side of a compared pair.
struct Neighbour {
  std::uint32_t article;
  std::int32_t raw, x;  // in units of 1/kScale
};

// raw of articles more than kFarDays away, in any order, in units of 1/kScale. Asked for of few articles only.
using FarRaw = std::function<std::vector<std::int32_t>()>;

// The archive around one article.
struct Surroundings {
  std::size_t articles;        // in its language
  double share_far;            // of them, more than kFarDays away; 0 if it is undated
  FarRaw far_raw;              // called where share_far is more than 0 only
  std::int32_t least_raw = 0;  // of its pairs, in an archive of at most kSmallArchive; in units of 1/kScale
};

// raw of two articles if they were compared, in units of 1/kScale; < 0 if not.
using RawOf = std::function<std::int32_t(std::uint32_t, std::uint32_t)>;

// Cosines of the article's names and numbers with a neighbour's; 0 where either has none. Asked for of few articles
// only.
struct Particulars {
  double names, numbers;
};
using ParticularsOf = std::function<Particulars(std::uint32_t)>;

// Raw that a sixth of all pairs of these articles lie below; pairs that were not compared count 0. 0 without pairs.
std::int32_t least_raw(std::span<const std::uint32_t> articles, const RawOf& raw_of);

struct Background {
  double value;     // b, in units of x; below 0 only in tiny archives of one matter
  double openness;  // g
};

Background measure_background(std::span<const Neighbour> neighbours, const Surroundings& around, const RawOf& raw_of,
                              const ParticularsOf& particulars_of, const StoryModel& model = {});

}  // namespace samestory

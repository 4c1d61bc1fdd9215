// Nearest articles: for each article those that share most of its words, found through an inverted index.
//
// Input: Features. Output: for each article, by itself, its candidates and the best of those far away in time.
//
// An inverted index over body, lead and names accumulates partial cosines. Each article takes the kByBody best by the
// body's cosine and the kByLead best with lead and names raised (news puts the event first, so the lead finds rewrites
// whose bodies differ). A term in more than kMostPostings articles is read only in the kMostPostings postings nearest
// in canonical order, which is the order of time: cost is bounded an article, and what is skipped is far away in
// time and held together by a common word only. Of the articles more than kFarDays away, the kFarArticles best are kept
// apart: they are no candidates, but tell an event from a topic (stories/background.h).
//
// How much is read was chosen with the six sets (README, "Quality") in sight: with twice as many terms and twice as
// many postings they score .938 in the mean as they do now, and .933 inside 20,000 others where they have .936 now.
// Invented undated sagas of eight reports a step lose a point of recall. The lists of candidates are as long as big
// events need: with 24 and 24 the sets score no less, but half of an invented event of 50 reports among 2,000 other
// articles is left outside of its story. Rejected: only an article's rarest words, up to 4,000 postings of them (.936,
// too, but undated events of 200 reports and more fall to pieces, since their own words are common ones); as many
// postings of every word as 4,000 or 8,000 together allow (.925 and .930).
//
// Ties go to the smaller GroupId; sums run over terms in column order, so the same bits come out for any thread count.
// Cost: at most kMostQueryTerms x kMostPostings additions a signal and article, into sums that lie language by
// language. Of 84,559 generated articles each adds 3,200 products for 1,400 others from 79 lists; since these lie
// anywhere, they are asked for some lists ahead, which halved the time (bench/stories_bench.cc). Tested by
// tests/candidates_test.cc against all pairs.
#pragma once

#include <cstdint>
#include <vector>

#include "stories/affinity.h"
#include "stories/background.h"
#include "stories/features.h"

namespace samestory {

inline constexpr int kByBody = 40;                 // candidates by the body's cosine, an article
inline constexpr int kByLead = 40;                 // candidates with lead and names raised, an article
inline constexpr std::size_t kMostPostings = 250;  // articles read of a term's list
// Of an article's terms in a signal, the heaviest, that look for candidates.
inline constexpr int kMostQueryTerms = 32;

struct Nearest {
  std::vector<std::uint32_t> near;  // sorted
  std::vector<std::uint32_t> far;   // more than kFarDays away
};

std::vector<Nearest> find_nearest(const Features& features);

// Is it known that they are more than kFarDays apart?
bool is_far(const Moment& a, const Moment& b);

// All articles, those of a language together, canonically within it.
std::vector<std::uint32_t> order_by_language(const Features& features);

}  // namespace samestory

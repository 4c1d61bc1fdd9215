// Embeddings: vectors that the user hands in, one an article, as evidence of their own and one more way to find
// candidates.
//
// Input: a vector of floats for each canonical that has one. Output: the same directions as 16-bit integers, 2 bytes a
// number, and likenesses from exact integer dot products in units of 1/kUnit^2: sums of integers are the same in any
// order, so the instruction set cannot show, and no float of the user's decides anything.
//
// Vectors of most models share a large common part, and with it a high cosine between any two texts (Mu and Viswanath
// 2018, ICLR, "All-but-the-Top"). So each vector loses the mean of its language's vectors, n / (n + kCentreArticles) of
// it for n articles: in a file of one event the mean is the event itself. The mean of each language, not of all: in
// multilingual models it is chiefly the language that this takes away, which is what lets two languages meet.
//
// What a pair's likeness is worth as evidence, in powers of ten like the rest of the score:
//   worth = (c - 1.25 min(b_i, b_j) - .1) / .2, within -.6 to 3
// where c is the cosine and b an article's background: half the mean cosine of its neighbours ranked 10 to 29 within
// its own language, blended in tiny archives with a prior as that of the words is (stories/background.h), half the mean
// of these over its language. Models differ in how alike they find any two texts and any two reports of a topic;
// measured against such neighbourhoods, one set of constants serves. Each article's own alone takes the reports of a
// big event for its topic. Reports of one event may dwell on different sides of it, so a low cosine says little
// against. Between languages words cannot be compared, so there it is all the evidence beside time and dates.
//
// Chosen on five English sets and one of four languages, with vectors of one small model each, us_frontpages in sight
// as well. B-cubed F1 without vectors, with the own background alone and from -3 on, and as it is here, all with the
// words' score before it asked more of strangers (today's figures: README, "embeddings"):
//   ecbplus .972 .988 .983, gva_incidents .935 .931 .933, giveme5w1h_newscluster .918 .942 .946, newswcl50 1 1 1,
//   us_frontpages .879 .883 .889, meantime_xling .996 .987 .996, mean .950 .955 .958
// Rejected, as the mean of the six: the mean of the language alone (.953, ecbplus .970); backgrounds 1.4 or 1.5 times
// (.944 to .947, look-alike events of newswcl50 meet); .05 or .12 beyond them, or .15 in place of .2 (.946 to .955); a
// least cosine of .4 or .5 to speak for (.957, .954); from -1 (.957) or -3 (.956). Time's kernel on the cosine: .901 on
// front pages at the margin that is best there, .910 without. Earlier, in a sweep of five sets that took 1 min(b_i,
// b_j) of own backgrounds away: the larger or the mean of both, the cosine's square, ranks 5 to 14 or 20 to 59; and a
// weighted mean of the fourth power of the cosine with the cosines of the words. The cosine less a constant, without a
// background, wants .3 on two of the sets, .5 on two and .8 on front pages.
//
// Neighbours are found by exact dot products with the kReach articles before and after in canonical order, which is the
// order of time: in archives of up to kReach articles all pairs, in larger ones those nearest in time, at a cost a
// article that no longer grows. Rejected: approximate search (graphs, product quantisation), whose result depends on
// the order of insertion. Cost: 2 kReach dot products an article, each some 20 ns at 384 numbers.
// Tested by tests/embeddings_test.cc against all pairs by definition.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "base/ids.h"

namespace samestory {

inline constexpr int kUnit = 1 << 14;               // length of a vector, in units of its numbers
inline constexpr std::size_t kCentreArticles = 10;  // articles at which half of the mean is taken away
inline constexpr std::size_t kReach = 8192;         // articles looked at before and after, in canonical order
inline constexpr std::size_t kByEmbedding = 20;     // candidates by embedding, an article
inline constexpr std::size_t kFirstNear = 10, kLastNear = 29;  // ranks of the neighbours that make the background

inline constexpr double kEmbeddedTimes = 1.25;   // what a background explains, in times of it
inline constexpr double kEmbeddedMargin = 0.1;   // cosine beyond it at which the evidence turns from against to for
inline constexpr double kEmbeddedTenfold = 0.2;  // cosine beyond that which makes the evidence ten times as strong
inline constexpr double kEmbeddedMost = 3;       // powers of ten, for one event: a model's word is not the last one
inline constexpr double kEmbeddedAgainst = 0.6;  // powers of ten, against: reports that dwell on other sides of it
inline constexpr double kEmbeddedShared = 0.5;   // of a background, the mean of its language's
inline constexpr double kEmbeddedPrior = 0.2;    // background where there is no neighbourhood
inline constexpr double kEmbeddedArticles = 30;  // articles at which neighbourhood and prior weigh the same

struct Embeddings {
  std::size_t columns = 0;           // 0: the user gave none; else a multiple of 16, the last ones 0
  std::vector<std::int16_t> values;  // articles x columns
  std::vector<bool> present;         // per article
  // For each article the kByEmbedding others of greatest positive dot product within its reach, whatever their
  // language, ties to the smaller number; in increasing order of number.
  std::vector<std::vector<std::uint32_t>> nearest;
  std::vector<double> background;  // per article, a cosine

  [[nodiscard]] bool both(GroupId a, GroupId b) const { return columns > 0 && present[index(a)] && present[index(b)]; }
};

// The vector of a group; empty if it has none. Called in parallel.
using VectorOf = std::function<std::vector<float>(GroupId)>;

// `language` numbers the language of each group; all vectors have `columns` numbers, finite ones. A vector of length 0
// counts as absent.
Embeddings build_embeddings(std::size_t columns, const std::vector<std::uint32_t>& language, const VectorOf& vector_of);

// In units of 1/kUnit^2. REQUIRES both(a, b).
std::int32_t dot(const Embeddings& embeddings, GroupId a, GroupId b);

// REQUIRES both(a, b).
double cosine(const Embeddings& embeddings, GroupId a, GroupId b);

// What that cosine is worth, in powers of ten. REQUIRES both(a, b).
double embedded_worth(const Embeddings& embeddings, GroupId a, GroupId b);

}  // namespace samestory

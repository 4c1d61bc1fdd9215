// Embeddings: vectors that the user hands in, one an article, as one more signal and one more way to find candidates.
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
// Candidates are found by exact dot products with the kReach articles before and after in canonical order, which is the
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
inline constexpr double kAcrossLanguages = 0.5;     // of the cosine, where it stands for all signals

struct Embeddings {
  std::size_t columns = 0;           // 0: the user gave none; else a multiple of 16, the last ones 0
  std::vector<std::int16_t> values;  // articles x columns
  std::vector<bool> present;         // per article

  [[nodiscard]] bool both(GroupId a, GroupId b) const { return columns > 0 && present[index(a)] && present[index(b)]; }
};

// The vector of a group; empty if it has none. Called in parallel.
using VectorOf = std::function<std::vector<float>(GroupId)>;

// `language` numbers the language of each group; all vectors have `columns` numbers, finite ones. A vector of length 0
// counts as absent.
Embeddings quantize_embeddings(std::size_t columns, const std::vector<std::uint32_t>& language,
                               const VectorOf& vector_of);

// In units of 1/kUnit^2. REQUIRES both(a, b).
std::int32_t dot(const Embeddings& embeddings, GroupId a, GroupId b);

// The cosine to the fourth power, 0 where it is negative. REQUIRES both(a, b). Dense vectors give two reports of one
// topic a cosine of .5 where those of sparse terms are .1 to .2: in one mean with them it would drown what tells events
// apart. Measured on US front pages at model weights of .3, .6, 1 and 2, best BCubed F1: cosine .786, its square .839,
// cube .856, fourth power .887, sixth .905, without embeddings .855; from the sixth on undated sets lose (.960 to .947
// and less). The figures are of the score as a ratio to the background, not yet of the present difference.
double embedded_likeness(const Embeddings& embeddings, GroupId a, GroupId b);

// For each group the kByEmbedding others of greatest positive dot product within its reach, ties to the smaller number;
// in increasing order of number.
std::vector<std::vector<std::uint32_t>> find_nearest(const Embeddings& embeddings);

}  // namespace samestory

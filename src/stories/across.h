// Across languages: reports of one event in two languages, by what translation leaves alone.
//
// Input: of each article, the hashes of its words and numbers in Latin form (stories/across_terms.h). Output: a
// sparse row an article, the articles of other languages that share most with it, and a background, all empty where the
// archive has one language only; nothing else of such an archive changes.
//
// A word counts if at least two languages use it and at most kMostHolders articles do; capitals are not asked for. Its
// weight in an article is the smaller of what its rarity says in the whole archive and in the article's own language,
//   min(ln((n + 1) / (df + .5)), ln((n_l + 1) / (df_l + .5))),
// for words that are rare in a large archive in one language may be the commonest of a small one in another. How often
// an article repeats it does not count. Rows have length 1, and a pair's worth, in powers of ten, is
//   (c k - 1.5 min(b_i, b_j) - .05) / .05, within -3 to 3; 0 if fewer than 3 terms are shared
// where c is the cosine, k time's kernel (stories/affinity.h) and b the background: the mean cosine with the articles
// of other languages ranked 10 to 29, blended with a prior that lets nothing through where there are few of them:
// rows know too few words there. There is no other evidence between languages but time, dates, ages and the user's
// embeddings.
//
// Chosen on 120 Wikinews reports in four languages each (meantime_xling) among 11,932 articles in 23 languages; README,
// "Limits", has the figures. They are translations: independent reports share less. Rejected there with a prototype,
// whose recall of pairs at a precision of .97 was .967: counting repetitions (.911), the rank of backgrounds from 6 on
// (.972, too little to tell), holders up to 300 (.957) or 1,000 (.975, for up to twice the additions); a ratio in place
// of a difference.
//
// Cost: at most kMostHolders additions a term and article; 6 bytes a term (rows "across" of bench/stories_bench.cc).
// Terms of one language, nine of ten, are left out before anything is sorted.
// Integer hashes, sums in order of terms: the same bits for any number of threads. Tested by tests/across_test.cc
// against all pairs by definition.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "base/ids.h"
#include "stories/term_matrix.h"

namespace samestory {

inline constexpr std::size_t kMostHolders = 500;     // articles; a word in more is no sign of an event
inline constexpr std::size_t kByAcross = 10;         // candidates across languages, an article
inline constexpr std::size_t kLeastAcrossTerms = 3;  // shared; fewer are chance
inline constexpr double kAcrossTimes = 1.5;          // what a background explains, in times of it
inline constexpr double kAcrossMargin = 0.05;        // cosine beyond it at which evidence turns from against to for
inline constexpr double kAcrossTenfold = 0.05;       // cosine beyond that which makes the evidence ten times as strong
inline constexpr double kAcrossMost = 3;             // powers of ten, for or against
inline constexpr double kAcrossPrior = 0.6;          // background where there is no neighbourhood: nothing is linked
inline constexpr double kAcrossArticles = 30;  // of other languages, at which neighbourhood and prior weigh the same

struct Across {
  TermMatrix rows;                   // articles x terms; no rows: one language
  std::vector<std::uint32_t> terms;  // a column's term, sorted
  // For each article the kByAcross of other languages with the greatest cosine, ties to the smaller number, that share
  // enough terms; in increasing order of number.
  std::vector<std::vector<std::uint32_t>> nearest;
  std::vector<double> background;  // per article, a cosine
};

bool has_several_languages(const std::vector<std::uint32_t>& language);

// The terms of an article, in any order, not distinct. Called from several threads, twice for each article.
using TermsOf = std::function<std::vector<std::uint32_t>(std::size_t article)>;

// `language` of each article is its number. REQUIRES several languages.
Across build_across(const TermsOf& terms_of, const std::vector<std::uint32_t>& language);

struct AcrossLikeness {
  double cosine = 0;
  std::vector<std::uint32_t> shared;  // terms, heaviest first
};
// REQUIRES an archive of several languages and articles of two of them.
AcrossLikeness across_likeness(const Across& across, GroupId a, GroupId b);

double across_worth(const Across& across, const AcrossLikeness& likeness, GroupId a, GroupId b, double kernel);

}  // namespace samestory

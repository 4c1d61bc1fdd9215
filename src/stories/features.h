// Features: the extracts of all canonicals as weighted sparse vectors, one matrix a signal.
//
// Input: one Extract a copy group, in canonical order (document frequencies therefore count a copied report once), in
// blocks (stories/extract_blocks.h).
// Output: for each signal a row-major sparse matrix, articles x terms, rows of length 1, each entry
//     (1 + ln count) * ln((N + 1) / (df + .5)),
// N being the articles of the row's language and df those among them that hold the term. Below kTableArticles articles
// of a language, its table of common words (text/common_words.h) stands in for the missing ones:
//     N + m in place of N,  df + m * rate in place of df,  m = kTableArticles
// for words (body, lead, title and names); without it, five articles about one meeting would find the meeting's own
// words common and the verb "said" as telling as a name. The blend fades out linearly from kTableArticles to twice
// that.
//
// Words of body, lead and title count without the prefixes that Arabic and Hebrew write onto them, where the archive
// shows them to be some (stories/bare_words.h).
//
// Capitalised words are names if the archive says so (stories/name_words.h). In scripts without capitals an uncommon
// word counts unless more than kCommonShare of its language's articles, and more than five, hold it.
//
// Terms that only one article holds are dropped from the matrices, being worth nothing in a product, but their weight
// stays in the length that rows are divided by. Weights are computed in double by base/real.h in a fixed order, then
// rounded (stories/term_matrix.h): the same bits everywhere.
//
// The length that an article's body row is divided by, in units of ln(N + m + 1), says how much there is to go by: the
// square root of as many words as would hold it if no other article had them (Facts::substance).
//
// Source: Salton and Buckley 1988, Information Processing & Management 24(5), tf-idf with cosine normalisation; the
// blended prior follows Miranda et al. 2018 (EMNLP, section 4.1: frequencies from a background corpus).
// Cost: four readings of the terms, laid out for it (stories/term_blocks.h), and two look-ups in a hash table for each,
// announced ahead; the blocks are used up, each signal's part as soon as its matrix is made. 6 bytes a kept entry,
// 2^31 - 1 of them a signal at most (bench/stories_bench.cc). Rejected: sorting all (term, article) pairs, a range of
// terms at a time (twice the time of the whole pass). Tested by tests/features_test.cc against dense vectors made by
// the definition.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "base/ids.h"
#include "stories/across.h"
#include "stories/embeddings.h"
#include "stories/extract_blocks.h"
#include "stories/facts.h"
#include "stories/term_matrix.h"

namespace samestory {

inline constexpr std::size_t kTableArticles = 300;  // what a language's table counts for, in articles
inline constexpr double kCommonShare = 0.05;        // of a language's articles; held by more, a word is no name

struct Features {
  std::array<TermMatrix, kSignals> rows;            // articles x terms of the signal
  std::array<std::vector<TermId>, kSignals> terms;  // a column's term
  std::array<std::vector<bool>, kSignals> present;  // the article has terms in the signal, kept or not
  std::vector<Facts> facts;
  std::vector<std::uint32_t> articles_of_language;  // per article: articles in its language
  std::vector<std::uint32_t> language_of;           // per article: number of its language; empty if there is but one
  Embeddings embeddings;                            // of the user; none unless handed in
  Across across;                                    // what other languages share; empty where there is but one
  std::vector<std::int64_t> times_s;                // of the dated articles, sorted; a day counts as its first second
  [[nodiscard]] std::size_t size() const { return facts.size(); }
};

inline const TermMatrix& rows_of(const Features& features, Signal signal) {
  return features.rows[static_cast<std::size_t>(signal)];
}

Features build_features(std::vector<ExtractBlock> blocks, std::uint64_t seed);
Features build_features(const std::vector<Extract>& extracts, std::uint64_t seed);

}  // namespace samestory

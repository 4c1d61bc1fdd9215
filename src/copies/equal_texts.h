// Equal texts: articles whose units are the same in order are one text, and one of them stands for all.
//
// Input: what grouping knows of each article without its text. Output: for every article the best-ranked one of equal
// text, itself if there is none; and those that stand for themselves, which are all that need to be bucketed, compared
// and grouped. Half of a news archive can be reprints of agency reports to the letter: they would fill every bucket of
// a sketch with themselves, and every pair of them would be proposed by every band.
//
// Equality is that of a 64-bit hash of all units in order: at 10^8 articles two different texts share one with a
// probability of 3 in 10,000. Articles without units have the hash 0 and stay alone.
//
// The rank: articles that a credit line names as the source first, then the earliest published (no date last), then the
// longest, then the least id. It depends on the articles alone, never on who was compared with whom;
// src/copies/groups.h chooses canonicals by it, too.
//
// Cost: that of one band of src/copies/buckets.h, and 12 bytes an article while it lasts. Invariants:
// best[best[i]] == best[i]. Covered by tests/equal_texts_test.cc.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.h"

namespace samestory {

// What grouping knows of an article without its text.
struct ArticleFacts {
  std::uint64_t sequence_hash = 0;  // src/copies/shingle.h; 0: no units, the article stays alone
  std::int64_t published_s = 0;     // absent: the greatest value, so that it comes last
  std::uint32_t units = 0;
  bool credited = false;  // another article's credit line names its outlet as the source
};

// A total order: who of several copies stands for the others.
bool ranks_before(std::span<const ArticleFacts> facts, ArticleId x, ArticleId y);

// For each article the best-ranked one of equal text.
std::vector<ArticleId> find_equal_texts(std::span<const ArticleFacts> facts);

// The articles that stand for themselves, ascending.
std::vector<ArticleId> distinct_texts(std::span<const ArticleId> best_of);

}  // namespace samestory

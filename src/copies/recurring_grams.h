// Recurring grams: which of the phrases of many articles recur as the rules of src/copies/repeated_grams.h ask.
//
// Input: outlet, day and length of every article in canonical order, the articles that are counted, and a way to get
// their units. Output: the keys of the grams that recur and, for those of the outlet rule, their outlets.
//
// Nearly all grams stand in a few articles, so the articles are read twice. First every gram raises a counter of half a
// byte that it shares with others, two on average at most; then the grams whose counter reached kRepeatedArticles are
// followed, article by article: each has a record of 24 bytes that remembers, whichever rule is its own, the days of
// its last eight articles or which of the last kWindowDays days had one. That is all a window needs to know, since the
// articles come in the order of their days: if any window holds enough, the one that ends with the article that makes
// it enough does. If the counters would take more than `most_counters`, keys are cut into parts that are counted one
// after the other; archives of few grams skip the counters, from 16,384 grams on they pay (of 726 long articles phrases
// took 16 ms without and 6 with).
//
// Counters and records are dealt into shares by the key, each of them one task's, so that nothing is locked, and keys
// are handed to their share in the order of the articles. They are dealt in blocks of a few megabytes; counters and
// records are asked for ahead, since each is a miss of the caches.
//
// Rejected: a sorted record for each occurrence, 16 bytes for each of the 600 of an article of 300 words, most of them
// for grams that never recur; counters that threads share, since an atomic increment waits for the cache miss that it
// makes.
//
// Cost: rows "repeated_grams" of bench/copies_bench.cc, 10 to 40 us an article of 300 words; `most_counters` half bytes
// and 50 to 100 bytes for each gram that may recur. Invariants: the outcome is a function of articles and texts: not of
// threads, of `grams_at_once` or of `most_counters`. Covered by tests/repeated_grams_test.cc against counting by
// definition.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "base/ids.h"
#include "text/units.h"

namespace samestory {

inline constexpr int kRepeatedDays = 8;              // with the spread below from prior work on scanned newspapers
inline constexpr std::int32_t kRepeatedSpread = 15;  // days, first and last included
inline constexpr std::int32_t kWindowDays = 60;      // the length of the archives on which these were chosen
inline constexpr std::int32_t kNoDay = std::numeric_limits<std::int32_t>::max();

inline constexpr std::size_t kGramsAtOnce = std::size_t{1} << 14;   // followed without counters
inline constexpr std::size_t kMostCounters = std::size_t{1} << 29;  // of half a byte

// Of every article, in canonical order: days ascend, kNoDay comes last.
struct GramArticle {
  std::uint64_t outlet = 0;  // outlet_key(); 0 if it has none
  std::int32_t day = kNoDay;
  std::uint32_t units = 0;
};

// The units of an article. Called from several threads, and more than once for an article.
using UnitsSource = std::function<Units(ArticleId)>;

struct RecurringGrams {
  std::vector<std::uint64_t> keys;     // in no order
  std::vector<std::uint64_t> outlets;  // of the keys of the outlet rule, in no order
};

// `counted` ascends.
RecurringGrams find_recurring(std::span<const GramArticle> articles, std::span<const ArticleId> counted,
                              const UnitsSource& units, std::size_t grams_at_once, std::size_t most_counters);

}  // namespace samestory

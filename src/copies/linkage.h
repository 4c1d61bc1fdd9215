// Linkage: groups copies where recognition errors break every comparison a little (preset ocr).
//
// Input and output are those of src/copies/groups.h. On scanned newspapers a text printed forty times is forty damaged
// texts: the canonical's own scan may be the worst of them, and a leader that must recognise every member loses those
// that it cannot read, although they recognise each other. So groups are formed by all pairs together:
//
//   1. Articles of equal text are one class, as there; every candidate pair of two classes is compared on the texts,
//      from which repeated phrases have been taken (src/copies/repeated_grams.h). A pair counts if passages, their gaps
//      included, cover partial_coverage of the shorter text and hold min_aligned_words matching words. How much
//      of the longer text that is does not matter: editors cut a report to a fifth of its length.
//   2. Average linkage: two groups are as close as the mean coverage over all pairs across them, where a pair that was
//      not found or does not count is 0. The closest groups merge while that mean reaches kCoverageStop, half of what a
//      pair needs: half of the pairs across must count. A page with two reports therefore joins only one of their
//      groups, and a chain of chance likenesses joins nothing.
//   3. The best-ranked member is the canonical. Who has not been compared with it is compared now, for the figures.
//
// What is verified instead of guarantee 2 (every copy against its canonical): each pair that counts was compared on the
// texts and met both bars; and each merge had a mean of kCoverageStop over all pairs. A single member may fall short
// against its canonical. Its figures say so, and its kind is then partial.
//
// Rejected: connected components (adjusted Rand index .872 on simulated reprints where this had .976, in prior work)
// and a leader by degree (.964). For clean text groups.h is better: there every copy can be held against its canonical.
//
// Cost: the comparisons, and some 60 bytes a pair that counts. Invariants: as in groups.h, but for the relation of a
// member to its canonical. Sources: average linkage, Sokal and Michener 1958, A statistical method for evaluating
// systematic relationships; for copies in old newspapers Silcock, D'Amico-Wong, Yang, Dell 2023, Noise-robust
// de-duplication at scale, section 3. Tested by tests/linkage_test.cc.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "copies/buckets.h"
#include "copies/groups.h"

namespace samestory {

inline constexpr std::int64_t kCoverageStop = 250;     // per mille of mean coverage
inline constexpr std::int64_t kMostDaysApart = 7;      // reprints follow within days; from prior work, like the next
inline constexpr std::size_t kScannedHotBucket = 100;  // articles

// One coordinate a bucket, two of them shared: finds pairs down to a resemblance of about .05.
BucketOptions scanned_buckets();

// Pairs published at most kMostDaysApart days apart; an article without a date is close to every other.
std::vector<CandidatePair> close_in_time(std::span<const CandidatePair> pairs, std::span<const ArticleFacts> facts);

// `pairs` sorted and distinct, of articles below n; rules.copies with Coverage::kSpanned.
CopyGroups link_copies(std::size_t n, std::span<const CandidatePair> pairs, const PreparedSource& load,
                       const GroupRules& rules);

}  // namespace samestory

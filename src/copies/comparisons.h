// Comparisons: verifies a list of pairs while holding only so many articles at a time.
//
// Input: pairs, a source that loads an article ready for comparison, and the articles' sizes. Output: the figures of
// each pair, in the order of the pairs. Loading reads and normalizes a text and costs more than a comparison, and an
// archive does not fit into memory ready for comparison, so pairs are worked off in blocks: as many pairs from the
// front as have articles of at most `prepared_bytes` together; their articles are loaded once, in parallel, the pairs
// compared in parallel, the articles forgotten. Pairs are taken neighbourhood by neighbourhood: components of the graph
// that they make or, of components too large for half a block, parts of it that pairs join first. So an article is
// loaded once unless its component is that large, as are those of articles that share their outlet's furniture. In
// canonical order alone, a generated archive of 10^6 articles loaded each three and a half times; component by
// component, each twice (986,000 loads); now 524,000. A cache that evicts was rejected: it needs a lock.
//
// Cost: the loads and comparisons; some 100 bytes a pair, 8 an article and `prepared_bytes`.
//
// Invariants: the outcome depends on neither threads nor `prepared_bytes`. Covered by tests/groups_test.cc.
#pragma once

#include <samestory/options.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/ids.h"
#include "copies/buckets.h"
#include "copies/verify.h"

namespace samestory {

// Loads one article ready for comparing. Called from several threads, and more than once for an article that several
// blocks need; must give the same value each time. If it throws, the exception of the first such article of a block
// reaches the caller.
using PreparedSource = std::function<Prepared(ArticleId)>;

// What Verifier::verify() found of two articles.
struct CopyLink : CopyVerdict {
  ArticleId a{}, b{};  // a < b
  friend bool operator==(const CopyLink&, const CopyLink&) = default;
};

// Units of an article that is to be loaded.
using UnitCount = std::function<std::size_t(ArticleId)>;

struct Comparisons {
  std::vector<CopyLink> links;        // one a pair, whatever the relation
  std::uint64_t articles_loaded = 0;  // repeated loads included
};

// `prepared_bytes` bounds the articles held ready; a block holds one pair at least.
Comparisons compare_pairs(std::span<const CandidatePair> pairs, const PreparedSource& load, const UnitCount& units,
                          const CopyOptions& options, std::size_t prepared_bytes);

}  // namespace samestory

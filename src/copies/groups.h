// Copy groups: candidate pairs become groups, each a canonical article and the copies of it.
//
// Input: candidate pairs, a way to load an article ready for comparison, and per article what decides who stands for
// the others. Output: for every article its canonical, its kind and the figures of their comparison; and every verified
// link, excerpts included.
//
//   1. Articles of equal text, told by their sequence hash, are one class and share one verdict; the best-ranked stands
//      for the class from here on. Ten thousand equal articles therefore cost no comparison at all.
//   2. Every candidate pair of two classes is compared on the texts.
//   3. An article that goes on with a second report is no copy of that one (src/copies/pages.h): the link becomes an
//      excerpt.
//   4. The copy links that hold make components, which are only the places to look for groups. In each, the best-ranked
//      free article becomes a canonical and takes every free article that is a verified copy of it. Who has a link
//      to one of its copies, but was never compared with the canonical itself, is compared now, and if that makes a new
//      copy, its neighbours in turn. When nobody is left to ask, the canonical gives place, once, to a near
//      copy of it of which all others of the group are copies, too, and free articles beside: to the one that has
//      most of these. Then the best-ranked of those still free is the next canonical. If the new comparisons show a
//      page with two reports, this step begins again without the links that do not hold; each time there is one less,
//      and in no archive was a third time needed.
//
// The rank is that of src/copies/equal_texts.h, with pages of two reports behind all others. Giving place: which of
// several prints of nearly one text came first is chance, and another may have kept the sentences that cuts of it
// share. Nobody loses a canonical by it. Of 161 pairs of Arabic articles in two outlets under one headline, of which
// 159 are verified copies, 149 then share a group instead of 146. If copies that are not near may take the place, 151
// do, and the mean adjusted Rand index of generated reprints, unscanned, three seeds, is .976 instead of .972; but a
// story is told from the canonical, and the longer text brings more that other stories have: F1 of the stories of
// labelled Arabic news falls from .899 to .890. Rejected: the number of copies as the rank itself, where one more
// article could change every group.
//
// Rejected: moving each member to the canonical that it resembles most. The mean adjusted Rand index of generated
// reprints, three seeds, fell from .981 to .971 when it was tried, since copies of one report part company.
//
// A link of two texts is listed for every two articles that have them, so that who reads the links misses no pair that
// resembles; where they are more than kMostLinksOfTexts, for the best-ranked only, and the rest is counted.
//
// Connected components as groups were rejected, and are to be had as an option for who compares with tools that make
// them (CopyGrouping::kComponents): a chain of small edits, or one page with two reports, joins what has
// nothing in common. Here every member has been verified against its canonical itself, so a long chain falls into
// groups of articles that are really alike, and no group is joined by an excerpt.
//
// Who grows the groups is src/copies/grower.h.
//
// Cost: loads and comparisons as in src/copies/comparisons.h, 60 bytes an article. An article is compared with at most
// kMostCanonicals canonicals beyond its candidate pairs, so components of any shape stay linear; how many articles
// reached that limit is counted. Components advance in step, and all their comparisons of a step are one parallel
// block.
//
// Invariants: canonical_of[canonical_of[i]] == canonical_of[i]; unless groups are components, the relation of a member
// to its canonical is a copy; a group never leaves its component; the outcome does not depend on threads, memory or the
// order of the pairs.
//
// Source: the leader algorithm, Hartigan 1975, Clustering algorithms, chapter 3, with a fixed order of leaders; the
// chaining of single linkage is described by Jain, Murty, Flynn 1999, Data clustering: a review (ACM Computing Surveys
// 31), section 5.1. Covered by tests/groups_test.cc.
#pragma once

#include <samestory/options.h>
#include <samestory/result.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.h"
#include "copies/buckets.h"
#include "copies/comparisons.h"
#include "copies/equal_texts.h"

namespace samestory {

// All pairs of a class of 64 equal texts. Ten thousand equal articles have 50 million pairs, which tell nobody more
// than that they are equal.
inline constexpr std::size_t kMostLinksOfTexts = 64 * 63 / 2;

struct GroupRules {
  CopyOptions copies;
  std::span<const ArticleFacts> facts;                // one an article
  std::size_t prepared_bytes = std::size_t{1} << 24;  // articles held ready at a time; at least one pair always is
};

// A page that goes on with a second report, and an article of that one.
struct SecondReport {
  ArticleId page{}, second{};
};

struct CopyGroups {
  std::vector<ArticleId> canonical_of;       // one an article; itself for a canonical
  std::vector<CopyKind> kind;                // one an article
  std::vector<double> resemblance;           // one an article, with its canonical; 1 for a canonical
  std::vector<double> containment;           // likewise
  std::vector<CopyLink> links;               // what is_link() lists, by (a, b)
  std::vector<SecondReport> second_reports;  // of texts, named by the best-ranked article of each
  std::uint64_t pairs_compared = 0;
  std::uint64_t articles_loaded = 0;    // repeated loads included
  std::uint64_t equal_texts = 0;        // articles that a better-ranked one equals
  std::uint64_t components = 0;         // of verified copy links, of two classes or more
  std::uint64_t largest_component = 0;  // classes
  std::uint64_t largest_diameter = 0;   // in links, if groups are components (src/copies/copy_graph.h)
  std::uint64_t bounded_articles = 0;   // that reached kMostCanonicals
  std::uint64_t unlisted_pairs = 0;     // of articles whose texts have a link, beyond kMostLinksOfTexts
};

// The pairs between representatives of equal texts, sorted and distinct.
std::vector<CandidatePair> between_texts(std::span<const CandidatePair> pairs, std::span<const ArticleFacts> facts,
                                         std::span<const ArticleId> representative);

// `pairs` sorted and distinct, of articles below n.
CopyGroups group_copies(std::size_t n, std::span<const CandidatePair> pairs, const PreparedSource& load,
                        const GroupRules& rules);

}  // namespace samestory

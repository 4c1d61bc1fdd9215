#include "copies/linkage.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <numeric>
#include <tuple>

#include "base/parallel.h"
#include "graph/agglomerate.h"

namespace samestory {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::int64_t kNoDate = std::numeric_limits<std::int64_t>::max();
constexpr double kPerMille = 1000;

CandidatePair ordered(ArticleId x, ArticleId y) { return x < y ? CandidatePair{x, y} : CandidatePair{y, x}; }

bool counts(const CopyLink& link) { return link.relation >= CopyRelation::kExcerpt; }

// Both directions of every link that counts; weights are coverage of the shorter text in per mille.
WeightedGraph to_graph(std::size_t n, std::span<const CopyLink> links) {
  WeightedGraph graph;
  graph.begin.assign(n + 1, 0);
  for (const CopyLink& link : links) {
    if (!counts(link)) continue;
    ++graph.begin[index(link.a) + 1];
    ++graph.begin[index(link.b) + 1];
  }
  std::partial_sum(graph.begin.begin(), graph.begin.end(), graph.begin.begin());
  graph.edges.resize(graph.begin.back());
  std::vector<std::uint64_t> place(graph.begin.begin(), graph.begin.end() - 1);
  for (const CopyLink& link : links) {
    if (!counts(link)) continue;
    const auto weight = static_cast<std::int32_t>(link.containment * kPerMille + 0.5);
    graph.edges[place[index(link.a)]++] = {static_cast<std::uint32_t>(index(link.b)), weight};
    graph.edges[place[index(link.b)]++] = {static_cast<std::uint32_t>(index(link.a)), weight};
  }
  return graph;
}

// The best-ranked member of each article's cluster.
std::vector<ArticleId> choose_canonicals(std::span<const std::uint32_t> cluster, std::span<const ArticleFacts> facts) {
  std::vector<ArticleId> best(cluster.size());
  for (std::size_t i = 0; i < cluster.size(); ++i) best[i] = article_id(cluster[i]);
  for (std::size_t i = 0; i < cluster.size(); ++i) {
    ArticleId& canonical = best[cluster[i]];
    if (ranks_before(facts, article_id(i), canonical)) canonical = article_id(i);
  }
  std::vector<ArticleId> canonical(cluster.size());
  for (std::size_t i = 0; i < cluster.size(); ++i) canonical[i] = best[cluster[i]];
  return canonical;
}

CopyKind kind_of(CopyRelation relation) {
  if (relation == CopyRelation::kExact) return CopyKind::kExact;
  return relation == CopyRelation::kNear ? CopyKind::kNear : CopyKind::kPartial;
}

// The pairs of a member and its canonical that are not among the sorted `links`.
std::vector<CandidatePair> find_uncompared(std::span<const ArticleId> canonical, std::span<const CopyLink> links) {
  std::vector<CandidatePair> pairs;
  for (std::size_t i = 0; i < canonical.size(); ++i) {
    if (canonical[i] == article_id(i)) continue;
    const auto [a, b] = ordered(canonical[i], article_id(i));
    const auto place = std::lower_bound(links.begin(), links.end(), CandidatePair{a, b},
                                        [](const CopyLink& x, const CandidatePair& y) {
                                          return CandidatePair{x.a, x.b} < y;
                                        });
    if (place == links.end() || place->a != a || place->b != b) pairs.push_back({a, b});
  }
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

void sort_links(std::vector<CopyLink>& links) {
  samestory::sort(links.begin(), links.end(),
                  [](const CopyLink& x, const CopyLink& y) { return std::tie(x.a, x.b) < std::tie(y.a, y.b); });
}

// Fills what has one entry an article, from the links of members with their canonicals and of equal texts.
void assign(std::span<const ArticleId> canonical, std::span<const CopyLink> links, CopyGroups& groups) {
  const std::size_t n = canonical.size();
  groups.canonical_of.assign(canonical.begin(), canonical.end());
  groups.kind.assign(n, CopyKind::kCanonical);
  groups.resemblance.assign(n, 1);
  groups.containment.assign(n, 1);
  for (const CopyLink& link : links) {
    for (const auto& [member, other] : {std::pair(link.a, link.b), std::pair(link.b, link.a)}) {
      if (canonical[index(member)] != other) continue;
      groups.kind[index(member)] = kind_of(link.relation);
      groups.resemblance[index(member)] = link.resemblance;
      groups.containment[index(member)] = link.containment;
    }
  }
}

}  // namespace

BucketOptions scanned_buckets() {
  BucketOptions options;
  constexpr int kAll = static_cast<int>(kCoordinates);
  options.bands = {
      .bands = kAll, .rows = 1, .shape = {.coordinates = kAll, .bits = 32}, .min_agreeing = 2, .expected_recall = 1};
  options.hot_bucket = kScannedHotBucket;
  return options;
}

std::vector<CandidatePair> close_in_time(std::span<const CandidatePair> pairs, std::span<const ArticleFacts> facts) {
  std::vector<CandidatePair> close;
  for (const CandidatePair& pair : pairs) {
    const std::int64_t a = facts[index(pair.a)].published_s, b = facts[index(pair.b)].published_s;
    const bool dated = a != kNoDate && b != kNoDate;
    if (!dated || std::max(a, b) - std::min(a, b) <= kMostDaysApart * kDaySeconds) close.push_back(pair);
  }
  return close;
}

CopyGroups link_copies(std::size_t n, std::span<const CandidatePair> pairs, const PreparedSource& load,
                       const GroupRules& rules) {
  assert(rules.facts.size() == n && rules.copies.coverage == Coverage::kSpanned);
  const UnitCount units = [&](ArticleId article) { return std::size_t{rules.facts[index(article)].units}; };
  const std::vector<ArticleId> representative = find_equal_texts(rules.facts);
  const std::vector<CandidatePair> texts = between_texts(pairs, rules.facts, representative);

  CopyGroups groups;
  Comparisons verified = compare_pairs(texts, load, units, rules.copies, rules.prepared_bytes);
  std::vector<std::uint32_t> cluster = agglomerate(to_graph(n, verified.links), kCoverageStop, {.average_tenths = 10});
  for (std::size_t i = 0; i < n; ++i) cluster[i] = cluster[index(representative[i])];
  // From here on groups stand: what follows only describes them.
  const std::vector<ArticleId> canonical = choose_canonicals(cluster, rules.facts);
  for (std::size_t i = 0; i < n; ++i) {
    if (representative[i] == article_id(i)) continue;
    const auto [a, b] = ordered(representative[i], article_id(i));
    verified.links.push_back({kEqualTexts, a, b});
    ++groups.equal_texts;
  }
  sort_links(verified.links);
  const std::vector<CandidatePair> uncompared = find_uncompared(canonical, verified.links);
  const Comparisons described = compare_pairs(uncompared, load, units, rules.copies, rules.prepared_bytes);
  verified.links.insert(verified.links.end(), described.links.begin(), described.links.end());
  sort_links(verified.links);

  assign(canonical, verified.links, groups);
  groups.pairs_compared = texts.size() + uncompared.size();
  groups.articles_loaded = verified.articles_loaded + described.articles_loaded;
  groups.links = std::move(verified.links);
  std::erase_if(groups.links, [](const CopyLink& link) { return !counts(link); });
  return groups;
}

}  // namespace samestory

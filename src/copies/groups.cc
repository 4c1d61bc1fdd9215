#include "copies/groups.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <numeric>
#include <tuple>
#include <utility>

#include "base/parallel.h"
#include "copies/copy_graph.h"
#include "copies/grower.h"
#include "copies/pages.h"

namespace samestory {
std::vector<CandidatePair> between_texts(std::span<const CandidatePair> pairs, std::span<const ArticleFacts> facts,
                                         std::span<const ArticleId> representative) {
  std::vector<CandidatePair> texts;
  for (const CandidatePair& pair : pairs) {
    const ArticleId a = representative[index(pair.a)];
    const ArticleId b = representative[index(pair.b)];
    if (a != b && facts[index(a)].sequence_hash != 0 && facts[index(b)].sequence_hash != 0) {
      texts.push_back(ordered(a, b));
    }
  }
  // As they come from the buckets they are in order already, since these see one article of each text.
  if (!std::is_sorted(texts.begin(), texts.end())) samestory::sort(texts.begin(), texts.end(), std::less<>());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  return texts;
}

namespace {

// Of a member with its canonical; where groups are components, the least kind stands for no copy at all.
CopyKind kind_of(CopyRelation relation) {
  switch (relation) {
    case CopyRelation::kExact:
      return CopyKind::kExact;
    case CopyRelation::kNear:
      return CopyKind::kNear;
    default:
      return CopyKind::kPartial;
  }
}

// The articles of each text, in the order of the articles.
class TextClasses {
 public:
  explicit TextClasses(std::span<const ArticleId> representative) : begin_(representative.size() + 1) {
    for (const ArticleId text : representative) ++begin_[index(text) + 1];
    std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
    articles_.resize(representative.size());
    std::vector<std::size_t> place(begin_.begin(), begin_.end() - 1);
    for (std::size_t i = 0; i < representative.size(); ++i) {
      articles_[place[index(representative[i])]++] = article_id(i);
    }
  }

  [[nodiscard]] std::span<const ArticleId> of(ArticleId text) const {
    return std::span(articles_).subspan(begin_[index(text)], begin_[index(text) + 1] - begin_[index(text)]);
  }

 private:
  std::vector<std::size_t> begin_;
  std::vector<ArticleId> articles_;
};

CopyLink link_between(ArticleId x, ArticleId y, const CopyVerdict& verdict) {
  CopyLink link{verdict, x, y};
  if (y < x) {
    std::swap(link.a, link.b);
    std::swap(link.coverage_a, link.coverage_b);
    std::swap(link.parts_a, link.parts_b);
  }
  return link;
}

// Links of texts become links of articles: of every two that have these texts, unless they are too many.
void list_links(std::span<const CopyLink> texts, std::span<const ArticleId> representative, CopyGroups& groups) {
  const TextClasses classes(representative);
  for (std::size_t i = 0; i < representative.size(); ++i) {
    const std::span<const ArticleId> same = classes.of(article_id(i));
    const std::size_t pairs = same.size() * (same.size() - std::min<std::size_t>(1, same.size())) / 2;
    if (pairs > kMostLinksOfTexts) groups.unlisted_pairs += pairs - (same.size() - 1);
    for (std::size_t x = 0; x < same.size(); ++x) {
      if (pairs > kMostLinksOfTexts && same[x] != article_id(i)) {
        groups.links.push_back(link_between(article_id(i), same[x], kEqualTexts));
      }
      for (std::size_t y = x + 1; pairs <= kMostLinksOfTexts && y < same.size(); ++y) {
        groups.links.push_back(link_between(same[x], same[y], kEqualTexts));
      }
    }
  }
  for (const CopyLink& link : texts) {
    const std::span<const ArticleId> first = classes.of(link.a);
    const std::span<const ArticleId> second = classes.of(link.b);
    if (first.size() * second.size() > kMostLinksOfTexts) {
      groups.unlisted_pairs += first.size() * second.size() - 1;
      groups.links.push_back(link);
      continue;
    }
    for (const ArticleId x : first) {
      for (const ArticleId y : second) groups.links.push_back(link_between(x, y, link));
    }
  }
}

// Lets every component advance to its next comparisons and runs these together, until no component has any.
void grow_groups(std::vector<Component>& components, Grower& grower, const PreparedSource& load, const UnitCount& units,
                 const GroupRules& rules, std::vector<CopyLink>& texts, CopyGroups& groups) {
  CopyOptions options = rules.copies;
  // Who joins whatever it shares with the canonical needs the figures of that, so no comparison may end early.
  if (options.grouping == CopyGrouping::kComponents) options.link_resemblance = 0;
  std::vector<Component*> active;
  for (Component& component : components) active.push_back(&component);
  while (!active.empty()) {
    for_each_index(
        active.size(), [&](std::size_t i) { grower.advance(*active[i]); }, 16);
    std::erase_if(active, [](const Component* component) { return component->asked.empty(); });
    std::vector<CandidatePair> pairs;
    for (const Component* component : active) {
      for (const ArticleId article : component->asked) pairs.push_back(ordered(component->canonical, article));
    }
    Comparisons done = compare_pairs(pairs, load, units, options, rules.prepared_bytes);
    groups.pairs_compared += pairs.size();
    groups.articles_loaded += done.articles_loaded;
    auto link = done.links.begin();
    for (Component* component : active) {
      for (std::size_t i = 0; i < component->asked.size(); ++i) grower.answer(*component, *link++);
      component->asked.clear();
    }
    texts.insert(texts.end(), done.links.begin(), done.links.end());
  }
}

// Fills what has one entry an article.
void assign(const Grower& grower, std::span<const ArticleId> representative, CopyGroups& groups) {
  const std::size_t n = representative.size();
  groups.canonical_of.resize(n);
  groups.kind.assign(n, CopyKind::kCanonical);
  groups.resemblance.resize(n);
  groups.containment.resize(n);
  groups.equal_texts = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const ArticleId article = article_id(i);
    const ArticleId text = representative[i];
    const Grower::State& state = grower.state_of(text);
    groups.canonical_of[i] = state.canonical;
    if (state.canonical != article) groups.kind[i] = kind_of(state.relation);
    groups.resemblance[i] = state.resemblance;
    groups.containment[i] = state.containment;
    groups.equal_texts += text != article;
  }
}

// What every round of growing finds again from the links that hold in it.
void count_components(const CopyGraph& graph, std::span<const Component> components, CopyGrouping grouping,
                      CopyGroups& groups) {
  groups.components = components.size();
  groups.largest_component = groups.largest_diameter = 0;
  for (const Component& component : components) {
    groups.largest_component = std::max<std::uint64_t>(groups.largest_component, component.members.size());
    if (grouping == CopyGrouping::kComponents) {
      groups.largest_diameter =
          std::max<std::uint64_t>(groups.largest_diameter, sweep_diameter(graph, component.members.front()));
    }
  }
}

// Makes excerpts of the links that do not hold, notes whose they are, and tells whether there were copies among them.
bool set_pages_apart(std::size_t n, std::vector<CopyLink>& links, std::vector<std::uint8_t>& is_page,
                     CopyGroups& groups) {
  const Pages pages = find_pages(CopyGraph(n, links, CopyRelation::kExcerpt));
  is_page = pages.is_page;
  groups.second_reports.clear();
  bool were_copies = false;
  for (const PageLink& second : pages.second_reports) {
    CopyLink& link = links[static_cast<std::size_t>(second.link - links.data())];
    groups.second_reports.push_back({second.page, other_end(link, second.page)});
    were_copies = were_copies || is_copy(link.relation);
    link.relation = CopyRelation::kExcerpt;
  }
  return were_copies;
}

// Groups of texts from the verified links, to which those of further comparisons are added. These may show another
// page; then all begins again without the links that do not hold, and what was compared is not compared again.
void form_groups(std::size_t n, std::vector<CopyLink>& links, std::span<const ArticleId> representative,
                 const PreparedSource& load, const UnitCount& units, const GroupRules& rules, CopyGroups& groups) {
  const bool part_pages = rules.copies.grouping == CopyGrouping::kCanonical;
  std::vector<std::uint8_t> is_page(n);
  if (part_pages) set_pages_apart(n, links, is_page, groups);
  for (bool is_settled = false; !is_settled;) {
    std::vector<CandidatePair> compared;
    for (const CopyLink& link : links) compared.push_back({link.a, link.b});
    std::sort(compared.begin(), compared.end());
    std::vector<CopyLink> asked;
    {
      const CopyGraph graph(n, links);
      const Ranking ranking{rules.facts, is_page};
      std::vector<Component> components = rank_components(graph, ranking);
      count_components(graph, components, rules.copies.grouping, groups);
      Grower grower(graph, compared, ranking, rules.copies.grouping);
      grow_groups(components, grower, load, units, rules, asked, groups);
      groups.bounded_articles = grower.bounded_articles();
      assign(grower, representative, groups);
    }
    links.insert(links.end(), asked.begin(), asked.end());
    is_settled = asked.empty() || !part_pages || !set_pages_apart(n, links, is_page, groups);
  }
}

}  // namespace

CopyGroups group_copies(std::size_t n, std::span<const CandidatePair> pairs, const PreparedSource& load,
                        const GroupRules& rules) {
  assert(rules.facts.size() == n);
  const UnitCount units = [&](ArticleId article) { return std::size_t{rules.facts[index(article)].units}; };
  const std::vector<ArticleId> representative = find_equal_texts(rules.facts);
  // From here on a text is its representative.
  const std::vector<CandidatePair> texts = between_texts(pairs, rules.facts, representative);

  Comparisons verified = compare_pairs(texts, load, units, rules.copies, rules.prepared_bytes);
  CopyGroups groups;
  groups.pairs_compared = texts.size();
  groups.articles_loaded = verified.articles_loaded;
  std::vector<CopyLink> links = std::move(verified.links);
  form_groups(n, links, representative, load, units, rules, groups);
  // From here on every text has its canonical.

  std::erase_if(links, [&](const CopyLink& link) { return !is_link(link, rules.copies); });
  list_links(links, representative, groups);
  samestory::sort(groups.links.begin(), groups.links.end(),
                  [](const CopyLink& x, const CopyLink& y) { return std::tie(x.a, x.b) < std::tie(y.a, y.b); });
  // An article without a link of its own may have been asked for although the pair had been compared.
  groups.links.erase(std::unique(groups.links.begin(), groups.links.end()), groups.links.end());
  return groups;
}

}  // namespace samestory

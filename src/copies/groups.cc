#include "copies/groups.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <numeric>
#include <tuple>
#include <utility>

#include "base/parallel.h"

namespace samestory {
namespace {

// A total order: who of several copies stands for the others.
bool ranks_before(std::span<const ArticleFacts> facts, ArticleId x, ArticleId y) {
  const ArticleFacts& fx = facts[index(x)];
  const ArticleFacts& fy = facts[index(y)];
  return std::tuple(!fx.credited, fx.published_s, fy.units, x) < std::tuple(!fy.credited, fy.published_s, fx.units, y);
}

CandidatePair ordered(ArticleId x, ArticleId y) { return x < y ? CandidatePair{x, y} : CandidatePair{y, x}; }

// For each article the best-ranked one of equal text.
std::vector<ArticleId> find_equal_texts(std::span<const ArticleFacts> facts) {
  std::vector<ArticleId> representative(facts.size());
  std::vector<ArticleId> by_text;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    representative[i] = article_id(i);
    if (facts[i].sequence_hash != 0) by_text.push_back(article_id(i));
  }
  samestory::sort(by_text.begin(), by_text.end(), [&](ArticleId x, ArticleId y) {
    const std::uint64_t text_x = facts[index(x)].sequence_hash;
    const std::uint64_t text_y = facts[index(y)].sequence_hash;
    return text_x != text_y ? text_x < text_y : ranks_before(facts, x, y);
  });
  for (std::size_t i = 1; i < by_text.size(); ++i) {
    if (facts[index(by_text[i])].sequence_hash == facts[index(by_text[i - 1])].sequence_hash) {
      representative[index(by_text[i])] = representative[index(by_text[i - 1])];
    }
  }
  return representative;
}

// The pairs between representatives, sorted and distinct.
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
  samestory::sort(texts.begin(), texts.end(), std::less<>());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  return texts;
}

// Verified copies of each article, as one array cut by article.
class CopyGraph {
 public:
  // `links` outlives the graph.
  CopyGraph(std::size_t n, std::span<const CopyLink> links) : begin_(n + 1) {
    for (const CopyLink& link : links) {
      if (!is_copy(link.relation)) continue;
      ++begin_[index(link.a) + 1];
      ++begin_[index(link.b) + 1];
    }
    std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
    links_.resize(begin_.back());
    std::vector<std::size_t> place(begin_.begin(), begin_.end() - 1);
    for (const CopyLink& link : links) {
      if (!is_copy(link.relation)) continue;
      links_[place[index(link.a)]++] = &link;
      links_[place[index(link.b)]++] = &link;
    }
  }

  [[nodiscard]] std::size_t size() const { return begin_.size() - 1; }
  [[nodiscard]] std::span<const CopyLink* const> links_of(ArticleId article) const {
    return std::span(links_).subspan(begin_[index(article)], begin_[index(article) + 1] - begin_[index(article)]);
  }

 private:
  std::vector<std::size_t> begin_;
  std::vector<const CopyLink*> links_;
};

ArticleId other_end(const CopyLink& link, ArticleId article) { return link.a == article ? link.b : link.a; }

// One component on its way to be cut into groups.
struct Component {
  std::vector<ArticleId> members;   // best-ranked first
  std::size_t next = 0;             // every member before it is in a group
  ArticleId canonical{};            // of the group that grows now
  std::vector<ArticleId> frontier;  // copies of it whose own copies have not been looked at
  std::vector<ArticleId> asked;     // to be compared with it before anything else happens
};

std::vector<Component> find_components(const CopyGraph& graph, std::span<const ArticleFacts> facts) {
  std::vector<Component> components;
  std::vector<unsigned char> seen(graph.size());
  for (std::size_t i = 0; i < graph.size(); ++i) {
    if (seen[i] || graph.links_of(article_id(i)).empty()) continue;
    std::vector<ArticleId> members{article_id(i)};
    seen[i] = 1;
    for (std::size_t visited = 0; visited < members.size(); ++visited) {
      const ArticleId article = members[visited];
      for (const CopyLink* link : graph.links_of(article)) {
        const ArticleId other = other_end(*link, article);
        if (!std::exchange(seen[index(other)], static_cast<unsigned char>(1))) members.push_back(other);
      }
    }
    components.emplace_back().members = std::move(members);
  }
  for_each_index(
      components.size(),
      [&](std::size_t i) {
        std::vector<ArticleId>& members = components[i].members;
        std::sort(members.begin(), members.end(), [&](ArticleId x, ArticleId y) { return ranks_before(facts, x, y); });
      },
      1);
  return components;
}

// Cuts components into groups. Holds the state of every article; a component touches only its own members, so
// components may advance in parallel.
class Grower {
 public:
  Grower(const CopyGraph& graph, std::span<const CandidatePair> compared)
      : graph_(graph), compared_(compared), state_(graph.size()) {
    for (std::size_t i = 0; i < state_.size(); ++i) state_[i].canonical = state_[i].last_asked = article_id(i);
  }

  // Goes on until comparisons are needed, left in component.asked, or every member is in a group.
  void advance(Component& component) {
    while (component.asked.empty()) {
      while (!component.frontier.empty()) {
        const ArticleId article = component.frontier.back();
        component.frontier.pop_back();
        look_around(component, article);
      }
      if (component.asked.empty() && !start_group(component)) return;
    }
  }

  // Takes the comparison of the canonical with one article that was asked for.
  void answer(Component& component, const CopyLink& link) {
    if (!is_copy(link.relation)) return;
    const ArticleId article = other_end(link, component.canonical);
    join(component, article, link);
    component.frontier.push_back(article);
  }

  // What is known of an article once its component is done; a lone one is its own canonical.
  struct State {
    ArticleId canonical{};
    ArticleId last_asked{};                        // the canonical that looked at it last; itself: none
    CopyRelation relation = CopyRelation::kExact;  // with the canonical, like the figures
    bool in_group = false;
    bool bounded = false;  // refused a comparison
    std::uint8_t times_asked = 0;
    double resemblance = 1;
    double containment = 1;
  };
  static_assert(kMostCanonicals < 256);

  [[nodiscard]] const State& state_of(ArticleId article) const { return state_[index(article)]; }
  [[nodiscard]] std::uint64_t bounded_articles() const {
    return static_cast<std::uint64_t>(
        std::count_if(state_.begin(), state_.end(), [](const State& state) { return state.bounded; }));
  }

 private:
  bool start_group(Component& component) {
    while (component.next < component.members.size() && state_[index(component.members[component.next])].in_group) {
      ++component.next;
    }
    if (component.next == component.members.size()) return false;
    component.canonical = component.members[component.next];
    state_[index(component.canonical)].in_group = true;
    component.frontier.push_back(component.canonical);
    return true;
  }

  void join(const Component& component, ArticleId article, const CopyLink& link) {
    State& state = state_[index(article)];
    state.canonical = component.canonical;
    state.relation = link.relation;
    state.resemblance = link.resemblance;
    state.containment = link.containment;
    state.in_group = true;
  }

  // The canonical's own copies join, and lead on even if they are in an earlier group; copies of copies are asked.
  void look_around(Component& component, ArticleId article) {
    for (const CopyLink* link : graph_.links_of(article)) {
      const ArticleId other = other_end(*link, article);
      State& state = state_[index(other)];
      if (other == component.canonical || state.last_asked == component.canonical) continue;
      state.last_asked = component.canonical;
      if (article == component.canonical) {
        if (!state.in_group) join(component, other, *link);
        component.frontier.push_back(other);
      } else if (!state.in_group && !was_compared(component.canonical, other)) {
        if (state.times_asked == kMostCanonicals) {
          state.bounded = true;
        } else {
          ++state.times_asked;
          component.asked.push_back(other);
        }
      }
    }
  }

  [[nodiscard]] bool was_compared(ArticleId x, ArticleId y) const {
    return std::binary_search(compared_.begin(), compared_.end(), ordered(x, y));
  }

  const CopyGraph& graph_;
  std::span<const CandidatePair> compared_;
  std::vector<State> state_;
};

CopyKind kind_of(CopyRelation relation) {
  assert(is_copy(relation));
  switch (relation) {
    case CopyRelation::kExact:
      return CopyKind::kExact;
    case CopyRelation::kNear:
      return CopyKind::kNear;
    default:
      return CopyKind::kPartial;
  }
}

CopyLink equal_text_link(ArticleId x, ArticleId y) {
  const CandidatePair pair = ordered(x, y);
  return {{CopyRelation::kExact, 1, 1, 1, 1}, pair.a, pair.b};
}

// Lets every component advance to its next comparisons and runs these together, until no component has any.
void grow_groups(std::vector<Component>& components, Grower& grower, const PreparedSource& load, const UnitCount& units,
                 const GroupRules& rules, CopyGroups& groups) {
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
    Comparisons done = compare_pairs(pairs, load, units, rules.copies, rules.prepared_bytes);
    groups.pairs_compared += pairs.size();
    groups.articles_loaded += done.articles_loaded;
    auto link = done.links.begin();
    for (Component* component : active) {
      for (std::size_t i = 0; i < component->asked.size(); ++i) grower.answer(*component, *link++);
      component->asked.clear();
    }
    groups.links.insert(groups.links.end(), done.links.begin(), done.links.end());
  }
}

// Fills what has one entry an article.
void assign(const Grower& grower, std::span<const ArticleId> representative, CopyGroups& groups) {
  const std::size_t n = representative.size();
  groups.canonical_of.resize(n);
  groups.kind.assign(n, CopyKind::kCanonical);
  groups.resemblance.resize(n);
  groups.containment.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    const ArticleId article = article_id(i);
    const ArticleId text = representative[i];
    const Grower::State& state = grower.state_of(text);
    groups.canonical_of[i] = state.canonical;
    if (state.canonical != article) groups.kind[i] = kind_of(state.relation);
    groups.resemblance[i] = state.resemblance;
    groups.containment[i] = state.containment;
    if (text != article) {
      ++groups.equal_texts;
      groups.links.push_back(equal_text_link(text, article));
    }
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

  const Comparisons verified = compare_pairs(texts, load, units, rules.copies, rules.prepared_bytes);
  CopyGroups groups;
  groups.pairs_compared = texts.size();
  groups.articles_loaded = verified.articles_loaded;

  const CopyGraph graph(n, verified.links);
  std::vector<Component> components = find_components(graph, rules.facts);
  groups.components = components.size();
  for (const Component& component : components) {
    groups.largest_component = std::max<std::uint64_t>(groups.largest_component, component.members.size());
  }
  Grower grower(graph, texts);
  grow_groups(components, grower, load, units, rules, groups);
  groups.bounded_articles = grower.bounded_articles();
  // From here on every text has its canonical.
  assign(grower, representative, groups);

  groups.links.insert(groups.links.end(), verified.links.begin(), verified.links.end());
  std::erase_if(groups.links, [](const CopyLink& link) { return link.relation < CopyRelation::kExcerpt; });
  samestory::sort(groups.links.begin(), groups.links.end(),
                  [](const CopyLink& x, const CopyLink& y) { return std::tie(x.a, x.b) < std::tie(y.a, y.b); });
  return groups;
}

}  // namespace samestory

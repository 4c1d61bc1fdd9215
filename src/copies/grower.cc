#include "copies/grower.h"

#include <algorithm>
#include <utility>

#include "base/parallel.h"

namespace samestory {

std::vector<Component> rank_components(const CopyGraph& graph, const Ranking& ranking) {
  std::vector<std::vector<ArticleId>> members = find_components(graph);
  std::vector<Component> components(members.size());
  for_each_index(
      components.size(),
      [&](std::size_t i) {
        components[i].members = std::move(members[i]);
        std::sort(components[i].members.begin(), components[i].members.end(),
                  [&](ArticleId x, ArticleId y) { return ranking.before(x, y); });
      },
      1);
  return components;
}

Grower::Grower(const CopyGraph& graph, std::span<const CandidatePair> compared, const Ranking& ranking,
               CopyGrouping grouping)
    : graph_(graph), compared_(compared), ranking_(ranking), grouping_(grouping), state_(graph.size()) {
  for (std::size_t i = 0; i < state_.size(); ++i) state_[i].canonical = state_[i].last_asked = article_id(i);
}

void Grower::advance(Component& component) {
  while (component.asked.empty()) {
    while (!component.frontier.empty()) {
      const ArticleId article = component.frontier.back();
      component.frontier.pop_back();
      look_around(component, article);
    }
    if (component.asked.empty() && !widen_group(component) && !start_next_group(component)) return;
    if (grouping_ == CopyGrouping::kComponents) ask_all(component);
  }
}

void Grower::answer(Component& component, const CopyLink& link) {
  if (grouping_ == CopyGrouping::kCanonical && !is_copy(link.relation)) return;
  const ArticleId article = other_end(link, component.canonical);
  join(component, article, link);
  component.frontier.push_back(article);
}

bool Grower::start_next_group(Component& component) {
  while (component.next < component.members.size() && state_[index(component.members[component.next])].in_group) {
    ++component.next;
  }
  if (component.next == component.members.size()) return false;
  component.may_widen = grouping_ == CopyGrouping::kCanonical;
  start_group(component, component.members[component.next]);
  return true;
}

void Grower::start_group(Component& component, ArticleId canonical) {
  component.canonical = canonical;
  component.group = {canonical};
  component.frontier = {canonical};
  State& state = state_[index(canonical)];
  state.canonical = canonical;
  state.relation = CopyRelation::kExact;
  state.resemblance = state.containment = 1;
  state.in_group = true;
}

bool Grower::widen_group(Component& component) {
  if (!component.may_widen) return false;
  component.may_widen = false;
  const ArticleId widest = find_widest(component);
  if (widest == component.canonical) return false;
  for (const ArticleId member : component.group) state_[index(member)].in_group = false;
  start_group(component, widest);
  return true;
}

ArticleId Grower::find_widest(Component& component) const {
  std::vector<ArticleId>& group = component.group;
  std::sort(group.begin(), group.end());
  ArticleId widest = component.canonical;
  std::size_t most = group.size();
  for (const ArticleId member : group) {
    if (state_[index(member)].relation < CopyRelation::kNear) continue;
    if (ranking_.page(member) && !ranking_.page(component.canonical)) continue;
    const std::vector<ArticleId> copies = copies_to_have(component, member);
    const bool is_wider = copies.size() > most || (copies.size() == most && ranking_.before(member, widest));
    if (!is_wider || !std::includes(copies.begin(), copies.end(), group.begin(), group.end())) continue;
    widest = member;
    most = copies.size();
  }
  return widest;
}

std::vector<ArticleId> Grower::copies_to_have(const Component& component, ArticleId article) const {
  std::vector<ArticleId> copies = {article};
  for (const CopyLink* link : graph_.links_of(article)) {
    const State& other = state_[index(other_end(*link, article))];
    if (!other.in_group || other.canonical == component.canonical) copies.push_back(other_end(*link, article));
  }
  std::sort(copies.begin(), copies.end());
  return copies;
}

void Grower::join(Component& component, ArticleId article, const CopyLink& link) {
  component.group.push_back(article);
  State& state = state_[index(article)];
  state.canonical = component.canonical;
  state.relation = link.relation;
  state.resemblance = link.resemblance;
  state.containment = link.containment;
  state.in_group = true;
}

void Grower::ask_all(Component& component) {
  component.frontier.clear();
  for (const CopyLink* link : graph_.links_of(component.canonical)) {
    join(component, other_end(*link, component.canonical), *link);
  }
  for (const ArticleId article : component.members) {
    if (!state_[index(article)].in_group) component.asked.push_back(article);
  }
}

void Grower::look_around(Component& component, ArticleId article) {
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

bool Grower::was_compared(ArticleId x, ArticleId y) const {
  return std::binary_search(compared_.begin(), compared_.end(), ordered(x, y));
}

}  // namespace samestory

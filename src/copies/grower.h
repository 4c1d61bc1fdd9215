// Grower: cuts the components of verified copy links into groups, each a canonical and copies of it.
//
// Input: the copy graph, the pairs that have been compared, and the ranking of articles. Output: of every article its
// canonical and the figures of the two. A component advances until it needs comparisons that nobody has made; who holds
// the texts makes those of all components together and answers. The rules, and what was rejected, are those of step 4
// in src/copies/groups.h, which has the loop.
//
// Cost: each link is looked at a bounded number of times; 32 bytes an article. Invariants: a member is in one group and
// a copy of its canonical, unless groups are components; who is compared with whom depends on links and ranks alone.
// Covered by tests/groups_test.cc.
#pragma once

#include <samestory/options.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.h"
#include "copies/copy_graph.h"
#include "copies/equal_texts.h"
#include "copies/screen.h"

namespace samestory {

// Beyond its candidate pairs. In four news archives of 38,000 articles together none reached it.
inline constexpr int kMostCanonicals = 16;

inline CandidatePair ordered(ArticleId x, ArticleId y) { return x < y ? CandidatePair{x, y} : CandidatePair{y, x}; }

// Who stands for others: texts before pages of two reports, then by the rank of articles.
struct Ranking {
  std::span<const ArticleFacts> facts;
  std::span<const std::uint8_t> is_page;

  [[nodiscard]] bool page(ArticleId article) const { return is_page[index(article)] != 0; }
  [[nodiscard]] bool before(ArticleId x, ArticleId y) const {
    return page(x) != page(y) ? page(y) : ranks_before(facts, x, y);
  }
};

// One component on its way to be cut into groups.
struct Component {
  std::vector<ArticleId> members;   // best-ranked first, pages last
  std::size_t next = 0;             // every member before it is in a group
  ArticleId canonical{};            // of the group that grows now
  std::vector<ArticleId> group;     // what has joined it, and itself
  bool may_widen = false;           // the group has not begun anew
  std::vector<ArticleId> frontier;  // copies of it whose own copies have not been looked at
  std::vector<ArticleId> asked;     // to be compared with it before anything else happens
};

std::vector<Component> rank_components(const CopyGraph& graph, const Ranking& ranking);

// Cuts components into groups. Holds the state of every article; a component touches only its own members, so
// components may advance in parallel.
class Grower {
 public:
  // All of which outlives it.
  Grower(const CopyGraph& graph, std::span<const CandidatePair> compared, const Ranking& ranking,
         CopyGrouping grouping);

  // Goes on until comparisons are needed, left in component.asked, or every member is in a group.
  void advance(Component& component);

  // Takes the comparison of the canonical with one article that was asked for.
  void answer(Component& component, const CopyLink& link);

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
  bool start_next_group(Component& component);

  void start_group(Component& component, ArticleId canonical);

  // Whether the group, from which nobody is left to be asked, begins anew around another of its articles.
  bool widen_group(Component& component);

  // Of the canonical's near copies whose own copies are all of the group, and free ones beside, the one that has most.
  [[nodiscard]] ArticleId find_widest(Component& component) const;

  // Known copies of the article, itself among them, that are in this group or free; ascending.
  [[nodiscard]] std::vector<ArticleId> copies_to_have(const Component& component, ArticleId article) const;

  void join(Component& component, ArticleId article, const CopyLink& link);

  // Everyone joins the first canonical; who is no copy of its own is compared with it for the figures.
  void ask_all(Component& component);

  // The canonical's own copies join, and lead on even if they are in an earlier group; copies of copies are asked.
  void look_around(Component& component, ArticleId article);

  [[nodiscard]] bool was_compared(ArticleId x, ArticleId y) const;

  const CopyGraph& graph_;
  std::span<const CandidatePair> compared_;
  Ranking ranking_;
  CopyGrouping grouping_;
  std::vector<State> state_;
};

}  // namespace samestory

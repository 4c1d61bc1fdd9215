#include "stories/next_steps.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace samestory {
namespace {

using Scores = std::map<std::pair<std::size_t, std::size_t>, double>;  // of pairs, smaller first

StoryGraph graph_of(std::size_t n, const Scores& scores) {
  StoryGraph graph{{0}, {}, std::vector<double>(n, .25), std::vector<double>(n, 1)};
  for (std::size_t from = 0; from < n; ++from) {
    for (std::size_t to = 0; to < n; ++to) {
      const auto found = scores.find({std::min(from, to), std::max(from, to)});
      if (to != from && found != scores.end()) graph.edges.push_back({group_id(to), 7, quantize(found->second)});
    }
    graph.begin.push_back(graph.edges.size());
  }
  return graph;
}

Facts report(std::uint64_t outlet, double hours) {
  Facts facts;
  facts.outlet = outlet;
  facts.published_s = static_cast<std::int64_t>(hours * 3600);
  return facts;
}

double score_between(const StoryGraph& graph, std::size_t a, std::size_t b) {
  const Edge* const edge = find_edge(graph, group_id(a), group_id(b));
  return edge == nullptr ? 0 : static_cast<double>(edge->q) / kScale;
}

// What v costs w, by the definition.
double cost(const StoryGraph& graph, const std::vector<Facts>& facts, std::size_t v, std::size_t w) {
  double most = 0;
  for (std::size_t u = 0; u < facts.size(); ++u) {
    if (u == v || u == w || facts[u].outlet == 0 || facts[u].outlet != facts[v].outlet) continue;
    if (facts[w].outlet == facts[v].outlet || !facts[u].published_s || !facts[v].published_s) continue;
    const double days = std::abs(static_cast<double>(*facts[u].published_s - *facts[v].published_s)) / 86400;
    const double better = score_between(graph, u, w) - score_between(graph, v, w);
    if (days < kLeastStepDays || days > kMostStepDays || better <= 0 || score_between(graph, u, w) < kTold) continue;
    most = std::max(most, std::min(1.0, better / kClearlyBetter) *
                              std::min(1.0, std::max(0.0, kTold - score_between(graph, u, v))));
  }
  return kStepCost * most;
}

TEST_CASE("a pair loses where an outlet tells the one's event in a report of another day that is not the other's") {
  struct Case {
    std::string name;
    double hours;                        // from the outlet's first report to its second
    std::uint64_t first, second, other;  // outlets
    double event, between;               // scores: first with other, first with second; second with other is 2
    double lost;
  };
  for (const Case& c : {
           Case{"the step of the next day", 24, 1, 1, 2, 4, 0, 1},
           Case{"reports of two outlets", 24, 1, 3, 2, 4, 0, 0},
           Case{"reports of no outlet", 24, 0, 0, 2, 4, 0, 0},
           Case{"all of one outlet", 24, 1, 1, 1, 4, 0, 0},
           Case{"the same event once more", 24, 1, 1, 2, 4, 1.8, 0},
           Case{"perhaps the same event", 24, 1, 1, 2, 4, 1.3, .5},
           Case{"a wire of the same hours", 11, 1, 1, 2, 4, 0, 0},
           Case{"half a day later", 12, 1, 1, 2, 4, 0, 1},
           Case{"three days later", 72, 1, 1, 2, 4, 0, 1},
           Case{"more than three days later", 73, 1, 1, 2, 4, 0, 0},
           Case{"hardly better", 24, 1, 1, 2, 2.25, 0, .5},
           Case{"no better", 24, 1, 1, 2, 2, 0, 0},
       }) {
    CAPTURE(c.name);
    const std::vector<Facts> facts = {report(c.first, 0), report(c.other, 3), report(c.second, c.hours)};
    const StoryGraph graph = graph_of(3, {{{0, 1}, c.event}, {{1, 2}, 2}, {{0, 2}, c.between}});
    const StoryGraph told = with_next_steps(graph, facts);
    CHECK(score_between(told, 1, 2) == doctest::Approx(2 - c.lost).epsilon(1e-5));
    CHECK(score_between(told, 0, 1) == score_between(graph, 0, 1));
    CHECK(score_between(told, 0, 2) == score_between(graph, 0, 2));
  }
}

TEST_CASE("an outlet's better report below the level says nothing, nor does one whose date stands only in its text") {
  const StoryGraph weak = graph_of(3, {{{0, 1}, 1.7}, {{1, 2}, 1}});
  std::vector<Facts> facts = {report(1, 0), report(2, 3), report(1, 24)};
  CHECK(score_between(with_next_steps(weak, facts), 1, 2) == 1);
  const StoryGraph strong = graph_of(3, {{{0, 1}, 4}, {{1, 2}, 1}});
  CHECK(score_between(with_next_steps(strong, facts), 1, 2) == 0);
  for (const std::size_t undated : {0, 2}) {
    std::vector<Facts> some = facts;
    some[undated].published_s.reset();
    some[undated].day = undated == 0 ? 0 : 1;
    CHECK(score_between(with_next_steps(strong, some), 1, 2) == 1);
  }
}

TEST_CASE("what was taken off a pair is known from its evidence") {
  const std::vector<Facts> facts = {report(1, 0), report(2, 3), report(1, 24)};
  const StoryModel model;
  const PairEvidence evidence{quantize(.5), quantize(.5), quantize(.25)};
  const double whole = static_cast<double>(score(evidence, .25, .25, model)) / kScale;
  const StoryGraph told = with_next_steps(graph_of(3, {{{0, 1}, 9}, {{1, 2}, whole}}), facts);
  CHECK(taken_off(told, group_id(1), group_id(2), evidence, model) == 1);
  CHECK(taken_off(told, group_id(2), group_id(1), evidence, model) == 1);
  CHECK(taken_off(told, group_id(0), group_id(2), evidence, model) == 0);
}

TEST_CASE("scores fall as the definition says, whatever the graph, and by the same on both sides") {
  constexpr unsigned kSeed = 20240917;
  MESSAGE("seed " << kSeed);
  std::mt19937 random(kSeed);
  std::size_t fallen = 0;
  for (int round = 0; round < 60; ++round) {
    const std::size_t n = 3 + random() % 20;
    std::vector<Facts> facts;
    for (std::size_t i = 0; i < n; ++i) {
      facts.push_back(report(random() % 4, random() % 150));
      if (random() % 8 == 0) facts.back().published_s.reset();
    }
    Scores scores;
    for (std::size_t a = 0; a < n; ++a) {
      for (std::size_t b = a + 1; b < n; ++b) {
        if (random() % 3 > 0) scores[{a, b}] = static_cast<double>(random() % 80) / 10 - 2;
      }
    }
    const StoryGraph graph = graph_of(n, scores), told = with_next_steps(graph, facts);
    REQUIRE(told.edges.size() == graph.edges.size());
    for (const auto& [pair, score] : scores) {
      const auto [a, b] = pair;
      CAPTURE(round);
      CAPTURE(a);
      CAPTURE(b);
      const double lost = cost(graph, facts, a, b) + cost(graph, facts, b, a);
      CHECK(std::abs(score_between(told, a, b) - (score_between(graph, a, b) - lost)) < 3.0 / kScale);
      CHECK(score_between(told, a, b) == score_between(told, b, a));
      fallen += lost > 0;
    }
  }
  CHECK(fallen > 200);
}

}  // namespace
}  // namespace samestory

#include "stories/next_steps.h"

#include <algorithm>
#include <cstdint>
#include <tuple>

#include "base/parallel.h"

namespace samestory {
namespace {

// Another outlet's report of an article's event.
struct Report {
  std::uint64_t outlet;
  GroupId article;
  std::int32_t q;
};

struct Cost {
  GroupId from, to;
  std::int32_t cost;  // in units of 1/kScale
};

bool in_order(const Cost& a, const Cost& b) { return std::tie(a.from, a.to) < std::tie(b.from, b.to); }

// What others report of this article's event, by outlet.
std::vector<Report> reports_of(const StoryGraph& graph, const std::vector<Facts>& facts, std::size_t article) {
  std::vector<Report> reports;
  for (std::uint64_t e = graph.begin[article]; e < graph.begin[article + 1]; ++e) {
    const Edge& edge = graph.edges[e];
    const Facts& other = facts[index(edge.to)];
    if (edge.q >= quantize(kTold) && other.outlet != 0 && other.published_s && other.outlet != facts[article].outlet)
      reports.push_back({other.outlet, edge.to, edge.q});
  }
  std::sort(reports.begin(), reports.end(), [](const Report& a, const Report& b) {
    return std::tie(a.outlet, a.article) < std::tie(b.outlet, b.article);
  });
  return reports;
}

bool may_be_steps(const Facts& a, const Facts& b) {
  const double days = days_apart(moment_of(a), moment_of(b));
  return days >= kLeastStepDays && days <= kMostStepDays;
}

// How sure it is that the article at the end of `edge` is another event than the one that `reports` tell: 0 to 1.
double apartness(const StoryGraph& graph, const std::vector<Facts>& facts, const std::vector<Report>& reports,
                 const Edge& edge) {
  const Facts& step = facts[index(edge.to)];
  if (step.outlet == 0 || !step.published_s) return 0;
  double most = 0;
  auto report = std::lower_bound(reports.begin(), reports.end(), step.outlet,
                                 [](const Report& r, std::uint64_t outlet) { return r.outlet < outlet; });
  for (; report != reports.end() && report->outlet == step.outlet; ++report) {
    if (report->q <= edge.q || !may_be_steps(facts[index(report->article)], step)) continue;
    const double better = static_cast<double>(report->q - edge.q) / kScale;
    const Edge* const between = find_edge(graph, report->article, edge.to);
    const double alike = between != nullptr ? static_cast<double>(between->q) / kScale : 0;
    most = std::max(most, std::min(1.0, better / kClearlyBetter) * std::clamp(kTold - alike, 0.0, 1.0));
  }
  return most;
}

}  // namespace

StoryGraph with_next_steps(StoryGraph graph, const std::vector<Facts>& facts) {
  const std::vector<Cost> costs = collect_sorted<Cost>(
      graph.size(),
      [&](std::vector<Cost>& mine, std::size_t from) {
        const std::vector<Report> reports = reports_of(graph, facts, from);
        if (reports.empty()) return;
        for (std::uint64_t e = graph.begin[from]; e < graph.begin[from + 1]; ++e) {
          const std::int32_t cost = quantize(kStepCost * apartness(graph, facts, reports, graph.edges[e]));
          if (cost > 0) mine.push_back({group_id(from), graph.edges[e].to, cost});
        }
      },
      in_order);
  // Only now, since what a pair costs another one is told by the scores of the texts alone.
  for (const Cost& cost : costs) {
    for (const Edge* edge : {find_edge(graph, cost.from, cost.to), find_edge(graph, cost.to, cost.from)})
      graph.edges[static_cast<std::size_t>(edge - graph.edges.data())].q -= cost.cost;
  }
  return graph;
}

double taken_off(const StoryGraph& graph, GroupId a, GroupId b, const PairEvidence& evidence, const StoryModel& model) {
  const Edge* const edge = find_edge(graph, a, b);
  if (edge == nullptr) return 0;
  const std::int32_t whole = score(evidence, graph.background[index(a)], graph.background[index(b)], model);
  return static_cast<double>(whole - edge->q) / kScale;
}

}  // namespace samestory

#include "stories/story_evidence.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "stories/evidence.h"
#include "stories/next_steps.h"

namespace samestory {
namespace {

// The pairs of one story that links.jsonl shows, by their edges from the first to the second, in their order.
std::vector<std::pair<GroupId, Edge>> shown_edges(const Findings& found, const StoryGroups& story, std::int64_t level) {
  std::vector<std::pair<GroupId, Edge>> shown;
  const auto show = [&](GroupId g, Edge edge) {
    if (edge.to < g) std::swap(g, edge.to);
    shown.emplace_back(g, edge);
  };
  for (const GroupId g : story.groups) {
    const Edge* best = nullptr;
    for (std::uint64_t e = found.graph.begin[index(g)]; e < found.graph.begin[index(g) + 1]; ++e) {
      const Edge& edge = found.graph.edges[e];
      if (found.story_of[index(edge.to)] != story.name) continue;
      if (edge.q >= level && g < edge.to) show(g, edge);
      if (best == nullptr || edge.q > best->q) best = &edge;
    }
    if (best != nullptr && best->q < level) show(g, *best);
  }
  const auto pair_of = [](const auto& edge) { return std::pair(edge.first, edge.second.to); };
  std::sort(shown.begin(), shown.end(), [&](const auto& p, const auto& q) { return pair_of(p) < pair_of(q); });
  const auto same = [&](const auto& p, const auto& q) { return pair_of(p) == pair_of(q); };
  shown.erase(std::unique(shown.begin(), shown.end(), same), shown.end());  // two may be each other's best
  return shown;
}

// Of a story's articles.
using Wordings = std::map<GroupId, std::shared_ptr<Wording>>;

// The first article that prints a term decides how it is shown; empty if it is not to be shown.
std::string_view show_term(const Wordings& wordings, TermId term) {
  for (const auto& [group, wording] : wordings) {
    const std::string_view surface = surface_of(wording->extract(), term);
    if (surface.empty()) continue;
    return wording->is_common(surface) ? std::string_view() : surface;
  }
  return {};
}

std::vector<std::string> story_terms(const Findings& found, const StoryGroups& story, const Wordings& wordings) {
  constexpr std::size_t kArticles = 20;  // a story's first ones tell its terms
  std::vector<WeightedTerm> weights;
  const auto add = [&](Signal signal, double share) {
    const auto f = static_cast<std::size_t>(signal);
    for (std::size_t k = 0; k < std::min(kArticles, story.groups.size()); ++k) {
      for (TermMatrix::InnerIterator entry(found.features.rows[f], static_cast<Eigen::Index>(index(story.groups[k])));
           entry; ++entry) {
        weights.push_back({found.features.terms[f][static_cast<std::size_t>(entry.col())], share * entry.value()});
      }
    }
  };
  add(Signal::kNames, 2);  // a name says more to a reader than the word that it also is
  add(Signal::kLead, 1);
  // Stable, so that a term's weights are added in the order of the articles.
  std::stable_sort(weights.begin(), weights.end(),
                   [](const WeightedTerm& p, const WeightedTerm& q) { return p.term < q.term; });
  std::vector<WeightedTerm> terms;
  for (const WeightedTerm& term : weights) {
    if (terms.empty() || terms.back().term != term.term)
      terms.push_back(term);
    else
      terms.back().weight += term.weight;
  }
  const auto lighter = [](const WeightedTerm& p, const WeightedTerm& q) { return heavier(q, p); };
  std::make_heap(terms.begin(), terms.end(), lighter);
  std::vector<std::string> out;
  while (!terms.empty() && out.size() < kStoryTerms) {
    const std::string_view surface = show_term(wordings, terms.front().term);
    const auto holds = [&](const std::string& other) { return other.find(surface) != std::string::npos; };
    if (!surface.empty() && std::none_of(out.begin(), out.end(), holds)) out.emplace_back(surface);
    std::pop_heap(terms.begin(), terms.end(), lighter);
    terms.pop_back();
  }
  return out;
}

}  // namespace

StoryEvidence gather_evidence(const Findings& found, const StoryGroups& story, const ResultOptions& options,
                              Comparer& comparer, LatinForm& latin) {
  constexpr std::size_t kHeld = 256;  // articles' words held at once
  StoryEvidence evidence;
  Wordings wordings;
  // Pairs come in the order of their first articles: the earliest but the one at hand are done with.
  const auto load = [&](GroupId g, GroupId at_hand) {
    const auto known = wordings.find(g);
    if (known != wordings.end()) return known->second;
    if (wordings.size() >= kHeld)
      wordings.erase(wordings.begin()->first == at_hand ? std::next(wordings.begin()) : wordings.begin());
    const std::uint64_t seed = options.copies.seed;
    const StoryArticle article = story_text(found.corpus, found.canonicals.article_of[index(g)]);
    auto made =
        std::make_shared<Wording>(found.features, g, extract(article, found.repeated, seed, Surfaces::kOnly), seed);
    return wordings.emplace(g, std::move(made)).first->second;
  };
  if (story.groups.size() < 2) return evidence;
  for (std::size_t k = 0; k < std::min<std::size_t>(story.groups.size(), 8); ++k) load(story.groups[k], story.name);
  evidence.terms = story_terms(found, story, wordings);
  std::optional<GroupId> compared;  // whom the comparer holds
  const std::vector<std::pair<GroupId, Edge>> shown = shown_edges(found, story, quantize(options.stories.level));
  for (std::size_t k = 0; k < shown.size(); ++k) {
    const auto& [first, edge] = shown[k];
    const GroupId second = edge.to;
    if (k + 1 < shown.size()) comparer.prefetch(shown[k + 1].second.to);
    Link link;
    link.a = index(found.canonicals.article_of[index(first)]);
    link.b = index(found.canonicals.article_of[index(second)]);
    link.score = static_cast<double>(edge.q) / kScale;
    link.background = std::min(found.graph.background[index(first)], found.graph.background[index(second)]);
    const auto of_first = load(first, first), of_second = load(second, first);
    if (compared != first) comparer.set_first(first);
    compared = first;
    const PairParts compared_parts = comparer.with(second);
    ScoreParts parts = score_parts(compared_parts);
    parts.next_step = taken_off(found.graph, first, second, evidence_of(compared_parts), options.stories.model);
    link.story = std::make_shared<const StoryLink>(StoryLink{
        parts, find_shared(found.features, *of_first, *of_second, latin, kSharedItems),
        find_unshared(*of_first, *of_second, kSharedItems), find_unshared(*of_second, *of_first, kSharedItems)});
    evidence.links.push_back(std::move(link));
  }
  return evidence;
}

}  // namespace samestory

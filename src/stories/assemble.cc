#include "stories/assemble.h"

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <span>

#include "base/parallel.h"
#include "stories/affinity.h"
#include "stories/evidence.h"

namespace samestory {
namespace {

// Who comes first when a lead is chosen.
bool leads_before(const Corpus& corpus, ArticleId a, ArticleId b) {
  const ArticleFacts &p = corpus.facts[index(a)], &q = corpus.facts[index(b)];
  if (p.published_s != q.published_s) return p.published_s < q.published_s;
  if (p.units != q.units) return p.units > q.units;
  return corpus.articles[index(a)].id < corpus.articles[index(b)].id;
}

struct StoryGroups {
  GroupId name{};
  std::vector<GroupId> groups;  // in canonical order
  ArticleId lead{};
  ArticleId storyline{};  // lead of the storyline's first story
};

// Stories with their groups and leads, in the order of their names.
std::vector<StoryGroups> list_stories(const Findings& found) {
  std::vector<StoryGroups> stories;
  std::vector<std::size_t> number(found.story_of.size());
  for (std::size_t g = 0; g < found.story_of.size(); ++g) {
    const std::size_t first = index(found.story_of[g]);
    if (first == g) {
      number[g] = stories.size();
      stories.push_back({group_id(g), {}, found.canonicals.article_of[g], {}});
    }
    number[g] = number[first];
    StoryGroups& story = stories[number[g]];
    story.groups.push_back(group_id(g));
    if (leads_before(found.corpus, found.canonicals.article_of[g], story.lead))
      story.lead = found.canonicals.article_of[g];
  }
  std::vector<ArticleId> first_lead(found.story_of.size(), article_id(found.corpus.size()));  // by storyline
  const auto lead_of = [&](const StoryGroups& story) -> ArticleId& {
    return first_lead[index(found.storyline_of[index(story.name)])];
  };
  for (const StoryGroups& story : stories) lead_of(story) = std::min(lead_of(story), story.lead);
  for (StoryGroups& story : stories) story.storyline = lead_of(story);
  return stories;
}

Role role_of(const Findings& found, ArticleId article, ArticleId lead) {
  if (article == lead) return Role::kLead;
  switch (found.copies.kind[index(article)]) {
    case CopyKind::kCanonical:
      return Role::kReport;
    case CopyKind::kPartial:
      return Role::kPartial;
    case CopyKind::kExact:
    case CopyKind::kNear:
      return Role::kCopy;
  }
  return Role::kReport;
}

LinkKind link_kind(CopyRelation relation) {
  switch (relation) {
    case CopyRelation::kExact:
      return LinkKind::kExact;
    case CopyRelation::kNear:
      return LinkKind::kNear;
    case CopyRelation::kPartial:
      return LinkKind::kPartial;
    case CopyRelation::kExcerpt:
      return LinkKind::kExcerpt;
    default:
      return LinkKind::kAlike;
  }
}

// The pairs of one story that links.jsonl shows.
std::vector<std::pair<GroupId, const Edge*>> shown_edges(const Findings& found, const StoryGroups& story,
                                                         std::int64_t level) {
  std::vector<std::pair<GroupId, const Edge*>> shown;
  for (const GroupId g : story.groups) {
    const Edge* best = nullptr;
    for (std::uint64_t e = found.graph.begin[index(g)]; e < found.graph.begin[index(g) + 1]; ++e) {
      const Edge& edge = found.graph.edges[e];
      if (found.story_of[index(edge.to)] != story.name) continue;
      if (edge.q >= level && g < edge.to) shown.emplace_back(g, &edge);
      if (best == nullptr || edge.q > best->q) best = &edge;
    }
    if (best != nullptr && best->q < level) shown.emplace_back(g, best);
  }
  return shown;
}

// Everything of one story that needs its texts again.
struct StoryEvidence {
  std::vector<std::string> terms;
  std::vector<Link> links;  // a and b are article numbers in canonical order here
};

// Of a story's articles.
using Wordings = std::map<GroupId, std::shared_ptr<Wording>>;

// The first article that prints a term decides how it is shown; empty if it is not to be shown.
std::string_view show_term(const Wordings& wordings, TermId term) {
  for (const auto& [group, wording] : wordings) {
    const std::string_view surface = surface_of(wording->extract(), term);
    if (surface.empty()) continue;
    return is_common_word(wording->extract(), surface) ? std::string_view() : surface;
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
  for (const auto& [g, edge] : shown_edges(found, story, quantize(options.stories.level))) {
    const GroupId first = std::min(g, edge->to), second = std::max(g, edge->to);
    Link link;
    link.a = index(found.canonicals.article_of[index(first)]);
    link.b = index(found.canonicals.article_of[index(second)]);
    link.score = static_cast<double>(edge->q) / kScale;
    link.background = std::min(found.graph.background[index(first)], found.graph.background[index(second)]);
    const auto of_first = load(first, first), of_second = load(second, first);
    if (compared != first) comparer.set_first(first);
    compared = first;
    link.story = std::make_shared<const StoryLink>(StoryLink{
        score_parts(comparer.with(second)), find_shared(found.features, *of_first, *of_second, latin, kSharedItems),
        find_unshared(*of_first, *of_second, kSharedItems), find_unshared(*of_second, *of_first, kSharedItems)});
    evidence.links.push_back(std::move(link));
  }
  return evidence;
}

double mean_score(const Findings& found, const StoryGroups& story, GroupId g) {
  if (story.groups.size() < 2 || found.graph.size() == 0) return 0;
  std::int64_t sum = 0;
  for (std::uint64_t e = found.graph.begin[index(g)]; e < found.graph.begin[index(g) + 1]; ++e) {
    if (found.story_of[index(found.graph.edges[e].to)] == story.name) sum += found.graph.edges[e].q;
  }
  return static_cast<double>(sum) / static_cast<double>(story.groups.size() - 1) / kScale;
}

// Adds the copy links; a pair of canonicals may be an excerpt, or alike, and a story link, and then has one line with
// both figures.
std::vector<Link> join_links(const Findings& found, std::vector<Link> links) {
  links.reserve(links.size() + found.copies.links.size());
  for (const CopyLink& copy : found.copies.links) {
    Link link;
    link.a = index(copy.a), link.b = index(copy.b);
    link.kind = link_kind(copy.relation);
    link.resemblance = copy.resemblance, link.containment = copy.containment;
    link.coverage_a = copy.coverage_a, link.coverage_b = copy.coverage_b;
    links.push_back(std::move(link));
  }
  samestory::sort(links.begin(), links.end(), [](const Link& p, const Link& q) {
    return p.a != q.a ? p.a < q.a : p.b != q.b ? p.b < q.b : p.kind > q.kind;  // story links first within a pair
  });
  std::size_t kept = 0;  // in place: of the copies alone there are as many as articles
  for (std::size_t i = 0; i < links.size(); ++i) {
    Link& link = links[i];
    Link* const last = kept == 0 ? nullptr : &links[kept - 1];
    if (last == nullptr || last->a != link.a || last->b != link.b) {
      if (kept != i) links[kept] = std::move(link);
      ++kept;
    } else if (link.kind != LinkKind::kStory) {
      last->kind = link.kind;
      last->resemblance = link.resemblance, last->containment = link.containment;
      last->coverage_a = link.coverage_a, last->coverage_b = link.coverage_b;
    }
  }
  links.resize(kept);
  return links;
}

// The articles of each copy group, in canonical order.
class GroupMembers {
 public:
  explicit GroupMembers(const Canonicals& canonicals)
      : begin_(canonicals.article_of.size() + 1), articles_(canonicals.group_of.size()) {
    for (const GroupId g : canonicals.group_of) ++begin_[index(g) + 1];
    std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
    std::vector<std::uint32_t> next(begin_.begin(), begin_.end() - 1);
    for (std::size_t i = 0; i < articles_.size(); ++i) articles_[next[index(canonicals.group_of[i])]++] = article_id(i);
  }

  [[nodiscard]] std::span<const ArticleId> of(GroupId g) const {
    return std::span(articles_).subspan(begin_[index(g)], begin_[index(g) + 1] - begin_[index(g)]);
  }

 private:
  std::vector<std::uint32_t> begin_;
  std::vector<ArticleId> articles_;
};

Story describe(const Findings& found, const StoryGroups& story, const GroupMembers& members_of) {
  Story out;
  const Corpus& corpus = found.corpus;
  out.lead = corpus.input_place[index(story.lead)];
  out.storyline = corpus.input_place[index(story.storyline)];
  out.copy_groups = story.groups.size();
  std::vector<ArticleId> members;
  for (const GroupId g : story.groups) {
    const std::span<const ArticleId> some = members_of.of(g);
    members.insert(members.end(), some.begin(), some.end());
  }
  std::sort(members.begin(), members.end());
  std::vector<std::string_view> outlets;
  out.members.reserve(members.size());  // most stories are of one article: no room for more
  for (const ArticleId id : members) {
    const ArticleMeta& article = corpus.articles[index(id)];
    outlets.push_back(article.outlet);
    if (article.published_s) {
      if (!out.first_s) out.first_s = article.published_s;
      out.last_s = article.published_s;
    }
    out.members.push_back({corpus.input_place[index(id)], role_of(found, id, story.lead)});
  }
  std::sort(outlets.begin(), outlets.end());
  out.outlets = static_cast<std::size_t>(std::unique(outlets.begin(), outlets.end()) - outlets.begin());
  return out;
}

}  // namespace

Canonicals number_canonicals(const CopyGroups& copies) {
  Canonicals canonicals;
  const std::size_t n = copies.canonical_of.size();
  canonicals.group_of.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    if (index(copies.canonical_of[i]) != i) continue;
    canonicals.group_of[i] = group_id(canonicals.article_of.size());
    canonicals.article_of.push_back(article_id(i));
  }
  for (std::size_t i = 0; i < n; ++i) canonicals.group_of[i] = canonicals.group_of[index(copies.canonical_of[i])];
  return canonicals;
}

StoryArticle story_text(const Corpus& corpus, ArticleId id) {
  const ArticleMeta& article = corpus.articles[index(id)];
  return {corpus.text(id), article.language, article.outlet, article.published_s};
}

Result assemble(const Findings& found, const ResultOptions& options) {
  const Corpus& corpus = found.corpus;
  const GroupMembers members_of(found.canonicals);
  const std::vector<StoryGroups> stories = list_stories(found);

  Result result;
  result.articles.resize(corpus.size());
  result.stories.resize(stories.size());
  std::vector<std::vector<Link>> links(stories.size());
  const bool with_evidence = found.features.size() > 0;
  struct Held {
    std::optional<Comparer> comparer;
    LatinForm latin;
  };
  accumulate_indices<Held>(
      stories.size(),
      [&](Held& held, std::size_t s) {
        const StoryGroups& story = stories[s];
        result.stories[s] = describe(found, story, members_of);
        if (with_evidence) {
          if (!held.comparer) held.comparer.emplace(found.features, options.stories.model);
          StoryEvidence evidence = gather_evidence(found, story, options, *held.comparer, held.latin);
          result.stories[s].terms = std::move(evidence.terms);
          links[s] = std::move(evidence.links);
        }
        for (const GroupId g : story.groups) {
          const double score = mean_score(found, story, g);
          for (const ArticleId id : members_of.of(g)) {
            const std::size_t i = index(id);
            result.articles[corpus.input_place[i]] = {corpus.input_place[index(found.copies.canonical_of[i])],
                                                      found.copies.kind[i],
                                                      found.copies.resemblance[i],
                                                      found.copies.containment[i],
                                                      corpus.input_place[index(story.lead)],
                                                      score,
                                                      corpus.input_place[index(story.storyline)]};
          }
        }
      },
      1);
  std::vector<Link> all;
  for (std::vector<Link>& some : links) std::move(some.begin(), some.end(), std::back_inserter(all));
  result.links = join_links(found, std::move(all));
  for (Link& link : result.links) link.a = corpus.input_place[link.a], link.b = corpus.input_place[link.b];

  // Largest first, ties in the canonical order of the leads.
  std::vector<std::size_t> rank(corpus.size());
  for (std::size_t i = 0; i < corpus.size(); ++i) rank[corpus.input_place[i]] = i;
  std::vector<std::uint32_t> order(result.stories.size());
  std::iota(order.begin(), order.end(), 0);
  samestory::sort(order.begin(), order.end(), [&](std::uint32_t i, std::uint32_t j) {
    const Story &p = result.stories[i], &q = result.stories[j];
    return p.members.size() != q.members.size() ? p.members.size() > q.members.size() : rank[p.lead] < rank[q.lead];
  });
  std::vector<Story> sorted;
  sorted.reserve(order.size());
  for (const std::uint32_t place : order) sorted.push_back(std::move(result.stories[place]));
  result.stories = std::move(sorted);
  return result;
}

}  // namespace samestory

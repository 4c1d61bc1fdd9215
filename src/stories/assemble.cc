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
#include "stories/story_evidence.h"

namespace samestory {
namespace {

// Who comes first when a lead is chosen.
bool leads_before(const Corpus& corpus, ArticleId a, ArticleId b) {
  const ArticleFacts &p = corpus.facts[index(a)], &q = corpus.facts[index(b)];
  if (p.published_s != q.published_s) return p.published_s < q.published_s;
  if (p.units != q.units) return p.units > q.units;
  return corpus.articles[index(a)].id < corpus.articles[index(b)].id;
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

// Stories with their groups and leads: largest first, ties in the canonical order of the leads.
std::vector<StoryGroups> list_stories(const Findings& found, const GroupMembers& members_of) {
  std::vector<StoryGroups> stories;
  std::vector<std::size_t> number(found.story_of.size());
  for (std::size_t g = 0; g < found.story_of.size(); ++g) {
    const std::size_t first = index(found.story_of[g]);
    if (first == g) {
      number[g] = stories.size();
      stories.push_back({group_id(g), {}, found.canonicals.article_of[g], {}, 0});
    }
    number[g] = number[first];
    StoryGroups& story = stories[number[g]];
    story.groups.push_back(group_id(g));
    story.articles += members_of.of(group_id(g)).size();
    if (leads_before(found.corpus, found.canonicals.article_of[g], story.lead))
      story.lead = found.canonicals.article_of[g];
  }
  std::vector<ArticleId> first_lead(found.story_of.size(), article_id(found.corpus.size()));  // by storyline
  const auto lead_of = [&](const StoryGroups& story) -> ArticleId& {
    return first_lead[index(found.storyline_of[index(story.name)])];
  };
  for (const StoryGroups& story : stories) lead_of(story) = std::min(lead_of(story), story.lead);
  for (StoryGroups& story : stories) story.storyline = lead_of(story);
  samestory::sort(stories.begin(), stories.end(), [](const StoryGroups& p, const StoryGroups& q) {
    return p.articles != q.articles ? p.articles > q.articles : p.lead < q.lead;
  });
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

// Room for a story's members, used again for the next.
struct Gathered {
  std::vector<ArticleId> members;
  std::vector<std::string_view> outlets;
};

Story describe(const Findings& found, const StoryGroups& story, const GroupMembers& members_of, Gathered& gathered) {
  Story out;
  auto& [members, outlets] = gathered;
  members.clear();
  outlets.clear();
  const Corpus& corpus = found.corpus;
  out.lead = corpus.input_place[index(story.lead)];
  out.storyline = corpus.input_place[index(story.storyline)];
  out.copy_groups = story.groups.size();
  for (const GroupId g : story.groups) {
    const std::span<const ArticleId> some = members_of.of(g);
    members.insert(members.end(), some.begin(), some.end());
  }
  std::sort(members.begin(), members.end());
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

Result assemble(const Findings& found, const ResultOptions& options, LinkEvidence* evidence) {
  const Corpus& corpus = found.corpus;
  const GroupMembers members_of(found.canonicals);
  const std::vector<StoryGroups> stories = list_stories(found, members_of);

  Result result;
  result.articles.resize(corpus.size());
  result.stories.resize(stories.size());
  std::vector<std::vector<Link>> links(stories.size());
  const bool with_evidence = found.features.size() > 0;
  struct Held {
    Gathered gathered;
    std::optional<Comparer> comparer;
    LatinForm latin;
  };
  accumulate_indices<Held>(
      stories.size(),
      [&](Held& held, std::size_t s) {
        const StoryGroups& story = stories[s];
        result.stories[s] = describe(found, story, members_of, held.gathered);
        if (with_evidence) {
          if (!held.comparer) held.comparer.emplace(found.features, options.stories.model);
          StoryEvidence gathered = gather_evidence(found, story, options, *held.comparer, held.latin);
          result.stories[s].terms = std::move(gathered.terms);
          links[s] = std::move(gathered.links);
          if (evidence != nullptr) evidence->take(links[s], corpus.input_place);
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
  if (evidence != nullptr) evidence->finish();
  for (Link& link : result.links) link.a = corpus.input_place[link.a], link.b = corpus.input_place[link.b];
  return result;
}

}  // namespace samestory

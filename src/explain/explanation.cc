#include "explain/explanation.h"

#include <algorithm>

#include "stories/affinity.h"
#include "stories/assemble.h"
#include "stories/evidence.h"
#include "stories/next_steps.h"
#include "stories/second_reports.h"
#include "text/letters.h"
#include "text/segment.h"

namespace samestory {
namespace {

constexpr std::size_t kShownRepeatedSpans = 3;
constexpr std::size_t kShownTitleBytes = 400;  // of the text, where there is no title

// Words of an article as the copy passes count them, for printing passages.
std::vector<std::string> unit_words(const Corpus& corpus, Preset preset, ArticleId id) {
  std::vector<std::string> words;
  const Text text = corpus.text(id);
  const Page page = read_page(copied_part(text.title, text.text, preset));
  auto line = page.lines.begin();
  for (const Unit& unit : segment(page.folded)) {
    while (unit.begin >= line->end) ++line;
    if (line->role == LineRole::kCredit || line->role == LineRole::kLink) continue;
    words.push_back(page.folded.substr(unit.begin, unit.end - unit.begin));
  }
  return words;
}

std::string join_words(const std::vector<std::string>& words, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t w = begin; w < std::min(end, words.size()); ++w) text += (w > begin ? " " : "") + words[w];
  return text;
}

std::string without_trailing_space(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return std::string(text);
}

// The text up to its `most`-th space, or as many letters as so many words have where there are few spaces.
std::string first_words(std::string_view text, std::size_t most) {
  const std::size_t most_letters = 8 * most;
  std::size_t words = 0, letters = 0;
  bool in_word = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const bool space = is_space(next_code_point(text, at));
    if (!space && !in_word && ++words > most) return without_trailing_space(text.substr(0, begin));
    in_word = !space;
    if (++letters > most_letters) return without_trailing_space(text.substr(0, begin));
  }
  return without_trailing_space(text);
}

std::string title_of(const Text& text) {
  return std::string(text.title.empty() ? text.text.substr(0, kShownTitleBytes) : text.title);
}

ArticleId canonical_of(const Analysis& found, ArticleId id) {
  return found.canonicals.article_of[index(found.canonicals.group_of[index(id)])];
}

// Scans are compared without their repeated words.
std::vector<std::string> compared_words(const CopyTexts& texts, ArticleId id) {
  std::vector<std::string> words = unit_words(texts.corpus, texts.options.preset, id);
  if (texts.options.preset != Preset::kOcr) return words;
  const std::vector<bool> repeated = texts.repeated(id, texts.corpus.units(id));
  std::size_t kept = 0;
  for (std::size_t w = 0; w < words.size(); ++w) {
    if (repeated.empty() || !repeated[w]) std::swap(words[kept++], words[w]);
  }
  words.resize(kept);
  return words;
}

ExplainedArticle describe(const Analysis& found, ArticleId id, const Prepared& prepared,
                          const std::vector<std::string>& words) {
  ExplainedArticle out;
  const ArticleMeta& article = found.corpus.articles[index(id)];
  const Text text = found.corpus.text(id);
  out.id = article.id;
  out.outlet = article.outlet;
  out.published_s = article.published_s;
  out.title = title_of(text);
  out.lead = first_words(text.text, kShownLeadWords);
  out.canonical = found.corpus.articles[index(canonical_of(found, id))].id;
  out.words = prepared.units.hashes.size();
  const std::vector<std::uint8_t>& repeated = prepared.repeated;
  out.repeated = static_cast<std::size_t>(std::count(repeated.begin(), repeated.end(), true));
  for (std::size_t begin = 0, end = 0; begin < repeated.size(); begin = std::max(end, begin + 1)) {
    for (end = begin; end < repeated.size() && repeated[end];) ++end;
    if (end > begin && out.repeated_spans.size() < kShownRepeatedSpans)
      out.repeated_spans.push_back(join_words(words, begin, std::min(end, begin + kShownPassageWords)));
  }
  return out;
}

// Groups name a text by one of its articles, so equal texts are asked for.
std::optional<std::size_t> find_page(const Analysis& found, ArticleId a, ArticleId b) {
  const auto have_one_text = [&](ArticleId x, ArticleId y) {
    return found.corpus.facts[index(x)].sequence_hash == found.corpus.facts[index(y)].sequence_hash;
  };
  for (const SecondReport& report : found.copies.second_reports) {
    if (have_one_text(report.page, a) && have_one_text(report.second, b)) return 0;
    if (have_one_text(report.page, b) && have_one_text(report.second, a)) return 1;
  }
  return std::nullopt;
}

ExplainedCopies compare_as_copies(const Prepared& a, const Prepared& b, std::optional<std::size_t> page,
                                  const CopyOptions& options, const std::vector<std::string>& words_of_a) {
  ExplainedCopies out;
  out.evidence = compare(a, b, options);
  out.page = page;
  if (page && is_copy(out.evidence.relation)) out.evidence.relation = CopyRelation::kExcerpt;
  for (const Passage& passage : out.evidence.passages) {
    if (out.passages.size() == kShownPassages) break;
    const std::size_t end = std::min<std::size_t>(passage.end_a, passage.begin_a + kShownPassageWords);
    out.passages.push_back({passage, join_words(words_of_a, passage.begin_a, end), end < passage.end_a});
  }
  return out;
}

Neighbour to_neighbour(const Analysis& found, const Edge& edge) {
  const ArticleId id = found.canonicals.article_of[index(edge.to)];
  return {std::string(found.corpus.articles[index(id)].id), title_of(found.corpus.text(id)),
          static_cast<double>(edge.q) / kScale};
}

ExplainedNeighbours find_neighbours(const Analysis& found, GroupId self, GroupId other) {
  const Edge *inside = nullptr, *outside = nullptr;
  for (std::uint64_t e = found.graph.begin[index(self)]; e < found.graph.begin[index(self) + 1]; ++e) {
    const Edge& edge = found.graph.edges[e];
    if (edge.to == other) continue;
    const Edge*& best = found.story_of[index(edge.to)] == found.story_of[index(self)] ? inside : outside;
    if (best == nullptr || edge.q > best->q) best = &edge;
  }
  ExplainedNeighbours out;
  if (inside != nullptr) out.inside = to_neighbour(found, *inside);
  if (outside != nullptr) out.outside = to_neighbour(found, *outside);
  return out;
}

StoriesAcross compare_stories(const Analysis& found, GroupId story_a, GroupId story_b) {
  std::vector<GroupId> in_a;
  std::size_t size_b = 0;
  for (std::size_t g = 0; g < found.story_of.size(); ++g) {
    if (found.story_of[g] == story_a) in_a.push_back(group_id(g));
    size_b += found.story_of[g] == story_b;
  }
  std::int64_t sum = 0;
  std::int32_t least = 0;
  std::size_t pairs = 0;
  for (const GroupId g : in_a) {
    for (std::uint64_t e = found.graph.begin[index(g)]; e < found.graph.begin[index(g) + 1]; ++e) {
      const Edge& edge = found.graph.edges[e];
      if (found.story_of[index(edge.to)] != story_b) continue;
      sum += edge.q;
      least = pairs == 0 ? edge.q : std::min(least, edge.q);
      ++pairs;
    }
  }
  const std::size_t all = in_a.size() * size_b;
  return {{in_a.size(), size_b},
          static_cast<double>(sum) / static_cast<double>(all) / kScale,
          pairs == all ? static_cast<double>(least) / kScale : 0};
}

Parted why_parted(const Analysis& found, GroupId a, GroupId b) {
  const auto apart = second_report_groups(found.canonicals, found.copies.second_reports);
  if (std::binary_search(apart.begin(), apart.end(), std::pair(a, b))) return Parted::kSecondReport;
  return found.templates[index(a)] != 0 && found.templates[index(b)] != 0 ? Parted::kTemplates : Parted::kNo;
}

ExplainedScore explain_score(const Analysis& found, const ResultOptions& options, GroupId a, GroupId b) {
  ExplainedScore out;
  const PairParts parts = compare(found.features, a, b, options.stories.model);
  out.background = {found.graph.background[index(a)], found.graph.background[index(b)]};
  const PairEvidence evidence = evidence_of(parts);
  out.level = options.stories.level;
  out.parts = score_parts(parts);
  out.parts.next_step = taken_off(found.graph, a, b, evidence, options.stories.model);
  out.score =
      static_cast<double>(score(evidence, out.background[0], out.background[1], options.stories.model)) / kScale -
      out.parts.next_step;
  out.x = parts.x, out.share = parts.share, out.rivals = parts.rivals;
  out.age = parts.age, out.month_day = parts.month_day, out.day = parts.day, out.one_outlet = parts.one_outlet;
  out.strange = parts.strange;
  out.parted = why_parted(found, a, b);
  const auto words = [&](GroupId g) {
    const std::uint64_t seed = options.copies.seed;
    const StoryArticle article = story_text(found.corpus, found.canonicals.article_of[index(g)]);
    return Wording(found.features, g, extract(article, found.repeated, seed, Surfaces::kKeep), seed);
  };
  Wording of_a = words(a), of_b = words(b);
  LatinForm latin;
  out.shared = find_shared(found.features, of_a, of_b, latin, kShownItems);
  out.only = {find_unshared(of_a, of_b, kShownItems), find_unshared(of_b, of_a, kShownItems)};
  out.neighbours = {find_neighbours(found, a, b), find_neighbours(found, b, a)};
  const GroupId story_a = found.story_of[index(a)], story_b = found.story_of[index(b)];
  if (story_a != story_b) out.across = compare_stories(found, story_a, story_b);
  return out;
}

}  // namespace

Explanation explain(const Analysis& found, const ResultOptions& options, ArticleId a, ArticleId b) {
  Explanation out;
  out.options = options;
  const CopyTexts texts = copy_texts(found, options);
  const Prepared prepared_a = texts.prepared(a), prepared_b = texts.prepared(b);
  const std::vector<std::string> words_a = compared_words(texts, a);
  out.articles = {describe(found, a, prepared_a, words_a), describe(found, b, prepared_b, compared_words(texts, b))};
  out.copies = compare_as_copies(prepared_a, prepared_b, find_page(found, a, b), options.copies, words_a);
  const GroupId group_a = found.canonicals.group_of[index(a)], group_b = found.canonicals.group_of[index(b)];
  if (group_a != group_b) out.score = explain_score(found, options, group_a, group_b);
  out.same_copy_group = group_a == group_b;
  // What the run was not asked for it did not join, though the analysis went on for the figures.
  out.same_story = options.level == Level::kCopies ? out.same_copy_group
                                                   : found.story_of[index(group_a)] == found.story_of[index(group_b)];
  out.same_storyline = options.level == Level::kStorylines
                           ? found.storyline_of[index(group_a)] == found.storyline_of[index(group_b)]
                           : out.same_story;
  return out;
}

}  // namespace samestory

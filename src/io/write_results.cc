#include "io/write_results.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/parallel.h"
#include "io/lines.h"
#include "io/write.h"

namespace samestory {
namespace {

const char* name_of(CopyKind kind) {
  switch (kind) {
    case CopyKind::kCanonical:
      return "canonical";
    case CopyKind::kExact:
      return "exact";
    case CopyKind::kNear:
      return "near";
    case CopyKind::kPartial:
      return "partial";
  }
  return "";
}

const char* name_of(Role role) {
  switch (role) {
    case Role::kLead:
      return "lead";
    case Role::kCopy:
      return "copy";
    case Role::kPartial:
      return "partial";
    case Role::kReport:
      return "report";
  }
  return "";
}

const char* name_of(LinkKind kind) {
  switch (kind) {
    case LinkKind::kExact:
      return "exact";
    case LinkKind::kNear:
      return "near";
    case LinkKind::kPartial:
      return "partial";
    case LinkKind::kExcerpt:
      return "excerpt";
    case LinkKind::kAlike:
      return "alike";
    case LinkKind::kStory:
      return "story";
  }
  return "";
}

// format(lines, i) for each i below n, in blocks.
template <class Format>
void write_lines(AtomicFile& file, std::size_t n, const Format& format) {
  constexpr std::size_t kBlock = 1024;            // lines
  constexpr std::size_t kBlockBytes = 320 << 10;  // that they have, mostly
  std::size_t next = 0;
  pipeline(
      [&]() -> std::optional<std::size_t> {
        if (next >= n) return std::nullopt;
        return std::exchange(next, next + kBlock);
      },
      [&](std::size_t&& first) {
        Lines lines(kBlockBytes);
        for (std::size_t i = first; i < std::min(n, first + kBlock); ++i) format(lines, i);
        return lines.take();
      },
      [&](std::string&& block) { file.write(block); });
}

void write_articles(AtomicFile& file, const Result& result, const ArticleRows& articles) {
  write_lines(file, result.articles.size(), [&](Lines& lines, std::size_t i) {
    const Membership& m = result.articles[i];
    const auto id = [&](std::size_t place) { return articles.row(place).id; };
    lines.text("id", id(i)).text("copy_of", id(m.copy_of)).text("copy_kind", name_of(m.copy_kind));
    lines.number("resemblance", m.resemblance).number("containment", m.containment).text("story", id(m.story));
    lines.number("story_score", m.story_score).text("storyline", id(m.storyline)).end();
  });
}

void write_stories(AtomicFile& file, const Result& result, const ArticleRows& articles) {
  write_lines(file, result.stories.size(), [&](Lines& lines, std::size_t i) {
    const Story& story = result.stories[i];
    lines.text("story", articles.row(story.lead).id).text("storyline", articles.row(story.storyline).id);
    lines.text("title", articles.title(story.lead)).integer("articles", story.members.size());
    lines.integer("copy_groups", story.copy_groups).integer("outlets", story.outlets);
    lines.time("first", story.first_s).time("last", story.last_s).texts("terms", story.terms).open("members", '[');
    for (const StoryMember& member : story.members) {
      const ArticleRow article = articles.row(member.article);
      lines.open().text("id", article.id).text("outlet", article.outlet).time("date", article.published_s);
      lines.text("copy_of", articles.row(result.articles[member.article].copy_of).id);
      lines.text("role", name_of(member.role)).close('}');
    }
    lines.close(']').end();
  });
}

void write_links(AtomicFile& file, const Result& result, const ArticleRows& articles, const LinkEvidence* evidence) {
  write_lines(file, result.links.size(), [&](Lines& lines, std::size_t i) {
    const Link& link = result.links[i];
    lines.text("a", articles.row(link.a).id).text("b", articles.row(link.b).id).text("kind", name_of(link.kind));
    lines.number("resemblance", link.resemblance).number("containment", link.containment);
    lines.number("coverage_a", link.coverage_a).number("coverage_b", link.coverage_b);
    lines.number("score", link.score).number("background", link.background);
    const std::string held = evidence == nullptr ? "" : evidence->members(link.a, link.b);
    if (!held.empty())
      lines.members(held);
    else if (link.story)
      write_story_link(lines, *link.story);
    else
      write_shared(lines, {});
    lines.end();
  });
}

void write_rejects(AtomicFile& file, const std::vector<Reject>& rejects) {
  write_lines(file, rejects.size(), [&](Lines& lines, std::size_t i) {
    const Reject& reject = rejects[i];
    lines.text("file", reject.file).integer("line", reject.line);
    lines.text("reason", reject.reason).text("record", reject.record).end();
  });
}

}  // namespace

void write_results(const std::string& folder, const Result& result, const std::vector<Reject>& rejects,
                   const std::string& summary_json, const ArticleRows& articles, const LinkEvidence* evidence) {
  AtomicFile memberships(folder + "/articles.jsonl"), stories(folder + "/stories.jsonl");
  AtomicFile links(folder + "/links.jsonl"), refused(folder + "/rejects.jsonl"), summary(folder + "/summary.json");
  write_articles(memberships, result, articles);
  write_stories(stories, result, articles);
  write_links(links, result, articles, evidence);
  write_rejects(refused, rejects);
  summary.write(summary_json);
  const std::array<AtomicFile*, 5> files = {&memberships, &stories, &links, &refused, &summary};
  for (AtomicFile* file : files) file->finish();
  for (AtomicFile* file : files) file->commit();
}

}  // namespace samestory

#include "io/write_results.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <optional>
#include <string_view>
#include <utility>

#include "base/parallel.h"
#include "io/timestamp.h"
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

// JSON objects, one a line, appended to one string.
class Lines {
 public:
  explicit Lines(std::size_t expected_bytes) {
    out_.reserve(expected_bytes);
    out_ = '{';
  }
  Lines& text(std::string_view key, std::string_view value) {
    name(key);
    append_json_string(out_, value);
    return *this;
  }
  Lines& number(std::string_view key, double value) {
    name(key);
    append_number(out_, value);
    return *this;
  }
  Lines& number_or_null(std::string_view key, const std::optional<double>& value) {
    if (value) return number(key, *value);
    name(key);
    out_ += "null";
    return *this;
  }
  Lines& integer(std::string_view key, std::uint64_t value) {
    name(key);
    out_ += std::to_string(value);
    return *this;
  }
  Lines& time(std::string_view key, const std::optional<std::int64_t>& seconds) {
    name(key);
    if (seconds)
      append_json_string(out_, format_timestamp(*seconds));
    else
      out_ += "null";
    return *this;
  }
  Lines& texts(std::string_view key, const std::vector<std::string>& values) {
    name(key);
    out_ += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) out_ += ',';
      append_json_string(out_, values[i]);
    }
    out_ += ']';
    return *this;
  }
  Lines& open(std::string_view key, char bracket) {
    name(key);
    out_ += bracket;
    return *this;
  }
  Lines& open() {
    if (out_.back() == '}') out_ += ',';
    out_ += '{';
    return *this;
  }
  Lines& close(char bracket) {
    out_ += bracket;
    return *this;
  }
  void end() { out_ += "}\n{"; }
  // All lines. Once.
  std::string take() {
    out_.pop_back();
    return std::move(out_);
  }

 private:
  // The key is ours, short and without anything to escape. Put together first: appending costs more than copying.
  void name(std::string_view key) {
    std::array<char, 32> quoted{};
    assert(key.size() + 4 <= quoted.size());
    char* to = quoted.data();
    if (out_.back() != '{') *to++ = ',';
    *to++ = '"';
    to = std::copy(key.begin(), key.end(), to);
    *to++ = '"';
    *to++ = ':';
    out_.append(quoted.data(), to);
  }

  std::string out_;
};

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

// What only a scored pair has.
void write_scored(Lines& lines, const StoryLink& story) {
  constexpr std::array<const char*, 7> kNames = {"body", "lead", "names", "grams", "numbers", "title", "pairs"};
  const ScoreParts& parts = story.parts;
  lines.open("parts", '{');
  for (std::size_t f = 0; f < kNames.size(); ++f) lines.number_or_null(kNames[f], parts.cosines[f]);
  lines.number("together", parts.together).number_or_null("days_apart", parts.days_apart);
  lines.number("kernel", parts.kernel).number("chance", parts.chance);
  lines.number("agreement", parts.agreement);
  if (parts.across_worth) lines.number("across_worth", *parts.across_worth);
  if (parts.embedding) lines.number("embedding", *parts.embedding).number("embedding_worth", parts.embedded_worth);
  lines.close('}');
  for (const auto& [key, only] : {std::pair("only_a", &story.only_a), std::pair("only_b", &story.only_b)}) {
    lines.open(key, '{').texts("names", only->names).texts("numbers", only->numbers);
    lines.texts("dates", only->dates).texts("ages", only->ages).close('}');
  }
}

void write_links(AtomicFile& file, const Result& result, const ArticleRows& articles) {
  const StoryLink nothing;
  write_lines(file, result.links.size(), [&](Lines& lines, std::size_t i) {
    const Link& link = result.links[i];
    const Shared& shared = (link.story ? *link.story : nothing).shared;
    lines.text("a", articles.row(link.a).id).text("b", articles.row(link.b).id).text("kind", name_of(link.kind));
    lines.number("resemblance", link.resemblance).number("containment", link.containment);
    lines.number("coverage_a", link.coverage_a).number("coverage_b", link.coverage_b);
    lines.number("score", link.score).number("background", link.background).open("shared", '{');
    lines.texts("names", shared.names).texts("numbers", shared.numbers);
    lines.texts("dates", shared.dates).texts("ages", shared.ages);
    lines.texts("terms", shared.terms).close('}');
    if (link.story) write_scored(lines, *link.story);
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
                   const std::string& summary_json, const ArticleRows& articles) {
  AtomicFile memberships(folder + "/articles.jsonl"), stories(folder + "/stories.jsonl");
  AtomicFile links(folder + "/links.jsonl"), refused(folder + "/rejects.jsonl"), summary(folder + "/summary.json");
  write_articles(memberships, result, articles);
  write_stories(stories, result, articles);
  write_links(links, result, articles);
  write_rejects(refused, rejects);
  summary.write(summary_json);
  const std::array<AtomicFile*, 5> files = {&memberships, &stories, &links, &refused, &summary};
  for (AtomicFile* file : files) file->finish();
  for (AtomicFile* file : files) file->commit();
}

}  // namespace samestory

#include "io/write_results.h"

#include <array>
#include <utility>

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
    case LinkKind::kStory:
      return "story";
  }
  return "";
}

// One JSON object on a line of its own, kept in one buffer from line to line.
class Line {
 public:
  explicit Line(AtomicFile& file) : file_(file) {}

  Line& text(const char* key, std::string_view value) {
    name(key);
    append_json_string(out_, value);
    return *this;
  }
  Line& number(const char* key, double value) {
    name(key);
    append_number(out_, value);
    return *this;
  }
  Line& number_or_null(const char* key, const std::optional<double>& value) {
    if (value) return number(key, *value);
    name(key);
    out_ += "null";
    return *this;
  }
  Line& integer(const char* key, std::uint64_t value) {
    name(key);
    out_ += std::to_string(value);
    return *this;
  }
  Line& time(const char* key, const std::optional<std::int64_t>& seconds) {
    name(key);
    if (seconds)
      append_json_string(out_, format_timestamp(*seconds));
    else
      out_ += "null";
    return *this;
  }
  Line& texts(const char* key, const std::vector<std::string>& values) {
    name(key);
    out_ += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) out_ += ',';
      append_json_string(out_, values[i]);
    }
    out_ += ']';
    return *this;
  }
  Line& open(const char* key, char bracket) {
    name(key);
    out_ += bracket;
    return *this;
  }
  Line& open() {
    if (out_.back() == '}') out_ += ',';
    out_ += '{';
    return *this;
  }
  Line& close(char bracket) {
    out_ += bracket;
    return *this;
  }
  void end() {
    out_ += "}\n";
    file_.write(out_);
    out_ = "{";
  }

 private:
  void name(const char* key) {
    if (out_.back() != '{') out_ += ',';
    append_json_string(out_, key);
    out_ += ':';
  }

  AtomicFile& file_;
  std::string out_ = "{";
};

void write_articles(AtomicFile& file, const Result& result, const std::function<ArticleRow(std::size_t)>& row) {
  Line line(file);
  for (std::size_t i = 0; i < result.articles.size(); ++i) {
    const Membership& m = result.articles[i];
    line.text("id", row(i).id).text("copy_of", row(m.copy_of).id).text("copy_kind", name_of(m.copy_kind));
    line.number("resemblance", m.resemblance).number("containment", m.containment).text("story", row(m.story).id);
    line.number("story_score", m.story_score).text("storyline", row(m.storyline).id).end();
  }
}

void write_stories(AtomicFile& file, const Result& result, const std::function<ArticleRow(std::size_t)>& row) {
  Line line(file);
  for (const Story& story : result.stories) {
    const ArticleRow lead = row(story.lead);
    line.text("story", lead.id).text("storyline", row(story.storyline).id).text("title", lead.title);
    line.integer("articles", story.members.size())
        .integer("copy_groups", story.copy_groups)
        .integer("outlets", story.outlets);
    line.time("first", story.first_s).time("last", story.last_s).texts("terms", story.terms).open("members", '[');
    for (const StoryMember& member : story.members) {
      const ArticleRow article = row(member.article);
      line.open().text("id", article.id).text("outlet", article.outlet).time("date", article.published_s);
      line.text("copy_of", row(result.articles[member.article].copy_of).id)
          .text("role", name_of(member.role))
          .close('}');
    }
    line.close(']').end();
  }
}

// What only a scored pair has.
void write_scored(Line& line, const Link& link, const ScoreParts& parts) {
  constexpr std::array<const char*, 7> kNames = {"body", "lead", "names", "grams", "numbers", "title", "pairs"};
  line.open("parts", '{');
  for (std::size_t f = 0; f < kNames.size(); ++f) line.number_or_null(kNames[f], parts.cosines[f]);
  if (parts.embedding) line.number("embedding", *parts.embedding);
  line.number("together", parts.together).number_or_null("days_apart", parts.days_apart);
  line.number("kernel", parts.kernel).number("agreement", parts.agreement).close('}');
  for (const auto& [key, only] : {std::pair("only_a", &link.only_a), std::pair("only_b", &link.only_b)}) {
    line.open(key, '{').texts("names", only->names).texts("numbers", only->numbers);
    line.texts("dates", only->dates).texts("ages", only->ages).close('}');
  }
}

void write_links(AtomicFile& file, const Result& result, const std::function<ArticleRow(std::size_t)>& row) {
  Line line(file);
  for (const Link& link : result.links) {
    line.text("a", row(link.a).id).text("b", row(link.b).id).text("kind", name_of(link.kind));
    line.number("resemblance", link.resemblance).number("containment", link.containment);
    line.number("score", link.score).number("background", link.background).open("shared", '{');
    line.texts("names", link.shared.names).texts("numbers", link.shared.numbers);
    line.texts("dates", link.shared.dates).texts("ages", link.shared.ages).texts("terms", link.shared.terms).close('}');
    if (link.parts) write_scored(line, link, *link.parts);
    line.end();
  }
}

void write_rejects(AtomicFile& file, const std::vector<Reject>& rejects) {
  Line line(file);
  for (const Reject& reject : rejects) {
    line.text("file", reject.file)
        .integer("line", reject.line)
        .text("reason", reject.reason)
        .text("record", reject.record)
        .end();
  }
}

}  // namespace

void write_results(const std::string& folder, const Result& result, const std::vector<Reject>& rejects,
                   const std::string& summary_json, const std::function<ArticleRow(std::size_t)>& row) {
  AtomicFile articles(folder + "/articles.jsonl"), stories(folder + "/stories.jsonl");
  AtomicFile links(folder + "/links.jsonl"), refused(folder + "/rejects.jsonl"), summary(folder + "/summary.json");
  write_articles(articles, result, row);
  write_stories(stories, result, row);
  write_links(links, result, row);
  write_rejects(refused, rejects);
  summary.write(summary_json);
  const std::array<AtomicFile*, 5> files = {&articles, &stories, &links, &refused, &summary};
  for (AtomicFile* file : files) file->finish();
  for (AtomicFile* file : files) file->commit();
}

}  // namespace samestory

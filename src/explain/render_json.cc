#include "explain/render.h"
#include "io/json_writer.h"
#include "io/timestamp.h"

namespace samestory {
namespace {

constexpr std::array<const char*, kSignals> kSignalNames = {"body", "lead", "names", "grams", "numbers", "title"};
constexpr std::array<const char*, 2> kSides = {"a", "b"};

const char* name_of(CopyRelation relation) {
  switch (relation) {
    case CopyRelation::kExact:
      return "exact";
    case CopyRelation::kNear:
      return "near";
    case CopyRelation::kPartial:
      return "partial";
    case CopyRelation::kExcerpt:
      return "excerpt";
    case CopyRelation::kQuotation:
      return "quotation";
    case CopyRelation::kNone:
      break;
  }
  return "none";
}

const char* name_of_agreement(int agreement) {
  return agreement > 0 ? "shared" : agreement < 0 ? "contradict" : "unknown";
}

void write_article(JsonWriter& json, const ExplainedArticle& article) {
  json.begin_object().key("id").text(article.id).key("outlet").text(article.outlet).key("date");
  if (article.published_s)
    json.text(format_timestamp(*article.published_s));
  else
    json.null();
  json.key("title").text(article.title).key("lead").text(article.lead).key("copy_of").text(article.canonical);
  json.key("words").integer(article.words).key("repeated_words").integer(article.repeated);
  json.key("repeated").texts(article.repeated_spans).end_object();
}

void write_copies(JsonWriter& json, const ExplainedCopies& copies, const CopyOptions& options) {
  const CopyEvidence& evidence = copies.evidence;
  json.begin_object().key("relation").text(name_of(evidence.relation));
  if (copies.page) json.key("page").text(kSides[*copies.page]);
  json.key("resemblance").number(evidence.resemblance).key("containment").number(evidence.containment);
  json.key("coverage_a").number(evidence.coverage_a).key("coverage_b").number(evidence.coverage_b);
  json.key("aligned_words").integer(evidence.aligned_units);
  json.key("near_coverage").number(options.near_coverage).key("partial_coverage").number(options.partial_coverage);
  json.key("passages").begin_array();
  for (std::size_t p = 0; p < evidence.passages.size(); ++p) {
    const Passage& at = evidence.passages[p];
    json.begin_object().key("a").begin_array().integer(at.begin_a).integer(at.end_a).end_array();
    json.key("b").begin_array().integer(at.begin_b).integer(at.end_b).end_array();
    if (p < copies.passages.size()) json.key("begins").text(copies.passages[p].text);
    json.end_object();
  }
  json.end_array().end_object();
}

const char* name_of_parted(Parted parted) {
  switch (parted) {
    case Parted::kSecondReport:
      return "second report";
    case Parted::kTemplates:
      return "templates";
    case Parted::kNo:
      break;
  }
  return "no";
}

void write_parts(JsonWriter& json, const ExplainedScore& score, const StoryModel& model) {
  json.key("signals").begin_object();
  for (std::size_t f = 0; f < kSignalNames.size(); ++f) {
    json.key(kSignalNames[f]).begin_object().key("cosine").number_or_null(score.parts.cosines[f]);
    json.key("weight").number(model.weights[f]).end_object();
  }
  json.end_object().key("fullness").number(score.parts.fullness).key("together").number(score.parts.together);
  json.key("days_apart").number_or_null(score.parts.days_apart).key("kernel").number(score.parts.kernel);
  json.key("likeness").number(score.x).key("background_times").number(model.background_times);
  json.key("tenfold").number(model.tenfold).key("share_nearby").number(score.share);
  json.key("rivals").number(score.rivals);
  json.key("chance").number(score.parts.chance);
  json.key("background_a").number(score.background[0]).key("background_b").number(score.background[1]);
  json.key("ages").text(name_of_agreement(score.age)).key("month_days").text(name_of_agreement(score.month_day));
  json.key("days").text(name_of_agreement(score.day)).key("same_outlet").boolean(score.one_outlet);
  json.key("strange").number(score.strange);
  json.key("agreement").number(score.parts.agreement).key("parted").text(name_of_parted(score.parted));
  if (score.parts.across_worth) json.key("across_worth").number(*score.parts.across_worth);
  if (score.parts.next_step > 0) json.key("next_step").number(score.parts.next_step);
  if (!score.parts.embedding) return;
  json.key("embedding").begin_object().key("cosine").number(*score.parts.embedding);
  json.key("weight").number(model.embedding).key("worth").number(score.parts.embedded_worth).end_object();
}

void write_neighbour(JsonWriter& json, const std::optional<Neighbour>& neighbour) {
  if (!neighbour) {
    json.null();
    return;
  }
  json.begin_object().key("id").text(neighbour->id).key("title").text(neighbour->title);
  json.key("score").number(neighbour->score).end_object();
}

void write_evidence(JsonWriter& json, const ExplainedScore& score) {
  const Shared& shared = score.shared;
  json.key("shared").begin_object().key("names").texts(shared.names).key("numbers").texts(shared.numbers);
  json.key("dates").texts(shared.dates).key("ages").texts(shared.ages).key("terms").texts(shared.terms).end_object();
  for (std::size_t side = 0; side < kSides.size(); ++side) {
    const Unshared& only = score.only[side];
    json.key(std::string("only_") + kSides[side]).begin_object();
    json.key("names").texts(only.names).key("numbers").texts(only.numbers);
    json.key("dates").texts(only.dates).key("ages").texts(only.ages).end_object();
  }
  for (std::size_t side = 0; side < kSides.size(); ++side) {
    json.key(std::string("nearest_") + kSides[side]).begin_object().key("in_story");
    write_neighbour(json, score.neighbours[side].inside);
    json.key("elsewhere");
    write_neighbour(json, score.neighbours[side].outside);
    json.end_object();
  }
}

void write_score(JsonWriter& json, const ExplainedScore& score, const StoryModel& model) {
  json.begin_object().key("score").number(score.score).key("level").number(score.level);
  write_parts(json, score, model);
  write_evidence(json, score);
  json.key("stories_across");
  if (score.across) {
    json.begin_object().key("reports_a").integer(score.across->reports[0]);
    json.key("reports_b").integer(score.across->reports[1]);
    json.key("average").number(score.across->average).key("least").number(score.across->least).end_object();
  } else {
    json.null();
  }
  json.end_object();
}

}  // namespace

std::string explanation_json(const Explanation& explanation) {
  JsonWriter json;
  json.begin_object();
  for (std::size_t side = 0; side < kSides.size(); ++side) {
    json.key(kSides[side]);
    write_article(json, explanation.articles[side]);
  }
  json.key("copies");
  write_copies(json, explanation.copies, explanation.options.copies);
  json.key("story");
  if (explanation.score)
    write_score(json, *explanation.score, explanation.options.stories.model);
  else
    json.null();
  json.key("same_copy_group").boolean(explanation.same_copy_group);
  json.key("same_story").boolean(explanation.same_story);
  json.key("same_storyline").boolean(explanation.same_storyline).end_object();
  return json.json() + '\n';
}

}  // namespace samestory

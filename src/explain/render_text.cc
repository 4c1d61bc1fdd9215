#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string_view>

#include "commands/show.h"
#include "explain/render.h"
#include "io/timestamp.h"
#include "stories/affinity.h"

namespace samestory {
namespace {

constexpr std::size_t kIdPoints = 80, kTitlePoints = 90, kOutletPoints = 40, kItemPoints = 40, kLeadPoints = 480;
constexpr std::array<const char*, kSignals> kSignalNames = {"body", "lead", "names", "letters", "numbers", "title"};
constexpr std::array<const char*, 2> kSides = {"A", "B"};
constexpr double kLeastShown = 0.005;  // less is printed as nothing

// std::snprintf into a string of any length.
template <class... Values>
std::string print(const char* format, Values... values) {
  const int size = std::snprintf(nullptr, 0, format, values...);
  std::string text(static_cast<std::size_t>(size) + 1, '\0');
  std::snprintf(text.data(), text.size(), format, values...);
  text.pop_back();
  return text;
}

const char* relation_text(CopyRelation relation) {
  switch (relation) {
    case CopyRelation::kExact:
      return "exact copy";
    case CopyRelation::kNear:
      return "near copy";
    case CopyRelation::kPartial:
      return "partial copy";
    case CopyRelation::kExcerpt:
      return "excerpt: most of the shorter text, less than half of the longer; linked, not grouped";
    case CopyRelation::kQuotation:
      return "shared quotation only; no copy";
    case CopyRelation::kNone:
      break;
  }
  return "no copy";
}

std::string article_text(const char* side, const ExplainedArticle& article) {
  std::string out = print("%s  %s  %s  %s\n   %s\n", side, printable(article.id, kIdPoints).c_str(),
                          article.published_s ? format_timestamp(*article.published_s).c_str() : "undated",
                          article.outlet.empty() ? "(no outlet)" : printable(article.outlet, kOutletPoints).c_str(),
                          printable(article.title, kTitlePoints).c_str());
  if (!article.lead.empty() && article.lead != article.title)
    out += print("   | %s\n", printable(article.lead, kLeadPoints).c_str());
  if (article.repeated > 0) {
    out += print("   %zu of its %zu words stand in many articles of the outlet:\n", article.repeated, article.words);
    for (const std::string& span : article.repeated_spans) out += print("   : %s\n", printable(span, 90).c_str());
  }
  return out;
}

std::string copies_text(const ExplainedCopies& copies, const CopyOptions& options) {
  const CopyEvidence& evidence = copies.evidence;
  std::string out = copies.page ? print("\nAs copies: %s goes on with %s as its second report; linked, not grouped\n",
                                        kSides[*copies.page], kSides[1 - *copies.page])
                                : print("\nAs copies: %s\n", relation_text(evidence.relation));
  out += print("  resemblance %.4f, containment %.4f; passages cover %.1f%% of A and %.1f%% of B, %u words\n",
               evidence.resemblance, evidence.containment, 100 * evidence.coverage_a, 100 * evidence.coverage_b,
               evidence.aligned_units);
  out +=
      print("  asked of a near copy: %.0f%% of both; of a partial one: %.0f%% of the shorter and half of the longer\n",
            100 * options.near_coverage, 100 * options.partial_coverage);
  for (const ExplainedPassage& passage : copies.passages) {
    const Passage& at = passage.place;
    out += print("  passage: words %u-%u of A, %u-%u of B: %s%s\n", at.begin_a, at.end_a, at.begin_b, at.end_b,
                 printable(passage.text, 90).c_str(), passage.cut ? " ..." : "");
  }
  if (evidence.passages.size() > copies.passages.size())
    out += print("  and %zu passages more\n", evidence.passages.size() - copies.passages.size());
  return out;
}

std::string list_text(const std::string& name, const std::vector<std::string>& values) {
  std::string joined;
  for (const std::string& value : values) joined += (joined.empty() ? "" : ", ") + printable(value, kItemPoints);
  return print("  %-15s %s\n", name.c_str(), joined.empty() ? "none" : joined.c_str());
}

std::string fact_text(const char* name, int agreement, double worth) {
  if (agreement == 0) return print("  %-12s not stated by both\n", name);
  return print("  %-12s %s (%+.2f)\n", name, agreement > 0 ? "shared" : "contradict", agreement * worth);
}

std::string signal_text(const char* name, double cosine, double share) {
  return print("  %-10s  %7.4f  %6.2f  %6.4f\n", name, cosine, share, cosine * share);
}

std::string signals_text(const ExplainedScore& score, const StoryModel& model) {
  const auto& cosines = score.parts.cosines;
  double weights = 0;
  for (std::size_t f = 0; f < kSignalNames.size(); ++f) weights += cosines[f] ? model.weights[f] : 0;
  std::string out = "  signal       cosine  weight    part\n";
  for (std::size_t f = 0; f < kSignalNames.size(); ++f) {
    out += cosines[f] ? signal_text(kSignalNames[f], *cosines[f], model.weights[f] / weights)
                      : print("  %-10s  not in both\n", kSignalNames[f]);
  }
  if (score.parts.fullness < 1) out += print("  short texts say less: times %12.4f\n", score.parts.fullness);
  return out + print("  together    %24.4f\n", score.parts.together);
}

// How the words' likeness becomes evidence.
std::string excess_text(const ExplainedScore& score, const StoryModel& model) {
  if (score.parts.across_worth)
    return print("  two languages: names and numbers of both, against their neighbourhoods: %+.2f\n",
                 *score.parts.across_worth);
  std::string out = signals_text(score, model);
  out += score.parts.days_apart ? print("  time apart   %.2f days: times %.4f = %.4f\n", *score.parts.days_apart,
                                        score.parts.kernel, score.x)
                                : "  time apart   unknown: counts nothing\n";
  const double least = std::min(score.background[0], score.background[1]);
  return out + print("  neighbourhood of A %.4f, of B %.4f: (%.4f - %.1f * %.4f) / %.3f = %.4f\n", score.background[0],
                     score.background[1], score.x, model.background_times, least, model.tenfold,
                     (score.x - model.background_times * least) / model.tenfold);
}

std::string score_text(const ExplainedScore& score, const StoryModel& model) {
  std::string out = print("\nAs reports of one event: score %.4f, level %.2f: %s\n", score.score, score.level,
                          score.score >= score.level ? "alike enough as a pair" : "not alike enough as a pair");
  out += excess_text(score, model);
  if (std::abs(score.parts.chance) >= kLeastShown)
    out += print("  of those days are %.4f of the dated articles, some %.0f in their language: %+.2f\n", score.share,
                 score.rivals, score.parts.chance);
  out += fact_text("ages", score.age, model.agreement * model.age_share);
  out += fact_text("month days", score.month_day, model.agreement);
  out += fact_text("days", score.day, model.agreement);
  if (score.parts.embedding)
    out += print("  embeddings' cosine %.4f, against their neighbourhoods: %+.2f\n", *score.parts.embedding,
                 score.parts.embedded_worth);
  if (score.strange > 0)
    out += print("  names and numbers of both, next to none shared (%+.2f)\n", -kStrangersWorth * score.strange);
  if (score.one_outlet) out += print("  outlet       the same (%+.2f)\n", -model.same_outlet);
  if (score.parts.next_step > 0)
    out += print("  next step    an outlet of the two tells the other's event in a report of another day (%+.2f)\n",
                 -score.parts.next_step);
  if (score.parted == Parted::kTemplates)
    out += "  but both are one template filled in, as of a series: no reports of one event\n";
  if (score.parted == Parted::kSecondReport)
    out += "  but one goes on with the other as a second report: the pair says nothing\n";
  return out;
}

std::string evidence_text(const ExplainedScore& score) {
  std::string out = "\nBoth state:\n";
  out += list_text("names", score.shared.names) + list_text("numbers", score.shared.numbers);
  out += list_text("dates", score.shared.dates) + list_text("ages", score.shared.ages);
  out += list_text("words", score.shared.terms);
  for (std::size_t side = 0; side < kSides.size(); ++side) {
    const Unshared& only = score.only[side];
    out += print("Only %s states:\n", kSides[side]);
    out += list_text("names", only.names) + list_text("numbers", only.numbers);
    out += list_text("dates", only.dates) + list_text("ages", only.ages);
  }
  return out;
}

std::string neighbour_text(const char* side, const char* where, const std::optional<Neighbour>& neighbour) {
  if (!neighbour) return print("  of %s, %s: none\n", side, where);
  return print("  of %s, %s: %.4f  %s  %s\n", side, where, neighbour->score,
               printable(neighbour->id, kIdPoints).c_str(), printable(neighbour->title, kTitlePoints).c_str());
}

std::string neighbours_text(const ExplainedScore& score) {
  std::string out = "\nNearest other articles:\n";
  for (std::size_t side = 0; side < kSides.size(); ++side) {
    out += neighbour_text(kSides[side], "in its story", score.neighbours[side].inside);
    out += neighbour_text(kSides[side], "elsewhere", score.neighbours[side].outside);
  }
  if (score.across) {
    out += print("Their stories (%zu and %zu reports): average score across %.4f, least %.4f\n",
                 score.across->reports[0], score.across->reports[1], score.across->average, score.across->least);
  }
  return out;
}

}  // namespace

std::string explanation_text(const Explanation& explanation) {
  std::string out;
  for (std::size_t side = 0; side < kSides.size(); ++side)
    out += article_text(kSides[side], explanation.articles[side]);
  out += copies_text(explanation.copies, explanation.options.copies);
  if (explanation.score) {
    for (std::size_t side = 0; side < kSides.size(); ++side) {
      const ExplainedArticle& article = explanation.articles[side];
      if (article.canonical != article.id)
        out += print("\n%s is a copy of %s, which is scored in its place.\n", kSides[side],
                     printable(article.canonical, kIdPoints).c_str());
    }
    out += score_text(*explanation.score, explanation.options.stories.model);
    out += evidence_text(*explanation.score) + neighbours_text(*explanation.score);
  } else {
    out += print("\nOne copy group: %s stands for both, so there is no pair of reports to score.\n",
                 printable(explanation.articles[0].canonical, kIdPoints).c_str());
  }
  const auto verdict = [](bool same) { return same ? "the same" : "different"; };
  return out + print("\nOutcome: %s copy group, %s story, %s storyline\n", verdict(explanation.same_copy_group),
                     verdict(explanation.same_story), verdict(explanation.same_storyline));
}

}  // namespace samestory

#include "commands/explain.h"

#include <samestory/error.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/parallel.h"
#include "commands/show.h"
#include "copies/verify.h"
#include "io/read.h"
#include "io/summary_read.h"
#include "io/timestamp.h"
#include "pipeline.h"
#include "stories/affinity.h"
#include "text/normalize.h"
#include "text/segment.h"

namespace samestory {
namespace {

struct ExplainFlags {
  std::string folder;
  std::vector<std::string> ids;
  std::vector<std::string> inputs;
  int threads = 0;
  bool quiet = false;
};

constexpr const char* kSignalNames[kSignals] = {"body", "lead", "names", "letters", "numbers", "title", "word pairs"};

// The passes again, on inputs that are what the run read.
Analysis analyze_again(const ExplainFlags& flags, const Summary& summary) {
  std::vector<std::string> paths = flags.inputs;
  for (const InputFile& file : summary.inputs) {
    if (!flags.inputs.empty()) break;
    if (file.path == "-") {
      throw Error(ErrorKind::kInput, "the archive came through standard input: " + flags.folder +
                                         " (name a file that holds it with --input)");
    }
    paths.push_back(file.path);
  }
  ArchiveReader reader(paths, {summary.fields, summary.max_record_bytes, summary.options.preset == Preset::kHeadlines});
  Progress progress(flags.quiet ? Verbosity::kQuiet : Verbosity::kProgress);
  ResultOptions options = summary.options;
  options.level = Level::kStorylines;  // figures of every level, even if the run stopped earlier
  Analysis analysis =
      analyze(from_reader(reader), options,
              {std::filesystem::temp_directory_path().string(), OnReject::kKeep,
               [&](std::size_t articles) { progress.reading(articles, reader.bytes_read(), reader.bytes_total()); }},
              progress);
  for (std::size_t f = 0; f < std::min(summary.inputs.size(), reader.files().size()) && flags.inputs.empty(); ++f) {
    const InputFile &then = summary.inputs[f], &now = reader.files()[f];
    if (then.size_bytes == now.size_bytes && then.checksum == now.checksum) continue;
    throw Error(ErrorKind::kInput, "changed since the run: " + now.path +
                                       " (run samestory cluster again, or name the old file with --input)");
  }
  return analysis;
}

ArticleId find_article(const Corpus& corpus, const std::string& id) {
  for (std::size_t i = 0; i < corpus.size(); ++i) {
    if (corpus.articles[i].id == id) return article_id(i);
  }
  throw Error(ErrorKind::kUsage, "no such article: " + printable(id, 80) + " (ids stand in articles.jsonl)");
}

void print_article(const char* name, const Corpus& corpus, ArticleId id) {
  constexpr std::size_t kTitle = 90;
  const ArticleMeta& article = corpus.articles[index(id)];
  const Text text = corpus.text(id);
  std::printf("%s  %s  %s  %s\n   %s\n", name, printable(article.id, 80).c_str(),
              article.published_s ? format_timestamp(*article.published_s).c_str() : "undated",
              article.outlet.empty() ? "(no outlet)" : printable(article.outlet, 40).c_str(),
              printable(text.title.empty() ? text.text.substr(0, 400) : text.title, kTitle).c_str());
}

const char* name_of(CopyRelation relation) {
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

// Words of an article as the copy passes count them, for printing passages.
std::vector<std::string> unit_words(const Corpus& corpus, Preset preset, ArticleId id) {
  std::vector<std::string> words;
  const Page page = read_page(copied_part(corpus.text(id), preset));
  auto line = page.lines.begin();
  for (const Unit& unit : segment(page.folded)) {
    while (unit.begin >= line->end) ++line;
    if (line->role == LineRole::kCredit || line->role == LineRole::kLink) continue;
    words.push_back(page.folded.substr(unit.begin, unit.end - unit.begin));
  }
  return words;
}

void print_copies(const Analysis& found, const ResultOptions& options, ArticleId a, ArticleId b) {
  constexpr std::size_t kPassages = 5, kWords = 12;
  const CopyEvidence evidence = compare(load_prepared(found.corpus, found.repeated, options, a),
                                        load_prepared(found.corpus, found.repeated, options, b), options.copies);
  std::printf("\nAs copies: %s\n", name_of(evidence.relation));
  std::printf("  resemblance %.4f, containment %.4f; passages cover %.1f%% of A and %.1f%% of B, %u words\n",
              evidence.resemblance, evidence.containment, 100 * evidence.coverage_a, 100 * evidence.coverage_b,
              evidence.aligned_units);
  std::printf(
      "  asked of a near copy: %.0f%% of both; of a partial one: %.0f%% of the shorter and half of the longer\n",
      100 * options.copies.near_coverage, 100 * options.copies.partial_coverage);
  const std::vector<std::string> words = unit_words(found.corpus, options.preset, a);
  std::size_t shown = 0;
  for (const Passage& passage : evidence.passages) {
    if (++shown > kPassages) break;
    std::string text;
    for (std::size_t w = passage.begin_a; w < std::min<std::size_t>(passage.end_a, passage.begin_a + kWords); ++w)
      text += words[w] + ' ';
    std::printf("  passage: words %u-%u of A, %u-%u of B: %s%s\n", passage.begin_a, passage.end_a, passage.begin_b,
                passage.end_b, printable(text, 90).c_str(), passage.end_a - passage.begin_a > kWords ? " ..." : "");
  }
  if (evidence.passages.size() > kPassages)
    std::printf("  and %zu passages more\n", evidence.passages.size() - kPassages);
}

void print_list(const char* name, const std::vector<std::string>& values) {
  std::string joined;
  for (const std::string& value : values) joined += (joined.empty() ? "" : ", ") + printable(value, 40);
  std::printf("  shared %s: %s\n", name, joined.empty() ? "none" : joined.c_str());
}

void print_facts(const char* name, int agreement, double worth) {
  std::printf("  %-12s %s%s\n", name,
              agreement > 0   ? "shared"
              : agreement < 0 ? "contradict"
                              : "not stated by both",
              agreement == 0
                  ? ""
                  : (" (" + std::string(agreement > 0 ? "+" : "-") + std::to_string(worth).substr(0, 4) + ")").c_str());
}

void print_score(const Analysis& found, const ResultOptions& options, GroupId a, GroupId b) {
  const PairParts parts = compare(found.features, a, b);
  const double of_a = found.graph.background[index(a)], of_b = found.graph.background[index(b)];
  const double q = static_cast<double>(score(evidence_of(parts), of_a, of_b)) / kScale;
  std::printf("\nAs reports of one event: score %.4f, level %.2f: %s\n", q, options.stories.level,
              q >= options.stories.level ? "alike enough as a pair" : "not alike enough as a pair");
  double weights = 0;
  for (std::size_t f = 0; f < kSignals; ++f) weights += parts.both[f] ? kWeights[f] : 0;
  std::printf("  signal       cosine  weight    part\n");
  for (std::size_t f = 0; f < kSignals; ++f) {
    if (parts.both[f]) {
      std::printf("  %-10s  %7.4f  %6.2f  %6.4f\n", kSignalNames[f], parts.cosine[f], kWeights[f] / weights,
                  parts.cosine[f] * kWeights[f] / weights);
    } else {
      std::printf("  %-10s  not in both\n", kSignalNames[f]);
    }
  }
  std::printf("  together    %24.4f\n", parts.raw);
  if (parts.days_apart < 0)
    std::printf("  time apart   unknown: counts nothing\n");
  else
    std::printf("  time apart   %.2f days: times %.4f = %.4f\n", parts.days_apart, parts.kernel, parts.x);
  const double least = std::min(of_a, of_b);
  std::printf("  neighbourhood of A %.4f, of B %.4f: (%.4f - %.1f * %.4f) / %.2f = %.4f\n", of_a, of_b, parts.x,
              kBackgroundTimes, least, kTenfold, (parts.x - kBackgroundTimes * least) / kTenfold);
  if (parts.share < 1)
    std::printf("  of those days are %.4f of the dated articles: %+.2f\n", parts.share, parts.chance());
  print_facts("ages", parts.age, kAgreement * kAgeShare);
  print_facts("month days", parts.month_day, kAgreement);
  print_facts("days", parts.day, kAgreement);
}

// Average and least score across two stories, as the agglomeration saw them at the end.
void print_stories(const Analysis& found, GroupId a, GroupId b) {
  const GroupId story_a = found.story_of[index(a)], story_b = found.story_of[index(b)];
  if (story_a == story_b) return;
  std::int64_t sum = 0, pairs = 0;
  std::int32_t least = 0;
  bool all = true;
  std::vector<GroupId> in_a, in_b;
  for (std::size_t g = 0; g < found.story_of.size(); ++g) {
    if (found.story_of[g] == story_a) in_a.push_back(group_id(g));
    if (found.story_of[g] == story_b) in_b.push_back(group_id(g));
  }
  for (const GroupId g : in_a) {
    std::size_t met = 0;
    for (std::uint64_t e = found.graph.begin[index(g)]; e < found.graph.begin[index(g) + 1]; ++e) {
      const Edge& edge = found.graph.edges[e];
      if (found.story_of[index(edge.to)] != story_b) continue;
      sum += edge.q;
      least = pairs == 0 ? edge.q : std::min(least, edge.q);
      ++pairs, ++met;
    }
    all = all && met == in_b.size();
  }
  const double average = static_cast<double>(sum) / static_cast<double>(in_a.size() * in_b.size()) / kScale;
  std::printf("  their stories (%zu and %zu reports): average score across %.4f, least %.4f\n", in_a.size(),
              in_b.size(), average, all ? static_cast<double>(least) / kScale : 0.0);
}

void print_outcome(const Analysis& found, const Result& result, ArticleId a, ArticleId b) {
  const auto of = [&](ArticleId id) -> const Membership& {
    return result.articles[found.corpus.input_place[index(id)]];
  };
  const auto verdict = [](bool same) { return same ? "the same" : "different"; };
  std::printf("\nOutcome: %s copy group, %s story, %s storyline\n", verdict(of(a).copy_of == of(b).copy_of),
              verdict(of(a).story == of(b).story), verdict(of(a).storyline == of(b).storyline));
}

int run(const ExplainFlags& flags) {
  const Summary summary = read_summary(flags.folder);
  check(summary.options);
  if (summary.normalizer_version != kNormalizerVersion) {
    throw Error(ErrorKind::kInput, "made by another normalizer: " + flags.folder + " (run samestory cluster again)");
  }
  const ThreadLimit threads(flags.threads);
  const Analysis found = analyze_again(flags, summary);
  const Corpus& corpus = found.corpus;
  const ArticleId a = find_article(corpus, flags.ids[0]), b = find_article(corpus, flags.ids[1]);
  if (a == b) throw Error(ErrorKind::kUsage, "the same article twice: " + flags.ids[0] + " (name two)");
  print_article("A", corpus, a);
  print_article("B", corpus, b);
  print_copies(found, summary.options, a, b);
  const GroupId group_a = found.canonicals.group_of[index(a)], group_b = found.canonicals.group_of[index(b)];
  if (group_a == group_b) {
    std::printf("\nOne copy group: %s stands for both, so there is no pair of reports to score.\n",
                printable(corpus.articles[index(found.canonicals.article_of[index(group_a)])].id, 80).c_str());
  } else {
    for (const auto& [name, id, group] : {std::tuple("A", a, group_a), std::tuple("B", b, group_b)}) {
      const ArticleId canonical = found.canonicals.article_of[index(group)];
      if (canonical != id)
        std::printf("\n%s is a copy of %s, which is scored in its place.\n", name,
                    printable(corpus.articles[index(canonical)].id, 80).c_str());
    }
    print_score(found, summary.options, group_a, group_b);
    const auto words = [&](GroupId g) {
      return extract(story_text(corpus, found.canonicals.article_of[index(g)]), found.repeated,
                     summary.options.copies.seed, Surfaces::kKeep);
    };
    const Shared shared = find_shared(found.features, group_a, group_b, words(group_a), words(group_b), 12);
    print_list("names", shared.names);
    print_list("numbers", shared.numbers);
    print_list("dates", shared.dates);
    print_list("terms", shared.terms);
    print_stories(found, group_a, group_b);
  }
  print_outcome(found, to_result(found, summary.options), a, b);
  return 0;
}

}  // namespace

std::function<int()> add_explain_command(CLI::App& app) {
  auto flags = std::make_shared<ExplainFlags>();
  CLI::App* command = app.add_subcommand("explain", "show why two articles are together, or why not");
  command->add_option("DIR", flags->folder, "the output folder of a finished samestory cluster")->required();
  command->add_option("ID", flags->ids, "ids of two articles")->required()->expected(2);
  command->add_option("--input", flags->inputs, "where the archive is now, if not where the run read it")
      ->type_name("FILE")
      ->expected(1)
      ->take_all();
  command->add_option("--threads", flags->threads, "threads; 0 means all processors")
      ->check(CLI::Range(0, 1024).description(""))
      ->capture_default_str();
  command->add_flag("--quiet", flags->quiet, "no progress");
  return [flags] { return run(*flags); };
}

}  // namespace samestory

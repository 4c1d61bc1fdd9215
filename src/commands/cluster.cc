#include "commands/cluster.h"

#include <samestory/cluster.h>
#include <samestory/error.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "commands/show.h"
#include "io/model_file.h"
#include "io/summary.h"
#include "io/timestamp.h"

namespace samestory {
namespace {

constexpr int kExitRejects = 3;

// Flags as given; a preset fills in the rest when all flags are known, so their order does not matter.
struct ClusterFlags {
  FileJob job;
  std::string preset = "web", level = "storylines", groups = "canonical", model;
  std::vector<std::string> fields;
  std::optional<int> shingle_words, shingle_points, min_aligned_words;
  std::optional<double> candidate_resemblance, near_coverage, partial_coverage, most_slots, link_resemblance,
      story_level;
  std::optional<std::uint64_t> seed;
  bool quiet = false;
  std::size_t top = 10;
};

void add_input_flags(CLI::App& command, ClusterFlags& flags) {
  command
      .add_option(
          "FILE", flags.job.inputs,
          "JSON lines, CSV or TSV with a header (gzip, zstd or plain), folders of .txt files; - is standard input")
      ->required();
  command.add_option("-o,--output", flags.job.output, "folder for the results; made if needed, must be empty")
      ->required();
  command
      .add_option("--field", flags.fields,
                  "what a field is called in the files, such as text=body; repeat for more fields")
      ->expected(1)
      ->allow_extra_args(false)  // what follows the value is an argument of its own
      ->take_all()
      ->type_name("NAME=NAME");
  command.add_option("--max-record", flags.job.max_record_bytes, "longest record in bytes; longer ones are rejected")
      ->capture_default_str();
  command
      .add_option("--embeddings", flags.job.embeddings,
                  "NumPy file of float32 vectors, a row an article in input order: one more signal for stories")
      ->type_name("FILE");
  command
      .add_option("--embedding-ids", flags.job.embedding_ids, "whose rows they are, one id a line; needs --embeddings")
      ->type_name("FILE");
  command.add_flag("--strict", flags.job.strict, "stop at the first bad record instead of writing it to rejects.jsonl");
  command.add_flag("--overwrite", flags.job.overwrite, "replace the results in a folder that is not empty");
}

void add_result_flags(CLI::App& command, ClusterFlags& flags) {
  const std::string group = "What comes out";
  command
      .add_option(
          "--preset", flags.preset,
          "web: articles; ocr: scanned newspapers; headlines: titles only; strict, generous: smaller, larger stories "
          "(default web)")
      ->check(CLI::IsMember({"web", "ocr", "headlines", "strict", "generous"}).description(""))
      ->type_name("NAME")
      ->group(group);
  command.add_option("--level", flags.level, "how far to go: copies, stories or storylines (default storylines)")
      ->check(CLI::IsMember({"copies", "stories", "storylines"}).description(""))
      ->type_name("NAME")
      ->group(group);
  command.add_option("--shingle", flags.shingle_words, "words in a shingle (default 3)")->group(group);
  command
      .add_option("--shingle-points", flags.shingle_points,
                  "letters in a shingle of a script without spaces (default 8)")
      ->group(group);
  command
      .add_option("--resemblance", flags.candidate_resemblance,
                  "compare pairs that resemble each other this much (default .3; no effect with ocr)")
      ->group(group);
  command
      .add_option("--near", flags.near_coverage,
                  "near copy: passages cover this share of both texts (default .8; ocr .6)")
      ->group(group);
  command
      .add_option("--partial", flags.partial_coverage,
                  "partial copy: they cover this share of the shorter text (default .7; ocr .5)")
      ->group(group);
  command.add_option("--min-aligned", flags.min_aligned_words, "and hold this many words (default 25)")->group(group);
  command
      .add_option("--slots", flags.most_slots,
                  "copies have at most this many words exchanged singly for each shared word; templates have more "
                  "(default .045; ocr 1)")
      ->group(group);
  command
      .add_option("--link-resemblance", flags.link_resemblance,
                  "list pairs that resemble each other this much even if they are no copies (default .5)")
      ->group(group);
  command
      .add_option("--groups", flags.groups,
                  "canonical: every member is a verified copy of the canonical; components: whatever copies connect, "
                  "where members need not be alike (default canonical)")
      ->check(CLI::IsMember({"canonical", "components"}).description(""))
      ->type_name("NAME")
      ->group(group);
  command
      .add_option("--story-level", flags.story_level,
                  "how much more alike than their neighbourhood: 1.4 broad, 2.2 strict (default 1.8)")
      ->group(group);
  command.add_option("--model", flags.model, "constants of the story score, as summary.json states them")
      ->type_name("FILE")
      ->group(group);
  command.add_option("--seed", flags.seed, "of every hash function (default 1)")->group(group);
}

void add_run_flags(CLI::App& command, ClusterFlags& flags) {
  const std::string group = "How it runs";
  command.add_option("--threads", flags.job.run.threads, "threads; 0 means all processors")
      ->capture_default_str()
      ->group(group);
  command
      .add_option(
          "--scratch", flags.job.run.scratch,
          "folder for titles, and texts that cannot be read twice, while the run lasts (default: the output folder)")
      ->group(group);
  command.add_option("--top", flags.top, "show this many of the largest stories of two articles or more")
      ->capture_default_str()
      ->group(group);
  command.add_flag("--quiet", flags.quiet, "no progress, no table")->group(group);
}

std::pair<std::string, std::string> split_field(const std::string& field) {
  const std::size_t equals = field.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == field.size()) {
    throw Error(ErrorKind::kUsage, "not a field name: --field " + field + " (write NAME=NAME, such as text=body)");
  }
  return {field.substr(0, equals), field.substr(equals + 1)};
}

template <class T>
void set_if_given(T& value, const std::optional<T>& given) {
  if (given) value = *given;
}

FileJob to_job(const ClusterFlags& flags) {
  FileJob job = flags.job;
  for (const std::string& field : flags.fields) job.fields.push_back(split_field(field));
  for (const Preset preset : kPresets) {
    if (flags.preset == name_of(preset)) job.options = preset_options(preset);
  }
  for (const Level level : {Level::kCopies, Level::kStories, Level::kStorylines}) {
    if (flags.level == name_of(level)) job.options.level = level;
  }
  CopyOptions& copies = job.options.copies;
  set_if_given(copies.shingle_words, flags.shingle_words);
  set_if_given(copies.shingle_points, flags.shingle_points);
  set_if_given(copies.candidate_resemblance, flags.candidate_resemblance);
  set_if_given(copies.near_coverage, flags.near_coverage);
  set_if_given(copies.partial_coverage, flags.partial_coverage);
  set_if_given(copies.min_aligned_words, flags.min_aligned_words);
  set_if_given(copies.most_slots, flags.most_slots);
  set_if_given(copies.link_resemblance, flags.link_resemblance);
  for (const CopyGrouping grouping : {CopyGrouping::kCanonical, CopyGrouping::kComponents}) {
    if (flags.groups == name_of(grouping)) copies.grouping = grouping;
  }
  set_if_given(copies.seed, flags.seed);
  if (!flags.model.empty()) job.options.stories = read_model_file(flags.model);
  set_if_given(job.options.stories.level, flags.story_level);
  if (!job.embedding_ids.empty() && job.embeddings.empty()) {
    throw Error(ErrorKind::kUsage,
                "ids without vectors: --embedding-ids " + job.embedding_ids + " (name the vectors with --embeddings)");
  }
  job.run.progress = !flags.quiet;
  job.largest = flags.quiet ? 0 : flags.top;
  return job;
}

std::string counted(std::uint64_t count, const char* one, const char* many) {
  return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

std::string day(const std::optional<std::int64_t>& seconds) {
  return seconds ? format_timestamp(*seconds).substr(0, 10) : "-";
}

void print_report(const FileReport& report, const FileJob& job) {
  std::printf("%s, %llu of them copies", counted(report.articles, "article", "articles").c_str(),
              static_cast<unsigned long long>(report.copies));
  if (job.options.level != Level::kCopies) std::printf("; %s", counted(report.stories, "story", "stories").c_str());
  if (job.options.level == Level::kStorylines)
    std::printf(" in %s", counted(report.storylines, "storyline", "storylines").c_str());
  std::printf("; %.1f s\n", report.seconds);
  if (!report.largest.empty()) {
    std::printf("\narticles  outlets  copies  first       last        title\n");
    for (const StoryLine& story : report.largest) {
      std::printf("%8zu %8zu %7zu  %-10s  %-10s  %s\n", story.articles, story.outlets, story.copies,
                  day(story.first_s).c_str(), day(story.last_s).c_str(), printable(story.title, 80).c_str());
    }
  }
  std::printf("\n");
  for (const char* file : {"stories.jsonl", "articles.jsonl", "links.jsonl", "rejects.jsonl", "summary.json"}) {
    std::printf("%s/%s\n", job.output.c_str(), file);
  }
}

int run(const ClusterFlags& flags) {
  const FileJob job = to_job(flags);
  const FileReport report = cluster_files(job);
  if (!flags.quiet) print_report(report, job);
  if (report.unreadable_dates > 0 && !flags.quiet) {
    std::fprintf(stderr,
                 "samestory: note: %s unreadable; an article without a readable date counts as undated (write ISO "
                 "8601, such as 2026-01-28T10:00:00Z)\n",
                 counted(report.unreadable_dates, "date is", "dates are").c_str());
  }
  if (report.rejects == 0) return 0;
  std::fprintf(stderr, "samestory: note: %s rejected, the first: %s (all stand in %s/rejects.jsonl)\n",
               counted(report.rejects, "record was", "records were").c_str(),
               printable(report.first_reject, 300).c_str(), job.output.c_str());
  return kExitRejects;
}

}  // namespace

std::function<int()> add_cluster_command(CLI::App& app) {
  auto flags = std::make_shared<ClusterFlags>();
  CLI::App* command =
      app.add_subcommand("cluster", "group the articles of an archive into copies, stories and storylines");
  add_input_flags(*command, *flags);
  add_result_flags(*command, *flags);
  add_run_flags(*command, *flags);
  return [flags] { return run(*flags); };
}

}  // namespace samestory

#include "commands/generate.h"

#include <samestory/error.h>

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/parallel.h"
#include "generate/archive.h"

namespace samestory {
namespace {

// What was given on the command line; nothing or empty: the preset decides.
struct GenerateFlags {
  std::string preset = "web";
  std::optional<std::uint64_t> articles, seed;
  std::optional<std::uint32_t> outlets, days, bytes;
  std::vector<std::string> languages;
  std::optional<double> copies, sagas, templates, quotations, follow_ups, word_error_rate;
  std::string folder, from;
  bool zstd = false;
  bool overwrite = false;
  bool quiet = false;
  int threads = 0;
};

ArchivePreset parse_preset(const std::string& name) {
  if (name == "web") return ArchivePreset::kWeb;
  if (name == "reprints") return ArchivePreset::kReprints;
  throw Error(ErrorKind::kUsage, "unknown preset: --preset " + name + " (choose web or reprints)");
}

GenerateOptions to_options(const GenerateFlags& flags) {
  GenerateOptions options = preset_options(parse_preset(flags.preset));
  options.articles = flags.articles.value_or(options.articles);
  options.seed = flags.seed.value_or(options.seed);
  options.outlets = flags.outlets;
  options.days = flags.days.value_or(options.days);
  options.bytes = flags.bytes.value_or(options.bytes);
  if (!flags.languages.empty()) options.languages = flags.languages;
  options.copies = flags.copies.value_or(options.copies);
  options.sagas = flags.sagas.value_or(options.sagas);
  options.templates = flags.templates.value_or(options.templates);
  options.quotations = flags.quotations.value_or(options.quotations);
  options.follow_ups = flags.follow_ups.value_or(options.follow_ups);
  options.word_error_rate = flags.word_error_rate.value_or(options.word_error_rate);
  return options;
}

int run(const GenerateFlags& flags) {
  const ThreadLimit limit(flags.threads);
  const ArchiveTarget target{flags.folder, flags.overwrite ? Overwrite::kAllow : Overwrite::kRefuse,
                             flags.zstd ? Compression::kZstd : Compression::kNone, flags.from};
  const ArchiveCounts counts = generate_archive(to_options(flags), target);
  if (!flags.quiet) {
    const std::string line = std::to_string(counts.articles) + " articles, " + std::to_string(counts.reports) +
                             " copy groups, " + std::to_string(counts.events) + " stories, " +
                             std::to_string(counts.storylines) + " storylines in " + flags.folder + "\n";
    std::fputs(line.c_str(), stdout);
  }
  return 0;
}

}  // namespace

std::function<int()> add_generate_command(CLI::App& app) {
  const auto flags = std::make_shared<GenerateFlags>();
  CLI::App* command = app.add_subcommand("generate", "make a synthetic archive with known copies and stories");
  command->add_option("-o,--output", flags->folder, "folder to write; made if needed, must be empty")->required();
  command->add_flag("--overwrite", flags->overwrite, "replace files in a folder that is not empty");
  command
      ->add_option("--preset", flags->preset, "web, or reprints: newspapers cut, reprinted and scanned (default web)")
      ->type_name("NAME");
  command->add_option("--articles", flags->articles, "how many (default 10000)");
  command->add_option("--seed", flags->seed, "another seed, another archive (default 1)");
  command->add_option("--outlets", flags->outlets,
                      "outlets in each language (default 60, or one for each 7 articles a day)");
  command->add_option("--days", flags->days, "days that the events lie on (default 60)");
  command
      ->add_option("--languages", flags->languages,
                   "of en es ru el ar hi am ja zh, with commas between (default all; reprints: en)")
      ->expected(1)
      ->allow_extra_args(false)  // what follows the value is an argument of its own
      ->take_all()
      ->delimiter(',')
      ->type_name("TAG,...");
  command->add_option("--bytes", flags->bytes, "mean size of a text, about (default 2500)");
  command->add_option("--copies", flags->copies, "share of articles in copy groups (default 0.25; reprints: 0.45)");
  command->add_option("--sagas", flags->sagas, "share that reports a step of a saga (default 0.15; reprints: 0)");
  command->add_option("--templates", flags->templates,
                      "share of weather and other templates (default 0.1; reprints: 0.14)");
  command->add_option("--quotations", flags->quotations, "share with a quotation of another event's (default 0.04)");
  command->add_option("--follow-ups", flags->follow_ups, "share that repeats part of an earlier report (default 0.05)");
  command->add_option("--wer,--word-error-rate", flags->word_error_rate, "of scanning; 0: not scanned (reprints: 0.1)");
  command->add_option("--from", flags->from, "take the texts from this archive, each once (with --preset reprints)");
  command->add_flag("--zst", flags->zstd, "compress the articles with zstd");
  command->add_option("--threads", flags->threads, "threads; 0 means all processors")->check(CLI::NonNegativeNumber);
  command->add_flag("--quiet", flags->quiet, "print nothing");
  return [flags] { return run(*flags); };
}

}  // namespace samestory

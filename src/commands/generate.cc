#include "commands/generate.h"

#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/parallel.h"
#include "generate/archive.h"

namespace samestory {
namespace {

// What was given on the command line; nothing: the preset decides.
struct GenerateFlags {
  ArchivePreset preset = ArchivePreset::kWeb;
  std::optional<std::uint64_t> articles, seed;
  std::optional<std::uint32_t> outlets, days, bytes;
  std::optional<std::vector<std::string>> languages;
  std::optional<double> copies, sagas, templates, quotations, follow_ups, word_error_rate;
  std::string folder, from;
  bool zstd = false;
  bool overwrite = false;
  bool quiet = false;
  int threads = 0;
};

GenerateOptions to_options(const GenerateFlags& flags) {
  GenerateOptions options = preset_options(flags.preset);
  options.articles = flags.articles.value_or(options.articles);
  options.seed = flags.seed.value_or(options.seed);
  options.outlets = flags.outlets.value_or(options.outlets);
  options.days = flags.days.value_or(options.days);
  options.bytes = flags.bytes.value_or(options.bytes);
  options.languages = flags.languages.value_or(options.languages);
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
  CLI::App* command = app.add_subcommand("generate", "Make a synthetic archive with known copies and stories");
  const std::map<std::string, ArchivePreset> presets = {{"web", ArchivePreset::kWeb},
                                                        {"reprints", ArchivePreset::kReprints}};
  command->add_option("-o,--output", flags->folder, "Folder to write; created if absent")->required();
  command->add_flag("--overwrite", flags->overwrite, "Replace files in a folder that is not empty");
  command->add_option("--preset", flags->preset, "web, or reprints: newspapers cut, reprinted and scanned")
      ->transform(CLI::CheckedTransformer(presets));
  command->add_option("--articles", flags->articles, "How many (default 10000)");
  command->add_option("--seed", flags->seed, "Another seed, another archive (default 1)");
  command->add_option("--outlets", flags->outlets, "Outlets in each language (default 60)");
  command->add_option("--days", flags->days, "Days that the events lie on (default 60)");
  command->add_option("--languages", flags->languages, "Of en es ru el ar hi am ja zh (default all; reprints: en)")
      ->delimiter(',');
  command->add_option("--bytes", flags->bytes, "Mean size of a text, about (default 2500)");
  command->add_option("--copies", flags->copies, "Share of articles in copy groups (default 0.45)");
  command->add_option("--sagas", flags->sagas, "Share that reports steps of sagas (default 0.15; reprints: 0)");
  command->add_option("--templates", flags->templates,
                      "Share of weather and other templates (default 0.1; reprints: 0.14)");
  command->add_option("--quotations", flags->quotations, "Share with a quotation of another event's (default 0.04)");
  command->add_option("--follow-ups", flags->follow_ups, "Share that repeats part of an earlier report (default 0.05)");
  command->add_option("--word-error-rate", flags->word_error_rate, "Of scanning; 0: not scanned (reprints: 0.1)");
  command->add_option("--from", flags->from, "Take the texts from this archive (with --preset reprints)");
  command->add_flag("--zst", flags->zstd, "Compress the articles with zstd");
  command->add_option("--threads", flags->threads, "0: all processors")->check(CLI::NonNegativeNumber);
  command->add_flag("--quiet", flags->quiet, "Print nothing");
  return [flags] { return run(*flags); };
}

}  // namespace samestory

#include "commands/fit.h"

#include <samestory/error.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/parallel.h"
#include "commands/show.h"
#include "fit/fit.h"
#include "fit/labelled_set.h"
#include "io/json_writer.h"
#include "io/model_file.h"
#include "io/summary.h"
#include "io/write.h"

namespace samestory {
namespace {

struct FitFlags {
  std::vector<std::string> datasets;
  std::string output, same, different, preset = "web";
  std::size_t trials = 60;
  int threads = 0;
  bool overwrite = false, json = false, quiet = false;
};

// The mean over sets of one of their scores; nothing if a set lacks it.
template <class Score>
std::optional<double> mean_of(const Fit& fit, const Score& score) {
  double sum = 0;
  for (const FittedSet& set : fit.sets) {
    const std::optional<double> one = score(set);
    if (!one) return std::nullopt;
    sum += *one;
  }
  return sum / static_cast<double>(fit.sets.size());
}

struct Means {
  double shipped, fitted;
  std::optional<double> left_out;
};

Means means_of(const Fit& fit) {
  return {*mean_of(fit, [](const FittedSet& set) { return std::optional(set.shipped); }),
          *mean_of(fit, [](const FittedSet& set) { return std::optional(set.fitted); }),
          mean_of(fit, [](const FittedSet& set) { return set.left_out; })};
}

// JSON's spelling: the user's locale must not turn the point into a comma.
std::string number(double value) {
  JsonWriter json;
  return json.number(value).json();
}

// With all four decimals, so that columns align.
std::string figure(std::optional<double> value) {
  if (!value) return "-";
  std::string text = number(*value);
  if (text.find('.') == std::string::npos) text += '.';
  return text + std::string(5 - std::min<std::size_t>(5, text.size() - text.find('.')), '0');
}

std::string in_column(const std::string& text) {
  constexpr std::size_t kColumn = 10;
  return std::string(kColumn - std::min(kColumn, text.size()), ' ') + text;
}

std::string row_of(const std::string& name, std::size_t width, const std::string& labelled, double shipped,
                   double fitted, std::optional<double> left_out) {
  return name + std::string(width - std::min(width, name.size()), ' ') + in_column(labelled) +
         in_column(figure(shipped)) + in_column(figure(fitted)) + in_column(figure(left_out)) + '\n';
}

// Whether to use the file, said plainly: a fit that loses on what it has not seen is worse than none.
std::string verdict(const Means& means) {
  if (!means.left_out) return "one set cannot be left out: nothing shows what these constants are worth elsewhere\n";
  const double gain = *means.left_out - means.shipped;
  if (gain >= kLeastGain) return "on sets that it has not seen, the fit gains " + figure(gain) + " in the mean\n";
  if (gain > -kLeastGain) return "on sets that it has not seen, the fit gains nothing: the shipped constants will do\n";
  return "on sets that it has not seen, the fit loses " + figure(-gain) + " in the mean: keep the shipped constants\n";
}

std::string changes_of(const StoryOptions& from, const StoryOptions& to, const std::vector<Coordinate>& coordinates) {
  std::string changes;
  for (const Coordinate& coordinate : coordinates) {
    const double before = coordinate.value(from), after = coordinate.value(to);
    if (before != after)
      changes += (changes.empty() ? "" : ", ") + coordinate.name + ' ' + number(before) + " to " + number(after);
  }
  return "changed: " + (changes.empty() ? "nothing" : changes) + '\n';
}

std::string make_table(const Fit& fit, const std::vector<LabelledSet>& sets, const FitFlags& flags,
                       const std::string& changes) {
  constexpr std::size_t kMostName = 40;
  std::size_t width = 4;
  std::vector<std::string> names;
  for (const LabelledSet& set : sets) {
    names.push_back(printable(set.name(), kMostName) + (set.has_pairs() ? " (pairs)" : ""));
    width = std::max(width, names.back().size());
  }
  std::string table = "set" + std::string(width - 3, ' ') + in_column("labelled") + in_column("shipped") +
                      in_column("fitted") + in_column("left out") + '\n';
  for (std::size_t s = 0; s < sets.size(); ++s) {
    const FittedSet& set = fit.sets[s];
    table += row_of(names[s], width, std::to_string(sets[s].labelled()), set.shipped, set.fitted, set.left_out);
  }
  const Means means = means_of(fit);
  table += row_of("mean", width, "", means.shipped, means.fitted, means.left_out);
  table +=
      "\nB-cubed F1 of stories, of pairs F1. fitted: on all sets, these among them, so too high; left out: fitted\n"
      "on the other sets only\n";
  table += verdict(means) + changes;
  const bool finished = fit.all.finished && std::all_of(fit.sets.begin(), fit.sets.end(), [](const FittedSet& set) {
                          return !set.without || set.without->finished;
                        });
  if (!finished) table += "not all searches came to their end: raise --trials for more\n";
  return table + flags.output + '\n';
}

void add_scores(JsonWriter& json, double shipped, double fitted, std::optional<double> left_out) {
  json.key("shipped").number(shipped).key("fitted").number(fitted).key("left_out").number_or_null(left_out);
}

std::string make_json(const Fit& fit, const std::vector<LabelledSet>& sets) {
  JsonWriter json;
  json.begin_object().key("sets").begin_array();
  for (std::size_t s = 0; s < sets.size(); ++s) {
    json.begin_object().key("set").text(sets[s].name()).key("labelled").integer(sets[s].labelled());
    json.key("measure").text(sets[s].has_pairs() ? "pair_f1" : "bcubed_f1");
    add_scores(json, fit.sets[s].shipped, fit.sets[s].fitted, fit.sets[s].left_out);
    const std::optional<Found>& without = fit.sets[s].without;
    json.key("left_out_finished");
    if (without)
      json.boolean(without->finished);
    else
      json.null();
    json.end_object();
  }
  const Means means = means_of(fit);
  json.end_array().key("mean").begin_object();
  add_scores(json, means.shipped, means.fitted, means.left_out);
  json.end_object().key("trials").integer(fit.all.trials).key("finished").boolean(fit.all.finished);
  json.key("level").number(fit.all.options.level);
  std::string text = json.end_object().json();
  text.insert(text.size() - 1, ",\"model\":" + model_json(fit.all.options.model));
  return text + '\n';
}

ResultOptions to_options(const FitFlags& flags) {
  for (const Preset preset : {Preset::kWeb, Preset::kOcr, Preset::kHeadlines}) {
    if (flags.preset == name_of(preset)) return preset_options(preset);
  }
  throw Error(ErrorKind::kUsage, "no such preset: --preset " + flags.preset + " (take web, ocr or headlines)");
}

PairTests to_tests(const FitFlags& flags) {
  if (flags.same.empty() != flags.different.empty()) {
    throw Error(ErrorKind::kUsage, "half a label test: --same, --different (a file of pairs needs both)");
  }
  if (flags.same.empty()) return {};
  return {LabelTest(flags.same), LabelTest(flags.different)};
}

std::vector<LabelledSet> read_sets(const std::vector<DatasetPaths>& paths, const PairTests& tests,
                                   const ResultOptions& options, Progress& progress) {
  std::vector<LabelledSet> sets;
  sets.reserve(paths.size());
  for (const DatasetPaths& path : paths) sets.emplace_back(path, tests, options, progress);
  return sets;
}

Fit fit_shown(std::vector<LabelledSet>& sets, const StoryOptions& start, const std::vector<Coordinate>& coordinates,
              std::size_t most_trials, Progress& progress) {
  const std::size_t searches = sets.size() > 1 ? sets.size() + 1 : 1;
  return fit_sets(
      sets.size(), start, coordinates, most_trials,
      [&](std::size_t set, const StoryOptions& trial) { return sets[set].score(trial); },
      [&](std::optional<std::size_t> left_out, std::size_t trial) {
        progress.pass("fit " + std::to_string(left_out ? *left_out + 2 : 1) + " of " + std::to_string(searches) +
                      ", trial " + std::to_string(trial) + " of at most " + std::to_string(most_trials));
      });
}

int run(const FitFlags& flags) {
  const ResultOptions options = to_options(flags);
  const PairTests tests = to_tests(flags);
  std::vector<DatasetPaths> paths;
  for (const std::string& dataset : flags.datasets) paths.push_back(find_dataset(dataset));
  if (!flags.overwrite && std::filesystem::exists(flags.output)) {
    throw Error(ErrorKind::kOutput,
                "file exists: " + flags.output + " (name another one with -o, or replace it with --overwrite)");
  }
  AtomicFile output(flags.output);  // a folder that is not there must not show after minutes
  const ThreadLimit threads(flags.threads);
  const std::vector<Coordinate> coordinates = story_coordinates();
  std::vector<LabelledSet> sets;
  Fit fit;
  {
    Progress progress(flags.quiet ? Verbosity::kQuiet : Verbosity::kProgress);  // off the terminal before the report
    sets = read_sets(paths, tests, options, progress);
    fit = fit_shown(sets, options.stories, coordinates, flags.trials, progress);
  }
  output.write(story_options_json(fit.all.options));
  output.commit();
  const std::string report =
      flags.json ? make_json(fit, sets)
                 : make_table(fit, sets, flags, changes_of(options.stories, fit.all.options, coordinates));
  std::fputs(report.c_str(), stdout);
  return 0;
}

}  // namespace

std::function<int()> add_fit_command(CLI::App& app) {
  const auto flags = std::make_shared<FitFlags>();
  CLI::App* command = app.add_subcommand("fit", "refit the constants of the story score to labels of your own");
  command
      ->add_option("DATASET", flags->datasets,
                   "folder with docs.jsonl or articles.jsonl (or .gz, .zst) and labels.tsv, stories.tsv or pairs.tsv; "
                   "or FILE=LABELS, where LABELS that end in pairs.tsv hold pairs")
      ->required();
  command->add_option("-o,--output", flags->output, "file to write, for cluster --model")->required();
  command->add_option("--same", flags->same, "labels of pairs that mean one story: '<=1.75', '>=3', or words: OK,yes");
  command->add_option("--different", flags->different, "labels of pairs that mean two stories, in the same form");
  command->add_option("--preset", flags->preset, "web, ocr or headlines, as in cluster")
      ->type_name("NAME")
      ->capture_default_str();
  command->add_option("--trials", flags->trials, "at most this many settings in each search")
      ->check(CLI::Range(1, 100000).description(""))
      ->capture_default_str();
  command->add_option("--threads", flags->threads, "threads; 0 means all processors")
      ->check(CLI::Range(0, 1024).description(""))
      ->capture_default_str();
  command->add_flag("--overwrite", flags->overwrite, "replace the file if it is there");
  command->add_flag("--json", flags->json, "print one JSON object");
  command->add_flag("--quiet", flags->quiet, "no progress");
  return [flags] { return run(*flags); };
}

}  // namespace samestory

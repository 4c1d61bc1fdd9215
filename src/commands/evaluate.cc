#include "commands/evaluate.h"

#include <samestory/error.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "evaluate/compare.h"

namespace samestory {
namespace {

struct EvaluateOptions {
  std::string folder;
  std::string gold;
  std::string level = "all";
  std::string same;
  std::string different;
  bool json = false;
};

struct Figure {
  std::string name;
  std::variant<std::size_t, double> value;
};

struct Column {  // the figures of one level; every column of a report has the same names
  std::string level;
  std::vector<Figure> figures;
};

Column to_column(const LevelScores& level) {
  const ClusterScores& s = level.scores;
  return {std::string(name(level.level)),
          {{"articles", s.articles},
           {"missing", level.missing},
           {"clusters", s.clusters},
           {"gold_clusters", s.gold_clusters},
           {"largest", s.largest},
           {"gold_largest", s.gold_largest},
           {"lone_rate", s.lone_rate},
           {"gold_lone_rate", s.gold_lone_rate},
           {"bcubed_precision", s.bcubed.precision},
           {"bcubed_recall", s.bcubed.recall},
           {"bcubed_f1", s.bcubed.f1},
           {"pair_precision", s.pairwise.precision},
           {"pair_recall", s.pairwise.recall},
           {"pair_f1", s.pairwise.f1},
           {"adjusted_rand", s.adjusted_rand},
           {"homogeneity", s.homogeneity},
           {"completeness", s.completeness},
           {"v_measure", s.v_measure},
           {"ceaf_e_precision", s.ceaf_e.precision},
           {"ceaf_e_recall", s.ceaf_e.recall},
           {"ceaf_e_f1", s.ceaf_e.f1}}};
}

Column to_column(const LevelPairScores& level) {
  const PairScores& s = level.scores;
  return {std::string(name(level.level)),
          {{"pairs", s.pairs},
           {"missing", level.missing},
           {"gold_same", s.gold_same},
           {"predicted_same", s.predicted_same},
           {"both_same", s.both_same},
           {"precision", s.same.precision},
           {"recall", s.same.recall},
           {"f1", s.same.f1}}};
}

// std::to_chars and not printf: the user's locale must not turn the point into a comma.
std::string to_text(double value, std::chars_format format, int precision) {
  char buffer[64];
  return std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, value, format, precision).ptr);
}

std::string for_table(const std::variant<std::size_t, double>& value) {
  if (const auto* count = std::get_if<std::size_t>(&value)) return std::to_string(*count);
  return to_text(std::get<double>(value), std::chars_format::fixed, 4);
}

std::string for_json(const std::variant<std::size_t, double>& value) {
  if (const auto* count = std::get_if<std::size_t>(&value)) return std::to_string(*count);
  return to_text(std::get<double>(value), std::chars_format::general, 17);
}

std::string padded(const std::string& text, std::size_t width) {
  return std::string(width - std::min(width, text.size()), ' ') + text;
}

std::string make_table(const std::vector<Column>& columns) {
  std::size_t name_width = 0;
  for (const Figure& figure : columns.front().figures) name_width = std::max(name_width, figure.name.size());
  std::string table(name_width, ' ');
  for (const Column& column : columns) table += "  " + padded(column.level, 10);
  table += '\n';
  for (std::size_t row = 0; row < columns.front().figures.size(); ++row) {
    const std::string& figure_name = columns.front().figures[row].name;
    table += figure_name + std::string(name_width - figure_name.size(), ' ');
    for (const Column& column : columns) {
      table += "  " + padded(for_table(column.figures[row].value), std::max<std::size_t>(10, column.level.size()));
    }
    table += '\n';
  }
  return table;
}

std::string make_json(const std::vector<Column>& columns) {
  std::string json = "{";
  for (const Column& column : columns) {
    json += (json.size() > 1 ? ",\"" : "\"") + column.level + "\":{";
    for (std::size_t row = 0; row < column.figures.size(); ++row) {
      json += (row > 0 ? ",\"" : "\"") + column.figures[row].name + "\":" + for_json(column.figures[row].value);
    }
    json += '}';
  }
  return json + "}\n";
}

std::vector<ScoredLevel> levels_for(const EvaluateOptions& options) {
  const bool pairs = !options.same.empty();
  if (options.level == "copies") return {ScoredLevel::kCopies};
  if (options.level == "storylines") return {ScoredLevel::kStorylines};
  if (options.level != "stories" && options.level != "all") {
    throw Error(ErrorKind::kUsage,
                "unknown level: --level " + options.level + " (choose copies, stories, storylines or all)");
  }
  std::vector<ScoredLevel> levels = {ScoredLevel::kStories};
  if (!pairs) levels.push_back(ScoredLevel::kStoriesCollapsed);
  if (options.level == "all") {
    levels.insert(levels.begin(), ScoredLevel::kCopies);
    levels.push_back(ScoredLevel::kStorylines);
  }
  return levels;
}

std::string articles_path(const std::string& folder) {
  const std::filesystem::path path = std::filesystem::path(folder) / "articles.jsonl";
  if (!std::filesystem::is_directory(folder)) {
    throw Error(ErrorKind::kInput, "no such folder: " + folder + " (name the one that `samestory cluster -o` wrote)");
  }
  if (!std::filesystem::exists(path)) {
    throw Error(ErrorKind::kInput,
                "no articles.jsonl: " + folder + " (run `samestory cluster FILE... -o " + folder + "`)");
  }
  return path.string();
}

int run(const EvaluateOptions& options) {
  if (options.same.empty() != options.different.empty()) {
    throw Error(ErrorKind::kUsage, "half a label test: --same, --different (a file of pairs needs both)");
  }
  const std::string path = articles_path(options.folder);
  std::vector<Column> columns;
  if (options.same.empty()) {
    const GoldClusters gold = read_gold_clusters(options.gold);
    for (const LevelScores& level : compare_clusters(path, gold, levels_for(options)))
      columns.push_back(to_column(level));
  } else {
    const GoldPairs gold = read_gold_pairs(options.gold, LabelTest(options.same), LabelTest(options.different));
    for (const LevelPairScores& level : compare_pairs(path, gold, levels_for(options)))
      columns.push_back(to_column(level));
  }
  const std::string report = options.json ? make_json(columns) : make_table(columns);
  std::fputs(report.c_str(), stdout);
  return 0;
}

}  // namespace

std::function<int()> add_evaluate_command(CLI::App& app) {
  const auto options = std::make_shared<EvaluateOptions>();
  CLI::App* command = app.add_subcommand("evaluate", "score a finished run against gold labels");
  command->add_option("DIR", options->folder, "the output folder of a finished samestory cluster")->required();
  command
      ->add_option("--gold", options->gold, "labels: id TAB cluster, or id TAB id TAB label with --same, --different")
      ->required();
  command->add_option("--level", options->level, "which grouping to score: copies, stories, storylines or all")
      ->type_name("NAME")
      ->capture_default_str();
  command->add_option("--same", options->same, "labels that mean one cluster: '<=1.75', '>=3', or words: OK,yes");
  command->add_option("--different", options->different, "labels that mean two clusters, in the same form");
  command->add_flag("--json", options->json, "print one JSON object in full precision");
  return [options] { return run(*options); };
}

}  // namespace samestory

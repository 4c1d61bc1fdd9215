#include "fit/fit.h"

#include <doctest/doctest.h>
#include <samestory/error.h>

#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "base/hash.h"
#include "fit/labelled_set.h"
#include "fit/search.h"
#include "generate/archive.h"
#include "io/model_file.h"
#include "temporary_folder.h"

namespace fs = std::filesystem;
using namespace samestory;

namespace {

constexpr std::size_t kManyTrials = 1000;

std::vector<Coordinate> tiny_coordinates() {
  std::vector<Coordinate> tiny;
  for (Coordinate coordinate : story_coordinates()) {
    if (coordinate.name != "level" && coordinate.name != "tenfold" && coordinate.name != "lead") continue;
    if (coordinate.grid.size() > 8) coordinate.grid.resize(8);
    tiny.push_back(std::move(coordinate));
  }
  return tiny;
}

// A hill with one top, whose coordinates do not lean on each other.
struct Hill {
  std::vector<double> top;  // per coordinate
  double operator()(const std::vector<Coordinate>& coordinates, const StoryOptions& options) const {
    double score = 1;
    for (std::size_t c = 0; c < coordinates.size(); ++c) {
      const double apart = coordinates[c].value(options) - top[c];
      score -= 100 * apart * apart;
    }
    return score;
  }
};

// The best of all settings of the grid.
double search_all(const std::vector<Coordinate>& coordinates, StoryOptions options, const ScoreSetting& score,
                  std::size_t from = 0) {
  if (from == coordinates.size()) return score(options);
  double best = -1e9;
  for (const double value : coordinates[from].grid) {
    coordinates[from].set(options, value);
    best = std::max(best, search_all(coordinates, options, score, from + 1));
  }
  return best;
}

std::string error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "none";
}

Progress quiet(Verbosity::kQuiet);

LabelledSet read_set(const std::string& dataset, const PairTests& tests = {}) {
  return LabelledSet(find_dataset(dataset), tests, preset_options(Preset::kWeb), quiet);
}

}  // namespace

TEST_CASE("on a hill the coordinate search finds what trying everything finds") {
  const std::vector<Coordinate> coordinates = tiny_coordinates();
  REQUIRE(coordinates.size() == 3);
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    CAPTURE(seed);
    Hill hill;
    StoryOptions start;
    for (std::size_t c = 0; c < coordinates.size(); ++c) {
      const auto& grid = coordinates[c].grid;
      hill.top.push_back(grid[mix(seed * 10 + c) % grid.size()]);
      coordinates[c].set(start, grid[mix(seed * 10 + c + 5) % grid.size()]);
    }
    // The least step of these grids, .01 of floor, is worth .01 at the top: none is too small to be taken.
    const auto score = [&](const StoryOptions& options) { return hill(coordinates, options); };
    const Found found = search_coordinates(start, coordinates, kManyTrials, score);
    CHECK(found.finished);
    CHECK(found.score == doctest::Approx(score(found.options)).epsilon(1e-12));
    CHECK(found.score == doctest::Approx(search_all(coordinates, start, score)).epsilon(1e-12));
  }
}

TEST_CASE("a search keeps to its trials and takes no step that gains nothing") {
  const std::vector<Coordinate> coordinates = story_coordinates();
  std::size_t calls = 0;
  const auto flat = [&](const StoryOptions&) { return static_cast<void>(++calls), 0.5; };
  const Found still = search_coordinates({}, coordinates, kManyTrials, flat);
  CHECK(still.options.level == StoryOptions().level);
  CHECK(still.options.model == StoryModel());
  CHECK(still.finished);
  CHECK(calls == still.trials + 1);
  const auto rising = [&](const StoryOptions& options) { return options.level; };
  const Found cut = search_coordinates({}, coordinates, 5, rising);
  CHECK(cut.trials == 5);
  CHECK(cut.options.level == doctest::Approx(2.3));
  CHECK_FALSE(cut.finished);
}

TEST_CASE("every value of every grid makes a model that its file gives back") {
  const TemporaryFolder folder;
  for (const Coordinate& coordinate : story_coordinates()) {
    CHECK(std::is_sorted(coordinate.grid.begin(), coordinate.grid.end()));
    for (const double value : coordinate.grid) {
      CAPTURE(coordinate.name);
      CAPTURE(value);
      StoryOptions options;
      coordinate.set(options, value);
      CHECK(coordinate.value(options) == doctest::Approx(value));
      folder.write("model.json", story_options_json(options));
      const StoryOptions found = read_model_file(folder / "model.json");
      CHECK(found.level == options.level);
      CHECK(found.model == options.model);
    }
  }
}

TEST_CASE("a kernel whose constant part was all fades by halves again, and its shares add up to 1") {
  for (const Coordinate& coordinate : story_coordinates()) {
    if (coordinate.name != "kernel_always") continue;
    StoryOptions options;
    coordinate.set(options, 1);
    CHECK(options.model.kernel_short + options.model.kernel_long == 0);
    coordinate.set(options, 0.3);
    CHECK(options.model.kernel_short == doctest::Approx(0.35));
    CHECK(options.model.kernel_long == doctest::Approx(0.35));
  }
}

TEST_CASE("constants for a left-out set are those of a fit that never had it") {
  const std::vector<Coordinate> coordinates = tiny_coordinates();
  const std::vector<Hill> hills = {{{1.2, 0.05, 0.2}}, {{1.4, 0.1, 0.1}}, {{1.6, 0.03, 0.07}}};
  const auto nobody = [](std::optional<std::size_t>, std::size_t) {};
  const Fit fit = fit_sets(
      3, {}, coordinates, kManyTrials,
      [&](std::size_t set, const StoryOptions& options) { return hills[set](coordinates, options); }, nobody);
  for (std::size_t out = 0; out < 3; ++out) {
    CAPTURE(out);
    const auto others = [&](const StoryOptions& options) {
      double sum = 0;
      for (std::size_t set = 0; set < 3; ++set) sum += set == out ? 0 : hills[set](coordinates, options);
      return sum / 2;
    };
    const Found alone = search_coordinates({}, coordinates, kManyTrials, others);
    REQUIRE(fit.sets[out].without);
    CHECK(fit.sets[out].without->options.level == alone.options.level);
    CHECK(fit.sets[out].without->options.model == alone.options.model);
    CHECK(fit.sets[out].left_out == hills[out](coordinates, alone.options));
    CHECK(fit.sets[out].fitted == hills[out](coordinates, fit.all.options));
    CHECK(fit.sets[out].shipped == hills[out](coordinates, {}));
  }
  // And they differ, or this test would not see a set that slipped in.
  CHECK(fit.sets[0].without->options.level != fit.all.options.level);
}

TEST_CASE("no setting is scored twice on one set, and one set is not left out") {
  const std::vector<Coordinate> coordinates = tiny_coordinates();
  for (const std::size_t sets : {std::size_t{1}, std::size_t{3}}) {
    CAPTURE(sets);
    std::vector<std::string> asked;
    const Fit fit = fit_sets(
        sets, {}, coordinates, kManyTrials,
        [&](std::size_t set, const StoryOptions& options) {
          asked.push_back(std::to_string(set) + story_options_json(options));
          return Hill{{1.4, 0.1, 0.1}}(coordinates, options);
        },
        [](std::optional<std::size_t>, std::size_t) {});
    std::sort(asked.begin(), asked.end());
    CHECK(std::adjacent_find(asked.begin(), asked.end()) == asked.end());
    CHECK(fit.sets[0].left_out.has_value() == (sets > 1));
  }
}

TEST_CASE("a fit of the level finds back a level that tells the stories of generated sets apart") {
  const TemporaryFolder folder;
  std::vector<LabelledSet> sets;
  for (const std::uint64_t seed : {std::uint64_t{1}, std::uint64_t{2}}) {
    GenerateOptions options;
    options.articles = 300;
    options.seed = seed;
    options.languages = {"en"};
    const std::string path = folder / std::to_string(seed);
    generate_archive(options, {path, Overwrite::kRefuse, Compression::kNone, {}});
    sets.push_back(read_set(path));
  }
  const auto score = [&](std::size_t set, const StoryOptions& options) { return sets[set].score(options); };
  const auto mean = [&](const StoryOptions& options) { return (score(0, options) + score(1, options)) / 2; };
  const std::vector<Coordinate> level_only = {story_coordinates().front()};
  for (const double level : {4.0, 5.0}) {
    CAPTURE(level);
    StoryOptions strict;
    strict.level = level;
    const Fit fit = fit_sets(2, strict, level_only, kManyTrials, score, [](std::optional<std::size_t>, std::size_t) {});
    const double best = search_all(level_only, strict, mean);
    CAPTURE(fit.all.options.level);
    CHECK(best - fit.all.score < 0.03);  // of invented news the curve has ledges
    CHECK(fit.all.score > mean(strict));
    CHECK(fit.all.score - mean(strict) > 0.01);
    CHECK((fit.sets[0].left_out.value() + fit.sets[1].left_out.value()) / 2 >
          (fit.sets[0].shipped + fit.sets[1].shipped) / 2);
  }
  // The kept graph is the model's: after another model the first score comes back.
  StoryOptions other;
  other.model.weights = {0.1, 0, 0, 0.6, 0, 0};
  const double before = score(0, {});
  CHECK(score(0, other) != before);
  CHECK(score(0, {}) == before);
}

TEST_CASE("labels that cannot be fitted to are errors that say why") {
  const TemporaryFolder folder;
  const std::string articles =
      "{\"id\":\"a\",\"text\":\"The ferry to Holm was stopped by ice.\"}\n"
      "{\"id\":\"b\",\"text\":\"Ice stops the Holm ferry.\"}\n"
      "{\"id\":\"c\",\"text\":\"Two beekeepers share the first prize.\"}\n";
  struct Case {
    std::string name, labels_file, labels, expected;
  };
  const std::vector<Case> cases = {
      {"foreign", "labels.tsv", "x\t1\ny\t1\n", "no labelled article is in"},
      {"one cluster", "labels.tsv", "a\t1\nb\t1\nc\t1\n", "one cluster only"},
      {"one present", "labels.tsv", "a\t1\nb\t1\nx\t2\n", "one cluster only"},
      {"all alone", "labels.tsv", "a\t1\nb\t2\nc\t3\n", "no two articles in one cluster"},
      {"same only", "pairs.tsv", "a\tb\tyes\n", "labels of one kind only"},
      {"different only", "pairs.tsv", "a\tb\tno\na\tc\tno\n", "labels of one kind only"},
      {"foreign pairs", "pairs.tsv", "a\tx\tyes\nb\ty\tno\n", "no labelled pair is in"},
      {"no labels", "other.tsv", "a\t1\n", "no labels"},
      {"good clusters", "labels.tsv", "a\t1\nb\t1\nc\t2\n", "none"},
      {"good pairs", "pairs.tsv", "a\tb\tyes\na\tc\tno\n", "none"},
  };
  const PairTests tests{LabelTest("yes"), LabelTest("no")};
  for (const Case& c : cases) {
    CAPTURE(c.name);
    folder.write(c.name + "/docs.jsonl", articles);
    folder.write(c.name + "/" + c.labels_file, c.labels);
    const std::string error = error_of([&] { read_set(folder / c.name, tests); });
    CAPTURE(error);
    CHECK(error.starts_with(c.expected));
  }
  CHECK(error_of([&] { read_set(folder / "good pairs"); }).starts_with("pairs without a meaning"));
  CHECK(error_of([&] { find_dataset(folder / "good pairs" + "/docs.jsonl=nothing.tsv"); }).starts_with("no such file"));
  CHECK(error_of([&] { read_set(folder / "nowhere"); }).starts_with("no such folder"));
}

TEST_CASE("scores follow the definition: a missing article is alone, of pairs F1 counts") {
  const TemporaryFolder folder;
  // b is a copy of a, so they are together under any constants; c shares no word with them.
  const std::string ferry =
      "The ferry between Holm and the mainland was stopped on Monday by drifting ice, said the harbour "
      "master, who hopes to reopen the line as soon as the wind turns and the channel is clear again.";
  folder.write("set/docs.jsonl", "{\"id\":\"a\",\"text\":\"" + ferry + "\"}\n{\"id\":\"b\",\"text\":\"" + ferry +
                                     "\"}\n{\"id\":\"c\",\"text\":\"Beekeepers share prizes.\"}\n");
  folder.write("set/some.tsv", "a\t1\nb\t1\nc\t2\ngone\t2\n");
  folder.write("set/pairs.tsv", "a\tb\tyes\nb\tc\tno\na\tgone\tyes\n");
  LabelledSet clusters = read_set(folder / "set/docs.jsonl" + "=" + folder / "set/some.tsv");
  CHECK(clusters.labelled() == 3);
  // Predicted {a, b}, {c}, {gone}: precision 1, recall (1 + 1 + .5 + .5) / 4.
  CHECK(clusters.score({}) == doctest::Approx(2 * 0.75 / 1.75));
  LabelledSet pairs = read_set(folder / "set", {LabelTest("yes"), LabelTest("no")});
  CHECK(pairs.has_pairs());
  CHECK(pairs.score({}) == doctest::Approx(2 * 0.5 / 1.5));  // precision 1, recall 1 of 2
}

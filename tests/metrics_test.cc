#include "evaluate/metrics.h"

#include <doctest/doctest.h>
#include <samestory/error.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "commands/evaluate.h"
#include "error_message.h"
#include "evaluate/assignment.h"
#include "evaluate/compare.h"
#include "evaluate/labels.h"
#include "io/results_read.h"
#include "temporary_folder.h"

using namespace samestory;

namespace {

using Clusters = std::vector<std::uint32_t>;

// The slow, obvious twins: each follows the words of its definition with loops over articles and pairs.

std::set<std::size_t> cluster_of(const Clusters& clusters, std::size_t article) {
  std::set<std::size_t> members;
  for (std::size_t i = 0; i < clusters.size(); ++i) {
    if (clusters[i] == clusters[article]) members.insert(i);
  }
  return members;
}

std::size_t shared(const std::set<std::size_t>& a, const std::set<std::size_t>& b) {
  return static_cast<std::size_t>(std::count_if(a.begin(), a.end(), [&](std::size_t i) { return b.count(i) > 0; }));
}

double slow_bcubed_precision(const Clusters& gold, const Clusters& predicted) {
  double sum = 0;
  for (std::size_t i = 0; i < gold.size(); ++i) {
    const auto found = cluster_of(predicted, i);
    sum += double(shared(found, cluster_of(gold, i))) / double(found.size());
  }
  return sum / double(gold.size());
}

struct PairCounts {
  double both = 0, gold = 0, predicted = 0, all = 0;
};

PairCounts count_pairs(const Clusters& gold, const Clusters& predicted) {
  PairCounts counts;
  for (std::size_t i = 0; i < gold.size(); ++i) {
    for (std::size_t j = i + 1; j < gold.size(); ++j) {
      counts.all += 1;
      counts.gold += gold[i] == gold[j];
      counts.predicted += predicted[i] == predicted[j];
      counts.both += gold[i] == gold[j] && predicted[i] == predicted[j];
    }
  }
  return counts;
}

double slow_adjusted_rand(const Clusters& gold, const Clusters& predicted) {
  const PairCounts c = count_pairs(gold, predicted);
  if (c.all == 0) return 1;
  const double expected = c.gold * c.predicted / c.all;
  const double highest = (c.gold + c.predicted) / 2;
  return highest == expected ? 1 : (c.both - expected) / (highest - expected);
}

std::vector<std::set<std::size_t>> all_clusters(const Clusters& clusters) {
  std::set<std::set<std::size_t>> distinct;
  for (std::size_t i = 0; i < clusters.size(); ++i) distinct.insert(cluster_of(clusters, i));
  return {distinct.begin(), distinct.end()};
}

// H(of | given) / H(of) by the definition of conditional entropy.
double slow_uncertainty(const Clusters& of, const Clusters& given) {
  const double n = double(of.size());
  double conditional = 0;
  double own = 0;
  for (const auto& k : all_clusters(given)) {
    for (const auto& c : all_clusters(of)) {
      const double both = double(shared(c, k));
      if (both > 0) conditional -= both / n * std::log(both / double(k.size()));
    }
  }
  for (const auto& c : all_clusters(of)) own -= double(c.size()) / n * std::log(double(c.size()) / n);
  return own > 1e-15 ? conditional / own : 0;
}

// The best sum over every way of giving columns to rows.
double slow_matching(const std::vector<std::vector<double>>& weights) {
  if (weights.empty()) return 0;
  std::vector<std::vector<double>> square = weights;
  const std::size_t n = std::max(weights.size(), weights[0].size());
  square.resize(n);
  for (auto& row : square) row.resize(n, 0);
  std::vector<std::size_t> columns(n);
  std::iota(columns.begin(), columns.end(), std::size_t{0});
  double best = 0;
  do {
    double sum = 0;
    for (std::size_t row = 0; row < n; ++row) sum += square[row][columns[row]];
    best = std::max(best, sum);
  } while (std::next_permutation(columns.begin(), columns.end()));
  return best;
}

double slow_ceaf_similarity(const Clusters& gold, const Clusters& predicted) {
  std::vector<std::vector<double>> weights;
  for (const auto& g : all_clusters(gold)) {
    weights.emplace_back();
    for (const auto& p : all_clusters(predicted)) {
      weights.back().push_back(2 * double(shared(g, p)) / double(g.size() + p.size()));
    }
  }
  return slow_matching(weights);
}

Clusters random_clusters(std::uint64_t seed, std::size_t articles, std::uint32_t kinds) {
  Clusters clusters;
  for (std::size_t i = 0; i < articles; ++i) clusters.push_back(std::uint32_t(mix(combine(seed, i)) % kinds));
  return clusters;
}

}  // namespace

TEST_CASE("scores of small examples equal those worked out by hand") {
  struct Case {
    const char* name;
    Clusters gold, predicted;
    double bcubed_p, bcubed_r, pair_p, pair_r, rand, homogeneity, completeness, ceaf_p, ceaf_r;
  };
  const Case cases[] = {
      {"equal", {0, 0, 1}, {1, 1, 0}, 1, 1, 1, 1, 1, 1, 1, 1, 1},
      {"a single article has no pairs", {0}, {0}, 1, 1, 0, 0, 1, 1, 1, 1, 1},
      {"all alone on both sides", {0, 1, 2}, {2, 0, 1}, 1, 1, 0, 0, 1, 1, 1, 1, 1},
      {"all in one", {0, 0, 1, 1}, {0, 0, 0, 0}, .5, 1, 1.0 / 3, 1, 0, 0, 1, 2.0 / 3, 1.0 / 3},
      {"all alone", {0, 0, 1, 1}, {0, 1, 2, 3}, 1, .5, 0, 0, 0, 1, .5, 1.0 / 3, 2.0 / 3},
      {"crossed", {0, 0, 1, 1}, {0, 1, 0, 1}, .5, .5, 0, 0, -.5, 0, 0, .5, .5},
      // gold {012}{34}{5}, found {01}{234}{5}: B-cubed (1 + 1 + 1/3 + 2/3 + 2/3 + 1) / 6 both ways; 2 of 4 pairs of 15;
      // entropies (ln 3 - 2/3 ln 2) / 2 of ln 2 / 2 + ln 3 / 3 + ln 6 / 6; matched 4/5 + 4/5 + 1 of 3.
      {"one astray",
       {0, 0, 0, 1, 1, 2},
       {0, 0, 1, 1, 1, 2},
       7.0 / 9,
       7.0 / 9,
       .5,
       .5,
       7.0 / 22,
       .6853314789615865,
       .6853314789615865,
       2.6 / 3,
       2.6 / 3},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const ClusterScores s = score_clusters(c.gold, c.predicted);
    CHECK(s.bcubed.precision == doctest::Approx(c.bcubed_p).epsilon(1e-12));
    CHECK(s.bcubed.recall == doctest::Approx(c.bcubed_r).epsilon(1e-12));
    CHECK(s.pairwise.precision == doctest::Approx(c.pair_p).epsilon(1e-12));
    CHECK(s.pairwise.recall == doctest::Approx(c.pair_r).epsilon(1e-12));
    CHECK(s.adjusted_rand == doctest::Approx(c.rand).epsilon(1e-12));
    CHECK(s.homogeneity == doctest::Approx(c.homogeneity).epsilon(1e-12));
    CHECK(s.completeness == doctest::Approx(c.completeness).epsilon(1e-12));
    CHECK(s.ceaf_e.precision == doctest::Approx(c.ceaf_p).epsilon(1e-12));
    CHECK(s.ceaf_e.recall == doctest::Approx(c.ceaf_r).epsilon(1e-12));
  }
}

TEST_CASE("counts, largest clusters and lone rates are over the labelled articles") {
  const ClusterScores s = score_clusters(Clusters{0, 0, 0, 1, 1, 2}, Clusters{5, 5, 1, 1, 3, 4});
  CHECK(s.articles == 6);
  CHECK(s.clusters == 4);
  CHECK(s.gold_clusters == 3);
  CHECK(s.largest == 2);
  CHECK(s.gold_largest == 3);
  CHECK(s.lone_rate == doctest::Approx(2.0 / 6));
  CHECK(s.gold_lone_rate == doctest::Approx(1.0 / 6));
}

TEST_CASE("every measure agrees with its definition on random clusterings") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    const std::size_t articles = 1 + mix(seed) % 14;
    const Clusters gold = random_clusters(combine(seed, 1), articles, 1 + std::uint32_t(mix(seed + 1000) % 6));
    const Clusters predicted = random_clusters(combine(seed, 2), articles, 1 + std::uint32_t(mix(seed + 2000) % 6));
    const ClusterScores s = score_clusters(gold, predicted);
    const PairCounts pairs = count_pairs(gold, predicted);
    CHECK(s.bcubed.precision == doctest::Approx(slow_bcubed_precision(gold, predicted)).epsilon(1e-12));
    CHECK(s.bcubed.recall == doctest::Approx(slow_bcubed_precision(predicted, gold)).epsilon(1e-12));
    CHECK(s.pairwise.precision == doctest::Approx(pairs.both / std::max(1.0, pairs.predicted)).epsilon(1e-12));
    CHECK(s.pairwise.recall == doctest::Approx(pairs.both / std::max(1.0, pairs.gold)).epsilon(1e-12));
    CHECK(s.adjusted_rand == doctest::Approx(slow_adjusted_rand(gold, predicted)).epsilon(1e-12));
    CHECK(s.homogeneity == doctest::Approx(1 - slow_uncertainty(gold, predicted)).epsilon(1e-9));
    CHECK(s.completeness == doctest::Approx(1 - slow_uncertainty(predicted, gold)).epsilon(1e-9));
    const double similarity = slow_ceaf_similarity(gold, predicted);
    CHECK(s.ceaf_e.precision == doctest::Approx(similarity / double(s.clusters)).epsilon(1e-12));
    CHECK(s.ceaf_e.recall == doctest::Approx(similarity / double(s.gold_clusters)).epsilon(1e-12));
  }
}

TEST_CASE("precision and recall trade places when gold and predicted do, and renumbering changes nothing") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    const Clusters gold = random_clusters(combine(seed, 1), 500, 90);
    const Clusters predicted = random_clusters(combine(seed, 2), 500, 60);
    Clusters renumbered = predicted;
    for (std::uint32_t& cluster : renumbered) cluster = (cluster * 7 + 3) % 61;
    const ClusterScores a = score_clusters(gold, predicted);
    const ClusterScores b = score_clusters(predicted, gold);
    const ClusterScores c = score_clusters(gold, renumbered);
    CHECK(a.bcubed.precision == doctest::Approx(b.bcubed.recall));
    CHECK(a.homogeneity == doctest::Approx(b.completeness));
    CHECK(a.ceaf_e.precision == doctest::Approx(b.ceaf_e.recall));
    CHECK(a.adjusted_rand == doctest::Approx(b.adjusted_rand));
    CHECK(a.ceaf_e.f1 == doctest::Approx(c.ceaf_e.f1));
    CHECK(a.v_measure == doctest::Approx(c.v_measure));
  }
}

TEST_CASE("the heaviest matching equals the best of all permutations") {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    CAPTURE(seed);
    const std::uint32_t rows = 1 + std::uint32_t(mix(combine(seed, 1)) % 6);
    const std::uint32_t columns = 1 + std::uint32_t(mix(combine(seed, 2)) % 6);
    std::vector<std::vector<double>> weights(rows, std::vector<double>(columns, 0));
    std::vector<WeightedEdge> edges;
    for (std::uint32_t row = 0; row < rows; ++row) {
      for (std::uint32_t column = 0; column < columns; ++column) {
        const std::uint64_t draw = mix(combine(combine(seed, row + 10), column));
        if (draw % 3 == 0) continue;  // sparse, and few distinct weights, so that ties are common
        weights[row][column] = double(draw / 3 % 9) / 8;
        edges.push_back({row, column, weights[row][column]});
      }
    }
    CHECK(heaviest_matching(edges, rows, columns) == doctest::Approx(slow_matching(weights)).epsilon(1e-12));
  }
}

TEST_CASE("a matching gives up a heavy edge where two others weigh more") {
  // Greedy takes .9 and is left with 0; the best is .8 + .7.
  const WeightedEdge edges[] = {{0, 0, .9}, {0, 1, .7}, {1, 0, .8}};
  CHECK(heaviest_matching(edges, 2, 2) == doctest::Approx(1.5));
  CHECK(heaviest_matching({}, 0, 0) == 0);
}

TEST_CASE("pair scores count verdicts and survive the lack of any same pair") {
  const PairVerdict mixed[] = {{true, true}, {true, false}, {false, true}, {true, true}, {false, false}};
  const PairScores s = score_pairs(mixed);
  CHECK(s.pairs == 5);
  CHECK(s.gold_same == 3);
  CHECK(s.predicted_same == 3);
  CHECK(s.both_same == 2);
  CHECK(s.same.precision == doctest::Approx(2.0 / 3));
  CHECK(s.same.recall == doctest::Approx(2.0 / 3));
  const PairVerdict different[] = {{false, false}};
  CHECK(score_pairs(different).same.f1 == 0);
}

TEST_CASE("label tests accept bounds and words") {
  struct Case {
    const char* expression;
    const char* label;
    bool expected;
  };
  const Case cases[] = {
      {"<=1.75", "1.75", true}, {"<=1.75", "1.76", false}, {">=3", "3.000", true},    {">=3", " 2.9 ", false},
      {"OK", "OK", true},       {"OK", "ok", false},       {"near,cut", "cut", true}, {"near,cut", "near,cut", false}};
  for (const Case& c : cases) {
    CAPTURE(c.expression);
    CAPTURE(c.label);
    CHECK(LabelTest(c.expression).matches(c.label) == c.expected);
  }
  CHECK_THROWS_AS(LabelTest(""), Error);
  for (const char* bad : {"<=x", ">=nan", "<=inf", ">=", "=>3"}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(LabelTest{bad}, Error);
  }
  for (const char* comparison : {">3", "<3", "=3", ">"}) {
    CAPTURE(comparison);
    CHECK(message_of([&] { LabelTest{comparison}; }) ==
          "no such comparison: " + std::string(comparison) + " (write \"<=\" or \">=\" and a number)");
  }
  CHECK_THROWS_AS(LabelTest(">=3").matches("OK"), Error);
}

TEST_CASE("bad labels end in a message that names file, line and remedy") {
  const TemporaryFolder folder;
  struct Case {
    const char* content;
    const char* part;
  };
  const Case cases[] = {{"a\tx\nb\n", "gold.tsv:2 (write id and cluster with tabs"},
                        {"a\tx\n\na\ty\n", "two clusters for \"a\": "},
                        {"a\tx\n\na\ty\n", "gold.tsv:3"},
                        {" \n", "no labels: "}};
  for (const Case& c : cases) {
    CAPTURE(c.content);
    const std::string path = folder.write("gold.tsv", c.content);
    const std::string message = message_of([&] { read_gold_clusters(path); });
    CAPTURE(message);
    CHECK(message.find(c.part) != std::string::npos);
  }
  CHECK(message_of([&] { read_gold_clusters(folder.path + "/none"); }).find("cannot open: ") == 0);
  CHECK(message_of([&] { read_gold_clusters(folder.path); }) ==
        "labels in a folder: " + folder.path + " (name one file of them with --gold)");
  const std::string pairs = folder.write("pairs.tsv", "a\tb\t1\nb\tc\tten\n");
  const std::string message = message_of([&] { read_gold_pairs(pairs, LabelTest("<=1"), LabelTest(">=2")); });
  CHECK(message.find("pairs.tsv:2: label is no number: \"ten\"") != std::string::npos);
  CHECK(message_of([&] { read_gold_pairs(pairs, LabelTest("OK"), LabelTest("BAD")); }).find("no pair has") == 0);
}

TEST_CASE("a byte order mark is no part of the first id") {
  const TemporaryFolder folder;
  CHECK(read_gold_clusters(folder.write("gold.tsv",
                                        "\xEF\xBB\xBF"
                                        "a\tx\n\xEF\xBB\xBF"
                                        "b\tx\n"))
            .ids == std::vector<std::string>{"a",
                                             "\xEF\xBB\xBF"
                                             "b"});
  const std::string pairs = folder.write("pairs.tsv",
                                         "\xEF\xBB\xBF"
                                         "a\tb\tOK\n");
  CHECK(read_gold_pairs(pairs, LabelTest("OK"), LabelTest("BAD")).ids == std::vector<std::string>{"a", "b"});
}

TEST_CASE("labels of another archive are an error and no score") {
  const TemporaryFolder folder;
  const std::string articles =
      folder.write("articles.jsonl", "{\"id\":\"a\",\"copy_of\":\"a\",\"story\":\"a\",\"storyline\":\"a\"}\n");
  const std::string gold = folder.write("gold.tsv", "x\t1\ny\t1\n");
  const std::string pairs = folder.write("pairs.tsv", "x\ty\tOK\n");
  const auto expected = [&](const std::string& labels) {
    return "no labelled article is in the run: " + labels + ", " + articles +
           " (name the labels of the archive that was clustered)";
  };
  CHECK(message_of([&] { compare_clusters(articles, read_gold_clusters(gold), {ScoredLevel::kCopies}); }) ==
        expected(gold));
  CHECK(message_of([&] {
          compare_pairs(articles, read_gold_pairs(pairs, LabelTest("OK"), LabelTest("BAD")), {ScoredLevel::kCopies});
        }) == expected(pairs));
}

TEST_CASE("evaluate knows the levels by the names that cluster has for them, and all") {
  const TemporaryFolder folder;
  folder.write("articles.jsonl", "");
  const std::string gold = folder.write("gold.tsv", "x\t1\n");
  const auto message = [&](const std::string& level) {
    CLI::App app;
    const std::function<int()> run = add_evaluate_command(app);
    app.parse("evaluate --level " + level + " --gold " + gold + " " + folder.path);
    return message_of(run);
  };
  for (const char* level : {"copies", "stories", "storylines", "all"}) {
    CAPTURE(level);
    CHECK(message(level).find("no labelled article") == 0);  // the level was understood
  }
  for (const char* level : {"story", "storyline", "2"}) {
    CAPTURE(level);
    CHECK(message(level) ==
          "unknown level: --level " + std::string(level) + " (choose copies, stories, storylines or all)");
  }
}

TEST_CASE("result lines are read back with and without the fields of stories") {
  const TemporaryFolder folder;
  const std::string path = folder.write(
      "articles.jsonl",
      "{\"id\":\"a\",\"copy_of\":\"a\",\"copy_kind\":\"canonical\",\"resemblance\":1,\"containment\":1.0,\"story\":"
      "\"a\","
      "\"story_score\":2.5,\"storyline\":\"a\",\"later\":[{}]}\n"
      "{\"id\":\"b\\t\\u00e9\",\"copy_of\":\"a\",\"copy_kind\":\"near\",\"resemblance\":0.9,\"containment\":0.95}\n");
  std::vector<std::string> seen;
  read_results(path, [&](const ResultRow& row) {
    seen.push_back(std::to_string(row.line) + std::string(row.id) + "|" + std::string(row.copy_of) + "|" +
                   std::string(row.story) + "|" + std::string(row.storyline));
    if (row.line == 1) {
      CHECK(row.copy_kind == CopyKind::kCanonical);
      CHECK(row.story_score == 2.5);
    } else {
      CHECK(row.copy_kind == CopyKind::kNear);
      CHECK(row.resemblance == .9);
      CHECK(row.containment == .95);
    }
  });
  CHECK(seen == std::vector<std::string>{"1a|a|a|a", "2b\t\xC3\xA9|a||"});
  for (const char* bad :
       {"{\"id\":\"a\"}\n", "[1]\n", "{\"id\":\"a\",\"copy_of\":\"a\",\"copy_kind\":\"odd\"}\n", "{} x\n"}) {
    CAPTURE(bad);
    const std::string broken = folder.write("broken.jsonl", bad);
    CHECK(message_of([&] { read_results(broken, [](const ResultRow&) {}); }).find("broken.jsonl:1: ") !=
          std::string::npos);
  }
}

TEST_CASE("a run is compared level by level, ignoring what has no label and counting what is missing as lone") {
  const TemporaryFolder folder;
  const auto line = [](const std::string& id, const std::string& copy, const std::string& story) {
    return "{\"id\":\"" + id + "\",\"copy_of\":\"" + copy + "\",\"story\":\"" + story + "\",\"storyline\":\"a\"}\n";
  };
  const std::string content = line("a", "a", "a") + line("b", "a", "a") + line("c", "c", "a") + line("d", "d", "d") +
                              line("unlabelled", "u", "a");
  const std::string path = folder.write("articles.jsonl", content);
  const GoldClusters gold = read_gold_clusters(folder.write("gold.tsv", "a\tx\nb\tx\nc\ty\nd\ty\ngone\ty\n"));
  const auto levels = compare_clusters(
      path, gold,
      {ScoredLevel::kCopies, ScoredLevel::kStories, ScoredLevel::kStoriesCollapsed, ScoredLevel::kStorylines});
  REQUIRE(levels.size() == 4);
  CHECK(levels[0].missing == 1);
  CHECK(levels[0].scores.clusters == 4);  // ab, c, d, gone
  CHECK(levels[1].scores.clusters == 3);  // abc, d, gone
  CHECK(levels[1].scores.bcubed.precision == doctest::Approx((2.0 / 3 + 2.0 / 3 + 1.0 / 3 + 1 + 1) / 5));
  CHECK(levels[2].scores.articles == 4);  // b is a's copy
  CHECK(levels[2].scores.bcubed.precision == doctest::Approx((.5 + .5 + 1 + 1) / 4));
  CHECK(levels[3].scores.clusters == 2);  // abcd, gone

  const GoldPairs pairs =
      read_gold_pairs(folder.write("pairs.tsv", "a\tb\tOK\na\td\tBAD\nc\tgone\tOK\na\tlost\tunsure\n"), LabelTest("OK"),
                      LabelTest("BAD"));
  const auto pair_levels = compare_pairs(path, pairs, {ScoredLevel::kStories});
  CHECK(pair_levels[0].missing == 2);
  CHECK(pair_levels[0].scores.pairs == 3);
  CHECK(pair_levels[0].scores.same.precision == 1);
  CHECK(pair_levels[0].scores.same.recall == .5);

  const std::string twice = folder.write("twice.jsonl", content + line("a", "a", "a"));
  CHECK(message_of([&] { compare_clusters(twice, gold, {ScoredLevel::kStories}); }).find("twice.jsonl:6") !=
        std::string::npos);
  const std::string copies = folder.write("copies.jsonl", "{\"id\":\"a\",\"copy_of\":\"a\"}\n");
  CHECK(compare_clusters(copies, gold, {ScoredLevel::kCopies})[0].missing == 4);
  CHECK(message_of([&] { compare_clusters(copies, gold, {ScoredLevel::kStories}); }).find("no field \"story\"") == 0);
}

// Grouping of real, labelled news. The texts belong to their publishers and are not part of the project: where they do
// not lie beside the checkout (SAMESTORY_DATA names the folder, by default ../shared/data), these tests are skipped.
//
// The figures are bars, not results: what was measured stands in bench/results. The constants of the pair score were
// chosen with these sets in sight, so passing is no proof of quality elsewhere; failing is proof that something broke.
#include <doctest/doctest.h>
#include <samestory/samestory.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "evaluate/compare.h"
#include "evaluate/labels.h"
#include "io/results_read.h"

namespace fs = std::filesystem;
using namespace samestory;

namespace {

fs::path data_folder() {
  const char* named = std::getenv("SAMESTORY_DATA");
  return named != nullptr ? fs::path(named) : fs::path(SAMESTORY_TEST_DIR) / "../../shared/data";
}

bool is_there(const fs::path& path) {
  if (fs::exists(path)) return true;
  MESSAGE("skipped: no " << path.string());
  return false;
}

struct Grouped {
  std::string folder;
  explicit Grouped(const fs::path& input)
      : folder((fs::temp_directory_path() / ("samestory-data-test-" + std::to_string(getpid()))).string()) {
    FileJob job;
    job.inputs = {input.string()};
    job.output = folder;
    job.overwrite = true;
    cluster_files(job);
  }
  ~Grouped() { fs::remove_all(folder); }

  [[nodiscard]] double f1(const fs::path& gold, ScoredLevel level) const {
    return compare_clusters(folder + "/articles.jsonl", read_gold_clusters(gold.string()), {level})[0].scores.bcubed.f1;
  }
};

// BCubed F1 of a set's stories.
double story_f1(const std::string& set) {
  const fs::path folder = data_folder() / set;
  const fs::path plain = folder / "docs.jsonl";
  return Grouped(fs::exists(plain) ? plain : folder / "docs.jsonl.zst")
      .f1(folder / "labels.tsv", ScoredLevel::kStories);
}

}  // namespace

TEST_CASE("five reports of one saga: the three of one meeting are a story, all five a storyline") {
  const fs::path seeds = data_folder() / "../seeds";
  if (!is_there(seeds)) return;
  const Grouped grouped(seeds);
  CHECK(grouped.f1(seeds / "stories.tsv", ScoredLevel::kStories) == 1.0);
  std::set<std::string> storylines;
  read_results(grouped.folder + "/articles.jsonl",
               [&](const ResultRow& row) { storylines.insert(std::string(row.storyline)); });
  CHECK(storylines.size() == 1);
}

TEST_CASE("four English sets reach a mean BCubed F1 of .95 at story level with default options") {
  if (!is_there(data_folder())) return;
  double sum = 0;
  const std::vector<std::string> sets = {"ecbplus", "gva_incidents", "giveme5w1h_newscluster", "newswcl50"};
  for (const std::string& set : sets) sum += story_f1(set);
  CHECK(sum / static_cast<double>(sets.size()) >= 0.95);
}

TEST_CASE("two dated streams with look-alike events stay above .87") {
  if (!is_there(data_folder())) return;
  CHECK(story_f1("us_frontpages") >= 0.87);
  CHECK(story_f1("arabic_windows") >= 0.87);
}

// The example archive against its gold labels, and its promise to hold every phenomenon.
#include <doctest/doctest.h>
#include <samestory/samestory.h>
#include <unistd.h>

#include <filesystem>
#include <set>

#include "evaluate/compare.h"
#include "evaluate/labels.h"
#include "evaluate/metrics.h"
#include "io/read.h"

namespace fs = std::filesystem;
using namespace samestory;

namespace {

const std::string kExample = std::string(SAMESTORY_TEST_DIR) + "/example";

double bcubed_f1(const std::string& folder, const std::string& gold, ScoredLevel level) {
  const auto scores = compare_clusters(folder + "/articles.jsonl", read_gold_clusters(gold), {level});
  REQUIRE(scores.size() == 1);
  REQUIRE(scores[0].missing == 0);
  return scores[0].scores.bcubed.f1;
}

std::string cluster_example() {
  const std::string folder =
      (fs::temp_directory_path() / ("samestory-example-test-" + std::to_string(getpid()))).string();
  FileJob job;
  job.inputs = {kExample + "/articles.jsonl"};
  job.output = folder;
  job.overwrite = true;
  cluster_files(job);
  return folder;
}

}  // namespace

TEST_CASE("the example archive is grouped as its gold labels say") {
  const std::string folder = cluster_example();
  CHECK(bcubed_f1(folder, kExample + "/copies.tsv", ScoredLevel::kCopies) == 1.0);
  CHECK(bcubed_f1(folder, kExample + "/stories.tsv", ScoredLevel::kStories) >= 0.95);
  CHECK(bcubed_f1(folder, kExample + "/storylines.tsv", ScoredLevel::kStorylines) >= 0.9);
  fs::remove_all(folder);
}

TEST_CASE("the example archive holds at least 60 articles of 10 outlets in 8 languages") {
  ArchiveReader reader({kExample + "/articles.jsonl"}, {});
  std::set<std::string> outlets, languages;
  std::size_t articles = 0;
  while (std::optional<RawBatch> batch = reader.next()) {
    const ParsedBatch parsed = reader.parse(std::move(*batch));
    CHECK(parsed.rejects.empty());
    for (const Record& record : parsed.records) {
      ++articles;
      outlets.insert(record.article.outlet);
      languages.insert(record.article.language);
    }
  }
  CHECK(articles >= 60);
  CHECK(outlets.size() >= 10);
  CHECK(languages.size() >= 8);
}

// Writing the result files: articles.jsonl, stories.jsonl, links.jsonl, rejects.jsonl, summary.json (formats in
// README.md).
//
// All files are written and flushed to disk beside their places, and only then renamed, summary.json last: a full disk
// leaves the old results whole, and so does a run that is killed while it writes. A power cut between two renames can
// still leave files of two runs side by side; swapping whole folders would prevent that, and was rejected because users
// keep files of their own beside the results. The disk must hold both sets for a moment. Bytes are a function of the
// result alone: numbers with four decimals at most, no locale, keys in one order. Lines are formatted in blocks, in
// parallel, and written in order. Cost: the results' size, in one pass.
// Tests: tests/write_test.cc, tests/pipeline_test.cc.
#pragma once

#include <samestory/result.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/link_evidence.h"
#include "io/read.h"

namespace samestory {

// What the files repeat of an article; the views hold while the caller's data does.
struct ArticleRow {
  std::string_view id, outlet;
  std::optional<std::int64_t> published_s;
};

// Of an article by its place in the input. Called from several threads.
struct ArticleRows {
  std::function<ArticleRow(std::size_t place)> row;
  std::function<std::string(std::size_t place)> title;  // apart from the row, since it is asked of leads only
};

// `summary_json` is the whole text of summary.json. `evidence` holds what links without a StoryLink rest on, by their
// places in the input; may be null.
void write_results(const std::string& folder, const Result& result, const std::vector<Reject>& rejects,
                   const std::string& summary_json, const ArticleRows& articles,
                   const LinkEvidence* evidence = nullptr);

}  // namespace samestory

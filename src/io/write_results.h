// Writing the result files: articles.jsonl, stories.jsonl, links.jsonl, rejects.jsonl (formats in README.md).
//
// Every file is written beside its place, flushed to disk and renamed, so a killed run or a full disk leaves either the
// old file or the new one. Bytes are a function of the result alone: numbers with four decimals at most, no locale,
// keys in one order. Cost: the results' size, in one pass. Tested by tests/pipeline_test.cc.
#pragma once

#include <samestory/result.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/read.h"

namespace samestory {

// What the files repeat of an article; the views hold while the caller's data does.
struct ArticleRow {
  std::string_view id, title, outlet;
  std::optional<std::int64_t> published_s;
};

// `row` gives the row of a place in the input.
void write_results(const std::string& folder, const Result& result, const std::vector<Reject>& rejects,
                   const std::function<ArticleRow(std::size_t)>& row);

}  // namespace samestory

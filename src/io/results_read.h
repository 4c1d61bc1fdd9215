// Reading articles.jsonl back: what a finished run said about each article.
//
// Input: the path of an articles.jsonl that `samestory cluster` (or anything that keeps its format) wrote. Output: one
// call a line, in the order of the file; nothing is held, so a reader that wants ten ids of 10^8 pays for ten.
// Fields `id` and `copy_of` must be there. `story` and `storyline` are empty where a run that went no further than
// copies left them out. Unknown fields are skipped: later versions may add some.
// Parsed a line at a time with simdjson's DOM, which picks the processor's instructions at run time; its on-demand API
// would be compiled for the plainest processor. Test: tests/metrics_test.cc.
#pragma once

#include <samestory/result.h>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace samestory {

// The views are valid during the call only.
struct ResultRow {
  std::size_t line = 0;  // in the file, from 1
  std::string_view id;
  std::string_view copy_of;
  CopyKind copy_kind = CopyKind::kCanonical;
  double resemblance = 1;
  double containment = 1;
  std::string_view story;
  double story_score = 0;
  std::string_view storyline;
};

// Throws Error{kInput} with file and line for what is no such file.
void read_results(const std::string& path, const std::function<void(const ResultRow&)>& visit);

}  // namespace samestory

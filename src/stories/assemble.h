// Assembling: groups, stories and storylines become the Result that users read.
//
// Input: everything that the passes found, in canonical order. Output: Result, in the order of the input.
//   lead       of a story: the earliest canonical; ties by length (longest), then id
//   storyline  named by the lead of its first story: the story whose lead comes first in canonical order
//   role       lead; copy or partial for a member of a copy group; report for another canonical
//   links      every verified copy or excerpt, and those of stories (stories/story_evidence.h)
// Cost: that of the stories' evidence; otherwise some 200 bytes an article. Tested by tests/pipeline_test.cc.
#pragma once

#include <samestory/result.h>

#include "io/link_evidence.h"
#include "stories/findings.h"

namespace samestory {

// `evidence`, unless null, takes what story links rest on: Link::story is null then.
Result assemble(const Findings& found, const ResultOptions& options, LinkEvidence* evidence = nullptr);

}  // namespace samestory

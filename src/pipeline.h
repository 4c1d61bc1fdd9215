// The passes of a run, in order: src/pipeline.cc is the file to read first.
#pragma once

#include <samestory/cluster.h>

#include <string>
#include <vector>

#include "base/ids.h"
#include "base/progress.h"
#include "copies/copy_texts.h"
#include "copies/corpus.h"
#include "copies/groups.h"
#include "copies/repeated_grams.h"
#include "io/embedding_file.h"
#include "io/summary.h"
#include "stories/assemble.h"
#include "stories/candidates.h"
#include "stories/features.h"
#include "text/repeated.h"

namespace samestory {

// All that a run finds out, in canonical order, before anything is written.
struct Analysis {
  Corpus corpus;
  RepeatedSpans repeated;
  RepeatedGrams phrases;
  CopyGroups copies;
  Canonicals canonicals;
  std::vector<std::uint8_t> templates;  // per canonical: 1 if it is a filled-in template (stories/series.h)
  Features features;                    // of the canonicals; empty if the run stops at copies
  StoryGraph graph;                     // likewise
  std::vector<GroupId> story_of;        // per canonical
  std::vector<GroupId> storyline_of;    // per canonical
  std::vector<PassFigures> passes;
};

// Runs every pass up to options.level. REQUIRES options that check() accepts.
// `embeddings` may be null.
Analysis analyze(const RecordSource& source, const ResultOptions& options, const CollectOptions& collecting,
                 Progress& progress, EmbeddingFile* embeddings = nullptr);

// The pairs of canonicals that may report one event, scored. REQUIRES features, and copies and templates as found.
StoryGraph find_story_graph(const Analysis& found, const StoryModel& model);

// `evidence` as in assemble().
Result to_result(const Analysis& analysis, const ResultOptions& options, LinkEvidence* evidence = nullptr);

// Which units of an article are repeated text, one flag each; empty if none is.
std::vector<bool> repeated_units(const Analysis& found, const ResultOptions& options, ArticleId id);

// Reads one article of the corpus ready for comparing. REQUIRES that repeated text is known.
CopyTexts copy_texts(const Analysis& found, const ResultOptions& options);

}  // namespace samestory

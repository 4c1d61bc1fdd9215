// A synthetic archive on disk, of any size, with gold labels.
//
// Output, in one folder: articles.jsonl (or articles.jsonl.zst, never both), the input of `samestory cluster`;
// copies.tsv, stories.tsv and storylines.tsv, gold labels as `samestory evaluate` reads them; generate.json with
// options and counts. The same options give the same bytes on every machine and for every number of threads (with zstd,
// for one version of it).
//
// Why an archive of invented words: quality at scale can only be measured where the truth is known, real news may not
// be handed on, and no labelled set holds a million articles. What it cannot show is how hard real language is: claims
// about stories need real labels, claims about copies, memory and speed do not.
//
// Method: blocks (plan.h, block.h) are made in parallel and written in order; memory is a few blocks a thread, whatever
// the size. With `from`, reports take title and text from the user's records, each used once, so that realistic
// language meets known copies; this needs the preset reprints, because nobody can write a second report from a text
// alone. Cost: see bench/generate_bench.cc. Test: tests/generate_archive_test.cc.
#pragma once

#include <string>

#include "generate/block.h"
#include "generate/options.h"
#include "io/write.h"

namespace samestory {

enum class Compression { kNone, kZstd };

struct ArchiveTarget {
  std::string folder;
  Overwrite overwrite = Overwrite::kRefuse;
  Compression compression = Compression::kNone;
  std::string from;  // an archive whose texts the reports take; empty: texts are invented
};

// Throws Error for options out of range, a folder that cannot be written, or too few texts.
ArchiveCounts generate_archive(const GenerateOptions& options, const ArchiveTarget& target);

}  // namespace samestory

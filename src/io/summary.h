// summary.json: what a run was asked, what it read, what each pass did and cost, and how the counts add up.
#pragma once

#include <samestory/options.h>

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "io/read.h"

namespace samestory {

// One pass of the pipeline.
struct PassFigures {
  std::string name = {};
  double seconds = 0;
  std::uint64_t items = 0;  // articles, pairs or groups that went in, as `unit` says
  std::string unit = {};
  std::uint64_t bytes = 0;                                         // of text, read by the pass; 0 if it reads none
  std::vector<std::pair<std::string, std::uint64_t>> counts = {};  // what it found
  std::vector<std::pair<std::string, double>> shares = {};         // what it promises, 0 to 1
  std::set<std::string> no_outlets = {};  // treated as having none: most of their words recur (copies/repeated_grams.h)
};

struct Summary {
  ResultOptions options;
  int normalizer_version = 0;
  int threads = 0;
  std::vector<InputFile> inputs;
  std::vector<InputFile> embeddings;  // the matrix, then the ids if there are any; empty: none were handed in
  std::vector<std::pair<std::string, std::string>> fields;  // --field, as given
  std::uint64_t max_record_bytes = 0;
  std::vector<PassFigures> passes;
  // Totals; records = articles + rejects.
  std::uint64_t records = 0, articles = 0, rejects = 0, unreadable_dates = 0, empty_articles = 0;
  std::uint64_t copy_groups = 0, copies = 0, stories = 0, storylines = 0, links = 0;
  std::uint64_t text_bytes = 0;
  double seconds = 0;
  std::uint64_t peak_memory_bytes = 0;
};

std::string to_json(const Summary& summary);

// Names of the options' enumerators as flags and files spell them.
const char* name_of(Preset preset);
const char* name_of(Level level);
const char* name_of(CopyGrouping grouping);

}  // namespace samestory

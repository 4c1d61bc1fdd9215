// The library's two entries: articles in memory, and files to a result folder.
#pragma once

#include <samestory/article.h>
#include <samestory/options.h>
#include <samestory/result.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace samestory {

// Options that decide how a run goes about it, never what comes out.
struct RunOptions {
  int threads = 0;      // 0: all processors; up to 1024
  std::string scratch;  // folder for titles, words and evidence while a run lasts, and for texts that cannot be read
                        // twice (compressed, a pipe, many files); empty: the output folder, or the system's folder for
                        // temporary files where there is none
  bool progress = false;  // show progress on standard error if that is a terminal
};

// Groups articles held in memory, which it reads until it returns. The result's indices are places in `articles`.
// Throws Error{kUsage} for options out of range, Error{kInput} if two articles have one id or an id is empty,
// Error{kOutput} if the scratch folder cannot be written. The same articles give the same result in any order, with any
// number of threads, on any processor.
Result cluster(const std::vector<Article>& articles, const ResultOptions& options = {}, const RunOptions& run = {});

// A run from files to a folder, as `samestory cluster` makes it.
struct FileJob {
  std::vector<std::string> inputs;  // JSON lines, CSV, TSV, gzip or zstd of these, folders of .txt files, "-"
  std::string output;               // folder; made if it does not exist
  std::vector<std::pair<std::string, std::string>> fields;  // {"text", "body"}: our name, name in the files
  std::string embeddings;                                   // NumPy file of float32, one row an article; empty: none
  std::string embedding_ids;                  // whose rows they are, one id a line; empty: in the order of the input
  std::uint64_t max_record_bytes = 64 << 20;  // longer records are rejected; 1 byte to 1 GiB
  bool strict = false;                        // a bad record ends the run instead of going to rejects.jsonl
  bool overwrite = false;                     // replace the results in a folder that is not empty
  std::size_t largest = 0;                    // how many of the largest stories to report
  ResultOptions options;
  RunOptions run;
};

// One of the largest stories, for showing to a person.
struct StoryLine {
  std::size_t articles = 0, outlets = 0, copies = 0;
  std::optional<std::int64_t> first_s, last_s;
  std::string title;  // the lead's, or the start of its text; as the source gave it
};

struct FileReport {
  std::uint64_t articles = 0, rejects = 0, copies = 0, stories = 0, storylines = 0, unreadable_dates = 0;
  double seconds = 0;
  std::string first_reject;        // "file:line: reason"; empty if there is none
  std::vector<StoryLine> largest;  // stories of two articles or more, at most FileJob::largest
};

// Writes articles.jsonl, stories.jsonl, links.jsonl, rejects.jsonl and summary.json, each whole or not at all.
// Throws Error as above; Error{kInput} for inputs that cannot be read or hold nothing.
FileReport cluster_files(const FileJob& job);

}  // namespace samestory

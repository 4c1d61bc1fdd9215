// Feeds any bytes to the reader as JSON lines, CSV, text or as what their beginning says, whole and in small pieces.
// The first three bytes choose which, and how small.
//
// Properties: every line of JSON lines that is not blank is one record or one reject, in order; for CSV line numbers
// rise strictly; reads and batches of any size give the same; articles are valid UTF-8; only Error is ever thrown. With
// clang:
//   clang++ -std=c++20 -g -O1 -fsanitize=fuzzer,address,undefined -Isrc -Iinclude tests/fuzz/read_fuzz.cc src/io/*.cc
//   ...
#include <samestory/error.h>
#include <simdjson.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "io/read.h"

namespace {

using namespace samestory;

struct Outcome {
  std::uint64_t line;
  std::string text;
  bool operator==(const Outcome&) const = default;
};

void require(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "violated: %s\n", property);
  std::abort();
}

// The input as a file of that name in a folder of this process.
std::string write_file(const std::string& name, const std::string& contents) {
  static const std::string kFolder = [] {
    std::string folder = (std::filesystem::temp_directory_path() / "samestory-read-fuzz-XXXXXX").string();
    require(::mkdtemp(folder.data()) != nullptr, "a temporary folder can be made");
    return folder;
  }();
  std::ofstream(kFolder + "/" + name, std::ios::binary) << contents;
  return kFolder + "/" + name;
}

// Nothing if the reader refused the input as a whole.
std::optional<std::vector<Outcome>> read_all(const std::string& path, std::size_t chunk_bytes,
                                             std::size_t batch_bytes) {
  ReadOptions options;
  options.max_record_bytes = 4096;
  options.chunk_bytes = chunk_bytes;
  options.batch_bytes = batch_bytes;
  std::vector<Outcome> outcomes;
  try {
    ArchiveReader reader({path}, options);
    while (std::optional<RawBatch> batch = reader.next()) {
      ParsedBatch parsed = reader.parse(std::move(*batch));
      for (const Record& r : parsed.records)
        require(simdjson::validate_utf8(r.article.id + r.article.title + r.article.text), "articles are valid UTF-8");
      for (Record& r : parsed.records) outcomes.push_back({r.line, r.article.id + "\n" + r.article.text});
      for (Reject& r : parsed.rejects) outcomes.push_back({r.line, r.reason + "\n" + r.record});
    }
  } catch (const Error&) {
    return std::nullopt;
  }
  std::stable_sort(outcomes.begin(), outcomes.end(),
                   [](const Outcome& a, const Outcome& b) { return a.line < b.line; });
  return outcomes;
}

// Numbers of the lines that hold more than blanks, from 1. Blanks above the maximum make a record that is too long.
std::vector<std::uint64_t> filled_lines(std::string contents) {
  if (contents.rfind("\xEF\xBB\xBF", 0) == 0) contents.erase(0, 3);
  std::vector<std::uint64_t> lines;
  std::uint64_t number = 1;
  for (std::size_t at = 0; at < contents.size(); ++number) {
    const std::size_t end = std::min(contents.find('\n', at), contents.size());
    const std::string line = contents.substr(at, end - at);
    if (line.find_first_not_of(" \t\r") != std::string::npos || line.size() > 4096) lines.push_back(number);
    at = end + 1;
  }
  return lines;
}

// Whether the first bytes mean a compressed file, whose lines cannot be counted here.
bool may_be_compressed(const std::string& contents) {
  return contents.rfind("\x1F\x8B", 0) == 0 || contents.rfind("\x28\xB5\x2F\xFD", 0) == 0 ||
         (contents.size() > 3 && (contents[0] & 0xF0) == 0x50 && contents.substr(1, 3) == "\x2A\x4D\x18");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  constexpr std::array<const char*, 4> kNames = {"input.jsonl", "input.csv", "input.txt", "input"};
  const std::string name = kNames[data[0] % kNames.size()];
  const std::size_t chunk_bytes = 1 + data[1];
  const std::size_t batch_bytes = 1 + std::size_t{data[2]} * 8;
  const std::string contents(reinterpret_cast<const char*>(data) + 3, size - 3);
  const std::string path = write_file(name, contents);
  const auto whole = read_all(path, std::size_t{1} << 18, std::size_t{1} << 20);
  require(whole == read_all(path, chunk_bytes, batch_bytes), "reads and batches of any size give the same");
  if (!whole) return 0;
  std::vector<std::uint64_t> lines;
  for (const Outcome& outcome : *whole) lines.push_back(outcome.line);
  require(std::adjacent_find(lines.begin(), lines.end(), std::greater_equal<>()) == lines.end(),
          "no line begins two records");
  if (name == kNames[0] && !may_be_compressed(contents))
    require(lines == filled_lines(contents), "every line that is not blank is one record or reject");
  return 0;
}

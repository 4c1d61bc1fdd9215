// A synthetic archive for benchmarks of whole passes: generated into a folder that vanishes with it, and read back.
#pragma once

#include <samestory/article.h>
#include <stdlib.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "generate/archive.h"
#include "io/read.h"

namespace samestory {

// In nine languages, nearly half of it copies; see src/generate/options.h.
class GeneratedArchive {
 public:
  explicit GeneratedArchive(std::uint64_t articles) : folder_(make_folder()) {
    GenerateOptions options;
    options.articles = articles;
    generate_archive(options, {folder_, Overwrite::kRefuse, Compression::kNone, ""});
  }
  ~GeneratedArchive() { std::filesystem::remove_all(folder_); }
  GeneratedArchive(const GeneratedArchive&) = delete;
  GeneratedArchive& operator=(const GeneratedArchive&) = delete;

  [[nodiscard]] const std::string& folder() const { return folder_; }
  [[nodiscard]] std::string stories_path() const { return folder_ + "/stories.tsv"; }  // the gold labels

  [[nodiscard]] std::vector<Article> read() const {
    ArchiveReader reader({folder_ + "/articles.jsonl"}, ReadOptions{});
    std::vector<Article> articles;
    while (std::optional<RawBatch> raw = reader.next()) {
      for (Record& record : reader.parse(std::move(*raw)).records) articles.push_back(std::move(record.article));
    }
    return articles;
  }

 private:
  static std::string make_folder() {
    std::string name = std::filesystem::temp_directory_path() / "samestory-bench-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder: " + name);
    return name;
  }

  std::string folder_;
};

}  // namespace samestory

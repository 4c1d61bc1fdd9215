#include "generate/archive.h"

#include <samestory/error.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "base/parallel.h"
#include "io/read.h"

namespace samestory {
namespace {

constexpr const char* kPlainName = "articles.jsonl";
constexpr const char* kZstdName = "articles.jsonl.zst";

struct Job {
  Plan plan;
  std::vector<Report> sources;
};

// Hands out the texts of the user's records, each once, in their order.
class TextSupply {
 public:
  explicit TextSupply(const std::string& path) : path_(path), reader_({path}, ReadOptions{}) {}

  std::vector<Report> take(std::uint32_t count) {
    std::vector<Report> texts;
    while (texts.size() < count) {
      if (next_ == batch_.records.size()) {
        refill();
        continue;
      }
      Article& article = batch_.records[next_++].article;
      if (article.text.empty()) continue;  // nothing to copy
      texts.push_back({std::move(article.title), std::move(article.text)});
      ++taken_;
    }
    return texts;
  }

 private:
  void refill() {
    std::optional<RawBatch> raw = reader_.next();
    if (!raw) {
      throw Error(ErrorKind::kInput, "too few texts: " + shown_path(path_) + ": all " + std::to_string(taken_) +
                                         " are used up (give more of them, or fewer --articles)");
    }
    batch_ = reader_.parse(std::move(*raw));
    next_ = 0;
  }

  std::string path_;
  ArchiveReader reader_;
  ParsedBatch batch_;
  std::size_t next_ = 0;
  std::uint64_t taken_ = 0;
};

// A frame of its own a block: frames in a row are one file, and blocks can be compressed in parallel.
std::string compress(const std::string& bytes) {
  constexpr int kLevel = 3;  // zstd's default
  std::string frame(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size = ZSTD_compress(frame.data(), frame.size(), bytes.data(), bytes.size(), kLevel);
  if (ZSTD_isError(size) != 0) {
    throw Error(ErrorKind::kOutput,
                std::string("cannot compress: ") + kZstdName + ": " + ZSTD_getErrorName(size) + " (leave out --zst)");
  }
  frame.resize(size);
  return frame;
}

std::string describe(const GenerateOptions& options, const ArchiveTarget& target, const ArchiveCounts& counts) {
  std::string json;
  const auto count = [&](std::string_view name, std::uint64_t value) {
    json += (json.empty() || json.back() == '{' ? "\"" : ",\"") + std::string(name) + "\":" + std::to_string(value);
  };
  const auto share = [&](std::string_view name, double value) {
    json += ",\"" + std::string(name) + "\":";
    append_number(json, value);
  };
  json += "{\"options\":{\"preset\":";
  json += options.preset == ArchivePreset::kReprints ? "\"reprints\"" : "\"web\"";
  count("articles", options.articles);
  count("seed", options.seed);
  count("outlets", options.outlets.value_or(usual_outlets(options)));
  count("days", options.days);
  json += ",\"languages\":[";
  for (std::size_t i = 0; i < options.languages.size(); ++i) {
    if (i > 0) json += ',';
    append_json_string(json, options.languages[i]);
  }
  json += ']';
  count("bytes", options.bytes);
  share("copies", options.copies);
  share("sagas", options.sagas);
  share("templates", options.templates);
  share("quotations", options.quotations);
  share("follow_ups", options.follow_ups);
  share("word_error_rate", options.word_error_rate);
  json += ",\"from\":";
  append_json_string(json, target.from);
  json += "},\"counts\":{";
  count("articles", counts.articles);
  count("text_bytes", counts.text_bytes);
  count("copy_groups", counts.reports);
  count("copied_articles", counts.copied_articles);
  count("merged_pages", counts.merged_pages);
  count("stories", counts.events);
  count("storylines", counts.storylines);
  count("saga_articles", counts.saga_articles);
  count("template_articles", counts.template_articles);
  count("quotation_articles", counts.quotation_articles);
  count("follow_up_articles", counts.follow_up_articles);
  return json + "}}\n";
}

// Removes a file if it is there.
void remove_file(const std::string& path) {
  std::error_code error;
  std::filesystem::remove(path, error);
  if (error) throw_write_error(path, error.value());
}

}  // namespace

ArchiveCounts generate_archive(const GenerateOptions& options, const ArchiveTarget& target) {
  check(options);
  if (!target.from.empty() && options.preset != ArchivePreset::kReprints) {
    throw Error(ErrorKind::kUsage, "texts of one report cannot make another: --from " + target.from +
                                       " (add --preset reprints, where each event has one report)");
  }
  std::optional<TextSupply> supply;
  if (!target.from.empty()) supply.emplace(target.from);
  prepare_folder(target.folder, target.overwrite);
  const auto path = [&](const char* name) { return (std::filesystem::path(target.folder) / name).string(); };
  const bool zstd = target.compression == Compression::kZstd;
  AtomicFile articles(path(zstd ? kZstdName : kPlainName));
  AtomicFile copies(path("copies.tsv")), stories(path("stories.tsv")), storylines(path("storylines.tsv"));
  const World world(options);
  ArchiveCounts counts;
  std::uint64_t next_block = 0;
  pipeline(
      [&]() -> std::optional<Job> {
        if (next_block * kBlockArticles >= options.articles) return std::nullopt;
        Job job{plan_block(options, next_block++), {}};
        if (supply) job.sources = supply->take(count_prose_reports(job.plan));
        return job;
      },
      [&](Job&& job) {
        Block block = write_block(world, job.plan, std::move(job.sources));
        if (zstd) block.articles = compress(block.articles);
        return block;
      },
      [&](Block&& block) {
        articles.write(block.articles);
        copies.write(block.copies);
        stories.write(block.stories);
        storylines.write(block.storylines);
        counts += block.counts;
      });
  AtomicFile description(path("generate.json"));
  description.write(describe(options, target, counts));
  const std::array<AtomicFile*, 5> files = {&articles, &copies, &stories, &storylines, &description};
  for (AtomicFile* file : files) file->finish();
  for (AtomicFile* file : files) file->commit();
  remove_file(path(zstd ? kPlainName : kZstdName));
  return counts;
}

}  // namespace samestory

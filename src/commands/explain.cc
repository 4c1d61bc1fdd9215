#include "commands/explain.h"

#include <samestory/error.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/parallel.h"
#include "commands/show.h"
#include "explain/explanation.h"
#include "explain/render.h"
#include "io/read.h"
#include "io/summary_read.h"
#include "pipeline.h"
#include "text/normalize.h"

namespace samestory {
namespace {

struct ExplainFlags {
  std::string folder;
  std::vector<std::string> ids;
  std::vector<std::string> inputs;
  int threads = 0;
  bool json = false;
  bool quiet = false;
};

void check_unchanged(const std::vector<InputFile>& then, const std::vector<InputFile>& now) {
  for (std::size_t f = 0; f < std::min(then.size(), now.size()); ++f) {
    if (then[f].size_bytes == now[f].size_bytes && then[f].checksum == now[f].checksum) continue;
    throw Error(ErrorKind::kInput, "changed since the run: " + now[f].path +
                                       " (run samestory cluster again, or name the old file with --input)");
  }
}

// The passes again, on inputs that are what the run read.
Analysis analyze_again(const ExplainFlags& flags, const Summary& summary) {
  std::vector<std::string> paths = flags.inputs;
  for (const InputFile& file : summary.inputs) {
    if (!flags.inputs.empty()) break;
    if (file.path == "-") {
      throw Error(ErrorKind::kInput, "the archive came through standard input: " + flags.folder +
                                         " (name a file that holds it with --input)");
    }
    paths.push_back(file.path);
  }
  const auto reader = std::make_shared<ArchiveReader>(
      paths, ReadOptions{summary.fields, summary.max_record_bytes, summary.options.preset == Preset::kHeadlines});
  Progress progress(flags.quiet ? Verbosity::kQuiet : Verbosity::kProgress);
  ResultOptions options = summary.options;
  options.level = Level::kStorylines;  // figures of every level, even if the run stopped earlier
  std::optional<EmbeddingFile> embeddings;
  const std::vector<InputFile>& vectors = summary.embeddings;
  if (!vectors.empty()) embeddings.emplace(vectors[0].path, vectors.size() > 1 ? vectors[1].path : "");
  Analysis analysis =
      analyze(from_reader(reader), options,
              {std::filesystem::temp_directory_path().string(), OnReject::kKeep,
               [&](std::size_t articles) { progress.reading(articles, reader->bytes_read(), reader->bytes_total()); }},
              progress, embeddings ? &*embeddings : nullptr);
  if (embeddings) check_unchanged(vectors, embeddings->files());
  if (flags.inputs.empty()) check_unchanged(summary.inputs, reader->files());
  return analysis;
}

ArticleId find_article(const Corpus& corpus, const std::string& id) {
  for (std::size_t i = 0; i < corpus.size(); ++i) {
    if (corpus.articles[i].id == id) return article_id(i);
  }
  throw Error(ErrorKind::kUsage, "no such article: " + printable(id, 80) + " (ids stand in articles.jsonl)");
}

int run(const ExplainFlags& flags) {
  const Summary summary = read_summary(flags.folder);
  check(summary.options);
  if (summary.normalizer_version != kNormalizerVersion) {
    throw Error(ErrorKind::kInput, "made by another normalizer: " + flags.folder + " (run samestory cluster again)");
  }
  const ThreadLimit threads(flags.threads);
  const Analysis found = analyze_again(flags, summary);
  const ArticleId a = find_article(found.corpus, flags.ids[0]), b = find_article(found.corpus, flags.ids[1]);
  if (a == b) throw Error(ErrorKind::kUsage, "the same article twice: " + flags.ids[0] + " (name two)");
  const Explanation explanation = explain(found, summary.options, a, b);
  const std::string report = flags.json ? explanation_json(explanation) : explanation_text(explanation);
  std::fwrite(report.data(), 1, report.size(), stdout);
  return 0;
}

}  // namespace

std::function<int()> add_explain_command(CLI::App& app) {
  auto flags = std::make_shared<ExplainFlags>();
  CLI::App* command = app.add_subcommand("explain", "show why two articles are together, or why not");
  command->add_option("DIR", flags->folder, "the output folder of a finished samestory cluster")->required();
  command->add_option("ID", flags->ids, "ids of two articles")->required()->expected(2);
  command->add_option("--input", flags->inputs, "where the archive is now, if not where the run read it")
      ->type_name("FILE")
      ->expected(1)
      ->take_all();
  command->add_option("--threads", flags->threads, "threads; 0 means all processors")
      ->check(CLI::Range(0, 1024).description(""))
      ->capture_default_str();
  command->add_flag("--json", flags->json, "print one JSON object with every figure");
  command->add_flag("--quiet", flags->quiet, "no progress");
  return [flags] { return run(*flags); };
}

}  // namespace samestory

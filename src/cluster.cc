#include <samestory/cluster.h>
#include <samestory/error.h>

#include <filesystem>
#include <optional>

#include "base/parallel.h"
#include "base/timer.h"
#include "io/source.h"
#include "io/summary.h"
#include "io/write.h"
#include "io/write_results.h"
#include "pipeline.h"
#include "text/normalize.h"

namespace samestory {
namespace {

constexpr int kMostThreads = 1024;

void check(const RunOptions& run) {
  if (run.threads >= 0 && run.threads <= kMostThreads) return;
  throw Error(ErrorKind::kUsage, "option out of range: threads = " + std::to_string(run.threads) +
                                     " (take 0 for all processors, or up to " + std::to_string(kMostThreads) + ')');
}

// What the analysis counted, in the order of summary.json.
void add_counts(Summary& summary, const Analysis& analysis, const Result& result) {
  summary.articles = analysis.corpus.size();
  summary.rejects = analysis.corpus.rejects.size();
  summary.records = summary.articles + summary.rejects;
  summary.unreadable_dates = analysis.corpus.unreadable_dates;
  summary.empty_articles = analysis.corpus.empty_articles;
  summary.copy_groups = analysis.canonicals.article_of.size();
  summary.copies = summary.articles - summary.copy_groups;
  summary.stories = result.stories.size();
  for (const Story& story : result.stories) summary.storylines += story.storyline == story.lead;
  summary.links = result.links.size();
  summary.text_bytes = analysis.corpus.text_bytes;
}

std::vector<StoryLine> list_largest(const Result& result, std::size_t most, const Corpus& corpus,
                                    const std::vector<ArticleId>& at_place) {
  constexpr std::size_t kTitleBytes = 400;  // of the text, where there is no title
  std::vector<StoryLine> lines;
  for (std::size_t s = 0; s < std::min(most, result.stories.size()); ++s) {
    const Story& story = result.stories[s];
    if (story.members.size() < 2) break;  // largest first: only lone articles follow
    std::string title = corpus.title(at_place[story.lead]);
    if (title.empty()) title = corpus.text(at_place[story.lead]).text.substr(0, kTitleBytes);
    lines.push_back({story.members.size(), story.outlets, story.members.size() - story.copy_groups, story.first_s,
                     story.last_s, std::move(title)});
  }
  return lines;
}

std::string join(const std::vector<std::string>& parts) {
  std::string joined;
  for (const std::string& part : parts) joined += (joined.empty() ? "" : ", ") + shown_path(part);
  return joined;
}

}  // namespace

Result cluster(const std::vector<Article>& articles, const ResultOptions& options, const RunOptions& run) {
  check(options);
  check(run);
  for (std::size_t i = 0; i < articles.size(); ++i) {
    if (articles[i].id.empty()) {
      throw Error(ErrorKind::kInput,
                  "article without id: place " + std::to_string(i) + " (give every article an id of its own)");
    }
  }
  const ThreadLimit threads(run.threads);
  Progress progress(run.progress ? Verbosity::kProgress : Verbosity::kQuiet);
  const std::string scratch = run.scratch.empty() ? std::filesystem::temp_directory_path().string() : run.scratch;
  const Analysis analysis = analyze(from_articles(articles), options, {scratch, OnReject::kThrow, {}}, progress);
  return to_result(analysis, options);
}

FileReport cluster_files(const FileJob& job) {
  check(job.options);
  check(job.run);
  const Timer timer;
  // Nothing is made or opened for writing before the inputs are known to be there.
  const auto reader = std::make_shared<ArchiveReader>(
      job.inputs, ReadOptions{job.fields, job.max_record_bytes, job.options.preset == Preset::kHeadlines});
  std::optional<EmbeddingFile> embeddings;
  if (!job.embeddings.empty()) embeddings.emplace(job.embeddings, job.embedding_ids);
  prepare_folder(job.output, job.overwrite ? Overwrite::kAllow : Overwrite::kRefuse);
  const ThreadLimit threads(job.run.threads);
  Progress progress(job.run.progress ? Verbosity::kProgress : Verbosity::kQuiet);

  const CollectOptions collecting{
      job.run.scratch.empty() ? job.output : job.run.scratch, job.strict ? OnReject::kThrow : OnReject::kKeep,
      [&](std::size_t articles) { progress.reading(articles, reader->bytes_read(), reader->bytes_total()); }};
  Analysis analysis =
      analyze(from_reader(reader), job.options, collecting, progress, embeddings ? &*embeddings : nullptr);
  if (analysis.corpus.size() == 0 && analysis.corpus.rejects.empty()) {
    throw Error(ErrorKind::kInput,
                "no records: " + join(job.inputs) + " (the input is empty; name files that hold articles)");
  }

  progress.pass("assemble and write");
  const Timer writing;
  LinkEvidence evidence(collecting.scratch);
  const Result result = to_result(analysis, job.options, &evidence);
  const Corpus& corpus = analysis.corpus;
  std::vector<ArticleId> at_place(corpus.size());
  for (std::size_t i = 0; i < corpus.size(); ++i) at_place[corpus.input_place[i]] = article_id(i);
  Summary summary;
  summary.options = job.options;
  summary.normalizer_version = kNormalizerVersion;
  summary.threads = thread_count();
  summary.inputs = corpus.files;
  if (embeddings) summary.embeddings = embeddings->files();
  summary.fields = job.fields;
  summary.max_record_bytes = job.max_record_bytes;
  add_counts(summary, analysis, result);
  analysis.passes.push_back({"assemble", writing.seconds(), corpus.size(), "articles"});
  summary.passes = std::move(analysis.passes);
  summary.seconds = timer.seconds();
  summary.peak_memory_bytes = peak_memory_bytes();
  write_results(job.output, result, corpus.rejects, to_json(summary),
                {[&](std::size_t place) -> ArticleRow {
                   const ArticleMeta& article = corpus.articles[index(at_place[place])];
                   return {article.id, article.outlet, article.published_s};
                 },
                 [&](std::size_t place) { return corpus.title(at_place[place]); }},
                &evidence);
  std::string first_reject;
  if (!corpus.rejects.empty()) {
    const Reject& first = corpus.rejects.front();
    first_reject = first.file + ':' + std::to_string(first.line) + ": " + first.reason;
  }
  return {summary.articles, summary.rejects,    summary.copies,
          summary.stories,  summary.storylines, summary.unreadable_dates,
          timer.seconds(),  first_reject,       list_largest(result, job.largest, corpus, at_place)};
}

}  // namespace samestory

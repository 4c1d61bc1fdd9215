// Corpus: what stays in memory of an archive after its one streaming pass.
//
// Reading, normalizing and sketching are one pass: batches of records flow from the reader through parallel digesting
// into this structure, in the order of the input. The text itself is not held: later passes take the articles that they
// need from where the record stands in its file or, where that cannot be read twice (a pipe, a compressed file), from a
// copy on disk (io/store.h). The words of all articles, which the copy passes compare, are put on disk, too
// (copies/unit_store.h). In memory an article costs its sketch (256 bytes), what is kept of its record (about 180) and
// the keys of its spans (8 bytes each, about 17) until repeated text is known. What holds most of that grows by blocks
// and is put in order in place (base/blocks.h), so that nothing is there twice.
//
// Then the articles are put in canonical order: publication time (absent last), then id. Every later pass works in that
// order, so that nothing can depend on the order of the input; `input_place` leads back for the writing.
//
// Two records with one id: the first in the order of (publication time, content hash) stays, the other is rejected, so
// the choice, too, is a function of the records alone.
//
// Invariants: articles + rejects = records read; input_place is a permutation of 0..size-1.
// Tested by tests/pipeline_test.cc.
#pragma once

#include <samestory/article.h>
#include <samestory/options.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/blocks.h"
#include "base/ids.h"
#include "base/strings.h"
#include "copies/equal_texts.h"
#include "copies/sketch_table.h"
#include "copies/unit_store.h"
#include "io/read.h"
#include "io/store.h"
#include "text/repeated.h"

namespace samestory {

struct ArticleMeta {
  std::string_view id, outlet, language;  // kept by the corpus
  std::optional<std::int64_t> published_s;
  std::uint64_t text_handle = 0;  // in the store: the title, and the text if the record cannot be read again
  RecordPlace place;              // of the record in its input
  UnitStore::Place units;
  std::uint32_t file = 0;          // the input
  std::uint64_t line = 0;          // in it
  std::uint64_t content_hash = 0;  // of title, text, outlet and language as they came
};

// A record once more; see ArchiveReader::reread().
using Reread = std::function<Article(std::uint32_t file, std::uint64_t line, RecordPlace place)>;

struct Corpus {
  Blocks<ArticleMeta> articles;          // in canonical order
  std::vector<ArticleFacts> facts;       // likewise; what grouping copies needs
  SketchTable sketches;                  // likewise, by its own index
  std::vector<std::size_t> input_place;  // likewise: place among the accepted records of the input
  SpanKeys span_keys;                    // of all articles, until repeated text is known
  std::vector<Reject> rejects;           // in the order of the input, repeated ids last
  std::vector<InputFile> files;
  std::uint64_t text_bytes = 0;  // decompressed bytes read
  std::uint64_t unreadable_dates = 0;
  std::uint64_t empty_articles = 0;  // without a unit
  StringKeeper strings;
  std::unique_ptr<TextStore> store;
  std::unique_ptr<UnitStore> unit_store;
  Reread reread;
  Preset preset = Preset::kWeb;

  [[nodiscard]] std::size_t size() const { return articles.size(); }
  // As the passes see it: words joined that a preset joins, no text where only titles count. Thread-safe. Throws
  // Error{kInput} if the record has changed since it was read.
  [[nodiscard]] Text text(ArticleId id) const;
  // Of the copied_part() of that text, from the unit store. Thread-safe.
  [[nodiscard]] Units units(ArticleId id) const { return unit_store->read(articles[index(id)].units); }
  [[nodiscard]] std::string title(ArticleId id) const { return store->title(articles[index(id)].text_handle); }
};

// The part of an article that copies are looked for in: its title where only titles count, else its text, even if that
// is empty: articles without a text are no copies of each other.
std::string_view copied_part(std::string_view title, std::string_view text, Preset preset);

// Records that are not yet parsed.
struct SourceBatch {
  std::uint64_t bytes = 0;                                 // that it stands for
  std::uint64_t records = 0;                               // at most
  std::function<BatchReport(const RecordVisitor&)> visit;  // at most once
};

// Gives batches until nothing is left; called serially, what visits their records in parallel.
struct RecordSource {
  std::function<std::optional<SourceBatch>()> next;
  std::function<std::vector<InputFile>()> files;                               // called at the end
  std::function<std::string(std::uint32_t file, std::uint64_t line)> path_of;  // of a record
  Reread reread;
};
RecordSource from_reader(const std::shared_ptr<ArchiveReader>& reader);
// The articles must outlive the corpus.
RecordSource from_articles(const std::vector<Article>& articles);

enum class OnReject { kKeep, kThrow };

struct CollectOptions {
  std::string scratch;  // existing folder with room for the texts; what is put there vanishes with the corpus
  OnReject on_reject = OnReject::kKeep;  // kThrow: Error{kInput} with file, line and reason
  std::function<void(std::size_t articles)>
      on_batch;  // told how many articles there are, after each batch; may be empty
};

Corpus collect(const RecordSource& source, const ResultOptions& options, const CollectOptions& collecting);

}  // namespace samestory

#include "copies/corpus.h"

#include <samestory/error.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <unordered_set>

#include "base/hash.h"
#include "base/parallel.h"
#include "copies/shingle.h"
#include "text/credits.h"
#include "text/repeated.h"
#include "text/units.h"

namespace samestory {
namespace {

// What digesting makes of one record, apart from its text.
struct Digest {
  Record record;
  ArticleFacts facts;
  Sketch sketch;
  std::uint64_t content_hash;
  std::vector<std::uint64_t> span_keys;
  std::vector<std::uint64_t> credits;  // keys of outlets that the article's credit lines may name
};

struct DigestedBatch {
  std::vector<Digest> digests;
  ParsedBatch rest;  // rejects and counts; its records have moved into the digests
};

Digest digest(Record&& record, const ResultOptions& options, UnitReader& reader) {
  Digest out;
  Article& article = record.article;
  if (options.preset == Preset::kOcr) article.text = join_hyphenated(article.text);
  if (options.preset == Preset::kHeadlines) article.text.clear();
  const Units& units = reader.read(copied_part({article.title, article.text}, options.preset));
  out.sketch = sketch(window_hashes(units, options.copies), options.copies.seed);
  out.facts.sequence_hash = sequence_hash(units);
  out.facts.units = static_cast<std::uint32_t>(units.hashes.size());
  out.facts.published_s = article.published_s.value_or(std::numeric_limits<std::int64_t>::max());
  out.content_hash = 0;
  for (const std::string* part : {&article.title, &article.text, &article.outlet, &article.language}) {
    out.content_hash = combine(out.content_hash, hash_bytes(*part, 0));
  }
  out.span_keys = span_keys(units, article.outlet);
  out.credits = reader.credit_keys();
  out.record = std::move(record);
  return out;
}

// Rejects all but the first record of each id; `order` is sorted by id first, then as the header says.
std::vector<bool> find_repeated_ids(const std::vector<ArticleMeta>& articles) {
  std::vector<std::uint32_t> order(articles.size());
  std::iota(order.begin(), order.end(), 0U);
  samestory::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const ArticleMeta &p = articles[a], &q = articles[b];
    if (p.id != q.id) return p.id < q.id;
    const auto time = [](const ArticleMeta& m) {
      return m.published_s.value_or(std::numeric_limits<std::int64_t>::max());
    };
    if (time(p) != time(q)) return time(p) < time(q);
    if (p.content_hash != q.content_hash) return p.content_hash < q.content_hash;
    return a < b;  // equal in everything that a result shows: either may stay
  });
  std::vector<bool> repeated(articles.size(), false);
  for (std::size_t o = 1; o < order.size(); ++o)
    repeated[order[o]] = articles[order[o]].id == articles[order[o - 1]].id;
  return repeated;
}

[[noreturn]] void throw_reject(const Reject& reject) {
  throw Error(ErrorKind::kInput,
              "bad record: " + reject.file + ':' + std::to_string(reject.line) + ": " + reject.reason);
}

struct Origin {
  std::uint32_t file;
  std::uint64_t line;
};

template <class T>
void reorder(std::vector<T>& values, const std::vector<std::uint32_t>& order) {
  std::vector<T> moved;
  moved.reserve(order.size());
  for (const std::uint32_t from : order) moved.push_back(std::move(values[from]));
  values = std::move(moved);
}

// Removes repeated ids and puts everything in canonical order.
void settle(Corpus& corpus, const std::vector<Origin>& origins, const RecordSource& source) {
  const std::vector<bool> repeated = find_repeated_ids(corpus.articles);
  std::vector<std::uint32_t> order;
  std::vector<std::size_t> places(corpus.size());
  for (std::uint32_t i = 0; i < corpus.size(); ++i) {
    places[i] = order.size();
    if (!repeated[i]) {
      order.push_back(i);
      continue;
    }
    const ArticleMeta& article = corpus.articles[i];
    const Text text = corpus.store->text(article.text_handle);
    // In a folder of texts each file is one record, so its line is its first.
    const std::string path = source.path_of(origins[i].file, origins[i].line);
    corpus.rejects.push_back({path, path == corpus.files[origins[i].file].path ? origins[i].line : 1,
                              "id \"" + article.id + "\" stands twice (give every record an id of its own)",
                              std::string(text.title) + '\n' + std::string(text.text.substr(0, kMostRejectBytes))});
  }
  corpus.input_place.resize(corpus.size());
  for (std::size_t i = 0; i < corpus.size(); ++i) corpus.input_place[i] = places[i];
  samestory::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const std::int64_t p = corpus.facts[a].published_s, q = corpus.facts[b].published_s;
    return p != q ? p < q : corpus.articles[a].id < corpus.articles[b].id;
  });
  reorder(corpus.articles, order);
  reorder(corpus.facts, order);
  reorder(corpus.sketches, order);
  reorder(corpus.input_place, order);
}

// Marks the articles of outlets that a credit line of another article names.
void mark_credited(Corpus& corpus, const std::unordered_set<std::uint64_t>& credits) {
  for_each_index(corpus.size(), [&](std::size_t i) {
    for (const std::uint64_t key : outlet_name_keys(corpus.articles[i].outlet)) {
      if (credits.contains(key)) corpus.facts[i].credited = true;
    }
  });
}

}  // namespace

std::string_view copied_part(const Text& text, Preset preset) {
  return preset == Preset::kHeadlines ? text.title : text.text;
}

RecordSource from_reader(ArchiveReader& reader) {
  return {[&reader]() -> std::optional<std::function<ParsedBatch()>> {
            std::optional<RawBatch> raw = reader.next();
            if (!raw) return std::nullopt;
            auto held = std::make_shared<RawBatch>(std::move(*raw));
            return [&reader, held] { return reader.parse(std::move(*held)); };
          },
          [&reader] { return reader.files(); },
          [&reader](std::uint32_t file, std::uint64_t line) { return reader.record_path(file, line); }};
}

RecordSource from_articles(const std::vector<Article>& articles) {
  constexpr std::size_t kBatch = 256;  // articles digested at once
  auto next = std::make_shared<std::size_t>(0);
  return {[&articles, next]() -> std::optional<std::function<ParsedBatch()>> {
            const std::size_t first = *next, last = std::min(articles.size(), first + kBatch);
            if (first == last) return std::nullopt;
            *next = last;
            return [&articles, first, last] {
              ParsedBatch batch;
              for (std::size_t i = first; i < last; ++i) {
                batch.records.push_back({articles[i], 0, i + 1, true});
                batch.bytes += articles[i].title.size() + articles[i].text.size();
              }
              return batch;
            };
          },
          [] {
            return std::vector<InputFile>{{"(in memory)", 0, 0}};
          },
          [](std::uint32_t, std::uint64_t) { return std::string("(in memory)"); }};
}

Corpus collect(const RecordSource& source, const ResultOptions& options, const CollectOptions& collecting) {
  Corpus corpus;
  corpus.store = std::make_unique<TextStore>(collecting.scratch);
  std::vector<Origin> origins;
  std::unordered_set<std::uint64_t> credits;
  pipeline([&] { return source.next(); },
           [&](std::function<ParsedBatch()>&& parse) {
             DigestedBatch batch{{}, parse()};
             batch.digests.reserve(batch.rest.records.size());
             UnitReader reader(options.copies.seed);
             for (Record& record : batch.rest.records)
               batch.digests.push_back(digest(std::move(record), options, reader));
             return batch;
           },
           [&](DigestedBatch&& batch) {
             for (Digest& d : batch.digests) {
               Article& a = d.record.article;
               corpus.articles.push_back({std::move(a.id), std::move(a.outlet), std::move(a.language), a.published_s,
                                          corpus.store->append(a.title, a.text), d.content_hash});
               corpus.facts.push_back(d.facts);
               corpus.sketches.push_back(d.sketch);
               corpus.span_keys.insert(corpus.span_keys.end(), d.span_keys.begin(), d.span_keys.end());
               corpus.empty_articles += d.facts.units == 0;
               origins.push_back({d.record.file, d.record.line});
               credits.insert(d.credits.begin(), d.credits.end());
             }
             std::move(batch.rest.rejects.begin(), batch.rest.rejects.end(), std::back_inserter(corpus.rejects));
             corpus.text_bytes += batch.rest.bytes;
             corpus.unreadable_dates += batch.rest.unreadable_dates;
             if (collecting.on_reject == OnReject::kThrow && !corpus.rejects.empty())
               throw_reject(corpus.rejects.front());
             if (collecting.on_batch) collecting.on_batch(corpus.size());
           });
  corpus.store->finish();
  corpus.files = source.files();
  settle(corpus, origins, source);
  if (collecting.on_reject == OnReject::kThrow && !corpus.rejects.empty()) throw_reject(corpus.rejects.front());
  mark_credited(corpus, credits);
  return corpus;
}

}  // namespace samestory

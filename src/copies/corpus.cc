#include "copies/corpus.h"

#include <samestory/error.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

#include "base/hash.h"
#include "base/parallel.h"
#include "copies/buckets.h"
#include "copies/minhash.h"
#include "copies/shingle.h"
#include "text/credits.h"
#include "text/units.h"

namespace samestory {
namespace {

// What digesting makes of one record, apart from its text.
struct Digest {
  Record record;
  ArticleFacts facts;
  Sketch sketch;
  UnitStore::Place units;
  std::uint64_t content_hash;
  std::vector<std::uint64_t> span_keys;
  std::vector<std::uint64_t> credits;  // keys of outlets that the article's credit lines may name
};

struct DigestedBatch {
  std::vector<Digest> digests;
  ParsedBatch rest;  // rejects and counts; its records have moved into the digests
};

std::uint64_t content_hash(const Article& article) {
  std::uint64_t hash = 0;
  for (const std::string* part : {&article.title, &article.text, &article.outlet, &article.language}) {
    hash = combine(hash, hash_bytes(*part, 0));
  }
  return hash;
}

// The text as every pass sees it.
void prepare_text(Article& article, Preset preset) {
  if (preset == Preset::kOcr) article.text = join_hyphenated(article.text);
  if (preset == Preset::kHeadlines) article.text.clear();
}

Digest digest(Record&& record, const ResultOptions& options, UnitReader& reader, UnitStore::Batch& batch) {
  Digest out;
  Article& article = record.article;
  out.content_hash = content_hash(article);
  prepare_text(article, options.preset);
  const Units& units = reader.read(copied_part(article.title, article.text, options.preset));
  out.sketch = sketch(units, options.copies);
  out.facts.sequence_hash = sequence_hash(units);
  out.facts.units = static_cast<std::uint32_t>(units.hashes.size());
  out.facts.published_s = article.published_s.value_or(std::numeric_limits<std::int64_t>::max());
  out.units = batch.append(units);
  out.span_keys = span_keys(units, article.outlet);
  out.credits = reader.credit_keys();
  out.record = std::move(record);
  return out;
}

DigestedBatch digest_all(ParsedBatch&& parsed, const ResultOptions& options, UnitStore& store) {
  DigestedBatch batch{{}, std::move(parsed)};
  batch.digests.reserve(batch.rest.records.size());
  UnitReader reader(options.copies.seed);
  UnitStore::Batch units(batch.rest.bytes);
  for (Record& record : batch.rest.records) batch.digests.push_back(digest(std::move(record), options, reader, units));
  const std::uint64_t begin = store.put(units);
  for (Digest& digest : batch.digests) digest.units.offset_bytes += begin;
  return batch;
}

// Of records with one id all but the first, in the order that the header states.
std::vector<bool> find_repeated_ids(const Blocks<ArticleMeta>& articles) {
  struct Keyed {
    std::uint64_t hash;  // of the id, so that hardly any two ids are compared letter by letter
    std::uint32_t article;
  };
  std::vector<Keyed> order(articles.size());
  for_each_index(articles.size(), [&](std::size_t i) {
    order[i] = {hash_bytes(articles[i].id, 0), static_cast<std::uint32_t>(i)};
  });
  samestory::sort(order.begin(), order.end(), [&](const Keyed& a, const Keyed& b) {
    if (a.hash != b.hash) return a.hash < b.hash;
    const ArticleMeta &p = articles[a.article], &q = articles[b.article];
    if (p.id != q.id) return p.id < q.id;
    const auto time = [](const ArticleMeta& m) {
      return m.published_s.value_or(std::numeric_limits<std::int64_t>::max());
    };
    if (time(p) != time(q)) return time(p) < time(q);
    if (p.content_hash != q.content_hash) return p.content_hash < q.content_hash;
    return a.article < b.article;  // equal in everything that a result shows: either may stay
  });
  std::vector<bool> repeated(articles.size(), false);
  for (std::size_t o = 1; o < order.size(); ++o) {
    const bool same_hash = order[o].hash == order[o - 1].hash;
    repeated[order[o].article] = same_hash && articles[order[o].article].id == articles[order[o - 1].article].id;
  }
  return repeated;
}

[[noreturn]] void throw_reject(const Reject& reject) {
  throw Error(ErrorKind::kInput,
              "bad record: " + reject.file + ':' + std::to_string(reject.line) + ": " + reject.reason);
}

template <class T>
void reorder(std::vector<T>& values, const std::vector<std::uint32_t>& order) {
  std::vector<T> moved;
  moved.reserve(order.size());
  for (const std::uint32_t from : order) moved.push_back(std::move(values[from]));
  values = std::move(moved);
}

// By time, then id. The times are taken along, so that only articles of one second are looked up.
void sort_canonically(const Corpus& corpus, std::vector<std::uint32_t>& order) {
  struct Dated {
    std::int64_t published_s;
    std::uint32_t article;
  };
  std::vector<Dated> dated;
  dated.reserve(order.size());
  for (const std::uint32_t article : order) dated.push_back({corpus.facts[article].published_s, article});
  samestory::sort(dated.begin(), dated.end(), [&](const Dated& a, const Dated& b) {
    if (a.published_s != b.published_s) return a.published_s < b.published_s;
    return corpus.articles[a.article].id < corpus.articles[b.article].id;
  });
  std::transform(dated.begin(), dated.end(), order.begin(), [](const Dated& one) { return one.article; });
}

// Removes repeated ids and puts everything in canonical order.
void settle(Corpus& corpus, const RecordSource& source) {
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
    const Text text = corpus.text(article_id(i));
    // In a folder of texts each file is one record, so its line is its first.
    const std::string path = source.path_of(article.file, article.line);
    corpus.rejects.push_back(
        {path, path == corpus.files[article.file].path ? article.line : 1,
         "id \"" + std::string(article.id) + "\" stands twice (give every record an id of its own)",
         text.title + '\n' + text.text.substr(0, kMostRejectBytes)});
  }
  corpus.input_place.resize(corpus.size());
  for (std::size_t i = 0; i < corpus.size(); ++i) corpus.input_place[i] = places[i];
  sort_canonically(corpus, order);
  corpus.articles.reorder(order);
  reorder(corpus.facts, order);
  reorder(corpus.input_place, order);
  corpus.sketches.reorder(std::move(order));
}

// Marks the articles of outlets that a credit line of another article names.
void mark_credited(Corpus& corpus, const std::unordered_set<std::uint64_t>& credits) {
  std::unordered_map<const char*, bool> known;  // by where the corpus keeps the name: each stands there once
  for (std::size_t i = 0; i < corpus.size() && !credits.empty(); ++i) {
    const std::string_view outlet = corpus.articles[i].outlet;
    const auto [place, added] = known.try_emplace(outlet.data(), false);
    if (added) {
      const std::vector<std::uint64_t> keys = outlet_name_keys(outlet);
      place->second = std::any_of(keys.begin(), keys.end(), [&](std::uint64_t key) { return credits.contains(key); });
    }
    corpus.facts[i].credited = place->second;
  }
}

// Serial: called in the order of the input.
void keep(Corpus& corpus, const Digest& digest) {
  const Record& record = digest.record;
  const Article& a = record.article;
  const std::string_view stored = record.place.size_bytes == 0 ? std::string_view(a.text) : std::string_view();
  StringKeeper& strings = corpus.strings;
  corpus.articles.push_back({strings.keep(a.id), strings.intern(a.outlet), strings.intern(a.language), a.published_s,
                             corpus.store->append(a.title, stored), record.place, digest.units, record.file,
                             record.line, digest.content_hash});
  corpus.facts.push_back(digest.facts);
  corpus.sketches.append(digest.sketch);
  corpus.span_keys.add(digest.span_keys);
  corpus.empty_articles += digest.facts.units == 0;
}

}  // namespace

Text Corpus::text(ArticleId id) const {
  const ArticleMeta& meta = articles[index(id)];
  if (meta.place.size_bytes == 0) return store->text(meta.text_handle);
  Article article = reread(meta.file, meta.line, meta.place);
  if (content_hash(article) != meta.content_hash) throw_changed(files[meta.file].path, meta.line);
  prepare_text(article, preset);
  return {std::move(article.title), std::move(article.text)};
}

std::string_view copied_part(std::string_view title, std::string_view text, Preset preset) {
  return preset == Preset::kHeadlines ? title : text;
}

RecordSource from_reader(const std::shared_ptr<ArchiveReader>& reader) {
  return {[reader]() -> std::optional<std::function<ParsedBatch()>> {
            std::optional<RawBatch> raw = reader->next();
            if (!raw) return std::nullopt;
            auto held = std::make_shared<RawBatch>(std::move(*raw));
            return [reader, held] { return reader->parse(std::move(*held)); };
          },
          [reader] { return reader->files(); },
          [reader](std::uint32_t file, std::uint64_t line) { return reader->record_path(file, line); },
          [reader](std::uint32_t file, std::uint64_t line, RecordPlace place) {
            return reader->reread(file, line, place);
          }};
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
                batch.records.push_back({articles[i], 0, i + 1, {i, 1}, true});
                batch.bytes += articles[i].title.size() + articles[i].text.size();
              }
              return batch;
            };
          },
          [] {
            return std::vector<InputFile>{{"(in memory)", 0, 0}};
          },
          [](std::uint32_t, std::uint64_t) { return std::string("(in memory)"); },
          [&articles](std::uint32_t, std::uint64_t, RecordPlace place) { return articles[place.offset]; }};
}

Corpus collect(const RecordSource& source, const ResultOptions& options, const CollectOptions& collecting) {
  Corpus corpus;
  corpus.sketches = SketchTable(choose_bands(options.copies.candidate_resemblance).shape);
  corpus.store = std::make_unique<TextStore>(collecting.scratch);
  corpus.unit_store = std::make_unique<UnitStore>(collecting.scratch);
  corpus.reread = source.reread;
  corpus.preset = options.preset;
  std::unordered_set<std::uint64_t> credits;
  pipeline([&] { return source.next(); },
           [&](std::function<ParsedBatch()>&& parse) { return digest_all(parse(), options, *corpus.unit_store); },
           [&](DigestedBatch&& batch) {
             for (const Digest& d : batch.digests) {
               keep(corpus, d);
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
  settle(corpus, source);
  if (collecting.on_reject == OnReject::kThrow && !corpus.rejects.empty()) throw_reject(corpus.rejects.front());
  mark_credited(corpus, credits);
  return corpus;
}

}  // namespace samestory

#include "copies/corpus.h"

#include <samestory/error.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <span>
#include <unordered_map>
#include <unordered_set>

#include "base/hash.h"
#include "base/parallel.h"
#include "copies/buckets.h"
#include "copies/minhash.h"
#include "copies/repeated_keys.h"
#include "copies/shingle.h"
#include "text/credits.h"
#include "text/units.h"

namespace samestory {
namespace {

// What digesting makes of one record, apart from its strings.
struct Digest {
  RecordOrigin origin;
  ArticleFacts facts;
  std::optional<std::int64_t> published_s;
  Sketch sketch;
  UnitStore::Place units;
  std::uint64_t content_hash;
  // Of what stands in the strings of the batch; the text only if it cannot be read again.
  std::uint32_t id_bytes, title_bytes, outlet_bytes, language_bytes, text_bytes;
};

struct DigestedBatch {
  std::vector<Digest> digests;
  std::string strings;  // of each digest in the order of their sizes
  std::vector<std::uint64_t> span_keys;
  std::vector<std::uint64_t> credits;  // keys of outlets that credit lines may name
  BatchReport report;
};

std::uint64_t content_hash(const ArticleView& article) {
  std::uint64_t hash = 0;
  for (const std::string_view part : {article.title, article.text, article.outlet, article.language}) {
    hash = combine(hash, hash_bytes(part, 0));
  }
  return hash;
}

// The text as every pass sees it.
std::string prepare_text(std::string&& text, Preset preset) {
  if (preset == Preset::kOcr) return join_hyphenated(text);
  if (preset == Preset::kHeadlines) return {};
  return std::move(text);
}

// Digests the records of one batch.
class Digester {
 public:
  Digester(const ResultOptions& options, const SourceBatch& batch)
      : options_(options), reader_(options.copies.seed), units_(batch.bytes) {
    batch_.digests.reserve(batch.records);
  }

  void add(ArticleView article, const RecordOrigin& origin) {
    Digest& out = batch_.digests.emplace_back();
    out.origin = origin;
    out.content_hash = content_hash(article);
    if (options_.preset == Preset::kOcr || options_.preset == Preset::kHeadlines)
      article.text = prepared_ = prepare_text(std::string(article.text), options_.preset);
    const Units& units = reader_.read(copied_part(article.title, article.text, options_.preset));
    out.sketch = sketch(units, options_.copies);
    out.facts.sequence_hash = sequence_hash(units);
    out.facts.units = static_cast<std::uint32_t>(units.hashes.size());
    out.facts.published_s = article.published_s.value_or(std::numeric_limits<std::int64_t>::max());
    out.published_s = article.published_s;
    out.units = units_.append(units);
    append_span_keys(batch_.span_keys, units, article.outlet);
    const std::vector<std::uint64_t> credits = reader_.credit_keys();
    batch_.credits.insert(batch_.credits.end(), credits.begin(), credits.end());
    out.id_bytes = keep(article.id);
    out.title_bytes = keep(article.title);
    out.outlet_bytes = keep(article.outlet);
    out.language_bytes = keep(article.language);
    out.text_bytes = keep(origin.place.size_bytes == 0 ? article.text : std::string_view());
  }

  DigestedBatch finish(BatchReport&& report, UnitStore& store) {
    const std::uint64_t begin = store.put(units_);
    for (Digest& digest : batch_.digests) digest.units.offset_bytes += begin;
    batch_.report = std::move(report);
    return std::move(batch_);
  }

 private:
  std::uint32_t keep(std::string_view part) {
    batch_.strings.append(part);
    return static_cast<std::uint32_t>(part.size());
  }

  const ResultOptions& options_;
  UnitReader reader_;
  UnitStore::Batch units_;
  std::string prepared_;
  DigestedBatch batch_;
};

DigestedBatch digest_all(const SourceBatch& batch, const ResultOptions& options, UnitStore& store) {
  Digester digester(options, batch);
  BatchReport report = batch.visit(
      [&](const AcceptedRecord& record, const RecordOrigin& origin) { digester.add(record.article, origin); });
  return digester.finish(std::move(report), store);
}

// Of records with one id all but the first, in the order that the header states.
std::vector<bool> find_repeated_ids(const Blocks<ArticleMeta>& articles) {
  std::vector<std::uint32_t> hashes(articles.size());  // so that hardly any two ids are compared letter by letter
  for_each_index(articles.size(),
                 [&](std::size_t i) { hashes[i] = static_cast<std::uint32_t>(hash_bytes(articles[i].id, 0) >> 32); });
  RepeatedKeys search;
  const std::span<const KeyedPlace> found = search.find(hashes);
  std::vector<KeyedPlace> order(found.begin(), found.end());
  samestory::sort(order.begin(), order.end(), [&](const KeyedPlace& a, const KeyedPlace& b) {
    if (a.key != b.key) return a.key < b.key;
    const ArticleMeta &p = articles[a.place], &q = articles[b.place];
    if (p.id != q.id) return p.id < q.id;
    const auto time = [](const ArticleMeta& m) {
      return m.published_s.value_or(std::numeric_limits<std::int64_t>::max());
    };
    if (time(p) != time(q)) return time(p) < time(q);
    if (p.content_hash != q.content_hash) return p.content_hash < q.content_hash;
    return a.place < b.place;  // equal in everything that a result shows: either may stay
  });
  std::vector<bool> repeated(articles.size(), false);
  for (std::size_t o = 1; o < order.size(); ++o)
    repeated[order[o].place] = articles[order[o].place].id == articles[order[o - 1].place].id;
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
void keep(Corpus& corpus, DigestedBatch&& batch) {
  std::string_view strings = batch.strings;
  const auto next = [&strings](std::uint32_t bytes) {
    const std::string_view taken = strings.substr(0, bytes);
    strings.remove_prefix(bytes);
    return taken;
  };
  for (const Digest& d : batch.digests) {
    ArticleMeta article;
    article.id = corpus.strings.keep(next(d.id_bytes));
    const std::string_view title = next(d.title_bytes);
    article.outlet = corpus.strings.intern(next(d.outlet_bytes));
    article.language = corpus.strings.intern(next(d.language_bytes));
    article.text_handle = corpus.store->append(title, next(d.text_bytes));
    article.published_s = d.published_s;
    article.place = d.origin.place;
    article.units = d.units;
    article.file = d.origin.file;
    article.line = d.origin.line;
    article.content_hash = d.content_hash;
    corpus.articles.push_back(article);
    corpus.facts.push_back(d.facts);
    corpus.sketches.append(d.sketch);
    corpus.empty_articles += d.facts.units == 0;
  }
  corpus.span_keys.add(batch.span_keys);
  std::move(batch.report.rejects.begin(), batch.report.rejects.end(), std::back_inserter(corpus.rejects));
  corpus.text_bytes += batch.report.bytes;
  corpus.unreadable_dates += batch.report.unreadable_dates;
}

}  // namespace

Text Corpus::text(ArticleId id) const {
  const ArticleMeta& meta = articles[index(id)];
  if (meta.place.size_bytes == 0) return store->text(meta.text_handle);
  Article article = reread(meta.file, meta.line, meta.place);
  if (content_hash(view(article)) != meta.content_hash) throw_changed(files[meta.file].path, meta.line);
  return {std::move(article.title), prepare_text(std::move(article.text), preset)};
}

std::string_view copied_part(std::string_view title, std::string_view text, Preset preset) {
  return preset == Preset::kHeadlines ? title : text;
}

RecordSource from_reader(const std::shared_ptr<ArchiveReader>& reader) {
  return {[reader]() -> std::optional<SourceBatch> {
            std::optional<RawBatch> raw = reader->next();
            if (!raw) return std::nullopt;
            const std::uint64_t bytes = raw->consumed_bytes, records = raw->records.size();
            auto held = std::make_shared<RawBatch>(std::move(*raw));
            return SourceBatch{bytes, records, [reader, held](const RecordVisitor& visitor) {
                                 return reader->visit(std::move(*held), visitor);
                               }};
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
  return {[&articles, next]() -> std::optional<SourceBatch> {
            const std::size_t first = *next, last = std::min(articles.size(), first + kBatch);
            if (first == last) return std::nullopt;
            *next = last;
            BatchReport report;
            for (std::size_t i = first; i < last; ++i)
              report.bytes += articles[i].title.size() + articles[i].text.size();
            return SourceBatch{report.bytes, last - first,
                               [&articles, first, last, report](const RecordVisitor& visitor) {
                                 for (std::size_t i = first; i < last; ++i)
                                   visitor({view(articles[i]), DateState::kAbsent, true}, {0, i + 1, {i, 1}});
                                 return report;
                               }};
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
           [&](SourceBatch&& batch) { return digest_all(batch, options, *corpus.unit_store); },
           [&](DigestedBatch&& batch) {
             credits.insert(batch.credits.begin(), batch.credits.end());
             keep(corpus, std::move(batch));
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

#include "copies/copy_texts.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/parallel.h"
#include "copies/minhash.h"
#include "copies/shingle.h"
#include "text/units.h"

namespace samestory {
namespace {

Units load_units(const Corpus& corpus, const ResultOptions& options, ArticleId id) {
  const Text text = corpus.text(id);
  UnitReader reader(options.copies.seed);
  return reader.read(copied_part(text.title, text.text, options.preset));
}

// Of units in a scratch file: this, the hashes, the ends of the spans.
struct UnitsHeader {
  std::uint32_t units, spans;
  std::uint64_t unspaced;  // as wide as the hashes that follow
};
static_assert(sizeof(UnitsHeader) == 16);

template <class T>
void append_values(std::string& bytes, const T* values, std::size_t count) {
  bytes.append(reinterpret_cast<const char*>(values), count * sizeof(T));
}

void append_units(std::string& bytes, const Units& units) {
  const UnitsHeader header{static_cast<std::uint32_t>(units.hashes.size()),
                           static_cast<std::uint32_t>(units.span_ends.size()), units.unspaced ? 1U : 0U};
  append_values(bytes, &header, 1);
  append_values(bytes, units.hashes.data(), units.hashes.size());
  append_values(bytes, units.span_ends.data(), units.span_ends.size());
}

Units read_units(const ScratchFile& file, std::uint64_t at) {
  UnitsHeader header{};
  file.read(at, reinterpret_cast<char*>(&header), sizeof header);
  Units units;
  units.hashes.resize(header.units);
  units.span_ends.resize(header.spans);
  units.unspaced = header.unspaced != 0;
  const std::size_t hash_bytes = header.units * sizeof(std::uint64_t);
  file.read(at + sizeof header, reinterpret_cast<char*>(units.hashes.data()), hash_bytes);
  file.read(at + sizeof header + hash_bytes, reinterpret_cast<char*>(units.span_ends.data()),
            header.spans * sizeof(std::uint32_t));
  return units;
}

Units find_units(const Corpus& corpus, const ResultOptions& options, const UnitCache& cache, ArticleId id) {
  std::optional<Units> held = cache.find(id);
  return held ? std::move(*held) : load_units(corpus, options, id);
}

std::uint64_t outlet_of(const Corpus& corpus, ArticleId id) {
  const std::string_view outlet = corpus.articles[index(id)].outlet;
  return outlet.empty() ? 0 : outlet_key(outlet);
}

Headline headline_of(const Corpus& corpus, const ResultOptions& options, ArticleId id) {
  UnitReader reader(options.copies.seed);
  return {headline_hash(reader.read(corpus.title(id))), outlet_of(corpus, id), corpus.facts[index(id)].published_s};
}

// Days before 1970 are negative.
std::int32_t day_of(const ArticleFacts& facts) {
  if (facts.published_s == std::numeric_limits<std::int64_t>::max()) return kNoDay;
  constexpr std::int64_t kDaySeconds = 86'400;
  return static_cast<std::int32_t>(facts.published_s / kDaySeconds - (facts.published_s % kDaySeconds < 0 ? 1 : 0));
}

}  // namespace

UnitCache::UnitCache(const Corpus& corpus, std::span<const CandidatePair> pairs, const ResultOptions& options,
                     const std::string& scratch)
    : file_(std::make_unique<ScratchFile>(scratch)) {
  constexpr std::size_t kTogether = 64;  // articles of one system call, some 200 KB
  std::vector<bool> named(corpus.size());
  for (const CandidatePair& pair : pairs) named[index(pair.a)] = named[index(pair.b)] = true;
  std::vector<ArticleId> held;
  for (std::size_t i = 0; i < named.size(); ++i) {
    if (named[i]) held.push_back(article_id(i));
  }
  place_.assign(corpus.size(), kNowhere);
  for_each_index((held.size() + kTogether - 1) / kTogether,
                 [&](std::size_t group) {
                   const std::span<const ArticleId> articles =
                       std::span(held).subspan(group * kTogether, std::min(kTogether, held.size() - group * kTogether));
                   std::string bytes;
                   for (const ArticleId article : articles) {
                     place_[index(article)] = bytes.size();
                     append_units(bytes, load_units(corpus, options, article));
                   }
                   const std::uint64_t begin = file_->append(bytes);
                   for (const ArticleId article : articles) place_[index(article)] += begin;
                 },
                 1);
}

std::optional<Units> UnitCache::find(ArticleId id) const {
  if (place_.empty() || place_[index(id)] == kNowhere) return std::nullopt;
  return read_units(*file_, place_[index(id)]);
}

Units CopyTexts::units(ArticleId id) const { return find_units(corpus, options, cache, id); }

std::vector<bool> CopyTexts::in_phrases(ArticleId id, const Units& units) const {
  return phrases.counted(id) ? phrases.mask(units, outlet_of(corpus, id)) : std::vector<bool>();
}

std::vector<bool> CopyTexts::repeated(ArticleId id, const Units& units) const {
  const std::vector<bool> recurring = in_phrases(id, units);
  if (options.preset == Preset::kOcr) return recurring;
  std::vector<bool> mask = spans.mask(units, corpus.articles[index(id)].outlet);
  if (mask.empty()) return recurring;
  for (std::size_t u = 0; u < recurring.size(); ++u) mask[u] = mask[u] || recurring[u];
  return mask;
}

Prepared CopyTexts::prepared(ArticleId id) const {
  Units text = units(id);
  const std::vector<bool> mask = repeated(id, text);
  if (options.preset == Preset::kOcr) return prepare(without(text, mask), {}, options.copies);
  Prepared article = prepare(std::move(text), mask, options.copies);
  article.headline = headline_of(corpus, options, id);
  return article;
}

std::vector<GramArticle> gram_articles(const Corpus& corpus) {
  std::vector<GramArticle> articles(corpus.size());
  for_each_index(corpus.size(), [&](std::size_t i) {
    articles[i] = {outlet_of(corpus, article_id(i)), day_of(corpus.facts[i]), corpus.facts[i].units};
  });
  return articles;
}

RepeatedGrams find_phrases(const Corpus& corpus, std::span<const GramArticle> articles,
                           std::span<const ArticleId> counted, const ResultOptions& options, const UnitCache& cache) {
  if (counted.empty()) return {};
  return RepeatedGrams(articles, counted, [&](ArticleId id) { return find_units(corpus, options, cache, id); });
}

SketchTable sketch_own_words(const CopyTexts& texts, SketchShape shape) {
  constexpr std::size_t kBlock = 4096;  // sketches of 512 bytes at a time
  SketchTable table(shape);
  std::vector<Sketch> block;
  for (std::size_t first = 0; first < texts.corpus.size(); first += kBlock) {
    block.resize(std::min(kBlock, texts.corpus.size() - first));
    for_each_index(
        block.size(),
        [&](std::size_t i) {
          const ArticleId id = article_id(first + i);
          const Units units = texts.units(id);
          const Units own = without(units, texts.repeated(id, units));
          block[i] = sketch(window_hashes(own, texts.options.copies), texts.options.copies.seed);
        },
        16);
    for (const Sketch& one : block) table.append(one);
  }
  return table;
}

}  // namespace samestory

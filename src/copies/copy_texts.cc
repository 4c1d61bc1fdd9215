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

Units find_units(const Corpus& corpus, const ResultOptions& options, const UnitCache& cache, ArticleId id) {
  const Units* held = cache.find(id);
  return held != nullptr ? *held : load_units(corpus, options, id);
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
                     std::size_t most_bytes) {
  std::vector<bool> named(corpus.size());
  for (const CandidatePair& pair : pairs) named[index(pair.a)] = named[index(pair.b)] = true;
  std::vector<ArticleId> held;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < named.size(); ++i) {
    if (!named[i]) continue;
    bytes += sizeof(Units) + sizeof(std::uint64_t) * corpus.facts[i].units;
    if (bytes > most_bytes) break;
    held.push_back(article_id(i));
  }
  place_.assign(corpus.size(), kNowhere);
  for (std::size_t h = 0; h < held.size(); ++h) place_[index(held[h])] = static_cast<std::uint32_t>(h);
  units_.resize(held.size());
  for_each_index(
      held.size(), [&](std::size_t h) { units_[h] = load_units(corpus, options, held[h]); }, 64);
}

const Units* UnitCache::find(ArticleId id) const {
  return place_.empty() || place_[index(id)] == kNowhere ? nullptr : &units_[place_[index(id)]];
}

Units CopyTexts::units(ArticleId id) const { return find_units(corpus, options, cache, id); }

std::vector<bool> CopyTexts::repeated(ArticleId id, const Units& units) const {
  std::vector<bool> in_phrases;
  if (phrases.counted(id)) in_phrases = phrases.mask(units, outlet_of(corpus, id));
  if (options.preset == Preset::kOcr) return in_phrases;
  std::vector<bool> mask = spans.mask(units, corpus.articles[index(id)].outlet);
  if (mask.empty()) return in_phrases;
  for (std::size_t u = 0; u < in_phrases.size(); ++u) mask[u] = mask[u] || in_phrases[u];
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

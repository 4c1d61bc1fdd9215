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
  Units text = corpus.units(id);
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
                           std::span<const ArticleId> counted) {
  if (counted.empty()) return {};
  return RepeatedGrams(articles, counted, [&](ArticleId id) { return corpus.units(id); });
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
          const Units units = texts.corpus.units(id);
          const Units own = without(units, texts.repeated(id, units));
          block[i] = sketch(window_hashes(own, texts.options.copies), texts.options.copies.seed);
        },
        16);
    for (const Sketch& one : block) table.append(one);
  }
  return table;
}

}  // namespace samestory

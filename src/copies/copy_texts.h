// Copy texts: articles as the copy passes read them, once everything that outlets repeat is known.
//
// Input: the corpus, the spans and phrases that outlets repeat, the options. Output: the units of any article, which of
// them are repeated, and the article prepared for comparison. Clean text is compared as it stands, with what is
// repeated as a second condition (src/copies/verify.h): a wire report that one outlet prints often would lose its text
// otherwise. Scans are compared without their repeated phrases: what errors leave of a text is less than what its
// outlet prints every day, and because errors spoil whole lines, phrases alone count there.
//
// Cost: reading the units from disk (src/copies/unit_store.h) and looking up their spans and phrases, which is why only
// articles that buckets propose come here. Invariant: the same article gives the same value, on any thread. Covered by
// tests/pipeline_test.cc and tests/repeated_grams_test.cc.
#pragma once

#include <samestory/options.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/ids.h"
#include "copies/corpus.h"
#include "copies/repeated_grams.h"
#include "copies/screen.h"
#include "copies/sketch_table.h"
#include "copies/verify.h"
#include "io/store.h"
#include "text/repeated.h"

namespace samestory {

struct CopyTexts {
  const Corpus& corpus;
  const RepeatedSpans& spans;
  const RepeatedGrams& phrases;
  const ResultOptions& options;

  // One flag a unit of corpus.units(id); empty if none is repeated.
  [[nodiscard]] std::vector<bool> repeated(ArticleId id, const Units& units) const;
  // The same of repeated phrases alone.
  [[nodiscard]] std::vector<bool> in_phrases(ArticleId id, const Units& units) const;
  [[nodiscard]] Prepared prepared(ArticleId id) const;
};

// The articles as repeated phrases are counted in them.
std::vector<GramArticle> gram_articles(const Corpus& corpus);

// The phrases that recur, counted over the articles `counted`, which ascend.
RepeatedGrams find_phrases(const Corpus& corpus, std::span<const GramArticle> articles,
                           std::span<const ArticleId> counted);

// Sketches of what is left of every text without its repeated phrases.
SketchTable sketch_own_words(const CopyTexts& texts, SketchShape shape);

}  // namespace samestory

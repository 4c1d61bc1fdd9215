// Repeated text: an outlet's own boilerplate, found by its recurring in many of that outlet's articles.
//
// A span (a line, or a sentence of one, of at least kShortestSpan units) that stands in at least kRepeatedArticles
// articles of one outlet is furniture there. Every article counts, none is sampled; an article without an outlet
// neither counts nor is masked, since a pseudo-outlet (a web archive, an aggregator) would mask the news itself.
//
// Input: span keys, collected once an article while it streams by (8 bytes a distinct span). Output: the keys of the
// repeated ones, a few thousand an outlet. The copy passes use them as a second condition after the texts have been
// compared as they are; the story passes leave such spans out of the features, unless little would be left.
//
// What an outlet of few articles repeats is found by runs of words (text/repeated_runs.h) and kept here beside the
// spans, for the story passes alone.
//
// Rejected: masking before comparing (a wire report printed often by one outlet would lose its text), and word n-grams
// in place of spans (they find boilerplate inside sentences, but an article has one at every word and memory grows with
// them). Cost: one sort of the keys. Tested by tests/repeated_test.cc against counting by definition.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/blocks.h"
#include "base/key_set.h"
#include "text/repeated_runs.h"
#include "text/units.h"

namespace samestory {

inline constexpr int kRepeatedArticles = 8;        // articles of one outlet; fewer may be one report printed again
inline constexpr std::uint32_t kShortestSpan = 4;  // units; shorter ones ("he said.") recur by themselves

// Appends keys of the article's distinct spans, in no order; none if the outlet is empty.
void append_span_keys(std::vector<std::uint64_t>& keys, const Units& units, std::string_view outlet);

// The span keys of an archive while it streams by. They are dealt by their leading bits as they come, so that shares
// can be sorted in parallel, follow each other in order, and no key is ever held twice.
class SpanKeys {
 public:
  SpanKeys() : shares_(std::size_t{1} << kShareBits) {}

  // Serial. The keys of some articles.
  void add(const std::vector<std::uint64_t>& keys);

  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  friend class RepeatedSpans;
  static constexpr int kShareBits = 6;
  std::vector<Blocks<std::uint64_t>> shares_;
  std::size_t size_ = 0;
};

class RepeatedSpans {
 public:
  // `keys` of every article, in any order.
  explicit RepeatedSpans(SpanKeys keys = {});

  // One flag a unit: true where it stands in a repeated span of its outlet; empty if none does.
  [[nodiscard]] std::vector<bool> mask(const Units& units, std::string_view outlet) const;

  // The same with repeated runs (text/repeated_runs.h), once they are known: for the story passes.
  [[nodiscard]] std::vector<bool> mask_with_runs(const Units& units, std::string_view outlet) const;
  void note_runs(RepeatedRuns runs) { runs_ = std::move(runs); }

  [[nodiscard]] bool contains(std::uint64_t key) const { return keys_.contains(key); }
  [[nodiscard]] std::size_t size() const { return keys_.size(); }
  [[nodiscard]] std::size_t runs() const { return runs_.size(); }
  [[nodiscard]] bool empty() const { return keys_.size() + runs_.size() == 0; }

 private:
  KeySet keys_;
  RepeatedRuns runs_;
};

// The key of a span in an outlet, of the low 32 bits of its units: they may come from where no more are kept
// (copies/unit_store.h).
std::uint64_t span_key(std::uint64_t outlet_hash, const std::uint64_t* first, const std::uint64_t* last);
std::uint64_t outlet_key(std::string_view outlet);

}  // namespace samestory

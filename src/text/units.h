// Units: an article's body as the copy passes see it, a sequence of hashed words.
//
// A unit is a word of UAX 29 that holds a letter or a digit, or a single code point of a script written without spaces
// (Han, Kana, Thai, Lao, Khmer, Myanmar). Lines that the furniture lexicon knows (credit and "read more" lines) are
// left out. A unit's hash is WordHash(seed) of its folded bytes (base/word_hash.h).
//
// The archive goes through a UnitReader, which keeps its buffers from article to article; to_units() does the same for
// one. Cost: 8 bytes a unit; time in bench/text_bench.cc, row "units". Tested by tests/units_test.cc against
// segment() over ICU's normal form.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/instruction_set.h"
#include "base/word_hash.h"
#include "text/furniture.h"
#include "text/padded_text.h"
#include "text/unit_places.h"

namespace samestory {

struct Units {
  std::vector<std::uint64_t> hashes;     // one a unit, in reading order
  std::vector<std::uint32_t> span_ends;  // a span is a line or a sentence of one; index past its last unit; increasing,
                                         // the last equals hashes.size(); empty if there are no units
  bool unspaced = false;                 // most units are single code points: shingles are longer then
};

Units to_units(const Page& page, std::uint64_t seed);

// From an article's raw text to its units, one article after another. One thread's at a time.
class UnitReader {
 public:
  explicit UnitReader(std::uint64_t seed, InstructionSet set = best_instruction_set()) : hash_(seed), set_(set) {}

  // The units stay until the next text is read.
  const Units& read(std::string_view raw);

  // Of the text read last: keys of outlets that it may credit (text/credits.h), sorted, distinct.
  [[nodiscard]] std::vector<std::uint64_t> credit_keys() const;

 private:
  friend Units to_units(const Page& page, std::uint64_t seed);

  void find_units();

  WordHash hash_;
  InstructionSet set_;
  PaddedText text_;              // folded
  std::vector<Line> furniture_;  // lines of it with a role
  UnitPlaces places_;
  Units units_;
};

// Scanned lines end in the middle of words: "har-\nbour" becomes "harbour"; behind a digit, a space or a dash nothing
// does.
std::string join_hyphenated(std::string_view text);

}  // namespace samestory

// Unit store: the units of every article, on disk between the streaming pass and the passes that compare texts.
//
// Input: units as they come from a UnitReader (text/units.h), many articles at a time, from many threads. Output: where
// an article's units stand, 12 bytes to be kept of each, with which they come back.
//
// Each unit is kept as the low 32 bits of its hash, and comes back as these: what is compared from here on, spans,
// phrases and pairs of texts, is compared by them. Two words have one such hash once in 2^32, so of an archive's 10^6
// words some hundred pairs do. Then one is taken for the other, in the place of which it has to stand for that to show:
// two texts that differ by such a word are compared as if it had not been exchanged, and their resemblance is more than
// it should be by the windows that hold it, three a text. Unlike texts stay unlike, since all rules of
// src/copies/verify.h and src/copies/repeated_grams.h ask for several units in a row. Sketches and the hash of a whole
// text are made before, of all 64 bits, so that equal texts are equal.
//
// Rejected: to read the articles that have a candidate once more and find their words again, which costs as much as the
// first time. Of a generated archive of 10^6 articles of 2.7 KB two in five have one: 5.9 s of processor time, against
// .9 s to write all units. Rejected, too: a dictionary of the archive's words, one more thing that all threads share.
//
// Cost: 8 bytes an article, 4 a unit and 4 a span on disk, some 1.7 KB of a text of 2.5 KB; the system keeps in memory
// what it has room for. One system call for a batch of articles that is written, and one for an article that is read,
// beyond what src/io/store.h keeps in memory (rows "unit_store" of bench/copies_bench.cc).
// Invariant: what is read does not depend on the order in which threads wrote. Covered by tests/unit_store_test.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "io/store.h"
#include "text/units.h"

namespace samestory {

class UnitStore {
 public:
  struct Place {
    std::uint64_t offset_bytes = 0;
    std::uint32_t numbers = 0;  // of 32 bits, 2 at least
  };

  // Units of some articles on their way to the disk.
  class Batch {
   public:
    // Room for the units of so many bytes of text, unless they are very short.
    explicit Batch(std::size_t text_bytes = 0);

    // Where they stand in the batch.
    Place append(const Units& units);

   private:
    friend class UnitStore;
    std::vector<std::uint32_t> numbers_;  // of each article: spans, 1 if unspaced, ends of the spans, units
  };

  // Puts its file into `folder`, which must exist. Every failure throws Error{kOutput}.
  explicit UnitStore(const std::string& folder) : file_(folder) {}

  // What is to be added to the offsets of the batch. Thread-safe.
  std::uint64_t put(const Batch& batch);
  // Thread-safe.
  [[nodiscard]] Units read(Place place) const;

 private:
  ScratchFile file_;
};

}  // namespace samestory

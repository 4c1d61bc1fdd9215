// Shingles: an article's body as a set of short word sequences, so that likeness of texts becomes likeness of sets.
//
// Input: the units of one article (src/text/units.h). Output: 64-bit hashes of every window of `shingle_words`
// consecutive units, or of `shingle_points` when most units are single code points: a Chinese word has one or two of
// them, so eight points hold about as much as three to five words. A text with fewer units than a window is one shingle
// as a whole, tagged with its length, so that it equals only the same short text: two headlines of two words are never
// alike because both are short. A text without units has no shingle and resembles nothing.
//
// A window's hash is a polynomial of its unit hashes modulo 2^64 with an odd multiplier, and a finalizer. The
// polynomials of all windows of two units are made from those of one, of four from those of two, and so on: a few
// passes that multiply and add many windows side by side. Rolling from window to window was rejected: each waits for
// the one before it, 1.5 ns however wide the processor's registers are, where the passes take .6 with AVX-512 and 1.0
// with AVX2, and without either about the same. The polynomial is enough because the unit hashes are already random
// words that nobody can prepare without the seed (base/hash.h); if units ever became small integers, they would have to
// be mixed here first. Hashing the text of each window again was rejected: it reads every byte `shingle_words` times.
//
// Sets are kept as sorted distinct hashes: resemblance and containment are one merge without memory of their own. Word
// order inside a window counts, order of windows does not. 64 bits, because 32 make two different shingles equal in any
// archive above some 100,000 of them and those errors grow with it.
//
// Cost: about 1 ns a unit for the windows, 8 bytes each; sorting adds 4 to 6, which is why the streaming
// pass sketches the windows as they come and only verification sorts them (rows "windows" and "shingle" of
// bench/copies_bench.cc).
//
// Invariants: resemblance is symmetric, 1 for equal sets that are not empty, 0 if either set is empty.
//
// Source: Broder 1997, On the resemblance and containment of documents (SEQUENCES), section 2. Covered by
// tests/shingle_test.cc.
#pragma once

#include <samestory/options.h>

#include <cstdint>
#include <span>
#include <vector>

#include "base/instruction_set.h"
#include "text/units.h"

namespace samestory {

// Units in a window of this text.
std::size_t window_units(const Units& units, const CopyOptions& options);

// Number of windows, repeats included.
std::size_t count_windows(const Units& units, const CopyOptions& options);

// The hash of every window in reading order, repeats included. What the sketch reads.
std::vector<std::uint64_t> window_hashes(const Units& units, const CopyOptions& options);

// The same in memory that the caller has: an article a few microseconds long should not wait for the allocator.
// REQUIRES: hashes.size() == count_windows(units, options).
void write_window_hashes(const Units& units, const CopyOptions& options, std::span<std::uint64_t> hashes);

// The same by the loop for one instruction set; equal for all. REQUIRES: is_available(set).
void write_window_hashes_with(InstructionSet set, const Units& units, const CopyOptions& options,
                              std::span<std::uint64_t> hashes);

// The same, sorted and distinct: the shingle set.
std::vector<std::uint64_t> shingle(const Units& units, const CopyOptions& options);

// Sorts hashes and drops repeats: makes a set of any window hashes.
std::vector<std::uint64_t> shingle_set(std::vector<std::uint64_t> hashes);

// One hash of all units in order, a polynomial like a window's that begins with their number: equal for equal texts. 0
// if and only if there are no units.
std::uint64_t sequence_hash(const Units& units);

// Size of the intersection. Both sorted and distinct.
std::size_t count_shared(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b);

// Jaccard coefficient of two shingle sets, 0 to 1.
double resemblance(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b);

// Share of a's shingles that b has too, 0 to 1; 0 if a is empty.
double containment(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b);

}  // namespace samestory

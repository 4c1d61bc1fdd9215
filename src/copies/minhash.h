// Sketches: 128 numbers an article, from which the resemblance of any two shingle sets can be estimated.
//
// Input: the shingle hashes of one article, in any order, repeats allowed. Output: kCoordinates numbers of 32 bits.
// The chance that two sketches agree in a coordinate is the resemblance of their sets, so the share of agreeing
// coordinates estimates it, and coordinates can serve as bucket keys.
//
// Method: Fast Similarity Sketching. In each of three free rounds every shingle throws once: its hash names a
// coordinate and a rank. In the last round every shingle takes part in every coordinate, with a rank for each. A
// coordinate holds the shingle of least (round, rank). That is a plain minimum, so the sketch does not depend on the
// order, the repeats or the path of the code, and two sets agree in a coordinate exactly when the same shingle won it
// in the same round: what wins a round in one set loses to an earlier round of the other. A round is computed only
// while some coordinate is without a winner, and the last only for those: nothing in it could win elsewhere.
//
// Hashes are one multiplication each, modulo 2^64 and of a shingle to which the seed was added (exclusive or). This
// rests on shingles being random words already, as window hashes are (copies/shingle.h); small integers would have to
// be mixed first, or they would all throw for few coordinates.
//
// Against 128 independent permutations (Broder 1997): cost falls from 128 hashes a shingle to one to four, and the
// error falls too where throws land on different coordinates, since then no shingle wins many by luck;
// tests/minhash_test.cc holds it to .80, .85 and 1.02 of plain MinHash at 30, 100 and 400 shingles (measured: .75, .74,
// .89). Rejected: one-permutation hashing with densification (larger error for short texts, which news has),
// SuperMinHash (the same error, far slower), SimHash (finds fewer copies).
//
// What is kept is not the rank but 32 bits of its product with an odd number: ranks that won are small numbers, which
// would collide often. Two different winners then agree by chance once in 2^32; winners of the last round are told
// apart by 32 bits of their shingles, so there the chance is about shingles / 2^33. Both are far below the estimator's
// own error, at most sqrt(J (1 - J) / 128), so the estimate is not corrected for them.
//
// Half of that is enough for an archive of many millions: a compact sketch keeps 16 bits a coordinate, so two different
// winners agree once in 2^16. An estimate is 1.5e-5 (1 - J) too high by that; bands of r coordinates collide once in
// 2^(16 r) pairs: with r = 2 as rarely as one full coordinate, with r = 1 in every archive of some hundred articles,
// where full coordinates are needed.
//
// Cost: 512 bytes an article, 256 compact; time in bench/copies_bench.cc, row "sketch", and beside another program's in
// bench/sketch_peers. An article without shingles has the empty sketch, which agrees with nothing, itself included.
// The loops are compiled for three instruction sets, chosen at run time; their sketches are equal.
//
// Source: Dahlgaard, Knudsen, Thorup 2017, Fast similarity sketching (FOCS), section 3, there with 128 free rounds;
// three are kept here because the last round is a loop without branches over whole registers.
#pragma once

#include <samestory/options.h>
#include <samestory/sketch.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "base/instruction_set.h"
#include "text/units.h"

namespace samestory {

Sketch sketch(std::span<const std::uint64_t> shingles, std::uint64_t seed);

// The sketch of a text's windows, equal to sketch(window_hashes(units, options), options.seed), without memory for them
// unless the text is long.
Sketch sketch(const Units& units, const CopyOptions& options);

// The same by the loops for one instruction set. REQUIRES: is_available(set).
Sketch sketch_with(InstructionSet set, std::span<const std::uint64_t> shingles, std::uint64_t seed);

// Coordinates in which both agree, 0 to kCoordinates; 0 if either is empty.
int count_agreeing(const Sketch& a, const Sketch& b);

struct CompactSketch {
  std::array<std::uint16_t, kCoordinates> coordinate{};  // all 0: the empty sketch; else none is 0

  [[nodiscard]] bool empty() const { return coordinate[0] == 0; }
};

// The leading bits, which a sort by coordinate reads first; 0 is kept for the empty sketch.
constexpr std::uint16_t compact(std::uint32_t coordinate) {
  return static_cast<std::uint16_t>(coordinate == 0 ? 0 : std::max(coordinate >> 16, 1U));
}

CompactSketch compact(const Sketch& sketch);

int count_agreeing(const CompactSketch& a, const CompactSketch& b);

}  // namespace samestory

// Sketches: 128 numbers an article, from which the resemblance of any two shingle sets can be estimated.
//
// Input: the shingle hashes of one article, in any order, repeats allowed. Output: kCoordinates numbers of 32 bits.
// The chance that two sketches agree in a coordinate is the resemblance of their sets, so the share of agreeing
// coordinates estimates it, and coordinates can serve as bucket keys.
//
// Method: Fast Similarity Sketching. In each of four free rounds every shingle throws once: its hash names a coordinate
// and a rank. In the last round every shingle takes part in every coordinate, with a rank for each. A coordinate holds
// the shingle of least (round, rank). That is a plain minimum, so the sketch does not depend on the order, the repeats
// or the path of the code, and two sets agree in a coordinate exactly when the same shingle won it in the same round:
// what wins a round in one set loses to an earlier round of the other. A round is computed only while some coordinate
// is without a winner: nothing in it could win elsewhere.
//
// Against 128 independent permutations (Broder 1997): cost falls from 128 hashes a shingle to one to four, and the
// error falls too where throws land on different coordinates, since then no shingle wins many by luck;
// tests/minhash_test.cc holds it to .80, .85 and 1.02 of plain MinHash at 30, 100 and 400 shingles (measured: .74, .73,
// .87). Rejected: one-permutation hashing with densification (larger error for short texts, which news has),
// SuperMinHash (the same error, far slower), SimHash (finds fewer copies).
//
// What is kept is not the rank but a 32-bit hash of it: ranks that won are small numbers, which would collide often.
// Two different winners then agree by chance once in 2^32; winners of the last round are told apart by 32 bits of their
// shingles, so there the chance is about shingles / 2^33. Both are far below the estimator's own error, at most
// sqrt(J (1 - J) / 128), so the estimate is not corrected for them.
//
// Cost: 512 bytes an article; time in bench/copies_bench.cc, row "sketch". An article without shingles has the empty
// sketch, which agrees with nothing, itself included.
//
// Source: Dahlgaard, Knudsen, Thorup 2017, Fast similarity sketching (FOCS), section 3, there with 128 free rounds;
// four are kept here because the last round is a loop without branches that compilers vectorize.
#pragma once

#include <samestory/sketch.h>

#include <cstdint>
#include <span>

namespace samestory {

Sketch sketch(std::span<const std::uint64_t> shingles, std::uint64_t seed);

// Coordinates in which both agree, 0 to kCoordinates; 0 if either is empty.
int count_agreeing(const Sketch& a, const Sketch& b);

}  // namespace samestory

// Buckets: from sketches to the few pairs of articles that are worth comparing.
//
// Input: the table of sketches and the articles to look at, one of each text (src/copies/equal_texts.h). Output:
// candidate pairs, sorted and distinct, and counts. A sketch is cut into `bands` slices of `rows` coordinates; articles
// that agree in a whole slice share a bucket, and articles that share a bucket are a candidate pair if their sketches
// agree in at least `min_agreeing` coordinates. A pair of resemblance J shares a bucket with probability
// 1 - (1 - J^rows)^bands, so many short slices find nearly everything and propose a lot; the count of agreeing
// coordinates, which costs one look at two sketches, then drops what verification would only refuse at many times that
// price.
//
// Buckets are arrays of (key, place), one a band, not hash tables: nearly all keys are single and vanish before
// anything is grouped (src/copies/repeated_keys.h), the order is always the same, and arrays can be cut by key range
// when an archive outgrows one machine. What shares buckets is then screened article by article (src/copies/screen.h).
//
// A bucket of more than `hot_bucket` articles would propose a square of pairs, so each of its articles is paired with
// the one before it and with the bucket's first `leaders` articles in canonical order, where the likely canonical
// stands. Nothing is left out of the bucket, and how many articles were bounded in this way is counted. A million
// articles in one bucket of every band therefore cost 3.5 us each, and buckets that are just not hot propose at most
// `bands` times half of `hot_bucket` pairs an article. Near-equal articles that met only in hot buckets stay connected
// through a leader, and src/copies/groups.h compares them with their canonical all the same.
//
// Cost: 6 to 11 ns a key for 10^5 to 10^7 articles, 1.0 to 1.5 us an article in 64 bands where an article has eight
// proposals, and some 20 ns for each proposal more (bench/copies_bench.cc, rows "repeated_keys" and "buckets");
// up to 96 bytes an article beside the sketches, and 8 for each pair. Bands and ranges of articles are tasks.
//
// Invariants: a < b in every pair; the outcome does not depend on threads; without hot buckets, one band more never
// loses a pair; an empty sketch is in no pair.
//
// Source: Leskovec, Rajaraman, Ullman 2014, Mining of massive datasets, section 3.4 (banding). Covered by
// tests/buckets_test.cc; what a real archive loses, by bench/recall.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.h"
#include "copies/screen.h"
#include "copies/sketch_table.h"

namespace samestory {

struct Bands {
  int bands = 64;              // slices, 1 to shape.coordinates / rows
  int rows = 2;                // coordinates in a slice, 1 to 8
  SketchShape shape;           // of the sketches that the slices are cut from
  int min_agreeing = 1;        // coordinates in which a pair must agree, 1 to shape.coordinates
  double expected_recall = 0;  // chance that a pair of the resemblance asked for becomes a candidate
};

// The longest slices with which a pair of this resemblance (above 0, up to 1) shares a bucket with probability .99 or
// more, one row if there are none: every row more means far fewer false candidates, every band costs as much as any
// other. `min_agreeing` is the highest bar that loses at most one in 700 of such pairs, counted as if coordinates were
// independent (those of a sketch vary less), and hardly any that resemble each other more. `expected_recall` has both
// losses in it. Sketches keep 16 bits of 128 coordinates, or, for one row, 32 bits of 64 if these suffice.
Bands choose_bands(double resemblance);

struct BucketOptions {
  Bands bands;
  std::size_t hot_bucket = 64;  // articles; a larger bucket compares with leaders only, at least 2
  std::size_t leaders = 8;      // articles of a hot bucket that all others are paired with, at least 1
};

struct Candidates {
  std::vector<CandidatePair> pairs;    // sorted, distinct
  std::uint64_t keys = 0;              // articles with a sketch, times bands
  std::uint64_t buckets = 0;           // with two articles or more, over all bands
  std::uint64_t hot_buckets = 0;       // of these, larger than hot_bucket
  std::uint64_t bounded_articles = 0;  // articles in hot buckets, counted once a bucket
  std::uint64_t proposed = 0;          // pairs, counted once a bucket
  std::uint64_t screened = 0;          // pairs whose sketches were compared
};

// Candidates among `articles`, which are ascending; those without a shingle are in no pair. The table has the shape of
// options.bands.
Candidates find_candidates(const SketchTable& sketches, std::span<const ArticleId> articles,
                           const BucketOptions& options);

}  // namespace samestory

// Screening: of the pairs that share a bucket, each once, and only those whose sketches agree enough.
//
// Input: the buckets of a few bands at a time. Output: the distinct pairs that agree in at least `min_agreeing`
// coordinates, sorted.
//
// A close pair shares most of the bands, and a look at two sketches in no order costs hundreds of nanoseconds, nearly
// all of it waiting for memory. So the work is done article by article, in order: those that stand behind the article
// in its buckets are stamped with it, which drops repeats from all bands, and what earlier bands let pass is stamped
// before; the few that are new are sorted and looked at while the sketches of the next ones are on their way. The
// stamps of one article's companions stay in the first-level cache, and no pair is written down before it is known to
// be new. Rejected, on an archive of 100,000 articles with 115 proposals an article where all of bucketing takes 3.3 us
// an article: to write every proposal down and sort them (7.1 us), and to deal them into ranges with a hash set each
// (4.0 us).
//
// Ranges of articles are tasks of their own. A pair that did not pass is looked at again if later bands propose it;
// remembering those would take more memory than the looks take time, since pairs that agree in little share few bands.
//
// Cost: rows "buckets" of bench/copies_bench.cc; 8 bytes for each pair that passed, 4 bytes an article and thread.
//
// Invariants: the outcome is a function of the set of pairs that share a bucket: not of the bands' order, of what is
// handed over together, or of threads. Covered by tests/screen_test.cc.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "base/ids.h"
#include "copies/sketch_table.h"

namespace samestory {

struct CandidatePair {
  ArticleId a{}, b{};  // a < b
  friend auto operator<=>(const CandidatePair&, const CandidatePair&) = default;
};

// The buckets of one band. An article is named by its place among those that are bucketed.
struct BandBuckets {
  // A place and what it is paired with: all that follow it in its bucket, or just the next one.
  struct Member {
    std::uint32_t place : 30;
    std::uint32_t last : 1;       // of its bucket
    std::uint32_t next_only : 1;  // paired with the next one only
  };
  static constexpr std::uint32_t kNowhere = std::numeric_limits<std::uint32_t>::max();

  std::vector<Member> members;          // bucket after bucket, places ascending in each
  std::vector<std::uint32_t> position;  // of each place in `members`; kNowhere: in no bucket
};
inline constexpr std::uint32_t kMostPlaces = 1U << 30;

class Screen {
 public:
  // Place i is that of articles[i], ascending. Sketches and articles outlive the screen.
  Screen(const SketchTable& sketches, std::span<const ArticleId> articles, int min_agreeing);

  void look_at(std::span<const BandBuckets> bands);

  // All pairs that passed; the screen is empty afterwards.
  std::vector<CandidatePair> take();

  [[nodiscard]] std::uint64_t proposed() const { return proposed_; }    // pairs, counted once a bucket
  [[nodiscard]] std::uint64_t looked_at() const { return looked_at_; }  // sketches compared

 private:
  struct PlacePair {
    std::uint32_t a, b;
    friend auto operator<=>(const PlacePair&, const PlacePair&) = default;
  };
  struct Worker;

  void look_at_range(std::span<const BandBuckets> bands, std::size_t range, Worker& worker);
  [[nodiscard]] std::span<PlacePair> keep_alike(std::span<PlacePair> pairs) const;

  const SketchTable& sketches_;
  std::span<const ArticleId> articles_;
  int min_agreeing_;
  std::vector<std::vector<PlacePair>> passed_;  // by range, sorted
  std::uint64_t proposed_ = 0, looked_at_ = 0;
};

}  // namespace samestory

#include "copies/buckets.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "base/parallel.h"
#include "copies/repeated_keys.h"

namespace samestory {
namespace {

constexpr int kMostRows = 8;
constexpr double kLeastRecall = 0.99;  // of the banding; what a looser one would add, verification pays for

// Share of the pairs at the resemblance asked for that the bar on agreeing coordinates may lose, one in 700; above that
// resemblance it loses far fewer.
constexpr double kMostScreenedOut = 0.0014;

// Bands that are worked on together: eight keys of two short coordinates are half a cache line. They hold 96 bytes an
// article if every article has company in each, half of that in an archive where most are alone.
constexpr std::size_t kBandsTogether = 8;

double chance_to_share_a_bucket(double resemblance, int bands, int rows) {
  double slice_agrees = 1;
  for (int i = 0; i < rows; ++i) slice_agrees *= resemblance;
  double none_agrees = 1;
  for (int i = 0; i < bands; ++i) none_agrees *= 1 - slice_agrees;
  return 1 - none_agrees;
}

// chance[m] that a pair of this resemblance agrees in exactly m of so many coordinates: one coordinate after another.
std::vector<double> chances_to_agree(double resemblance, int coordinates) {
  std::vector<double> chance(static_cast<std::size_t>(coordinates) + 1);
  chance[0] = 1;
  for (std::size_t done = 0; done < static_cast<std::size_t>(coordinates); ++done) {
    for (std::size_t m = done + 1; m > 0; --m) chance[m] = chance[m] * (1 - resemblance) + chance[m - 1] * resemblance;
    chance[0] *= 1 - resemblance;
  }
  return chance;
}

// Sets the highest bar that loses no more than kMostScreenedOut, and the recall that then remains.
void set_bar(Bands& bands, double resemblance) {
  const std::vector<double> chance = chances_to_agree(resemblance, bands.shape.coordinates);
  double below = chance[0];  // chance to agree in fewer coordinates than the bar
  bands.min_agreeing = 1;
  while (bands.min_agreeing < bands.shape.coordinates) {
    const double next = below + chance[static_cast<std::size_t>(bands.min_agreeing)];
    if (next > kMostScreenedOut) break;
    below = next;
    ++bands.min_agreeing;
  }
  // Who agrees nowhere shares no bucket either; beyond that the two losses are taken to be of different pairs.
  bands.expected_recall = chance_to_share_a_bucket(resemblance, bands.bands, bands.rows) - (below - chance[0]);
}

// What one thread needs for its share of the bands, and what it counts.
struct BandSearch {
  RepeatedKeys repeated;
  Candidates found;  // no pairs
};

// Appends a bucket: the places of one key in ascending order, two or more.
void add_bucket(std::span<const KeyedPlace> bucket, const BucketOptions& options, BandBuckets& band,
                Candidates& found) {
  ++found.buckets;
  const bool hot = bucket.size() > options.hot_bucket;
  if (hot) {
    ++found.hot_buckets;
    found.bounded_articles += bucket.size();
  }
  for (std::size_t i = 0; i < bucket.size(); ++i) {
    band.position[bucket[i].place] = static_cast<std::uint32_t>(band.members.size());
    band.members.push_back({bucket[i].place & (kMostPlaces - 1), i + 1 == bucket.size(), hot && i >= options.leaders});
  }
}

// Takes the keys that stand in band.position and leaves the band's buckets.
void search_band(BandBuckets& band, const BucketOptions& options, BandSearch& search) {
  const std::span<const KeyedPlace> repeated = search.repeated.find(band.position);
  search.found.keys += band.position.size();
  std::fill(band.position.begin(), band.position.end(), BandBuckets::kNowhere);
  band.members.clear();
  for (std::size_t begin = 0; begin < repeated.size();) {
    std::size_t end = begin + 1;
    while (end < repeated.size() && repeated[end].key == repeated[begin].key) ++end;
    add_bucket(repeated.subspan(begin, end - begin), options, band, search.found);
    begin = end;
  }
}

// Writes the keys of as many bands from `first` on where the positions will stand. Rows are read in the order of the
// articles, which need not be that of the table, so they are asked for ahead.
void take_keys(const SketchTable& sketches, std::span<const ArticleId> articles, int first, int rows,
               std::span<BandBuckets> bands) {
  constexpr std::size_t kAhead = 16;
  constexpr std::size_t kGrain = 4096;
  for (BandBuckets& band : bands) band.position.resize(articles.size());
  for_each_index(
      articles.size(),
      [&](std::size_t i) {
        if (i + kAhead < articles.size()) sketches.prefetch_keys(articles[i + kAhead], first, rows);
        std::array<std::uint32_t, kBandsTogether> keys;
        sketches.keys(articles[i], first, rows, std::span(keys).first(bands.size()));
        for (std::size_t band = 0; band < bands.size(); ++band) bands[band].position[i] = keys[band];
      },
      kGrain);
}

}  // namespace

Bands choose_bands(double resemblance) {
  assert(resemblance > 0 && resemblance <= 1);
  Bands best{64, 1, {64, 32}, 1, 0};
  if (chance_to_share_a_bucket(resemblance, best.bands, 1) < kLeastRecall) best = {128, 1, {128, 32}, 1, 0};
  for (int rows = 2; rows <= kMostRows; ++rows) {
    const Bands longer{static_cast<int>(kCoordinates) / rows, rows, {}, 1, 0};
    if (chance_to_share_a_bucket(resemblance, longer.bands, rows) < kLeastRecall) break;  // it falls with every row
    best = longer;
  }
  set_bar(best, resemblance);
  return best;
}

Candidates find_candidates(const SketchTable& sketches, std::span<const ArticleId> articles,
                           const BucketOptions& options) {
  const Bands& bands = options.bands;
  assert(bands.rows >= 1 && bands.bands >= 1 && bands.bands * bands.rows <= bands.shape.coordinates);
  assert(sketches.shape() == bands.shape && std::is_sorted(articles.begin(), articles.end()));
  assert(options.hot_bucket >= 2 && options.leaders >= 1);
  std::vector<ArticleId> sketched;
  sketched.reserve(articles.size());
  for (const ArticleId article : articles) {
    if (!sketches.empty(article)) sketched.push_back(article);
  }
  Screen screen(sketches, sketched, bands.min_agreeing);
  Candidates all;
  std::vector<BandBuckets> together(kBandsTogether);
  for (int first = 0; first < bands.bands; first += static_cast<int>(kBandsTogether)) {
    together.resize(std::min(kBandsTogether, static_cast<std::size_t>(bands.bands - first)));
    take_keys(sketches, sketched, first, bands.rows, together);
    const auto search = [&](BandSearch& mine, std::size_t band) { search_band(together[band], options, mine); };
    for (const BandSearch& done : accumulate_indices<BandSearch>(together.size(), search, 1)) {
      all.keys += done.found.keys;
      all.buckets += done.found.buckets;
      all.hot_buckets += done.found.hot_buckets;
      all.bounded_articles += done.found.bounded_articles;
    }
    screen.look_at(together);
  }
  all.proposed = screen.proposed();
  all.screened = screen.looked_at();
  all.pairs = screen.take();
  return all;
}

}  // namespace samestory

#include "copies/buckets.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <iterator>
#include <utility>

#include "base/hash.h"
#include "base/parallel.h"
#include "copies/hash_order.h"

namespace samestory {
namespace {

constexpr int kMostRows = 8;
constexpr double kLeastRecall = 0.99;  // of the banding; what a looser one would add, verification pays for

// Bands that are sorted at the same time. Eight keep eight processors busy; each holds 32 bytes an article.
constexpr int kBandsAtOnce = 8;

// Band numbers are mixed into keys, so that keys of all bands could share one array: bits of the square root of 3.
constexpr std::uint64_t kBandTag = 0xBB67AE8584CAA73BULL;

struct KeyedArticle {
  std::uint64_t key = 0;
  ArticleId article{};
  friend auto operator<=>(const KeyedArticle&, const KeyedArticle&) = default;
};

double chance_to_share_a_bucket(double resemblance, int bands, int rows) {
  double slice_agrees = 1;
  for (int i = 0; i < rows; ++i) slice_agrees *= resemblance;
  double none_agrees = 1;
  for (int i = 0; i < bands; ++i) none_agrees *= 1 - slice_agrees;
  return 1 - none_agrees;
}

std::uint64_t band_key(const Sketch& sketch, int band, int rows) {
  std::uint64_t key = kBandTag + static_cast<std::uint64_t>(band);
  for (int row = 0; row < rows; ++row) {
    key = mix(key ^ sketch.coordinate[static_cast<std::size_t>(band * rows + row)]);
  }
  return key;
}

// `bucket` holds the articles of one key in canonical order.
void pair_up(std::span<const KeyedArticle> bucket, const BucketOptions& options, Candidates& found) {
  if (bucket.size() < 2) return;
  ++found.buckets;
  const bool hot = bucket.size() > options.hot_bucket;
  if (hot) {
    ++found.hot_buckets;
    found.bounded_articles += bucket.size();
  }
  const std::size_t leaders = hot ? options.leaders : bucket.size();
  for (std::size_t i = 1; i < bucket.size(); ++i) {
    const std::size_t earlier = std::min(i, leaders);
    for (std::size_t j = 0; j < earlier; ++j) found.pairs.push_back({bucket[j].article, bucket[i].article});
    if (earlier < i) found.pairs.push_back({bucket[i - 1].article, bucket[i].article});
  }
}

// Pairs of the articles that share a bucket in one band.
Candidates search_band(std::vector<KeyedArticle> keyed, const BucketOptions& options) {
  sort_by_hash(
      keyed, [](const KeyedArticle& entry) { return entry.key; }, std::less<>());
  Candidates found;
  found.keys = keyed.size();
  for (std::size_t begin = 0; begin < keyed.size();) {
    std::size_t end = begin + 1;
    while (end < keyed.size() && keyed[end].key == keyed[begin].key) ++end;
    pair_up(std::span(keyed).subspan(begin, end - begin), options, found);
    begin = end;
  }
  return found;
}

// One array of keys for each of `count` bands from `first` on, filled together: they share the sketch's cache lines.
std::vector<std::vector<KeyedArticle>> key_bands(std::span<const Sketch> sketches, std::span<const ArticleId> articles,
                                                 int first, int count, int rows) {
  std::vector<std::vector<KeyedArticle>> keyed(static_cast<std::size_t>(count));
  for (std::vector<KeyedArticle>& band : keyed) band.resize(articles.size());
  for_each_index(articles.size(), [&](std::size_t i) {
    const ArticleId article = articles[i];
    for (std::size_t band = 0; band < keyed.size(); ++band) {
      keyed[band][i] = {band_key(sketches[index(article)], first + static_cast<int>(band), rows), article};
    }
  });
  return keyed;
}

std::vector<CandidatePair> sorted_distinct(std::vector<CandidatePair> pairs) {
  samestory::sort(pairs.begin(), pairs.end(), std::less<>());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

// Drops pairs that agree in too few coordinates. Sorted pairs keep the first sketch of each in cache.
void drop_unlike(std::vector<CandidatePair>& pairs, std::span<const Sketch> sketches, int min_agreeing) {
  std::vector<unsigned char> alike(pairs.size());
  for_each_index(pairs.size(), [&](std::size_t i) {
    alike[i] = count_agreeing(sketches[index(pairs[i].a)], sketches[index(pairs[i].b)]) >= min_agreeing;
  });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (alike[i]) pairs[kept++] = pairs[i];
  }
  pairs.resize(kept);
}

}  // namespace

Bands choose_bands(double resemblance) {
  assert(resemblance > 0 && resemblance <= 1);
  Bands best;
  for (int rows = 1; rows <= kMostRows; ++rows) {
    const int bands = static_cast<int>(kCoordinates) / rows;
    const double recall = chance_to_share_a_bucket(resemblance, bands, rows);
    if (rows > 1 && recall < kLeastRecall) break;  // recall falls with every row
    best.bands = bands;
    best.rows = rows;
    best.expected_recall = recall;
  }
  const double expected = resemblance * static_cast<double>(kCoordinates);
  const double deviation = std::sqrt(expected * (1 - resemblance));
  best.min_agreeing = std::max(1, static_cast<int>(expected - 3 * deviation));
  return best;
}

Candidates find_candidates(std::span<const Sketch> sketches, const BucketOptions& options) {
  const Bands& bands = options.bands;
  assert(bands.rows >= 1 && bands.bands >= 1 && bands.bands * bands.rows <= static_cast<int>(kCoordinates));
  assert(options.hot_bucket >= 2 && options.leaders >= 1);
  std::vector<ArticleId> articles;  // that have a sketch
  for (std::size_t i = 0; i < sketches.size(); ++i) {
    if (!sketches[i].empty()) articles.push_back(article_id(i));
  }
  Candidates all;
  for (int first = 0; first < bands.bands; first += kBandsAtOnce) {
    const int count = std::min(kBandsAtOnce, bands.bands - first);
    auto keyed = key_bands(sketches, articles, first, count, bands.rows);
    std::vector<Candidates> by_band(keyed.size());
    for_each_index(
        keyed.size(), [&](std::size_t i) { by_band[i] = search_band(std::move(keyed[i]), options); }, 1);
    std::vector<CandidatePair> pairs;
    for (Candidates& found : by_band) {
      all.keys += found.keys;
      all.buckets += found.buckets;
      all.hot_buckets += found.hot_buckets;
      all.bounded_articles += found.bounded_articles;
      pairs.insert(pairs.end(), found.pairs.begin(), found.pairs.end());
      std::vector<CandidatePair>().swap(found.pairs);
    }
    pairs = sorted_distinct(std::move(pairs));
    drop_unlike(pairs, sketches, bands.min_agreeing);
    const std::vector<CandidatePair> before = std::move(all.pairs);
    all.pairs.clear();
    std::set_union(before.begin(), before.end(), pairs.begin(), pairs.end(), std::back_inserter(all.pairs));
  }
  return all;
}

}  // namespace samestory

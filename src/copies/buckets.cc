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

// Bands whose keys are taken from the sketches together: sixteen keys of two short coordinates are one cache line.
// They hold 64 bytes an article.
constexpr std::size_t kBandsTogether = 16;

// Proposals that are held at a time, unless a single band has more: 128 MiB, or as many as there are articles if that
// is more. Fewer would be deduplicated in more calls, each of which visits the pairs known before.
constexpr std::size_t kLeastBudget = std::size_t{1} << 24;

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

// What one thread finds in its share of the bands.
struct BandSearch {
  RepeatedKeys repeated;
  Candidates found;  // its pairs as they come, repeats included
};

// `bucket` holds the places of one key in ascending order, two or more.
void pair_up(std::span<const KeyedPlace> bucket, std::span<const ArticleId> articles, const BucketOptions& options,
             Candidates& found) {
  ++found.buckets;
  const bool hot = bucket.size() > options.hot_bucket;
  if (hot) {
    ++found.hot_buckets;
    found.bounded_articles += bucket.size();
  }
  const std::size_t leaders = hot ? options.leaders : bucket.size();
  const auto article = [&](std::size_t i) { return articles[bucket[i].place]; };
  for (std::size_t i = 1; i < bucket.size(); ++i) {
    const std::size_t earlier = std::min(i, leaders);
    for (std::size_t j = 0; j < earlier; ++j) found.pairs.push_back({article(j), article(i)});
    if (earlier < i) found.pairs.push_back({article(i - 1), article(i)});
  }
}

void search_band(std::span<const std::uint32_t> keys, std::span<const ArticleId> articles, const BucketOptions& options,
                 BandSearch& search) {
  const std::span<const KeyedPlace> repeated = search.repeated.find(keys);
  search.found.keys += keys.size();
  for (std::size_t begin = 0; begin < repeated.size();) {
    std::size_t end = begin + 1;
    while (end < repeated.size() && repeated[end].key == repeated[begin].key) ++end;
    pair_up(repeated.subspan(begin, end - begin), articles, options, search.found);
    begin = end;
  }
}

using KeyColumns = std::vector<std::vector<std::uint32_t>>;  // one a band, an entry an article

// Fills the columns with the keys of as many bands from `first` on. Rows are read in the order of the articles, which
// need not be that of the table, so they are asked for ahead.
void take_keys(const SketchTable& sketches, std::span<const ArticleId> articles, int first, int rows,
               std::span<std::vector<std::uint32_t>> columns) {
  constexpr std::size_t kAhead = 16;
  constexpr std::size_t kGrain = 4096;
  for (auto& column : columns) column.resize(articles.size());
  for_each_index(
      articles.size(),
      [&](std::size_t i) {
        if (i + kAhead < articles.size()) sketches.prefetch_keys(articles[i + kAhead], first, rows);
        std::array<std::uint32_t, kBandsTogether> keys;
        sketches.keys(articles[i], first, rows, std::span(keys).first(columns.size()));
        for (std::size_t c = 0; c < columns.size(); ++c) columns[c][i] = keys[c];
      },
      kGrain);
}

// Searches bands in parallel and screens what they propose, a few bands at a time so that proposals stay few.
class Search {
 public:
  Search(const SketchTable& sketches, std::span<const ArticleId> articles, const BucketOptions& options)
      : articles_(articles),
        options_(options),
        screen_(sketches, options.bands.min_agreeing),
        budget_(std::max(kLeastBudget, articles.size())) {}

  void search(std::span<const std::vector<std::uint32_t>> columns) {
    while (!columns.empty()) {
      const std::size_t count = std::min(columns.size(), bands_within_budget());
      search_together(columns.first(count));
      columns = columns.subspan(count);
    }
  }

  Candidates take() {
    all_.pairs = screen_.take();
    all_.screened = screen_.looked_at();
    return std::move(all_);
  }

 private:
  // As many as the proposals of a band so far let expect; two to begin with, so that a flood shows early.
  [[nodiscard]] std::size_t bands_within_budget() const {
    if (bands_done_ == 0) return 2;
    return std::clamp<std::size_t>(budget_ * bands_done_ / (static_cast<std::size_t>(all_.proposed) + 1), 1,
                                   kBandsTogether);
  }

  void search_together(std::span<const std::vector<std::uint32_t>> columns) {
    std::vector<BandSearch> searches = accumulate_indices<BandSearch>(
        columns.size(),
        [&](BandSearch& mine, std::size_t band) { search_band(columns[band], articles_, options_, mine); }, 1);
    std::vector<std::vector<CandidatePair>> lists;
    for (BandSearch& done : searches) {
      all_.keys += done.found.keys;
      all_.buckets += done.found.buckets;
      all_.hot_buckets += done.found.hot_buckets;
      all_.bounded_articles += done.found.bounded_articles;
      all_.proposed += done.found.pairs.size();
      lists.push_back(std::move(done.found.pairs));
    }
    std::vector<BandSearch>().swap(searches);  // before screening takes memory of its own
    screen_.propose(lists);
    bands_done_ += columns.size();
  }

  std::span<const ArticleId> articles_;
  const BucketOptions& options_;
  Screen screen_;
  std::size_t budget_;
  std::size_t bands_done_ = 0;
  Candidates all_;
};

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
  Search search(sketches, sketched, options);
  KeyColumns columns(kBandsTogether);
  for (std::size_t first = 0; first < static_cast<std::size_t>(bands.bands); first += kBandsTogether) {
    const std::size_t count = std::min(kBandsTogether, static_cast<std::size_t>(bands.bands) - first);
    take_keys(sketches, sketched, static_cast<int>(first), bands.rows, std::span(columns).first(count));
    search.search(std::span(columns).first(count));
  }
  return search.take();
}

}  // namespace samestory

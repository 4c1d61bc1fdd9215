#include "stories/background.h"

#include <algorithm>

#include "stories/affinity.h"

namespace samestory {
namespace {

constexpr std::size_t kCoreArticles = 6;       // the neighbours that stand for the article's own event
constexpr double kAbsentShare = 0.7;           // of the last neighbour's raw, for pairs that were not compared
constexpr double kFlat = 1.2, kSteep = 1.5;    // flatness of an event, of a topic
constexpr double kFarWeight = 0.9;             // far articles are picked from more than near ones
constexpr double kSeldom = 0.6, kOften = 0.9;  // other times: of an event, of a topic
constexpr double kEnoughFar = 0.6;             // share of the archive at which other times are known
constexpr double kEven = 1.5, kUneven = 1.6;   // unevenness of an event, of a saga
constexpr std::size_t kEnoughPairs = 100;      // of 435, to speak of evenness
constexpr double kSharedNames = 0.08,
                 kOtherNames = 0.05;                     // mean cosine of names or numbers: of an event, of a template
constexpr double kLeastCrowd = 0.15;                     // mean raw behind the core of a crowd
constexpr double kCrowdProfile = 0.8;                    // raw of its ranks 24 to 29 / of ranks 0 to 5
constexpr std::size_t kEdgeRanks = 5;                    // of ranks 10 to 29: the first and the last, for the fall
constexpr double kEvenShare = 0.6;                       // of the background of a saga
constexpr double kLevel = 0.1, kFalling = 0.2;           // fall of a saga, of a topic
constexpr double kCast = 0.3, kNoCast = 0.2;             // mean cosine of names: of a saga, of a topic
constexpr double kStrangers = 0.05, kOneMatter = 0.07;   // least raw of a tiny archive: of many events, of one
constexpr std::size_t kLeastPairs = 6;                   // one pair in so many lies below the least raw
constexpr double kFewArticles = 6, kEnoughArticles = 9;  // to speak of one matter
constexpr double kOneMatterBonus = 0.05;                 // by which the prior is lower there
constexpr double kTopic = 9;                             // of any test: nothing to speak for an event

// From `least` at `low` to 1 at `high`.
double rise(double value, double low, double high, double least) {
  return std::clamp(least + (1 - least) * (value - low) / (high - low), least, 1.0);
}

double ramp(double value, double low, double high) { return rise(value, low, high, kMostOpen); }

// How far other times are known: 0 (undated) to 1.
double known_times(const Surroundings& around) { return std::min(1.0, around.share_far / kEnoughFar); }

// Mean of ranks kFirstRank to kLastRank of values sorted downwards; absent ranks count as 0.
double mean_behind(const std::vector<std::int32_t>& ranked) {
  std::int64_t sum = 0;
  for (std::size_t r = kFirstRank; r <= kLastRank && r < ranked.size(); ++r) sum += ranked[r];
  return static_cast<double>(sum) / ((kLastRank - kFirstRank + 1) * static_cast<double>(kScale));
}

// The neighbours by raw, ties by article.
std::vector<Neighbour> rank_by_raw(std::span<const Neighbour> neighbours) {
  std::vector<Neighbour> ranked(neighbours.begin(), neighbours.end());
  std::sort(ranked.begin(), ranked.end(), [](const Neighbour& a, const Neighbour& b) {
    return a.raw != b.raw ? a.raw > b.raw : a.article < b.article;
  });
  return ranked;
}

// Is the profile so flat that only an event of hundreds can be behind it?
bool is_crowd(const std::vector<Neighbour>& ranked, double near) {
  if (near < kLeastCrowd || ranked.size() <= kLastRank) return false;
  std::int64_t best = 0, last = 0;
  for (std::size_t r = 0; r < kCoreArticles; ++r) best += ranked[r].raw, last += ranked[kLastRank - r].raw;
  return static_cast<double>(last) >= kCrowdProfile * static_cast<double>(best);
}

// Raw of pairs; those that were not compared count `absent`, or nothing if that is < 0.
class RawPairs {
 public:
  // In a crowd most pairs were never compared, for want of room in the lists; elsewhere, for want of likeness.
  RawPairs(const std::vector<Neighbour>& ranked, bool in_crowd, const RawOf& raw_of)
      : ranked_(&ranked), raw_of_(&raw_of), absent_(in_crowd ? -1 : kAbsentShare * ranked.back().raw) {}

  void add(std::size_t a, std::size_t b) {
    const std::int32_t raw = (*raw_of_)((*ranked_)[a].article, (*ranked_)[b].article);
    const double value = raw < 0 ? absent_ : raw;
    if (value >= 0) values_.push_back(value);
  }
  [[nodiscard]] std::size_t size() const { return values_.size(); }
  [[nodiscard]] double mean() const {
    double sum = 0;
    for (const double value : values_) sum += value;
    return values_.empty() ? 0 : sum / static_cast<double>(values_.size());
  }
  // REQUIRES some pairs.
  [[nodiscard]] double percentile(std::size_t percent) {
    const auto place = values_.begin() + static_cast<std::ptrdiff_t>(values_.size() * percent / 100);
    std::nth_element(values_.begin(), place, values_.end());
    return *place;
  }

 private:
  const std::vector<Neighbour>* ranked_;
  const RawOf* raw_of_;
  double absent_;
  std::vector<double> values_;
};

double flatness(const std::vector<Neighbour>& ranked, bool in_crowd, const RawOf& raw_of) {
  if (ranked.size() <= kFirstRank) return kTopic;
  RawPairs inside(ranked, in_crowd, raw_of), across(ranked, in_crowd, raw_of);
  for (std::size_t a = 0; a < kCoreArticles; ++a) {
    for (std::size_t b = a + 1; b < kCoreArticles; ++b) inside.add(a, b);
    for (std::size_t r = kFirstRank; r <= kLastRank && r < ranked.size(); ++r) across.add(a, r);
  }
  return across.mean() == 0 ? kTopic : inside.mean() / across.mean();
}

double unevenness(const std::vector<Neighbour>& ranked, bool in_crowd, const RawOf& raw_of) {
  if (ranked.size() <= kLastRank) return kTopic;
  RawPairs all(ranked, in_crowd, raw_of);
  for (std::size_t a = 0; a <= kLastRank; ++a) {
    for (std::size_t b = a + 1; b <= kLastRank; ++b) all.add(a, b);
  }
  if (all.size() < kEnoughPairs) return kTopic;
  const double median = all.percentile(50);
  return median == 0 ? kTopic : all.percentile(99) / median;
}

double other_times(std::vector<std::int32_t> far, double near) {
  if (near == 0) return kTopic;
  std::sort(far.begin(), far.end(), std::greater<>());
  std::int64_t sum = 0;
  for (std::size_t k = 0; k < std::min(kFarArticles, far.size()); ++k) sum += far[k];
  return kFarWeight * (static_cast<double>(sum) / (kFarArticles * static_cast<double>(kScale))) / near;
}

Particulars mean_particulars(const std::vector<Neighbour>& ranked, const ParticularsOf& particulars_of) {
  const std::size_t end = std::min(kLastRank + 1, ranked.size());
  Particulars sum{0, 0};
  for (std::size_t r = kFirstRank; r < end; ++r) {
    const Particulars shared = particulars_of(ranked[r].article);
    sum.names += shared.names;
    sum.numbers += shared.numbers;
  }
  const auto count = static_cast<double>(end - kFirstRank);
  return {sum.names / count, sum.numbers / count};
}

// The tests, cheapest first: each can only close.
double openness(const std::vector<Neighbour>& ranked, double near, const Surroundings& around, const RawOf& raw_of,
                const ParticularsOf& particulars_of) {
  const bool in_crowd = is_crowd(ranked, near);
  const double flat = ramp(flatness(ranked, in_crowd, raw_of), kFlat, kSteep);
  if (flat == 1) return 1;
  const double known = known_times(around);
  double times = known > 0 ? known * ramp(other_times(around.far_raw(), near), kSeldom, kOften) : 0;
  if (known < 1) times += (1 - known) * ramp(unevenness(ranked, in_crowd, raw_of), kEven, kUneven);
  if (times == 1) return 1;
  const Particulars shared = mean_particulars(ranked, particulars_of);
  return std::max({flat, times, ramp(-std::max(shared.names, shared.numbers), -kSharedNames, -kOtherNames)});
}

// s: the share of the background that counts where every neighbour is as alike as the next and shares the names.
double evenness(const std::vector<Neighbour>& ranked, const Surroundings& around, const ParticularsOf& particulars_of) {
  const double known = known_times(around);
  if (known == 1 || ranked.size() <= kLastRank) return 1;
  std::int64_t first = 0, last = 0, all = 0;
  for (std::size_t k = 0; k < kEdgeRanks; ++k) {
    first += ranked[kFirstRank + k].raw;
    last += ranked[kLastRank - k].raw;
  }
  for (std::size_t r = kFirstRank; r <= kLastRank; ++r) all += ranked[r].raw;
  if (all == 0) return 1;
  constexpr double kRanks = static_cast<double>(kLastRank - kFirstRank + 1) / kEdgeRanks;
  const double fall = kRanks * static_cast<double>(first - last) / static_cast<double>(all);
  const double even = rise(fall, kLevel, kFalling, kEvenShare);
  if (even == 1) return 1;
  const double named = rise(-mean_particulars(ranked, particulars_of).names, -kCast, -kNoCast, kEvenShare);
  return known + (1 - known) * std::max(even, named);
}

// What stands in for the neighbourhood of a tiny archive.
double prior(const Surroundings& around, const StoryModel& model) {
  const double least = static_cast<double>(around.least_raw) / kScale;
  const auto articles = static_cast<double>(around.articles);
  return model.prior_background -
         kOneMatterBonus * rise(least, kStrangers, kOneMatter, 0) * rise(articles, kFewArticles, kEnoughArticles, 0);
}

}  // namespace

std::int32_t least_raw(std::span<const std::uint32_t> articles, const RawOf& raw_of) {
  std::vector<std::int32_t> raw;
  for (std::size_t i = 0; i < articles.size(); ++i) {
    for (std::size_t j = i + 1; j < articles.size(); ++j) raw.push_back(std::max(0, raw_of(articles[i], articles[j])));
  }
  if (raw.empty()) return 0;
  const auto place = raw.begin() + static_cast<std::ptrdiff_t>(raw.size() / kLeastPairs);
  std::nth_element(raw.begin(), place, raw.end());
  return *place;
}

Background measure_background(std::span<const Neighbour> neighbours, const Surroundings& around, const RawOf& raw_of,
                              const ParticularsOf& particulars_of, const StoryModel& model) {
  const std::vector<Neighbour> ranked = rank_by_raw(neighbours);
  std::vector<std::int32_t> raw, x;
  for (const Neighbour& neighbour : ranked) raw.push_back(neighbour.raw), x.push_back(neighbour.x);
  std::sort(x.begin(), x.end(), std::greater<>());
  const double near_raw = mean_behind(raw);
  const double near = std::min({near_raw, kTimelyMargin + mean_behind(x), model.most_background});
  const double open = openness(ranked, near_raw, around, raw_of, particulars_of);
  const double n = static_cast<double>(around.articles), square = n * n,
               half = model.prior_articles * model.prior_articles;
  const double w = square * square / (square * square + half * half);
  return {w * near * std::min(open, evenness(ranked, around, particulars_of)) + (1 - w) * prior(around, model), open};
}

}  // namespace samestory

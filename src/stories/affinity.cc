#include "stories/affinity.h"

#include <algorithm>
#include <cmath>

#include "base/real.h"

namespace samestory {
namespace {

constexpr double kSecondsPerDay = 86400;

double days_apart(const Facts& a, const Facts& b) {
  if (a.published_s && b.published_s)
    return std::abs(static_cast<double>(*a.published_s - *b.published_s)) / kSecondsPerDay;
  if (a.day && b.day) return std::abs(static_cast<double>(*a.day) - *b.day);
  return -1;
}

double time_kernel(double days) {
  constexpr double kAlways = 0.3, kShort = 0.35, kLong = 0.35;  // sum 1: the same day changes nothing
  constexpr double kShortDays = 2, kLongDays = 30;              // news cycle; court cases and investigations
  return days < 0 ? 1 : kAlways + kShort * exp_minus(days / kShortDays) + kLong * exp_minus(days / kLongDays);
}

template <class T>
int agreement_of(const std::vector<T>& a, const std::vector<T>& b) {
  if (a.empty() || b.empty()) return 0;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
    if (*i == *j) return 1;
    *i < *j ? ++i : ++j;
  }
  return -1;
}

// Does `a` recall the day of `b` as past?
bool recalls(const Facts& a, const Facts& b) {
  if (a.past_month_days.empty() || !b.day) return false;
  // Civil month and day of a day number (Hinnant, "chrono-compatible low-level date algorithms", civil_from_days).
  const std::int64_t z = static_cast<std::int64_t>(*b.day) + 719468;
  const std::int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  const std::int64_t doe = z - era * 146097;
  const std::int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const std::int64_t mp = (5 * doy + 2) / 153;
  const std::int64_t day = doy - (153 * mp + 2) / 5 + 1, month = mp < 10 ? mp + 3 : mp - 9;
  return std::binary_search(a.past_month_days.begin(), a.past_month_days.end(),
                            static_cast<std::uint16_t>(32 * month + day));
}

}  // namespace

PairParts compare(const Features& features, GroupId a, GroupId b) {
  PairParts parts;
  const std::size_t i = index(a), j = index(b);
  double sum = 0, weights = 0;
  for (std::size_t f = 0; f < kSignals; ++f) {
    parts.both[f] = features.present[f][i] && features.present[f][j];
    if (!parts.both[f]) continue;
    const TermMatrix& rows = features.rows[f];
    parts.cosine[f] = rows.row(static_cast<Eigen::Index>(i)).dot(rows.row(static_cast<Eigen::Index>(j)));
    sum += kWeights[f] * parts.cosine[f];
    weights += kWeights[f];
  }
  const Facts &first = features.facts[i], &second = features.facts[j];
  parts.raw = weights > 0 ? sum / weights : 0;
  parts.days_apart = days_apart(first, second);
  parts.kernel = time_kernel(parts.days_apart);
  parts.x = parts.raw * parts.kernel;
  parts.age = agreement_of(first.ages, second.ages);
  parts.month_day = agreement_of(first.month_days, second.month_days);
  parts.day = agreement_of(first.days, second.days);
  if (recalls(first, second) || recalls(second, first)) parts.month_day = parts.day = -1;
  return parts;
}

std::int32_t quantize(double value) { return static_cast<std::int32_t>(std::floor(value * kScale + 0.5)); }

double background(std::vector<std::int32_t> x_of_candidates, std::size_t n) {
  std::sort(x_of_candidates.begin(), x_of_candidates.end(), std::greater<>());
  std::int64_t sum = 0;
  for (std::size_t r = kFirstRank; r <= kLastRank && r < x_of_candidates.size(); ++r) sum += x_of_candidates[r];
  const double mean = static_cast<double>(sum) / ((kLastRank - kFirstRank + 1) * static_cast<double>(kScale));
  const double square = static_cast<double>(n) * static_cast<double>(n), half = kPriorArticles * kPriorArticles;
  const double w = square * square / (square * square + half * half);
  return w * std::min(kMostBackground, mean) + (1 - w) * kPriorBackground;
}

std::int32_t score(double x, double agreement, double background_a, double background_b) {
  return quantize(x / (kFloor + std::min(background_a, background_b)) + agreement);
}

}  // namespace samestory

#include "stories/affinity.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>
#include <tuple>

#include "base/real.h"
#include "text/calendar.h"

namespace samestory {

static_assert(std::tuple_size_v<decltype(StoryModel::weights)> == kSignals);

Moment moment_of(const Facts& facts) { return {facts.published_s, facts.day}; }

double days_apart(const Moment& a, const Moment& b) {
  if (a.published_s && b.published_s)
    return std::abs(static_cast<double>(*a.published_s - *b.published_s)) / kSecondsPerDay;
  if (a.day && b.day) return std::abs(static_cast<double>(*a.day) - *b.day);
  return -1;
}

std::optional<std::int64_t> time_of(const Facts& facts) {
  if (facts.published_s) return facts.published_s;
  if (facts.day) return *facts.day * std::int64_t{kSecondsPerDay};
  return std::nullopt;
}

namespace {

double time_kernel(double days, const StoryModel& model) {
  if (days < 0) return 1;
  const double seasons = days / model.kernel_long_days;
  return model.kernel_always + model.kernel_long * exp_minus(seasons * seasons) +
         model.kernel_short * exp_minus(days / model.kernel_short_days);
}

// Share of the dated articles that stand within max(days, kChanceDays) of the middle between a and b.
// count_before(time) tells how many of them are earlier.
template <class CountBefore>
double share_nearby(std::size_t dated, const Facts& a, const Facts& b, double days, const CountBefore& count_before) {
  const std::optional<std::int64_t> time_a = time_of(a), time_b = time_of(b);
  if (days < 0 || dated == 0 || !time_a || !time_b) return 1;
  const std::int64_t middle = *time_a + (*time_b - *time_a) / 2;
  const auto reach = static_cast<std::int64_t>(std::max(days, kChanceDays) * kSecondsPerDay);
  const std::size_t near = count_before(middle + reach + 1) - count_before(middle - reach);
  return static_cast<double>(near) / static_cast<double>(dated);
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
  const CivilDate date = civil_of(*b.day);
  return std::binary_search(a.past_month_days.begin(), a.past_month_days.end(),
                            static_cast<std::uint16_t>(32 * date.month + date.day));
}

double strangeness(const PairParts& parts) {
  constexpr auto kNames = static_cast<std::size_t>(Signal::kNames),
                 kNumbers = static_cast<std::size_t>(Signal::kNumbers);
  if (!parts.both[kNames] || !parts.both[kNumbers]) return 0;
  return std::max(0.0, 1 - (parts.cosine[kNames] + parts.cosine[kNumbers]) / kAcquainted);
}

// Everything of a pair's score but its cosines, which cosine(signal) gives.
template <class Cosine, class CountBefore>
PairParts combine_parts(const Features& features, GroupId a, GroupId b, const StoryModel& model, const Cosine& cosine,
                        const CountBefore& count_before) {
  PairParts parts;
  const std::size_t i = index(a), j = index(b);
  double sum = 0, weights = 0;
  const std::vector<std::uint32_t>& language = features.language_of;
  parts.one_language = language.empty() || language[i] == language[j];
  for (std::size_t f = 0; f < kSignals; ++f) {
    parts.both[f] = parts.one_language && features.present[f][i] && features.present[f][j];
    if (!parts.both[f]) continue;
    parts.cosine[f] = cosine(f);
    sum += model.weights[f] * parts.cosine[f];
    weights += model.weights[f];
  }
  parts.embedded = features.embeddings.both(a, b);
  if (parts.embedded) {
    parts.embedding = samestory::cosine(features.embeddings, a, b);
    parts.embedded_worth = model.embedding * embedded_worth(features.embeddings, a, b);
  }
  const Facts &first = features.facts[i], &second = features.facts[j];
  parts.fullness = std::min(1.0, std::sqrt(static_cast<double>(first.substance) * second.substance) / kFullSubstance);
  parts.raw = weights > 0 ? parts.fullness * sum / weights : 0;
  parts.days_apart = days_apart(moment_of(first), moment_of(second));
  parts.kernel = time_kernel(parts.days_apart, model);
  parts.x = parts.raw * parts.kernel;
  if (!parts.one_language && features.across.rows.rows() > 0)
    parts.across_worth = across_worth(features.across, across_likeness(features.across, a, b), a, b, parts.kernel);
  parts.share = share_nearby(features.times_s.size(), first, second, parts.days_apart, count_before);
  if (parts.days_apart >= 0)
    parts.rivals = parts.share * std::min(features.articles_of_language[i], features.articles_of_language[j]);
  parts.age = agreement_of(first.ages, second.ages);
  parts.month_day = agreement_of(first.month_days, second.month_days);
  parts.day = agreement_of(first.days, second.days);
  if (recalls(first, second) || recalls(second, first)) parts.month_day = parts.day = -1;
  parts.one_outlet = first.outlet != 0 && first.outlet == second.outlet;
  parts.strange = strangeness(parts);
  parts.agreement = model.agreement * (model.age_share * parts.age + parts.month_day + parts.day) -
                    (parts.one_outlet ? model.same_outlet : 0) - kStrangersWorth * parts.strange;
  return parts;
}

}  // namespace

double dot_product(const TermMatrix& rows, GroupId a, GroupId b) {
  const TermWeight* const weights = rows.valuePtr();
  double sum = 0;
  for_each_shared(rows, a, b, [&](int i, int j) { sum += static_cast<double>(weights[i]) * weights[j]; });
  return sum;
}

PairParts compare(const Features& features, GroupId a, GroupId b, const StoryModel& model) {
  const std::vector<std::int64_t>& times_s = features.times_s;
  return combine_parts(
      features, a, b, model, [&](std::size_t f) { return dot_product(features.rows[f], a, b); },
      [&](std::int64_t time_s) {
        return static_cast<std::size_t>(std::lower_bound(times_s.begin(), times_s.end(), time_s) - times_s.begin());
      });
}

void HeldRow::set(const TermMatrix& rows, GroupId g) {
  const int begin = rows.outerIndexPtr()[index(g)], end = rows.outerIndexPtr()[index(g) + 1];
  filter_.fill(0);
  slots_.assign(4 * std::bit_ceil(static_cast<std::size_t>(end - begin) + 1), {-1, 0});
  for (int e = begin; e < end; ++e) {
    const int column = rows.innerIndexPtr()[e];
    filter_[word_of(column)] |= std::uint64_t{1} << (static_cast<unsigned>(column) % 64);
    std::size_t slot = static_cast<std::size_t>(column) & (slots_.size() - 1);
    while (slots_[slot].column >= 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = {column, rows.valuePtr()[e]};
  }
}

double HeldRow::times(const TermMatrix& rows, GroupId g) const {
  constexpr int kBlock = 64;
  const int* const columns = rows.innerIndexPtr();
  const TermWeight* const weights = rows.valuePtr();
  const int end = rows.outerIndexPtr()[index(g) + 1];
  double sum = 0;
  for (int begin = rows.outerIndexPtr()[index(g)]; begin < end; begin += kBlock) {
    // Which entries pass the filter cannot be predicted, so they are listed without a branch first.
    std::array<int, kBlock> passed;
    std::size_t count = 0;
    for (int e = begin; e < std::min(end, begin + kBlock); ++e) {
      passed[count] = e;
      count += filter_[word_of(columns[e])] >> (static_cast<unsigned>(columns[e]) % 64) & 1;
    }
    for (std::size_t k = 0; k < count; ++k) {
      const int column = columns[passed[k]];
      std::size_t slot = static_cast<std::size_t>(column) & (slots_.size() - 1);
      while (slots_[slot].column >= 0 && slots_[slot].column != column) slot = (slot + 1) & (slots_.size() - 1);
      if (slots_[slot].column == column) sum += static_cast<double>(slots_[slot].weight) * weights[passed[k]];
    }
  }
  return sum;
}

void Comparer::set_first(GroupId a) {
  for (std::size_t f = 0; f < kSignals; ++f) held_[f].set(features_->rows[f], a);
  first_ = a;
}

PairParts Comparer::with(GroupId b) const {
  return combine_parts(
      *features_, first_, b, model_, [&](std::size_t f) { return held_[f].times(features_->rows[f], b); },
      [&](std::int64_t time_s) { return times_.count_before(time_s); });
}

void Comparer::prefetch(GroupId b) const {
  constexpr int kEntriesInLine = 16;  // of a cache
  constexpr std::size_t kLine = 64;   // bytes
  const char* const facts = reinterpret_cast<const char*>(&features_->facts[index(b)]);
  for (std::size_t byte = 0; byte < sizeof(Facts); byte += kLine) __builtin_prefetch(facts + byte);
  for (const TermMatrix& rows : features_->rows) {
    const int begin = rows.outerIndexPtr()[index(b)], end = rows.outerIndexPtr()[index(b) + 1];
    for (int e = begin; e < end; e += kEntriesInLine) {
      __builtin_prefetch(rows.innerIndexPtr() + e);
      __builtin_prefetch(rows.valuePtr() + e);
    }
  }
}

std::int32_t quantize(double value) { return static_cast<std::int32_t>(std::floor(value * kScale + 0.5)); }

double PairParts::chance() const {
  constexpr double kLogOfTen = 2.302585092994046;
  const double crowd = std::max(rivals / kFewRivals, 1.0);
  return -(natural_log(share + kLeastShare) + kCrowdWorth * natural_log(crowd)) / kLogOfTen;
}

PairEvidence evidence_of(const PairParts& parts) {
  return {quantize(parts.raw), quantize(parts.x),
          quantize(parts.chance() + parts.agreement + parts.embedded_worth + parts.across_worth), parts.one_language};
}

std::int32_t score(const PairEvidence& evidence, double background_a, double background_b, const StoryModel& model) {
  if (!evidence.one_language) return evidence.beside;
  const double x = static_cast<double>(evidence.x) / kScale;
  return quantize((x - model.background_times * std::min(background_a, background_b)) / model.tenfold) +
         evidence.beside;
}

}  // namespace samestory

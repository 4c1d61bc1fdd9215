#include "generate/plan.h"

#include <samestory/error.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <numeric>
#include <utility>

#include "generate/language.h"

namespace samestory {
namespace {

constexpr std::int32_t kFirstDay = 19723;  // 2024-01-01
constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::uint32_t kMostCopies = 60;
constexpr std::uint32_t kMostWebCopies = 30;
constexpr std::uint32_t kMostReports = 40;
constexpr std::uint32_t kMostOutlets = 10'000;
constexpr std::uint64_t kPlanSeed = 0x914A;  // any number that block.cc does not use

std::uint32_t per_mille(double share) { return static_cast<std::uint32_t>(share * 1000 + .5); }

class Planner {
 public:
  Planner(const GenerateOptions& options, std::uint64_t block)
      : options_(options),
        random_(combine(combine(options.seed, kPlanSeed), block)),
        outlets_(options.outlets.value_or(usual_outlets(options))),
        wanted_(static_cast<std::uint32_t>(
            std::min<std::uint64_t>(kBlockArticles, options.articles - block * kBlockArticles))) {
    plan_.block = block;
    share_[static_cast<std::size_t>(UnitKind::kSaga)] = per_mille(options.sagas);
    share_[static_cast<std::size_t>(UnitKind::kTemplate)] = per_mille(options.templates);
    share_[static_cast<std::size_t>(UnitKind::kQuotation)] = per_mille(options.quotations);
    share_[static_cast<std::size_t>(UnitKind::kFollowUp)] = per_mille(options.follow_ups);
    share_[0] = 1000 - std::min(1000U, std::accumulate(share_.begin() + 1, share_.end(), 0U));
  }

  Plan make() {
    while (room() > 0) add_unit(most_wanted());
    return std::move(plan_);
  }

 private:
  std::uint32_t placed() const { return static_cast<std::uint32_t>(plan_.articles.size()); }
  std::uint32_t room() const { return wanted_ - placed(); }

  UnitKind most_wanted() const {
    std::size_t best = 0;
    std::int64_t best_lag = -1;
    for (std::size_t kind = 0; kind < kUnitKinds; ++kind) {
      const std::int64_t lag = std::int64_t{share_[kind]} * (placed() + 1) - std::int64_t{count_[kind]} * 1000;
      if (share_[kind] > 0 && lag > best_lag) {
        best = kind;
        best_lag = lag;
      }
    }
    return static_cast<UnitKind>(best);
  }

  void add_unit(UnitKind kind) {
    const std::uint32_t before = placed();
    switch (kind) {
      case UnitKind::kEvent:
        add_plain_event();
        break;
      case UnitKind::kSaga:
        add_saga();
        break;
      case UnitKind::kTemplate:
        add_templates();
        break;
      case UnitKind::kQuotation:
        add_quotations();
        break;
      case UnitKind::kFollowUp:
        add_follow_up();
        break;
    }
    count_[static_cast<std::size_t>(kind)] += placed() - before;
  }

  std::uint32_t draw_language() { return random_.below(static_cast<std::uint32_t>(options_.languages.size())); }
  std::int32_t draw_day() { return kFirstDay + static_cast<std::int32_t>(random_.below(options_.days)); }

  std::uint32_t add_event(UnitKind kind, std::uint32_t language, std::int32_t day) {
    const auto event = static_cast<std::uint32_t>(plan_.events.size());
    const std::uint64_t seed = random_.next();
    plan_.events.push_back({kind, language, event, day, seed, seed});
    used_outlets_.clear();
    return event;
  }

  // Draws have statements of their own: the order of a call's arguments is the compiler's choice.
  void add_plain_event() {
    const std::uint32_t language = draw_language();
    const std::int32_t day = draw_day();
    add_reports(add_event(UnitKind::kEvent, language, day));
  }

  // Steps of a saga lie two to ten days apart and begin in the first half, so that there is room for the next.
  void add_saga() {
    const std::uint32_t language = draw_language();
    std::int32_t day = kFirstDay + static_cast<std::int32_t>(random_.below((options_.days + 1) / 2));
    const std::uint64_t cast = random_.next();
    const auto first = static_cast<std::uint32_t>(plan_.events.size());
    for (std::uint32_t steps = random_.between(2, 6); steps > 0 && room() > 0; --steps) {
      const std::uint32_t step = add_event(UnitKind::kSaga, language, day);
      plan_.events[step].storyline = first;
      plan_.events[step].shared_seed = cast;
      add_reports(step);
      day += static_cast<std::int32_t>(random_.between(2, 10));
      if (day >= kFirstDay + static_cast<std::int32_t>(options_.days)) break;
    }
  }

  // Weather, prices and results: a family of 12 to 50 (web: 8 to 20) on following days, mostly of one outlet.
  void add_templates() {
    const std::uint32_t language = draw_language();
    const std::uint64_t family = random_.next();
    const bool one_outlet = random_.chance(700);
    const std::uint32_t home = random_.below(outlets_);
    const std::uint32_t first_day = random_.below(options_.days);
    const bool web = options_.preset == ArchivePreset::kWeb;
    const std::uint32_t drawn = web ? random_.between(8, 20) : random_.between(12, 50);
    for (std::uint32_t i = 0, size = std::min(room(), drawn); i < size; ++i) {
      const auto day = kFirstDay + static_cast<std::int32_t>((first_day + i) % options_.days);
      plan_.events[add_event(UnitKind::kTemplate, language, day)].shared_seed = family;
      const std::uint32_t outlet = one_outlet ? home : random_.below(outlets_);
      const std::int64_t published_s = draw_time(day);
      add_article(add_report(0), true, outlet, published_s);
    }
  }

  void add_quotations() {
    const std::uint32_t language = draw_language();
    const std::uint64_t quotation = random_.next();
    const std::int32_t day = draw_day();
    for (std::uint32_t i = 0, size = random_.between(2, 6); i < size && room() > 0; ++i) {
      const std::uint32_t event = add_event(UnitKind::kQuotation, language, day + static_cast<std::int32_t>(i / 2));
      plan_.events[event].shared_seed = quotation;
      spread(add_report(0));
    }
  }

  void add_follow_up() {
    if (bases_.empty()) return add_plain_event();
    const std::uint32_t base = random_.pick(bases_);
    const PlannedEvent earlier = plan_.events[plan_.reports[base].event];
    const auto later = static_cast<std::int32_t>(random_.between(1, 6));
    const std::uint32_t event = add_event(UnitKind::kFollowUp, earlier.language, earlier.day + later);
    plan_.events[event].storyline = earlier.storyline;
    plan_.events[event].shared_seed = earlier.shared_seed;
    spread(add_report(base));
  }

  void add_reports([[maybe_unused]] std::uint32_t event) {
    static const HeavyTail kReports(48, kMostReports - 1);
    const bool many = options_.preset == ArchivePreset::kWeb;
    assert(event + 1 == plan_.events.size());
    for (std::uint32_t left = many ? 1 + kReports.draw(random_) : 1; left > 0 && room() > 0; --left) {
      bases_.push_back(add_report(0));
      spread(bases_.back());
    }
  }

  std::uint32_t add_report(std::uint32_t repeats) {
    plan_.reports.push_back({static_cast<std::uint32_t>(plan_.events.size() - 1), repeats, 0});
    return static_cast<std::uint32_t>(plan_.reports.size() - 1);
  }

  // The report's original and, if copies lag behind their share, its copies.
  void spread(std::uint32_t report) {
    static const HeavyTail kReprints(37, kMostCopies - 2), kWebCopies(64, kMostWebCopies - 2);
    const HeavyTail& copies = options_.preset == ArchivePreset::kWeb ? kWebCopies : kReprints;
    std::uint32_t size = 1;
    if (copied_ * std::uint64_t{1000} < per_mille(options_.copies) * std::uint64_t{placed() + 1}) {
      size = std::min({2 + copies.draw(random_), outlets_, room()});
    }
    if (outlets_ - used_outlets_.size() < size) used_outlets_.clear();
    const std::int64_t first_s = draw_time(plan_.events[plan_.reports[report].event].day);
    for (std::uint32_t i = 0; i < size; ++i) {
      const std::uint32_t outlet = draw_outlet();
      add_article(report, i == 0, outlet, i == 0 ? first_s : first_s + draw_delay());
    }
    if (size > 1) copied_ += size;
  }

  void add_article(std::uint32_t report, bool original, std::uint32_t outlet, std::int64_t published_s) {
    plan_.articles.push_back({report, original, outlet, published_s});
    ++plan_.reports[report].articles;
  }

  // Each outlet once an event; when the rest cannot print a group, all may report again.
  std::uint32_t draw_outlet() {
    std::uint32_t outlet = random_.below(outlets_);
    while (std::find(used_outlets_.begin(), used_outlets_.end(), outlet) != used_outlets_.end()) {
      outlet = random_.below(outlets_);
    }
    used_outlets_.push_back(outlet);
    return outlet;
  }

  // Between 5 and 23 o'clock of the day, one report in four a day late.
  std::int64_t draw_time(std::int32_t day) {
    const std::int64_t late = random_.chance(250) ? 1 : 0;
    return (day + late) * kDaySeconds + random_.between(5 * 3600, 23 * 3600);
  }

  // Exponential with a mean of about a day, up to 3 days, in steps of whole days and evenly inside of one.
  std::int64_t draw_delay() {
    constexpr std::array<std::uint32_t, 2> kWithinDays = {665, 910};  // (1 - exp(-d)) / (1 - exp(-3)), per mille
    const std::uint32_t draw = random_.below(1000);
    const auto days =
        std::count_if(kWithinDays.begin(), kWithinDays.end(), [&](std::uint32_t within) { return draw >= within; });
    return days * kDaySeconds + random_.below(static_cast<std::uint32_t>(kDaySeconds));
  }

  const GenerateOptions& options_;
  Random random_;
  std::uint32_t outlets_;  // in each language
  std::uint32_t wanted_;
  std::array<std::uint32_t, kUnitKinds> share_{};  // per mille
  std::array<std::uint32_t, kUnitKinds> count_{};  // articles
  std::uint32_t copied_ = 0;                       // articles in copy groups of two or more
  std::vector<std::uint32_t> used_outlets_;        // of the event in hand
  std::vector<std::uint32_t> bases_;  // reports that can be followed up: templates and quotations have no cast
  Plan plan_;
};

void check_range(const std::string& name, double value, double least, double most) {
  if (value >= least && value <= most) return;
  const auto print = [](double number) {
    char buffer[32];
    return std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr);
  };
  throw Error(ErrorKind::kUsage,
              "out of range: --" + name + " " + print(value) + " (give " + print(least) + " to " + print(most) + ')');
}

}  // namespace

GenerateOptions preset_options(ArchivePreset preset) {
  GenerateOptions options;
  options.preset = preset;
  if (preset == ArchivePreset::kReprints) {
    options.languages = {"en"};
    options.copies = .45;
    options.sagas = 0;
    options.templates = .14;
    options.word_error_rate = .10;
  }
  return options;
}

std::uint32_t usual_outlets(const GenerateOptions& options) {
  constexpr std::uint32_t kLeastOutlets = 60;  // so that a report has sixty to be reprinted by
  constexpr std::uint64_t kArticlesAnOutletDay = 7;
  const std::uint64_t days = std::uint64_t{options.days} * options.languages.size();
  return static_cast<std::uint32_t>(
      std::clamp<std::uint64_t>(options.articles / (kArticlesAnOutletDay * days), kLeastOutlets, kMostOutlets));
}

void check(const GenerateOptions& options) {
  check_range("articles", static_cast<double>(options.articles), 1, 1e10);
  if (options.outlets) check_range("outlets", *options.outlets, 1, kMostOutlets);
  check_range("days", options.days, 1, 36'500);
  check_range("bytes", options.bytes, 200, 1'000'000);
  check_range("copies", options.copies, 0, 1);
  check_range("sagas", options.sagas, 0, 1);
  check_range("templates", options.templates, 0, 1);
  check_range("quotations", options.quotations, 0, 1);
  check_range("follow-ups", options.follow_ups, 0, 1);
  check_range("word-error-rate", options.word_error_rate, 0, .9);
  if (per_mille(options.sagas) + per_mille(options.templates) + per_mille(options.quotations) +
          per_mille(options.follow_ups) >
      1000) {
    throw Error(ErrorKind::kUsage,
                "shares above 1: --sagas, --templates, --quotations, --follow-ups (give less to one of them)");
  }
  if (options.languages.empty()) throw Error(ErrorKind::kUsage, "no language: --languages (name one, such as en)");
  for (const std::string& tag : options.languages) find_language(tag);
}

Plan plan_block(const GenerateOptions& options, std::uint64_t block) { return Planner(options, block).make(); }

}  // namespace samestory

#include "stories/affinity.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "text/calendar.h"

using namespace samestory;

namespace {

using Dense = std::vector<float>;  // weight by column; 0: the article lacks the term

struct Paper {
  std::array<std::optional<Dense>, kSignals> rows;  // nothing: the article lacks the signal
  Facts facts;
};

Features to_features(const std::vector<Paper>& papers) {
  Features features;
  for (std::size_t f = 0; f < kSignals; ++f) {
    std::size_t columns = 0;
    for (const Paper& paper : papers) columns = std::max(columns, paper.rows[f] ? paper.rows[f]->size() : 0);
    features.terms[f].resize(columns);
    features.rows[f].resize(static_cast<Eigen::Index>(papers.size()), static_cast<Eigen::Index>(columns));
    for (std::size_t i = 0; i < papers.size(); ++i) {
      features.present[f].push_back(papers[i].rows[f].has_value());
      if (!papers[i].rows[f]) continue;
      for (std::size_t c = 0; c < papers[i].rows[f]->size(); ++c) {
        const float weight = (*papers[i].rows[f])[c];
        if (weight != 0) features.rows[f].insert(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(c)) = weight;
      }
    }
    features.rows[f].makeCompressed();
  }
  for (const Paper& paper : papers) {
    features.facts.push_back(paper.facts);
    if (const auto time = time_of(paper.facts)) features.times_s.push_back(*time);
  }
  std::sort(features.times_s.begin(), features.times_s.end());
  features.articles_of_language.assign(papers.size(), static_cast<std::uint32_t>(papers.size()));
  return features;
}

PairParts compare_two(const Paper& a, const Paper& b) { return compare(to_features({a, b}), group_id(0), group_id(1)); }

std::uint16_t month_day(int month, int day) { return static_cast<std::uint16_t>(32 * month + day); }

Facts on_day(std::int32_t day) {
  Facts facts;
  facts.day = day;
  return facts;
}

// ---- the twin, by the header's formulas and the C library

template <class T>
int agreement_of(const std::vector<T>& a, const std::vector<T>& b) {
  if (a.empty() || b.empty()) return 0;
  for (const T& value : a) {
    if (std::count(b.begin(), b.end(), value) > 0) return 1;
  }
  return -1;
}

bool recalls(const Facts& a, const Facts& b) {
  if (!b.day) return false;
  const CivilDate date = civil_of(*b.day);
  return std::count(a.past_month_days.begin(), a.past_month_days.end(), month_day(date.month, date.day)) > 0;
}

std::int64_t second_of(const Facts& facts) {
  return facts.published_s ? *facts.published_s : *facts.day * std::int64_t{86400};
}

// Share of the dated papers within max(days, 2) of the middle between a and b, which are dated.
double share_by_definition(const std::vector<Paper>& papers, const Facts& a, const Facts& b, double days) {
  std::size_t dated = 0, near = 0;
  const std::int64_t middle = second_of(a) + (second_of(b) - second_of(a)) / 2;
  for (const Paper& paper : papers) {
    if (!paper.facts.day) continue;
    ++dated;
    near += std::abs(second_of(paper.facts) - middle) <= static_cast<std::int64_t>(std::max(days, 2.0) * 86400);
  }
  return static_cast<double>(near) / static_cast<double>(dated);
}

PairParts compare_by_definition(const std::vector<Paper>& papers, const Paper& a, const Paper& b) {
  PairParts parts;
  double sum = 0, weights = 0;
  for (std::size_t f = 0; f < kSignals; ++f) {
    parts.both[f] = a.rows[f] && b.rows[f];
    if (!parts.both[f]) continue;
    for (std::size_t c = 0; c < std::min(a.rows[f]->size(), b.rows[f]->size()); ++c)
      parts.cosine[f] += static_cast<double>((*a.rows[f])[c]) * (*b.rows[f])[c];
    sum += StoryModel().weights[f] * parts.cosine[f];
    weights += StoryModel().weights[f];
  }
  const double substance = std::sqrt(static_cast<double>(a.facts.substance) * b.facts.substance);
  parts.raw = weights > 0 ? std::min(1.0, substance / 2.5) * sum / weights : 0;
  const Facts &p = a.facts, &q = b.facts;
  if (p.published_s && q.published_s)
    parts.days_apart = std::abs(static_cast<double>(*p.published_s - *q.published_s)) / 86400;
  else if (p.day && q.day)
    parts.days_apart = std::abs(*p.day - *q.day);
  if (parts.days_apart >= 0)
    parts.kernel =
        0.35 + 0.5 * std::exp(-parts.days_apart / 1.5) + 0.15 * std::exp(-std::pow(parts.days_apart / 90, 2));
  parts.x = parts.raw * parts.kernel;
  if (parts.days_apart >= 0) {
    parts.share = share_by_definition(papers, p, q, parts.days_apart);
    parts.rivals = parts.share * static_cast<double>(papers.size());
  }
  parts.age = agreement_of(p.ages, q.ages);
  parts.month_day = agreement_of(p.month_days, q.month_days);
  parts.day = agreement_of(p.days, q.days);
  if (recalls(p, q) || recalls(q, p)) parts.month_day = parts.day = -1;
  const auto names = static_cast<std::size_t>(Signal::kNames), numbers = static_cast<std::size_t>(Signal::kNumbers);
  if (parts.both[names] && parts.both[numbers])
    parts.strange = std::max(0.0, 1 - (parts.cosine[names] + parts.cosine[numbers]) / 0.2);
  return parts;
}

std::vector<Paper> random_papers(std::uint64_t seed, std::size_t count) {
  std::uint64_t state = mix(seed);
  const auto draw = [&](std::uint64_t below) { return (state = mix(state)) % below; };
  std::vector<Paper> papers(count);
  for (Paper& paper : papers) {
    for (auto& row : paper.rows) {
      if (draw(5) == 0) continue;
      row.emplace(12, 0.0F);
      for (float& weight : *row) weight = draw(2) == 0 ? 0 : static_cast<float>(1 + draw(1000)) / 4096;
    }
    Facts& facts = paper.facts;
    facts.substance = static_cast<float>(draw(4000)) / 1000;
    if (draw(4) != 0) facts.day = static_cast<std::int32_t>(22'000 + draw(60));
    if (facts.day && draw(3) != 0)
      facts.published_s = *facts.day * std::int64_t{86400} + static_cast<std::int64_t>(draw(86400));
    const auto fill = [&](auto& values, std::uint64_t from) {
      std::set<std::uint64_t> distinct;
      for (std::uint64_t k = draw(4); k > 0; --k) distinct.insert(from + draw(6));
      for (const std::uint64_t value : distinct)
        values.push_back(static_cast<typename std::decay_t<decltype(values)>::value_type>(value));
    };
    fill(facts.ages, 30);
    fill(facts.month_days, month_day(4, 1));
    fill(facts.past_month_days, month_day(4, 1));
    fill(facts.days, 22'000);
  }
  return papers;
}

void check_equal(const PairParts& a, const PairParts& b, double tolerance) {
  for (std::size_t f = 0; f < kSignals; ++f) {
    REQUIRE(a.both[f] == b.both[f]);
    REQUIRE(std::abs(a.cosine[f] - b.cosine[f]) <= tolerance);
  }
  REQUIRE(std::abs(a.raw - b.raw) <= tolerance);
  REQUIRE(a.days_apart == b.days_apart);
  REQUIRE(std::abs(a.kernel - b.kernel) <= tolerance);
  REQUIRE(std::abs(a.x - b.x) <= tolerance);
  REQUIRE(a.share == b.share);
  REQUIRE(a.rivals == b.rivals);
  REQUIRE(a.age == b.age);
  REQUIRE(a.month_day == b.month_day);
  REQUIRE(a.day == b.day);
}

}  // namespace

TEST_CASE("a weight is the nearest multiple of 2^-16 between 0 and 1, and 0 only if it was") {
  struct Row {
    float weight, kept;
  };
  constexpr float kStep = 1.0F / 65536;
  for (const Row& row : {Row{0, 0}, Row{1e-12F, kStep}, Row{kStep, kStep}, Row{1.4F * kStep, kStep},
                         Row{1.6F * kStep, 2 * kStep}, Row{0.5F, 0.5F}, Row{1, 1 - kStep}, Row{1.00001F, 1 - kStep}}) {
    CAPTURE(row.weight);
    CHECK(static_cast<float>(TermWeight(row.weight)) == row.kept);
  }
}

TEST_CASE("a matrix that is moved takes its entries along instead of copying them") {
  TermMatrix rows;
  rows.resize(2, 3);
  rows.insert(1, 2) = 0.5F;
  rows.makeCompressed();
  const TermWeight* const entries = rows.valuePtr();
  TermMatrix made(std::move(rows));
  CHECK(made.valuePtr() == entries);
  TermMatrix assigned;
  assigned = std::move(made);
  CHECK(assigned.valuePtr() == entries);
  CHECK(assigned.coeff(1, 2) == 0.5F);
}

TEST_CASE("the parts of a pair agree with the definition, both ways round and one against many") {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    const std::vector<Paper> papers = random_papers(seed, 8);
    const Features features = to_features(papers);
    Comparer comparer(features);
    for (std::size_t i = 0; i < papers.size(); ++i) {
      comparer.set_first(group_id(i));
      for (std::size_t j = 0; j < papers.size(); ++j) {
        const PairParts parts = compare(features, group_id(i), group_id(j));
        check_equal(parts, compare_by_definition(papers, papers[i], papers[j]), 1e-12);
        check_equal(parts, compare(features, group_id(j), group_id(i)), 0);
        check_equal(parts, comparer.with(group_id(j)), 0);
      }
    }
  }
}

TEST_CASE("raw is the weighted mean over the signals that both articles have") {
  Paper a, b;
  CHECK(compare_two(a, b).raw == 0);
  a.rows[0] = Dense{0.6F, 0.8F};
  CHECK(compare_two(a, b).raw == 0);
  b.rows[0] = Dense{1, 0};
  CHECK(compare_two(a, b).raw == doctest::Approx(0.6));
  b.rows[1] = Dense{1};  // a lacks it
  CHECK(compare_two(a, b).raw == doctest::Approx(0.6));
  a.rows[1] = Dense{1};
  CHECK(compare_two(a, b).raw == doctest::Approx((0.32 * 0.6 + 0.29 * 1) / 0.61));
  a.rows[2] = Dense{1, 0};
  b.rows[2] = Dense{0, 1};
  CHECK(compare_two(a, b).raw == doctest::Approx((0.32 * 0.6 + 0.29 * 1) / 0.76));
}

TEST_CASE("articles that both state names and numbers and share none of either are strangers") {
  struct Row {
    const char* name;
    std::optional<Dense> a_names, a_numbers, b_names, b_numbers;
    double strange;
  };
  const Dense one = {1, 0}, other = {0, 1}, both = {0.6F, 0.8F}, next_to_none = {0.1F, 0.99499F};
  for (const Row& row :
       {Row{"none shared", one, one, other, other, 1}, Row{"names shared", one, one, one, other, 0},
        Row{"numbers shared", one, one, other, both, 0}, Row{"a rare name shared", one, one, next_to_none, other, 0.5},
        Row{"one without numbers", one, one, other, std::nullopt, 0},
        Row{"one without names", std::nullopt, one, other, other, 0},
        Row{"none state either", std::nullopt, std::nullopt, std::nullopt, std::nullopt, 0}}) {
    CAPTURE(row.name);
    Paper a, b;
    a.rows[static_cast<std::size_t>(Signal::kNames)] = row.a_names;
    a.rows[static_cast<std::size_t>(Signal::kNumbers)] = row.a_numbers;
    b.rows[static_cast<std::size_t>(Signal::kNames)] = row.b_names;
    b.rows[static_cast<std::size_t>(Signal::kNumbers)] = row.b_numbers;
    const PairParts parts = compare_two(a, b);
    CHECK(parts.strange == doctest::Approx(row.strange).epsilon(1e-4));
    CHECK(parts.agreement == doctest::Approx(-row.strange).epsilon(1e-4));
  }
}

TEST_CASE("the less two articles hold, the less their cosines say") {
  struct Row {
    float a, b;
    double raw;
  };
  for (const Row& row : {Row{2.5F, 2.5F, 1}, Row{1.25F, 1.25F, 0.5}, Row{0.625F, 2.5F, 0.5}, Row{0.625F, 10.0F, 1},
                         Row{30, 30, 1}, Row{0, 2.5F, 0}}) {
    CAPTURE(row.a);
    CAPTURE(row.b);
    Paper a, b;
    a.rows[0] = b.rows[0] = Dense{1};
    a.facts.substance = row.a;
    b.facts.substance = row.b;
    CHECK(compare_two(a, b).raw == doctest::Approx(row.raw).epsilon(1e-4));
  }
}

TEST_CASE("the signals' weights add up to one, so that equal articles have a raw likeness of one") {
  Paper a;
  for (auto& row : a.rows) row = Dense{0.6F, 0, 0.8F};
  CHECK(compare_two(a, a).raw == doctest::Approx(1).epsilon(1e-4));
  CHECK(compare_two(a, a).kernel == 1);
}

TEST_CASE("time apart is told to the second where both sides know it, by days where both have one, else not") {
  struct Row {
    std::string name;
    std::optional<std::int32_t> day_a, day_b;
    std::optional<std::int64_t> second_a, second_b;
    double days, kernel;
  };
  const std::vector<Row> rows = {
      {"neither", {}, {}, {}, {}, -1, 1},
      {"one side only", 22'000, {}, {}, {}, -1, 1},
      {"same day", 22'000, 22'000, {}, {}, 0, 1},
      {"two days", 22'000, 22'002, {}, {}, 2, 0.35 + 0.5 * 0.26359714 + 0.15 * 0.99950630},
      {"thirty days", 22'030, 22'000, {}, {}, 30, 0.35 + 0.5 * 2.0612e-9 + 0.15 * 0.89483932},
      {"ten years", 22'000, 25'650, {}, {}, 3650, 0.35},
      {"six hours", 22'000, 22'001, 22'001LL * 86400 - 7200, 22'001LL * 86400 + 14400, 0.25,
       0.35 + 0.5 * 0.84648172 + 0.15 * 0.99999228},
      {"seconds on one side only",
       22'000,
       22'002,
       22'000LL * 86400,
       {},
       2,
       0.35 + 0.5 * 0.26359714 + 0.15 * 0.99950630},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Paper a, b;
    a.facts.day = row.day_a, b.facts.day = row.day_b;
    a.facts.published_s = row.second_a, b.facts.published_s = row.second_b;
    const PairParts parts = compare_two(a, b);
    CHECK(parts.days_apart == row.days);
    CHECK(parts.kernel == doctest::Approx(row.kernel).epsilon(1e-6));
  }
}

TEST_CASE("shared facts speak for a pair, contradicting ones against it, unknown ones not at all") {
  Paper a, b;
  CHECK(compare_two(a, b).agreement == 0);
  a.facts.ages = {34, 61};
  CHECK(compare_two(a, b).age == 0);
  b.facts.ages = {20, 61};
  CHECK(compare_two(a, b).age == 1);
  CHECK(compare_two(a, b).agreement == doctest::Approx(0.4));
  b.facts.ages = {20, 35};
  CHECK(compare_two(a, b).age == -1);
  a.facts.month_days = b.facts.month_days = {month_day(5, 12)};
  a.facts.days = {22'000}, b.facts.days = {22'000, 22'001};
  CHECK(compare_two(a, b).agreement == doctest::Approx(-0.4 + 0.5 + 0.5));
  b.facts.days = {22'001};
  CHECK(compare_two(a, b).agreement == doctest::Approx(-0.4 + 0.5 - 0.5));
  a.facts.outlet = 7;
  CHECK(compare_two(a, b).agreement == doctest::Approx(-0.4));
  b.facts.outlet = 8;
  CHECK(compare_two(a, b).agreement == doctest::Approx(-0.4));
  b.facts.outlet = 7;  // told already: the next step
  CHECK(compare_two(a, b).agreement == doctest::Approx(-0.4 - 0.5));
}

TEST_CASE("an article that recalls the other's own day as past reports another event") {
  struct Row {
    std::string name;
    std::int32_t own_day;
    std::uint16_t recalled;
    bool recalls;
  };
  const std::vector<Row> rows = {
      {"that day", day_of({2031, 10, 15}), month_day(10, 15), true},
      {"the day before", day_of({2031, 10, 14}), month_day(10, 15), false},
      {"the same day of another year", day_of({2030, 10, 15}), month_day(10, 15), true},
      {"a leap day", day_of({2028, 2, 29}), month_day(2, 29), true},
      {"new year", day_of({2000, 1, 1}), month_day(1, 1), true},
      {"long ago", day_of({1891, 3, 1}), month_day(3, 1), true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Paper later, earlier;
    later.facts = on_day(row.own_day + 40);
    later.facts.past_month_days = {row.recalled};
    earlier.facts = on_day(row.own_day);
    later.facts.month_days = earlier.facts.month_days = {month_day(7, 7)};  // shared, but outweighed
    later.facts.days = earlier.facts.days = {row.own_day};
    for (const auto& parts : {compare_two(later, earlier), compare_two(earlier, later)}) {
      CHECK(parts.month_day == (row.recalls ? -1 : 1));
      CHECK(parts.day == (row.recalls ? -1 : 1));
    }
  }
  Paper undated, recalling;
  recalling.facts.past_month_days = {month_day(10, 15)};
  CHECK(compare_two(undated, recalling).month_day == 0);
}

TEST_CASE("the fewer of the dated articles stand near a pair, the more its likeness says; a crowd says less") {
  struct Row {
    std::string name;
    double share, rivals, expected;
  };
  const std::vector<Row> rows = {{"all, or no dates", 1, 0, 0},
                                 {"a tenth", 0.1, 0, 0.9872},
                                 {"a hundredth", 0.01, 0, 1.8861},
                                 {"as few as the least that counts", 0.003, 0, 2.2218},
                                 {"none", 0, 0, 2.5229},
                                 {"a few hundred are no crowd", 1, 300, 0},
                                 {"ten times as many are", 1, 3'000, -0.4},
                                 {"of a large archive's tenth, too", 0.1, 30'000, 0.1872}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    PairParts parts;
    parts.share = row.share, parts.rivals = row.rivals;
    CHECK(std::abs(parts.chance() - row.expected) < 0.002);
  }
}

TEST_CASE("rivals are counted in the smaller of a pair's languages, and only where both are dated") {
  Features features = to_features(std::vector<Paper>(3));
  features.articles_of_language = {900, 40, 900};
  features.facts[0].day = features.facts[1].day = 22'000;
  features.times_s.assign(2, 22'000 * std::int64_t{86400});
  CHECK(compare(features, GroupId{0}, GroupId{1}).rivals == 40);
  CHECK(compare(features, GroupId{0}, GroupId{2}).rivals == 0);
}

TEST_CASE("the score is what x exceeds the smaller background by, with chance and agreement added") {
  struct Row {
    double x, beside, background_a, background_b, expected;
  };
  const std::vector<Row> rows = {
      {0.15, 0, 0.1, 0.1, 0},     {0.28, 0, 0.1, 0.1, 2},    {0.28, 0, 0.2, 0.1, 2},      {0.28, 0, 0.1, 0.2, 2},
      {0.28, 1.5, 0.1, 0.1, 3.5}, {0, 0, 0.065, 0.14, -1.5}, {0.28, -0.4, 0.1, 0.1, 1.6}, {1, 3, 0, 0, 18.3846154},
  };
  for (const Row& row : rows) {
    CAPTURE(row.expected);
    const PairEvidence evidence{0, quantize(row.x), quantize(row.beside)};
    CHECK(std::abs(score(evidence, row.background_a, row.background_b) - row.expected * kScale) <= 20);
  }
}

TEST_CASE("between languages there is no likeness of words that a background could explain") {
  const PairEvidence evidence{0, 0, quantize(2.5), false};
  CHECK(score(evidence, 0.1, 0.2) == quantize(2.5));
}

TEST_CASE("the evidence of a pair holds its likeness, and chance, agreement and embeddings together") {
  PairParts parts;
  parts.raw = 0.5, parts.x = 0.25, parts.share = 0.007, parts.agreement = 0.4, parts.embedded_worth = -1;
  const PairEvidence evidence = evidence_of(parts);
  CHECK(evidence.raw == kScale / 2);
  CHECK(evidence.x == kScale / 4);
  CHECK(evidence.beside == doctest::Approx(1.4 * kScale).epsilon(1e-6));
  CHECK(evidence.one_language);
}

TEST_CASE("real values become integers by rounding to the nearest") {
  CHECK(quantize(0) == 0);
  CHECK(quantize(1) == 1'048'576);
  CHECK(quantize(-1) == -1'048'576);
  CHECK(quantize(0.49 / kScale) == 0);
  CHECK(quantize(0.51 / kScale) == 1);
  CHECK(quantize(-0.51 / kScale) == -1);
  CHECK(quantize(20.96) == 21'978'153);
}

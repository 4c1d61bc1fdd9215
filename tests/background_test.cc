#include "stories/background.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "base/hash.h"
#include "stories/affinity.h"

using namespace samestory;

namespace {

constexpr std::size_t kHuge = 1'000'000;

// An article (number 1000) among neighbours 0, 1, 2, ... with these raw likenesses and x = raw.
std::vector<Neighbour> with_raw(const std::vector<double>& raw) {
  std::vector<Neighbour> neighbours;
  for (std::size_t i = 0; i < raw.size(); ++i)
    neighbours.push_back({static_cast<std::uint32_t>(i), quantize(raw[i]), quantize(raw[i])});
  return neighbours;
}

// Only half of the neighbours' pairs were compared.
RawOf every_other(double raw) {
  return [raw](std::uint32_t a, std::uint32_t b) { return (a + b) % 2 == 0 ? quantize(raw) : -1; };
}

// Neighbours as alike to each other as they are to the article: one event.
RawOf all_alike(double raw) {
  return [raw](std::uint32_t, std::uint32_t) { return quantize(raw); };
}

// Neighbours alike within events of `size`, nearly strangers across: a topic.
RawOf events_of(std::uint32_t size, double inside, double across) {
  return [=](std::uint32_t a, std::uint32_t b) { return quantize(a / size == b / size ? inside : across); };
}

// Every neighbour's names, and numbers, are this much the article's.
ParticularsOf names(double cosine, double numbers = 0) {
  return [=](std::uint32_t) { return Particulars{cosine, numbers}; };
}

FarRaw known(const std::vector<std::int32_t>& far) {
  return [far] { return far; };
}

double value_of(const std::vector<Neighbour>& neighbours, std::size_t articles) {
  return measure_background(neighbours, {articles, 0, {}}, events_of(6, 0.5, 0.05), names(0.1)).value;
}

}  // namespace

TEST_CASE(
    "the background of a topic is the mean of ranks 10 to 29, capped, blended with a prior by the archive's size") {
  struct Row {
    std::string name;
    std::vector<double> raw;
    std::size_t articles;
    double expected;
  };
  const std::vector<double> forty(40, 0.1);
  std::vector<double> falling, low;
  for (int i = 0; i < 40; ++i) falling.push_back(0.6 - 0.01 * i), low.push_back(0.06 - 0.001 * i);
  const std::vector<double> best_only(10, 0.9);
  std::vector<double> twenty = best_only;
  twenty.resize(20, 0.08);
  const std::vector<Row> rows = {
      {"no neighbours, huge archive", {}, kHuge, 0},
      {"no neighbours, one article", {}, 1, 0.04},
      {"even", forty, kHuge, 0.1},
      {"30 articles: half and half", forty, 30, 0.5 * 0.1 + 0.5 * 0.04},
      {"60 articles: sixteen to one", forty, 60, (16 * 0.1 + 0.04) / 17},
      {"the mean is capped", falling, kHuge, 0.25},
      {"ranks 10 to 29 of forty", low, kHuge, (0.050 + 0.031) / 2},
      {"ten neighbours have no background", best_only, kHuge, 0},
      {"absent ranks count as nothing", twenty, kHuge, 0.08 * 10 / 20},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    std::vector<Neighbour> neighbours = with_raw(row.raw);
    const double straight = value_of(neighbours, row.articles);
    CHECK(straight == doctest::Approx(row.expected).epsilon(1e-4));
    std::reverse(neighbours.begin(), neighbours.end());
    CHECK(value_of(neighbours, row.articles) == straight);
  }
}

TEST_CASE("what lies weeks away is less of a background: x bounds it") {
  std::vector<Neighbour> neighbours = with_raw(std::vector<double>(40, 0.2));
  for (Neighbour& neighbour : neighbours) neighbour.x /= 2;
  CHECK(value_of(neighbours, kHuge) == doctest::Approx(0.16).epsilon(1e-4));  // .06 more than the mean of x
  for (Neighbour& neighbour : neighbours) neighbour.x = neighbour.raw;
  CHECK(value_of(neighbours, kHuge) == doctest::Approx(0.2).epsilon(1e-4));
}

TEST_CASE("an article is open where its neighbourhood is one event that was not in the news before") {
  struct Row {
    std::string name;
    RawOf raw_of;
    double share_far, far;
    double openness;
    double names = 0.5, numbers = 0;
  };
  const std::vector<Row> rows = {
      {"one event, nothing like it before", all_alike(0.3), 0.9, 0.1, 0.4},
      {"one event, a topic of old", all_alike(0.3), 0.9, 0.3, 1},
      {"between: u = .75", all_alike(0.3), 0.9, 0.25, 0.7},
      {"a topic of events of six", events_of(6, 0.5, 0.1), 0.9, 0.1, 1},
      {"between: t = 1.35", events_of(6, 0.405, 0.3), 0.9, 0.1, 0.7},
      {"a crowd: pairs that were not compared are left out", every_other(0.3), 0.9, 0.1, 0.4},
      {"one event, names hardly shared", all_alike(0.3), 0.9, 0.1, 0.4, 0.08},
      {"a template: each has its own names", all_alike(0.3), 0.9, 0.1, 1, 0.05},
      {"between: m = .065", all_alike(0.3), 0.9, 0.1, 0.7, 0.065},
      {"one event, names uncertain, the same numbers", all_alike(0.3), 0.9, 0.1, 0.4, 0, 0.08},
      {"a template: each has its own numbers, too", all_alike(0.3), 0.9, 0.1, 1, 0, 0.05},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const std::vector<std::int32_t> far(20, quantize(row.far));
    const Background background =
        measure_background(with_raw(std::vector<double>(40, 0.3)), {kHuge, row.share_far, known(far)}, row.raw_of,
                           names(row.names, row.numbers));
    CHECK(background.openness == doctest::Approx(row.openness).epsilon(1e-4));
    CHECK(background.value == doctest::Approx(0.25 * row.openness).epsilon(1e-4));
  }
}

TEST_CASE("where other times are unknown, evenness decides: in an event no pair stands out") {
  struct Row {
    std::string name;
    RawOf raw_of;
    double last, share_far, openness;
  };
  // Of the 30 first neighbours, 0 and 1, 2 and 3 ... up to this number are pairs of reports of one step.
  const auto steps = [](std::uint32_t twins, double inside, double across) {
    return RawOf([=](std::uint32_t a, std::uint32_t b) {
      return quantize(a / 2 == b / 2 && std::max(a, b) < twins ? inside : across);
    });
  };
  const std::vector<Row> rows = {
      {"undated, one event", all_alike(0.3), 0.3, 0, 0.4},
      {"undated, steps of two reports", steps(30, 0.5, 0.3), 0.3, 0, 1},
      {"undated, between: e = 1.55", steps(30, 0.465, 0.3), 0.3, 0, 0.7},
      {"four pairs in 435 are chance", steps(8, 0.5, 0.3), 0.3, 0, 0.4},
      {"half of what is needed to know lies far away", steps(30, 0.5, 0.3), 0.3, 0.3, 0.5 * 0.4 + 0.5 * 1},
      {"enough lies far away: evenness is not asked", steps(30, 0.5, 0.3), 0.3, 0.6, 0.4},
      {"a crowd: pairs that were not compared are left out", every_other(0.3), 0.3, 0, 0.4},
      {"no crowd: they count as little alike", every_other(0.3), 0.1, 0, 1},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    std::vector<double> raw(40, row.last);
    std::fill_n(raw.begin(), 10, 0.3);
    const std::vector<std::int32_t> far(20, quantize(0.1 * row.last));
    const Background background =
        measure_background(with_raw(raw), {kHuge, row.share_far, known(far)}, row.raw_of, names(0.5));
    CHECK(background.openness == doctest::Approx(row.openness).epsilon(1e-4));
  }
}

TEST_CASE("far articles are asked for only where the neighbours are as alike to each other as an event's") {
  struct Row {
    std::string name;
    RawOf raw_of;
    double share_far;
    int times;
  };
  const std::vector<Row> rows = {
      {"a topic", events_of(6, 0.5, 0.1), 0.9, 0},
      {"one event", all_alike(0.3), 0.9, 1},
      {"one event, undated", all_alike(0.3), 0, 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    int asked = 0;
    const FarRaw far_raw = [&] {
      ++asked;
      return std::vector<std::int32_t>(20, 0);
    };
    measure_background(with_raw(std::vector<double>(40, 0.3)), {kHuge, row.share_far, far_raw}, row.raw_of, names(0.5));
    CHECK(asked == row.times);
  }
}

TEST_CASE("ten neighbours or fewer make no big event") {
  const std::vector<std::int32_t> far(20, 0);
  const Surroundings around{kHuge, 1, known(far)};
  CHECK(measure_background(with_raw(std::vector<double>(10, 0.3)), around, all_alike(0.3), names(0.5)).openness == 1);
  CHECK(measure_background(with_raw(std::vector<double>(11, 0.3)), around, all_alike(0.3), names(0.5)).openness < 1);
}

TEST_CASE("without dates, less counts of an even neighbourhood with one cast, a saga") {
  struct Row {
    std::string name;
    double fall, names, share_far, share;
  };
  const std::vector<Row> rows = {
      {"a topic", 0.3, 0.5, 0, 1},
      {"level", 0, 0.5, 0, 0.6},
      {"still level", 0.1, 0.5, 0, 0.6},
      {"between", 0.15, 0.5, 0, 0.8},
      {"falling", 0.2, 0.5, 0, 1},
      {"level, a cast", 0, 0.3, 0, 0.6},
      {"level, half a cast", 0, 0.25, 0, 0.8},
      {"level, many casts", 0, 0.2, 0, 1},
      {"the larger share counts", 0.15, 0.225, 0, 0.9},
      {"other times half known: half of what is missing", 0, 0.5, 0.3, 0.8},
      {"other times known: dates tell the steps", 0, 0.5, 0.6, 1},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    // The mean of ranks 10 to 29 is .2, whatever the fall between their ends.
    std::vector<double> raw(10, 0.3);
    for (const double step : {0.5, 0.0, 0.0, -0.5}) raw.insert(raw.end(), 5, 0.2 * (1 + step * row.fall));
    const std::vector<std::int32_t> far(20, quantize(0.3));  // a topic of old: never open
    const Background background = measure_background(with_raw(raw), {kHuge, row.share_far, known(far)},
                                                     events_of(6, 0.5, 0.05), names(row.names));
    CHECK(background.openness == 1);
    CHECK(background.value == doctest::Approx(0.2 * row.share).epsilon(1e-3));
  }
  // Of ranks that are not there nothing is known.
  CHECK(measure_background(with_raw(std::vector<double>(29, 0.2)), {kHuge, 0, {}}, events_of(6, 0.5, 0.05), names(0.5))
            .value == doctest::Approx(0.2 * 19 / 20).epsilon(1e-4));
}

TEST_CASE("the prior of a tiny archive falls below zero where all its pairs are alike") {
  struct Row {
    std::string name;
    std::size_t articles;
    double least, expected;
  };
  const std::vector<Row> rows = {
      {"strangers", 9, 0.05, 0.04},        {"one matter", 9, 0.07, -0.01},
      {"between", 9, 0.06, 0.015},         {"very much alike", 9, 0.5, -0.01},
      {"too few to tell", 6, 0.2, 0.04},   {"two", 2, 0.9, 0.04},
      {"hardly enough", 7, 0.2, 0.07 / 3}, {"a dozen strangers", 12, 0.0, 0.04},
      {"a dozen", 12, 0.1, -0.01},         {"a large archive has none", kHuge, 0.1, 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Background background =
        measure_background({}, {row.articles, 0, {}, quantize(row.least)}, all_alike(0.1), names(0.5));
    const double n = std::pow(static_cast<double>(row.articles) / 30, 4);
    CHECK(std::abs(background.value - row.expected / (1 + n)) < 1e-4);
  }
}

TEST_CASE("a sixth of the pairs lie below the least raw, one stranger's among them") {
  const auto least_of = [](std::uint32_t articles, const RawOf& raw_of) {
    std::vector<std::uint32_t> all;
    for (std::uint32_t i = 0; i < articles; ++i) all.push_back(100 + i);
    return least_raw(all, raw_of);
  };
  CHECK(least_of(0, all_alike(0.2)) == 0);
  CHECK(least_of(1, all_alike(0.2)) == 0);
  CHECK(least_of(2, all_alike(0.2)) == quantize(0.2));
  CHECK(least_of(9, all_alike(0.2)) == quantize(0.2));
  CHECK(least_of(9, every_other(0.2)) == 0);  // 20 of 36 pairs were not compared
  const RawOf with_stranger = [](std::uint32_t a, std::uint32_t b) { return a == 100 || b == 100 ? 1 : 2; };
  CHECK(least_of(9, with_stranger) == 1);
  CHECK(least_of(14, with_stranger) == 2);
  // The pairs' raw is 1 to 36 in some order: six are less than 7.
  const RawOf ranks = [](std::uint32_t a, std::uint32_t b) {
    const std::uint32_t i = std::min(a, b) - 100, j = std::max(a, b) - 100;
    return static_cast<std::int32_t>((j * (j - 1) / 2 + i) * 5 % 36 + 1);
  };
  CHECK(least_of(9, ranks) == 7);
}

TEST_CASE("the background agrees with its definition on random neighbourhoods") {
  std::size_t open = 0, crowds = 0, sagas = 0;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    CAPTURE(seed);
    const auto draw = [&](std::uint64_t key, double most) {
      return quantize(most * static_cast<double>(mix(combine(seed, key)) >> 11) * 0x1p-53);
    };
    const std::size_t count = mix(seed) % 80;
    std::vector<Neighbour> neighbours;
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::int32_t raw = draw(i, seed % 4 == 0 ? 0.08 : 0.4) + (seed % 4 == 0 ? quantize(0.3) : 0);
      neighbours.push_back({i, raw, raw / static_cast<std::int32_t>(1 + seed % 4)});
    }
    const auto raw_of = [&](std::uint32_t a, std::uint32_t b) {
      const std::uint64_t pair = 1000 + 100 * std::min(a, b) + std::max(a, b);
      return mix(combine(seed, pair)) % 5 == 0 ? -1 : draw(pair, 0.3);
    };
    const auto particulars_of = [&](std::uint32_t a) {
      const double names = draw(2000 + a, 0.3 * static_cast<double>(seed % 3)) / double{kScale};
      return Particulars{names, draw(3000 + a, 0.05 * static_cast<double>(seed % 5)) / double{kScale}};
    };
    std::vector<std::int32_t> far(mix(~seed) % 40);
    for (std::size_t i = 0; i < far.size(); ++i) far[i] = draw(100'000 + i, 0.2);
    const std::size_t n = 1 + mix(seed + 7) % 200;
    const double share = static_cast<double>(seed % 11) / 10;
    const std::int32_t least = draw(50'000, 0.1);

    std::vector<Neighbour> ranked = neighbours;
    std::stable_sort(ranked.begin(), ranked.end(), [](auto& a, auto& b) { return a.raw > b.raw; });
    std::vector<double> raw(80, 0), x(80, 0), away(40, 0);
    for (std::size_t i = 0; i < count; ++i)
      raw[i] = ranked[i].raw / double{kScale}, x[i] = ranked[i].x / double{kScale};
    std::sort(x.rbegin(), x.rend());
    for (std::size_t i = 0; i < far.size(); ++i) away[i] = far[i] / double{kScale};
    std::sort(away.rbegin(), away.rend());
    double near_raw = 0, near_x = 0, mean_far = 0, inside = 0, across = 0, across_pairs = 0;
    for (std::size_t r = 10; r < 30; ++r) near_raw += raw[r] / 20, near_x += x[r] / 20;
    for (std::size_t r = 0; r < 20; ++r) mean_far += away[r] / 20;
    double best = 0, last = 0;
    for (std::size_t r = 0; r < 6; ++r) best += raw[r], last += raw[24 + r];
    const bool is_crowd = near_raw >= 0.15 && count >= 30 && last >= 0.8 * best;
    crowds += is_crowd;
    double openness = 1, even = 1;
    if (count > 10) {
      double inside_pairs = 0;
      for (std::size_t a = 0; a < 6; ++a) {
        for (std::size_t b = a + 1; b < std::min<std::size_t>(30, count); ++b) {
          if (b >= 6 && b < 10) continue;
          const std::int32_t known = raw_of(ranked[a].article, ranked[b].article);
          if (known < 0 && is_crowd) continue;
          (b < 6 ? inside : across) += known < 0 ? 0.7 * raw[count - 1] : known / double{kScale};
          (b < 6 ? inside_pairs : across_pairs) += 1;
        }
      }
      inside /= inside_pairs;
      const auto ramp = [](double v, double a, double b) {
        return std::clamp(0.4 + 0.6 * (v - a) / (b - a), 0.4, 1.0);
      };
      const double h = std::min(1.0, share / 0.6);
      std::vector<double> all;
      for (std::size_t a = 0; a < 30 && count >= 30; ++a) {
        for (std::size_t b = a + 1; b < 30; ++b) {
          const std::int32_t known = raw_of(ranked[a].article, ranked[b].article);
          if (known >= 0 || !is_crowd) all.push_back(known < 0 ? 0.7 * raw[count - 1] : known / double{kScale});
        }
      }
      std::sort(all.begin(), all.end());
      const double uneven = all.empty() ? 9 : all[all.size() * 99 / 100] / all[all.size() / 2];
      openness = std::max(ramp(inside / (across / across_pairs), 1.2, 1.5),
                          h * ramp(0.9 * mean_far / near_raw, 0.6, 0.9) + (1 - h) * ramp(uneven, 1.5, 1.6));
      double m = 0, numbers = 0;
      const std::size_t last_rank = std::min<std::size_t>(30, count);
      for (std::size_t r = 10; r < last_rank; ++r) {
        m += particulars_of(ranked[r].article).names / static_cast<double>(last_rank - 10);
        numbers += particulars_of(ranked[r].article).numbers / static_cast<double>(last_rank - 10);
      }
      openness = std::max(openness, std::clamp(0.4 + 0.6 * (0.08 - std::max(m, numbers)) / 0.03, 0.4, 1.0));
      double fall = 0;
      for (std::size_t k = 0; k < 5; ++k) fall += (raw[10 + k] - raw[25 + k]) / 5 / near_raw;
      if (count >= 30)
        even = h + (1 - h) * std::max(std::clamp(0.6 + 4 * (fall - 0.1), 0.6, 1.0),
                                      std::clamp(0.6 + 4 * (0.3 - m), 0.6, 1.0));
    }
    const double matter = std::clamp((least / double{kScale} - 0.05) / 0.02, 0.0, 1.0) *
                          std::clamp((static_cast<double>(n) - 6) / 3, 0.0, 1.0);
    sagas += even < 0.95;
    const double w = std::pow(n, 4) / (std::pow(n, 4) + std::pow(30, 4));
    const double near = std::min({near_raw, near_x + 0.06, 0.25});
    const Background background = measure_background(neighbours, {n, share, known(far), least}, raw_of, particulars_of);
    REQUIRE(std::abs(background.openness - openness) < 1e-9);
    REQUIRE(std::abs(background.value - (w * near * std::min(openness, even) + (1 - w) * (0.04 - 0.05 * matter))) <
            1e-9);
    open += openness < 0.9;
  }
  CHECK(open > 50);
  CHECK(crowds > 20);
  CHECK(sagas > 20);
}

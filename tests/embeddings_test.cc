#include "stories/embeddings.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

#include "base/hash.h"
#include "base/parallel.h"

using namespace samestory;

namespace {

using Vectors = std::vector<std::vector<float>>;

Vectors random_vectors(std::uint64_t seed, std::size_t count, std::size_t columns) {
  std::uint64_t state = mix(seed);
  const auto draw = [&] { return static_cast<float>((state = mix(state)) % 2001) / 1000 - 1; };
  Vectors vectors(count);
  for (std::vector<float>& vector : vectors) {
    if ((state = mix(state)) % 8 == 0) continue;  // this article has none
    for (std::size_t c = 0; c < columns; ++c) vector.push_back(draw() + 0.5F);
  }
  return vectors;
}

Embeddings quantize(const Vectors& vectors, std::size_t columns, const std::vector<std::uint32_t>& language) {
  return build_embeddings(columns, language, [&](GroupId g) { return vectors[index(g)]; });
}

// The twin: unit vectors less the shrunken mean of their language, in reals.
double cosine_by_definition(const Vectors& vectors, std::size_t columns, const std::vector<std::uint32_t>& language,
                            std::size_t a, std::size_t b) {
  const auto unit = [&](std::vector<double> v) {
    double squares = 0;
    for (const double value : v) squares += value * value;
    for (double& value : v) value /= std::sqrt(squares);
    return v;
  };
  const auto centred = [&](std::size_t of) {
    std::vector<double> mean(columns, 0);
    double count = 0;
    for (std::size_t i = 0; i < vectors.size(); ++i) {
      if (vectors[i].empty() || language[i] != language[of]) continue;
      ++count;
      const std::vector<double> v = unit({vectors[i].begin(), vectors[i].end()});
      for (std::size_t c = 0; c < columns; ++c) mean[c] += v[c];
    }
    std::vector<double> v = unit({vectors[of].begin(), vectors[of].end()});
    for (std::size_t c = 0; c < columns; ++c) v[c] -= mean[c] / (count + 10);
    return unit(v);
  };
  const std::vector<double> p = centred(a), q = centred(b);
  double sum = 0;
  for (std::size_t c = 0; c < columns; ++c) sum += p[c] * q[c];
  return sum;
}

TEST_CASE("dot products are cosines of centred vectors, whatever the width") {
  for (const std::uint64_t seed : {1, 2, 3, 4}) {
    CAPTURE(seed);
    const std::size_t columns = 1 + mix(seed) % 70, n = 40;
    const Vectors vectors = random_vectors(seed, n, columns);
    std::vector<std::uint32_t> language(n);
    for (std::size_t i = 0; i < n; ++i) language[i] = static_cast<std::uint32_t>(mix(seed + i) % 3);
    const Embeddings embeddings = quantize(vectors, columns, language);
    for (std::size_t a = 0; a < n; ++a) {
      REQUIRE(embeddings.present[a] == !vectors[a].empty());
      for (std::size_t b = 0; b < n; ++b) {
        if (vectors[a].empty() || vectors[b].empty()) continue;
        const double expected = cosine_by_definition(vectors, columns, language, a, b);
        const double found = dot(embeddings, group_id(a), group_id(b)) / (16384.0 * 16384.0);
        REQUIRE(found == doctest::Approx(expected).epsilon(0.002));
        REQUIRE(dot(embeddings, group_id(a), group_id(b)) == dot(embeddings, group_id(b), group_id(a)));
      }
    }
  }
}

TEST_CASE("the nearest are those of all pairs") {
  for (const std::uint64_t seed : {5, 6, 7}) {
    CAPTURE(seed);
    constexpr std::size_t kArticles = 150, kColumns = 24;
    const Vectors vectors = random_vectors(seed, kArticles, kColumns);
    const Embeddings embeddings = quantize(vectors, kColumns, std::vector<std::uint32_t>(kArticles, 0));
    const auto& nearest = embeddings.nearest;
    for (std::size_t a = 0; a < kArticles; ++a) {
      std::vector<std::pair<std::int32_t, std::uint32_t>> all;
      for (std::size_t b = 0; b < kArticles; ++b) {
        if (a == b || !embeddings.both(group_id(a), group_id(b))) continue;
        const std::int32_t product = dot(embeddings, group_id(a), group_id(b));
        if (product > 0) all.emplace_back(-product, static_cast<std::uint32_t>(b));
      }
      std::sort(all.begin(), all.end());
      all.resize(std::min(all.size(), kByEmbedding));
      std::vector<std::uint32_t> expected;
      for (const auto& [product, b] : all) expected.push_back(b);
      std::sort(expected.begin(), expected.end());
      REQUIRE(nearest[a] == expected);
    }
  }
}

TEST_CASE("nothing is nearest that lies out of reach") {
  const std::size_t n = kReach + 40;
  std::vector<std::uint32_t> language(n, 0);
  Vectors vectors(n);  // only the ends have vectors, and nearly equal ones
  for (const std::size_t i : {std::size_t{0}, kReach, kReach + 1}) vectors[i] = {1, static_cast<float>(i) / 1e6F};
  const auto nearest = quantize(vectors, 2, language).nearest;
  CHECK(nearest[0] == std::vector<std::uint32_t>{kReach});
  CHECK(nearest[kReach] == std::vector<std::uint32_t>{0, kReach + 1});
  CHECK(nearest[kReach + 1] == std::vector<std::uint32_t>{kReach});
}

TEST_CASE("vectors and neighbours are the same for any number of threads") {
  const Vectors vectors = random_vectors(9, 300, 48);
  const std::vector<std::uint32_t> language(300, 0);
  const auto run = [&](int threads) {
    const ThreadLimit limit(threads);
    const Embeddings embeddings = quantize(vectors, 48, language);
    return std::tuple(embeddings.values, embeddings.nearest, embeddings.background);
  };
  const auto one = run(1);
  for (const int threads : {2, 3, 8}) {
    CAPTURE(threads);
    CHECK(run(threads) == one);
  }
}

TEST_CASE(
    "the background is the mean of ranks 10 to 29 of the own language, blended with a prior, and half their mean") {
  for (const std::uint64_t seed : {11, 12, 13}) {
    CAPTURE(seed);
    constexpr std::size_t kArticles = 130, kColumns = 20;
    const Vectors vectors = random_vectors(seed, kArticles, kColumns);
    std::vector<std::uint32_t> language(kArticles);  // of the second, fewer than there are ranks
    for (std::size_t i = 0; i < kArticles; ++i) language[i] = i % 6 == 0 ? 1 : 0;
    const Embeddings embeddings = quantize(vectors, kColumns, language);
    std::vector<double> own(kArticles);
    for (std::size_t a = 0; a < kArticles; ++a) {
      std::vector<double> cosines;
      double articles = 0;
      for (std::size_t b = 0; b < kArticles; ++b) {
        if (language[a] != language[b] || !embeddings.present[b]) continue;
        ++articles;
        if (a != b && embeddings.present[a]) cosines.push_back(cosine(embeddings, group_id(a), group_id(b)));
      }
      std::sort(cosines.rbegin(), cosines.rend());
      double behind = 0;
      for (std::size_t r = 10; r < 30 && r < cosines.size(); ++r) behind += std::max(0.0, cosines[r]) / 20;
      const double share = std::pow(articles, 4) / (std::pow(articles, 4) + std::pow(30.0, 4));
      own[a] = share * behind + (1 - share) * 0.2;
    }
    for (std::size_t a = 0; a < kArticles; ++a) {
      if (!embeddings.present[a]) continue;
      double sum = 0, articles = 0;
      for (std::size_t b = 0; b < kArticles; ++b) {
        if (language[a] == language[b] && embeddings.present[b]) sum += own[b], ++articles;
      }
      REQUIRE(embeddings.background[a] == doctest::Approx(0.5 * own[a] + 0.5 * sum / articles));
    }
  }
}

TEST_CASE("a cosine is worth what exceeds the smaller background, within bounds") {
  Embeddings embeddings;
  embeddings.columns = 2;
  embeddings.present = {true, true, true};
  embeddings.values = {16384, 0, 8192, 14189, -16384, 0};  // cosines .5 with the first, and -1
  struct Row {
    const char* name;
    std::size_t b;
    double background_a, background_b, worth;
  };
  for (const Row& row :
       {Row{"the smaller background counts", 1, 0.2, 0.4, (0.5 - 0.25 - 0.1) / 0.2},
        Row{"whichever side has it", 1, 0.4, 0.2, (0.5 - 0.25 - 0.1) / 0.2},
        Row{"less alike than the neighbourhood is against", 1, 0.36, 0.5, (0.5 - 0.45 - 0.1) / 0.2},
        Row{"never more than three for", 0, 0.0, 0.0, 3}, Row{"and little against", 2, 0.2, 0.2, -0.6}}) {
    CAPTURE(row.name);
    embeddings.background = {row.background_a, row.background_b, row.background_b};
    if (row.b == 0) embeddings.background = {0, 0, 0};
    CHECK(embedded_worth(embeddings, group_id(0), group_id(row.b)) == doctest::Approx(row.worth));
  }
}

TEST_CASE("a vector of length zero is no vector") {
  const Embeddings embeddings = quantize({{0, 0}, {1, 0}, {}}, 2, {0, 0, 0});
  CHECK(!embeddings.present[0]);
  CHECK(embeddings.present[1]);
  CHECK(!embeddings.present[2]);
  CHECK(!embeddings.both(group_id(0), group_id(1)));
  CHECK(!Embeddings().both(group_id(0), group_id(0)));
}

}  // namespace

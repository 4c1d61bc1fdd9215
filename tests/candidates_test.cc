#include "stories/candidates.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "base/hash.h"
#include "base/parallel.h"
#include "stories/background.h"
#include "stories/nearest.h"

using namespace samestory;

namespace {

using Row = std::map<int, float>;  // weight by column

constexpr auto kBody = static_cast<std::size_t>(Signal::kBody);
constexpr auto kLead = static_cast<std::size_t>(Signal::kLead);
constexpr auto kNames = static_cast<std::size_t>(Signal::kNames);
constexpr auto kNumbers = static_cast<std::size_t>(Signal::kNumbers);

struct Paper {
  std::array<Row, kSignals> rows;
  std::vector<std::uint16_t> ages;
  std::optional<std::int32_t> day;
};

Features to_features(const std::vector<Paper>& papers, int columns) {
  Features features;
  for (std::size_t f = 0; f < kSignals; ++f) {
    features.terms[f].resize(static_cast<std::size_t>(columns));
    features.rows[f].resize(static_cast<Eigen::Index>(papers.size()), columns);
    for (std::size_t i = 0; i < papers.size(); ++i) {
      features.present[f].push_back(!papers[i].rows[f].empty());
      for (const auto& [column, weight] : papers[i].rows[f])
        features.rows[f].insert(static_cast<Eigen::Index>(i), column) = weight;
    }
    features.rows[f].makeCompressed();
  }
  for (const Paper& paper : papers) {
    features.facts.emplace_back();
    features.facts.back().ages = paper.ages;
    features.facts.back().day = paper.day;
    if (paper.day) features.times_s.push_back(*paper.day * std::int64_t{kSecondsPerDay});
  }
  std::sort(features.times_s.begin(), features.times_s.end());
  features.articles_of_language.assign(papers.size(), static_cast<std::uint32_t>(papers.size()));
  return features;
}

// Articles of a few topics: each topic's words are likely in its articles, other words are not.
std::vector<Paper> random_papers(std::uint64_t seed, std::size_t count, int columns) {
  std::uint64_t state = mix(seed);
  const auto draw = [&](std::uint64_t below) { return (state = mix(state)) % below; };
  const std::uint64_t topics = 1 + draw(6);
  std::vector<Paper> papers(count);
  for (Paper& paper : papers) {
    const std::uint64_t topic = draw(topics);
    if (draw(2) == 0) paper.ages = {static_cast<std::uint16_t>(30 + draw(3))};
    if (draw(4) != 0) paper.day = static_cast<std::int32_t>(20'000 + draw(9));
    for (Row& row : paper.rows) {
      double squares = 0;
      for (int c = 0; c < columns; ++c) {
        const bool own = static_cast<std::uint64_t>(c) % topics == topic;
        if (draw(10) >= (own ? 5U : 1U)) continue;
        row[c] = static_cast<float>(1 + draw(1'000'000)) / 1'000'000;
        squares += static_cast<double>(row[c]) * row[c];
      }
      for (auto& [column, weight] : row) weight = TermWeight(static_cast<float>(weight / std::sqrt(squares)));
    }
  }
  return papers;
}

double dot(const Row& a, const Row& b) {
  double sum = 0;
  for (const auto& [column, weight] : a) {
    const auto other = b.find(column);
    if (other != b.end()) sum += static_cast<double>(weight) * other->second;
  }
  return sum;
}

using Pairs = std::set<std::pair<std::size_t, std::size_t>>;

struct Searched {
  Pairs pairs;
  std::vector<std::set<std::size_t>> far;  // per paper: the best of those that are far away in time
};

// The twin of the search: all pairs, ranked by the two figures that the header defines.
Searched search_all_pairs(const std::vector<Paper>& papers) {
  Searched searched;
  for (std::size_t i = 0; i < papers.size(); ++i) {
    std::vector<std::pair<double, std::size_t>> by_body, by_lead, far;
    for (std::size_t j = 0; j < papers.size(); ++j) {
      const auto &a = papers[i].rows, &b = papers[j].rows;
      const double body = dot(a[kBody], b[kBody]);
      const double lead = 0.4 * body + 0.3 * dot(a[kLead], b[kLead]) + 0.3 * dot(a[kNames], b[kNames]);
      if (i == j || lead == 0) continue;
      by_body.emplace_back(-body, j);
      by_lead.emplace_back(-lead, j);
      if (papers[i].day && papers[j].day && std::abs(*papers[i].day - *papers[j].day) > 3) far.emplace_back(-lead, j);
    }
    for (auto* ranking : {&by_body, &by_lead}) {
      std::sort(ranking->begin(), ranking->end());
      for (std::size_t r = 0; r < std::min<std::size_t>(40, ranking->size()); ++r)
        searched.pairs.emplace(std::min(i, (*ranking)[r].second), std::max(i, (*ranking)[r].second));
    }
    std::sort(far.begin(), far.end());
    searched.far.emplace_back();
    for (std::size_t r = 0; r < std::min<std::size_t>(20, far.size()); ++r) searched.far.back().insert(far[r].second);
  }
  return searched;
}

struct Scored {
  std::int32_t x, q;
};

// The backgrounds of all papers, from what the search found.
std::vector<double> all_backgrounds(const std::vector<Paper>& papers, const Features& features,
                                    const Searched& searched) {
  const auto raw_of = [&](std::size_t i, std::size_t j) {
    return quantize(compare(features, group_id(i), group_id(j)).raw);
  };
  std::vector<std::int32_t> all_raw;
  for (std::size_t i = 0; i < papers.size(); ++i) {
    for (std::size_t j = i + 1; j < papers.size(); ++j)
      all_raw.push_back(searched.pairs.count({i, j}) > 0 ? raw_of(i, j) : 0);
  }
  std::sort(all_raw.begin(), all_raw.end());
  const std::int32_t least = papers.size() > kSmallArchive || all_raw.empty() ? 0 : all_raw[all_raw.size() / 6];
  std::vector<double> backgrounds;
  for (std::size_t i = 0; i < papers.size(); ++i) {
    std::vector<Neighbour> neighbours;
    std::set<std::size_t> far = searched.far[i];
    std::size_t away = 0;
    for (std::size_t j = 0; j < papers.size(); ++j) {
      const bool is_far = papers[i].day && papers[j].day && std::abs(*papers[i].day - *papers[j].day) > 3;
      away += is_far;
      if (searched.pairs.count({std::min(i, j), std::max(i, j)}) == 0) continue;
      const std::int32_t x = quantize(compare(features, group_id(i), group_id(j)).x);
      neighbours.push_back({static_cast<std::uint32_t>(j), raw_of(i, j), x});
      if (is_far) far.insert(j);
    }
    std::vector<std::int32_t> far_raw;
    for (const std::size_t j : far) far_raw.push_back(raw_of(i, j));
    const double share = static_cast<double>(away) / static_cast<double>(papers.size());
    backgrounds.push_back(measure_background(
                              neighbours, {papers.size(), share, [&] { return far_raw; }, least},
                              [&](std::uint32_t a, std::uint32_t b) {
                                const auto pair = std::pair<std::size_t, std::size_t>(std::min(a, b), std::max(a, b));
                                return searched.pairs.count(pair) > 0 ? raw_of(a, b) : -1;
                              },
                              [&](std::uint32_t other) {
                                const PairParts parts = compare(features, group_id(i), group_id(other));
                                return Particulars{parts.cosine[kNames], parts.cosine[kNumbers]};
                              })
                              .value);
  }
  return backgrounds;
}

// The twin of the whole pass.
std::map<std::pair<std::size_t, std::size_t>, Scored> score_all_pairs(const std::vector<Paper>& papers,
                                                                      const Features& features,
                                                                      const Searched& searched) {
  const std::vector<double> backgrounds = all_backgrounds(papers, features, searched);
  std::map<std::pair<std::size_t, std::size_t>, Scored> scored;
  for (const auto& [i, j] : searched.pairs) {
    const PairParts parts = compare(features, group_id(i), group_id(j));
    const std::int32_t q = score(evidence_of(parts), backgrounds[i], backgrounds[j]);
    if (q > quantize(kLeastScore)) scored[{i, j}] = {quantize(parts.x), q};
  }
  return scored;
}

void check_form(const StoryGraph& graph) {
  REQUIRE(graph.begin.size() == graph.size() + 1);
  REQUIRE(graph.begin.front() == 0);
  REQUIRE(graph.begin.back() == graph.edges.size());
  std::map<std::pair<std::size_t, std::size_t>, Scored> seen;
  for (std::size_t i = 0; i < graph.size(); ++i) {
    REQUIRE(graph.begin[i] <= graph.begin[i + 1]);
    for (std::uint64_t e = graph.begin[i]; e < graph.begin[i + 1]; ++e) {
      REQUIRE(index(graph.edges[e].to) != i);
      if (e > graph.begin[i]) REQUIRE(graph.edges[e - 1].to < graph.edges[e].to);
      seen[{i, index(graph.edges[e].to)}] = {graph.edges[e].x, graph.edges[e].q};
    }
  }
  for (const auto& [pair, scored] : seen) {
    const auto back = seen.find({pair.second, pair.first});
    REQUIRE(back != seen.end());
    REQUIRE(back->second.x == scored.x);
    REQUIRE(back->second.q == scored.q);
  }
}

std::vector<std::size_t> neighbours(const StoryGraph& graph, std::size_t article) {
  std::vector<std::size_t> found;
  for (std::uint64_t e = graph.begin[article]; e < graph.begin[article + 1]; ++e)
    found.push_back(index(graph.edges[e].to));
  return found;
}

}  // namespace

TEST_CASE("the graph is that of a search through all pairs") {
  std::size_t left_out = 0, edges = 0;
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    CAPTURE(seed);
    const std::size_t n = 2 + mix(seed) % 140;
    const std::vector<Paper> papers = random_papers(seed, n, 40);
    const Features features = to_features(papers, 40);
    const Searched searched = search_all_pairs(papers);
    left_out += n * (n - 1) / 2 - searched.pairs.size();
    const auto expected = score_all_pairs(papers, features, searched);
    const StoryGraph graph = find_story_candidates(features);
    check_form(graph);
    REQUIRE(graph.edges.size() == 2 * expected.size());
    edges += expected.size();
    for (std::size_t i = 0; i < n; ++i) {
      for (std::uint64_t e = graph.begin[i]; e < graph.begin[i + 1]; ++e) {
        const std::size_t j = index(graph.edges[e].to);
        const auto found = expected.find({std::min(i, j), std::max(i, j)});
        REQUIRE(found != expected.end());
        REQUIRE(graph.edges[e].x == found->second.x);
        REQUIRE(graph.edges[e].q == found->second.q);
      }
    }
  }
  CHECK(left_out > 5'000);  // the ranking had something to leave out
  CHECK(edges > 10'000);
}

TEST_CASE("no articles, one article and articles that share nothing have no edges") {
  CHECK(find_story_candidates(to_features({}, 3)).size() == 0);
  Paper a, b;
  a.rows[kBody] = {{0, 1.0F}};
  b.rows[kBody] = {{1, 1.0F}};
  const StoryGraph one = find_story_candidates(to_features({a}, 3));
  CHECK(one.size() == 1);
  CHECK(one.edges.empty());
  const StoryGraph three = find_story_candidates(to_features({a, b, Paper{}}, 3));
  check_form(three);
  CHECK(three.edges.empty());
  CHECK(three.background.size() == 3);
}

TEST_CASE("articles are found by body, lead or names alone, not by what only the other signals share") {
  for (std::size_t f = 0; f < kSignals; ++f) {
    CAPTURE(f);
    Paper paper;
    paper.rows[f] = {{0, 1.0F}};
    const bool searched = f == kBody || f == kLead || f == kNames;
    CHECK(find_story_candidates(to_features({paper, paper}, 1)).edges.size() == (searched ? 2 : 0));
  }
}

TEST_CASE("pairs at or below the least score are no edges") {
  // Undated articles of three languages' size: the prior's background alone speaks, (x - .06) / .07.
  for (const std::int32_t days : {0, 5}) {
    CAPTURE(days);
    Paper a, b, c;
    a.rows[kBody] = b.rows[kBody] = {{0, 0.1F}};
    a.day = 20'000, b.day = 20'000 + days;
    a.ages = {30}, b.ages = {40};
    const StoryGraph graph = find_story_candidates(to_features({a, b}, 1));
    CHECK(graph.edges.size() == 2);
    CHECK(graph.edges[0].q > quantize(kLeastScore));
  }
  Paper crowd, other;
  crowd.rows[kBody] = {{0, 0.55F}, {1, 0.8F}};
  other.rows[kBody] = {{0, 0.1F}, {2, 0.9F}};
  std::vector<Paper> papers(200, crowd);
  papers.resize(400, other);
  const StoryGraph graph = find_story_candidates(to_features(papers, 3));
  check_form(graph);
  CHECK(!graph.edges.empty());
  // The two crowds were compared (they share a word), but .055 against a background of .25 is less than the least.
  for (std::size_t i = 0; i < 400; ++i) {
    for (const std::size_t j : neighbours(graph, i)) CHECK((i < 200) == (j < 200));
  }
}

TEST_CASE("of a word in too many articles only the nearest in time are read") {
  constexpr std::size_t kArticles = 3000;
  Paper paper;
  paper.rows[kBody] = {{0, 1.0F}};
  const StoryGraph graph = find_story_candidates(to_features(std::vector<Paper>(kArticles, paper), 1));
  check_form(graph);
  // All are equally alike, so each takes the first of the articles read, half of which lie before it.
  constexpr std::size_t kHalf = kMostPostings / 2;
  for (const std::size_t article : {std::size_t{1500}, std::size_t{2400}}) {
    CAPTURE(article);
    const std::vector<std::size_t> found = neighbours(graph, article);
    const std::size_t first = article - kHalf;
    for (std::size_t j = first; j < first + 40; ++j) CHECK(std::binary_search(found.begin(), found.end(), j));
    CHECK(found.front() == first);
    CHECK(found.back() <= article + kHalf);
  }
  const std::vector<std::size_t> last = neighbours(graph, kArticles - 1);
  CHECK(last.front() == kArticles - kMostPostings);
  CHECK(last.size() == 40);
}

TEST_CASE("an article looks for candidates with its heaviest words only") {
  // Two articles of their own words that share the lightest one: .19 * .19 is likeness enough for an edge.
  constexpr int kMost = kMostQueryTerms;
  Paper a, b;
  for (int c = 0; c < kMost; ++c) a.rows[kBody][c] = b.rows[kBody][kMost + c] = 0.2F;
  a.rows[kBody][2 * kMost] = b.rows[kBody][2 * kMost] = 0.19F;
  CHECK(find_story_candidates(to_features({a, b}, 2 * kMost + 1)).edges.empty());
  b.rows[kBody].erase(kMost);  // one of the two looking is enough
  CHECK(find_story_candidates(to_features({a, b}, 2 * kMost + 1)).edges.size() == 2);
  CHECK(find_story_candidates(to_features({b, a}, 2 * kMost + 1)).edges.size() == 2);
}

TEST_CASE("the graph is the same with 1, 2, 3 and 8 threads") {
  const Features features = to_features(random_papers(11, 500, 60), 60);
  const auto run = [&](int threads) {
    const ThreadLimit limit(threads);
    return find_story_candidates(features);
  };
  const StoryGraph one = run(1);
  for (const int threads : {2, 3, 8}) {
    CAPTURE(threads);
    const StoryGraph other = run(threads);
    CHECK(other.begin == one.begin);
    CHECK(other.background == one.background);
    CHECK(std::equal(other.edges.begin(), other.edges.end(), one.edges.begin(), one.edges.end(),
                     [](const Edge& p, const Edge& q) { return p.to == q.to && p.x == q.x && p.q == q.q; }));
  }
}

#include "stories/stories.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/parallel.h"
#include "graph/agglomerate.h"

using namespace samestory;

namespace {

using Pairs = std::map<std::pair<int, int>, double>;  // score; smaller article first; absent pairs are no edges

StoryGraph to_graph(int n, const Pairs& pairs) {
  StoryGraph graph;
  graph.background.assign(static_cast<std::size_t>(n), 0.05);
  graph.openness.assign(static_cast<std::size_t>(n), 1);
  graph.begin.push_back(0);
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < n; ++j) {
      const auto found = pairs.find({std::min(i, j), std::max(i, j)});
      if (i == j || found == pairs.end()) continue;
      graph.edges.push_back({group_id(static_cast<std::size_t>(j)), 0, quantize(found->second)});
    }
    graph.begin.push_back(graph.edges.size());
  }
  return graph;
}

std::vector<int> form(int n, const Pairs& pairs, double level = 1.8) {
  std::vector<int> names;
  for (const GroupId story : form_stories(to_graph(n, pairs), {level})) names.push_back(static_cast<int>(index(story)));
  return names;
}

// All pairs among these articles get this score.
void connect(Pairs& pairs, const std::vector<int>& articles, double score) {
  for (const int i : articles) {
    for (const int j : articles) {
      if (i < j) pairs[{i, j}] = score;
    }
  }
}

void connect(Pairs& pairs, const std::vector<int>& left, const std::vector<int>& right, double score) {
  for (const int i : left) {
    for (const int j : right) pairs[{std::min(i, j), std::max(i, j)}] = score;
  }
}

// ---- the twin: the two steps by the header's words, on sets of articles and a full matrix

using Stories = std::vector<std::set<int>>;

// Weights of all pairs; 0: no edge.
std::vector<std::vector<std::int64_t>> weigh(int n, const Pairs& pairs, double level) {
  const auto size = static_cast<std::size_t>(n);
  std::vector<std::vector<std::int64_t>> weights(size, std::vector<std::int64_t>(size, 0));
  for (const auto& [pair, score] : pairs) {
    const auto i = static_cast<std::size_t>(pair.first), j = static_cast<std::size_t>(pair.second);
    const std::int64_t above = quantize(score) + std::int64_t{quantize(4.3 - level)};
    weights[i][j] = weights[j][i] = std::clamp<std::int64_t>(above, 0, quantize(8.6));
  }
  return weights;
}

using Matrix = std::vector<std::vector<std::int64_t>>;

std::int64_t sum_over(const Matrix& weights, int article, const std::set<int>& story) {
  std::int64_t sum = 0;
  for (const int other : story) {
    if (other != article) sum += weights[static_cast<std::size_t>(article)][static_cast<std::size_t>(other)];
  }
  return sum;
}

void move_articles(const Matrix& weights, Stories& stories) {
  for (int sweep = 0; sweep < 5; ++sweep) {
    for (int i = 0; i < static_cast<int>(weights.size()); ++i) {
      const auto own = std::find_if(stories.begin(), stories.end(), [&](const auto& s) { return s.count(i) > 0; });
      const auto value = [&](const std::set<int>& story) -> std::int64_t {
        const auto others = static_cast<std::int64_t>(story.size() - story.count(i));
        return others == 0 ? 0 : sum_over(weights, i, story) - others * quantize(3.0) - quantize(1.4);
      };
      auto best = own;
      for (auto story = stories.begin(); story != stories.end(); ++story) {
        if (sum_over(weights, i, *story) > 0 && value(*story) > value(*best)) best = story;
      }
      const bool alone = value(*best) < 0;
      if (best == own && !alone) continue;
      own->erase(i);
      if (alone)
        stories.push_back({i});
      else
        best->insert(i);
      std::erase_if(stories, [](const auto& story) { return story.empty(); });
    }
  }
}

std::vector<int> form_by_definition(int n, const Pairs& pairs, double level) {
  WeightedGraph graph;
  graph.begin.push_back(0);
  const Matrix weights = weigh(n, pairs, level);
  for (const auto& row : weights) {
    for (std::size_t j = 0; j < row.size(); ++j) {
      if (row[j] > 0) graph.edges.push_back({static_cast<std::uint32_t>(j), static_cast<std::int32_t>(row[j])});
    }
    graph.begin.push_back(graph.edges.size());
  }
  const std::vector<std::uint32_t> clusters = agglomerate(graph, quantize(4.3));
  Stories stories(static_cast<std::size_t>(n));
  for (int i = 0; i < n; ++i) stories[clusters[static_cast<std::size_t>(i)]].insert(i);
  std::erase_if(stories, [](const auto& story) { return story.empty(); });
  move_articles(weights, stories);
  std::vector<int> names(static_cast<std::size_t>(n));
  for (const auto& story : stories) {
    for (const int i : story) names[static_cast<std::size_t>(i)] = *story.begin();
  }
  return names;
}

double draw(std::uint64_t seed, double low, double high) {
  return low + (high - low) * (static_cast<double>(mix(seed) >> 11) * 0x1p-53);
}

// Articles of `blocks` events: pairs within one are alike more often and more strongly than pairs across.
Pairs random_pairs(std::uint64_t seed, int n, int blocks, double strongest_across) {
  Pairs pairs;
  for (int i = 0; i < n; ++i) {
    for (int j = i + 1; j < n; ++j) {
      const std::uint64_t key = combine(seed, static_cast<std::uint64_t>(1000 * i + j));
      const bool within = i % blocks == j % blocks;
      if (mix(key) % 10 >= (within ? 9U : 4U)) continue;
      pairs[{i, j}] = within ? draw(key + 2, 0, 7) : draw(key + 2, -3, strongest_across);
    }
  }
  return pairs;
}

// Names made comparable: each article's story as the set of its members.
std::set<std::set<int>> partition(const std::vector<int>& names) {
  std::map<int, std::set<int>> stories;
  for (std::size_t i = 0; i < names.size(); ++i) stories[names[i]].insert(static_cast<int>(i));
  std::set<std::set<int>> out;
  for (const auto& [name, members] : stories) out.insert(members);
  return out;
}

}  // namespace

TEST_CASE("hand-made graphs fall into the stories that the two steps describe") {
  struct Row {
    std::string name;
    int n;
    Pairs pairs;
    std::vector<int> expected;
  };
  std::vector<Row> rows = {
      {"nothing", 0, {}, {}},
      {"no edges", 3, {}, {0, 1, 2}},
      {"a pair well above the level", 2, {{{0, 1}, 3}}, {0, 0}},
      {"a pair below the level", 2, {{{0, 1}, 1.79}}, {0, 1}},
      {"a pair at the level is not worth what joining costs", 2, {{{0, 1}, 1.8}}, {0, 1}},
      {"a pair worth the cost: .1 above the level", 2, {{{0, 1}, 1.91}}, {0, 0}},
      {"the ends of a chain share nothing", 3, {{{0, 1}, 3.4}, {{1, 2}, 3.3}}, {0, 0, 2}},
      {"the level itself is no price for three", 3, {{{0, 1}, 1.8}, {{0, 2}, 1.8}, {{1, 2}, 1.8}}, {0, 0, 0}},
  };
  {
    Row row{"an article that a closer pair took first goes where more speaks for it", 5, {}, {0, 1, 1, 1, 1}};
    row.pairs[{0, 1}] = 4;
    connect(row.pairs, {2, 3, 4}, 3.7);
    connect(row.pairs, {1}, {2, 3, 4}, 3.5);
    rows.push_back(row);
  }
  {
    Row row{"a single joins a story that agglomeration kept it out of by one weak pair", 5, {}, {0, 0, 0, 0, 0}};
    connect(row.pairs, {0, 1, 2, 3}, 5);
    connect(row.pairs, {4}, {0, 1, 2}, 3.5);
    row.pairs[{3, 4}] = -2;
    rows.push_back(row);
  }
  for (const double one_match : {6.1, 60.0}) {
    Row row{"a perfect match weighs no more than twice a match", 4, {}, {0, 0, 0, 3}};
    connect(row.pairs, {0, 1, 2}, 5);
    row.pairs[{0, 3}] = one_match;  // 8.6 against three fellows and the cost: 10.4
    rows.push_back(row);
  }
  for (const double contradiction : {-2.5, -60.0}) {
    Row row{"a contradiction weighs no more than a pair that was never compared", 4, {}, {0, 0, 0, 0}};
    connect(row.pairs, {0, 1, 2}, 5);
    row.pairs[{0, 3}] = row.pairs[{1, 3}] = 3;
    row.pairs[{2, 3}] = contradiction;
    row.pairs[{0, 3}] = 3.2;
    rows.push_back(row);
  }
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(form(row.n, row.pairs) == row.expected);
    CHECK(form_by_definition(row.n, row.pairs, 1.8) == row.expected);
  }
}

TEST_CASE("a stricter level gives smaller stories") {
  Pairs pairs;
  connect(pairs, {0, 1, 2}, 3.5);
  connect(pairs, {3, 4}, 2.2);
  CHECK(form(5, pairs, 1.4) == std::vector<int>{0, 0, 0, 3, 3});
  CHECK(form(5, pairs, 2.4) == std::vector<int>{0, 0, 0, 3, 4});
  CHECK(form(5, pairs, 4) == std::vector<int>{0, 1, 2, 3, 4});
}

TEST_CASE("stories of random graphs agree with the two steps by definition") {
  std::size_t joined = 0, changed = 0;
  for (std::uint64_t seed = 0; seed < 1500; ++seed) {
    const int n = 2 + static_cast<int>(mix(seed) % 22), blocks = 1 + static_cast<int>(mix(~seed) % 6);
    const Pairs pairs = random_pairs(seed, n, blocks, seed % 2 == 0 ? 4 : 1);
    for (const double level : {1.4, 1.8, 2.2}) {
      CAPTURE(seed);
      CAPTURE(level);
      const std::vector<int> names = form(n, pairs, level);
      REQUIRE(names == form_by_definition(n, pairs, level));
      for (int i = 0; i < n; ++i) {
        REQUIRE(names[static_cast<std::size_t>(i)] <= i);
        REQUIRE(names[static_cast<std::size_t>(names[static_cast<std::size_t>(i)])] ==
                names[static_cast<std::size_t>(i)]);
        joined += names[static_cast<std::size_t>(i)] < i;
      }
      Pairs strong;  // what agglomeration alone would see as worth joining
      for (const auto& [pair, score] : pairs) {
        if (score >= level) strong[pair] = score;
      }
      changed += partition(form(n, strong, level)) != partition(names);
    }
  }
  CHECK(joined > 10'000);
  CHECK(changed > 500);  // weak pairs and moves had something to say
}

TEST_CASE("numbering the articles another way gives the same stories where events stand clear of each other") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    const int n = 20, blocks = 4;
    Pairs pairs;
    for (int i = 0; i < n; ++i) {
      for (int j = i + 1; j < n; ++j) {
        const std::uint64_t key = combine(seed, static_cast<std::uint64_t>(1000 * i + j));
        if (i % blocks == j % blocks)
          pairs[{i, j}] = draw(key + 1, 2.5, 6);
        else if (mix(key) % 2 == 0)
          pairs[{i, j}] = draw(key + 1, -3, 0);
      }
    }
    std::vector<int> number(n);
    std::iota(number.begin(), number.end(), 0);
    for (int i = n - 1; i > 0; --i)
      std::swap(number[static_cast<std::size_t>(i)],
                number[mix(combine(seed, static_cast<std::uint64_t>(i))) % static_cast<std::uint64_t>(i + 1)]);
    Pairs renumbered;
    for (const auto& [pair, score] : pairs) {
      const int a = number[static_cast<std::size_t>(pair.first)], b = number[static_cast<std::size_t>(pair.second)];
      renumbered[{std::min(a, b), std::max(a, b)}] = score;
    }
    std::vector<int> planted(n);
    for (int i = 0; i < n; ++i) planted[static_cast<std::size_t>(i)] = i % blocks;
    CHECK(partition(form(n, pairs)) == partition(planted));
    for (int i = 0; i < n; ++i) planted[static_cast<std::size_t>(number[static_cast<std::size_t>(i)])] = i % blocks;
    CHECK(partition(form(n, renumbered)) == partition(planted));
  }
}

TEST_CASE("stories are the same with 1, 2, 3 and 8 threads") {
  const StoryGraph graph = to_graph(150, random_pairs(3, 150, 30, 3));
  const auto run = [&](int threads) {
    const ThreadLimit limit(threads);
    return form_stories(graph, {});
  };
  const std::vector<GroupId> one = run(1);
  for (const int threads : {2, 3, 8}) CHECK(run(threads) == one);
}

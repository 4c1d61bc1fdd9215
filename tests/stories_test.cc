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

struct Likeness {
  double x, q;
};
using Pairs = std::map<std::pair<int, int>, Likeness>;  // smaller article first; absent pairs are no edges

StoryGraph to_graph(int n, const Pairs& pairs) {
  StoryGraph graph;
  graph.background.assign(static_cast<std::size_t>(n), 0.05);
  graph.begin.push_back(0);
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < n; ++j) {
      const auto found = pairs.find({std::min(i, j), std::max(i, j)});
      if (i == j || found == pairs.end()) continue;
      graph.edges.push_back(
          {group_id(static_cast<std::size_t>(j)), quantize(found->second.x), quantize(found->second.q)});
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

// All pairs among these articles get this likeness.
void connect(Pairs& pairs, const std::vector<int>& articles, Likeness likeness) {
  for (const int i : articles) {
    for (const int j : articles) {
      if (i < j) pairs[{i, j}] = likeness;
    }
  }
}

void connect(Pairs& pairs, const std::vector<int>& left, const std::vector<int>& right, Likeness likeness) {
  for (const int i : left) {
    for (const int j : right) pairs[{std::min(i, j), std::max(i, j)}] = likeness;
  }
}

// ---- the twin: the three steps by the header's words, on sets of articles and a full matrix

using Stories = std::vector<std::set<int>>;

struct Matrix {
  int n;
  std::vector<std::vector<std::int64_t>> x, q;  // 0: no edge

  Matrix(int size, const Pairs& pairs)
      : n(size), x(static_cast<std::size_t>(size), std::vector<std::int64_t>(static_cast<std::size_t>(size), 0)), q(x) {
    for (const auto& [pair, likeness] : pairs) {
      const auto i = static_cast<std::size_t>(pair.first), j = static_cast<std::size_t>(pair.second);
      x[i][j] = x[j][i] = quantize(likeness.x);
      q[i][j] = q[j][i] = quantize(likeness.q);
    }
  }
};

std::int64_t sum_over(const std::vector<std::vector<std::int64_t>>& matrix, int article, const std::set<int>& story) {
  std::int64_t sum = 0;
  for (const int other : story) {
    if (other != article) sum += matrix[static_cast<std::size_t>(article)][static_cast<std::size_t>(other)];
  }
  return sum;
}

void move_articles(const Matrix& matrix, std::int64_t level, Stories& stories) {
  for (int sweep = 0; sweep < 5; ++sweep) {
    for (int i = 0; i < matrix.n; ++i) {
      const auto own = std::find_if(stories.begin(), stories.end(), [&](const auto& s) { return s.count(i) > 0; });
      const auto value = [&](const std::set<int>& story) -> std::int64_t {
        const auto others = static_cast<std::int64_t>(story.size() - story.count(i));
        if (others == 0) return 0;
        return sum_over(matrix.q, i, story) - others * (level * 69 / 100) - level * 37 / 100;
      };
      auto best = own;
      for (auto story = stories.begin(); story != stories.end(); ++story) {
        if (sum_over(matrix.q, i, *story) > 0 && value(*story) > value(*best)) best = story;
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

void merge_stories(const Matrix& matrix, Stories& stories) {
  const auto mean = [&](const std::set<int>& a, const std::set<int>& b) {
    std::int64_t sum = 0;
    for (const int i : a) sum += sum_over(matrix.x, i, b);
    return sum / static_cast<std::int64_t>(a.size() * b.size());
  };
  const auto mean_within = [&](const std::set<int>& a) {
    std::int64_t sum = 0;
    for (const int i : a) sum += sum_over(matrix.x, i, a);
    return sum / static_cast<std::int64_t>(a.size() * (a.size() - 1));
  };
  for (bool merged = true; merged;) {
    merged = false;
    struct Merge {
      std::int64_t mean;
      std::size_t a, b;
    };
    std::vector<Merge> merges;
    for (std::size_t a = 0; a < stories.size(); ++a) {
      for (std::size_t b = a + 1; b < stories.size(); ++b) {
        if (stories[a].size() < 2 || stories[b].size() < 2) continue;
        const std::int64_t across = mean(stories[a], stories[b]);
        const std::int64_t within = std::min(mean_within(stories[a]), mean_within(stories[b]));
        if (across >= quantize(0.08) && 100 * across >= 75 * within) merges.push_back({across, a, b});
      }
    }
    std::sort(merges.begin(), merges.end(), [](const Merge& p, const Merge& q) { return p.mean > q.mean; });
    std::set<std::size_t> taken;
    for (const Merge& merge : merges) {
      if (taken.count(merge.a) + taken.count(merge.b) > 0) continue;
      taken.insert({merge.a, merge.b});
      stories[merge.a].insert(stories[merge.b].begin(), stories[merge.b].end());
      stories[merge.b].clear();
      merged = true;
    }
    std::erase_if(stories, [](const auto& story) { return story.empty(); });
  }
}

std::vector<int> form_by_definition(int n, const Pairs& pairs, double level) {
  WeightedGraph graph;
  graph.begin.push_back(0);
  const Matrix matrix(n, pairs);
  for (const auto& row : matrix.q) {
    for (std::size_t j = 0; j < row.size(); ++j) {
      if (row[j] > 0) graph.edges.push_back({static_cast<std::uint32_t>(j), static_cast<std::int32_t>(row[j])});
    }
    graph.begin.push_back(graph.edges.size());
  }
  const std::vector<std::uint32_t> clusters = agglomerate(graph, quantize(level));
  Stories stories(static_cast<std::size_t>(n));
  for (int i = 0; i < n; ++i) stories[clusters[static_cast<std::size_t>(i)]].insert(i);
  std::erase_if(stories, [](const auto& story) { return story.empty(); });
  move_articles(matrix, quantize(level), stories);
  merge_stories(matrix, stories);
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
      pairs[{i, j}] = within ? Likeness{draw(key + 1, 0.05, 0.4), draw(key + 2, 1, 4)}
                             : Likeness{draw(key + 1, 0, 0.3), draw(key + 2, 0.26, strongest_across)};
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

TEST_CASE("hand-made graphs fall into the stories that the three steps describe") {
  struct Row {
    std::string name;
    int n;
    Pairs pairs;
    std::vector<int> expected;
  };
  std::vector<Row> rows = {
      {"nothing", 0, {}, {}},
      {"no edges", 3, {}, {0, 1, 2}},
      {"a pair well above the level", 2, {{{0, 1}, {0.2, 2.5}}}, {0, 0}},
      {"a pair below the level", 2, {{{0, 1}, {0.2, 1.79}}}, {0, 1}},
      {"a pair at the level is not worth what joining costs", 2, {{{0, 1}, {0.2, 1.8}}}, {0, 1}},
      {"a pair worth the cost: 1.06 of the level", 2, {{{0, 1}, {0.2, 1.909}}}, {0, 0}},
      {"the ends of a chain share nothing", 3, {{{0, 1}, {0.2, 2.4}}, {{1, 2}, {0.2, 2.3}}}, {0, 0, 2}},
  };
  {
    Row row{"an article that a closer pair took first goes where more speaks for it", 5, {}, {0, 1, 1, 1, 1}};
    row.pairs[{0, 1}] = {0.3, 2.6};
    connect(row.pairs, {2, 3, 4}, {0.3, 2.5});
    connect(row.pairs, {1}, {2, 3, 4}, {0.3, 2.4});
    rows.push_back(row);
  }
  {
    Row row{"a single joins a story that agglomeration kept it out of by one weak pair", 5, {}, {0, 0, 0, 0, 0}};
    connect(row.pairs, {0, 1, 2, 3}, {0.3, 3});
    connect(row.pairs, {4}, {0, 1, 2}, {0.2, 2.4});
    row.pairs[{3, 4}] = {0.1, 0.3};
    rows.push_back(row);
  }
  for (const auto& [across, merges] : {std::pair{0.226, true}, std::pair{0.224, false}}) {
    Row row{"two halves as alike across as inside: three quarters", 4, {}, {0, 0, 2, 2}};
    row.pairs[{0, 1}] = {0.3, 3};
    row.pairs[{2, 3}] = {0.5, 3};
    connect(row.pairs, {0, 1}, {2, 3}, {across, 0.9});
    if (merges) row.expected = {0, 0, 0, 0};
    rows.push_back(row);
  }
  for (const auto& [across, merges] : {std::pair{0.081, true}, std::pair{0.079, false}}) {
    Row row{"two halves must be alike at all", 4, {}, {0, 0, 2, 2}};
    row.pairs[{0, 1}] = row.pairs[{2, 3}] = {0.09, 3};
    connect(row.pairs, {0, 1}, {2, 3}, {across, 0.9});
    if (merges) row.expected = {0, 0, 0, 0};
    rows.push_back(row);
  }
  {
    Row row{"an absent pair counts as nothing in the mean across", 4, {}, {0, 0, 2, 2}};
    row.pairs[{0, 1}] = row.pairs[{2, 3}] = {0.3, 3};
    connect(row.pairs, {0, 1}, {2, 3}, {0.26, 0.9});
    row.pairs.erase({0, 3});
    rows.push_back(row);
  }
  {
    Row row{"a single is merged with nothing", 3, {}, {0, 0, 2}};
    row.pairs[{0, 1}] = {0.3, 3};
    connect(row.pairs, {2}, {0, 1}, {0.3, 0.9});
    rows.push_back(row);
  }
  {
    Row row{"three thirds merge in two rounds", 6, {}, {0, 0, 0, 0, 0, 0}};
    for (const int i : {0, 2, 4}) row.pairs[{i, i + 1}] = {0.3, 3};
    connect(row.pairs, {0, 1}, {2, 3}, {0.29, 0.9});
    connect(row.pairs, {0, 1}, {4, 5}, {0.27, 0.9});
    connect(row.pairs, {2, 3}, {4, 5}, {0.25, 0.9});
    rows.push_back(row);
  }
  {
    Row row{"after the stronger merge the weaker one no longer holds", 6, {}, {0, 0, 0, 0, 4, 4}};
    for (const int i : {0, 2, 4}) row.pairs[{i, i + 1}] = {0.3, 3};
    connect(row.pairs, {0, 1}, {2, 3}, {0.29, 0.9});
    connect(row.pairs, {0, 1}, {4, 5}, {0.24, 0.9});
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
  connect(pairs, {0, 1, 2}, {0.01, 3});
  connect(pairs, {3, 4}, {0.01, 2.2});
  CHECK(form(5, pairs, 1.4) == std::vector<int>{0, 0, 0, 3, 3});
  CHECK(form(5, pairs, 2.4) == std::vector<int>{0, 0, 0, 3, 4});
  CHECK(form(5, pairs, 4) == std::vector<int>{0, 1, 2, 3, 4});
}

TEST_CASE("stories of random graphs agree with the three steps by definition") {
  std::size_t joined = 0, changed = 0;
  for (std::uint64_t seed = 0; seed < 1500; ++seed) {
    const int n = 2 + static_cast<int>(mix(seed) % 22), blocks = 1 + static_cast<int>(mix(~seed) % 6);
    const Pairs pairs = random_pairs(seed, n, blocks, seed % 2 == 0 ? 2.5 : 1.2);
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
      for (const auto& [pair, likeness] : pairs) {
        if (likeness.q >= level) strong[pair] = {0, likeness.q};
      }
      changed += partition(form(n, strong, level)) != partition(names);
    }
  }
  CHECK(joined > 10'000);
  CHECK(changed > 500);  // weak pairs, moves and merges had something to say
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
          pairs[{i, j}] = {draw(key, 0.2, 0.4), draw(key + 1, 2.2, 4)};
        else if (mix(key) % 2 == 0)
          pairs[{i, j}] = {draw(key, 0.01, 0.1), draw(key + 1, 0.26, 0.9)};
      }
    }
    std::vector<int> number(n);
    std::iota(number.begin(), number.end(), 0);
    for (int i = n - 1; i > 0; --i)
      std::swap(number[static_cast<std::size_t>(i)],
                number[mix(combine(seed, static_cast<std::uint64_t>(i))) % static_cast<std::uint64_t>(i + 1)]);
    Pairs renumbered;
    for (const auto& [pair, likeness] : pairs) {
      const int a = number[static_cast<std::size_t>(pair.first)], b = number[static_cast<std::size_t>(pair.second)];
      renumbered[{std::min(a, b), std::max(a, b)}] = likeness;
    }
    std::vector<int> planted(n);
    for (int i = 0; i < n; ++i) planted[static_cast<std::size_t>(i)] = i % blocks;
    CHECK(partition(form(n, pairs)) == partition(planted));
    for (int i = 0; i < n; ++i) planted[static_cast<std::size_t>(number[static_cast<std::size_t>(i)])] = i % blocks;
    CHECK(partition(form(n, renumbered)) == partition(planted));
  }
}

TEST_CASE("stories are the same with 1, 2, 3 and 8 threads") {
  const StoryGraph graph = to_graph(150, random_pairs(3, 150, 30, 2));
  const auto run = [&](int threads) {
    const ThreadLimit limit(threads);
    return form_stories(graph, {});
  };
  const std::vector<GroupId> one = run(1);
  for (const int threads : {2, 3, 8}) CHECK(run(threads) == one);
}

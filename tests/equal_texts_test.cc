#include "copies/equal_texts.h"

#include <doctest/doctest.h>

#include <vector>

#include "reference.h"

namespace samestory {
namespace {

using reference::Random;

// Facts with few different values of everything, so that every tie occurs.
std::vector<ArticleFacts> random_facts(Random& random, std::size_t count) {
  std::vector<ArticleFacts> facts(count);
  for (ArticleFacts& fact : facts) {
    const std::uint64_t low = random.below(3);  // of hashes that agree in one half and differ in the other
    const std::uint64_t high = random.chance(50) ? 0 : mix(random.below(count));
    fact.sequence_hash = (high & 0xFFFFFFFF00000000) | low;
    fact.units = static_cast<std::uint32_t>(random.below(3));
    fact.published_s = static_cast<std::int64_t>(random.below(3));
    fact.credited = random.chance(10);
  }
  return facts;
}

TEST_CASE("the best-ranked of equal text stands for all of them") {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const std::vector<ArticleFacts> facts = random_facts(random, 1 + random.below(120));
    const std::vector<ArticleId> best_of = find_equal_texts(facts);
    REQUIRE(best_of.size() == facts.size());
    std::vector<ArticleId> expected_distinct;
    for (std::size_t i = 0; i < facts.size(); ++i) {
      ArticleId best = article_id(i);
      for (std::size_t j = 0; j < facts.size(); ++j) {
        const bool equal = facts[j].sequence_hash == facts[i].sequence_hash && facts[i].sequence_hash != 0;
        if (equal && ranks_before(facts, article_id(j), best)) best = article_id(j);
      }
      CHECK(best_of[i] == best);
      if (best == article_id(i)) expected_distinct.push_back(best);
    }
    CHECK(distinct_texts(best_of) == expected_distinct);
  }
  CHECK(find_equal_texts({}).empty());
}

TEST_CASE("articles without units are not equal to each other") {
  const std::vector<ArticleFacts> facts(5);
  CHECK(distinct_texts(find_equal_texts(facts)).size() == 5);
}

TEST_CASE("a credited source ranks first, then the earliest, the longest, the least id") {
  struct Case {
    const char* name;
    ArticleFacts first, second;  // the first ranks before the second
  };
  for (const Case& c :
       {Case{"credited", {1, 9, 10, true}, {1, 1, 20, false}}, Case{"earlier", {1, 1, 10, false}, {1, 2, 20, false}},
        Case{"longer", {1, 1, 20, false}, {1, 1, 10, false}},
        Case{"lesser id", {1, 1, 10, false}, {1, 1, 10, false}}}) {
    CAPTURE(c.name);
    const std::vector<ArticleFacts> facts = {c.first, c.second};
    CHECK(ranks_before(facts, article_id(0), article_id(1)));
    CHECK_FALSE(ranks_before(facts, article_id(1), article_id(0)));
  }
}

}  // namespace
}  // namespace samestory

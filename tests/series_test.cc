#include "stories/series.h"

#include <doctest/doctest.h>
#include <samestory/samestory.h>

#include <set>
#include <string>
#include <vector>

namespace samestory {
namespace {

TEST_CASE("an article is a template once the stated share of its units recurs") {
  struct Case {
    std::string name;
    std::size_t units, repeated;
    bool is;
  };
  for (const Case& c : {Case{"nothing is known", 0, 0, false}, Case{"nothing recurs", 50, 0, false},
                        Case{"a little", 50, 19, false}, Case{"just enough", 50, 20, true},
                        Case{"all of it", 50, 50, true}, Case{"one unit, and it recurs", 1, 1, true}}) {
    CAPTURE(c.name);
    std::vector<bool> mask(c.units);
    for (std::size_t i = 0; i < c.repeated; ++i) mask[i] = true;
    CHECK(is_template(mask) == c.is);
  }
}

TEST_CASE("edges between two templates go, on both sides, and no other") {
  constexpr std::size_t kArticles = 5;
  StoryGraph graph{{0}, {}, std::vector<double>(kArticles, .25), std::vector<double>(kArticles, .5)};
  for (std::size_t from = 0; from < kArticles; ++from) {
    for (std::size_t to = 0; to < kArticles; ++to) {
      if (to != from) graph.edges.push_back({group_id(to), 7, static_cast<std::int32_t>(from * to)});
    }
    graph.begin.push_back(graph.edges.size());
  }
  for (unsigned set = 0; set < 1U << kArticles; ++set) {
    CAPTURE(set);
    std::vector<std::uint8_t> templates(kArticles);
    for (std::size_t i = 0; i < kArticles; ++i) templates[i] = (set >> i) & 1U;
    const StoryGraph kept = without_series(graph, templates);
    CHECK(kept.background == graph.background);
    CHECK(kept.openness == graph.openness);
    for (std::size_t from = 0; from < kArticles; ++from) {
      std::uint64_t e = kept.begin[from];
      for (std::size_t to = 0; to < kArticles; ++to) {
        if (to == from || (templates[from] != 0 && templates[to] != 0)) continue;
        REQUIRE(e < kept.begin[from + 1]);
        CHECK(kept.edges[e].to == group_id(to));
        CHECK(kept.edges[e].q == static_cast<std::int32_t>(from * to));
        ++e;
      }
      CHECK(e == kept.begin[from + 1]);
    }
  }
}

// The fish market's report of one day.
Article market_day(int day, const std::string& harbour, const std::string& weather) {
  const std::string cod = std::to_string(210 + 7 * day % 40), herring = std::to_string(80 + 11 * day % 30);
  return {"day" + std::to_string(day),
          "Fish prices in " + harbour,
          "Trading at the " + harbour + " fish hall opened at six in the morning as usual. Cod went for " + cod +
              " crowns the box and herring for " + herring +
              " crowns, the hall's clerk announced before noon. The sea "
              "off " +
              harbour + " was " + weather +
              " and most of the boats that had left in the night were back before "
              "the bell. Buyers are asked to collect their boxes by four and to bring the ice with them.",
          "quaymirror.example",
          "en",
          "",
          1'770'000'000 + std::int64_t{86'400} * day};
}

TEST_CASE("each day's prices are a story of their own, and what happens at the market is one") {
  const std::vector<std::string> harbours = {"Norvik", "Tellin", "Eastmere", "Holm", "Varde"};
  const std::vector<std::string> weathers = {"calm", "rough", "foggy", "grey"};
  std::vector<Article> articles;
  for (int day = 0; day < 18; ++day) {
    const auto i = static_cast<std::size_t>(day);
    articles.push_back(market_day(day, harbours[i % harbours.size()], weathers[i % weathers.size()]));
  }
  articles.push_back(
      {"fire1", "Fire destroys ice house of Norvik fish hall",
       "A fire that broke out in a cable destroyed the ice house of Norvik's fish hall on Tuesday night. "
       "Fire chief Marta Lindqvist said that 31 people were led out and that nobody was hurt. The trade "
       "moves to Holm until the ice house is built again.",
       "harbourpost.example", "en", "", 1'770'000'000 + 86'400 * 5});
  articles.push_back(
      {"fire2", "Ice house at Norvik burns down, 31 led to safety",
       "Thirty-one people, 31 by the count of the brigade, were brought out when Norvik's ice house burned "
       "down on Tuesday. It started in a cable, Marta Lindqvist of the fire brigade said; none of those who "
       "work in the fish hall was hurt, and Holm takes over the trade.",
       "coastradio.example", "en", "", 1'770'000'000 + 86'400 * 5 + 7'200});
  const Result result = cluster(articles);
  std::set<std::size_t> days;
  for (std::size_t i = 0; i < 18; ++i) {
    CAPTURE(articles[i].id);
    CHECK(result.articles[i].copy_of == i);
    days.insert(result.articles[i].story);
  }
  CHECK(days.size() == 18);
  CHECK(result.articles[18].story == result.articles[19].story);
}

}  // namespace
}  // namespace samestory

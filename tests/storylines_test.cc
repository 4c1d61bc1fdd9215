#include "stories/storylines.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/parallel.h"
#include "graph/agglomerate.h"
#include "stories/affinity.h"
#include "stories/extract.h"

using namespace samestory;

namespace {

constexpr std::uint64_t kSeed = 3;

struct Paper {
  std::string title, text;
  int story;  // the number of its first article
};

Features to_features(const std::vector<Paper>& papers) {
  std::vector<Extract> extracts;
  for (const Paper& paper : papers)
    extracts.push_back(extract({paper.title, paper.text, "en", "", std::nullopt}, RepeatedSpans(), kSeed));
  return build_features(std::move(extracts), kSeed);
}

std::vector<std::uint8_t> none_of(std::size_t papers) { return std::vector<std::uint8_t>(papers, 0); }

std::vector<int> form(const std::vector<Paper>& papers) {
  std::vector<GroupId> story_of;
  for (const Paper& paper : papers) story_of.push_back(group_id(static_cast<std::size_t>(paper.story)));
  std::vector<int> names;
  for (const GroupId saga : form_storylines(to_features(papers), story_of, none_of(papers.size())))
    names.push_back(static_cast<int>(index(saga)));
  return names;
}

// ---- the twin: the header's conditions on full vectors

using Profile = std::map<int, double>;

std::vector<int> form_by_definition(const Features& features, const std::vector<GroupId>& story_of,
                                    const std::vector<std::uint8_t>& templates) {
  const TermMatrix& names = features.rows[static_cast<std::size_t>(Signal::kNames)];
  std::map<GroupId, std::vector<GroupId>> stories;
  for (std::size_t i = 0; i < story_of.size(); ++i) stories[story_of[i]].push_back(group_id(i));
  std::vector<std::vector<GroupId>> members;
  for (const auto& [name, articles] : stories) members.push_back(articles);
  std::map<int, int> holders;
  for (Eigen::Index i = 0; i < names.rows(); ++i) {
    for (TermMatrix::InnerIterator entry(names, i); entry; ++entry) ++holders[static_cast<int>(entry.col())];
  }
  std::vector<Profile> profiles;
  for (const auto& articles : members) {
    Profile profile;
    for (std::size_t a = 0; a < std::min<std::size_t>(20, articles.size()); ++a) {
      if (templates[index(articles[a])] != 0) continue;
      for (TermMatrix::InnerIterator entry(names, static_cast<Eigen::Index>(index(articles[a]))); entry; ++entry)
        profile[static_cast<int>(entry.col())] += entry.value();
    }
    double squares = 0;
    for (const auto& [name, weight] : profile) squares += weight * weight;
    const double norm = std::sqrt(features.facts[index(articles[0])].cased ? squares : squares / 0.7);
    for (auto& [name, weight] : profile) weight /= norm;
    profiles.push_back(profile);
  }
  WeightedGraph graph;
  graph.begin.push_back(0);
  for (std::size_t s = 0; s < members.size(); ++s) {
    for (std::size_t t = 0; t < members.size(); ++t) {
      double cosine = 0, raw = 0;
      int uncommon = 0;
      const auto both = static_cast<double>(members[s].size() + members[t].size());
      const double share = 0.01 * features.articles_of_language[index(members[s][0])];
      for (const auto& [name, weight] : profiles[s]) {
        if (!profiles[t].count(name)) continue;
        cosine += weight * profiles[t][name];
        uncommon += holders[name] <= std::max(share, both + 2);
      }
      for (std::size_t i = 0; i < std::min<std::size_t>(3, members[s].size()); ++i) {
        for (std::size_t j = 0; j < std::min<std::size_t>(3, members[t].size()); ++j)
          raw = std::max(raw, compare(features, members[s][i], members[t][j]).raw);
      }
      if (s != t && cosine >= 0.25 && uncommon >= 3 && raw >= 0.08)
        graph.edges.push_back({static_cast<std::uint32_t>(t), quantize(cosine)});
    }
    graph.begin.push_back(graph.edges.size());
  }
  const std::vector<std::uint32_t> saga = agglomerate(graph, quantize(0.25), Linkage{10});
  std::vector<int> out(story_of.size());
  for (std::size_t s = 0; s < members.size(); ++s) {
    for (const GroupId article : members[s]) out[index(article)] = static_cast<int>(index(members[saga[s]][0]));
  }
  return out;
}

struct Archive {
  Features features;
  std::vector<GroupId> story_of;
  std::vector<std::uint8_t> templates;
};

// Random names and bodies; articles of one cast share some of their names.
Archive random_archive(std::uint64_t seed) {
  std::uint64_t state = mix(seed);
  const auto draw = [&](std::uint64_t below) { return (state = mix(state)) % below; };
  const std::size_t n = 1 + draw(40);
  const std::uint64_t casts = 1 + draw(6);
  Archive archive;
  std::vector<std::vector<std::size_t>> rows_of(kSignals);
  std::vector<std::uint64_t> cast(n);
  for (std::size_t i = 0; i < n; ++i) {
    cast[i] = draw(casts);
    const std::size_t earlier = i == 0 ? 0 : draw(i);
    const bool follows = i > 0 && draw(2) == 0 && cast[earlier] == cast[i];
    archive.story_of.push_back(follows ? archive.story_of[earlier] : group_id(i));
  }
  for (std::size_t f = 0; f < kSignals; ++f) {
    constexpr int kColumns = 48;
    TermMatrix& rows = archive.features.rows[f];
    rows.resize(static_cast<Eigen::Index>(n), kColumns);
    archive.features.terms[f].resize(kColumns);
    archive.features.present[f].assign(n, true);
    for (std::size_t i = 0; i < n; ++i) {
      for (int c = 0; c < kColumns; ++c) {
        const bool own = static_cast<std::uint64_t>(c) % casts == cast[i];
        if (draw(20) < (own ? 9U : 1U))
          rows.insert(static_cast<Eigen::Index>(i), c) = static_cast<float>(1 + draw(1000)) / 4096;
      }
    }
    rows.makeCompressed();
  }
  archive.features.facts.resize(n);
  for (Facts& facts : archive.features.facts) facts.cased = draw(4) != 0;
  for (std::size_t i = 0; i < n; ++i) archive.templates.push_back(draw(8) == 0);
  archive.features.articles_of_language.assign(n, static_cast<std::uint32_t>(n));
  return archive;
}

std::string cast_of(const std::vector<std::string>& names) {
  std::string text = "at noon";
  for (const std::string& name : names) text += " people saw " + name + ",";
  return text + " and then rain fell.";
}

}  // namespace

TEST_CASE("three stories of one saga form a storyline, other affairs of the town stay apart") {
  const std::vector<Paper> papers = {
      // The saga of a dam, told over months: a plan, a lawsuit, a verdict.
      {"Kestrel Dam to be raised",
       "Engineer Petra Holm presented plans to raise Kestrel Dam above the valley of Ulmen. "
       "The farmers around Ivo Dahlberg fear for their meadows.",
       0},
      {"Plans for Kestrel Dam shown",
       "The plans that Petra Holm has drawn would raise Kestrel Dam by four metres. In "
       "Ulmen the farmer Ivo Dahlberg called them a threat.",
       0},
      {"Farmers sue over Kestrel Dam",
       "In Norvik the farmer Ivo Dahlberg has taken the builders of Kestrel Dam to "
       "court. The engineer Petra Holm was asked to explain her plans for Ulmen.",
       2},
      {"Court hears the case of the dam",
       "A court in Norvik heard Ivo Dahlberg of Ulmen on Wednesday, then the "
       "engineer Petra Holm, who defended Kestrel Dam for two hours.",
       2},
      {"Verdict: Kestrel Dam may grow",
       "The court ruled for the builders of Kestrel Dam. While Petra Holm smiled, Ivo "
       "Dahlberg said that Ulmen would be flooded.",
       4},
      // A match and a fire in the same town.
      {"Harbour Rovers win in the rain",
       "In Norvik the Harbour Rovers beat Ostrow United by two goals of their young "
       "striker Mateo Quill, whom coach Bruno Lindt had brought in late.",
       5},
      {"Quill scores twice",
       "Late goals of Mateo Quill gave the Harbour Rovers a win over Ostrow United, and coach "
       "Bruno Lindt praised the crowd in Norvik.",
       5},
      {"Bakery burns down",
       "A fire destroyed the bakery of Selma Tander near the market of Norvik. The firemen under "
       "Oskar Winge saved the flour mill.",
       7},
      {"Fire at the market",
       "Near the market of Norvik the bakery of Selma Tander burned down. For hours Oskar Winge "
       "and his men fought the flames.",
       7},
  };
  CHECK(form(papers) == std::vector<int>{0, 0, 0, 0, 0, 5, 5, 7, 7});
}

TEST_CASE("stories that share only the places of a region are no saga") {
  const std::vector<std::string> people = {"Abel Morn",  "Bela Fisk",  "Cora Lund",  "Dario Penn", "Edda Stroh",
                                           "Fedor Wick", "Greta Moss", "Hugo Brand", "Ines Tolk",  "Jarek Vint"};
  const std::vector<std::string> deeds = {"lost a wallet",   "opened a shop",  "caught a pike",  "sold a barn",
                                          "won a chess cup", "broke a window", "planted an oak", "found a ring",
                                          "wrote a song",    "bought a horse"};
  std::vector<Paper> papers;
  std::vector<int> alone;
  for (std::size_t i = 0; i < people.size(); ++i) {
    alone.push_back(static_cast<int>(i));
    papers.push_back({"", "Yesterday " + people[i] + " " + deeds[i] + " on the road from Norvik to Ostrow and Ulmen.",
                      static_cast<int>(i)});
  }
  CHECK(form(papers) == alone);
}

TEST_CASE("two shared names are too few for a saga, three are enough") {
  const std::vector<Paper> two = {{"", cast_of({"Holm", "Dahlberg", "Winge"}), 0},
                                  {"", cast_of({"Holm", "Dahlberg", "Tander"}), 1}};
  CHECK(form(two) == std::vector<int>{0, 1});
  const std::vector<Paper> three = {{"", cast_of({"Holm", "Dahlberg", "Winge", "Lindt"}), 0},
                                    {"", cast_of({"Holm", "Dahlberg", "Winge", "Quill"}), 1}};
  CHECK(form(three) == std::vector<int>{0, 0});
}

TEST_CASE("a chain of affairs that drifts from one cast to another does not become one saga") {
  const std::vector<Paper> chain = {
      {"", cast_of({"Alba", "Bento", "Cyrus"}), 0},
      {"", cast_of({"Alba", "Bento", "Cyrus", "Dunja", "Emeka", "Farid"}), 1},
      {"", cast_of({"Dunja", "Emeka", "Farid", "Gusta", "Hanno", "Ilona"}), 2},
      {"", cast_of({"Gusta", "Hanno", "Ilona"}), 3},
  };
  CHECK(form(chain) == std::vector<int>{0, 0, 2, 2});
  // The two in the middle alone are related.
  CHECK(form({{"", chain[1].text, 0}, {"", chain[2].text, 1}}) == std::vector<int>{0, 0});
}

TEST_CASE("storylines of random archives agree with the conditions by definition") {
  std::size_t joined = 0, apart = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    CAPTURE(seed);
    const Archive archive = random_archive(seed);
    const std::vector<GroupId> found = form_storylines(archive.features, archive.story_of, archive.templates);
    const std::vector<int> expected = form_by_definition(archive.features, archive.story_of, archive.templates);
    for (std::size_t i = 0; i < found.size(); ++i) {
      REQUIRE(static_cast<int>(index(found[i])) == expected[i]);
      REQUIRE(found[i] == found[index(archive.story_of[i])]);  // no story is ever split
      joined += found[i] != archive.story_of[i];
      apart += index(found[i]) == i && i > 0;
    }
  }
  CHECK(joined > 500);
  CHECK(apart > 500);
}

TEST_CASE("names of too many stories bring nobody, but count in the cosine of those who meet") {
  constexpr std::size_t kPairs = 110, kEverywhere = 4, kOwn = 4;  // of stories; names of all stories, of a pair of them
  constexpr std::size_t kStories = 2 * kPairs;
  static_assert(kStories > kMostStories);
  std::uint64_t state = mix(std::uint64_t{17});
  const auto weight = [&] { return static_cast<float>(1 + (state = mix(state)) % 1000) / 1000; };
  Archive archive;
  Features& features = archive.features;
  for (std::size_t f = 0; f < kSignals; ++f) {
    features.present[f].assign(kStories, true);
    features.terms[f].resize(kEverywhere + kOwn * kPairs);
    features.rows[f].resize(kStories, static_cast<Eigen::Index>(features.terms[f].size()));
  }
  TermMatrix& names = features.rows[static_cast<std::size_t>(Signal::kNames)];
  for (std::size_t i = 0; i < kStories; ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    features.rows[0].insert(row, 0) = 1;
    for (std::size_t c = 0; c < kEverywhere; ++c) names.insert(row, static_cast<int>(c)) = weight();
    for (std::size_t c = 0; c < kOwn; ++c)
      names.insert(row, static_cast<int>(kEverywhere + i / 2 * kOwn + c)) = weight();
    names.insert(row, static_cast<int>(kEverywhere + (i / 2 + 1) % kPairs * kOwn)) = weight();
    archive.story_of.push_back(group_id(i));
  }
  for (TermMatrix& rows : features.rows) rows.makeCompressed();
  features.facts.resize(kStories);
  features.articles_of_language.assign(kStories, kStories);
  archive.templates = none_of(kStories);
  const std::vector<GroupId> found = form_storylines(features, archive.story_of, archive.templates);
  const std::vector<int> expected = form_by_definition(features, archive.story_of, archive.templates);
  std::size_t joined = 0;
  for (std::size_t i = 0; i < kStories; ++i) {
    CAPTURE(i);
    CHECK(static_cast<int>(index(found[i])) == expected[i]);
    joined += found[i] != archive.story_of[i];
  }
  CHECK(joined > kPairs / 2);
  CHECK(joined <= kPairs);
}

TEST_CASE("no articles and articles without names have no sagas") {
  CHECK(form({}).empty());
  CHECK(form({{"", "rain fell on the sea", 0}, {"", "rain fell on the sea", 1}}) == std::vector<int>{0, 1});
}

TEST_CASE("storylines are the same with 1, 2, 3 and 8 threads") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    const Archive archive = random_archive(seed);
    const auto run = [&](int threads) {
      const ThreadLimit limit(threads);
      return form_storylines(archive.features, archive.story_of, archive.templates);
    };
    const std::vector<GroupId> one = run(1);
    for (const int threads : {2, 3, 8}) CHECK(run(threads) == one);
  }
}

TEST_CASE("an instance of a template belongs to no saga") {
  const std::string cast = cast_of({"Holm", "Dahlberg", "Winge"});
  const std::vector<Paper> papers = {{"", cast, 0}, {"", cast, 1}, {"", cast, 2}};
  const std::vector<GroupId> alone = {group_id(0), group_id(1), group_id(2)};
  const Features features = to_features(papers);
  CHECK(form_storylines(features, alone, {0, 0, 0}) == std::vector<GroupId>(3, group_id(0)));
  CHECK(form_storylines(features, alone, {0, 1, 1}) == alone);
  CHECK(form_storylines(features, alone, {0, 1, 0}) == std::vector<GroupId>{group_id(0), group_id(1), group_id(0)});
}

TEST_CASE("names alone tell one affair's steps from those of another one in the same words") {
  struct Step {
    std::string language, affair, title, text;
  };
  std::vector<Step> steps;
  std::ifstream file(SAMESTORY_TEST_DIR "/sagas/sagas.tsv");
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields(line);
    Step step;
    std::getline(fields, step.language, '\t');
    std::getline(fields, step.affair, '\t');
    std::getline(fields, step.title, '\t');
    std::getline(fields, step.text);
    step.affair = step.language + step.affair.substr(0, 1);
    steps.push_back(step);
  }
  REQUIRE(steps.size() == 25);
  const auto check = [](const std::vector<Step>& archive) {
    std::vector<Extract> extracts;
    std::vector<GroupId> story_of;
    for (std::size_t i = 0; i < archive.size(); ++i) {
      extracts.push_back(
          extract({archive[i].title, archive[i].text, archive[i].language, "", {}}, RepeatedSpans(), kSeed));
      story_of.push_back(group_id(i));
    }
    const std::vector<GroupId> lines =
        form_storylines(build_features(std::move(extracts), kSeed), story_of, none_of(archive.size()));
    for (std::size_t i = 0; i < lines.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        CAPTURE(archive[i].title);
        CAPTURE(archive[j].title);
        const bool one_affair = archive[i].affair == archive[j].affair;
        // What ends a Thai name cannot be told from the text, so two steps may not meet.
        if (archive[i].language != "th" || !one_affair) CHECK((lines[i] == lines[j]) == one_affair);
      }
    }
  };
  check(steps);
  for (std::size_t s = 0; s < steps.size(); s += 5) {  // each language as an archive of its own
    const auto at = steps.begin() + static_cast<std::ptrdiff_t>(s);
    check({at, at + 5});
  }
}

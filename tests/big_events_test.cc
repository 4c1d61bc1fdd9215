// Big events: the merging of their pieces by hand-made likenesses, and whole archives with events of 50 and 200 reports
// and with sagas of look-alike steps, invented word by word.
#include "stories/big_events.h"

#include <doctest/doctest.h>
#include <samestory/samestory.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/parallel.h"

using namespace samestory;

namespace {

// Articles that share the one word of their topic with weight sqrt(x): any two of a topic have a raw likeness of x, any
// two of different topics that share a second word one of `across`.
struct Piece {
  int topic;
  int articles;
};

Features to_features(const std::vector<Piece>& pieces, double within, double across) {
  Features features;
  std::vector<int> topics;
  for (const Piece& piece : pieces) topics.insert(topics.end(), static_cast<std::size_t>(piece.articles), piece.topic);
  const auto n = static_cast<Eigen::Index>(topics.size());
  for (std::size_t f = 0; f < kSignals; ++f) {
    features.terms[f].resize(f == 0 ? 10 : 0);
    features.rows[f].resize(n, f == 0 ? 10 : 0);
    features.present[f].assign(topics.size(), f == 0);
  }
  for (Eigen::Index i = 0; i < n; ++i) {
    features.rows[0].insert(i, 0) = static_cast<float>(std::sqrt(across));
    features.rows[0].insert(i, 1 + topics[static_cast<std::size_t>(i)]) =
        static_cast<float>(std::sqrt(within - across));
  }
  features.rows[0].makeCompressed();
  features.facts.resize(topics.size());
  features.articles_of_language.assign(topics.size(), static_cast<std::uint32_t>(topics.size()));
  return features;
}

// Story of each article if only articles 0 and every piece's first are joined by edges, all of them this open.
std::vector<int> merge(const std::vector<Piece>& pieces, double within, double across, double openness,
                       bool bridged = true) {
  const Features features = to_features(pieces, within, across);
  StoryGraph graph;
  graph.background.assign(features.size(), 0.1);
  graph.openness.assign(features.size(), openness);
  std::vector<GroupId> stories;
  std::vector<std::size_t> firsts;
  for (const Piece& piece : pieces) {
    firsts.push_back(stories.size());
    stories.insert(stories.end(), static_cast<std::size_t>(piece.articles), group_id(stories.size()));
  }
  graph.begin.push_back(0);
  for (std::size_t i = 0; i < features.size(); ++i) {
    const bool is_first = std::count(firsts.begin(), firsts.end(), i) > 0;
    for (const std::size_t j : firsts) {
      if (bridged && is_first && j != i) graph.edges.push_back({group_id(j), 0, 0});
    }
    graph.begin.push_back(graph.edges.size());
  }
  std::vector<int> names;
  for (const GroupId story : merge_big_events(features, graph, stories))
    names.push_back(static_cast<int>(index(story)));
  return names;
}

// ---- archives of invented words

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(mix(seed)) {}
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>((state_ = mix(state_)) % n); }

 private:
  std::uint64_t state_;
};

std::string word(std::uint32_t number) {
  static constexpr char kConsonants[] = "bdfgklmnprstvz", kVowels[] = "aeiou";
  std::string text;
  for (std::uint32_t rest = number + 70; rest > 0; rest /= 70) {
    text += kConsonants[rest % 14];
    text += kVowels[rest / 14 % 5];
  }
  return text;
}

std::string capitalised(std::string text) {
  text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

// What the reports of an event draw from. A step of a saga has own words beside those of the saga.
struct Event {
  std::uint32_t topic = 0;
  std::vector<std::string> names, words, step_words;
};

class Newsroom {
 public:
  explicit Newsroom(std::uint64_t seed) : draw_(seed) {}

  Event invent() {
    Event event;
    event.topic = draw_.below(40);
    for (int i = 0; i < 6; ++i) event.names.push_back(name());
    for (int i = 0; i < 40; ++i) event.words.push_back(rare());
    return event;
  }

  Event next_step(Event event) {
    event.step_words.clear();
    for (int i = 0; i < 15; ++i) event.step_words.push_back(rare());
    for (int i = 0; i < 2; ++i) event.step_words.push_back(name());
    return event;
  }

  // A report picks its own two thirds of the event's words and names, so no two are worded alike.
  Article report(const std::string& id, const Event& event, std::optional<double> day) {
    std::vector<std::string> words = some(event.words, 26), names = some(event.names, 4);
    const auto pick = [&](const std::vector<std::string>& from) {
      return from[draw_.below(static_cast<std::uint32_t>(from.size()))];
    };
    Article article;
    article.id = id;
    article.title = pick(names) + ' ' + pick(words) + ' ' + pick(words);
    for (int i = 0; i < 3; ++i)
      article.title += ' ' + (event.step_words.empty() ? pick(words) : pick(event.step_words));
    const std::uint32_t length = 100 + draw_.below(100);
    for (std::uint32_t i = 0; i < length; ++i) {
      const std::uint32_t kind = draw_.below(100);
      const bool stepped = !event.step_words.empty();
      std::string next = kind < 55                    ? word(draw_.below(1 + draw_.below(1 + draw_.below(3000))))
                         : kind < (stepped ? 68 : 78) ? word(3000 + 100 * event.topic + draw_.below(100))
                         : kind < (stepped ? 83 : 93) ? pick(words)
                         : kind < 93                  ? pick(event.step_words)
                                                      : pick(names);
      article.text += (i % 12 == 0 ? capitalised(next) : next) + (i % 12 == 11 ? ". " : " ");
    }
    article.language = "en";
    if (day) article.published_s = 1'700'000'000 + static_cast<std::int64_t>(*day * 86400);
    return article;
  }

  // Lone reports and events of up to six, over sixty days.
  void fill(std::vector<Article>& archive, std::size_t count, bool dated) {
    for (int e = 0; archive.size() < count; ++e) {
      const Event event = invent();
      const double day = sixty_days();
      for (std::uint32_t k = draw_.below(6) / 2 + draw_.below(4) + 1; k > 0; --k)
        archive.push_back(report("other-" + std::to_string(archive.size()), event,
                                 dated ? std::optional(day + 0.1 * k) : std::nullopt));
    }
  }

  double sixty_days() { return draw_.below(60'000) / 1000.0; }
  Draw& draw() { return draw_; }

 private:
  std::string rare() { return word(10'000 + draw_.below(200'000)); }
  std::string name() { return capitalised(rare()) + ' ' + capitalised(rare()); }

  std::vector<std::string> some(std::vector<std::string> from, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      std::swap(from[i], from[i + draw_.below(static_cast<std::uint32_t>(from.size() - i))]);
    from.resize(count);
    return from;
  }

  Draw draw_;
};

std::map<std::string, std::string> group(const std::vector<Article>& archive) {
  const Result result = cluster(archive, {}, {});
  std::map<std::string, std::string> story_of;
  for (std::size_t i = 0; i < archive.size(); ++i) story_of[archive[i].id] = archive[result.articles[i].story].id;
  return story_of;
}

// Precision and recall (BCubed) of the articles with gold labels.
struct Scores {
  double precision = 0, recall = 0;
};
Scores score_of(const std::map<std::string, std::string>& story_of, const std::map<std::string, std::string>& gold) {
  std::map<std::string, double> stories, events;
  std::map<std::pair<std::string, std::string>, double> both;
  for (const auto& [id, event] : gold) ++stories[story_of.at(id)], ++events[event], ++both[{story_of.at(id), event}];
  Scores scores;
  for (const auto& [key, count] : both) {
    scores.precision += count * count / stories[key.first] / static_cast<double>(gold.size());
    scores.recall += count * count / events[key.second] / static_cast<double>(gold.size());
  }
  return scores;
}

}  // namespace

TEST_CASE("open stories merge that are as alike across as within") {
  struct Row {
    std::string name;
    std::vector<Piece> pieces;
    double within, across, openness;
    std::vector<int> expected;
  };
  const std::vector<Row> rows = {
      {"nothing", {}, 0.3, 0.2, 0.4, {}},
      {"two halves", {{0, 2}, {1, 2}}, 0.3, 0.24, 0.4, {0, 0, 0, 0}},
      {"less alike across", {{0, 2}, {1, 2}}, 0.3, 0.21, 0.4, {0, 0, 2, 2}},
      {"hardly alike at all", {{0, 2}, {1, 2}}, 0.06, 0.055, 0.4, {0, 0, 2, 2}},
      {"barely open", {{0, 2}, {1, 2}}, 0.3, 0.24, 0.7, {0, 0, 0, 0}},
      {"not open", {{0, 2}, {1, 2}}, 0.3, 0.24, 0.75, {0, 0, 2, 2}},
      {"closed", {{0, 2}, {1, 2}}, 0.3, 0.24, 1, {0, 0, 2, 2}},
      {"a single joins a pair", {{0, 2}, {1, 1}}, 0.3, 0.24, 0.4, {0, 0, 0}},
      {"two singles say nothing", {{0, 1}, {1, 1}}, 0.3, 0.24, 0.4, {0, 1}},
      {"five pieces, many rounds", {{0, 3}, {1, 1}, {2, 2}, {3, 1}, {4, 9}}, 0.3, 0.28, 0.4, std::vector<int>(16, 0)},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(merge(row.pieces, row.within, row.across, row.openness) == row.expected);
  }
  CHECK(merge({{0, 2}, {1, 2}}, 0.3, 0.24, 0.4, false) == std::vector<int>{0, 0, 2, 2});  // never compared
}

TEST_CASE("an event of 50 or 200 reports among 2,000 others is one story, dated or not") {
  struct Row {
    std::uint32_t reports;
    bool dated;
  };
  for (const Row& row : {Row{50, true}, Row{50, false}, Row{200, true}, Row{200, false}}) {
    CAPTURE(row.reports);
    CAPTURE(row.dated);
    Newsroom newsroom(row.reports);
    std::vector<Article> archive;
    newsroom.fill(archive, 2000, row.dated);
    const Event event = newsroom.invent();
    std::map<std::string, std::string> gold;
    for (std::uint32_t i = 0; i < row.reports; ++i) {
      const std::string id = "big-" + std::to_string(i);
      archive.push_back(newsroom.report(id, event, row.dated ? std::optional(30 + 0.01 * i) : std::nullopt));
      gold[id] = "big";
    }
    const std::map<std::string, std::string> story_of = group(archive);
    std::map<std::string, std::size_t> pieces;
    for (const auto& [id, label] : gold) ++pieces[story_of.at(id)];
    std::size_t largest = 0, members = 0;
    std::string name;
    for (const auto& [story, size] : pieces) {
      if (size > largest) largest = size, name = story;
    }
    for (const auto& [id, story] : story_of) members += story == name;
    CHECK(largest >= 0.9 * row.reports);
    CHECK(members <= 1.02 * row.reports);  // and nothing else in it
  }
}

TEST_CASE("thirty look-alike steps of a saga, a day or two apart, stay apart") {
  Newsroom newsroom(7);
  std::vector<Article> archive;
  newsroom.fill(archive, 2000, true);
  std::map<std::string, std::string> gold;
  for (int saga = 0; saga < 3; ++saga) {
    Event event = newsroom.invent();
    double day = 5;
    for (int step = 0; step < 30; ++step) {
      event = newsroom.next_step(event);
      for (std::uint32_t k = newsroom.draw().below(6) + 1; k > 0; --k) {
        const std::string label = std::to_string(saga) + '-' + std::to_string(step);
        const std::string id = "step-" + label + '-' + std::to_string(k);
        archive.push_back(newsroom.report(id, event, day + 0.1 * k));
        gold[id] = label;
      }
      day += 1 + newsroom.draw().below(2);
    }
  }
  const Scores scores = score_of(group(archive), gold);
  CAPTURE(scores.precision);
  CAPTURE(scores.recall);
  CHECK(scores.precision >= 0.9);
  CHECK(scores.recall >= 0.85);
}

TEST_CASE("merged stories are the same with 1, 2, 3 and 8 threads") {
  const std::vector<Piece> pieces = {{0, 3}, {1, 1}, {2, 20}, {3, 1}, {4, 9}, {5, 2}};
  const auto run = [&](int threads) {
    const ThreadLimit limit(threads);
    return merge(pieces, 0.3, 0.25, 0.5);
  };
  const std::vector<int> one = run(1);
  for (const int threads : {2, 3, 8}) CHECK(run(threads) == one);
}

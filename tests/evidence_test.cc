#include "stories/evidence.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace samestory {
namespace {

constexpr std::uint64_t kSeed = 1;
using Words = std::vector<std::string>;

// A small archive: two reports of one fire, and others that make the common words common.
std::vector<Extract> read_archive(const std::vector<std::string>& texts) {
  std::vector<Extract> extracts;
  for (const std::string& text : texts)
    extracts.push_back(extract({"", text, "en", "", std::nullopt}, RepeatedSpans(), kSeed, Surfaces::kKeep));
  return extracts;
}

const Words kTexts = {
    "The fire in Pelham Road killed the baker Ruth Anders, 52, on 3 May. Ruth Anders ran 14 ovens, neighbours said. "
    "A man named Colm Tarrant saw smoke at Pelham Road.",
    "Neighbours in Pelham Road mourn Ruth Anders, who was 52 when the fire killed her on 3 May. Later Jonas Wick, 31, "
    "said that all 17 ovens of Ruth Anders burned.",
    "The council in Pelham Road said on 9 June that no fire engine had come for a baker. The mayor was Ruth Anders.",
    "The weather was fine. A man said it would be fine on the road."};

bool has(const Words& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

TEST_CASE("what both state is listed as shared, what one states as its own, and nothing as both") {
  LatinForm latin;
  const std::vector<Extract> extracts = read_archive(kTexts);
  const Features features = build_features(extracts, kSeed);
  Wording a(features, group_id(0), extracts[0], kSeed), b(features, group_id(1), extracts[1], kSeed);
  const Shared shared = find_shared(features, a, b, latin, 12);
  const Unshared only_a = find_unshared(a, b, 12);
  const Unshared only_b = find_unshared(b, a, 12);
  struct Row {
    const char* name;
    const Words& words;
    const char* word;
    bool expected;
  };
  const Row rows[] = {
      {"a shared name", shared.names, "Ruth Anders", true},
      {"a shared day", shared.dates, "05-03", true},
      {"a name of one", only_a.names, "Colm Tarrant", true},
      {"a name of one, in the other's list", only_b.names, "Colm Tarrant", false},
      {"a name of the other", only_b.names, "Jonas Wick", true},
      {"part of a name that is listed", only_b.names, "Jonas", false},
      {"a word that only starts a sentence", only_b.names, "Later", false},
      {"a shared name in the list of one", only_a.names, "Ruth Anders", false},
      {"a number of one", only_a.numbers, "14", true},
      {"a number of the other", only_b.numbers, "17", true},
      {"an age of the other", only_b.ages, "31", true},
      {"an age that the other prints as a number", only_a.ages, "52", false},
      {"a shared day in the list of one", only_a.dates, "05-03", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(has(row.words, row.word) == row.expected);
  }
}

TEST_CASE("what reports in two languages share is printed as the first of them spells it, and its worth is a part") {
  const Words in_english = {"The weaver Ilse Braddock won 1894 crowns in Tarnow, the Lotana said.",
                            "Rain fell on the hills of Vell.", "The council of Vell met again."};
  const Words in_polish = {"Loteria Lotana: 1894 koron dla tkaczki w Tarnów. Wygrała Ilse Braddock, mówi Lotana.",
                           "Deszcz spadł na wzgórza.", "Rada gminy zebrała się znowu."};
  std::vector<Extract> extracts;
  std::vector<std::vector<std::uint32_t>> terms;
  LatinForm latin;
  for (const auto& [language, texts] : {std::pair("en", in_english), std::pair("pl", in_polish)}) {
    for (const std::string& text : texts) {
      extracts.push_back(extract({"", text, language, "", std::nullopt}, RepeatedSpans(), kSeed, Surfaces::kKeep));
      terms.push_back(extract({"", text, language, "", std::nullopt}, RepeatedSpans(), kSeed).across);
    }
  }
  Features features = build_features(extracts, kSeed);
  const GroupId english = group_id(0), polish = group_id(in_english.size());
  const auto shared_of = [&](GroupId a, GroupId b, std::size_t most) {
    Wording of_a(features, a, extracts[index(a)], kSeed), of_b(features, b, extracts[index(b)], kSeed);
    return find_shared(features, of_a, of_b, latin, most);
  };
  CHECK(!has(shared_of(english, polish, 12).names, "Braddock"));
  features.across = build_across([&](std::size_t i) { return terms[i]; }, features.language_of);

  const Shared shared = shared_of(english, polish, 12);
  for (const char* name : {"Braddock", "Ilse", "Tarnow", "Lotana"}) {
    CAPTURE(name);
    CHECK(has(shared.names, name));
  }
  CHECK(shared.names.size() == 4);
  CHECK(shared.numbers == Words{"1894"});
  CHECK(has(shared_of(polish, english, 12).names, "Tarnów"));
  CHECK(shared_of(english, polish, 2).names.size() == 2);

  const PairParts parts = compare(features, english, polish);
  REQUIRE(score_parts(parts).across_worth);
  CHECK(*score_parts(parts).across_worth == parts.across_worth);
  CHECK(!score_parts(compare(features, english, group_id(1))).across_worth);
}

TEST_CASE("an article has nothing that itself does not state") {
  const std::vector<Extract> extracts = read_archive(kTexts);
  const Features features = build_features(extracts, kSeed);
  for (std::size_t i = 0; i < extracts.size(); ++i) {
    Wording wording(features, group_id(i), extracts[i], kSeed);
    const Unshared only = find_unshared(wording, wording, 12);
    CHECK(only.names.empty());
    CHECK(only.numbers.empty());
    CHECK(only.dates.empty());
    CHECK(only.ages.empty());
  }
}

TEST_CASE("no list is longer than asked") {
  LatinForm latin;
  const std::vector<Extract> extracts = read_archive(kTexts);
  const Features features = build_features(extracts, kSeed);
  for (const std::size_t most : {0U, 1U, 2U}) {
    CAPTURE(most);
    Wording a(features, group_id(0), extracts[0], kSeed), b(features, group_id(1), extracts[1], kSeed);
    const Wording other(features, group_id(3), extracts[3], kSeed);
    const Shared shared = find_shared(features, a, b, latin, most);
    CHECK(shared.names.size() == most);
    const Unshared only = find_unshared(a, other, most);
    CHECK(only.names.size() == most);
    CHECK(only.ages.size() == std::min<std::size_t>(most, 1));
  }
}

TEST_CASE("what an article is asked for its first pair changes no other pair") {
  LatinForm latin;
  const std::vector<Extract> extracts = read_archive(kTexts);
  const Features features = build_features(extracts, kSeed);
  const auto wording = [&](std::size_t i) { return Wording(features, group_id(i), extracts[i], kSeed); };
  Wording asked_before = wording(0);
  for (std::size_t other = 1; other < kTexts.size(); ++other) {
    CAPTURE(other);
    Wording fresh = wording(0), with = wording(other);
    CHECK(find_unshared(asked_before, with, 12).names == find_unshared(fresh, with, 12).names);
    CHECK(find_unshared(asked_before, with, 12).numbers == find_unshared(fresh, with, 12).numbers);
    CHECK(find_shared(features, asked_before, with, latin, 12).names ==
          find_shared(features, fresh, with, latin, 12).names);
    CHECK(find_shared(features, asked_before, with, latin, 12).terms ==
          find_shared(features, fresh, with, latin, 12).terms);
  }
}

TEST_CASE("parts of a score keep what is unknown unknown") {
  PairParts parts;
  parts.cosine[0] = 0.5;
  parts.both[0] = true;
  parts.cosine[1] = 0;
  parts.raw = 0.5, parts.x = 0.25, parts.kernel = 0.5, parts.agreement = -0.2;
  const ScoreParts unknown = score_parts(parts);
  CHECK(unknown.cosines[0] == 0.5);
  CHECK(!unknown.cosines[1]);
  CHECK(!unknown.days_apart);
  CHECK(unknown.agreement == -0.2);
  parts.days_apart = 0;
  CHECK(score_parts(parts).days_apart == 0.0);
}

}  // namespace
}  // namespace samestory

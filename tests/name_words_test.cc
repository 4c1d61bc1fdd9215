#include "stories/name_words.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/hash.h"

using namespace samestory;

namespace {

constexpr auto kNames = static_cast<std::size_t>(Signal::kNames);

struct Use {
  TermId word;
  std::uint16_t upper, lower;
};

Extract one_extract(const std::vector<TermId>& names, const std::vector<Use>& uses,
                    const std::vector<NamePair>& pairs = {}) {
  Extract extract;
  extract.cased = true;
  for (const TermId name : names) extract.terms[kNames].push_back({name, 1});
  for (const Use& use : uses) extract.case_uses.push_back({use.word, use.upper, use.lower});
  extract.name_pairs = pairs;
  return extract;
}

std::vector<TermId> names_of(const Extract& extract) {
  std::vector<TermId> names;
  for (const TermCount& name : extract.terms[kNames]) names.push_back(name.term);
  return names;
}

// By maps over the whole archive.
std::vector<TermId> names_by_definition(const Extract& extract, const std::vector<Extract>& archive) {
  std::map<TermId, std::int64_t> upper, lower;
  for (const Extract& of : archive) {
    for (const CaseUse& use : of.case_uses) upper[use.word] += use.upper, lower[use.word] += use.lower;
  }
  std::vector<TermId> names;
  for (const TermCount& name : extract.terms[kNames]) {
    std::set<TermId> words = {name.term};
    for (const NamePair& pair : extract.name_pairs) {
      if (pair.pair == name.term) words = {pair.first, pair.second};
    }
    if (std::all_of(words.begin(), words.end(), [&](TermId word) { return upper[word] >= lower[word]; }))
      names.push_back(name.term);
  }
  return names;
}

}  // namespace

TEST_CASE("a word is a name if at least half of its uses in the archive have a capital") {
  struct Row {
    const char* name;
    std::uint16_t upper_here, lower_here, upper_there, lower_there;
    bool is_name;
  };
  for (const Row& row : {Row{"always a capital", 2, 0, 3, 0, true}, Row{"never", 0, 1, 0, 1, false},
                         Row{"half and half", 2, 1, 0, 1, true}, Row{"one less than half", 2, 2, 0, 1, false},
                         Row{"elsewhere always without", 1, 0, 0, 5, false},
                         Row{"more than an article counts", 65'535, 0, 0, 65'535, true}}) {
    CAPTURE(row.name);
    const TermId word = 0xF000'0001;  // in the last range
    const std::vector<Extract> archive = {one_extract({word}, {{word, row.upper_here, row.lower_here}}),
                                          one_extract({}, {{word, row.upper_there, row.lower_there}})};
    CHECK(names_of(NameWords(archive).with_names(archive[0])) ==
          (row.is_name ? std::vector<TermId>{word} : std::vector<TermId>{}));
  }
}

TEST_CASE("a word never seen inside a sentence is a name, and so are all names where no letter has a case") {
  const std::vector<Extract> archive = {one_extract({7}, {}), one_extract({}, {{8, 0, 9}})};
  CHECK(names_of(NameWords(archive).with_names(archive[0])) == std::vector<TermId>{7});
  Extract caseless = one_extract({8}, {});
  caseless.cased = false;
  CHECK(names_of(NameWords(archive).with_names(caseless)) == std::vector<TermId>{8});
}

TEST_CASE("a pair is a name if both of its words are, whatever the archive says of its term") {
  const std::vector<Extract> archive = {
      one_extract({10, 20, 30}, {{1, 1, 0}, {2, 0, 1}, {10, 0, 1}}, {{10, 1, 1}, {20, 1, 2}, {30, 2, 1}})};
  CHECK(names_of(NameWords(archive).with_names(archive[0])) == std::vector<TermId>{10});
}

TEST_CASE("random archives agree with maps") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    CAPTURE(seed);
    std::uint64_t state = mix(seed);
    const auto draw = [&](std::uint64_t below) { return (state = mix(state)) % below; };
    const auto word = [&] { return static_cast<TermId>(draw(32) << 27 | draw(4)); };  // few, in all ranges
    std::vector<Extract> archive(1 + draw(30));
    for (Extract& extract : archive) {
      extract.cased = true;
      std::set<TermId> names, pairs, used;
      for (std::uint64_t k = draw(20); k > 0; --k) names.insert(word());
      for (std::uint64_t k = draw(20); k > 0; --k) used.insert(word());
      for (const TermId name : names) {
        extract.terms[kNames].push_back({name, 1});
        if (draw(4) == 0) extract.name_pairs.push_back({name, word(), word()});
      }
      for (const TermId use : used)
        extract.case_uses.push_back({use, static_cast<std::uint16_t>(draw(3)), static_cast<std::uint16_t>(draw(3))});
    }
    const NameWords names(archive);
    for (const Extract& extract : archive)
      REQUIRE(names_of(names.with_names(extract)) == names_by_definition(extract, archive));
  }
}

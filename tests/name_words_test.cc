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

// The names of each article, as the archive tells them.
std::vector<std::vector<TermId>> names_of(const std::vector<Extract>& archive) {
  const std::vector<ExtractBlock> blocks = make_blocks(archive);
  const NameWords names(blocks);
  std::vector<std::vector<TermId>> found(archive.size());
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    for (const HeldTerm& name : names.with_names(blocks[b]).terms[kNames].held())
      found[b * kBlockExtracts + name.article].push_back(name.term);
  }
  return found;
}

// Maps over the whole archive.
struct Uses {
  std::map<TermId, std::int64_t> upper, lower;

  explicit Uses(const std::vector<Extract>& archive) {
    for (const Extract& of : archive) {
      for (const CaseUse& use : of.case_uses) upper[use.word] += use.upper, lower[use.word] += use.lower;
    }
  }
  [[nodiscard]] bool is_name(TermId word) const { return of(upper, word) >= of(lower, word); }

 private:
  static std::int64_t of(const std::map<TermId, std::int64_t>& counts, TermId word) {
    const auto found = counts.find(word);
    return found == counts.end() ? 0 : found->second;
  }
};

std::vector<TermId> names_by_definition(const Extract& extract, const Uses& uses) {
  std::vector<TermId> names;
  for (const TermCount& name : extract.terms[kNames]) {
    std::set<TermId> words = {name.term};
    for (const NamePair& pair : extract.name_pairs) {
      if (pair.pair == name.term) words = {pair.first, pair.second};
    }
    if (std::all_of(words.begin(), words.end(), [&](TermId word) { return uses.is_name(word); }))
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
    CHECK(names_of(archive)[0] == (row.is_name ? std::vector<TermId>{word} : std::vector<TermId>{}));
  }
}

TEST_CASE("a word never seen inside a sentence is a name, and so are all names where no letter has a case") {
  std::vector<Extract> archive = {one_extract({7, 8}, {}), one_extract({}, {{8, 0, 9}}), one_extract({8}, {})};
  archive[2].cased = false;
  CHECK(names_of(archive)[0] == std::vector<TermId>{7});
  CHECK(names_of(archive)[2] == std::vector<TermId>{8});
}

TEST_CASE("a pair is a name if both of its words are, whatever the archive says of its term") {
  const std::vector<Extract> archive = {
      one_extract({10, 20, 30}, {{1, 1, 0}, {2, 0, 1}, {10, 0, 1}}, {{10, 1, 1}, {20, 1, 2}, {30, 2, 1}})};
  CHECK(names_of(archive)[0] == std::vector<TermId>{10});
}

TEST_CASE("random archives agree with maps") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    CAPTURE(seed);
    std::uint64_t state = mix(seed);
    const auto draw = [&](std::uint64_t below) { return (state = mix(state)) % below; };
    const auto word = [&] { return static_cast<TermId>(draw(32) << 27 | draw(4)); };  // few, in all ranges
    std::map<TermId, NamePair> pairs;
    for (std::uint64_t k = draw(40); k > 0; --k) {
      const TermId pair = word();
      pairs[pair] = {pair, word(), word()};  // of the same words wherever it stands
    }
    std::vector<Extract> archive(1 + draw(2 * kBlockExtracts));
    for (Extract& extract : archive) {
      extract.cased = true;
      std::set<TermId> names, used;
      for (std::uint64_t k = draw(20); k > 0; --k) names.insert(word());
      for (std::uint64_t k = draw(20); k > 0; --k) used.insert(word());
      for (const TermId name : names) {
        extract.terms[kNames].push_back({name, 1});
        if (pairs.count(name) > 0) extract.name_pairs.push_back(pairs[name]);
      }
      for (const TermId use : used)
        extract.case_uses.push_back({use, static_cast<std::uint16_t>(draw(3)), static_cast<std::uint16_t>(draw(3))});
    }
    const std::vector<std::vector<TermId>> found = names_of(archive);
    const Uses uses(archive);
    for (std::size_t i = 0; i < archive.size(); ++i) REQUIRE(found[i] == names_by_definition(archive[i], uses));
  }
}

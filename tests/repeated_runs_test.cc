#include "text/repeated_runs.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/parallel.h"
#include "stories/extract.h"
#include "text/repeated.h"

using namespace samestory;

namespace {

constexpr std::uint64_t kSeed = 7;

using Words = std::vector<std::uint64_t>;

struct Archive {
  std::vector<std::uint64_t> outlets;
  std::vector<Units> articles;

  void add(std::uint64_t outlet, const Words& words, bool unspaced = false) {
    outlets.push_back(outlet);
    articles.push_back({words, {static_cast<std::uint32_t>(words.size())}, unspaced});
  }
  [[nodiscard]] RepeatedRuns runs() const {
    return RepeatedRuns(outlets, [&](std::size_t article) { return articles[article]; });
  }
};

Words from(std::uint64_t first, std::size_t count) {
  Words words;
  for (std::size_t i = 0; i < count; ++i) words.push_back(first + i);
  return words;
}

Words operator+(Words a, const Words& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

std::string to_marks(const std::vector<bool>& mask) {
  std::string marks;
  for (const bool masked : mask) marks += masked ? 'x' : '.';
  return marks;
}

// The twin: runs and words as sets, every question asked anew.
struct Definition {
  const Archive& archive;
  std::uint64_t outlet;

  [[nodiscard]] std::set<Words> runs_of(std::size_t article) const {
    const Words& words = archive.articles[article].hashes;
    std::set<Words> runs;
    for (std::size_t begin = 0; begin + kRunUnits <= words.size(); ++begin)
      runs.emplace(words.begin() + static_cast<std::ptrdiff_t>(begin),
                   words.begin() + static_cast<std::ptrdiff_t>(begin + kRunUnits));
    return runs;
  }

  [[nodiscard]] std::vector<bool> marked(std::size_t article, const std::set<Words>& runs) const {
    const Words& words = archive.articles[article].hashes;
    std::vector<bool> marks(words.size(), false);
    for (std::size_t begin = 0; begin + kRunUnits <= words.size(); ++begin) {
      const Words run(words.begin() + static_cast<std::ptrdiff_t>(begin),
                      words.begin() + static_cast<std::ptrdiff_t>(begin + kRunUnits));
      for (std::size_t u = begin; runs.count(run) > 0 && u < begin + kRunUnits; ++u) marks[u] = true;
    }
    return marks;
  }

  [[nodiscard]] std::set<std::uint64_t> words_beside(std::size_t article, std::size_t other) const {
    const std::vector<bool> shared = marked(article, runs_of(other));
    std::set<std::uint64_t> beside;
    for (std::size_t u = 0; u < shared.size(); ++u) {
      if (!shared[u]) beside.insert(archive.articles[article].hashes[u]);
    }
    return beside;
  }

  [[nodiscard]] bool strangers(std::size_t a, std::size_t b) const {
    const std::set<std::uint64_t> of_a = words_beside(a, b), of_b = words_beside(b, a);
    std::set<std::uint64_t> all = of_a;
    all.insert(of_b.begin(), of_b.end());
    const std::size_t common = of_a.size() + of_b.size() - all.size();
    return static_cast<double>(common) < 0.2 * static_cast<double>(all.size());
  }

  [[nodiscard]] std::set<Words> furniture() const {
    std::map<Words, std::vector<std::size_t>> holders;
    std::size_t articles = 0;
    for (std::size_t i = 0; i < archive.outlets.size(); ++i) {
      if (archive.outlets[i] != outlet) continue;
      ++articles;
      for (const Words& run : runs_of(i)) holders[run].push_back(i);
    }
    std::set<Words> found;
    for (const auto& [run, of_run] : holders) {
      bool strange = false;
      for (const std::size_t a : of_run) {
        for (const std::size_t b : of_run) strange = strange || (a < b && strangers(a, b));
      }
      if (articles <= 80 && of_run.size() >= 2 && 10 * of_run.size() >= articles && strange) found.insert(run);
    }
    return found;
  }
};

// Pages made of a few notices, a few affairs that share words, and words of their own.
Archive random_archive(std::uint64_t seed) {
  std::uint64_t state = mix(seed);
  const auto draw = [&](std::uint64_t below) { return (state = mix(state)) % below; };
  Archive archive;
  const std::uint64_t articles = 10 + draw(90);
  for (std::uint64_t i = 0; i < articles; ++i) {
    Words words;
    for (std::uint64_t part = 1 + draw(4); part > 0; --part) {
      const std::uint64_t kind = draw(3);
      if (kind == 0) words = words + from(1000 * (1 + draw(4)) + draw(4), 6 + draw(10));
      if (kind == 1) words = words + from(100 * draw(3), 3 + draw(20));
      if (kind == 2) words = words + from(1000000 + 1000 * i, 1 + draw(20));
    }
    archive.add(draw(3), words);
  }
  return archive;
}

}  // namespace

TEST_CASE("runs that unlike articles of an outlet share are found as the definition finds them") {
  std::size_t masked = 0, spared = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    const Archive archive = random_archive(seed);
    const RepeatedRuns runs = archive.runs();
    std::size_t found = 0;
    for (const std::uint64_t outlet : {1U, 2U}) {
      const Definition definition{archive, outlet};
      const std::set<Words> furniture = definition.furniture();
      found += furniture.size();
      for (std::size_t i = 0; i < archive.outlets.size(); ++i) {
        if (archive.outlets[i] != outlet) continue;
        const std::string marks = to_marks(definition.marked(i, furniture));
        const std::string mask = to_marks(runs.mask(archive.articles[i], outlet));
        const bool any = marks.find('x') != std::string::npos;
        REQUIRE(mask == (any ? marks : ""));
        masked += any;
        spared += !any;
      }
    }
    REQUIRE(runs.size() == found);
  }
  CHECK(masked > 300);
  CHECK(spared > 300);
}

TEST_CASE("what counts as an outlet's furniture") {
  const Words notice = from(1, 10), other_notice = from(21, 7);
  struct Row {
    const char* name;
    std::vector<std::pair<std::uint64_t, Words>> articles;
    const char* mask;  // of the first one
  };
  std::vector<Row> rows = {
      {"two unlike pages share it", {{1, notice + from(100, 4)}, {1, from(200, 4) + notice}}, "xxxxxxxxxx...."},
      {"seven words", {{1, other_notice + from(100, 4)}, {1, other_notice + from(200, 4)}}, ""},
      {"pages of two outlets", {{1, notice + from(100, 4)}, {2, notice + from(200, 4)}}, ""},
      {"no outlet", {{0, notice + from(100, 4)}, {0, notice + from(200, 4)}}, ""},
      {"two reports of one affair", {{1, notice + from(100, 4)}, {1, notice + from(102, 4)}}, ""},
      {"nothing beside it", {{1, notice}, {1, notice}}, ""},
      {"two of twenty-one", {{1, notice + from(100, 4)}, {1, notice + from(200, 4)}}, ""},
      {"two of twenty", {{1, notice + from(100, 4)}, {1, notice + from(200, 4)}}, "xxxxxxxxxx...."},
      {"eight of eighty", {}, "xxxxxxxxxx...."},
      {"nine of eighty-one: the outlet is large", {}, ""},
      {"two of twenty-one, of which one is a book",
       {{1, notice + from(100, 4)}, {1, notice + from(200, 4)}, {1, from(100000, 20001)}},
       "xxxxxxxxxx...."},
      {"on a page and in a book", {{1, notice + from(100, 4)}, {1, notice + from(200, 19991)}}, ""},
      {"on a page and in what is nearly a book",
       {{1, notice + from(100, 4)}, {1, notice + from(200, 19990)}},
       "xxxxxxxxxx...."},
  };
  const auto fill_up = [](Row& row, std::size_t size) {
    while (row.articles.size() < size) row.articles.emplace_back(1, from(1000 * row.articles.size(), 9));
  };
  fill_up(rows[6], 21);
  fill_up(rows[7], 20);
  for (std::uint64_t i = 0; i < 9; ++i) rows[9].articles.emplace_back(1, notice + from(100 * (i + 1), 4));
  rows[8].articles.assign(rows[9].articles.begin(), rows[9].articles.begin() + 8);
  fill_up(rows[8], 80);
  fill_up(rows[9], 81);
  fill_up(rows[10], 21);
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Archive archive;
    for (const auto& [outlet, words] : row.articles) archive.add(outlet, words);
    CHECK(to_marks(archive.runs().mask(archive.articles[0], archive.outlets[0])) == row.mask);
  }
}

TEST_CASE("in scripts without spaces a run takes twenty letters") {
  for (const std::size_t letters : {19U, 20U}) {
    CAPTURE(letters);
    Archive archive;
    archive.add(1, from(1, letters) + from(100, 9), true);
    archive.add(1, from(1, letters) + from(200, 9), true);
    CHECK((archive.runs().size() > 0) == (letters == 20));
  }
}

TEST_CASE("neither threads nor the order of articles show") {
  const Archive archive = random_archive(3);
  Archive turned{{archive.outlets.rbegin(), archive.outlets.rend()},
                 {archive.articles.rbegin(), archive.articles.rend()}};
  std::vector<std::string> first;
  for (const Archive* of : std::vector<const Archive*>{&archive, &turned}) {
    for (const int threads : {1, 2, 3, 8}) {
      const ThreadLimit limit(threads);
      const RepeatedRuns runs = of->runs();
      std::vector<std::string> masks;
      for (std::size_t i = 0; i < archive.outlets.size(); ++i)
        masks.push_back(to_marks(runs.mask(archive.articles[i], archive.outlets[i])));
      if (first.empty()) first = masks;
      CHECK(masks == first);
    }
  }
  CHECK(std::any_of(first.begin(), first.end(), [](const std::string& mask) { return !mask.empty(); }));
}

TEST_CASE("the story passes do not see what two unlike pages of an outlet share") {
  const std::string notice = "We set cookies to show you the news that you like best";
  const std::string ferry = notice + " The ferry to Holm ran aground off the northern mole at dawn and nobody drowned",
                    bakery =
                        "Bakers in Torva sold " + notice + " more rye loaves this week since wheat has become dear";
  Archive archive;
  for (const std::string& text : {ferry, bakery}) {
    archive.outlets.push_back(outlet_key("quay.example"));
    archive.articles.push_back(to_units(read_page(text), kSeed));
  }
  RepeatedSpans repeated;
  repeated.note_runs(archive.runs());
  const auto counts_cookies = [&](const std::string& outlet) {
    const Extract read = extract({"", ferry, "en", outlet, {}}, repeated, kSeed);
    const TermId cookies = term_of(Signal::kBody, "en", "cookies", kSeed),
                 ran = term_of(Signal::kBody, "en", "ran", kSeed);
    const auto& terms = read.terms[static_cast<std::size_t>(Signal::kBody)];
    const auto holds = [&](TermId term) {
      return std::any_of(terms.begin(), terms.end(), [&](const TermCount& held) { return held.term == term; });
    };
    CHECK(holds(ran));
    return holds(cookies);
  };
  CHECK_FALSE(counts_cookies("quay.example"));
  CHECK(counts_cookies("mole.example"));
}

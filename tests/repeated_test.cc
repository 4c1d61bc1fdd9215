#include "text/repeated.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/parallel.h"

using namespace samestory;

namespace {

struct Article {
  std::string outlet;
  Units units;
};

void add_span(Units& units, const std::vector<std::uint64_t>& words) {
  units.hashes.insert(units.hashes.end(), words.begin(), words.end());
  units.span_ends.push_back(static_cast<std::uint32_t>(units.hashes.size()));
}

RepeatedSpans find_repeated(const std::vector<Article>& articles) {
  std::vector<std::uint64_t> keys;
  for (const Article& article : articles) append_span_keys(keys, article.units, article.outlet);
  SpanKeys all;
  all.add(keys);
  return RepeatedSpans(std::move(all));
}

using Span = std::vector<std::uint64_t>;

std::vector<Span> spans_of(const Units& units) {
  std::vector<Span> spans;
  std::uint32_t begin = 0;
  for (const std::uint32_t end : units.span_ends) {
    spans.emplace_back(units.hashes.begin() + begin, units.hashes.begin() + end);
    begin = end;
  }
  return spans;
}

// The twin: for each outlet and span, the set of articles that hold it.
std::map<std::pair<std::string, Span>, std::set<std::size_t>> count_holders(const std::vector<Article>& articles) {
  std::map<std::pair<std::string, Span>, std::set<std::size_t>> holders;
  for (std::size_t i = 0; i < articles.size(); ++i) {
    for (const Span& span : spans_of(articles[i].units)) {
      if (span.size() >= 4 && !articles[i].outlet.empty()) holders[{articles[i].outlet, span}].insert(i);
    }
  }
  return holders;
}

std::vector<Article> random_archive(std::uint64_t seed) {
  std::vector<Article> articles(30 + mix(seed) % 40);
  std::uint64_t state = mix(~seed);
  const auto draw = [&](std::uint64_t below) { return (state = mix(state)) % below; };
  for (Article& article : articles) {
    article.outlet = std::vector<std::string>{"", "a.example", "b.example"}[draw(3)];
    for (std::uint64_t spans = draw(6); spans > 0; --spans) {
      const std::uint64_t kind = draw(8);  // span `kind` is always the same words: 2 to 6 of them
      Span words;
      for (std::uint64_t w = 0; w < 2 + kind % 5; ++w) words.push_back(mix(kind) % 5 + w);
      add_span(article.units, words);
    }
  }
  return articles;
}

Article article_with(const std::string& outlet, const std::vector<Span>& spans) {
  Article article{outlet, {}};
  for (const Span& span : spans) add_span(article.units, span);
  return article;
}

}  // namespace

TEST_CASE("spans that recur in an outlet's articles are found as counting by definition finds them") {
  std::size_t masked = 0, repeated = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    const std::vector<Article> articles = random_archive(seed);
    const RepeatedSpans found = find_repeated(articles);
    const auto holders = count_holders(articles);
    const auto expected = static_cast<std::size_t>(
        std::count_if(holders.begin(), holders.end(), [](const auto& entry) { return entry.second.size() >= 8; }));
    REQUIRE(found.size() == expected);
    repeated += expected;
    for (const Article& article : articles) {
      std::vector<bool> mask;
      for (const Span& span : spans_of(article.units)) {
        const auto entry = holders.find({article.outlet, span});
        mask.insert(mask.end(), span.size(), entry != holders.end() && entry->second.size() >= 8);
      }
      if (std::none_of(mask.begin(), mask.end(), [](bool set) { return set; })) mask.clear();
      REQUIRE(found.mask(article.units, article.outlet) == mask);
      masked += !mask.empty();
    }
  }
  CHECK(masked > 300);
  CHECK(repeated > 100);
}

TEST_CASE("a span is repeated from eight articles of one outlet on") {
  const Span line = {1, 2, 3, 4};
  for (std::size_t count = 6; count <= 10; ++count) {
    CAPTURE(count);
    const std::vector<Article> articles(count, article_with("a.example", {line, line, {5, 6, 7, 8, 9, count}}));
    CHECK(find_repeated(articles).contains(span_key(outlet_key("a.example"), line.data(), line.data() + 4)) ==
          (count >= 8));
  }
}

TEST_CASE("what two outlets print, four articles each, is nobody's boilerplate") {
  std::vector<Article> articles(4, article_with("a.example", {{1, 2, 3, 4}}));
  articles.resize(8, article_with("b.example", {{1, 2, 3, 4}}));
  CHECK(find_repeated(articles).size() == 0);
}

TEST_CASE("articles without an outlet neither count nor are masked") {
  const std::vector<Article> nameless(20, article_with("", {{1, 2, 3, 4}}));
  CHECK(find_repeated(nameless).size() == 0);
  const RepeatedSpans found = find_repeated(std::vector<Article>(8, article_with("a.example", {{1, 2, 3, 4}})));
  CHECK(found.mask(nameless[0].units, "").empty());
  CHECK(found.mask(nameless[0].units, "b.example").empty());
  CHECK(found.mask(nameless[0].units, "a.example") == std::vector<bool>(4, true));
}

TEST_CASE("spans shorter than four units stay, however often they recur") {
  const std::vector<Article> articles(30, article_with("a.example", {{1, 2, 3}, {1, 2, 3}}));
  CHECK(find_repeated(articles).size() == 0);
}

TEST_CASE("a key depends on the outlet, the words and their order") {
  const Span words = {1, 2, 3, 4}, turned = {2, 1, 3, 4}, shorter = {1, 2, 3};
  const auto key = [](const char* outlet, const Span& span) {
    return span_key(outlet_key(outlet), span.data(), span.data() + span.size());
  };
  const std::set<std::uint64_t> keys = {key("a.example", words), key("b.example", words), key("a.example", turned),
                                        key("a.example", shorter)};
  CHECK(keys.size() == 4);
}

TEST_CASE("keys of an article are distinct, and their order does not matter") {
  const Article article = article_with("a.example", {{1, 2, 3, 4}, {9, 8, 7, 6}, {1, 2, 3, 4}, {1, 2}});
  std::vector<std::uint64_t> keys;
  append_span_keys(keys, article.units, article.outlet);
  CHECK(keys.size() == 2);
  CHECK(keys[0] != keys[1]);
  append_span_keys(keys, {}, "a.example");
  append_span_keys(keys, article.units, "");
  CHECK(keys.size() == 2);
  std::vector<std::uint64_t> twice = keys;  // what other articles have does not count
  append_span_keys(twice, article.units, article.outlet);
  CHECK(std::count(twice.begin(), twice.end(), keys[0]) == 2);
  CHECK(std::count(twice.begin(), twice.end(), keys[1]) == 2);
  std::vector<std::uint64_t> grouped, mingled;
  for (const std::uint64_t key : keys) grouped.insert(grouped.end(), 8, key);
  for (int i = 0; i < 8; ++i) mingled.insert(mingled.end(), keys.rbegin(), keys.rend());
  for (const int threads : {1, 2, 3, 8}) {
    const ThreadLimit limit(threads);
    for (const auto& order : {grouped, mingled}) {
      SpanKeys all;
      all.add(order);
      CHECK(all.size() == 16);
      const RepeatedSpans found(std::move(all));
      CHECK(found.size() == 2);
      CHECK(found.mask(article.units, "a.example") ==
            std::vector<bool>{true, true, true, true, true, true, true, true, true, true, true, true, false, false});
    }
  }
}

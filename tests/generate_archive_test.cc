// Plans, blocks and archives as a whole; what they are made of: generate_test.cc.
#include <doctest/doctest.h>
#include <samestory/error.h>
#include <simdjson.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/parallel.h"
#include "commands/generate.h"
#include "error_message.h"
#include "five_grams.h"
#include "generate/archive.h"
#include "generate/edits.h"
#include "generate/plan.h"
#include "io/source.h"
#include "temporary_folder.h"

using namespace samestory;

namespace {

std::string read_all(const std::string& path) {
  ByteSource source(path);
  std::string bytes;
  char chunk[65536];
  for (std::size_t n = source.read(chunk, sizeof chunk); n > 0; n = source.read(chunk, sizeof chunk))
    bytes.append(chunk, n);
  return bytes;
}

struct Generated {
  struct Item {
    std::string id, title, text, date, outlet, language, copy, story, storyline;
  };
  std::vector<Item> items;
  ArchiveCounts counts;
  std::string bytes;  // of all files but generate.json
};

std::map<std::string, std::string> read_labels(const std::string& path) {
  std::map<std::string, std::string> labels;
  std::istringstream lines(read_all(path));
  for (std::string line; std::getline(lines, line);) {
    const std::size_t tab = line.find('\t');
    REQUIRE(tab != std::string::npos);
    CHECK(labels.emplace(line.substr(0, tab), line.substr(tab + 1)).second);
  }
  return labels;
}

Generated generate(const GenerateOptions& options, int threads = 0) {
  const TemporaryFolder folder;
  const ThreadLimit limit(threads);
  Generated generated;
  generated.counts = generate_archive(options, {folder.path, Overwrite::kRefuse, Compression::kNone, ""});
  const std::string articles = read_all((folder / "articles.jsonl"));
  generated.bytes = articles + read_all((folder / "copies.tsv")) + read_all((folder / "stories.tsv")) +
                    read_all((folder / "storylines.tsv"));
  const auto copies = read_labels((folder / "copies.tsv"));
  const auto stories = read_labels((folder / "stories.tsv"));
  const auto storylines = read_labels((folder / "storylines.tsv"));
  CHECK(copies.size() == options.articles);
  simdjson::dom::parser parser;
  std::istringstream lines(articles);
  for (std::string line; std::getline(lines, line);) {
    const simdjson::dom::element record = parser.parse(line);  // throws for bad JSON and bad UTF-8
    const auto field = [&](const char* key) { return std::string(record[key].get_string().value()); };
    const std::string id = field("id");
    generated.items.push_back({id, field("title"), field("text"), field("date"), field("outlet"), field("lang"),
                               copies.at(id), stories.at(id), storylines.at(id)});
  }
  return generated;
}

GenerateOptions small_options(std::uint64_t articles) {
  GenerateOptions options;
  options.articles = articles;
  options.bytes = 1200;
  options.outlets = 12;
  return options;
}

}  // namespace

TEST_CASE("a plan keeps its shares and its order") {
  GenerateOptions options;
  options.articles = 10'500;
  std::uint64_t articles = 0, copied = 0;
  std::map<UnitKind, std::uint64_t> kinds;
  for (std::uint64_t block = 0; block * kBlockArticles < options.articles; ++block) {
    const Plan plan = plan_block(options, block);
    articles += plan.articles.size();
    for (std::size_t i = 0; i < plan.articles.size(); ++i) {
      const PlannedArticle& article = plan.articles[i];
      const bool first = i == 0 || plan.articles[i - 1].report != article.report;
      CHECK(article.original == first);
      if (!first) CHECK(article.published_s >= plan.articles[i - 1].published_s - 3 * 86'400);
      const PlannedReport& report = plan.reports[article.report];
      copied += report.articles > 1;
      ++kinds[plan.events[report.event].kind];
      CHECK(article.outlet < usual_outlets(options));
    }
    std::map<std::uint32_t, std::set<std::uint32_t>> outlets_of;
    for (const PlannedArticle& article : plan.articles) outlets_of[article.report].insert(article.outlet);
    for (const auto& [report, outlets] : outlets_of) CHECK(outlets.size() == plan.reports[report].articles);
    for (std::uint32_t event = 0; event < plan.events.size(); ++event) {
      CHECK(plan.events[event].storyline <= event);
      CHECK(plan.events[plan.events[event].storyline].storyline == plan.events[event].storyline);
    }
  }
  CHECK(articles == options.articles);
  const auto share = [&](std::uint64_t count) { return double(count) / double(articles); };
  CHECK(std::abs(share(copied) - options.copies) < .03);
  CHECK(std::abs(share(kinds[UnitKind::kSaga]) - options.sagas) < .03);
  CHECK(std::abs(share(kinds[UnitKind::kTemplate]) - options.templates) < .03);
  CHECK(std::abs(share(kinds[UnitKind::kQuotation]) - options.quotations) < .02);
  CHECK(std::abs(share(kinds[UnitKind::kFollowUp]) - options.follow_ups) < .02);
}

TEST_CASE("outlets grow with the archive, so that each prints as much a day, unless their number is asked for") {
  struct Case {
    const char* name;
    std::uint64_t articles;
    std::uint32_t days;
    std::vector<std::string> languages;
    std::uint32_t outlets;
  };
  const std::vector<std::string> nine = GenerateOptions().languages;
  for (const Case& c :
       std::initializer_list<Case>{{"small archives have sixty", 10, 60, nine, 60},
                                   {"the default", 10'000, 60, nine, 60},
                                   {"sixty print seven a day", 60 * 60 * 7, 60, {"en"}, 60},
                                   {"one more at the next seven", 61 * 60 * 7, 60, {"en"}, 61},
                                   {"a million", 1'000'000, 60, nine, 264},
                                   {"twice the days, half the outlets", 1'000'000, 120, nine, 132},
                                   {"never more than can be asked for", 10'000'000'000, 60, nine, 10'000}}) {
    CAPTURE(c.name);
    GenerateOptions options;
    options.articles = c.articles, options.days = c.days, options.languages = c.languages;
    CHECK(usual_outlets(options) == c.outlets);
    options.outlets = 5;
    const std::uint64_t last = (options.articles - 1) / kBlockArticles;
    for (const PlannedArticle& article : plan_block(options, last).articles) CHECK(article.outlet < 5);
  }
}

TEST_CASE("texts of all languages have about as many words") {
  GenerateOptions options;
  options.languages = {"en", "hi", "ru"};
  options.articles = 3000;
  const TemporaryFolder folder;
  generate_archive(options, {folder.path, Overwrite::kRefuse, Compression::kNone, {}});
  std::map<std::string, std::pair<double, double>> words;  // and articles
  std::istringstream lines(read_all((folder / "articles.jsonl")));
  for (std::string line; std::getline(lines, line);) {
    auto& [sum, articles] = words[line.substr(line.find("\"lang\":\"") + 8, 2)];
    sum += double(std::count(line.begin(), line.end(), ' '));
    ++articles;
  }
  const auto mean = [&](const char* tag) { return words.at(tag).first / words.at(tag).second; };
  CHECK(words.size() == 3);
  for (const char* tag : {"hi", "ru"}) CHECK(std::abs(mean(tag) / mean("en") - 1) < .1);
}

TEST_CASE("reprints are planned as the simulation of scanned newspapers says") {
  GenerateOptions options = preset_options(ArchivePreset::kReprints);
  options.articles = 40'000;
  CHECK(options.days == 60);
  std::uint64_t articles = 0, copied = 0, groups = 0, pairs_of_groups = 0, largest = 0;
  std::map<UnitKind, std::uint64_t> kinds;
  std::int64_t latest = 0;
  for (std::uint64_t block = 0; block * kBlockArticles < options.articles; ++block) {
    const Plan plan = plan_block(options, block);
    articles += plan.articles.size();
    for (const PlannedReport& report : plan.reports) {
      if (report.articles > 1) copied += report.articles;
      groups += report.articles > 1;
      pairs_of_groups += report.articles == 2;
      largest = std::max<std::uint64_t>(largest, report.articles);
      kinds[plan.events[report.event].kind] += report.articles;
    }
    std::int64_t first = 0;
    for (const PlannedArticle& article : plan.articles) {
      if (article.original) first = article.published_s;
      latest = std::max(latest, article.published_s - first);
    }
  }
  const auto share = [&](std::uint64_t count) { return double(count) / double(articles); };
  CHECK(std::abs(share(copied) - .45) < .02);
  CHECK(std::abs(share(kinds[UnitKind::kTemplate]) - .14) < .02);
  CHECK(std::abs(share(kinds[UnitKind::kQuotation]) - .04) < .01);
  CHECK(std::abs(share(kinds[UnitKind::kFollowUp]) - .05) < .01);
  CHECK(kinds[UnitKind::kSaga] == 0);
  CHECK(largest == 60);
  // 2 + Pareto(1.15): the share of groups without a third member is 1 - 2^-1.15 = .55.
  CHECK(std::abs(double(pairs_of_groups) / double(groups) - .55) < .03);
  CHECK(latest < 3 * 86'400);
  CHECK(latest > 2 * 86'400);
}

TEST_CASE("reprints are cut, edited and furnished by the shares of the simulation") {
  constexpr Habits kHabits = reprint_habits();
  struct Share {
    const char* name;
    std::uint32_t actual, expected;
  };
  const Share shares[] = {{"keeps a lead", kHabits.cut_lead, 450},
                          {"of at least", kHabits.least_kept, 200},
                          {"of at most", kHabits.most_kept, 900},
                          {"drops paragraphs", kHabits.drop_paragraphs, 250},
                          {"halves the last", kHabits.halve_last, 150},
                          {"edits words", kHabits.edit_words, 1000},
                          {"local paragraph", kHabits.local_paragraph, 250},
                          {"dateline", kHabits.dateline, 600},
                          {"byline", kHabits.byline, 300},
                          {"credit", kHabits.credit, 200},
                          {"headline kept", kHabits.keep_headline, 350},
                          {"two on a page", kHabits.merge, 30},
                          {"boilerplate", kHabits.boilerplate, 850}};
  for (const Share& share : shares) {
    CAPTURE(share.name);
    CHECK(share.actual == share.expected);
  }
  // And they are what happens: of 4,000 copies, by their length and their last paragraph.
  const Vocabulary vocabulary(find_language("en"));
  const Voice voice{&vocabulary};
  std::string text;
  for (int p = 0; p < 8; ++p) {
    for (int w = 0; w < 50; ++w) text += "w" + std::to_string(100 * p + w) + (w < 49 ? " " : "");
    text += p < 7 ? ".\n" : ".";
  }
  Habits cuts = kHabits;
  cuts.edit_words = cuts.local_paragraph = 0;
  Random random(8);
  int whole = 0, lead = 0, halved = 0;
  constexpr int kCopies = 4000;
  for (int i = 0; i < kCopies; ++i) {
    const std::string copy = copy_text(text, voice, cuts, random);
    whole += copy == text;
    const bool prefix = text.compare(0, copy.size(), copy) == 0 && copy != text;
    const bool last_halved = prefix && copy.find("w700") != std::string::npos;
    halved += last_halved;
    lead += prefix && !last_halved;
  }
  CHECK(std::abs(whole / double(kCopies) - .15) < .03);
  CHECK(lead / double(kCopies) > .40);  // with those that dropped all the later paragraphs and not one before
  CHECK(lead / double(kCopies) < .56);
  CHECK(halved / double(kCopies) > .10);
}

TEST_CASE("an archive has the articles, sizes and labels that were asked for, each level inside the next") {
  GenerateOptions options;
  options.articles = 2345;
  const Generated archive = generate(options);
  REQUIRE(archive.items.size() == options.articles);
  CHECK(std::abs(double(archive.counts.text_bytes) / double(options.articles) / options.bytes - 1) < .1);
  std::set<std::string> ids, languages, copies, stories, storylines;
  std::map<std::string, std::string> story_of, storyline_of;
  std::size_t beside_own_copy = 0;
  for (std::size_t i = 0; i < archive.items.size(); ++i) {
    const Generated::Item& item = archive.items[i];
    ids.insert(item.id);
    languages.insert(item.language);
    copies.insert(item.copy);
    stories.insert(item.story);
    storylines.insert(item.storyline);
    CHECK(story_of.emplace(item.copy, item.story).first->second == item.story);
    CHECK(storyline_of.emplace(item.story, item.storyline).first->second == item.storyline);
    CHECK(!item.title.empty());
    CHECK(item.text.size() >= 100);
    CHECK(item.date.substr(0, 3) == "202");
    beside_own_copy += i > 0 && archive.items[i - 1].copy == item.copy;
  }
  CHECK(ids.size() == options.articles);
  CHECK(languages == std::set<std::string>(options.languages.begin(), options.languages.end()));
  CHECK(copies.size() == archive.counts.reports);
  CHECK(stories.size() == archive.counts.events);
  CHECK(storylines.size() == archive.counts.storylines);
  CHECK(beside_own_copy < options.articles / 50);  // the order is shuffled
}

TEST_CASE("members of a copy group share passages, and other articles of other outlets do not") {
  GenerateOptions options = small_options(600);
  options.languages = {"en"};
  options.sagas = options.templates = options.quotations = options.follow_ups = 0;
  const Generated archive = generate(options);
  std::size_t copies = 0, related = 0, strangers = 0, alike = 0;
  for (std::size_t i = 0; i < archive.items.size(); ++i) {
    for (std::size_t j = i + 1; j < archive.items.size(); ++j) {
      const Generated::Item& a = archive.items[i];
      const Generated::Item& b = archive.items[j];
      if (a.copy == b.copy) {
        ++copies;
        related += shared_five_grams(a.text, b.text) >= .3;
      } else if ((i * 7 + j) % 61 == 0 && a.outlet != b.outlet && a.story != b.story) {
        ++strangers;
        alike += shared_five_grams(a.text, b.text) > .02;
      }
    }
  }
  REQUIRE(copies > 200);
  REQUIRE(strangers > 1000);
  CHECK(double(related) / double(copies) > .97);
  CHECK(double(alike) / double(strangers) < .02);  // pages with two reports remain
}

TEST_CASE("the same options give the same bytes for any number of threads, and other seeds other bytes") {
  const GenerateOptions options = small_options(2500);
  const Generated one = generate(options, 1);
  CHECK(one.bytes == generate(options, 2).bytes);
  CHECK(one.bytes == generate(options, 3).bytes);
  CHECK(one.bytes == generate(options, 8).bytes);
  GenerateOptions other = options;
  other.seed = 2;
  CHECK(one.bytes != generate(other).bytes);
}

TEST_CASE("the bytes of small archives are pinned") {
  GenerateOptions reprints = preset_options(ArchivePreset::kReprints);
  reprints.articles = 200;
  CHECK(hash_bytes(generate(small_options(300)).bytes, 0) == 12297225824694959534ULL);
  CHECK(hash_bytes(generate(reprints).bytes, 0) == 10900879427572867998ULL);
}

TEST_CASE("zstd changes the file and not what is in it") {
  const GenerateOptions options = small_options(1500);
  const TemporaryFolder folder;
  generate_archive(options, {folder.path, Overwrite::kRefuse, Compression::kZstd, ""});
  const std::string articles = read_all((folder / "articles.jsonl.zst"));  // ByteSource decompresses
  CHECK(articles == generate(options).bytes.substr(0, articles.size()));
  CHECK(std::filesystem::file_size((folder / "articles.jsonl.zst")) * 2 < articles.size());
}

TEST_CASE("a folder that is overwritten holds the articles of its labels only, compressed or not") {
  const GenerateOptions options = small_options(50);
  const TemporaryFolder folder;
  const auto generate_as = [&](Compression compression) {
    generate_archive(options, {folder.path, Overwrite::kAllow, compression, ""});
  };
  for (int turn = 0; turn < 2; ++turn) {
    CAPTURE(turn);
    generate_as(Compression::kNone);
    CHECK(std::filesystem::exists((folder / "articles.jsonl")));
    CHECK(!std::filesystem::exists((folder / "articles.jsonl.zst")));
    generate_as(Compression::kZstd);
    CHECK(!std::filesystem::exists((folder / "articles.jsonl")));
    CHECK(std::filesystem::exists((folder / "articles.jsonl.zst")));
  }
}

TEST_CASE("the command takes languages with commas or one by one, and nothing else for one") {
  struct Case {
    const char* flags;
    const char* expected;  // in generate.json, or the beginning of a message
  };
  const Case cases[] = {
      {"--languages en,ru", "\"languages\":[\"en\",\"ru\"]"},
      {"--languages en --seed 5 --languages=ru,am", "\"languages\":[\"en\",\"ru\",\"am\"]"},
      {"--languages en ru", "The following argument was not expected: ru"},
      {"--preset reprints", "\"preset\":\"reprints\""},
      {"--preset 1", "unknown preset: --preset 1 (choose web or reprints)"},
      {"--preset Web", "unknown preset: --preset Web (choose web or reprints)"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.flags);
    const TemporaryFolder folder;
    CLI::App app;
    const std::function<int()> run = add_generate_command(app);
    std::string outcome;
    try {
      app.parse("generate --quiet --articles 20 -o " + folder.path + " " + c.flags);
      run();
      outcome = read_all((folder / "generate.json"));
    } catch (const std::exception& error) {
      outcome = error.what();
    }
    CAPTURE(outcome);
    CHECK(outcome.find(c.expected) != std::string::npos);
  }
  CLI::App app;
  add_generate_command(app);
  CHECK(app.get_subcommand("generate")->help().find("ENUM") == std::string::npos);
}

TEST_CASE("texts of the user stand in the archive, each in one copy group, and too few of them are an error") {
  const TemporaryFolder input;
  std::filesystem::create_directories(input.path);
  {
    std::ofstream file((input / "texts.jsonl"));
    for (int i = 0; i < 600; ++i) {
      file << "{\"id\":\"" << i << "\",\"title\":\"T" << i << "\",\"text\":\"mark" << i
           << "x opens a text of its own. And ends.\"}\n";
    }
  }
  GenerateOptions options = preset_options(ArchivePreset::kReprints);
  options.articles = 500;
  options.follow_ups = 0;
  options.word_error_rate = 0;
  const TemporaryFolder folder;
  const ArchiveTarget target{folder.path, Overwrite::kRefuse, Compression::kNone, (input / "texts.jsonl")};
  generate_archive(options, target);
  const auto copies = read_labels((folder / "copies.tsv"));
  std::map<std::string, std::string> group_of_mark;
  std::istringstream lines(read_all((folder / "articles.jsonl")));
  for (std::string line; std::getline(lines, line);) {
    const std::size_t mark = line.find("mark");
    if (mark == std::string::npos) continue;  // a template, or a first word that was edited
    const std::string id = line.substr(7, 10), name = line.substr(mark, line.find('x', mark) - mark);
    // Where the own first word was edited, the one of a second report on the page is found, below its headline.
    if (line.substr(0, mark).ends_with("\\nT" + name.substr(4) + "\\n")) continue;
    CHECK(group_of_mark.emplace(name, copies.at(id)).first->second == copies.at(id));
  }
  CHECK(group_of_mark.size() > 150);
  options.articles = 5000;
  const TemporaryFolder second;
  const ArchiveTarget more{second.path, Overwrite::kRefuse, Compression::kNone, (input / "texts.jsonl")};
  CHECK(message_of([&] { generate_archive(options, more); }).find("too few texts: ") == 0);
  CHECK(!std::filesystem::exists((second / "articles.jsonl")));
  options.preset = ArchivePreset::kWeb;
  CHECK(message_of([&] { generate_archive(options, more); }).find("add --preset reprints") != std::string::npos);
}

TEST_CASE("options out of range are refused by name") {
  struct Case {
    const char* part;
    void (*change)(GenerateOptions&);
  };
  const Case cases[] = {
      {"--articles 0", [](GenerateOptions& o) { o.articles = 0; }},
      {"--bytes 10 (give 200", [](GenerateOptions& o) { o.bytes = 10; }},
      {"--copies 1.5 (give 0 to 1)", [](GenerateOptions& o) { o.copies = 1.5; }},
      {"--word-error-rate 0.95", [](GenerateOptions& o) { o.word_error_rate = .95; }},
      {"shares above 1", [](GenerateOptions& o) { o.sagas = .9; }},
      {"unknown language: \"tlh\"", [](GenerateOptions& o) { o.languages = {"tlh"}; }},
      {"no language", [](GenerateOptions& o) { o.languages.clear(); }},
  };
  for (const Case& c : cases) {
    CAPTURE(c.part);
    GenerateOptions options;
    c.change(options);
    const std::string message = message_of([&] { check(options); });
    CAPTURE(message);
    CHECK(message.find(c.part) != std::string::npos);
  }
}

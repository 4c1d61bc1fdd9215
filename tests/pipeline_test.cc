// The guarantees that concern the whole: the result is a function of the set of records, no copy is below its
// threshold, nothing is dropped, articles without text stay alone, and no script is lost.
#include "pipeline.h"

#include <doctest/doctest.h>
#include <samestory/samestory.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "base/hash.h"
#include "base/parallel.h"
#include "copies/verify.h"
#include "generate/archive.h"
#include "io/read.h"
#include "temporary_folder.h"

namespace fs = std::filesystem;
using namespace samestory;

namespace {

std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// A generated archive with copies, rewrites, sagas and templates, as JSON lines.
std::string generate(const TemporaryFolder& folder, std::uint64_t articles, std::uint64_t seed) {
  GenerateOptions options;
  options.articles = articles;
  options.seed = seed;
  options.bytes = 900;
  ArchiveTarget target;
  target.folder = folder / "archive";
  fs::create_directories(target.folder);
  generate_archive(options, target);
  return target.folder + "/articles.jsonl";
}

std::map<std::string, std::string> run(const std::string& input, const std::string& output, int threads) {
  FileJob job;
  job.inputs = {input};
  job.output = output;
  job.overwrite = true;
  job.run.threads = threads;
  cluster_files(job);
  std::map<std::string, std::string> files;
  for (const char* name : {"articles.jsonl", "stories.jsonl", "links.jsonl", "rejects.jsonl"})
    files[name] = slurp(output + '/' + name);
  return files;
}

std::vector<Article> read_articles(const std::string& path) {
  ArchiveReader reader({path}, {});
  std::vector<Article> articles;
  while (std::optional<RawBatch> batch = reader.next()) {
    for (Record& record : reader.parse(std::move(*batch)).records) articles.push_back(std::move(record.article));
  }
  return articles;
}

// Which articles share a group, by id, whatever the order.
using Partition = std::set<std::set<std::string>>;
Partition partition(const std::vector<Article>& articles, const Result& result, std::size_t Membership::*level) {
  std::map<std::size_t, std::set<std::string>> groups;
  for (std::size_t i = 0; i < articles.size(); ++i) groups[result.articles[i].*level].insert(articles[i].id);
  Partition parts;
  for (auto& [key, ids] : groups) parts.insert(std::move(ids));
  return parts;
}

}  // namespace

TEST_CASE("1, 2, 3 and 8 threads write the same bytes") {
  const TemporaryFolder folder;
  const std::string input = generate(folder, 800, 3);
  const auto one = run(input, folder / "out1", 1);
  CHECK(lines_of(one.at("articles.jsonl")).size() == 800);
  CHECK(one.at("links.jsonl").size() > 1000);
  for (const int threads : {2, 3, 8}) {
    CAPTURE(threads);
    const auto many = run(input, folder / ("out" + std::to_string(threads)), threads);
    for (const auto& file : one) {
      CAPTURE(file.first);
      CHECK(many.at(file.first) == file.second);
    }
  }
}

TEST_CASE("an older processor writes the same bytes") {
  const TemporaryFolder folder;
  const std::string input = generate(folder, 300, 7);
  const auto here = run(input, folder / "here", 2);
  // The C library and our own loops without FMA, AVX2 and AVX-512, the JSON parser without any vector unit.
  const std::string command =
      "GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2_Usable,-FMA_Usable,-AVX2,-FMA,-AVX512F "
      "SIMDJSON_FORCE_IMPLEMENTATION=fallback '" SAMESTORY_PROGRAM "' cluster --quiet '" +
      input + "' -o '" + folder / "older" + "'";
  REQUIRE(std::system(command.c_str()) == 0);
  for (const auto& file : here) {
    CAPTURE(file.first);
    CHECK(slurp(folder / "older/" + file.first) == file.second);
  }
}

TEST_CASE("permuting the input permutes the lines of articles.jsonl and changes nothing else") {
  const TemporaryFolder folder;
  const std::string input = generate(folder, 500, 4);
  std::vector<std::string> records = lines_of(slurp(input));
  const auto before = run(input, folder / "before", 2);
  std::vector<std::string> results = lines_of(before.at("articles.jsonl"));
  std::vector<std::size_t> order(records.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [](std::size_t a, std::size_t b) { return mix(a) < mix(b); });
  std::ofstream(folder / "permuted.jsonl") << [&] {
    std::string text;
    for (const std::size_t i : order) text += records[i] + '\n';
    return text;
  }();
  const auto after = run(folder / "permuted.jsonl", folder / "after", 2);
  const std::vector<std::string> permuted = lines_of(after.at("articles.jsonl"));
  REQUIRE(permuted.size() == results.size());
  for (std::size_t i = 0; i < order.size(); ++i) CHECK(permuted[i] == results[order[i]]);
  CHECK(after.at("stories.jsonl") == before.at("stories.jsonl"));
  CHECK(after.at("links.jsonl") == before.at("links.jsonl"));
}

TEST_CASE("every member of a copy group is a copy of its canonical when the two texts are compared alone") {
  const TemporaryFolder folder;
  const std::vector<Article> articles = read_articles(generate(folder, 600, 5));
  ResultOptions options;
  Progress quiet(Verbosity::kQuiet);
  const Analysis found =
      analyze(from_articles(articles), options, {fs::temp_directory_path().string(), OnReject::kThrow, {}}, quiet);
  const CopyTexts texts = copy_texts(found, options);
  std::size_t members = 0;
  for (std::size_t i = 0; i < found.corpus.size(); ++i) {
    const ArticleId canonical = found.copies.canonical_of[i];
    CHECK(found.copies.canonical_of[index(canonical)] == canonical);
    if (index(canonical) == i) continue;
    ++members;
    const CopyEvidence evidence = compare(texts.prepared(article_id(i)), texts.prepared(canonical), options.copies);
    CAPTURE(found.corpus.articles[i].id);
    CHECK(is_copy(evidence.relation));
    CHECK(evidence.resemblance == found.copies.resemblance[i]);
  }
  CHECK(members > 50);
}

TEST_CASE("levels nest: a copy group lies in one story, a story in one storyline") {
  const TemporaryFolder folder;
  const std::vector<Article> articles = read_articles(generate(folder, 600, 6));
  const Result result = cluster(articles);
  for (const Membership& m : result.articles) {
    CHECK(result.articles[m.copy_of].story == m.story);
    CHECK(result.articles[m.story].storyline == m.storyline);
    CHECK(result.articles[m.story].story == m.story);
    CHECK(result.articles[m.storyline].storyline == m.storyline);
  }
  std::size_t members = 0;
  for (const Story& story : result.stories) {
    members += story.members.size();
    CHECK(std::count_if(story.members.begin(), story.members.end(),
                        [](const StoryMember& m) { return m.role == Role::kLead; }) == 1);
    for (const StoryMember& member : story.members) CHECK(result.articles[member.article].story == story.lead);
  }
  CHECK(members == articles.size());
}

TEST_CASE("every record is in articles.jsonl or rejects.jsonl and the counts add up") {
  const TemporaryFolder folder;
  std::ofstream(folder / "in.jsonl") << "{\"id\":\"a\",\"text\":\"the ferry left the pier at dawn\"}\n"
                                        "not json\n"
                                        "{\"id\":\"b\"}\n"
                                        "\n"
                                        "{\"id\":\"a\",\"text\":\"another text under the same id\"}\n"
                                        "{\"id\":\"c\",\"text\":\"\"}\n";
  FileJob job;
  job.inputs = {folder / "in.jsonl"};
  job.output = folder / "out";
  const FileReport report = cluster_files(job);
  CHECK(report.articles == 2);
  CHECK(report.rejects == 3);
  CHECK(lines_of(slurp(folder / "out/articles.jsonl")).size() == 2);
  CHECK(lines_of(slurp(folder / "out/rejects.jsonl")).size() == 3);
  CHECK(slurp(folder / "out/summary.json").find("\"records\": 5,") != std::string::npos);
}

TEST_CASE("which of two records with one id stays does not depend on their order") {
  const TemporaryFolder folder;
  const std::string first = "{\"id\":\"a\",\"text\":\"one\",\"date\":\"2024-03-02\"}\n";
  const std::string second = "{\"id\":\"a\",\"text\":\"two\",\"date\":\"2024-03-01\"}\n";
  for (const std::string& text : {first + second, second + first}) {
    std::ofstream(folder / "in.jsonl") << text;
    const auto files = run(folder / "in.jsonl", folder / "out", 1);
    CHECK(files.at("rejects.jsonl").find("one") != std::string::npos);
    CHECK(files.at("rejects.jsonl").find("two") == std::string::npos);
  }
}

TEST_CASE("articles without a word stay alone, short ones are compared whole") {
  std::vector<Article> articles;
  const auto add = [&](std::string text) {
    Article article;
    article.id = "a" + std::to_string(articles.size());
    article.text = std::move(text);
    articles.push_back(article);
  };
  for (int i = 0; i < 50; ++i) add("");
  for (int i = 0; i < 50; ++i) add("... !");
  add("Ferry late");
  add("ferry LATE");
  add("Ferry early");
  const Result result = cluster(articles);
  for (std::size_t i = 0; i < 100; ++i) CHECK(result.articles[i].copy_of == i);
  CHECK(result.articles[100].copy_of == result.articles[101].copy_of);
  CHECK(result.articles[102].copy_of == 102);
}

TEST_CASE("copies are found in every script") {
  struct Row {
    const char* name;
    const char* text;
  };
  // One invented sentence each, long enough to be a copy on its own.
  const std::vector<Row> rows = {
      {"Latin",
       "The mayor of Halden opened the new tram line on Monday and promised that a second one would follow within two "
       "years if the council agreed to pay for it"},
      {"Arabic",
       "افتتح عمدة هالدن خط الترام الجديد يوم الاثنين ووعد بأن خطا ثانيا سيتبعه خلال عامين إذا وافق المجلس على دفع "
       "التكاليف التي تقدر بمئة مليون من العملة المحلية هذا العام"},
      {"Cyrillic",
       "Мэр Хальдена открыл в понедельник новую трамвайную линию и пообещал что вторая появится в течение двух лет "
       "если совет согласится оплатить её строительство и закупку новых вагонов для неё"},
      {"Han",
       "哈尔登市长周一为新的电车线路剪彩并承诺如果议会同意出资第二条线路将在两年内建成通车届时市民出行将更加方便"},
      {"Kana",
       "ハルデン市長は月曜日に新しい路面電車の路線を開業させ、議会が費用を認めれば二年以内に二本目の路線も続くと約束し"
       "た"},
      {"Thai", "นายกเทศมนตรีเมืองฮัลเดนเปิดเส้นทางรถรางสายใหม่เมื่อวันจันทร์และสัญญาว่าจะมีสายที่สองตามมาภายในสองปี"},
      {"Devanagari",
       "हाल्डेन के महापौर ने सोमवार को नई ट्राम लाइन का उद्घाटन किया और वादा किया कि अगर परिषद पैसे देने को राज़ी हुई तो दो साल में "
       "दूसरी लाइन भी बन जाएगी और शहर के लोग आराम से सफ़र करेंगे"},
      {"Amharic",
       "የሃልደን ከንቲባ ሰኞ ዕለት አዲሱን የትራም መስመር ከፍተው ምክር ቤቱ ወጪውን ለመሸፈን ከተስማማ በሁለት ዓመት ውስጥ ሁለተኛው መስመር እንደሚከተል ቃል ገብተዋል ነዋሪዎችም "
       "ደስታቸውን በአደባባይ ወጥተው ገልጸዋል ብለዋል ዛሬ ጠዋት ላይ"},
  };
  std::vector<Article> articles;
  for (const Row& row : rows) {
    for (const char* outlet : {"one", "two"}) {
      Article article;
      article.id = std::string(row.name) + '-' + outlet;
      article.outlet = outlet;
      article.text = row.text;
      articles.push_back(article);
    }
  }
  const Result result = cluster(articles);
  for (std::size_t i = 0; i < articles.size(); ++i) {
    CAPTURE(articles[i].id);
    CHECK(result.articles[i].copy_of == i / 2 * 2);
  }
}

TEST_CASE("an outlet that a copy credits has the canonical, though it published later") {
  const std::string report =
      "The harbour of Norvik stays closed until Friday because a crane fell onto the northern quay during the storm.\n"
      "Nobody was hurt when it came down, the harbour master said, but two ships cannot leave before it is removed.\n"
      "A second crane is on its way from Tellin and should lift the wreck on Thursday if the wind has calmed by "
      "then.\n";
  for (const bool credits : {false, true}) {
    CAPTURE(credits);
    std::vector<Article> articles(3);
    for (std::size_t i = 0; i < articles.size(); ++i) {
      articles[i].id = "a" + std::to_string(i);
      articles[i].outlet = i == 1 ? "Norvik Press" : "Quay Mirror";
      articles[i].published_s = static_cast<std::int64_t>(1'000'000 + 3600 * i);
      articles[i].text = credits && i != 1 ? report + "Source: Norvik Press" : report;
    }
    for (const Membership& member : cluster(articles).articles) CHECK(member.copy_of == (credits ? 1 : 0));
  }
}

TEST_CASE("the library groups as the program does") {
  const TemporaryFolder folder;
  const std::string input = generate(folder, 300, 8);
  const std::vector<Article> articles = read_articles(input);
  const Result result = cluster(articles);
  const std::vector<std::string> lines = lines_of(run(input, folder / "out", 2).at("articles.jsonl"));
  REQUIRE(lines.size() == articles.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    CHECK(lines[i].find("\"id\":\"" + articles[i].id + "\",\"copy_of\":\"" + articles[result.articles[i].copy_of].id +
                        '"') != std::string::npos);
    CHECK(lines[i].find("\"story\":\"" + articles[result.articles[i].story].id + '"') != std::string::npos);
  }
}

TEST_CASE("another seed of the hashes finds the same groups") {
  const TemporaryFolder folder;
  const std::vector<Article> articles = read_articles(generate(folder, 300, 9));
  ResultOptions other;
  other.copies.seed = 77;
  CHECK(partition(articles, cluster(articles), &Membership::copy_of) ==
        partition(articles, cluster(articles, other), &Membership::copy_of));
}

TEST_CASE("options out of range and articles without or with equal ids are refused") {
  ResultOptions options;
  options.stories.level = 9;
  CHECK_THROWS_WITH_AS(cluster({}, options), "option out of range: story level = 9 (take 1 to 8)", Error);
  RunOptions run_options;
  run_options.threads = -1;
  CHECK_THROWS_AS(cluster({}, {}, run_options), Error);
  Article article;
  article.text = "text";
  CHECK_THROWS_AS(cluster({article}), Error);
  article.id = "a";
  CHECK_THROWS_AS(cluster({article, article}), Error);
  CHECK(cluster({}).articles.empty());
}

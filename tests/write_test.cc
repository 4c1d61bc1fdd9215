#include "io/write.h"

#include <doctest/doctest.h>
#include <samestory/error.h>
#include <simdjson.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <clocale>
#include <cmath>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <limits>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/hash.h"
#include "io/link_evidence.h"
#include "io/store.h"
#include "io/utf8.h"
#include "io/write_results.h"
#include "temporary_folder.h"

using samestory::AtomicFile;
using samestory::Error;
using samestory::ErrorKind;
using samestory::mix;
using samestory::Overwrite;
using samestory::ScratchFile;
using samestory::TemporaryFolder;
using samestory::TextStore;
namespace fs = std::filesystem;

namespace {

// A folder of its own that goes with the test.
std::string contents(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// What an Error of kind kOutput says; "nothing thrown" otherwise.
std::string output_error(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kOutput);
    return error.what();
  }
  return "nothing thrown";
}

// Files that grow beyond `most` bytes fail with EFBIG while this lives: a full disk that needs no privileges.
struct FileSizeLimit {
  rlimit before{};
  explicit FileSizeLimit(rlim_t most) {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before);
    const rlimit limit{most, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before); }
};

std::size_t entries(const std::string& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("a file appears with its whole contents when it is committed and not before") {
  const TemporaryFolder folder;
  const std::string path = folder / "articles.jsonl";
  const std::string big(3 << 20, 'b');
  {
    AtomicFile file(path);
    file.write("one\n");
    file.write(big);
    file.write("two\n");
    CHECK(!fs::exists(path));
    file.commit();
    CHECK(contents(path) == "one\n" + big + "two\n");
  }
  CHECK(contents(path) == "one\n" + big + "two\n");
  CHECK(entries(folder.path) == 1);
}

TEST_CASE("a file that is not committed leaves the old one and no remnant") {
  const TemporaryFolder folder;
  const std::string path = folder / "stories.jsonl";
  std::ofstream(path) << "old";
  {
    AtomicFile file(path);
    file.write(std::string(2 << 20, 'x'));
  }
  CHECK(contents(path) == "old");
  CHECK(entries(folder.path) == 1);
  {
    AtomicFile file(path);
    file.commit();
  }
  CHECK(contents(path).empty());
  CHECK(entries(folder.path) == 1);
}

TEST_CASE("a file that is finished is whole beside its place, and takes it only when it is committed") {
  const TemporaryFolder folder;
  const std::string path = folder / "stories.jsonl";
  std::ofstream(path) << "old";
  {
    AtomicFile file(path);
    file.write("new");
    file.finish();
    CHECK(contents(path) == "old");
    CHECK(contents(path + ".partial") == "new");
  }
  CHECK(contents(path) == "old");
  CHECK(entries(folder.path) == 1);
  {
    AtomicFile file(path);
    file.write("new");
    file.finish();
    file.commit();
  }
  CHECK(contents(path) == "new");
  CHECK(entries(folder.path) == 1);
}

TEST_CASE("the remnant of a killed run is replaced") {
  const TemporaryFolder folder;
  std::ofstream(folder / "a.partial") << "half of a line that is longer than the new one";
  AtomicFile file(folder / "a");
  file.write("new");
  file.commit();
  CHECK(contents(folder / "a") == "new");
  CHECK(entries(folder.path) == 1);
}

TEST_CASE("a file has the permissions that the umask leaves") {
  const TemporaryFolder folder;
  const mode_t before = ::umask(027);
  AtomicFile(folder / "a").commit();
  ::umask(before);
  struct stat status {};
  REQUIRE(::stat((folder / "a").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0640);
}

TEST_CASE("a full disk is an error that names the file and the remedy, and leaves nothing half-written") {
  const TemporaryFolder folder;
  const std::string path = folder / "links.jsonl";
  for (const std::size_t size : {std::size_t{100000}, std::size_t{4} << 20}) {
    CAPTURE(size);
    const FileSizeLimit limit(65536);
    CHECK(output_error([&] {
            AtomicFile file(path);
            file.write(std::string(size, 'x'));
            file.commit();
          }) == "cannot write: " + path +
                    ": File too large (raise the limit on file sizes (ulimit -f) or choose another -o)");
    CHECK(entries(folder.path) == 0);
  }
}

TEST_CASE("a disk without space left is an error that says so") {
  const TemporaryFolder folder;
  // Only root may mount; whoever is not is served by the test above.
  if (::mount("none", folder.path.c_str(), "tmpfs", 0, "size=64k") != 0) return;
  const std::string path = folder / "links.jsonl";
  const std::string file_error = output_error([&] {
    AtomicFile file(path);
    file.write(std::string(200000, 'x'));
    file.commit();
  });
  const std::string store_error = output_error([&] {
    TextStore store(folder.path, 0);
    store.append("title", std::string(200000, 'x'));
    store.finish();
  });
  const std::size_t left = entries(folder.path);
  ::umount(folder.path.c_str());
  CHECK(file_error == "cannot write: " + path + ": No space left on device (free some space or choose another -o)");
  CHECK(store_error == "cannot write: " + folder.path +
                           " (temporary texts): No space left on device (free some space or choose another --scratch)");
  CHECK(left == 0);
}

TEST_CASE("a file in a folder that is not there, or in the place of a folder, is an error") {
  const TemporaryFolder folder;
  const std::string nowhere = folder / "no/such/file";
  CHECK(output_error([&] { AtomicFile file(nowhere); }) ==
        "cannot write: " + nowhere + ": No such file or directory (choose another -o, or check its permissions)");
  fs::create_directories(folder / "taken/inside");
  CHECK(output_error([&] { AtomicFile(folder / "taken").commit(); }) ==
        "cannot write: " + (folder / "taken") + ": Is a directory (choose another -o, or check its permissions)");
  CHECK(entries(folder.path) == 1);
}

TEST_CASE("result files are replaced together or not at all") {
  const TemporaryFolder folder;
  const std::vector<std::string> names = {"articles.jsonl", "stories.jsonl", "links.jsonl", "rejects.jsonl",
                                          "summary.json"};
  for (const std::string& name : names) std::ofstream(folder / name) << "old";
  samestory::Result result;
  result.articles.emplace_back();
  const samestory::ArticleRows row{[](std::size_t) {
                                     return samestory::ArticleRow{"a", "", {}};
                                   },
                                   [](std::size_t) { return std::string("A title"); }};
  const auto write = [&](const std::vector<samestory::Reject>& rejects, const std::string& summary) {
    samestory::write_results(folder.path, result, rejects, summary, row);
  };
  {
    const FileSizeLimit limit(65536);
    const std::string full = ": File too large (raise the limit on file sizes (ulimit -f) or choose another -o)";
    const samestory::Reject large{"news.jsonl", 1, "no JSON object", std::string(100000, 'x')};
    CHECK(output_error([&] { write({large}, "{}\n"); }) == "cannot write: " + (folder / "rejects.jsonl") + full);
    CHECK(output_error([&] { write({}, std::string(100000, 'x')); }) ==
          "cannot write: " + (folder / "summary.json") + full);
  }
  for (const std::string& name : names) CHECK(contents(folder / name) == "old");
  CHECK(entries(folder.path) == names.size());
  write({}, "{\"records\":1}\n");
  CHECK(contents(folder / "articles.jsonl").find("\"id\":\"a\"") != std::string::npos);
  for (const char* name : {"stories.jsonl", "links.jsonl", "rejects.jsonl"}) CHECK(contents(folder / name).empty());
  CHECK(contents(folder / "summary.json") == "{\"records\":1}\n");
  CHECK(entries(folder.path) == names.size());
}

TEST_CASE("a link's line does not show whether its evidence was held in memory or waited on disk") {
  const TemporaryFolder folder;
  const auto link_of = [](std::size_t a, std::size_t b, const std::string& name) {
    samestory::StoryLink story;
    story.parts.cosines[0] = 0.25;
    story.shared.names = {name, "\"Quoted\""};
    story.only_b.numbers = {std::to_string(a), std::to_string(b)};
    samestory::Link link;
    link.a = a, link.b = b;
    link.story = std::make_shared<const samestory::StoryLink>(std::move(story));
    return link;
  };
  const std::vector<std::size_t> place_of = {2, 0, 1};  // the articles of the links in the files
  std::vector<samestory::Link> some = {link_of(1, 2, "Marrow")}, others = {link_of(0, 1, "Vell"), link_of(0, 2, "")};
  samestory::Link copy;  // has no evidence
  copy.a = 1, copy.b = 2;
  copy.kind = samestory::LinkKind::kNear;
  const samestory::ArticleRows row{[](std::size_t place) {
                                     static const std::vector<std::string> ids = {"i0", "i1", "i2"};
                                     return samestory::ArticleRow{ids[place], "", {}};
                                   },
                                   [](std::size_t) { return std::string(); }};
  const auto lines_with = [&](const samestory::LinkEvidence* evidence) {
    samestory::Result result;
    for (const auto* links : {&others, &some}) result.links.insert(result.links.end(), links->begin(), links->end());
    for (samestory::Link& link : result.links) link.a = place_of[link.a], link.b = place_of[link.b];
    result.links.push_back(copy);
    samestory::write_results(folder.path, result, {}, "{}", row, evidence);
    return contents(folder / "links.jsonl");
  };
  const std::string held = lines_with(nullptr);
  samestory::LinkEvidence evidence(folder.path);
  evidence.take(some, place_of);
  evidence.take(others, place_of);
  evidence.finish();
  for (const auto* links : {&some, &others})
    for (const samestory::Link& link : *links) CHECK(link.story == nullptr);
  CHECK(held.find("Marrow") != std::string::npos);
  CHECK(lines_with(&evidence) == held);
  CHECK(evidence.members(0, 0).empty());
}

TEST_CASE("summary.json takes its place behind all other result files") {
  const TemporaryFolder folder;
  std::ofstream(folder / "summary.json") << "old";
  fs::create_directories(folder / "rejects.jsonl/in/the/way");
  const samestory::ArticleRows row{[](std::size_t) { return samestory::ArticleRow{}; },
                                   [](std::size_t) { return std::string(); }};
  output_error([&] { samestory::write_results(folder.path, {}, {}, "new", row); });
  CHECK(contents(folder / "summary.json") == "old");
  CHECK(fs::exists(folder / "links.jsonl"));
}

TEST_CASE("JSON strings escape what JSON and line readers need and nothing else") {
  struct Row {
    const char* name;
    std::string text, expected;
  };
  const std::vector<Row> rows = {
      {"empty", "", R"("")"},
      {"plain", "Harbour reopens", R"("Harbour reopens")"},
      {"quote and backslash", R"(a"b\c)", R"("a\"b\\c")"},
      {"short escapes", "\b\f\n\r\t", R"("\b\f\n\r\t")"},
      {"controls", std::string("\0\x01\x1F\x7F", 4), R"("\u0000\u0001\u001f\u007f")"},
      {"C1 controls", "a\u0080b\u009Bc\u009F", R"("a\u0080b\u009bc\u009f")"},
      {"separators", "a\u2028b\u2029c", R"("a\u2028b\u2029c")"},
      {"slash and angle stay", "</a>&'", R"("</a>&'")"},
      {"scripts stay", "ميناء 港口 \U0001F6A2 \u00A0\u200F", "\"ميناء 港口 \U0001F6A2 \u00A0\u200F\""},
      {"a broken byte", "a\xFFz", "\"a\uFFFDz\""},
      {"a cut sequence", "a\xE6\xB8", "\"a\uFFFD\uFFFD\""},
      {"a surrogate in UTF-8", "\xED\xA0\x80", "\"\uFFFD\uFFFD\uFFFD\""},
      {"overlong", "\xC0\xAF", "\"\uFFFD\uFFFD\""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    std::string out = "x";
    samestory::append_json_string(out, row.text);
    CHECK(out == "x" + row.expected);
  }
}

TEST_CASE("any bytes come out as a JSON string that a parser reads back as the repaired text") {
  simdjson::dom::parser parser;
  for (std::uint64_t seed = 0; seed < 20000; ++seed) {
    std::string text;
    for (std::size_t i = 0; i < mix(seed) % 40; ++i) {
      const std::uint64_t random = mix(seed * 64 + i);
      static const std::string kTroublesome = "\"\\\n\x7F\xE2\x80\xA8\xA9\xF0\x9F\xED\xC2";
      if (random % 3 == 0) text.push_back(kTroublesome[(random >> 8) % kTroublesome.size()]);
      if (random % 3 == 1) text.push_back(static_cast<char>((random >> 8) % 255 + 1));
      if (random % 3 == 2) text += "\u2028";
    }
    CAPTURE(seed);
    std::string json;
    samestory::append_json_string(json, text);
    std::string expected;
    samestory::append_repaired(expected, text);
    std::string_view back;
    REQUIRE(parser.parse(json).get_string().get(back) == simdjson::SUCCESS);
    REQUIRE(back == expected);
    REQUIRE(json.find('\n') == std::string::npos);
  }
}

TEST_CASE("numbers have at most four decimals and no trailing zeros in any locale") {
  struct Row {
    double value;
    std::string expected;
  };
  const std::vector<Row> rows = {{0, "0"},
                                 {-0.0, "0"},
                                 {1, "1"},
                                 {100, "100"},
                                 {0.5, "0.5"},
                                 {0.1234, "0.1234"},
                                 {0.12345678, "0.1235"},
                                 {1e-9, "0"},
                                 {-1e-9, "0"},
                                 {-0.0625, "-0.0625"},
                                 {2.10, "2.1"},
                                 {0.99999, "1"},
                                 {1234567.25, "1234567.25"},
                                 {-3.0001, "-3.0001"},
                                 {0.0001, "0.0001"},
                                 {1e15, "1000000000000000"}};
  const std::string before = std::setlocale(LC_ALL, nullptr);
  for (const char* locale : {"C", "de_DE.UTF-8", "fr_FR.UTF-8"}) {
    std::setlocale(LC_ALL, locale);
    for (const Row& row : rows) {
      CAPTURE(row.value);
      std::string out;
      samestory::append_number(out, row.value);
      CHECK(out == row.expected);
    }
  }
  std::setlocale(LC_ALL, before.c_str());
  std::string largest;
  samestory::append_number(largest, -std::numeric_limits<double>::max());
  CHECK(largest.size() == 310);
}

TEST_CASE("numbers agree with printf, near halves of the last decimal, too") {
  for (std::uint64_t seed = 0; seed < 20000; ++seed) {
    double value = (static_cast<double>(mix(seed) >> 11) / 9007199254740992.0 - 0.5) * (seed % 2 == 0 ? 2.0 : 200000.0);
    if (seed % 3 == 0) value = (std::floor(value * 10000) + 0.5) / 10000;
    if (seed % 6 == 0) value = std::nextafter(value, seed % 12 == 0 ? 1e9 : -1e9);
    if (seed % 5 == 0) value += (seed % 10 == 0 ? 1e-7 : -1e-7);
    char printed[64];
    std::snprintf(printed, sizeof printed, "%.4f", value);
    std::string expected = printed;
    expected.erase(expected.find_last_not_of('0') + 1);
    if (expected.back() == '.') expected.pop_back();
    if (expected == "-0") expected = "0";
    std::string out;
    samestory::append_number(out, value);
    CAPTURE(seed);
    REQUIRE(out == expected);
  }
}

TEST_CASE("the output folder is created, and refused if something is in it") {
  const TemporaryFolder folder;
  samestory::prepare_folder(folder / "new/and/deep", Overwrite::kRefuse);
  CHECK(fs::is_directory(folder / "new/and/deep"));
  samestory::prepare_folder(folder / "new/and/deep", Overwrite::kRefuse);
  std::ofstream(folder / "new/file") << "x";
  CHECK(output_error([&] { samestory::prepare_folder(folder / "new", Overwrite::kRefuse); }) ==
        "output folder is not empty: " + (folder / "new") +
            " (choose another -o, or --overwrite to replace its results)");
  samestory::prepare_folder(folder / "new", Overwrite::kAllow);
  CHECK(contents(folder / "new/file") == "x");
  CHECK(output_error([&] { samestory::prepare_folder(folder / "new/file", Overwrite::kAllow); }) ==
        "output folder is a file: " + (folder / "new/file") + " (choose another -o)");
  CHECK(output_error([&] {
          samestory::prepare_folder(folder / "new/file/below", Overwrite::kAllow);
        }).rfind("cannot write: " + (folder / "new/file/below") + ": Not a directory", 0) == 0);
}

TEST_CASE("an output folder without a name is wrong usage") {
  try {
    samestory::prepare_folder("", Overwrite::kAllow);
    FAIL("nothing thrown");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kUsage);
    CHECK(std::string(error.what()) == "no output folder: -o '' (name one, which is made if needed)");
  }
}

TEST_CASE("a scratch file gives back what threads appended at once, from memory, from disk and from both") {
  const TemporaryFolder folder;
  for (const std::size_t memory_bytes : {std::size_t{0}, std::size_t{1}, std::size_t{123'457}, std::size_t{64} << 20}) {
    CAPTURE(memory_bytes);
    ScratchFile file(folder.path, memory_bytes);
    constexpr std::size_t kThreads = 4, kPieces = 500;
    const auto piece = [](std::size_t thread, std::size_t i) {
      return std::string(mix(thread * kPieces + i) % 5000, static_cast<char>('a' + (thread + i) % 26));
    };
    std::vector<std::vector<std::uint64_t>> places(kThreads);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < kThreads; ++t)
      threads.emplace_back([&, t] {
        for (std::size_t i = 0; i < kPieces; ++i) places[t].push_back(file.append(piece(t, i)));
      });
    for (std::thread& thread : threads) thread.join();
    for (std::size_t t = 0; t < kThreads; ++t) {
      for (std::size_t i = 0; i < kPieces; ++i) {
        const std::string expected = piece(t, i);
        std::string found(expected.size(), '?');
        file.read(places[t][i], found.data(), found.size());
        REQUIRE(found == expected);
      }
    }
  }
}

TEST_CASE("the store gives back every title and text, on any thread, as a vector does") {
  const TemporaryFolder folder;
  struct Row {
    std::string title, text;
  };
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    CAPTURE(seed);
    TextStore store(folder.path, 3'000'000);  // the rest in a file
    std::vector<Row> twin;
    std::vector<std::uint64_t> handles;
    for (std::size_t i = 0; i < 2000; ++i) {
      const std::uint64_t random = mix(seed * 100000 + i);
      // Sizes around the buffer's as well as empty ones.
      const std::size_t size = random % 97 == 0 ? (1 << 20) - 4 + random % 9 : random % 5 == 0 ? 0 : random % 3000;
      // Titles of all sizes around what one read takes, some longer.
      twin.push_back({std::string(random % 7 == 0    ? 0
                                  : random % 11 == 0 ? random % 700
                                                     : random % 90,
                                  't'),
                      std::string(size, static_cast<char>('a' + random % 26))});
      handles.push_back(store.append(twin.back().title, twin.back().text));
    }
    store.finish();
    CHECK(entries(folder.path) == 0);  // the file has no name
    std::vector<int> wrong(3);
    {
      std::vector<std::jthread> threads;
      for (std::size_t t = 0; t < wrong.size(); ++t)
        threads.emplace_back([&, t] {
          for (std::size_t i = 0; i < twin.size(); ++i) {
            const std::size_t at = mix(t * twin.size() + i) % twin.size();
            const samestory::Text text = store.text(handles[at]);
            if (text.title != twin[at].title || text.text != twin[at].text) ++wrong[t];
            if (store.title(handles[at]) != twin[at].title) ++wrong[t];
          }
        });
    }
    CHECK(wrong == std::vector<int>{0, 0, 0});
  }
}

TEST_CASE("an empty store can be finished") {
  const TemporaryFolder folder;
  TextStore store(folder.path);
  store.finish();
  CHECK(store.size_bytes() == 0);
}

TEST_CASE("a store that cannot grow or has no folder is an error") {
  const TemporaryFolder folder;
  const std::string nowhere = folder / "absent";
  CHECK(output_error([&] { TextStore store(nowhere); }) ==
        "cannot write: " + nowhere +
            " (temporary texts): No such file or directory (choose another --scratch, or check its permissions)");
  const FileSizeLimit limit(65536);
  for (const std::size_t size : {std::size_t{100000}, std::size_t{4} << 20}) {
    CAPTURE(size);
    CHECK(output_error([&] {
            TextStore store(folder.path, 0);
            store.append("title", std::string(size, 'x'));
            store.finish();
          }).rfind("cannot write: " + folder.path + " (temporary texts): File too large", 0) == 0);
  }
}

#include "io/read.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <isa-l/igzip_lib.h>
#include <samestory/error.h>
#include <simdjson.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "base/hash.h"
#include "base/parallel.h"
#include "io/json_record.h"
#include "io/timestamp.h"
#include "io/utf8.h"
#include "temporary_folder.h"

using samestory::ArchiveReader;
using samestory::Error;
using samestory::ErrorKind;
using samestory::mix;
using samestory::ParsedBatch;
using samestory::RawBatch;
using samestory::ReadOptions;
using samestory::Record;
using samestory::Reject;
using samestory::TemporaryFolder;
namespace fs = std::filesystem;
using namespace std::string_literals;

namespace {

// A folder of its own that goes with the test.
std::string gzip(const std::string& bytes) {
  std::string out(bytes.size() + bytes.size() / 8 + 1024, '\0');
  isal_zstream stream{};
  isal_deflate_stateless_init(&stream);
  stream.gzip_flag = IGZIP_GZIP;
  stream.end_of_stream = 1;
  stream.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<std::uint32_t>(bytes.size());
  stream.next_out = reinterpret_cast<std::uint8_t*>(out.data());
  stream.avail_out = static_cast<std::uint32_t>(out.size());
  REQUIRE(isal_deflate_stateless(&stream) == COMP_OK);
  out.resize(stream.total_out);
  return out;
}

std::string zstd(const std::string& bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  out.resize(ZSTD_compress2(context, out.data(), out.size(), bytes.data(), bytes.size()));
  ZSTD_freeCCtx(context);
  return out;
}

// Compressed in several members or frames, cut at random places.
std::string in_parts(const std::string& bytes, std::string (*compress)(const std::string&), std::uint64_t seed) {
  std::string out;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t size = 1 + mix(seed + at) % (bytes.size() / 3 + 1);
    out += compress(bytes.substr(at, size));
    if (mix(seed ^ at) % 4 == 0) out += compress("");
    at += size;
  }
  return out;
}

struct Archive {
  std::vector<Record> records;
  std::vector<Reject> rejects;
  std::uint64_t unreadable_dates = 0;
  std::uint64_t bytes = 0;
};

void add(Archive& archive, ParsedBatch&& batch) {
  std::move(batch.records.begin(), batch.records.end(), std::back_inserter(archive.records));
  std::move(batch.rejects.begin(), batch.rejects.end(), std::back_inserter(archive.rejects));
  archive.unreadable_dates += batch.unreadable_dates;
  archive.bytes += batch.bytes;
}

Archive read_all(ArchiveReader& reader) {
  Archive archive;
  while (std::optional<RawBatch> batch = reader.next()) add(archive, reader.parse(std::move(*batch)));
  return archive;
}

Archive read_all(const std::vector<std::string>& paths, const ReadOptions& options = {}) {
  ArchiveReader reader(paths, options);
  return read_all(reader);
}

// "id|title|text|date|outlet|language|url", with '*' behind an id that was given.
std::string shown(const Record& record) {
  const samestory::Article& a = record.article;
  return a.id + (record.id_given ? "*|" : "|") + a.title + "|" + a.text + "|" +
         (a.published_s ? samestory::format_timestamp(*a.published_s) : "") + "|" + a.outlet + "|" + a.language + "|" +
         a.url;
}

// Standard input reads from this file while the object lives.
struct StandardInput {
  int saved = ::dup(STDIN_FILENO);
  explicit StandardInput(const std::string& path) {
    const int in = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    REQUIRE(::dup2(in, STDIN_FILENO) == STDIN_FILENO);
    ::close(in);
  }
  ~StandardInput() {
    ::dup2(saved, STDIN_FILENO);
    ::close(saved);
  }
};

// Every record and reject in order of file and line, one a line.
std::string shown(const Archive& archive) {
  struct Line {
    std::uint64_t line;
    std::string text;
  };
  std::vector<Line> lines;
  for (const Record& r : archive.records) lines.push_back({r.line, std::to_string(r.line) + " " + shown(r) + "\n"});
  for (const Reject& r : archive.rejects) lines.push_back({r.line, std::to_string(r.line) + " ! " + r.reason + "\n"});
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.line < b.line; });
  std::string out;
  for (const Line& line : lines) out += line.text;
  return out;
}

std::string thrown(ErrorKind kind, const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    CHECK(error.kind() == kind);
    return error.what();
  }
  return "nothing thrown";
}

std::string input_error(const std::string& path, const ReadOptions& options = {}) {
  return thrown(ErrorKind::kInput, [&] { read_all({path}, options); });
}

const std::string kNoText = "! no field \"text\" (name it with --field text=...)";

}  // namespace

TEST_CASE("a JSON line comes out as the article that it means or with a reason why not") {
  const TemporaryFolder folder;
  struct Row {
    const char* name;
    std::string line, expected;  // without the line number; FILE stands for the path
  };
  const std::vector<Row> rows = {
      {"all fields",
       R"({"id":"a1","title":"T","text":"X","date":"2026-01-28T10:00:00Z","outlet":"O","lang":"en","url":"http://u.example/1"})",
       "a1*|T|X|2026-01-28T10:00:00Z|O|en|http://u.example/1"},
      {"spaces everywhere", " { \"id\" : \"a\" ,\t\"text\" : \"X\" } ", "a*||X||||"},
      {"names of other extractors",
       R"({"_id":"m","Headline":"T","maintext":"X","date_publish":"2026-01-28 00:00:00","source_domain":"o.example","language":"de","link":"http://l.example"})",
       "m*|T|X|2026-01-28|o.example|de|http://l.example"},
      {"a news API",
       R"({"source":{"id":null,"name":"The Quay"},"title":"T","content":"X","publishedAt":"2026-01-28T10:00:00Z","url":"http://q.example/a"})",
       "http://q.example/a|T|X|2026-01-28T10:00:00Z|The Quay||http://q.example/a"},
      {"a feed", R"({"source":{"title":"Quay Feed","id":"q"},"text":"X"})", "FILE:1||X||Quay Feed||"},
      {"an outlet of which only the id is known", R"({"source":{"x":1,"id":"quay"},"text":"X"})", "FILE:1||X||quay||"},
      {"a Mongo export", R"({"_id":{"$oid":"5f0c"},"text":"X","date":{"$date":"2026-01-28T10:00:00Z"}})",
       "5f0c*||X|2026-01-28T10:00:00Z|||"},
      {"a Mongo export in milliseconds", R"({"_id":{"$oid":"5f0c"},"text":"X","date":{"$date":1769594400000}})",
       "5f0c*||X|2026-01-28T10:00:00Z|||"},
      {"no id, but a url", R"({"text":"X","url":"https://www.Quay.example:8080/a?b"})",
       "https://www.Quay.example:8080/a?b||X||quay.example||https://www.Quay.example:8080/a?b"},
      {"neither", R"({"text":"X"})", "FILE:1||X||||"},
      {"an empty id is none", R"({"id":"","text":"X"})", "FILE:1||X||||"},
      {"a null id is none", R"({"id":null,"guid":"g","text":"X"})", "g*||X||||"},
      {"a number as id", R"({"id":42,"text":"X"})", "42*||X||||"},
      {"digits of a number stay", R"({"id":1.50,"text":"X"})", "1.50*||X||||"},
      {"a huge number as id", R"({"id":123456789012345678901234567890,"text":"X"})",
       "123456789012345678901234567890*||X||||"},
      {"huge numbers elsewhere", R"({"n":1e99999,"m":-99999999999999999999999,"text":"X","id":"a"})", "a*||X||||"},
      {"a broken number as id", R"({"id":01,"text":"X"})", "! not valid JSON: Problem while parsing a number"},
      {"true as id", R"({"id":true,"text":"X"})", "! field \"id\" is true or false, not a string or a number"},
      {"an array as id", R"({"id":["a"],"text":"X"})", "! field \"id\" is an array, not a string or a number"},
      {"an object as id", R"({"id":{"a":1},"text":"X"})", "! field \"id\" is an object, not a string or a number"},
      {"a tab in the id", R"({"id":"a\tb","text":"X"})", "! the id contains a control character"},
      {"a line break in the id", R"({"id":"a\nb","text":"X"})", "! the id contains a control character"},
      {"an override in the id", R"({"id":"a\u202eb","text":"X"})", "! the id contains a control character"},
      {"an id of 1 KiB", "{\"id\":\"" + std::string(1024, 'i') + "\",\"text\":\"X\"}",
       std::string(1024, 'i') + "*||X||||"},
      {"a longer id", "{\"id\":\"" + std::string(1025, 'i') + "\",\"text\":\"X\"}",
       "! the id has 1025 bytes, at most 1024 are allowed"},
      {"a url that is no id", R"({"url":"http://a.example/\u0009","text":"X"})",
       "FILE:1||X||a.example||http://a.example/\t"},
      {"text is a number", R"({"text":5})", "! field \"text\" is a number, not a string"},
      {"text is true", R"({"text":true})", "! field \"text\" is true or false, not a string"},
      {"text is an array", R"({"text":["X"]})", "! field \"text\" is an array, not a string"},
      {"text is an object", R"({"text":{"a":"X"}})", "! field \"text\" is an object, not a string"},
      {"text is null", R"({"text":null,"title":"T"})", kNoText},
      {"text is absent", R"({"title":"T"})", kNoText},
      {"text is empty", R"({"id":"a","text":""})", "a*||||||"},
      {"null lets the next name have its turn", R"({"content":"C","text":null,"id":"a"})", "a*||C||||"},
      {"the better name wins", R"({"content":"C","body":"B","text":"X","id":"a"})", "a*||X||||"},
      {"the first of two equal keys wins", R"({"id":"a","id":"b","text":"X","text":"Y"})", "a*||X||||"},
      {"title is a number", R"({"id":"a","title":1984,"text":"X"})", "a*|1984|X||||"},
      {"title is an array", R"({"title":[1],"text":"X"})", "! field \"title\" is an array, not a string"},
      {"an odd outlet counts as absent", R"({"id":"a","outlet":["x"],"publisher":"P","lang":7,"text":"X"})",
       "a*||X||P||"},
      {"a date in Unix time", R"({"id":"a","timestamp":1769594400,"text":"X"})", "a*||X|2026-01-28T10:00:00Z|||"},
      {"a date in Unix time with decimals", R"({"id":"a","timestamp":1769594400.0,"text":"X"})",
       "a*||X|2026-01-28T10:00:00Z|||"},
      {"a date that cannot be read", R"({"id":"a","date":"soon","text":"X"})", "a*||X||||"},
      {"a date that is an array", R"({"id":"a","date":[2026],"text":"X"})", "a*||X||||"},
      {"escapes", R"({"id":"a","text":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude80"})", "a*||\"\\/\b\f\n\r\té\U0001F680||||"},
      {"an escaped name", R"({"i\u0064":"a","text":"X"})", "a*||X||||"},
      {"a lone high surrogate", R"({"id":"a","text":"x\ud83dy"})", "a*||x\uFFFDy||||"},
      {"a lone low surrogate", R"({"id":"a","text":"x\ude80"})", "a*||x\uFFFD||||"},
      {"a high surrogate before another character", R"({"id":"a","text":"\ud83d\u0041\ud83d\ud83d\ude80"})",
       "a*||\uFFFDA\uFFFD\U0001F680||||"},
      {"surrogates the wrong way round", R"({"id":"a","text":"\ude80\ud83d\\ud83d"})", "a*||\uFFFD\uFFFD\\ud83d||||"},
      {"broken UTF-8", "{\"id\":\"a\",\"text\":\"x\xFFy\xC3(\xE6\xB8\"}", "a*||x\uFFFDy\uFFFD(\uFFFD\uFFFD||||"},
      {"NUL in a string", "{\"id\":\"a\",\"text\":\"x\0y\"}"s, "a*||x\uFFFDy||||"},
      {"an escaped NUL stays", R"({"id":"a","text":"x\u0000y"})", "a*||x\0y||||"s},
      {"a tab in a string", "{\"id\":\"a\",\t\"text\":\"x\ty\"}", "a*||x y||||"},
      {"an unknown escape", R"({"id":"a","text":"\q"})", "! not valid JSON: Problem while parsing a string"},
      {"not JSON", "hello", "! not a JSON object"},
      {"an array", "[1,2]", "! not a JSON object"},
      {"a string", R"("text")", "! not a JSON object"},
      {"an empty object", "{}", kNoText},
      {"cut off", R"({"id":"a","text":"X)", "! not valid JSON: A string is opened, but never closed."},
      {"two objects in a line", R"({"text":"X"} {"text":"Y"})",
       "! not valid JSON: The JSON document has an improper structure: missing or superfluous commas, braces, missing "
       "keys, etc."},
      {"deep nesting aside",
       "{\"id\":\"a\",\"deep\":" + std::string(100000, '[') + std::string(100000, ']') + ",\"text\":\"X\"}",
       "a*||X||||"},
      {"deep nesting in a field",
       "{\"source\":" + std::string(50000, '[') + std::string(50000, ']') + ",\"id\":\"a\",\"text\":\"X\"}",
       "a*||X||||"},
      {"right to left", R"({"id":"م١","title":"الميناء","text":"أُعيد فتح الميناء"})",
       "م١*|الميناء|أُعيد فتح الميناء||||"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const std::string path = folder.write("row.jsonl", row.line + "\n");
    std::string expected = row.expected;
    if (expected.rfind("FILE", 0) == 0) expected.replace(0, 4, path);
    CHECK(shown(read_all({path})) == "1 " + expected + "\n");
  }
}

TEST_CASE("dates that cannot be read are counted") {
  const TemporaryFolder folder;
  const std::string path = folder.write("a.jsonl",
                                        "{\"text\":\"a\",\"date\":\"soon\"}\n{\"text\":\"b\",\"date\":\"\"}\n"
                                        "{\"text\":\"c\"}\n{\"text\":\"d\",\"date\":true}\n"
                                        "{\"text\":\"e\",\"date\":\"2026-01-28\"}\n{\"text\":5,\"date\":\"soon\"}\n");
  CHECK(read_all({path}).unreadable_dates == 2);
}

TEST_CASE("every known field name is recognised in any letter case, and the earlier one wins") {
  const std::vector<std::pair<std::string, std::vector<std::string>>> lists = {
      {"id", {"id", "_id", "doc_id", "docid", "article_id", "uuid", "guid"}},
      {"title", {"title", "headline", "head_line", "titel"}},
      {"text",
       {"text", "body", "content", "maintext", "article", "article_body", "articlebody", "full_text", "fulltext",
        "plain_text", "story"}},
      {"date",
       {"date", "published", "publishedat", "published_at", "published_time", "date_publish", "publish_date",
        "pub_date", "pubdate", "datepublished", "datetime", "timestamp", "created_at", "time"}},
      {"outlet",
       {"outlet", "source", "domain", "source_domain", "publisher", "newspaper", "site", "site_name", "sitename",
        "paper", "source_name", "feed"}},
      {"lang", {"lang", "language", "language_code"}},
      {"url", {"url", "link", "source_url", "canonical_url", "web_url", "href"}}};
  const samestory::FieldNames names({});
  for (const auto& [canonical, in_files] : lists) {
    int rank = 0;
    for (std::string name : in_files) {
      CAPTURE(name);
      for (int capitals = 0; capitals < 2; ++capitals) {
        const std::optional<samestory::FieldMatch> match = names.find(name);
        REQUIRE(match.has_value());
        CHECK(samestory::canonical_name(match->field) == canonical);
        CHECK(match->rank == rank);
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return static_cast<char>(std::toupper(c)); });
      }
      ++rank;
    }
  }
  CHECK(!names.find("texts"));
  CHECK(!names.find(""));
}

TEST_CASE("the user can name a field, which replaces the names known for it") {
  const TemporaryFolder folder;
  const std::string path =
      folder.write("a.jsonl", "{\"text\":\"short\",\"Inhalt\":\"long\",\"title\":\"quay.example\",\"id\":\"a\"}\n");
  ReadOptions options;
  options.fields = {{"text", "inhalt"}, {"outlet", "title"}};
  CHECK(shown(read_all({path}, options)) == "1 a*||long||quay.example||\n");
  options.fields = {{"text", "absent"}, {"text", "inhalt"}};
  CHECK(shown(read_all({path}, options)) == "1 a*|quay.example|long||||\n");
  options.fields = {{"text", "absent"}};
  CHECK(shown(read_all({path}, options)) == "1 " + kNoText + "\n");
  options.fields = {{"headline", "x"}};
  CHECK(thrown(ErrorKind::kUsage, [&] { read_all({path}, options); }) ==
        "no such field: --field headline=... (choose one of id, title, text, date, outlet, lang, url)");
}

TEST_CASE("a title without text is an article where titles suffice") {
  const TemporaryFolder folder;
  ReadOptions options;
  options.title_suffices = true;
  const std::string lines = folder.write(
      "a.jsonl",
      "{\"id\":1,\"title\":\"T\"}\n{\"id\":2,\"title\":\"\"}\n{\"id\":3,\"text\":null,\"headline\":\"H\"}\n");
  CHECK(shown(read_all({lines}, options)) == "1 1*|T|||||\n2 " + kNoText + "\n3 3*|H|||||\n");
  const std::string csv = folder.write("a.csv", "id,title\n1,T\n2,\n");
  CHECK(shown(read_all({csv}, options)) == "2 1*|T|||||\n3 " + kNoText + "\n");
}

TEST_CASE("lines are counted and cut whatever ends them") {
  const TemporaryFolder folder;
  struct Row {
    const char* name;
    std::string contents, expected;
  };
  const std::string a = R"({"id":"a","text":"X"})", b = R"({"id":"b","text":"Y"})";
  const std::vector<Row> rows = {
      {"LF", a + "\n" + b + "\n", "1 a*||X||||\n2 b*||Y||||\n"},
      {"no line break at the end", a + "\n" + b, "1 a*||X||||\n2 b*||Y||||\n"},
      {"CR LF", a + "\r\n" + b + "\r\n", "1 a*||X||||\n2 b*||Y||||\n"},
      {"blank lines count", "\n\n  \t\r\n" + a + "\n\n\r\n" + b + "\n\n", "4 a*||X||||\n7 b*||Y||||\n"},
      {"byte order mark", "\xEF\xBB\xBF" + a + "\n" + b, "1 a*||X||||\n2 b*||Y||||\n"},
      {"a bad line between", a + "\n{\"id\n" + b + "\n",
       "1 a*||X||||\n2 ! not valid JSON: A string is opened, but never closed.\n3 b*||Y||||\n"},
      {"an empty array first", "[]\n" + a + "\n", "1 ! not a JSON object\n2 a*||X||||\n"},
      {"a bad first line", "garbage\n" + a + "\n", "1 ! not a JSON object\n2 a*||X||||\n"},
      {"empty", "", ""},
      {"only a byte order mark", "\xEF\xBB\xBF", ""},
      {"only blank lines", "\n \n\n", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    for (const char* name : {"row.jsonl", "row.ndjson", "row.JSON", "row"}) {
      if (name == "row"s && (row.contents[0] == 'g' || row.contents[0] == '['))
        continue;  // only a name can say that garbage is JSON lines
      CAPTURE(name);
      CHECK(shown(read_all({folder.write(name, row.contents)})) == row.expected);
    }
  }
}

TEST_CASE("a CSV file comes out as its records") {
  const TemporaryFolder folder;
  struct Row {
    const char* name;
    std::string contents, expected;
  };
  const std::string kStray = " ! characters follow a closing quote (inside of quotes a quote is written twice)\n";
  const std::string kOpen = " ! a quote opens in this line and is not closed\n";
  const std::vector<Row> rows = {
      {"plain", "id,title,text\n1,T,X\n2,U,Y\n", "2 1*|T|X||||\n3 2*|U|Y||||\n"},
      {"CR LF, no end", "id,text\r\n1,X\r\n2,Y", "2 1*||X||||\n3 2*||Y||||\n"},
      {"byte order mark, quoted header", "\xEF\xBB\xBF\"id\",\"text\"\n1,X\n", "2 1*||X||||\n"},
      {"semicolons", "id;text\n1;X, and Y\n", "2 1*||X, and Y||||\n"},
      {"tabs", "id\ttext\n1\tX; and, Y\n", "2 1*||X; and, Y||||\n"},
      {"quotes", "id,text\n1,\"X, \"\"Y\"\"\"\n2,\"\"\n", "2 1*||X, \"Y\"||||\n3 2*||||||\n"},
      {"a line break in quotes", "id,text\n1,\"X\nY\r\nZ\"\n2,W\n", "2 1*||X\nY\r\nZ||||\n5 2*||W||||\n"},
      {"a quote in a plain cell", "id,text\n1,5\" pipe\n", "2 1*||5\" pipe||||\n"},
      {"blank lines", "\nid,text\n\n1,X\n\r\n2,Y\n", "4 1*||X||||\n6 2*||Y||||\n"},
      {"an empty cell", "id,text,body\n1,,B\n2,,\n", "2 1*||B||||\n3 2*||||||\n"},
      {"a date and a url", "link,published,content\nhttp://www.q.example/1,2026-01-28,X\n",
       "2 http://www.q.example/1||X|2026-01-28|q.example||http://www.q.example/1\n"},
      {"too few and too many cells", "id,text\n1\n2,X,Y\n3,Z\n",
       "2 ! the record has 1 cells, the header 2\n3 ! the record has 3 cells, the header 2\n4 3*||Z||||\n"},
      {"broken UTF-8 and NUL", "id,text\n1,x\xFFy\0z\n"s, "2 1*||x\uFFFDy\uFFFDz||||\n"},
      {"a quote that never ends costs its line", "id,text\n1,\"X\n2,Y\n3,Z\n",
       "2" + kOpen + "3 2*||Y||||\n4 3*||Z||||\n"},
      {"a quote that never ends in the last line", "id,text\n1,X\n2,\"Y", "2 1*||X||||\n3" + kOpen},
      {"a quote that a later one seems to end", "id,text\n1,\"X\n2,\"Y\"\n3,Z\n",
       "2" + kStray + "3 2*||Y||||\n4 3*||Z||||\n"},
      {"characters behind a quote", "id,text\n1,\"X\" x\n2,Y\n", "2" + kStray + "3 2*||Y||||\n"},
      {"one column", "text\nX\n", "2 FILE:2||X||||\n"},
      {"an id with a line break", "id,text\n\"a\nb\",X\nc,Y\n",
       "2 ! the id contains a control character\n4 c*||Y||||\n"},
      {"header only", "id,text\n", ""},
      {"empty", "", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const bool one_column = row.name == "one column"s;
    for (const char* name : {"row.csv", "row.TSV", "row"}) {
      if (one_column && name == "row"s) continue;  // without a delimiter only the name says that it is CSV
      CAPTURE(name);
      const std::string path = folder.write(name, row.contents);
      std::string expected = row.expected;
      if (one_column) expected.replace(2, 4, path);
      CHECK(shown(read_all({path})) == expected);
    }
  }
}

TEST_CASE("a reject shows the record, cut where a character ends, and says how much is missing") {
  const TemporaryFolder folder;
  const std::string long_line = "[" + std::string(4094, 'x') + "é" + std::string(100, 'y');
  const std::string path = folder.write("a.jsonl", "\n[1]\r\n" + long_line + "\n");
  const Archive archive = read_all({path});
  REQUIRE(archive.rejects.size() == 2);
  CHECK(archive.rejects[0].file == path);
  CHECK(archive.rejects[0].line == 2);
  CHECK(archive.rejects[0].record == "[1]");
  CHECK(archive.rejects[1].line == 3);
  CHECK(archive.rejects[1].record == long_line.substr(0, 4095));
  CHECK(archive.rejects[1].reason == "not a JSON object [102 bytes of the record are left out here]");
}

TEST_CASE("a record above the maximum is a reject, and the next one is read") {
  const TemporaryFolder folder;
  ReadOptions options;
  options.max_record_bytes = 100000;
  const std::string good = R"({"id":"b","text":"Y"})";
  for (const std::size_t size : {99999U, 100000U, 100001U, 500000U, 3000000U}) {
    CAPTURE(size);
    const std::string line = "{\"id\":\"a\",\"text\":\"" + std::string(size - 20, 'x') + "\"}";
    REQUIRE(line.size() == size);
    for (const std::size_t batch_bytes : {std::size_t{1}, std::size_t{1} << 20}) {
      options.batch_bytes = batch_bytes;
      const std::string path = folder.write("a.jsonl", good + "\n" + line + "\n" + good + "\n" + line);
      const Archive archive = read_all({path}, options);
      const bool fits = size <= 100000;
      CHECK(archive.records.size() == (fits ? 4 : 2));
      REQUIRE(archive.rejects.size() == (fits ? 0 : 2));
      if (fits) continue;
      CHECK(archive.records[1].line == 3);
      CHECK(archive.rejects[0].line == 2);
      CHECK(archive.rejects[1].line == 4);
      CHECK(archive.rejects[0].record == line.substr(0, 4096));
      CHECK(archive.rejects[0].reason == "the record has " + std::to_string(size) +
                                             " bytes, at most 100000 are allowed [" + std::to_string(size - 4096) +
                                             " bytes of the record are left out here]");
    }
  }
  // What begins with more blanks than a record may have bytes is no blank line.
  const std::string blanks = folder.write("blanks.jsonl", std::string(200000, ' ') + good + "\n" + good);
  CHECK(read_all({blanks}, options).rejects.size() == 1);
  CHECK(read_all({blanks}, options).records.size() == 1);
  const std::string text = folder.write("long.txt", std::string(200000, 'x'));
  CHECK(read_all({text}, options).rejects.size() == 1);
  const std::string csv =
      folder.write("a.csv", "id,text\n1," + std::string(200000, 'x') + "\n2,Y\n3,\"" + std::string(200000, 'x') +
                                "\"\n4,Z\n5,\"a\nb\n" + std::string(200000, 'x') + "\"\n6,W\n");
  const Archive archive = read_all({csv}, options);
  REQUIRE(archive.records.size() == 3);
  CHECK(archive.records[0].line == 3);
  CHECK(archive.records[1].line == 5);
  CHECK(archive.records[2].line == 9);
  CHECK(archive.rejects.size() == 5);  // of the last long record each line is one
}

TEST_CASE("a line of 50 MB is an article") {
  const TemporaryFolder folder;
  const std::string text(50'000'000, 'x');
  const std::string path =
      folder.write("a.jsonl", "{\"id\":\"a\",\"text\":\"" + text + "\"}\n{\"id\":\"b\",\"text\":\"Y\"}");
  const Archive archive = read_all({path});
  REQUIRE(archive.records.size() == 2);
  CHECK(archive.records[0].article.text == text);
  CHECK(archive.records[1].article.id == "b");
}

TEST_CASE("a decompression bomb of one endless line costs no memory") {
  const TemporaryFolder folder;
  const std::string part = gzip("{" + std::string(8 << 20, 'x'));
  const std::string path = folder / "bomb.jsonl.gz";
  std::ofstream out(path, std::ios::binary);
  for (int i = 0; i < 64; ++i) out << part;
  out << gzip("\n{\"id\":\"a\",\"text\":\"X\"}\n");
  out.close();
  ReadOptions options;
  options.max_record_bytes = 1 << 20;
  rusage before{}, after{};
  ::getrusage(RUSAGE_SELF, &before);
  const Archive archive = read_all({path}, options);
  ::getrusage(RUSAGE_SELF, &after);
  REQUIRE(archive.records.size() == 1);
  CHECK(archive.records[0].line == 2);
  REQUIRE(archive.rejects.size() == 1);
  CHECK(archive.rejects[0].reason.rfind("the record has 536870976 bytes", 0) == 0);
  CHECK(archive.bytes == 536870976 + 1 + 22);
  CHECK(after.ru_maxrss - before.ru_maxrss < 32 << 10);  // kB
}

TEST_CASE("quotes that are opened and never closed cost linear time") {
  const TemporaryFolder folder;
  ReadOptions options;
  options.max_record_bytes = 1 << 20;
  // Behind its delimiter each line opens a quote; the next one closes it and opens another.
  std::string contents = "id,text\n";
  constexpr std::size_t kLines = 200000;
  for (std::size_t i = 0; i < kLines; ++i) contents += "a\",\"b\n";
  const std::string path = folder.write("a.csv", contents);
  const std::clock_t before = std::clock();
  const Archive archive = read_all({path}, options);
  const double seconds = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
  CHECK(archive.records.empty());
  CHECK(archive.rejects.size() == kLines);
  CHECK(seconds < 20);  // of the processor; looking at each line's megabyte would take minutes
}

TEST_CASE("each text file of a directory is an article, in order of names") {
  const TemporaryFolder folder;
  const std::string directory = folder / "texts";
  fs::create_directories(directory + "/nested.txt");
  const auto put = [&](const std::string& name, const std::string& contents) {
    std::ofstream(directory + "/" + name, std::ios::binary) << contents;
  };
  put("b.txt", "\xEF\xBB\xBFLine one\nLine \xFFtwo\n");
  put("a.TXT", "First");
  put("c.txt", "");
  put("d.md", "no text");
  put("._b.txt", "hidden");
  put("e.txt", "\xFF\xFEh\0i\0"s);
  put("bad\tname.txt", "X");
  ArchiveReader reader({directory}, {});
  const Archive archive = read_all(reader);
  CHECK(shown(archive) ==
        "1 a||First||||\n1 ! the name of the file contains a control character\n"
        "1 ! UTF-16 instead of UTF-8 (convert it: iconv -f UTF-16 -t UTF-8)\n"
        "2 b||Line one\nLine \uFFFDtwo\n||||\n4 c||||||\n");
  REQUIRE(archive.rejects.size() == 2);
  CHECK(archive.rejects[0].file == directory + "/bad\tname.txt");
  CHECK(archive.rejects[1].file == directory + "/e.txt");
  REQUIRE(reader.files().size() == 1);
  CHECK(reader.files()[0].path == directory);
  CHECK(reader.files()[0].size_bytes == 22 + 5 + 0 + 6 + 1);
  CHECK(reader.bytes_total() == reader.bytes_read());
  // The checksum changes with a content and with a name.
  const std::uint64_t checksum = reader.files()[0].checksum;
  const auto again = [&] {
    ArchiveReader other({directory}, {});
    read_all(other);
    return other.files()[0].checksum;
  };
  CHECK(again() == checksum);
  put("c.txt", "c");
  CHECK(again() != checksum);
  put("c.txt", "");
  fs::rename(directory + "/c.txt", directory + "/c2.txt");
  CHECK(again() != checksum);
}

TEST_CASE("a single text file is an article, also compressed") {
  const TemporaryFolder folder;
  CHECK(shown(read_all({folder.write("quay.txt", "{\"not\": \"json\"}\n[x]\n")})) ==
        "1 quay||{\"not\": \"json\"}\n[x]\n||||\n");
  CHECK(shown(read_all({folder.write("quay.txt.gz", gzip("Harbour\n"))})) == "1 quay||Harbour\n||||\n");
}

TEST_CASE("what makes a whole input unreadable is an error with a remedy") {
  const TemporaryFolder folder;
  struct Row {
    const char* name;
    std::string file, contents, expected;  // FILE stands for the path
  };
  const std::vector<Row> rows = {
      {"one array", "a.json", "\n [ \n{\"text\":\"X\"}]\n",
       "one JSON array instead of JSON lines: FILE (turn it into lines: jq -c '.[]' FILE > lines.jsonl)"},
      {"one array without a name", "a", "[{\"text\":\"X\"}]",
       "one JSON array instead of JSON lines: FILE (turn it into lines: jq -c '.[]' FILE > lines.jsonl)"},
      {"an empty array", "a.json", "[]",
       "one JSON array instead of JSON lines: FILE (turn it into lines: jq -c '.[]' FILE > lines.jsonl)"},
      {"UTF-16", "a.jsonl", "\xFF\xFE{\0\"\0"s,
       "UTF-16 instead of UTF-8: FILE (convert it: iconv -f UTF-16 -t UTF-8 FILE > converted)"},
      {"UTF-16, other order", "a.csv", "\xFE\xFF\0i"s,
       "UTF-16 instead of UTF-8: FILE (convert it: iconv -f UTF-16 -t UTF-8 FILE > converted)"},
      {"UTF-16 without mark", "a.jsonl", "{\0\"\0"s,
       "UTF-16 instead of UTF-8: FILE (convert it: iconv -f UTF-16 -t UTF-8 FILE > converted)"},
      {"no known format", "a", "Harbour reopens\n",
       "cannot tell the format: FILE (JSON lines begin with '{', CSV with a header line that names a text column; or "
       "give the file a name that ends in .jsonl, .csv, .tsv or .txt)"},
      {"CSV without text", "a.csv", "\nid,name\n1,X\n",
       "no column \"text\" in the header line: FILE:2: id,name (name it with --field text=...)"},
      {"CSV with an open quote in the header", "a.csv", "id,\"text\n1,X\n",
       "cannot read the header line: FILE:1 (a quote opens in this line and is not closed)"},
      {"bzip2", "a.jsonl.bz2", "BZh91AY&SY....",
       "cannot read bzip2: FILE (unpack it: bzip2 -dc FILE | samestory cluster - -o DIR)"},
      {"xz", "a.jsonl.xz",
       "\xFD"
       "7zXZ\0...."s,
       "cannot read xz: FILE (unpack it: xz -dc FILE | samestory cluster - -o DIR)"},
      {"zip", "a.zip", "PK\x03\x04....",
       "cannot read zip: FILE (unpack it: unzip -p FILE | samestory cluster - -o DIR)"},
      {"Parquet", "a.parquet", "PAR1....",
       "cannot read Parquet: FILE (unpack it: duckdb -c \"COPY (FROM 'FILE') TO '/dev/stdout' (FORMAT json)\" | "
       "samestory cluster - -o DIR)"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const std::string path = folder.write(row.file, row.contents);
    std::string expected = row.expected;
    for (std::size_t at = 0; (at = expected.find("FILE", at)) != std::string::npos; at += path.size())
      expected.replace(at, 4, path);
    CHECK(input_error(path) == expected);
  }
}

TEST_CASE("a path that cannot be read is an error before anything is read") {
  const TemporaryFolder folder;
  CHECK(input_error(folder / "absent.jsonl") ==
        "cannot open: " + (folder / "absent.jsonl") + ": No such file or directory (check the path)");
  fs::create_directory(folder / "empty");
  CHECK(input_error(folder / "empty") == "no .txt files in the directory: " + (folder / "empty") +
                                             " (give other files by name, such as " + (folder / "empty") + "/*.jsonl)");
  const std::string secret = folder.write("secret.jsonl", "{}");
  ::chmod(secret.c_str(), 0);
  const std::string expected = "cannot open: " + secret + ": Permission denied (check its permissions)";
  ::chmod(folder.path.c_str(), 0755);
  const uid_t user = ::geteuid();
  constexpr uid_t kNobody = 65534;  // root reads everything
  if (user == 0) REQUIRE(::seteuid(kNobody) == 0);
  const std::string message = input_error(secret);
  if (user == 0) REQUIRE(::seteuid(0) == 0);
  CHECK(message == expected);
  const ReadOptions defaults;
  CHECK(thrown(ErrorKind::kUsage, [&] {
          ArchiveReader({"-", "-"}, defaults);
        }) == "standard input can be read once only: - (give it one time)");
  ReadOptions options;
  options.max_record_bytes = 0;
  CHECK(thrown(ErrorKind::kUsage, [&] { ArchiveReader({}, options); }) ==
        "no such record size: 0 bytes (choose 1 to 1073741824)");
}

TEST_CASE("compression is told by the first bytes, not by the name, in any number of members and frames") {
  const TemporaryFolder folder;
  std::string plain;
  for (int i = 0; i < 300; ++i)
    plain += "{\"id\":" + std::to_string(i) + ",\"text\":\"Quay " + std::to_string(i * 7) + "\"}\n";
  const std::string expected = shown(read_all({folder.write("plain.jsonl", plain)}));
  REQUIRE(std::count(expected.begin(), expected.end(), '\n') == 300);
  const std::string skippable = "\x53\x2A\x4D\x18\x03\0\0\0abc"s;
  struct Row {
    const char* name;
    std::string contents;
  };
  const std::vector<Row> rows = {
      {"gzip", gzip(plain)},
      {"gzip members", in_parts(plain, gzip, 1)},
      {"gzip with padding", gzip(plain) + std::string(1000, '\0')},
      {"zstd", zstd(plain)},
      {"zstd frames", in_parts(plain, zstd, 2)},
      {"zstd skippable frames", skippable + zstd(plain) + skippable},
      {"plain", plain},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    for (const std::size_t chunk : {1U, 2U, 3U, 7U, 8U, 9U, 100U, 1U << 18}) {
      CAPTURE(chunk);
      ReadOptions options;
      options.chunk_bytes = chunk;
      const std::string path = folder.write("misnamed.jsonl", row.contents);
      ArchiveReader reader({path}, options);
      const Archive archive = read_all(reader);
      CHECK(shown(archive) == expected);
      CHECK(archive.bytes == plain.size());
      CHECK(reader.bytes_read() == row.contents.size());
      CHECK(reader.bytes_total() == row.contents.size());
      REQUIRE(reader.files().size() == 1);
      CHECK(reader.files()[0].path == path);
      CHECK(reader.files()[0].size_bytes == row.contents.size());
      CHECK(reader.files()[0].checksum == samestory::hash_bytes(row.contents, 0));
    }
  }
}

TEST_CASE("a gzip header with a name, a comment and an extra field is read at any chunk size") {
  const TemporaryFolder folder;
  const std::string line = "{\"id\":\"a\",\"text\":\"X\"}\n";
  std::string bytes = gzip(line);
  bytes[3] = 4 | 8 | 16;
  bytes.insert(10, "\x05\0extraname.jsonl\0comment\0"s);
  for (std::size_t chunk = 1; chunk < 60; ++chunk) {
    CAPTURE(chunk);
    ReadOptions options;
    options.chunk_bytes = chunk;
    CHECK(shown(read_all({folder.write("a.gz", bytes + bytes)}, options)) == "1 a*||X||||\n2 a*||X||||\n");
  }
}

TEST_CASE("compressed data that is cut off anywhere or followed by other bytes is an error") {
  const TemporaryFolder folder;
  std::string plain;
  for (int i = 0; i < 40; ++i)
    plain += "{\"id\":" + std::to_string(mix(static_cast<std::uint64_t>(i))) + ",\"text\":\"X\"}\n";
  for (std::string (*compress)(const std::string&) : {gzip, zstd}) {
    const std::string kind = compress == gzip ? "gzip" : "zstd";
    CAPTURE(kind);
    const std::string whole = compress(plain) + compress(plain);
    const std::size_t member = whole.size() / 2;
    for (std::size_t size = 8; size < whole.size(); ++size) {
      if (size == member) continue;  // an archive of one member
      CAPTURE(size);
      ReadOptions options;
      options.chunk_bytes = 1 + mix(size) % 300;
      const std::string path = folder.write("a.jsonl", whole.substr(0, size));
      CHECK(input_error(path, options) == "truncated " + kind + " data: " + path + " at byte " + std::to_string(size) +
                                              " (the file is cut off; fetch it again)");
    }
    const std::string path = folder.write("a.jsonl", whole + "garbage behind the end");
    CHECK(input_error(path).rfind("damaged " + kind + " data: ", 0) == 0);
  }
}

TEST_CASE("a flipped bit in compressed data is an error or does not change what is read") {
  const TemporaryFolder folder;
  std::string plain;
  for (int i = 0; i < 20; ++i)
    plain += "{\"id\":" + std::to_string(mix(static_cast<std::uint64_t>(i))) + ",\"text\":\"X\"}\n";
  const std::string expected = shown(read_all({folder.write("a.jsonl", plain)}));
  for (std::string (*compress)(const std::string&) : {gzip, zstd}) {
    const std::string whole = compress(plain);
    std::size_t errors = 0;
    for (std::size_t bit = 32; bit < whole.size() * 8; ++bit) {
      CAPTURE(bit);
      std::string damaged = whole;
      damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
      const std::string path = folder.write("a.jsonl", damaged);
      std::string outcome;
      const std::string message = thrown(ErrorKind::kInput, [&] { outcome = shown(read_all({path})); });
      if (message == "nothing thrown")
        CHECK(outcome == expected);
      else
        ++errors;
    }
    CHECK(errors > whole.size() * 6);  // what may differ is a header's time stamp and the like
  }
}

TEST_CASE("standard input is read like a file, with an unknown size") {
  const TemporaryFolder folder;
  const std::string contents = gzip("{\"text\":\"X\"}\n{\"text\":\"Y\"}\n");
  const std::string path = folder.write("in", contents);
  const StandardInput redirected(path);
  ArchiveReader reader({"-"}, {});
  const Archive archive = read_all(reader);
  CHECK(shown(archive) == "1 -:1||X||||\n2 -:2||Y||||\n");
  CHECK(reader.bytes_total() == 0);
  CHECK(reader.bytes_read() == contents.size());
  CHECK(reader.files()[0].path == "-");
  CHECK(reader.files()[0].checksum == samestory::hash_bytes(contents, 0));
}

TEST_CASE("messages call standard input by its name, and give no command that needs a path") {
  const TemporaryFolder folder;
  struct Row {
    const char* name;
    std::string contents, expected;
  };
  const std::vector<Row> rows = {
      {"one array", "[{}]", "one JSON array instead of JSON lines: standard input (turn it into lines: jq -c '.[]')"},
      {"UTF-16", "\xFF\xFE{\0"s, "UTF-16 instead of UTF-8: standard input (convert it: iconv -f UTF-16 -t UTF-8)"},
      {"xz",
       "\xFD"
       "7zXZ\0...."s,
       "cannot read xz: standard input (unpack it before it comes in here)"},
      {"no known format", "Harbour reopens\n",
       "cannot tell the format: standard input (JSON lines begin with '{', CSV with a header line that names a text "
       "column; or give the file a name that ends in .jsonl, .csv, .tsv or .txt)"},
      {"CSV without text", "id,title\n1,X\n",
       "no column \"text\" in the header line: standard input:1: id,title (name it with --field text=...)"},
      {"truncated gzip", "\x1F\x8B\x08",
       "truncated gzip data: standard input at byte 3 (the file is cut off; fetch it "
       "again)"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const StandardInput redirected(folder.write("in", row.contents));
    CHECK(input_error("-") == row.expected);
  }
}

TEST_CASE("a header line in a message is cut and can steer no terminal") {
  const TemporaryFolder folder;
  struct Row {
    const char* name;
    std::string header, shown;
  };
  const std::vector<Row> rows = {
      {"tabs", "id\tname", "id name"},
      {"an escape sequence", "id,\x1B[2Jname,\x07\x7F", "id,?[2Jname,??"},
      {"C1 and bidi controls", "id,\u009B2J,\u202Eeman\u2069", "id,?2J,?eman?"},
      {"broken UTF-8", "id,\x9B,\xFF", "id,?,?"},
      {"80 bytes", "id," + std::string(77, 'n'), "id," + std::string(77, 'n')},
      {"81 bytes", "id," + std::string(78, 'n'), "id," + std::string(77, 'n') + "..."},
      {"a character across the cut", "id," + std::string(76, 'n') + "éa", "id," + std::string(76, 'n') + "..."},
      {"names in another script", "رقم,名前", "رقم,名前"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const std::string path = folder.write("a.csv", row.header + "\n1,X\n");
    CHECK(input_error(path) ==
          "no column \"text\" in the header line: " + path + ":1: " + row.shown + " (name it with --field text=...)");
  }
}

TEST_CASE("texts of two folders keep the names of their files as ids, and each record knows its file") {
  const TemporaryFolder folder;
  fs::create_directories(folder / "monday");
  fs::create_directories(folder / "tuesday");
  const std::string first = folder.write("monday/quay.txt", "X"), second = folder.write("tuesday/quay.txt", "Y");
  const std::string third = folder.write("tuesday/tram.txt", "Z"),
                    lines = folder.write("a.jsonl", "\n{\"text\":\"W\"}");
  ArchiveReader reader({folder / "monday", lines, folder / "tuesday"}, {});
  const Archive archive = read_all(reader);
  REQUIRE(archive.records.size() == 4);
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"quay", first}, {lines + ":2", lines}, {"quay", second}, {"tram", third}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CAPTURE(i);
    const Record& record = archive.records[i];
    CHECK(record.article.id == expected[i].first);
    CHECK(reader.record_path(record.file, record.line) == expected[i].second);
  }
}

TEST_CASE("several inputs keep their order and their numbers") {
  const TemporaryFolder folder;
  const std::string one = folder.write("1.jsonl", "{\"text\":\"X\"}\n5\n");
  const std::string two = folder.write("2.csv.zst", zstd("text;id\nY;y\n"));
  const std::string three = folder.write("3.jsonl", "");
  const std::string four = folder.write("4.jsonl.gz", gzip("{\"text\":\"Z\"}"));
  ArchiveReader reader({one, two, three, four}, {});
  const Archive archive = read_all(reader);
  REQUIRE(archive.records.size() == 3);
  CHECK(archive.records[0].article.id == one + ":1");
  CHECK(archive.records[0].file == 0);
  CHECK(archive.records[1].article.id == "y");
  CHECK(archive.records[1].file == 1);
  CHECK(archive.records[2].article.id == four + ":1");
  CHECK(archive.records[2].file == 3);
  REQUIRE(archive.rejects.size() == 1);
  CHECK(archive.rejects[0].file == one);
  REQUIRE(reader.files().size() == 4);
  std::uint64_t sum = 0;
  for (const samestory::InputFile& file : reader.files()) {
    CHECK(file.size_bytes == fs::file_size(file.path));
    sum += file.size_bytes;
  }
  CHECK(reader.bytes_total() == sum);
  CHECK(reader.bytes_read() == sum);
}

namespace {

// The same character as it stands in an article and as a writer of JSON may spell it.
struct Spelling {
  const char *meant, *written;
};
const std::vector<Spelling> kSpellings = {
    {"a", "a"},
    {"e", "\\u0065"},
    {" ", " "},
    {"\"", "\\\""},
    {"\\", "\\\\"},
    {"\n", "\\n"},
    {"\t", "\\t"},
    {"/", "\\/"},
    {"é", "é"},
    {"é", "\\u00E9"},
    {"ميناء", "ميناء"},
    {"م", "\\u0645"},
    {"港", "港"},
    {"港", "\\u6e2f"},
    {"\U0001F6A2", "\U0001F6A2"},
    {"\U0001F6A2", "\\ud83d\\udea2"},
    {"{", "{"},
    {"}", "}"},
    {",", ","},
    {"\uFFFD", "\xFF"},
    {"\uFFFD", "\\udc00"},
    {" ", "\t"},
    {"\uFFFD", "\x01"},
    {"quay", "quay"},
};

struct Sample {
  std::string contents;
  std::vector<std::string> expected;  // of each line that is not blank: as shown() has it, or empty for a reject
};

std::string random_value(std::uint64_t seed, std::size_t most, std::string& meant) {
  std::string written;
  for (std::size_t i = 0; i < mix(seed) % most; ++i) {
    const Spelling& spelling = kSpellings[mix(seed + i * 7919) % kSpellings.size()];
    meant += spelling.meant;
    written += spelling.written;
  }
  return "\"" + written + "\"";
}

// One line of a random archive, appended with what has to come out.
void append_line(Sample& sample, std::uint64_t seed, std::size_t number) {
  const std::uint64_t kind = mix(seed) % 12;
  const std::string prefix = std::to_string(number) + " ";
  if (kind == 0) {
    sample.contents += mix(seed + 1) % 2 == 0 ? "" : " \t";
  } else if (kind == 1) {
    static const std::vector<std::string> kBad = {"[]",           "x",   "{\"text\"", "{\"text\":[]}",
                                                  "{\"text\":\"", "{}}", "\"",        "\xFF"};
    sample.contents += kBad[mix(seed + 1) % kBad.size()];
    sample.expected.push_back(prefix + "!");
  } else {
    std::string title, text;
    const std::string id = "id" + std::to_string(number);
    std::vector<std::string> members = {"\"text\":" + random_value(seed + 2, seed % 50 == 0 ? 5000 : 60, text),
                                        "\"id\" : \"" + id + "\"", "\"title\":" + random_value(seed + 3, 9, title),
                                        "\"extra\":[1,{\"text\":\"no\"}]"};
    std::rotate(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(mix(seed + 4) % 4), members.end());
    sample.contents += "{" + members[0];
    for (std::size_t i = 1; i < members.size(); ++i) sample.contents += "," + members[i];
    sample.contents += "}";
    sample.expected.push_back(prefix + id + "*|" + title + "|" + text + "||||");
  }
  sample.contents += mix(seed + 5) % 3 == 0 ? "\r\n" : "\n";
}

// Lines of both lists in the order of the archive, rejects without their reason.
std::vector<std::string> outcomes(const Archive& archive) {
  std::vector<std::pair<std::uint64_t, std::string>> lines;
  for (const Record& r : archive.records) lines.emplace_back(r.line, std::to_string(r.line) + " " + shown(r));
  for (const Reject& r : archive.rejects) lines.emplace_back(r.line, std::to_string(r.line) + " !");
  std::stable_sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> out;
  for (auto& line : lines) out.push_back(std::move(line.second));
  return out;
}

// The slow twin: each line by itself, found by counting line breaks.
std::string line_by_line(const std::string& contents, const std::string& path) {
  const samestory::FieldNames names({});
  Archive archive;
  std::uint64_t number = 0;
  for (std::size_t at = 0; at < contents.size();) {
    ++number;
    std::string line;
    while (at < contents.size() && contents[at] != '\n') line += contents[at++];
    ++at;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    samestory::JsonRecordParser parser(names);
    const std::size_t size = line.size();
    line.append("\n").append(samestory::JsonRecordParser::kPaddingBytes, '{');
    const auto values = parser.parse(std::string_view(line).substr(0, size));
    samestory::RecordMaker maker(samestory::TitleOnly::kReject);
    std::variant<samestory::AcceptedRecord, samestory::RejectReason> made = "";
    if (const auto* reason = std::get_if<samestory::RejectReason>(&values))
      made = *reason;
    else
      made = maker.make(std::get<0>(values), path, number);
    if (const auto* accepted = std::get_if<samestory::AcceptedRecord>(&made))
      archive.records.push_back({{0, number, {}}, samestory::copy(accepted->article), accepted->id_given});
    else
      archive.rejects.push_back({path, number, std::get<1>(made), ""});
  }
  return shown(archive);
}

}  // namespace

TEST_CASE("a random archive comes out as it was made, at any chunk and batch size, compressed or not") {
  const TemporaryFolder folder;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    CAPTURE(seed);
    Sample sample;
    const std::size_t lines = 1 + mix(seed) % 120;
    for (std::size_t i = 1; i <= lines; ++i) append_line(sample, seed * 1000003 + i * 101, i);
    if (seed % 2 == 0) sample.contents.pop_back();
    ReadOptions options;
    options.chunk_bytes = 1 + mix(seed + 1) % 600;
    options.batch_bytes = 1 + mix(seed + 2) % 3000;
    for (const std::string& contents :
         {sample.contents, in_parts(sample.contents, gzip, seed), in_parts(sample.contents, zstd, seed)}) {
      const std::string path = folder.write("a.jsonl", contents);
      const Archive archive = read_all({path}, options);
      REQUIRE(outcomes(archive) == sample.expected);
      REQUIRE(archive.bytes == sample.contents.size());
      REQUIRE(shown(archive) == line_by_line(sample.contents, path));
    }
  }
}

TEST_CASE("lines of random bytes come out one by one, as records or rejects") {
  const TemporaryFolder folder;
  const std::string alphabet = "{}[]\":,\\u\n\n\r\t dtexi19.e-\xFF\xC3\xA9\0"s;
  for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
    CAPTURE(seed);
    std::string contents = "{\"text\":\"X\"}\n";
    for (std::size_t i = 0; i < mix(seed) % 300; ++i) {
      const std::uint64_t random = mix(seed * 1024 + i);
      if (random % 8 == 0)
        contents += "{\"text\":\"";
      else
        contents += alphabet[(random >> 8) % alphabet.size()];
    }
    ReadOptions options;
    options.batch_bytes = 1 + mix(seed + 2) % 100;
    const std::string path = folder.write("a.jsonl", contents);
    REQUIRE(shown(read_all({path}, options)) == line_by_line(contents, path));
  }
}

TEST_CASE("the same batches come out of any number of threads") {
  const TemporaryFolder folder;
  Sample sample;
  for (std::size_t i = 1; i <= 3000; ++i) append_line(sample, i * 101, i);
  const std::string path = folder.write("a.jsonl.gz", gzip(sample.contents));
  ReadOptions options;
  options.batch_bytes = 2000;
  for (const int threads : {1, 2, 3, 8}) {
    CAPTURE(threads);
    const samestory::ThreadLimit limit(threads);
    ArchiveReader reader({path}, options);
    Archive archive;
    samestory::pipeline([&] { return reader.next(); }, [&](RawBatch&& b) { return reader.parse(std::move(b)); },
                        [&](ParsedBatch&& b) { add(archive, std::move(b)); });
    CHECK(std::is_sorted(archive.records.begin(), archive.records.end(),
                         [](const Record& a, const Record& b) { return a.line < b.line; }));
    CHECK(outcomes(archive) == sample.expected);
  }
}

namespace {

// The slow twin of cutting CSV: tries at each line whether a whole well-formed record begins there, by the grammar.
std::vector<std::string> csv_outcomes_slowly(const std::string& contents, char delimiter, std::size_t columns) {
  std::vector<std::string> out;
  std::uint64_t line = 1;
  for (std::size_t at = 0; at < contents.size();) {
    std::vector<std::string> cells(1);
    bool whole = true;
    std::size_t i = at;
    for (;; ++i) {  // a cell a turn
      if (i < contents.size() && contents[i] == '"') {
        for (++i; i < contents.size(); ++i) {
          if (contents[i] != '"') {
            cells.back() += contents[i];
          } else if (i + 1 < contents.size() && contents[i + 1] == '"') {
            cells.back() += contents[i++];
          } else {
            break;
          }
        }
        if (i == contents.size()) whole = false;
        if (whole) ++i;
        if (whole && i < contents.size() && contents[i] != delimiter && contents[i] != '\n') whole = false;
      }
      while (whole && i < contents.size() && contents[i] != delimiter && contents[i] != '\n')
        cells.back() += contents[i++];
      if (!whole || i >= contents.size() || contents[i] == '\n') break;
      cells.emplace_back();
    }
    if (!whole) i = std::min(contents.find('\n', at), contents.size());
    const std::string record = contents.substr(at, i - at);
    if (!record.empty() && line > 1) {
      std::string shown_record = "!";
      if (whole && cells.size() == columns) {
        const bool bad_id = cells[0].find_first_of("\n\t") != std::string::npos;
        if (!bad_id) shown_record = cells[0] + "|" + cells[1];
      }
      out.push_back(std::to_string(line) + " " + shown_record);
    }
    line += static_cast<std::uint64_t>(std::count(record.begin(), record.end(), '\n')) + 1;
    at = i + 1;
  }
  return out;
}

}  // namespace

TEST_CASE("random CSV is cut as the grammar says, at any chunk and batch size") {
  const TemporaryFolder folder;
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
    CAPTURE(seed);
    const char delimiter = ",;\t"[seed % 3];
    std::string contents = "id"s + delimiter + "text\n";
    // Mostly well-formed cells, and stray quotes.
    static const std::vector<std::string> kPieces = {"x",  "DELIMITER", "\n",       "DELIMITER", "\"a\"",
                                                     "\"", "\"\"",      "\"y\nz\"", "5\" w",     "é"};
    for (std::size_t i = 0; i < mix(seed) % 40; ++i) {
      const std::string& piece = kPieces[mix(seed * 100 + i) % kPieces.size()];
      contents += piece == "DELIMITER" ? std::string(1, delimiter) : piece;
    }
    CAPTURE(contents);
    ReadOptions options;
    options.chunk_bytes = 1 + mix(seed + 1) % 20;
    options.batch_bytes = 1 + mix(seed + 2) % 50;
    const Archive archive = read_all({folder.write("a.csv", contents)}, options);
    std::vector<std::pair<std::uint64_t, std::string>> lines;
    for (const Record& r : archive.records)
      lines.emplace_back(r.line,
                         std::to_string(r.line) + " " + (r.id_given ? r.article.id : "") + "|" + r.article.text);
    for (const Reject& r : archive.rejects) lines.emplace_back(r.line, std::to_string(r.line) + " !");
    std::sort(lines.begin(), lines.end());
    std::vector<std::string> got;
    for (auto& line : lines) got.push_back(line.second);
    REQUIRE(got == csv_outcomes_slowly(contents, delimiter, 2));
  }
}

TEST_CASE("characters that steer are told apart from those that are shown") {
  struct Row {
    const char* name;
    std::string bytes;
    bool control;
  };
  const std::vector<Row> rows = {
      {"NUL", "\0"s, true},
      {"the last of C0", "\x1F", true},
      {"space", " ", false},
      {"DEL", "\x7F", true},
      {"the first of C1", "\u0080", true},
      {"next line", "\u0085", true},
      {"the last of C1", "\u009F", true},
      {"no-break space", "\u00A0", false},
      {"a letter of two bytes", "\u0680", false},
      {"left-to-right mark", "\u200E", false},
      {"before the line separator", "\u2027", false},
      {"line separator", "\u2028", true},
      {"paragraph separator", "\u2029", true},
      {"the first embedding", "\u202A", true},
      {"the last override", "\u202E", true},
      {"narrow no-break space", "\u202F", false},
      {"before the isolates", "\u2065", false},
      {"the first isolate", "\u2066", true},
      {"the end of isolates", "\u2069", true},
      {"behind them", "\u206A", false},
      {"a script of three bytes", "港", false},
      {"another that ends alike", "\u30A8", false},
      {"a script of four bytes", "\U0001F6A2", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(samestory::is_control(row.bytes) == row.control);
    CHECK(samestory::is_valid_id("a" + row.bytes + "b") == !row.control);
    CHECK(samestory::is_valid_id(row.bytes) == !row.control);
  }
  CHECK(samestory::is_valid_id("\xFF\x9B"));  // broken bytes are replaced elsewhere
}

TEST_CASE("well-formed and broken sequences of UTF-8 are told apart") {
  struct Row {
    const char* name;
    std::string bytes;
    std::size_t length;
  };
  const std::vector<Row> rows = {
      {"ASCII", "a", 1},
      {"NUL", "\0"s, 1},
      {"first of two bytes", "\xC2\x80", 2},
      {"last of two bytes", "\xDF\xBF", 2},
      {"first of three", "\xE0\xA0\x80", 3},
      {"last before the surrogates", "\xED\x9F\xBF", 3},
      {"first behind them", "\xEE\x80\x80", 3},
      {"last of three", "\xEF\xBF\xBF", 3},
      {"first of four", "\xF0\x90\x80\x80", 4},
      {"last of all", "\xF4\x8F\xBF\xBF", 4},
      {"continuation", "\x80", 0},
      {"overlong two", "\xC1\xBF", 0},
      {"overlong three", "\xE0\x9F\xBF", 0},
      {"overlong four", "\xF0\x8F\xBF\xBF", 0},
      {"surrogate", "\xED\xA0\x80", 0},
      {"beyond the end", "\xF4\x90\x80\x80", 0},
      {"no lead", "\xF5\x80\x80\x80", 0},
      {"cut", "\xE2\x82", 0},
      {"cut by another", "\xE2\x82g", 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(samestory::utf8_length(row.bytes, 0) == row.length);
    CHECK(simdjson::validate_utf8(row.bytes) == (row.length > 0));
  }
  CHECK(samestory::cut_utf8("aé", 2) == "a");
  CHECK(samestory::cut_utf8("aé", 3) == "aé");
  CHECK(samestory::cut_utf8("\U0001F6A2", 3).empty());
  CHECK(samestory::cut_utf8("\x80\x80\x80\x80", 3) == "\x80\x80\x80");
  CHECK(samestory::cut_utf8("é", 0).empty());
}

TEST_CASE("a record that is read again by its place is the same article, in plain files only") {
  const TemporaryFolder folder;
  const std::string lines =
      "\xEF\xBB\xBF{\"id\":1,\"text\":\"Ebb \\u00e9\"}\r\n\n  "
      "\n{\"text\":\"\",\"title\":\"Tide\"}\n5\n{\"text\":\"\xFF lost\"}";
  const std::string csv = "id;text;date\r\n1;\"two\nlines; \"\"quoted\"\"\";2026-01-28\r\n\r\n2;plain;\n";
  struct Row {
    std::string path;
    std::size_t records;
    bool plain;
  };
  const std::vector<Row> table = {{folder.write("a.jsonl", lines), 3, true},
                                  {folder.write("b.csv", csv), 2, true},
                                  {folder.write("c.jsonl.gz", gzip(lines)), 3, false},
                                  {folder.write("d.csv.zst", zstd(csv)), 2, false},
                                  {folder.write("e.txt", "A whole file."), 1, false}};
  for (const Row& row : table) {
    for (const std::size_t chunk : {1U, 7U, 1U << 18}) {
      CAPTURE(row.path);
      CAPTURE(chunk);
      ReadOptions options;
      options.chunk_bytes = chunk;
      options.batch_bytes = chunk;
      ArchiveReader reader({row.path}, options);
      const Archive archive = read_all(reader);
      REQUIRE(archive.records.size() == row.records);
      for (const Record& record : archive.records) {
        REQUIRE((record.place.size_bytes > 0) == row.plain);
        if (!row.plain) continue;
        const samestory::Article again = reader.reread(record.file, record.line, record.place);
        CHECK(again.id == record.article.id);
        CHECK(again.title == record.article.title);
        CHECK(again.text == record.article.text);
        CHECK(again.published_s == record.article.published_s);
      }
    }
  }
}

TEST_CASE("a file that was cut off after it was read says so when a record is read again") {
  const TemporaryFolder folder;
  const std::string path = folder.write("a.jsonl", "{\"text\":\"one\"}\n{\"text\":\"two\"}\n");
  ArchiveReader reader({path}, {});
  const Archive archive = read_all(reader);
  std::filesystem::resize_file(path, 20);
  const Record& second = archive.records.at(1);
  CHECK(thrown(ErrorKind::kInput, [&] { std::ignore = reader.reread(second.file, second.line, second.place); }) ==
        "changed while it was read: " + path + ":2 (run again when nobody writes to it)");
}

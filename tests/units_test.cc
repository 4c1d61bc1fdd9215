#include "text/units.h"

#include <doctest/doctest.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <string>
#include <vector>

#include "base/hash.h"
#include "text/credits.h"
#include "text/letters.h"
#include "text/normalize_by_icu.h"
#include "text/segment.h"
#include "troublesome.h"

using namespace samestory;

namespace {

constexpr std::uint64_t kSeed = 5;

std::vector<std::uint64_t> hashes_of(const std::vector<std::string>& words) {
  std::vector<std::uint64_t> hashes;
  for (const std::string& word : words) hashes.push_back(WordHash(kSeed)(word));
  return hashes;
}

// A text long enough that its middle is neither head nor tail.
std::string around(const std::string& middle) {
  std::string lines;
  for (int i = 0; i < 6; ++i)
    lines += "the council of the harbour met again this week and heard two engineers speak of dredging\n";
  return lines + middle + "\n" + lines;
}

}  // namespace

TEST_CASE("units are the folded words of the text, each hashed with the seed") {
  struct Row {
    std::string name, text;
    std::vector<std::string> words;
    std::vector<std::uint32_t> span_ends;
    bool unspaced;
  };
  const std::vector<Row> rows = {
      {"nothing", "", {}, {}, false},
      {"marks only", "... --\n!", {}, {}, false},
      {"one sentence without an end", "The Ferry left", {"the", "ferry", "left"}, {3}, false},
      {"sentences end spans", "One two. Three!\nFour", {"one", "two", "three", "four"}, {2, 3, 4}, false},
      {"lines end spans", "One\nTwo three\n", {"one", "two", "three"}, {1, 3}, false},
      {"Arabic spelling variants meet", "أحمد إلى المدينة", {"احمد", "الي", "المدينه"}, {3}, false},
      {"Han letter by letter", "海港。风大", {"海", "港", "风", "大"}, {2, 4}, true},
      {"half of the units are points: spaced", "海港 ferry boat", {"海", "港", "ferry", "boat"}, {4}, false},
      {"more than half: unspaced", "海港风 ferry boat", {"海", "港", "风", "ferry", "boat"}, {5}, true},
      {"Hangul has spaces", "항구 도시", {"항구", "도시"}, {2}, false},
      {"a credit at the head", "Source: Norvik Press\nThe ferry left.", {"the", "ferry", "left"}, {3}, false},
      {"a credit at the end", "The ferry left.\nSource: Norvik Press", {"the", "ferry", "left"}, {3}, false},
      {"a link", "It left.\nRead more: the ferry\nIt sank.", {"it", "left", "it", "sank"}, {2, 4}, false},
      {"nothing but furniture", "Source: Norvik Press\nRead more: the ferry", {}, {}, false},
      {"what follows a heading stays: it may be a copy",
       "It left.\nIt sank.\nRelated news\nA fire",
       {"it", "left", "it", "sank", "related", "news", "a", "fire"},
       {2, 4, 6, 8},
       false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Units units = to_units(read_page(row.text), kSeed);
    CHECK(units.hashes == hashes_of(row.words));
    CHECK(units.span_ends == row.span_ends);
    CHECK(units.unspaced == row.unspaced);
  }
}

namespace {

// The twin: words found one after the other in ICU's normal form.
Units units_by_segment(const std::string& raw) {
  const std::string folded = normalize_by_icu(raw);
  Units units;
  std::size_t points = 0;
  const std::vector<Line> lines = classify_lines(folded);
  auto line = lines.begin();
  for (const Unit& unit : segment(folded)) {
    while (unit.begin >= line->end) ++line;
    if (line->role == LineRole::kCredit || line->role == LineRole::kLink) continue;
    units.hashes.push_back(WordHash(kSeed)(std::string_view(folded).substr(unit.begin, unit.end - unit.begin)));
    points += unit.kind == UnitKind::kPoint;
    if (unit.ends_sentence) units.span_ends.push_back(static_cast<std::uint32_t>(units.hashes.size()));
  }
  if (!units.hashes.empty() && (units.span_ends.empty() || units.span_ends.back() != units.hashes.size()))
    units.span_ends.push_back(static_cast<std::uint32_t>(units.hashes.size()));
  units.unspaced = 2 * points > units.hashes.size();
  return units;
}

// One reader for each instruction set that the machine has.
class Readers {
 public:
  Readers() {
    for (const InstructionSet set : {InstructionSet::kPortable, InstructionSet::kAvx2, InstructionSet::kAvx512})
      if (is_available(set)) readers_.emplace_back(kSeed, set);
  }
  std::vector<UnitReader>& all() { return readers_; }

 private:
  std::vector<UnitReader> readers_;
};

void check_against(const Units& twin, const Units& units, const std::string& text) {
  if (units.hashes == twin.hashes && units.span_ends == twin.span_ends && units.unspaced == twin.unspaced) return;
  CAPTURE(text);
  REQUIRE(units.hashes == twin.hashes);
  REQUIRE(units.span_ends == twin.span_ends);
  REQUIRE(units.unspaced == twin.unspaced);
}

void check_against_segment(Readers& readers, const std::string& text) {
  const Units twin = units_by_segment(text);
  for (UnitReader& reader : readers.all()) check_against(twin, reader.read(text), text);
}

}  // namespace

TEST_CASE("units of every code point of the basic plane are those of the words one after the other") {
  Readers readers;
  for (std::uint32_t c = 1; c < 0x10000; ++c) {
    CAPTURE(c);
    const std::string letter = reference::to_utf8(c);
    check_against_segment(readers, "a" + letter + letter + "b " + letter + "1");
    check_against_segment(readers, "\u0628\u4E00" + letter + "\u0628\u0629" + letter + letter + " \u0431\u3042");
  }
}

TEST_CASE("units of every pair of troublesome pieces are those of the words one after the other") {
  Readers readers;
  const std::vector<std::string>& pieces = reference::troublesome_pieces();
  for (const std::string& first : pieces)
    for (const std::string& second : pieces) check_against_segment(readers, "a" + first + second + "b1" + first + "2");
}

TEST_CASE("units of random text are those of the words one after the other") {
  Readers readers;
  for (std::uint64_t seed = 0; seed < 60000; ++seed) {
    CAPTURE(seed);
    check_against_segment(readers, reference::troublesome_text(seed, seed % 4 == 0 ? 120 : 12));
  }
}

TEST_CASE("units of words and their joiners are the same at every place of a block") {
  static const std::vector<std::string> kPieces = {
      "a",      "ב",
      "\"",     "'",
      ".",      ",",
      ";",      "·",
      "،",      "1",
      "٣",      "_",
      "é",      "\n",
      " ",      "!",
      "。",     "港",
      "\u093F", "\u0E48",
      "‧",      "𐐀",
      "x̱",      "ᄀ",
      "😀",      "a very long word of sixteen-and-more-bytes: internationalisation"};
  Readers readers;
  for (std::uint64_t seed = 0; seed < 60000; ++seed) {
    std::string text(mix(seed) % 70, seed % 3 == 0 ? ' ' : 'x');
    if (seed % 3 != 0) text += ' ';
    for (std::uint64_t i = 0; i < mix(seed + 1) % 40; ++i) text += kPieces[mix(mix(seed) + i) % kPieces.size()];
    CAPTURE(seed);
    check_against_segment(readers, text);
  }
}

TEST_CASE("a page's units are those of its text") {
  UnitReader reader(kSeed);
  const std::string text = around("Read more: a ferry ran aground\nSource: Norvik Press\n" + std::string(500, '_'));
  const Units units = to_units(read_page(text), kSeed);
  CHECK(units.hashes == reader.read(text).hashes);
  CHECK(units.span_ends == reader.read(text).span_ends);
  reader.read("The ferry left.\nSource: Norvik Press");
  CHECK(reader.credit_keys() == credit_keys(read_page("The ferry left.\nSource: Norvik Press")));
  CHECK(reader.credit_keys().size() == 6);  // of three words
}

TEST_CASE("furniture between paragraphs leaves no unit behind, prose that looks like it stays") {
  const std::size_t plain = to_units(read_page(around("")), kSeed).hashes.size();
  CHECK(to_units(read_page(around("Read more: a ferry ran aground")), kSeed).hashes.size() == plain);
  CHECK(to_units(read_page(around("Source: the mayor's office")), kSeed).hashes.size() == plain + 4);
}

TEST_CASE("another seed gives other units") {
  const Page page = read_page("the ferry left");
  CHECK(to_units(page, 1).hashes != to_units(page, 2).hashes);
}

TEST_CASE("words parted at a line's end are joined") {
  struct Row {
    std::string name, text, expected;
  };
  const std::vector<Row> rows = {
      {"a parted word", "the har-\nbour", "the harbour"},
      {"with a carriage return", "the har-\r\nbour", "the harbour"},
      {"twice", "dred-\nging the har-\nbour", "dredging the harbour"},
      {"behind a letter of another script", "гa-\nвань", "гaвань"},
      {"a dash that stands alone", "the harbour -\nold", "the harbour -\nold"},
      {"a hyphen inside a line", "a well-known har-bour", "a well-known har-bour"},
      {"a dash at the text's start", "-\nharbour", "-\nharbour"},
      {"a hyphen at the text's end", "har-", "har-"},
      {"a carriage return alone", "har-\rbour", "har-\rbour"},
      {"nothing", "", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(join_hyphenated(row.text) == row.expected);
    CHECK(join_hyphenated(row.expected) == row.expected);
  }
}

TEST_CASE("letters know their case") {
  struct Row {
    std::string word;
    bool capitalised, cased;
  };
  const std::vector<Row> rows = {
      {"", false, false},    {"Ferry", true, true},   {"ferry", false, true}, {"7th", false, false},
      {"Élan", true, true},  {"élan", false, true},   {"Жук", true, true},    {"жук", false, true},
      {"Ωmega", true, true}, {"ميناء", false, false}, {"港", false, false},   {"ǅ", true, true},
      {"አዲስ", false, false}, {"নদী", false, false},   {"ßa", false, true},    {"'Ferry", false, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.word);
    CHECK(is_capitalised(row.word) == row.capitalised);
    CHECK(has_case(row.word) == row.cased);
  }
}

TEST_CASE("control and layout characters are invisible, letters and spaces are not") {
  for (const char32_t c : {U'\u0007', U'\u200E', U'\u200D', U'\uFEFF', U'\u061C'}) CHECK_FALSE(is_visible(c));
  for (const char32_t c : {U'a', U' ', U'ب', U'港', U'\u0301', U'\U0001F600'}) CHECK(is_visible(c));
}

TEST_CASE("code points are counted, not bytes") {
  CHECK(count_code_points("") == 0);
  CHECK(count_code_points("port") == 4);
  CHECK(count_code_points("ميناء") == 5);
  CHECK(count_code_points("港😀") == 2);
}

TEST_CASE("folding in place keeps the place of every letter") {
  struct Row {
    std::string text, expected;
  };
  const std::vector<Row> rows = {
      {"", ""},
      {"The FERRY", "the ferry"},
      {"ÉLAN Жук Ω", "élan жук ω"},
      {"Straße", "strasse"},
      {"İzmir ẞ", "İzmir ẞ"},  // their folded forms are longer or shorter
      {"ميناء 港", "ميناء 港"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(fold_in_place(row.text) == row.expected);
    CHECK(fold_in_place(row.text).size() == row.text.size());
  }
}

TEST_CASE("letters are what ICU says of them, each code point of them") {
  for (UChar32 c = 1; c <= 0x1FFFF; ++c) {
    if (U_IS_SURROGATE(c)) continue;
    CAPTURE(c);
    std::string letter, folded;
    icu::UnicodeString(c).toUTF8String(letter);
    REQUIRE(is_capitalised(letter) == (u_isUUppercase(c) || u_istitle(c)));
    REQUIRE(has_case(letter) == (u_hasBinaryProperty(c, UCHAR_CASED) != 0));
    icu::UnicodeString(u_foldCase(c, U_FOLD_CASE_DEFAULT)).toUTF8String(folded);
    REQUIRE(fold_in_place(letter) == (c == 0xDF ? "ss" : folded.size() == letter.size() ? folded : letter));
  }
}

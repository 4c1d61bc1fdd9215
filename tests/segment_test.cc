#include "text/segment.h"

#include <doctest/doctest.h>
#include <unicode/brkiter.h>
#include <unicode/uscript.h>

#include <memory>
#include <string>
#include <vector>

#include "base/hash.h"
#include "text/normalize.h"

using samestory::segment;
using samestory::Unit;
using samestory::UnitKind;

namespace {

std::vector<std::string> words(const std::string& text) {
  std::vector<std::string> out;
  for (const Unit& unit : segment(text)) out.push_back(text.substr(unit.begin, unit.end - unit.begin));
  return out;
}

// The twin: ICU's own word iterator, words with a letter or digit only.
std::vector<std::string> words_by_icu(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> iterator(
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
  REQUIRE(U_SUCCESS(status));
  const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(text);
  iterator->setText(wide);
  std::vector<std::string> out;
  for (int begin = iterator->first(), end = iterator->next(); end != icu::BreakIterator::DONE;
       begin = end, end = iterator->next()) {
    bool keep = false;
    for (int i = begin; i < end; i = wide.moveIndex32(i, 1)) keep = keep || u_isalnum(wide.char32At(i));
    if (!keep) continue;
    const int quote = wide.lastIndexOf(u'\'', begin, end - begin);
    bool ends = quote >= 0;
    for (int i = quote + 1; ends && i < end; ++i) ends = !u_isalnum(wide.char32At(i)) && wide.charAt(i) != u'_';
    std::string word;
    wide.tempSubStringBetween(begin, ends ? quote : end).toUTF8String(word);
    out.push_back(word);
  }
  return out;
}

}  // namespace

TEST_CASE("words, numbers and single letters of scripts without spaces are units") {
  struct Row {
    const char* name;
    std::string text;
    std::vector<std::string> expected;
  };
  const std::vector<Row> rows = {
      {"nothing", "", {}},
      {"punctuation only", "-- ... !", {}},
      {"apostrophes and points inside", "the mayor's U.S. visit", {"the", "mayor's", "U.S", "visit"}},
      {"numbers keep their separators", "1,200.5 at 3:40, 2-1", {"1,200.5", "at", "3", "40", "2", "1"}},
      {"hyphens part", "34-year-old", {"34", "year", "old"}},
      {"Arabic", "قال الرئيس، اليوم.", {"قال", "الرئيس", "اليوم"}},
      {"Han and Kana letter by letter", "東京でABC", {"東", "京", "で", "ABC"}},
      {"Thai marks stay with their letter", "ที่นี่", {"ที่", "นี่"}},
      {"Hangul has spaces", "서울 시장", {"서울", "시장"}},
      {"Amharic", "ዜና፡ አዲስ። ነው", {"ዜና", "አዲስ", "ነው"}},
      {"Devanagari", "समाचार है।", {"समाचार", "है"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(words(row.text) == row.expected);
  }
}

TEST_CASE("sentences end at their marks and at line breaks, not inside numbers and abbreviated words") {
  const std::string text = "One two. Three 3.5 e.g. four? Five\nsix 。七";
  std::string ends;
  for (const Unit& unit : segment(text)) {
    if (unit.ends_sentence) ends += text.substr(unit.begin, unit.end - unit.begin) + (unit.ends_line ? "|" : "/");
  }
  CHECK(ends == "two/e.g/four/Five|six/七|");
}

TEST_CASE("kinds of units") {
  const std::string text = "a1 12 七";
  const std::vector<Unit> units = segment(text);
  REQUIRE(units.size() == 3);
  CHECK(units[0].kind == UnitKind::kWord);
  CHECK(units[1].kind == UnitKind::kNumber);
  CHECK(units[2].kind == UnitKind::kPoint);
}

// Hangul is left out: ICU takes its runs apart from other letters before its dictionary, UAX 29 does not. An apostrophe
// that ends a Hebrew word (WB7a) is not part of our unit.
TEST_CASE("segmenting agrees with ICU on random text of scripts with spaces") {
  static const std::vector<std::string> kPieces = {"a", "Bc", "é", "ж",  "ب", "א",  "\"", "'",      ".", ",", ":", ";",
                                                   "_", "-",  " ", "\n", "1", "22", "٣",  "\u0301", "ا", "·", "‧", "አ",
                                                   "ह", "ि",  "्",  "$",  "%", "😀",  "ª",  "𐐀",      "𝟘", "!", "ℵ"};
  for (std::uint64_t seed = 0; seed < 20000; ++seed) {
    std::string raw;
    for (std::size_t i = 0; i < samestory::mix(seed) % 14; ++i)
      raw += kPieces[samestory::mix(seed * 1000 + i) % kPieces.size()];
    const std::string text = samestory::normalize(raw, samestory::Case::kKeep);
    CAPTURE(seed);
    CAPTURE(text);
    REQUIRE(words(text) == words_by_icu(text));
  }
}

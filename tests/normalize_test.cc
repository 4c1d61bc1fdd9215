#include "text/normalize.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/instruction_set.h"
#include "text/normalize_by_icu.h"
#include "text/padded_text.h"
#include "troublesome.h"

using samestory::Case;
using samestory::InstructionSet;
using samestory::is_available;
using samestory::normalize;
using samestory::normalize_by_icu;

TEST_CASE("texts that readers take as the same are normalized to the same bytes") {
  struct Row {
    const char* name;
    std::string input, expected;
  };
  const std::vector<Row> rows = {
      {"empty", "", ""},
      {"only spaces", " \t\r\n \n", ""},
      {"case", "The HARBOUR Straße ΣΊΣΥΦΟΣ", "the harbour strasse σίσυφοσ"},
      {"compatibility forms", "ﬁre ２０２６ Ⅳ ①", "fire 2026 iv 1"},
      {"decomposed accents compose", "cafe\u0301", "café"},
      {"Arabic marks and tatweel", "مُحَمَّد ســلام", "محمد سلام"},
      {"alef, yeh, kaf, teh marbuta", "أحمد إلى آخر مدرسة کتاب", "احمد الي اخر مدرسه كتاب"},
      {"Arabic-Indic, Persian, Devanagari, fullwidth digits", "٢٠٢٦ ۲۰۲۶ २०२६ ２０２６", "2026 2026 2026 2026"},
      {"Hebrew points", "שָׁלוֹם", "שלום"},
      {"bidi and zero width characters", "\u200Fa\u202Ab\u200Bc\u2066d\uFEFFe", "abcde"},
      {"soft hyphen", "har\u00ADbour", "harbour"},
      {"quotes and dashes", "“a” ‘b’ «c» d–e—f", "\"a\" 'b' \"c\" d-e-f"},
      {"line breaks", "a\r\nb\u2028c\n\n\n d ", "a\nb\nc\nd"},
      {"control characters", std::string("a\x01\x02z\0b", 6), "a z b"},
      {"tags", "x<b class=\"q\">bold</b>y <br/>", "x bold y"},
      {"a symbol in brackets", "Acme Corp <ACM.N> and <GSX>, <BR>not <Em>this</Em> <my-box> <o:p> <AREA>",
       "acme corp acm.n> and gsx>, not this"},
      {"a stray less-than", "2 < 3 and a<b for ever", "2 < 3 and a b for ever"},
      {"entities", "fish &amp; chips &#8211; &nbsp;now; R&D", "fish chips now; r&d"},
      {"markdown picture", "![](http://a.example/b.png) text ![alt](x) more", "text more"},
      {"a URL behind a letter of a script without spaces", "見るhttps://a.example/x 後", "見る 後"},
      {"URLs", "see https://a.example/b?c=d, www.b.example and pic.example.com/x1 now", "see and now"},
      {"not URLs", "and/or 3.5/4 e.g. U.S. a.b", "and/or 3.5/4 e.g. u.s. a.b"},
      {"broken UTF-8", "a\xC3(b\xFF", "a\uFFFD(b\uFFFD"},
      {"Thai, Amharic and Han stay", "ข่าว ዜና 新聞", "ข่าว ዜና 新聞"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(normalize(row.input) == row.expected);
  }
}

TEST_CASE("letter case can be kept") { CHECK(normalize("Straße in ÅBO", Case::kKeep) == "Straße in ÅBO"); }

namespace {

// Random text from a list of troublesome pieces: marks that compose, markup that could arise from a removal, URLs.
std::string random_text(std::uint64_t seed) {
  static const std::vector<std::string> kPieces = {
      "a",      "B",      " ",       "\n",     "<",      ">",       "<b",         "/", "&",      "amp;",
      "#",      ";",      "![",      "](",     ")",      "http://", "www.",       ".", "x.com/", "\u0301",
      "\u0653", "\u064B", "\u0338",  "\u0610", "ا",      "ى",       "ة",          "٣", "\u200F", "\u00AD",
      "ﷺ",      "ẛ̣",      "각",      "\u1100", "\u1161", "ß",       "İ",          "ﬃ", "\xFF",   "\xE2\x82",
      "½",      "㎏",     "ｶ\uFF9E", "\u05B0", "\u0345", "ᾳ",       "\U0001F600", "-", "\"",     "5"};
  std::string text;
  const std::size_t length = samestory::mix(seed) % 40;
  for (std::size_t i = 0; i < length; ++i) text += kPieces[samestory::mix(seed * 1000 + i) % kPieces.size()];
  return text;
}

bool is_valid_utf8(const std::string& text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t size = lead < 0x80                   ? 1
                             : lead >= 0xC2 && lead < 0xE0 ? 2
                             : (lead & 0xF0) == 0xE0       ? 3
                             : (lead & 0xF8) == 0xF0       ? 4
                                                           : 0;
    if (size == 0 || i + size > text.size()) return false;
    for (std::size_t k = 1; k < size; ++k)
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return false;
    i += size;
  }
  return true;
}

}  // namespace

TEST_CASE("normalizing is idempotent and gives valid UTF-8") {
  for (std::uint64_t seed = 0; seed < 20000; ++seed) {
    const std::string text = random_text(seed);
    CAPTURE(seed);
    CAPTURE(text);
    const std::string once = normalize(text);
    REQUIRE(is_valid_utf8(once));
    REQUIRE(normalize(once) == once);
    const std::string kept = normalize(text, Case::kKeep);
    REQUIRE(normalize(kept, Case::kKeep) == kept);
  }
}

namespace {

void check_against_icu(const std::string& text) {
  static samestory::PaddedText fast;
  for (const Case letter_case : {Case::kFold, Case::kKeep}) {
    const std::string twin = normalize_by_icu(text, letter_case);
    for (const InstructionSet set : {InstructionSet::kPortable, InstructionSet::kAvx2, InstructionSet::kAvx512}) {
      if (!is_available(set)) continue;
      normalize(text, fast, letter_case, set);
      if (fast.view() == twin) continue;  // checked without the test's bookkeeping, which would take most of the time
      CAPTURE(text);
      CAPTURE(letter_case);
      CAPTURE(set);
      const auto differs_at = std::mismatch(fast.view().begin(), fast.view().end(), twin.begin(), twin.end());
      CAPTURE(differs_at.first - fast.view().begin());
      REQUIRE(fast.view() == twin);
    }
  }
}

}  // namespace

TEST_CASE("every code point alone is normalized as ICU does") {
  for (std::uint32_t c = 0; c <= 0x10FFFF; c += c < 0x30000 || c >= 0xE0000 ? 1 : 257) {
    CAPTURE(c);
    check_against_icu("a" + samestory::reference::to_utf8(c) + "b");  // surrogates come out as broken bytes
  }
}

TEST_CASE("every code point among many of its like is normalized as ICU does") {
  for (std::uint32_t c = 0x80; c < 0x10000; ++c) {
    CAPTURE(c);
    const std::string letter = samestory::reference::to_utf8(c);
    check_against_icu("\u0628\u4E00" + letter + "\u0628\u0629" + letter + letter + " \u0431\u3042" + letter);
  }
}

TEST_CASE("every pair of troublesome pieces is normalized as ICU does") {
  const std::vector<std::string>& pieces = samestory::reference::troublesome_pieces();
  for (const std::string& first : pieces)
    for (const std::string& second : pieces) check_against_icu(first + second);
}

TEST_CASE("random text of troublesome pieces is normalized as ICU does") {
  for (std::uint64_t seed = 0; seed < 60000; ++seed) {
    CAPTURE(seed);
    check_against_icu(samestory::reference::troublesome_text(seed, seed % 4 == 0 ? 120 : 12));
  }
}

TEST_CASE("pieces at every place of a block are normalized as ICU does") {
  const std::vector<std::string>& pieces = samestory::reference::troublesome_pieces();
  for (std::size_t before = 56; before < 66; ++before)
    for (const std::string& piece : pieces) {
      CAPTURE(before);
      check_against_icu(std::string(before, 'x') + piece + "\u0301 y");
      check_against_icu("港" + std::string(before, ' ') + piece + piece + "\n\n");
    }
}

TEST_CASE("bytes of any value are normalized as ICU does") {
  for (std::uint64_t seed = 0; seed < 20000; ++seed) {
    std::string text;
    const std::uint64_t values = seed % 2 == 0 ? 128 : 256;
    for (std::size_t i = 0; i < 80; ++i) text.push_back(static_cast<char>(samestory::mix(seed * 100 + i) % values));
    CAPTURE(seed);
    check_against_icu(text);
  }
}

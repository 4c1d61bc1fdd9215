#include "text/furniture.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "text/credits.h"
#include "text/normalize.h"

using namespace samestory;

namespace {

enum class Place { kHead, kMiddle, kTail };
using enum Place;
using enum LineRole;

constexpr std::size_t kFillers = 8;  // lines before and behind the middle
const std::string kFiller =
    "The harbour council met for the third time this week and heard the plans of two engineers and a fisherman.\n";

std::string fillers(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += kFiller;
  return text;
}

std::string page_text(const std::string& line, Place place) {
  switch (place) {
    case kHead:
      return line + "\n" + fillers(2 * kFillers);
    case kMiddle:
      return fillers(kFillers) + line + "\n" + fillers(kFillers);
    case kTail:
      break;
  }
  return fillers(2 * kFillers) + line;
}

LineRole role_at(const std::string& line, Place place) {
  const Page page = read_page(page_text(line, place));
  const std::size_t number = place == kHead ? 0 : place == kMiddle ? kFillers : 2 * kFillers;
  REQUIRE(page.lines.size() == 2 * kFillers + 1);
  for (std::size_t i = 0; i < page.lines.size(); ++i) {
    if (i != number) CHECK(page.lines[i].role == kBody);
  }
  return page.lines[number].role;
}

struct Row {
  std::string language;
  std::string line;
  Place place;
  LineRole expected;
};

const std::vector<Row> kRows = {
    {"en", "Source: Norvik Press Agency", kTail, kCredit},
    {"en", "Source: Norvik Press Agency", kHead, kCredit},
    {"en", "Source: Norvik Press Agency", kMiddle, kBody},
    {"en", "Sources close to the council said the vote was near.", kTail, kBody},
    {"en", "Sourcebooks are printed in Norvik.", kHead, kBody},
    {"en", "via: Ostrow Radio", kTail, kCredit},
    {"en", "Via Ostrow the road leads to the sea.", kHead, kBody},
    {"en", "(Reuters) - The council of Norvik met.", kHead, kCredit},
    {"en", "With reporting by Lena Marsh", kTail, kCredit},
    {"en", "AFP", kTail, kCredit},
    {"en", "Apples were dear this year.", kTail, kBody},
    {"en", "Copyright 2031 Harbour Post", kTail, kCredit},
    {"en", "All rights reserved.", kTail, kCredit},
    {"en", "Read more: the ferry that never left", kMiddle, kLink},
    {"en", "* Read more about the ferry", kMiddle, kLink},
    {"en", "Readers more than doubled.", kMiddle, kBody},
    {"en", "Related news", kMiddle, kRelated},
    {"en", "RELATED NEWS:", kMiddle, kRelated},
    {"en", "Related news: a ferry ran aground", kMiddle, kLink},
    {"en", "Related news", kHead, kLink},
    {"en", "Related families were brought home.", kMiddle, kBody},
    {"en", "Subscribe", kTail, kLink},
    {"en", "Subscribers of the paper complained.", kTail, kBody},
    {"en", "Tags: ferry, harbour", kTail, kLink},
    {"ar", "المصدر: وكالة نورفيك", kTail, kCredit},
    {"ar", "المصدر قال إن القافلة وصلت إلى الميناء", kTail, kBody},
    {"ar", "المصدر قال إن القافلة وصلت إلى الميناء", kHead, kBody},
    {"ar", "وأضاف المصدر: لن نعود", kTail, kBody},
    {"ar", "المصدر: وكالة نورفيك", kMiddle, kBody},
    {"ar", "المَصدَر", kTail, kCredit},
    {"ar", "نقلاً عن: إذاعة أوسترو", kTail, kCredit},
    {"ar", "نقلا عن شهود في المدينة وصلت السفينة", kTail, kBody},
    {"ar", "وكالات", kTail, kCredit},
    {"ar", "وكالات الإغاثة دخلت المدينة صباحا", kHead, kBody},
    {"ar", "أخبار ذات صلة", kMiddle, kRelated},
    {"ar", "اقرأ أيضاً", kMiddle, kRelated},
    {"ar", "اقرأ أيضاً: غرق عبارة قرب الميناء", kMiddle, kLink},
    {"ar", "تابعونا على صفحتنا", kTail, kLink},
    {"fa", "منبع: خبرگزاری نورویک", kTail, kCredit},
    {"fa", "منبع آگاه گفت کشتی رسید", kTail, kBody},
    {"fa", "بیشتر بخوانید: کشتی به بندر رسید", kMiddle, kLink},
    {"he", "מקור: סוכנות נורוויק", kTail, kCredit},
    {"he", "מקור בעירייה אמר כי המעבורת הגיעה", kTail, kBody},
    {"he", "קראו גם", kMiddle, kRelated},
    {"de", "Quelle: Agentur Nordhafen", kTail, kCredit},
    {"de", "Quellen des Flusses liegen im Norden.", kTail, kBody},
    {"de", "Mit Agenturmaterial", kTail, kCredit},
    {"de", "Lesen Sie auch", kMiddle, kRelated},
    {"de", "Weiterlesen", kMiddle, kLink},
    {"fr", "Source\u00A0: Agence de Norvik", kTail, kCredit},
    {"fr", "Source de tous les maux, le port a fermé.", kTail, kBody},
    {"fr", "Avec AFP", kTail, kCredit},
    {"fr", "À lire aussi", kMiddle, kRelated},
    {"fr", "À lire aussi : le bac qui ne part plus", kMiddle, kLink},
    {"fr", "Lire la suite", kMiddle, kLink},
    {"es", "Fuente: Agencia Norvik", kTail, kCredit},
    {"es", "Fuente policial confirmó la llegada del barco.", kTail, kBody},
    {"es", "Con información de Radio Ostrow", kTail, kCredit},
    {"es", "Lea también: el barco que no salió", kMiddle, kLink},
    {"es", "Noticias relacionadas", kMiddle, kRelated},
    {"it", "Fonte: Agenzia Norvik", kTail, kCredit},
    {"it", "Fonte di gioia per il porto", kTail, kBody},
    {"it", "Leggi anche", kMiddle, kRelated},
    {"pt", "Leia mais sobre a balsa", kMiddle, kLink},
    {"pt", "Leia também", kMiddle, kRelated},
    {"nl", "Bron: Persbureau Norvik", kTail, kCredit},
    {"nl", "Bronnen melden dat de veerboot vertrok.", kTail, kBody},
    {"nl", "Lees ook", kMiddle, kRelated},
    {"pl", "Źródło: Agencja Norwik", kTail, kCredit},
    {"pl", "Źródło rzeki leży na północy.", kTail, kBody},
    {"pl", "Czytaj także: prom nie odpłynął", kMiddle, kLink},
    {"tr", "Kaynak: Norvik Ajansı", kTail, kCredit},
    {"tr", "Kaynaklar geminin geldiğini söyledi.", kTail, kBody},
    {"tr", "Ayrıca okuyun", kMiddle, kRelated},
    {"ru", "Источник: агентство «Норвик»", kTail, kCredit},
    {"ru", "Источник сообщил, что паром прибыл.", kTail, kBody},
    {"ru", "По материалам газеты «Порт»", kTail, kCredit},
    {"ru", "Читайте также", kMiddle, kRelated},
    {"uk", "Джерело: агенція «Норвік»", kTail, kCredit},
    {"uk", "Читайте також: пором не відплив", kMiddle, kLink},
    {"el", "Πηγή: Πρακτορείο Νόρβικ", kTail, kCredit},
    {"el", "Πηγή του ποταμού είναι το βουνό.", kTail, kBody},
    {"el", "ΔΙΑΒΑΣΤΕ ΠΕΡΙΣΣΟΤΕΡΑ", kMiddle, kBody},  // capitals drop their accents: another word to us
    {"hi", "स्रोत: नॉर्विक समाचार", kTail, kCredit},
    {"hi", "यह भी पढ़ें", kMiddle, kRelated},
    {"am", "ምንጭ: የኖርቪክ ዜና", kTail, kCredit},
    {"am", "ተጨማሪ ያንብቡ", kMiddle, kLink},
    {"sw", "Chanzo: Shirika la Norvik", kTail, kCredit},
    {"sw", "Chanzo cha mto kiko kaskazini.", kTail, kBody},
    {"sw", "Soma pia", kMiddle, kRelated},
    {"ja", "出典：港新聞", kTail, kCredit},
    {"ja", "提供された船は港に着いた。", kTail, kBody},
    {"ja", "関連記事", kMiddle, kRelated},
    {"zh", "来源：海港通讯社", kTail, kCredit},
    {"zh", "來源: 海港通訊社", kHead, kCredit},
    {"zh", "来源于海上的风很大。", kTail, kBody},
    {"zh", "相关新闻", kMiddle, kRelated},
    {"ko", "출처: 항구일보", kTail, kCredit},
    {"ko", "출처가 확인되지 않았다.", kTail, kBody},
    {"ko", "관련 기사", kMiddle, kRelated},
    {"th", "ที่มา: สำนักข่าวนอร์วิก", kTail, kCredit},
    {"th", "ที่มาของเรือไม่ชัดเจน", kTail, kBody},
    {"id", "Sumber: Kantor Norvik", kTail, kCredit},
    {"id", "Baca juga: Feri tidak berangkat", kMiddle, kLink},
    {"vi", "Nguồn: Hãng Norvik", kTail, kCredit},
    {"vi", "Nguồn nước của cảng đã cạn.", kTail, kBody},
    {"vi", "Xem thêm", kMiddle, kLink},
};

bool names_outlet(const std::string& text, const std::string& outlet) {
  const std::vector<std::uint64_t> named = credit_keys(read_page(text)), wanted = outlet_name_keys(outlet);
  return std::any_of(wanted.begin(), wanted.end(),
                     [&](std::uint64_t key) { return std::binary_search(named.begin(), named.end(), key); });
}

}  // namespace

TEST_CASE("lines have the role that their first words and their place give them") {
  std::set<std::string> languages, prose_in;
  for (const Row& row : kRows) {
    languages.insert(row.language);
    if (row.expected == kBody) prose_in.insert(row.language);
    CAPTURE(row.language);
    CAPTURE(row.line);
    CAPTURE(static_cast<int>(row.place));
    CHECK(static_cast<int>(role_at(row.line, row.place)) == static_cast<int>(row.expected));
  }
  CHECK(languages.size() >= 20);
  CHECK(prose_in.size() >= 12);
}

TEST_CASE("a line longer than its role allows is prose") {
  const std::string credit = "Source: ", link = "Read more ";
  CHECK(role_at(credit + std::string(160 - credit.size(), 'x'), kTail) == kCredit);
  CHECK(role_at(credit + std::string(161 - credit.size(), 'x'), kTail) == kBody);
  CHECK(role_at(link + std::string(400 - link.size(), 'x'), kMiddle) == kLink);
  CHECK(role_at(link + std::string(401 - link.size(), 'x'), kMiddle) == kBody);
}

TEST_CASE("a credit may stand in the first two lines, in the last tenth, and near the end of a short text") {
  const std::string credit = "Source: Norvik Press";
  for (std::size_t before = 0; before <= 40; ++before) {
    const Page page = read_page(fillers(before) + credit + "\n" + fillers(40 - before));
    const std::size_t begin = before * kFiller.size();
    const bool allowed = before < 2 || 10 * begin >= 9 * page.folded.size();
    CAPTURE(before);
    CHECK((page.lines[before].role == kCredit) == allowed);
  }
  CHECK(read_page("One line.\nTwo lines.\nSource: Norvik Press\nThree lines.").lines[2].role == kCredit);
}

TEST_CASE("lines cover the text without their breaks") {
  CHECK(classify_lines("").empty());
  const std::string folded = normalize(" One\n\n TWO \nthree");
  const std::vector<Line> lines = classify_lines(folded);
  REQUIRE(lines.size() == 3);
  std::string joined;
  for (const Line& line : lines) joined += folded.substr(line.begin, line.end - line.begin) + "|";
  CHECK(joined == "one|two|three|");
}

TEST_CASE("the report ends where a heading opens a list of other articles") {
  const std::string body = fillers(3);
  struct Case {
    std::string name;
    std::string text;
    std::string rest;  // what stands behind the report's end, normalized
  };
  const std::vector<Case> cases = {
      {"nothing follows", body, ""},
      {"no text", "", ""},
      {"a heading", body + "Related stories:\nFerry aground", "related stories:\nferry aground"},
      {"two headings: the first", body + "Read also\nA\nSee also\nB", "read also\na\nsee also\nb"},
      {"a link to one article ends nothing", body + "Related: ferry aground\nOne more line.", ""},
      {"a heading in the first third ends nothing", "Related stories\n" + body, ""},
  };
  for (const Case& row : cases) {
    CAPTURE(row.name);
    const Page page = read_page(row.text);
    CHECK(page.folded.substr(end_of_report(page.folded, page.lines)) == row.rest);
  }
}

TEST_CASE("a credit line names an outlet by its name or the label of its domain") {
  struct Case {
    std::string name;
    std::string line;
    std::string outlet;
    bool expected;
  };
  const std::vector<Case> cases = {
      {"whole name", "Source: Norvik Press Agency", "Norvik Press Agency", true},
      {"letter case and marks", "Source: NORVIK press agency.", "Norvik Press Agency", true},
      {"name among other words", "With reporting by Lena Marsh, Harbour Post, Norvik", "Harbour Post", true},
      {"Arabic", "المصدر: وكالة نورفيك", "وكالة نورفيك", true},
      {"Han", "来源：海港通讯", "海港通讯", true},
      {"label of the domain", "Source: Harbourpost", "harbourpost.example", true},
      {"the domain itself", "Source: harbourpost.example", "harbourpost.example", true},
      {"five words", "Source: The Daily News of Norvik", "The Daily News of Norvik", true},
      {"part of the outlet's name is not enough", "Source: Norvik Press", "Norvik Press Agency", false},
      {"words in another order", "Source: Press Norvik", "Norvik Press", false},
      {"another outlet", "Source: Ostrow Radio", "Harbour Post", false},
      {"prose that names it", "The Harbour Post reported this.", "Harbour Post", false},
      {"no outlet", "Source: Norvik Press", "", false},
      {"marks only", "Source: Norvik Press", "...", false},
  };
  for (const Case& row : cases) {
    CAPTURE(row.name);
    CHECK(names_outlet(page_text(row.line, kTail), row.outlet) == row.expected);
  }
  CHECK(!names_outlet(page_text("Source: Norvik Press", kMiddle), "Norvik Press"));
}

TEST_CASE("keys of credits are sorted and distinct") {
  const auto keys = credit_keys(read_page(page_text("Source: Norvik Norvik Norvik", kTail)));
  CHECK(keys.size() == 7);  // "source" with up to three words behind it: 4; runs of the word three times: 3
  CHECK(std::is_sorted(keys.begin(), keys.end()));
  CHECK(credit_keys(read_page(fillers(4))).empty());
}

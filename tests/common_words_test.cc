#include "text/common_words.h"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include "text/normalize.h"

using namespace samestory;

TEST_CASE("rates tell common words from rare ones") {
  struct Row {
    std::string language, word;
    int least, most;  // per mille
  };
  const std::vector<Row> rows = {
      {"en", "the", 900, 1000}, {"en", "said", 200, 1000}, {"en", "harbour", 0, 20}, {"en", "zzyzx", 0, 0},
      {"en", "The", 0, 0},      {"en", "", 0, 0},          {"ar", "من", 700, 1000},  {"fr", "les", 700, 1000},
      {"am", "ነው", 500, 1000},  {"sw", "kwa", 700, 1000},  {"de", "und", 1, 1000},   {"ru", "в", 1, 1000},
      {"he", "של", 1, 1000},    {"el", "και", 1, 1000},    {"tr", "ve", 1, 1000},    {"de", "hafen", 0, 0},
      {"xx", "the", 0, 0},      {"EN", "the", 0, 0},       {"", "the", 0, 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.language);
    CAPTURE(row.word);
    const int rate = CommonWords::of(row.language).per_mille(row.word);
    CHECK(rate >= row.least);
    CHECK(rate <= row.most);
  }
}

TEST_CASE("tables hold folded words once, sorted, with rates in a thousand") {
  std::size_t words = 0;
  for (const std::string language :
       {"am", "ar", "bg", "cs", "da", "de", "el", "en", "es", "fa", "fr", "he", "id", "ja", "ru", "sw", "tr", "zh"}) {
    CAPTURE(language);
    const CommonWords& table = CommonWords::of(language);
    CHECK(table.entries().size() >= 100);
    std::string_view previous;
    for (const CommonWords::Entry& entry : table.entries()) {
      CAPTURE(entry.word);
      REQUIRE(previous < entry.word);
      REQUIRE(entry.per_mille >= 1);
      REQUIRE(entry.per_mille <= 1000);
      REQUIRE(normalize(entry.word) == entry.word);
      REQUIRE(table.per_mille(entry.word) == entry.per_mille);
      previous = entry.word;
      ++words;
    }
  }
  CHECK(words > 15'000);
  CHECK(CommonWords::of("none").entries().empty());
}

TEST_CASE("the primary subtag is read from tags of any form") {
  struct Row {
    std::string tag, expected;
  };
  const std::vector<Row> rows = {
      {"en", "en"},    {"pt-BR", "pt"}, {"PT_br", "pt"}, {"zh-Hant-TW", "zh"}, {"fil", "fil"},
      {"ar-", "ar"},   {"", ""},        {"e", ""},       {"und", ""},          {"und-Arab", ""},
      {"english", ""}, {"e1", ""},      {"-en", ""},     {" en", ""},          {"عر", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.tag);
    CHECK(primary_language(row.tag) == row.expected);
  }
}

TEST_CASE("the language of a few sentences is guessed") {
  struct Row {
    std::string expected, text;
  };
  const std::vector<Row> rows = {
      {"es", "El barco salió del puerto por la mañana y el consejo dijo que no volvería antes del mediodía."},
      {"it", "Il traghetto ha lasciato il porto di mattina e il consiglio ha detto che non sarebbe tornato prima."},
      {"pt", "A balsa deixou o porto pela manhã e o conselho disse que ela não voltaria antes do meio-dia."},
      {"nl", "De veerboot heeft de haven in de ochtend verlaten en de raad zei dat hij niet voor de middag terugkomt."},
      {"pl", "Prom opuścił port rano, a rada powiedziała, że nie wróci on przed południem, bo na morzu jest sztorm."},
      {"cs", "Trajekt opustil přístav ráno a rada řekla, že se nevrátí před polednem, protože na moři je bouře."},
      {"ro", "Feribotul a plecat din port dimineața, iar consiliul a spus că nu se va întoarce înainte de prânz."},
      {"hu", "A komp reggel elhagyta a kikötőt, és a tanács azt mondta, hogy nem tér vissza dél előtt."},
      {"fi", "Lautta lähti satamasta aamulla, ja neuvosto sanoi, että se ei palaa ennen kuin tuuli on laantunut."},
      {"zh", "渡轮早上离开了港口，委员会表示，由于海上的风很大，它在中午之前不会回来。"},
      {"ko", "여객선은 아침에 항구를 떠났고 의회는 정오 전에는 돌아오지 않을 것이라고 말했다. 이 배는 큰 배다."},
      {"en", "The ferry left the harbour in the morning, and the council said that it would not return before noon."},
      {"de", "Die Fähre hat den Hafen am Morgen verlassen, und der Rat sagte, dass sie nicht vor Mittag zurückkehrt."},
      {"fr", "Le bac a quitté le port dans la matinée et le conseil a déclaré qu'il ne reviendrait pas avant midi."},
      {"sv", "Färjan lämnade hamnen på morgonen och rådet sade att den inte skulle komma tillbaka före klockan tolv."},
      {"tr",
       "Feribot sabah limandan ayrıldı ve meclis, geminin öğleden önce geri dönmeyeceğini, bunun için bir neden "
       "olduğunu söyledi."},
      {"ru", "Паром вышел из порта утром, и совет сообщил, что он не вернётся до полудня, потому что на море шторм."},
      {"bg", "Фериботът напусна пристанището сутринта и съветът каза, че той няма да се върне преди обяд."},
      {"el", "Το πλοίο έφυγε από το λιμάνι το πρωί και το συμβούλιο είπε ότι δεν θα επιστρέψει πριν από το μεσημέρι."},
      {"ar", "غادرت العبارة الميناء صباح اليوم وقال المجلس إنها لن تعود قبل الظهر بسبب الرياح التي تهب من البحر."},
      {"fa", "کشتی صبح از بندر خارج شد و شورا گفت که این کشتی تا ظهر بر نمی گردد و باید منتظر ماند."},
      {"he", "המעבורת יצאה מהנמל בבוקר, והמועצה אמרה כי היא לא תחזור לפני הצהריים בגלל הרוח של הים."},
      {"am", "ጀልባው ጠዋት ላይ ከወደቡ ወጥቷል እና ምክር ቤቱ ከሰዓት በፊት እንደማይመለስ ገልጿል ነገር ግን ምክንያቱ ይህ ነው ተብሏል።"},
      {"sw",
       "Kivuko kiliondoka bandarini asubuhi na baraza lilisema kwamba hakitarudi kabla ya saa sita kwa sababu ya "
       "upepo."},
      {"id",
       "Kapal feri itu meninggalkan pelabuhan pada pagi hari dan dewan mengatakan bahwa kapal tidak akan kembali "
       "sebelum siang."},
      {"vi", "Chiếc phà đã rời cảng vào buổi sáng và hội đồng cho biết nó sẽ không trở lại trước buổi trưa."},
      {"ja", "フェリーは朝に港を出た。評議会は、正午まで戻らないと発表した。"},
  };
  std::set<std::string> languages;
  for (const Row& row : rows) {
    languages.insert(row.expected);
    CAPTURE(row.text);
    CHECK(guess_language(normalize(row.text)) == row.expected);
  }
  CHECK(languages.size() >= 15);
}

TEST_CASE("where no table helps the script is named, and nothing stays undetermined") {
  CHECK(guess_language("") == "und");
  CHECK(guess_language("12 3,400 ... 5") == "und");
  CHECK(guess_language(normalize("ქალაქის ნავსადგური დილით გაიხსნა")) == "und-Geor");
  CHECK(guess_language(normalize("նավահանգիստը բացվեց առավոտյան")) == "und-Armn");
  CHECK(guess_language("qwyx zrvtk plmgh vvrtz kkwqx") == "und-Latn");
}

TEST_CASE("only the beginning of a long text decides") {
  std::string english, german;
  for (int i = 0; i < 40; ++i) english += "the ferry was in the harbour and it was late ";
  for (int i = 0; i < 400; ++i) german += "die fähre war im hafen und sie kam zu spät ";
  CHECK(guess_language(normalize(english + german)) == "en");
  CHECK(guess_language(normalize(german + english)) == "de");
}

#include "generate/language.h"

#include <samestory/error.h>

#include <string>

namespace samestory {
namespace {

constexpr SyllableSet kHan = {};

// An element that is listed twice is drawn twice as often.
constexpr SyllableSet kEnglish = {
    "b b c c d d f f g h h k l l m m n n p p r r s s t t v w - - br ch cl dr fl gr pl sh st str th tr",
    "a a a e e e i i o o u ai ea ee oa ou", "- - - - - - - n n r l s t d m ck nd st"};
constexpr SyllableSet kSpanish = {"b b c c d d f g l l m m n n p p r r s s t t v z - br ch gr ll pr tr qu",
                                  "a a a e e e i o o u ie ia", "- - - - - - - - n r s l"};
constexpr SyllableSet kRussian = {"б б в в г д д ж з к к к л л м м н н п п р р с с т т х ч ш - вл гр др кр пр ст тр",
                                  "а а а е е и и о о о у ы я", "- - - - - - - н р л в т м с й ст"};
constexpr SyllableSet kGreek = {"β γ δ δ θ κ κ κ λ λ μ μ ν ν π π ρ ρ σ σ τ τ τ φ χ - - γρ κρ πρ στ τρ",
                                "α α α ε ε η ι ι ο ο ω ου ει αι", "- - - - - - - - ν ρ λ μ"};
constexpr SyllableSet kArabic = {"ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه و ي", "- - - ا و ي",
                                 "- - ر ل م ن د ب س ع ف ق"};
constexpr SyllableSet kHindi = {"क ख ग घ च छ ज झ ट ठ ड ढ त थ द ध न प फ ब भ म य र ल व श ष स ह प्र क्र त्र स्त",
                                "- ा ि ी ु ू े ै ो ौ", "- - - - न र ल म त क"};
constexpr SyllableSet kAmharic = {
    "ሀ ሁ ሂ ሄ ህ ለ ሉ ሊ ላ ሌ ል ሎ መ ሙ ሚ ማ ሜ ም ሞ ረ ሩ ሪ ራ ር ሮ ሰ ሱ ሲ ሳ ስ ሶ ቀ ቁ ቃ ቅ በ ቡ ቢ ባ ብ ቦ ተ "
    "ቱ ቲ ታ ት ቶ ነ ኑ ኒ ና ን ኖ አ ኢ ኤ እ ኦ ከ ኩ ካ ክ ኮ ወ ዋ ው ዘ ዚ ዛ ዝ የ ዩ ያ ይ ዮ ደ ዱ ዲ ዳ ድ ዶ ገ ጉ ጊ ጋ ግ ጎ ፈ ፊ ፋ ፍ",
    "-", "-"};
constexpr SyllableSet kHiragana = {
    "あ い う か が き く け こ さ し す そ た だ ち つ て で と な に の は ば へ ほ ま み も や よ ら り る れ ろ わ "
    "を",
    "-", "- - ん"};

constexpr std::array<std::string_view, 12> kEnglishMonths = {"January",   "February", "March",    "April",
                                                             "May",       "June",     "July",     "August",
                                                             "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 12> kSpanishMonths = {"enero",      "febrero", "marzo",     "abril",
                                                             "mayo",       "junio",   "julio",     "agosto",
                                                             "septiembre", "octubre", "noviembre", "diciembre"};
constexpr std::array<std::string_view, 12> kRussianMonths = {"января",   "февраля", "марта",  "апреля",
                                                             "мая",      "июня",    "июля",   "августа",
                                                             "сентября", "октября", "ноября", "декабря"};
constexpr std::array<std::string_view, 12> kGreekMonths = {"Ιανουαρίου",  "Φεβρουαρίου", "Μαρτίου",   "Απριλίου",
                                                           "Μαΐου",       "Ιουνίου",     "Ιουλίου",   "Αυγούστου",
                                                           "Σεπτεμβρίου", "Οκτωβρίου",   "Νοεμβρίου", "Δεκεμβρίου"};
constexpr std::array<std::string_view, 12> kEgyptianMonths = {
    "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"};
constexpr std::array<std::string_view, 12> kLevantineMonths = {
    "كانون الثاني", "شباط", "آذار",  "نيسان",       "أيار",         "حزيران",
    "تموز",         "آب",   "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"};
constexpr std::array<std::string_view, 12> kHindiMonths = {"जनवरी", "फ़रवरी", "मार्च",  "अप्रैल",  "मई",   "जून",
                                                           "जुलाई",  "अगस्त",  "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर"};
constexpr std::array<std::string_view, 12> kAmharicMonths = {"ጃንዋሪ", "ፌብሩዋሪ", "ማርች",    "ኤፕሪል",  "ሜይ",    "ጁን",
                                                             "ጁላይ",  "ኦገስት",  "ሴፕቴምበር", "ኦክቶበር", "ኖቬምበር", "ዲሴምበር"};

std::vector<Language> make_languages() {
  return {
      {"en",
       Spacing::kSpaced,
       Casing::kCased,
       kEnglish,
       kEnglish,
       kEnglish,
       "- - - - s s ed ing er",
       ", ",
       ".",
       "“",
       "”",
       '0',
       kEnglishMonths,
       kEnglishMonths,
       {"{m} {d}", "{d} {m}", "{m} {d}, {y}"},
       "By",
       "Source:",
       "Read more:"},
      {"es",
       Spacing::kSpaced,
       Casing::kCased,
       kSpanish,
       kSpanish,
       kSpanish,
       "- - - s s o a ado ción",
       ", ",
       ".",
       "«",
       "»",
       '0',
       kSpanishMonths,
       kSpanishMonths,
       {"{d} de {m}", "{d} de {m}", "{d} de {m} de {y}"},
       "Por",
       "Fuente:",
       "Lea también:"},
      {"ru",
       Spacing::kSpaced,
       Casing::kCased,
       kRussian,
       kRussian,
       kRussian,
       "- - а ы у ов ого ым ение",
       ", ",
       ".",
       "«",
       "»",
       '0',
       kRussianMonths,
       kRussianMonths,
       {"{d} {m}", "{d} {m}", "{d} {m} {y} года"},
       "Автор:",
       "Источник:",
       "Читайте также:"},
      {"el",
       Spacing::kSpaced,
       Casing::kCased,
       kGreek,
       kGreek,
       kGreek,
       "- - ος ο α ής ία ών εί",
       ", ",
       ".",
       "«",
       "»",
       '0',
       kGreekMonths,
       kGreekMonths,
       {"{d} {m}", "{d} {m}", "{d} {m} {y}"},
       "Του",
       "Πηγή:",
       "Διαβάστε επίσης:"},
      {"ar",
       Spacing::kSpaced,
       Casing::kUncased,
       kArabic,
       kArabic,
       kArabic,
       "- - ة ات ين ون",
       "، ",
       ".",
       "«",
       "»",
       U'٠',
       kEgyptianMonths,
       kLevantineMonths,
       {"{d} {m}", "{d} {o} ({m})", "{d} {o} {y}"},
       "كتب:",
       "المصدر:",
       "اقرأ أيضاً:"},
      {"hi",
       Spacing::kSpaced,
       Casing::kUncased,
       kHindi,
       kHindi,
       kHindi,
       "- - ों ना ता ी",
       ", ",
       "।",
       "“",
       "”",
       U'०',
       kHindiMonths,
       kHindiMonths,
       {"{d} {m}", "{d} {m}", "{d} {m} {y}"},
       "लेखक:",
       "स्रोत:",
       "यह भी पढ़ें:"},
      {"am",
       Spacing::kSpaced,
       Casing::kUncased,
       kAmharic,
       kAmharic,
       kAmharic,
       "- - ን ች ው",
       "፣ ",
       "።",
       "«",
       "»",
       '0',
       kAmharicMonths,
       kAmharicMonths,
       {"{m} {d}", "{d} {m}", "{m} {d} ቀን {y}"},
       "በ",
       "ምንጭ:",
       "በተጨማሪ ያንብቡ:"},
      {"ja",
       Spacing::kUnspaced,
       Casing::kUncased,
       kHiragana,
       kHan,
       kHan,
       "- - する した い",
       "、",
       "。",
       "「",
       "」",
       U'０',
       kEnglishMonths,
       kEnglishMonths,
       {"{n}月{d}日", "{n}月{d}日", "{y}年{n}月{d}日"},
       "文:",
       "出典:",
       "関連記事:"},
      {"zh",
       Spacing::kUnspaced,
       Casing::kUncased,
       kHan,
       kHan,
       kHan,
       "-",
       "，",
       "。",
       "“",
       "”",
       '0',
       kEnglishMonths,
       kEnglishMonths,
       {"{n}月{d}日", "{n}月{d}日", "{y}年{n}月{d}日"},
       "记者:",
       "来源:",
       "相关阅读:"},
  };
}

}  // namespace

const std::vector<Language>& all_languages() {
  static const std::vector<Language> languages = make_languages();
  return languages;
}

const Language& find_language(std::string_view tag) {
  std::string known;
  for (const Language& language : all_languages()) {
    if (language.tag == tag) return language;
    known += (known.empty() ? "" : ", ") + std::string(language.tag);
  }
  throw Error(ErrorKind::kUsage, "unknown language: \"" + std::string(tag) + "\" (choose from " + known + ')');
}

}  // namespace samestory

#include "text/date_spellings.h"

#include <algorithm>
#include <array>

namespace samestory {
namespace {

constexpr DateRole kMonth = DateRole::kMonth;
constexpr DateRole kWeekday = DateRole::kWeekday;
constexpr DateRole kNear = DateRole::kNearDay;
constexpr CalendarKind kGregorian = CalendarKind::kGregorian;
constexpr CalendarKind kHijri = CalendarKind::kHijri;
constexpr WeekChoice kPlain = WeekChoice::kAtOrBefore;

// clang-format off: it would break the lists inside of words
constexpr auto kSpellings = std::to_array<NameSpelling>({
    // Arabic. Levantine months are also numbered; Maghreb and Gulf papers vary the foreign vowels.
    {"ar", kMonth, 1, kGregorian, kPlain, "كانون 2|كانون ثاني|كانون ثان|جانفي"},
    {"ar", kMonth, 2, kGregorian, kPlain, "فيفري|فبرائر"},
    {"ar", kMonth, 3, kGregorian, kPlain, "آدار"},
    {"ar", kMonth, 4, kGregorian, kPlain, "أفريل|إبريل|أبريل"},
    {"ar", kMonth, 5, kGregorian, kPlain, "ماي"},
    {"ar", kMonth, 6, kGregorian, kPlain, "جوان|يونية"},
    {"ar", kMonth, 7, kGregorian, kPlain, "جويلية|يوليوز|يولية"},
    {"ar", kMonth, 8, kGregorian, kPlain, "أوت|غشت|أغسطوس"},
    {"ar", kMonth, 9, kGregorian, kPlain, "شتنبر|أيلول"},
    {"ar", kMonth, 10, kGregorian, kPlain, "تشرين 1|تشرين أول"},
    {"ar", kMonth, 11, kGregorian, kPlain, "تشرين 2|تشرين ثاني|تشرين ثان|نونبر"},
    {"ar", kMonth, 12, kGregorian, kPlain, "كانون 1|كانون أول|دجنبر"},
    {"ar", kMonth, 1, kHijri, kPlain, "المحرم|محرم الحرام"},
    {"ar", kMonth, 4, kHijri, kPlain, "ربيع الثاني"},
    {"ar", kMonth, 5, kHijri, kPlain, "جمادى الأول"},
    {"ar", kMonth, 6, kHijri, kPlain, "جمادى الثانية|جمادى الآخر|جمادى الثاني"},
    {"ar", kMonth, 9, kHijri, kPlain, "رمضان المبارك"},
    {"ar", kMonth, 11, kHijri, kPlain, "ذي القعدة|ذو القعده"},
    {"ar", kMonth, 12, kHijri, kPlain, "ذي الحجة"},
    {"ar", kNear, -2, kGregorian, kPlain, "أول من أمس|أمس الأول|أول أمس"},
    {"ar", kNear, -1, kGregorian, kPlain, "البارحة|بالأمس"},
    {"ar", kNear, 1, kGregorian, kPlain, "يوم غد"},
    {"ar", kWeekday, 2, kGregorian, kPlain, "الثلثاء"},
    {"ar", kWeekday, 4, kGregorian, kPlain, "الخميس"},
    // Persian: ICU writes the weekdays in one word, papers in two.
    {"fa", kWeekday, 0, kGregorian, kPlain, "یک شنبه"},
    {"fa", kWeekday, 1, kGregorian, kPlain, "دو شنبه"},
    {"fa", kWeekday, 2, kGregorian, kPlain, "سه شنبه"},
    {"fa", kWeekday, 3, kGregorian, kPlain, "چهار شنبه"},
    {"fa", kWeekday, 4, kGregorian, kPlain, "پنج شنبه"},
    // Chinese and Japanese.
    {"zh", kWeekday, 0, kGregorian, kPlain, "星期天|周日|週日|禮拜天|礼拜天"},
    {"zh", kWeekday, 1, kGregorian, kPlain, "周一|週一|禮拜一|礼拜一"},
    {"zh", kWeekday, 2, kGregorian, kPlain, "周二|週二|禮拜二|礼拜二"},
    {"zh", kWeekday, 3, kGregorian, kPlain, "周三|週三|禮拜三|礼拜三"},
    {"zh", kWeekday, 4, kGregorian, kPlain, "周四|週四|禮拜四|礼拜四"},
    {"zh", kWeekday, 5, kGregorian, kPlain, "周五|週五|禮拜五|礼拜五"},
    {"zh", kWeekday, 6, kGregorian, kPlain, "周六|週六|禮拜六|礼拜六"},
    {"zh", kNear, -1, kGregorian, kPlain, "昨日|昨晚|昨夜"},
    {"zh", kNear, 0, kGregorian, kPlain, "今日|今晚|今晨"},
    {"zh", kNear, 1, kGregorian, kPlain, "明日|明晚"},
    {"zh", kWeekday, 0, kGregorian, WeekChoice::kPreviousWeek, "上周日|上週日|上星期日|上个星期日|上個星期日"},
    {"zh", kWeekday, 1, kGregorian, WeekChoice::kPreviousWeek, "上周一|上週一|上星期一|上个星期一|上個星期一"},
    {"zh", kWeekday, 2, kGregorian, WeekChoice::kPreviousWeek, "上周二|上週二|上星期二|上个星期二|上個星期二"},
    {"zh", kWeekday, 3, kGregorian, WeekChoice::kPreviousWeek, "上周三|上週三|上星期三|上个星期三|上個星期三"},
    {"zh", kWeekday, 4, kGregorian, WeekChoice::kPreviousWeek, "上周四|上週四|上星期四|上个星期四|上個星期四"},
    {"zh", kWeekday, 5, kGregorian, WeekChoice::kPreviousWeek, "上周五|上週五|上星期五|上个星期五|上個星期五"},
    {"zh", kWeekday, 6, kGregorian, WeekChoice::kPreviousWeek, "上周六|上週六|上星期六|上个星期六|上個星期六"},
    {"zh", kWeekday, 0, kGregorian, WeekChoice::kThisWeek, "本周日|本週日|这周日|這週日|本星期日"},
    {"zh", kWeekday, 1, kGregorian, WeekChoice::kThisWeek, "本周一|本週一|这周一|這週一|本星期一"},
    {"zh", kWeekday, 2, kGregorian, WeekChoice::kThisWeek, "本周二|本週二|这周二|這週二|本星期二"},
    {"zh", kWeekday, 3, kGregorian, WeekChoice::kThisWeek, "本周三|本週三|这周三|這週三|本星期三"},
    {"zh", kWeekday, 4, kGregorian, WeekChoice::kThisWeek, "本周四|本週四|这周四|這週四|本星期四"},
    {"zh", kWeekday, 5, kGregorian, WeekChoice::kThisWeek, "本周五|本週五|这周五|這週五|本星期五"},
    {"zh", kWeekday, 6, kGregorian, WeekChoice::kThisWeek, "本周六|本週六|这周六|這週六|本星期六"},
    {"zh", kWeekday, 0, kGregorian, WeekChoice::kFollowingWeek, "下周日|下週日|下星期日|下个星期日|下個星期日"},
    {"zh", kWeekday, 1, kGregorian, WeekChoice::kFollowingWeek, "下周一|下週一|下星期一|下个星期一|下個星期一"},
    {"zh", kWeekday, 2, kGregorian, WeekChoice::kFollowingWeek, "下周二|下週二|下星期二|下个星期二|下個星期二"},
    {"zh", kWeekday, 3, kGregorian, WeekChoice::kFollowingWeek, "下周三|下週三|下星期三|下个星期三|下個星期三"},
    {"zh", kWeekday, 4, kGregorian, WeekChoice::kFollowingWeek, "下周四|下週四|下星期四|下个星期四|下個星期四"},
    {"zh", kWeekday, 5, kGregorian, WeekChoice::kFollowingWeek, "下周五|下週五|下星期五|下个星期五|下個星期五"},
    {"zh", kWeekday, 6, kGregorian, WeekChoice::kFollowingWeek, "下周六|下週六|下星期六|下个星期六|下個星期六"},
    {"ja", kNear, -1, kGregorian, kPlain, "昨夜"},
    {"ja", kNear, 0, kGregorian, kPlain, "本日"},
    // Slavic accusatives ("on Wednesday"), where they differ from CLDR's nominative.
    {"ru", kWeekday, 3, kGregorian, kPlain, "среду"},
    {"ru", kWeekday, 5, kGregorian, kPlain, "пятницу"},
    {"ru", kWeekday, 6, kGregorian, kPlain, "субботу"},
    {"uk", kWeekday, 0, kGregorian, kPlain, "неділю"},
    {"uk", kWeekday, 3, kGregorian, kPlain, "середу"},
    {"uk", kWeekday, 5, kGregorian, kPlain, "п’ятницю"},
    {"uk", kWeekday, 6, kGregorian, kPlain, "суботу"},
    {"be", kWeekday, 0, kGregorian, kPlain, "нядзелю"},
    {"be", kWeekday, 3, kGregorian, kPlain, "сераду"},
    {"be", kWeekday, 5, kGregorian, kPlain, "пятніцу"},
    {"be", kWeekday, 6, kGregorian, kPlain, "суботу"},
    {"pl", kWeekday, 0, kGregorian, kPlain, "niedzielę"},
    {"pl", kWeekday, 3, kGregorian, kPlain, "środę"},
    {"pl", kWeekday, 6, kGregorian, kPlain, "sobotę"},
    {"pl", kNear, 0, kGregorian, kPlain, "dziś"},
    {"cs", kWeekday, 0, kGregorian, kPlain, "neděli"},
    {"cs", kWeekday, 3, kGregorian, kPlain, "středu"},
    {"cs", kWeekday, 6, kGregorian, kPlain, "sobotu"},
    {"sk", kWeekday, 0, kGregorian, kPlain, "nedeľu"},
    {"sk", kWeekday, 3, kGregorian, kPlain, "stredu"},
    {"sk", kWeekday, 6, kGregorian, kPlain, "sobotu"},
    {"hr", kWeekday, 0, kGregorian, kPlain, "nedjelju"},
    {"hr", kWeekday, 3, kGregorian, kPlain, "srijedu"},
    {"hr", kWeekday, 6, kGregorian, kPlain, "subotu"},
    {"bs", kWeekday, 0, kGregorian, kPlain, "nedjelju"},
    {"bs", kWeekday, 3, kGregorian, kPlain, "srijedu"},
    {"bs", kWeekday, 6, kGregorian, kPlain, "subotu"},
    {"sr", kWeekday, 0, kGregorian, kPlain, "nedelju|недељу"},
    {"sr", kWeekday, 3, kGregorian, kPlain, "sredu|среду"},
    {"sr", kWeekday, 6, kGregorian, kPlain, "subotu|суботу"},
    {"sl", kWeekday, 0, kGregorian, kPlain, "nedeljo"},
    {"sl", kWeekday, 3, kGregorian, kPlain, "sredo"},
    {"sl", kWeekday, 6, kGregorian, kPlain, "soboto"},
    {"sl", kMonth, 3, kGregorian, kPlain, "marca"},
    // Finno-Ugric and Baltic cases of "on".
    {"hu", kWeekday, 1, kGregorian, kPlain, "hétfőn"},
    {"hu", kWeekday, 2, kGregorian, kPlain, "kedden"},
    {"hu", kWeekday, 3, kGregorian, kPlain, "szerdán"},
    {"hu", kWeekday, 4, kGregorian, kPlain, "csütörtökön"},
    {"hu", kWeekday, 5, kGregorian, kPlain, "pénteken"},
    {"hu", kWeekday, 6, kGregorian, kPlain, "szombaton"},
    {"lt", kWeekday, 0, kGregorian, kPlain, "sekmadienį"},
    {"lt", kWeekday, 1, kGregorian, kPlain, "pirmadienį"},
    {"lt", kWeekday, 2, kGregorian, kPlain, "antradienį"},
    {"lt", kWeekday, 3, kGregorian, kPlain, "trečiadienį"},
    {"lt", kWeekday, 4, kGregorian, kPlain, "ketvirtadienį"},
    {"lt", kWeekday, 5, kGregorian, kPlain, "penktadienį"},
    {"lt", kWeekday, 6, kGregorian, kPlain, "šeštadienį"},
    {"sv", kNear, -1, kGregorian, kPlain, "igår"},
    {"sv", kNear, 0, kGregorian, kPlain, "idag"},
    {"sv", kNear, 1, kGregorian, kPlain, "imorgon"},
    {"en", kNear, -2, kGregorian, kPlain, "day before yesterday|the day before yesterday"},
    {"en", kNear, 2, kGregorian, kPlain, "day after tomorrow|the day after tomorrow"},
    {"es", kNear, -2, kGregorian, kPlain, "antier"},
    {"de", kWeekday, 6, kGregorian, kPlain, "Sonnabend"},
    {"bn", kMonth, 1, kGregorian, kPlain, "জানুয়ারি"},
    {"bn", kMonth, 2, kGregorian, kPlain, "ফেব্রুয়ারি"},
    {"hi", kMonth, 1, kGregorian, kPlain, "जनवरी"},
    {"hi", kMonth, 2, kGregorian, kPlain, "फरवरी"},
    {"hi", kMonth, 9, kGregorian, kPlain, "सितम्बर"},
    {"hi", kMonth, 10, kGregorian, kPlain, "अक्टूबर"},
    {"hi", kMonth, 11, kGregorian, kPlain, "नवम्बर"},
    {"hi", kMonth, 12, kGregorian, kPlain, "दिसम्बर"},
});

constexpr auto kEndings = std::to_array<NameEnding>({
    {"sr", kMonth, "", "a|а"},
    {"sr", kMonth, "l", "la"},
    {"bs", kMonth, "", "a"},
    {"sl", kMonth, "", "ja|a"},
    {"sl", kMonth, "er", "ra"},
    {"sl", kMonth, "ij", "ija"},
    {"kk", kMonth, "", "да|де|та|те|дағы|дегі|тағы|тегі|нан|нен"},
    {"ky", kMonth, "", "да|де|та|те|дагы|деги"},
    {"uz", kMonth, "", "da|dagi"},
    {"az", kMonth, "", "da|də|ın|in|un|ün|ında|ində"},
    {"et", kMonth, "", "l|il"},
    {"lv", kMonth, "is", "ī"},
    {"lv", kMonth, "s", "ā"},
    {"eu", kMonth, "a", "aren|ean|ko"},
    {"eu", kMonth, "a", "ren"},
    {"ka", kMonth, "ი", "ს|ში"},
    {"ka", kMonth, "ო", "ოს|ოში"},
    {"ka", kWeekday, "ი", "ს"},
    {"lv", kWeekday, "iena", "ien|ienā"},
    {"et", kWeekday, "", "al|l"},
    {"hy", kMonth, "ի", "ին"},
    {"ko", kWeekday, "", "에|은|는|의|도|부터|까지|에는|에도"},
    {"ko", kNear, "", "은|는|의|도|부터|까지"},
    {"sv", kWeekday, "", "en"},
    {"da", kWeekday, "", "en"},
    {"nb", kWeekday, "", "en"},
});

constexpr auto kPrefixes = std::to_array<NamePrefix>({
    {"ar", "و|ف|ب|ل|ك|وب|ول|فب"},
    {"he", "ב|ה|ל|ו|מ|וב|ול|כב|שב|מה"},
});

constexpr auto kNewsLanguages = std::to_array<std::string_view>({
    "af", "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da",  "de", "el", "en", "es", "et", "eu", "fa",
    "fi", "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is",  "it", "ja", "ka", "kk", "km", "kn", "ko",
    "ky", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "mt", "my", "nb",  "ne", "nl", "no", "pa", "pl", "ps", "pt",
    "ro", "ru", "si", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "fil", "th", "tr", "uk", "ur", "uz", "vi", "zh",
});

constexpr auto kMonthFirst = std::to_array<std::string_view>({
    "en", "hu", "lt", "eu", "am", "ti", "fil", "hy", "ta", "te", "kn", "ml", "si", "my", "so", "zu", "xh", "yo", "ig",
});

constexpr auto kDoubtful = std::to_array<std::string_view>({
    "may",    "Domingo",  "неделя",  "недела", "среда", "Среда", "Pazar", "pazar", "Minggu", "Senin",  "Linggo",
    "Salı",   "Cuma",     "Jumanne", "morgen", "sutra", "jutro", "sabah", "Sabah", "homme",  "Homme",  "rīt",
    "zajtra", "hari ini", "mañana",  "demà",   "bukas", "کل",    "امروز", "فردا",  "bugun",  "Khamis", "Ahad",
});

constexpr auto kRejected = std::to_array<std::string_view>({
    "zh:后天", "zh:後天",                               // also "afterwards" and "inborn"
    "sn:China",                                         // also the country
    "ar:باليوم", "ar:لليوم", "ar:كاليوم", "ar:لاليوم",  // "a day", in rates
    "ru:среда", "ru:Среда", "ru:СРЕДА",                 // also "surroundings"
});

constexpr auto kShiftWords = std::to_array<ShiftWord>({
    {DateShift::kPast, true,
     "last|this past|past|el pasado|del pasado|al pasado|pasado|no último|em último|no passado|no último dia|"
     "vergangenen|vergangener|letzten|letzter|afgelopen|vorige|scorso|lo scorso|dello scorso|allo scorso|sidste|"
     "siste|förra|minulý|прошлого|минувшего|минулого|geçen|geçtiğimiz|지난|पिछले|গত"},
    {DateShift::kFuture, true,
     "next|this coming|najbliższą|przyszłą|nadchodzącą|haftaya|coming|upcoming|el próximo|del próximo|al próximo|"
     "próximo|no próximo|no próximo dia|nächsten|kommenden|komende|aanstaande|prossimo|il prossimo|næste|neste|"
     "nästa|kommende|gelecek|önümüzdeki|오는|अगले|আগামী"},
    {DateShift::kPreviousYear, true,
     "去年|昨年|上年|작년|지난해|tavaly|i fjor|i fjol|vorig jaar|geçen yıl|geçtiğimiz yıl|viime vuoden"},
    {DateShift::kThisYear, true, "今年|本年|올해|금년|bu yıl|idén|i år|এ বছরের|इस साल"},
    {DateShift::kFollowingYear, true, "明年|来年|來年|내년|gelecek yıl|önümüzdeki yıl|jövőre|neste år|nästa år"},
    {DateShift::kPast, false,
     "الماضي|الماضية|من الأسبوع الماضي|الأسبوع الماضي|الفائت|المنصرم|السابق|المنقضي|من الشهر الماضي|pasado|último|"
     "passado|último|dernier|scorso|ultimo|lalu|yang lalu|ที่ผ่านมา|trecut|گذشته|שעבר|iliyopita|uliopita|sistleden|"
     "jl."},
    {DateShift::kFuture, false,
     "المقبل|المقبلة|القادم|القادمة|في الأسبوع المقبل|من الأسبوع المقبل|الأسبوع المقبل|próximo|prochain|prossimo|"
     "mendatang|yang akan datang|ที่จะถึงนี้|viitor|آینده|הבא|הקרוב|ijayo|ujao"},
    {DateShift::kPreviousYear, false,
     "من العام الماضي|من السنة الماضية|العام الماضي|السنة الماضية|من العام الفائت|من العام المنصرم|من العام السابق|"
     "last year|of last year|a year ago|del año pasado|del pasado año|do ano passado|de l'année dernière|"
     "de l'an dernier|de l'année précédente|dello scorso anno|dell'anno scorso|vergangenen Jahres|letzten Jahres|"
     "des vergangenen Jahres|des letzten Jahres|des Vorjahres|vorig jaar|van vorig jaar|прошлого года|"
     "минувшего года|минулого року|торік|ubiegłego roku|zeszłego roku|minulého roku|loňského roku|vlani|loni|"
     "i fjor|i fjol|förra året|ifjol|viime vuonna|tavaly|πέρυσι|του περασμένου έτους|anul trecut|de anul trecut|"
     "سال گذشته|tahun lalu|năm ngoái|ปีที่แล้ว|ปีก่อน|mwaka jana|geçen yıl|prošle godine|lani|de l'any passat"},
    {DateShift::kThisYear, false,
     "الجاري|الحالي|من الشهر الجاري|من الشهر الحالي|من العام الجاري|من العام الحالي|من هذا العام|this year|"
     "of this year|de este año|del presente año|deste ano|de cette année|quest'anno|di quest'anno|dieses Jahres|"
     "dit jaar|этого года|текущего года|сего года|цього року|bieżącego roku|tego roku|br.|letošního roku|i år|"
     "φέτος|anul acesta|tahun ini|năm nay|ปีนี้|mwaka huu|bu yıl|ove godine|امسال|aquest any"},
    {DateShift::kFollowingYear, false,
     "من العام المقبل|من العام القادم|العام المقبل|العام القادم|next year|of next year|del próximo año|"
     "do próximo ano|de l'année prochaine|del prossimo anno|nächsten Jahres|kommenden Jahres|volgend jaar|"
     "следующего года|будущего года|наступного року|przyszłego roku|příštího roku|nästa år|neste år|næste år|"
     "tahun depan|năm sau|năm tới|ปีหน้า|mwaka ujao|gelecek yıl|sljedeće godine|سال آینده"},
});

// Ordinal endings stand here too: what is left between "28" and "January" in "28th of January".
constexpr auto kJoins = std::to_array<JoinWords>({
    {DateJoin::kDayMonth,
     "st|nd|rd|th|er|re|ème|e|o|a|de|d|of|di|do|del|den|da|ta|من|شهر|لشهر|η|ης|го|е|wa|mwezi|bulan|เดือน|माह|ماه|"
     "hb|ኛ|ቀን|í|luna|mies|ই|শে|লা|রা|ঠা"},
    {DateJoin::kMonthDay, "the|den|ቀን|mėn|ang|ika"},
    {DateJoin::kMonthYear,
     "de|del|do|of|st|nd|rd|th|፣|عام|سنة|لعام|لسنة|من|م|anno|année|año|ano|พ|ศ|ค|mwaka|năm|سال|साल|সালের|সাল|yil|г|"
     "d|ቀን|року|года|tahun|του|an|án|én|aasta|ва"},
    {DateJoin::kYearMonth, "m|metų|gada|ko|eko|жылғы|жылы|йил|yil|cı|ci|cu|cü|il|ilin|жылдын|წლის|թ|թվականի|year"},
    {DateJoin::kApposition,
     "الموافق|للموافق|المصادف|يوم|ليوم|في|ه|م|ميلادي|ميلادية|هجري|هجرية|the|on|of|le|el|il|al|la|den|dem|der|ngày|"
     "de|dia|día|am|tarehe|tanggal|günü|dated|วันที่|ที่|dnia|dne|числа|date|corresponding|to|یوم|روز|תאריך|ה|στις|"
     "του|ziua|data"},
    {DateJoin::kDayMark, "ngày|Ngày|dia|día|am|vom|zum|bis|يوم|بتاريخ|tanggal|dnia|dne|tarehe|den|le|du"},
});

// Beside these words a name is no day: "Black Friday", "the Sunday Times", "ذلك اليوم", "روسيا اليوم".
constexpr auto kFalseContexts = std::to_array<FalseContext>({
    {"Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|SUNDAY|FRIDAY",
     "through |Monday to |Monday-|Black |Good |Bloody |Cyber |Ash |Palm |Easter |Holy |Super |Freaky |Giving |"
     "BLACK |Maundy |Shrove ",
     " through | to Friday|-Friday| Times| Telegraph| Mirror| Mail| Express| Post| Herald| Tribune| Independent|"
     " Star| Sun | school| Show| Review| World| Night Live| Night Football| Age"},
    {"today|Today|TODAY", "USA |Russia |India |Psychology ", " show| Show| programme| program"},
    {"اليوم", "ذلك |نفس |ذات |روسيا |المصري |طوال |خلال |كل |في ",
     " التالي| السابق| نفسه| ذاته| الاول| الثاني| الثالث| الرابع| الخامس| السادس| السابع| الثامن| التاسع| العاشر|"
     " الاخير| الوطني| العالمي| الدولي| الذي| التي| المقبل| القادم| الماضي| المفتوح| الدراسي| الواحد"},
    {"الاحد|الاثنين|الجمعه|السبت|الخميس|الثلاثاء|الاربعاء", "ايام |كل |صلاه |صلوات |خطبه |خطب |هذين |كلا ",
     " معا| من كل| الاسود| السوداء| العظيم| العظيمه"},
    {"היום", "באותו |כל |אותו |סדר ", " הראשון| השני| שבו| הלאומי"},
    {"mañana", "la |esta |La |Esta |cada |Cada |una |media |buena |aquella |misma |toda la ", ""},
    {"morgen|Morgen", "guten |Guten |am |goede |op een |den |de |jeden ", ""},
    {"周日|周一|周二|周三|周四|周五|周六|週日|週一|週二|週三|週四|週五|週六",
     "一|二|三|四|五|六|七|八|九|十|两|兩|几|幾|每|数|數|半|1|2|3|4|5|6|7|8|9|0|个|個|逢|四",
     "次|天|年|个|個|期|岁|歲|场|場|刊|边|邊|围|圍"},
    {"前天", "目|之|以|空|提|日|生|年|月|从", ""},
    {"今天|今日", "", "头条|頭條|美国报|俄罗斯"},
    {"今日", "", "では|の日本"},
    {"明日", "", "香"},
    {"오늘", "", "날"},
    {"воскресенье|понедельник|вторник|четверг|пятница|суббота", "Черная |Чёрная |Великая |Страстная ", ""},
    {"domingo|sábado|viernes|martes|lunes|jueves", "Plácido |los |cada |todos los |Viernes ", ""},
});

}  // namespace

std::vector<std::string_view> alternatives(std::string_view joined) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at < joined.size();) {
    const std::size_t bar = std::min(joined.find('|', at), joined.size());
    parts.push_back(joined.substr(at, bar - at));
    at = bar + 1;
  }
  return parts;
}

std::span<const NameSpelling> name_spellings() { return kSpellings; }
std::span<const NameEnding> name_endings() { return kEndings; }
std::span<const NamePrefix> name_prefixes() { return kPrefixes; }
std::span<const std::string_view> news_languages() { return kNewsLanguages; }
std::span<const std::string_view> month_first_languages() { return kMonthFirst; }
std::span<const std::string_view> doubtful_names() { return kDoubtful; }
std::span<const std::string_view> rejected_names() { return kRejected; }
std::span<const ShiftWord> shift_words() { return kShiftWords; }

std::span<const JoinWords> join_words() { return kJoins; }
std::span<const FalseContext> false_contexts() { return kFalseContexts; }

std::string_view publication_stamps() {
  return "published|posted|publication date|date published|published on|posted on|published at|date posted|"
         "first published|originally published|issued|issue date|submitted|pubdate|article published|تاريخ "
         "النشر|نشر|نشرت|"
         "نشر في|نشر بتاريخ|نشر يوم|تم النشر|تم النشر في|تاريخ الخبر|أضيف|أضيف بتاريخ|حرر في|حرر بتاريخ|publié|publié "
         "le|"
         "mis en ligne|mis en ligne le|posté le|date de publication|publicado|publicado el|publicado em|"
         "fecha de publicación|data de publicação|veröffentlicht|veröffentlicht am|erschienen am|erstellt am|erstellt|"
         "pubblicato|pubblicato il|data di pubblicazione|gepubliceerd|gepubliceerd op|geplaatst "
         "op|publicerad|publiceret|"
         "publisert|julkaistu|opublikowano|data publikacji|publikováno|zveřejněno|objavljeno|publicat|publicat la|"
         "publikálva|megjelent|δημοσιεύτηκε|δημοσίευση|опубликовано|дата публикации|дата публікації|опубліковано|"
         "публикувано|yayınlanma|yayınlanma tarihi|yayın tarihi|yayınlandı|giriş "
         "tarihi|diterbitkan|dipublikasikan|tayang|"
         "ngày đăng|đăng ngày|đăng lúc|xuất "
         "bản|发布时间|发布日期|发布于|发表于|發佈時間|發布時間|发表时间|配信|公開日|投稿日|掲載|入力|입력|등록|게시|"
         "기사입력|작성|"
         "เผยแพร่|วันที่เผยแพร่|प्रकाशित|प्रकाशन तिथि|প্রকাশ|প্রকাশিত|প্রকাশের তারিখ|تاریخ انتشار|انتشار|פורסם|"
         "פורסם בתאריך|imechapishwa|iliyochapishwa";
}

std::string_view date_labels() {
  return "date|dated|created|تاريخ|التاريخ|fecha|data|datum|ημερομηνία|дата|tarih|tanggal|时间|日期|時間|公開|تاریخ|"
         "תאריך|tarehe|"
         "তারিখ|दिनांक|ngày|dato|päiväys";
}

std::string_view update_stamps() {
  return "updated|last updated|updated on|modified|last modified|آخر تحديث|تحديث|تم التحديث|mis à jour|mis à jour le|"
         "actualizado|actualizado el|última actualización|atualizado|atualizado em|aktualisiert|aktualisiert am|stand|"
         "aggiornato|aggiornato il|bijgewerkt|uppdaterad|opdateret|oppdatert|päivitetty|aktualizacja|aktualizováno|"
         "обновлено|оновлено|güncelleme|güncellenme|son güncelleme|diperbarui|cập "
         "nhật|更新|更新时间|更新於|更新于|수정|อัปเดต|"
         "به روز رسانی|עודכן";
}

std::string_view stamp_fillers() {
  return "on|at|the|of|in|le|el|il|am|den|em|op|на|в|um|uhr|à|om|kl|h|hrs|hours|gmt|utc|est|edt|cst|cdt|mst|mdt|pst|"
         "pdt|et|pt|ct|bst|cet|cest|eet|eest|msk|ist|wib|jst|kst|a|p|m|pm|ore|alle|ás|às|las|a "
         "las|في|يوم|بتاريخ|الساعة|ص|"
         "م|مساء|صباحا|بتوقيت|غرينتش|جرينتش|مكة|ساعت|godz|в|o|v|ob|u|час|мск|saat|pukul|lúc|ngày|오전|오후|午前|午後|"
         "上午|下午|น|เวลา|"
         "วันที่|z|t|utc+";
}

std::string_view byline_words() {
  return "by|von|par|por|di|door|av|af|od|autor|author|story by|written by|بقلم|كتب|كتبت|от|автор|yazan|oleh|tác "
         "giả|記者|"
         "记者|作者|文|글|기자";
}

std::string_view source_note_words() {
  return "this article|this story|this post|this piece|this report|this statement|مصدر|dieser artikel|cet article|"
         "este artículo|este artigo|questo articolo";
}

std::string_view source_note_verbs() {
  return "originally published|first published|originally appeared|first appeared|was originally posted|نشر|جلب|نقل|"
         "zuerst veröffentlicht|erschien zuerst|a été publié|fue publicado|foi publicado|è stato pubblicato";
}

}  // namespace samestory

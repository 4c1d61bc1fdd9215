#include "text/date_names.h"

#include <unicode/datefmt.h>
#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/reldatefmt.h>
#include <unicode/smpdtfmt.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <memory>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "text/date_spellings.h"
#include "text/normalize.h"

namespace samestory {
namespace {

// Shorter abbreviations ("ma", "ju") are words, initials and units everywhere.
constexpr std::int32_t kShortestAbbreviation = 3;  // code points
// A day word of fewer letters is believed only in a text of its language: "leo" is today in Swahili.
constexpr std::int32_t kShortestUnprompted = 5;  // code points, in scripts that have case
// The locales with a region whose names differ from those of their language alone (ICU 72; the test asks all 805
// locales). Asking only these and the locales without a region saves 30 ms of every run.
constexpr auto kRegionsWithOwnNames = std::to_array<const char*>(
    {"ar_DZ", "ar_IQ", "ar_LB",      "ar_MA",      "ar_MR",      "ar_PS",      "ar_SA", "ar_SY",
     "ar_TN", "bn_IN", "de_AT",      "en_001",     "es_CL",      "es_PE",      "fa_AF", "fr_CA",
     "fr_MA", "se_FI", "sr_Cyrl_BA", "sr_Cyrl_ME", "sr_Latn_BA", "sr_Latn_ME", "yo_BJ"});
// Endings go on stems of at least so many letters, lest they make up other words.
constexpr std::int32_t kShortestStem = 2;  // code points

std::string to_utf8(const icu::UnicodeString& text) {
  std::string out;
  return text.toUTF8String(out);
}

icu::UnicodeString from_utf8(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

bool has_digit(const icu::UnicodeString& text) {
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    if (u_isdigit(text.char32At(i))) return true;
  }
  return false;
}

// Chinese numerals as names of months ("十一月") would match inside longer numbers.
bool is_numbered_month(const icu::UnicodeString& text) { return text.endsWith(u'月') || has_digit(text); }

class Collector {
 public:
  explicit Collector(const std::vector<std::string>& languages) {
    for (std::size_t i = 0; i < languages.size(); ++i) places_[languages[i]] = i;
    for (const std::string_view name : doubtful_names()) doubtful_.insert(normalize(name, Case::kKeep));
    for (const std::string_view name : rejected_names()) rejected_.insert(normalize(name, Case::kKeep));
  }

  void add_locale(const icu::Locale& locale);
  void add_near_days(const std::string& language);
  void add_calendar(const char* locale, CalendarKind calendar);
  void add_spellings();
  std::vector<DateName> take();

 private:
  // A name as ICU or a table writes it; `language` chooses its rules of case.
  void add(const icu::Locale& language, NameMeaning meaning, const icu::UnicodeString& name);
  void add_cases(const icu::Locale& language, const NameMeaning& meaning, const icu::UnicodeString& name);
  void add_endings(const icu::Locale& language, const NameMeaning& meaning, const icu::UnicodeString& name);
  void add_form(const icu::Locale& language, const NameMeaning& meaning, NameTrust trust,
                const icu::UnicodeString& form);
  void add_text(NameMeaning meaning, const std::string& text);

  std::unordered_map<std::string, std::size_t> places_;
  std::unordered_set<std::string> doubtful_, rejected_;
  std::unordered_set<std::string> seen_;  // language, meaning and name: locales of one language mostly agree
  std::unordered_map<std::string, std::vector<NameMeaning>> names_;
};

void Collector::add_text(NameMeaning meaning, const std::string& text) {
  if (text.empty()) return;
  if (doubtful_.count(text) > 0 && meaning.trust != NameTrust::kNeedsYear) meaning.trust = NameTrust::kLanguageOnly;
  std::vector<NameMeaning>& meanings = names_[text];
  for (NameMeaning& known : meanings) {
    if (known.role == meaning.role && known.value == meaning.value && known.calendar == meaning.calendar &&
        known.week == meaning.week && known.trust == meaning.trust) {
      known.languages |= meaning.languages;
      return;
    }
  }
  meanings.push_back(meaning);
}

void Collector::add_form(const icu::Locale& language, const NameMeaning& meaning, NameTrust trust,
                         const icu::UnicodeString& form) {
  NameMeaning with_trust = meaning;
  with_trust.trust = trust;
  const std::string text = normalize(to_utf8(form), Case::kKeep);
  if (rejected_.count(std::string(language.getLanguage()) + ':' + text) == 0) add_text(with_trust, text);
}

void Collector::add_cases(const icu::Locale& language, const NameMeaning& meaning, const icu::UnicodeString& name) {
  icu::UnicodeString lower(name), upper(name);
  lower.toLower(language);
  upper.toUpper(language);
  if (lower == upper) {
    // Without case nothing marks an abbreviation, and it is no word either.
    add_form(language, meaning, meaning.trust == NameTrust::kAbbreviated ? NameTrust::kFull : meaning.trust, name);
    return;
  }
  const std::int32_t head = name.moveIndex32(0, 1);
  icu::UnicodeString title(name, 0, head);
  title.toUpper(language).append(name, head, name.length() - head);
  const bool capitalised = name == title;
  const bool common_word = name.countChar32() < kShortestUnprompted;
  if (meaning.role == DateRole::kMonth) {
    add_form(language, meaning, meaning.trust, name);
    const bool abbreviated = meaning.trust == NameTrust::kAbbreviated;
    add_form(language, meaning, abbreviated ? NameTrust::kCapitalised : meaning.trust, title);
    add_form(language, meaning, abbreviated ? NameTrust::kCapitalised : meaning.trust, upper);
    if (capitalised) add_form(language, meaning, NameTrust::kNeedsYear, lower);
  } else if (meaning.role == DateRole::kWeekday) {
    add_form(language, meaning, common_word ? NameTrust::kLanguageOnly : NameTrust::kFull, name);
    add_form(language, meaning, common_word ? NameTrust::kLanguageOnly : NameTrust::kFull, upper);
    if (!capitalised) add_form(language, meaning, NameTrust::kLanguageOnly, title);  // "Domingo" is a first name
  } else {
    const NameTrust trust = common_word ? NameTrust::kLanguageOnly : NameTrust::kFull;
    add_form(language, meaning, trust, lower);
    add_form(language, meaning, NameTrust::kLanguageOnly, upper);
    add_form(language, meaning, NameTrust::kSentenceStart, title);
  }
}

void Collector::add_endings(const icu::Locale& language, const NameMeaning& meaning, const icu::UnicodeString& name) {
  for (const NameEnding& ending : name_endings()) {
    if (ending.language != language.getLanguage() || ending.role != meaning.role) continue;
    const icu::UnicodeString cut = from_utf8(ending.cut);
    if (!name.endsWith(cut) || name.countChar32() - cut.countChar32() < kShortestStem) continue;
    const icu::UnicodeString stem(name, 0, name.length() - cut.length());
    for (const std::string_view tail : alternatives(ending.endings))
      add_cases(language, meaning, stem + from_utf8(tail));
  }
  for (const NamePrefix& prefix : name_prefixes()) {
    if (prefix.language != language.getLanguage()) continue;
    const std::string text = normalize(to_utf8(name), Case::kKeep);
    for (const std::string_view head : alternatives(prefix.prefixes)) {
      const std::string joined = std::string(head) + text;
      if (rejected_.count(std::string(language.getLanguage()) + ':' + joined) > 0) continue;
      add_text(meaning, joined);
      constexpr std::string_view kArticle = "ال", kForArticle = "لل";  // "ل" + "الاحد" is written "للاحد"
      if (head == "ل" && text.substr(0, kArticle.size()) == kArticle) {
        add_text(meaning, std::string(kForArticle) + text.substr(kArticle.size()));
      }
    }
  }
}

void Collector::add(const icu::Locale& language, NameMeaning meaning, const icu::UnicodeString& name) {
  icu::UnicodeString bare(name);
  bare.trim();
  if (meaning.role == DateRole::kMonth && is_numbered_month(bare)) return;
  for (const char16_t* particle : {u"de ", u"d'", u"d’"}) {  // Catalan "de gener": "28 de gener" has it anyway
    if (meaning.role == DateRole::kMonth && bare.startsWith(particle))
      bare.remove(0, icu::UnicodeString(particle).length());
  }
  if (bare.endsWith(u'.') || bare.endsWith(u'\u05F3')) {
    const bool dots_inside = bare.indexOf(u'.') < bare.length() - 1;  // "ม.ค." is a name with its dots
    if (!dots_inside) bare.truncate(bare.length() - 1);
  }
  if (meaning.trust == NameTrust::kAbbreviated && bare.countChar32() < kShortestAbbreviation) return;
  if (bare.countChar32() < 2) return;
  const auto place = places_.find(language.getLanguage());
  if (place == places_.end()) return;
  const std::string key = std::string(language.getLanguage()) + '|' + std::to_string(static_cast<int>(meaning.role)) +
                          '|' + std::to_string(meaning.value) + '|' +
                          std::to_string(static_cast<int>(meaning.calendar)) + '|' +
                          std::to_string(static_cast<int>(meaning.week)) + '|' + to_utf8(bare);
  if (!seen_.insert(key).second) return;
  meaning.languages.set(place->second);
  add_cases(language, meaning, bare);
  add_endings(language, meaning, bare);
}

void Collector::add_locale(const icu::Locale& locale) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::DateFormatSymbols symbols(locale, status);
  if (U_FAILURE(status)) return;
  const icu::Locale language(locale.getLanguage());
  using Symbols = icu::DateFormatSymbols;
  for (const auto width : {Symbols::WIDE, Symbols::ABBREVIATED}) {
    for (const auto context : {Symbols::FORMAT, Symbols::STANDALONE}) {
      std::int32_t count = 0;
      const icu::UnicodeString* names = symbols.getMonths(count, context, width);
      for (std::int32_t i = 0; i < count; ++i) {
        NameMeaning meaning;
        meaning.value = i + 1;
        if (width == Symbols::ABBREVIATED) meaning.trust = NameTrust::kAbbreviated;
        if (language == icu::Locale("th")) meaning.calendar = CalendarKind::kBuddhist;
        add(language, meaning, names[i]);
      }
    }
  }
  for (const auto context : {Symbols::FORMAT, Symbols::STANDALONE}) {
    std::int32_t count = 0;
    const icu::UnicodeString* names = symbols.getWeekdays(count, context, Symbols::WIDE);
    for (std::int32_t i = 1; i < count; ++i) {  // ICU counts them from Sunday = 1
      NameMeaning meaning;
      meaning.role = DateRole::kWeekday;
      meaning.value = i - 1;
      add(language, meaning, names[i]);
    }
  }
}

void Collector::add_near_days(const std::string& language) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Locale locale(language.c_str());
  const icu::RelativeDateTimeFormatter formatter(locale, status);
  if (U_FAILURE(status)) return;
  const auto add_unit = [&](UDateDirection direction, UDateAbsoluteUnit unit, const NameMeaning& meaning) {
    UErrorCode unit_status = U_ZERO_ERROR;
    icu::UnicodeString name;
    formatter.format(direction, unit, name, unit_status);
    if (U_SUCCESS(unit_status) && !name.isEmpty()) add(locale, meaning, name);
  };
  constexpr std::array<std::pair<UDateDirection, int>, 5> kDays = {{{UDAT_DIRECTION_LAST_2, -2},
                                                                    {UDAT_DIRECTION_LAST, -1},
                                                                    {UDAT_DIRECTION_THIS, 0},
                                                                    {UDAT_DIRECTION_NEXT, 1},
                                                                    {UDAT_DIRECTION_NEXT_2, 2}}};
  for (const auto& [direction, offset] : kDays) {
    NameMeaning meaning;
    meaning.role = DateRole::kNearDay;
    meaning.value = offset;
    add_unit(direction, UDAT_ABSOLUTE_DAY, meaning);
  }
  const bool by_weeks = language == "zh" || language == "ja" || language == "ko";
  for (int weekday = 0; weekday < 7; ++weekday) {
    NameMeaning meaning;
    meaning.role = DateRole::kWeekday;
    meaning.value = weekday;
    const auto unit = static_cast<UDateAbsoluteUnit>(UDAT_ABSOLUTE_SUNDAY + weekday);
    meaning.week = by_weeks ? WeekChoice::kPreviousWeek : WeekChoice::kBefore;
    add_unit(UDAT_DIRECTION_LAST, unit, meaning);
    meaning.week = by_weeks ? WeekChoice::kFollowingWeek : WeekChoice::kAfter;
    add_unit(UDAT_DIRECTION_NEXT, unit, meaning);
  }
}

void Collector::add_calendar(const char* locale_name, CalendarKind calendar) {
  const icu::Locale locale(locale_name);
  // DateFormatSymbols made from a locale are Gregorian whatever its calendar; those of a format are not.
  const std::unique_ptr<icu::DateFormat> format(icu::DateFormat::createDateInstance(icu::DateFormat::kLong, locale));
  const auto* simple = dynamic_cast<const icu::SimpleDateFormat*>(format.get());
  if (simple == nullptr) return;
  std::int32_t count = 0;
  const icu::UnicodeString* names =
      simple->getDateFormatSymbols()->getMonths(count, icu::DateFormatSymbols::FORMAT, icu::DateFormatSymbols::WIDE);
  for (std::int32_t i = 0; i < count; ++i) {
    NameMeaning meaning;
    meaning.value = i + 1;
    meaning.calendar = calendar;
    if (calendar == CalendarKind::kHijri && i == 1) meaning.trust = NameTrust::kNeedsYear;  // "صفر" is also zero
    add(icu::Locale(locale.getLanguage()), meaning, names[i]);
  }
}

void Collector::add_spellings() {
  for (const NameSpelling& spelling : name_spellings()) {
    NameMeaning meaning;
    meaning.role = spelling.role;
    meaning.value = spelling.value;
    meaning.calendar = spelling.calendar;
    meaning.week = spelling.week;
    const icu::Locale language(std::string(spelling.language).c_str());
    for (const std::string_view name : alternatives(spelling.names)) {
      const icu::UnicodeString text = from_utf8(name);
      if (!has_digit(text)) {
        add(language, meaning, text);
        continue;
      }
      meaning.languages.set(places_.at(std::string(spelling.language)));
      add_text(meaning, normalize(name, Case::kKeep));
    }
  }
}

std::vector<DateName> Collector::take() {
  std::vector<DateName> names;
  names.reserve(names_.size());
  for (auto& [text, meanings] : names_) names.push_back({text, std::move(meanings)});
  std::sort(names.begin(), names.end(), [](const DateName& a, const DateName& b) { return a.text < b.text; });
  return names;
}

}  // namespace

std::vector<std::string> icu_languages() {
  std::int32_t count = 0;
  const icu::Locale* locales = icu::Locale::getAvailableLocales(count);
  std::set<std::string> languages;
  for (std::int32_t i = 0; i < count; ++i) languages.insert(locales[i].getLanguage());
  return {languages.begin(), languages.end()};
}

std::vector<DateName> collect_date_names(const std::vector<std::string>& languages) {
  Collector collector(languages);
  std::int32_t count = 0;
  const icu::Locale* locales = icu::Locale::getAvailableLocales(count);
  for (std::int32_t i = 0; i < count; ++i) {
    if (*locales[i].getCountry() == 0) collector.add_locale(locales[i]);
  }
  for (const char* locale : kRegionsWithOwnNames) collector.add_locale(icu::Locale(locale));
  for (const std::string& language : languages) collector.add_near_days(language);
  for (const char* locale : {"ar", "fa", "ur", "ps", "ku", "tr", "id", "ms", "en", "sw", "fr", "bn"}) {
    collector.add_calendar((std::string(locale) + "@calendar=islamic-umalqura").c_str(), CalendarKind::kHijri);
  }
  for (const char* locale : {"fa@calendar=persian", "fa_AF@calendar=persian", "ps@calendar=persian"}) {
    collector.add_calendar(locale, CalendarKind::kPersian);
  }
  collector.add_calendar("am@calendar=ethiopic", CalendarKind::kEthiopic);
  collector.add_spellings();
  return collector.take();
}

}  // namespace samestory

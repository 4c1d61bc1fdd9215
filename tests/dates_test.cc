#include "text/dates.h"

#include <doctest/doctest.h>
#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>

#include <cstdio>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/hash.h"
#include "dates_table.h"
#include "text/calendar.h"
#include "text/date_lexicon.h"
#include "text/date_names.h"
#include "text/date_spellings.h"
#include "text/normalize.h"

using namespace samestory;
using samestory::tests::DateRow;
using samestory::tests::kDateRows;
using samestory::tests::kOwnDateRows;
using samestory::tests::OwnDateRow;

namespace {

std::string iso(std::int32_t day) {
  const CivilDate date = civil_of(day);
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", date.year, date.month, date.day);
  return buffer;
}

std::int32_t day_of_iso(std::string_view text) {
  CivilDate date;
  REQUIRE(std::sscanf(std::string(text).c_str(), "%d-%d-%d", &date.year, &date.month, &date.day) == 3);
  return day_of(date);
}

std::string describe(const DateMention& mention) {
  std::string out;
  char buffer[32];
  const std::string resolved = mention.resolved_day ? iso(*mention.resolved_day) : "?";
  switch (mention.kind) {
    case DateKind::kFull:
      std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", mention.year, mention.month, mention.day);
      out = buffer;
      if (out != resolved) out += "=" + resolved;
      break;
    case DateKind::kMonthDay:
      std::snprintf(buffer, sizeof buffer, "--%02d-%02d=", mention.month, mention.day);
      out = buffer + resolved;
      break;
    case DateKind::kRelative:
      out = "~" + resolved;
      break;
  }
  return mention.past ? out + "<" : out;
}

std::string describe(std::string_view raw, const DateContext& context) {
  std::string out;
  for (const DateMention& mention : find_dates(normalize(raw, Case::kKeep), context)) {
    if (!out.empty()) out += ' ';
    out += describe(mention);
  }
  return out;
}

DateContext context_of(const DateRow& row) {
  DateContext context;
  context.language = row.language;
  if (!row.published.empty()) context.published_day = day_of_iso(row.published);
  return context;
}

// A text made of pieces that dates are made of, in random order.
std::string random_text(std::uint64_t seed) {
  static const std::vector<std::string> kPieces = {
      "28",       "1",         "2026",    "3",     "31",           "99",       "1447",   "12",
      " ",        " ",         " ",       ".",     ". ",           ",",        ", ",     "-",
      "/",        "(",         ")",       "\n",    "th",           "st",       "de",     " of ",
      "January",  "May",       "mar",     "رمضان", "كانون الثاني", "يناير",    "الماضي", "last ",
      "next ",    "Wednesday", "أمس",     "اليوم", "年",           "月",       "日",     "1月",
      "昨天",     "周三",      "ม.ค.",    "مه",    "января",       "listopad", "tháng",  "năm",
      "\xC3\xA9", "ه",         "الموافق", "today", "令和",         "word",     "2569",   "'"};
  std::string text;
  std::uint64_t state = seed;
  const std::size_t pieces = 1 + mix(state) % 40;
  for (std::size_t i = 0; i < pieces; ++i) {
    state = mix(state + i);
    text += kPieces[state % kPieces.size()];
  }
  return normalize(text, Case::kKeep);
}

}  // namespace

TEST_CASE("dates are found and resolved as labelled") {
  std::set<std::string_view> languages;
  std::size_t traps = 0;
  for (const DateRow& row : kDateRows) {
    languages.insert(row.language.substr(0, row.language.find('-')));
    traps += row.trap ? 1 : 0;
    CAPTURE(row.language);
    CAPTURE(row.text);
    CHECK(describe(row.text, context_of(row)) == row.expected);
  }
  CHECK(kDateRows.size() >= 300);
  CHECK(languages.size() >= 20);
  CHECK(traps >= 60);
}

TEST_CASE("an article's own date is taken from stamps and never from prose") {
  for (const OwnDateRow& row : kOwnDateRows) {
    CAPTURE(row.name);
    const auto own = find_own_date(normalize(row.text, Case::kKeep));
    CHECK((own ? iso(own->day) : "") == row.expected);
  }
  CHECK(kOwnDateRows.size() >= 40);
}

TEST_CASE("a post far down the text is a memory, unless one near its head agrees") {
  const std::string post = "\n- Harbour Office (@harbouroffice) January 28, 2026\n";
  const std::string filler = "The ferry had been built long ago, and it was slow.\n";
  std::string long_text;
  while (long_text.size() < 3'000) long_text += filler;
  CHECK_FALSE(find_own_date(long_text + post + filler).has_value());
  CHECK(find_own_date(filler + post + long_text + post + filler).value().day == day_of({2026, 1, 28}));
}

TEST_CASE("mentions lie in the text, in order, apart, and state possible days") {
  for (std::uint64_t seed = 1; seed <= 20'000; ++seed) {
    CAPTURE(seed);
    const std::string text = random_text(seed);
    CAPTURE(text);
    DateContext context;
    if (seed % 3 != 0) context.published_day = static_cast<std::int32_t>(mix(seed) % 40'000);
    constexpr std::string_view kLanguages[] = {"", "en", "ar", "zh", "vi", "th", "hr"};
    context.language = kLanguages[seed % 7];
    std::uint32_t last_end = 0;
    for (const DateMention& mention : find_dates(text, context)) {
      REQUIRE(mention.begin >= last_end);
      REQUIRE(mention.end > mention.begin);
      REQUIRE(mention.end <= text.size());
      last_end = mention.end;
      const bool starts_code_point = (static_cast<unsigned char>(text[mention.begin]) & 0xC0) != 0x80;
      REQUIRE(starts_code_point);
      const bool ends_code_point =
          mention.end == text.size() || (static_cast<unsigned char>(text[mention.end]) & 0xC0) != 0x80;
      REQUIRE(ends_code_point);
      REQUIRE((mention.kind == DateKind::kFull) == (mention.year != 0));
      if (mention.kind == DateKind::kFull) {
        REQUIRE(is_valid({mention.year, mention.month, mention.day}));
        REQUIRE(*mention.resolved_day == day_of({mention.year, mention.month, mention.day}));
      }
      if (!context.published_day && mention.kind != DateKind::kFull) REQUIRE_FALSE(mention.resolved_day.has_value());
      if (mention.resolved_day) {
        const CivilDate civil = civil_of(*mention.resolved_day);
        REQUIRE(civil.month == mention.month);
        REQUIRE(civil.day == mention.day);
      }
    }
    const auto own = find_own_date(text);
    if (own) REQUIRE(own->end <= text.size());
  }
}

TEST_CASE("a month and day without a year resolve to the nearest day, as a search over all days finds it") {
  constexpr int kFarthestAhead = 120;  // days, unless the text says "next"
  constexpr int kSpan = 8 * 366 + 1;   // days; a leap day is never farther
  const std::vector<std::string> names = {"January", "February", "March",     "April",   "May",      "June",
                                          "July",    "August",   "September", "October", "November", "December"};
  for (std::uint64_t seed = 1; seed <= 3'000; ++seed) {
    CAPTURE(seed);
    const auto published = static_cast<std::int32_t>(mix(seed) % 60'000);
    const int month = 1 + static_cast<int>(mix(seed + 1'000'000) % 12);
    const int day = 1 + static_cast<int>(mix(seed + 2'000'000) % 31);
    if (!is_valid({2000, month, day})) continue;
    const auto search = [&](int first, int last) -> std::optional<std::int32_t> {
      for (int distance = 0; distance <= kSpan; ++distance) {
        for (const int offset : {-distance, distance}) {
          if (offset < first || offset > last) continue;
          const CivilDate civil = civil_of(published + offset);
          if (civil.month == month && civil.day == day) return published + offset;
        }
      }
      return std::nullopt;
    };
    const std::string date = names[static_cast<std::size_t>(month - 1)] + " " + std::to_string(day);
    const DateContext context{published, "en"};
    struct Row {
      std::string text;
      std::optional<std::int32_t> expected;
    };
    const std::vector<Row> rows = {{"on " + date, search(-kSpan, kFarthestAhead)},
                                   {"last " + date, search(-kSpan, -1)},
                                   {"next " + date, search(1, kSpan)}};
    for (const Row& row : rows) {
      CAPTURE(row.text);
      const auto mentions = find_dates(row.text, context);
      REQUIRE(mentions.size() == 1);
      CHECK(mentions[0].resolved_day == row.expected);
    }
  }
}

TEST_CASE("weekdays resolve to the nearest day on the side that the words say") {
  const std::vector<std::string> names = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
  for (std::int32_t published = 20'000; published < 20'014; ++published) {
    for (int weekday = 0; weekday < 7; ++weekday) {
      const std::string& name = names[static_cast<std::size_t>(weekday)];
      const auto walk = [&](std::int32_t from, std::int32_t step) {
        while (weekday_of(from) != weekday) from += step;
        return from;
      };
      const DateContext context{published, "en"};
      CHECK(find_dates("on " + name, context).at(0).resolved_day == walk(published, -1));
      CHECK(find_dates("last " + name, context).at(0).resolved_day == walk(published - 1, -1));
      CHECK(find_dates("next " + name, context).at(0).resolved_day == walk(published + 1, 1));
    }
  }
}

TEST_CASE("every month name of every locale of ICU is found in a text of its language") {
  std::int32_t count = 0;
  const icu::Locale* locales = icu::Locale::getAvailableLocales(count);
  std::size_t asked = 0, missed = 0;
  for (std::int32_t i = 0; i < count; ++i) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::DateFormatSymbols symbols(locales[i], status);
    std::int32_t months = 0;
    const icu::UnicodeString* names =
        symbols.getMonths(months, icu::DateFormatSymbols::FORMAT, icu::DateFormatSymbols::WIDE);
    const std::string language = locales[i].getLanguage();
    for (std::int32_t month = 0; month < months; ++month) {
      std::string name;
      names[month].toUTF8String(name);
      const bool numbered = names[month].endsWith(u'月') || name.find_first_of("0123456789") != std::string::npos;
      if (numbered || names[month].countChar32() < 2) continue;
      ++asked;
      const auto mentions = find_dates(normalize("5 " + name + " 2025", Case::kKeep), {std::nullopt, language});
      const bool found = mentions.size() == 1 && mentions[0].kind == DateKind::kFull &&
                         mentions[0].month == month + 1 && mentions[0].day == 5;
      if (!found) {
        ++missed;
        MESSAGE(locales[i].getName() << ": " << name);
      }
    }
  }
  MESSAGE(asked << " names asked, " << missed << " missed");
  CHECK(asked > 5'000);
  CHECK(1'000 * missed <= asked);
}

TEST_CASE("every spelling in the tables has a meaning") {
  const DateLexicon& lexicon = DateLexicon::instance();
  for (const NameSpelling& spelling : name_spellings()) {
    CAPTURE(spelling.language);
    CHECK(lexicon.language(spelling.language).has_value());
  }
  for (const std::string_view language : news_languages()) {
    CAPTURE(language);
    CHECK(lexicon.language(language).has_value());
  }
}

TEST_CASE("languages are known by their tags, old codes included") {
  const DateLexicon& lexicon = DateLexicon::instance();
  CHECK(lexicon.language("ar-SY") == lexicon.language("ar"));
  CHECK(lexicon.language("iw") == lexicon.language("he"));
  CHECK(lexicon.language("in") == lexicon.language("id"));
  CHECK(lexicon.language("tl") == lexicon.language("fil"));
  CHECK(lexicon.language("zh-Hant-TW") == lexicon.language("zh"));
  CHECK_FALSE(lexicon.language("").has_value());
  CHECK_FALSE(lexicon.language("xx").has_value());
  CHECK_FALSE(lexicon.language("not a language").has_value());
}

TEST_CASE("threads find the same dates as one thread") {
  const auto run = [] {
    std::string all;
    for (const DateRow& row : kDateRows) all += describe(row.text, context_of(row)) + "\n";
    return all;
  };
  const std::string alone = run();
  for (const std::size_t count : {1u, 2u, 3u, 8u}) {
    std::vector<std::string> results(count);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < count; ++t) threads.emplace_back([&, t] { results[t] = run(); });
    for (std::thread& thread : threads) thread.join();
    for (const std::string& result : results) CHECK(result == alone);
  }
}

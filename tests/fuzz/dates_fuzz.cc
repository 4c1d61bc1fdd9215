// Feeds any text to the search for dates. The first byte chooses the language, the next two the publication day.
//
// Properties: mentions come in order, do not overlap, and lie in the text at code point boundaries; what is stated of a
// day is a day of the calendar; without a publication day nothing but a full date is resolved; with one, a day without
// a year lies within the years that the rules allow, and a relative one within two months; an article's own date is
// inside the text.
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "text/calendar.h"
#include "text/dates.h"
#include "text/normalize.h"

namespace {

using namespace samestory;

constexpr std::array<const char*, 16> kLanguages = {"",   "en", "en-US", "ar", "ru", "de", "fr", "es",
                                                    "ja", "zh", "ko",    "th", "hi", "fa", "am", "el"};
constexpr std::int32_t kMostDaysToMonthDay = 8 * 366 + 366;  // 29 February across 1900 or 2100, told as last year's
constexpr std::int32_t kMostDaysToRelative = 62;             // a day of the last month but one, or of the next

void require(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "violated: %s\n", property);
  std::abort();
}

bool is_boundary(std::string_view text, std::size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

void check_place(std::string_view text, std::size_t begin, std::size_t end) {
  require(begin < end && end <= text.size(), "a date lies inside the text");
  require(is_boundary(text, begin) && is_boundary(text, end), "a date lies at code point boundaries");
}

void check_resolved(const DateMention& mention, const std::optional<std::int32_t>& published) {
  const std::int32_t day = *mention.resolved_day;
  const CivilDate civil = civil_of(day);
  require(civil.month == mention.month && civil.day == mention.day, "month and day are those of the resolved day");
  if (mention.kind == DateKind::kFull) {
    require(civil.year == mention.year && civil.year >= 1 && civil.year <= 9999,
            "a full date has a year of four digits");
    return;
  }
  require(mention.year == 0, "only a full date has a year");
  require(published.has_value(), "without a publication day nothing but a full date is resolved");
  const std::int32_t most = mention.kind == DateKind::kMonthDay ? kMostDaysToMonthDay : kMostDaysToRelative;
  require(std::abs(day - *published) <= most, "a resolved day lies near the publication");
}

void check_open(const DateMention& mention) {
  require(mention.kind != DateKind::kFull && mention.year == 0, "a full date is resolved");
  if (mention.kind == DateKind::kRelative) {
    require(mention.month == 0 && mention.day == 0, "a relative day that is not resolved states nothing");
  } else {
    constexpr int kLeapYear = 2000;
    require(is_valid({kLeapYear, mention.month, mention.day}), "month and day are a day of the calendar");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  DateContext context;
  context.language = kLanguages[data[0] % kLanguages.size()];
  const std::int32_t day = data[1] + 256 * data[2];  // 1970 to 2149; 0 is unknown
  if (day > 0) context.published_day = day;
  const std::string text = normalize(std::string_view(reinterpret_cast<const char*>(data) + 3, size - 3), Case::kKeep);
  std::size_t end = 0;
  for (const DateMention& mention : find_dates(text, context)) {
    check_place(text, mention.begin, mention.end);
    require(mention.begin >= end, "mentions come in order and do not overlap");
    end = mention.end;
    if (mention.resolved_day)
      check_resolved(mention, context.published_day);
    else
      check_open(mention);
  }
  if (const std::optional<OwnDate> own = find_own_date(text)) check_place(text, own->begin, own->end);
  return 0;
}

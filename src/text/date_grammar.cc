#include "text/date_grammar.h"

#include <array>
#include <optional>
#include <string>
#include <unordered_map>

#include "text/date_parts.h"
#include "text/date_spellings.h"
#include "text/date_tokens.h"
#include "text/normalize.h"

namespace samestory {
namespace {

NumericOrder numeric_order(std::string_view tag, std::string_view code) {
  if (code.empty() || code == "zh" || code == "ja" || code == "ko") return NumericOrder::kUnknown;
  if (code != "en") return NumericOrder::kDayFirst;
  for (std::size_t at = tag.find('-'); at != std::string_view::npos; at = tag.find('-', at + 1)) {
    const std::string_view region = tag.substr(at + 1, 2);
    if (region == "US" || region == "us") return NumericOrder::kMonthFirst;
    for (const std::string_view day_first : {"GB", "gb", "AU", "au", "NZ", "nz", "IE", "ie", "IN", "in", "ZA", "za",
                                             "KE", "NG", "PK", "SG", "MT", "GH", "UG"}) {
      if (region == day_first) return NumericOrder::kDayFirst;
    }
  }
  return NumericOrder::kUnknown;  // plain English, and countries that write both
}

// What may not stand beside a name, normalized; from date_spellings.h.
struct Neighbours {
  std::vector<std::string> before, after;
};

std::vector<std::string> normalized_alternatives(std::string_view joined) {
  std::vector<std::string> parts;
  for (const std::string_view part : alternatives(joined)) {
    // normalize() trims, but the space at the end of a word is the boundary that is asked for.
    std::string kept = normalize(part, Case::kKeep);
    if (part.front() == ' ') kept.insert(kept.begin(), ' ');
    if (part.back() == ' ') kept.push_back(' ');
    parts.push_back(std::move(kept));
  }
  return parts;
}

const std::unordered_map<std::string, Neighbours>& false_neighbours() {
  static const std::unordered_map<std::string, Neighbours> map = [] {
    std::unordered_map<std::string, Neighbours> all;
    for (const FalseContext& row : false_contexts()) {
      for (const std::string& name : normalized_alternatives(row.names)) {
        for (std::string& word : normalized_alternatives(row.before)) all[name].before.push_back(std::move(word));
        for (std::string& word : normalized_alternatives(row.after)) all[name].after.push_back(std::move(word));
      }
    }
    return all;
  }();
  return map;
}

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_figurative(const DateText& t, const DateToken& token) {
  const auto found = false_neighbours().find(token.name->text);
  if (found == false_neighbours().end()) return false;
  for (const std::string& word : found->second.before) {
    if (t.text.substr(0, token.begin).ends_with(word)) return true;
  }
  for (const std::string& word : found->second.after) {
    const std::string_view rest = t.after(token.end);
    if (!rest.starts_with(word)) continue;
    const bool goes_on =
        is_ascii_letter(word.back()) && rest.size() > word.size() && is_ascii_letter(rest[word.size()]);
    if (!goes_on) return true;
  }
  return false;
}

bool starts_sentence(std::string_view text, std::size_t at) {
  while (at > 0 && text[at - 1] == ' ') --at;
  return at == 0 || std::string_view(".!?:\n\"-(|").find(text[at - 1]) != std::string_view::npos;
}

std::optional<ParsedDate> parse_relative(const DateText& t, std::size_t i) {
  const DateToken& token = t.tokens[i];
  if (token.name == nullptr) return std::nullopt;
  for (const DateRole role : {DateRole::kWeekday, DateRole::kNearDay}) {
    const auto reading = t.lexicon.reading(*token.name, role, t.language);
    if (!reading || is_figurative(t, token)) continue;
    if (reading->trust == NameTrust::kSentenceStart && !starts_sentence(t.text, token.begin)) continue;
    ParsedDate parsed;
    parsed.phrase.begin = token.begin;
    parsed.phrase.end = token.end;
    parsed.phrase.form = role == DateRole::kWeekday ? DatePhrase::Form::kWeekday : DatePhrase::Form::kNearDay;
    parsed.phrase.value = reading->value;
    parsed.phrase.week = reading->week;
    parsed.next = i + 1;
    return parsed;
  }
  return std::nullopt;
}

// "28日", "28일": East Asian news name the day of the running month by its number alone. Durations look alike ("3日間",
// "3일 연속"), so it counts only before what follows a date.
std::optional<ParsedDate> parse_day_of_month(const DateText& t, std::size_t i) {
  if (!t.is_small(i, 31) || t.tokens[i].joined_before || t.tokens[i].joined_after) return std::nullopt;
  constexpr std::array<std::string_view, 2> kDaySigns = {"日", "일"};
  constexpr std::array<std::string_view, 24> kChinese = {",",  "、", "(",  "に", "夜", "午", "朝", "早",
                                                         "晚", "上", "下", "在", "表", "发", "發", "报",
                                                         "報", "讯", "訊", "电", "電", "凌", "晨", "未"};
  constexpr std::array<std::string_view, 7> kKorean = {" 오전", " 오후", " 밝", "(", "에 ", " 열", " 발"};
  const std::string_view rest = t.after(t.tokens[i].end);
  const auto followed = [&](std::string_view sign, const auto& followers) {
    if (!rest.starts_with(sign)) return false;
    for (const std::string_view follower : followers) {
      if (rest.substr(sign.size()).starts_with(follower)) return true;
    }
    return false;
  };
  const bool chinese = followed(kDaySigns[0], kChinese);
  if (!chinese && !followed(kDaySigns[1], kKorean)) return std::nullopt;
  // A day behind these ends a span, whose month stands before it; "1日に" is mostly "in one day".
  for (const std::string_view mark : {"月", "〜", "~", "-", "至", "到", "、"}) {
    if (t.text.substr(0, t.tokens[i].begin).ends_with(mark)) return std::nullopt;
  }
  if (t.tokens[i].value == 1 && rest.starts_with("日に")) return std::nullopt;
  ParsedDate parsed;
  parsed.phrase.begin = t.tokens[i].begin;
  parsed.phrase.end = t.tokens[i].end + static_cast<std::uint32_t>(kDaySigns[0].size());
  parsed.phrase.form = DatePhrase::Form::kDayOfMonth;
  parsed.phrase.date.day = t.tokens[i].value;
  parsed.next = i + 1;
  return parsed;
}

}  // namespace

bool is_possible(CalendarKind calendar, const CivilDate& date) {
  if (date.year != 0) return day_in(calendar, date).has_value();
  constexpr int kLeapYear = 2000;
  constexpr int kLongestMonth = 31;
  if (calendar == CalendarKind::kGregorian) return is_valid({kLeapYear, date.month, date.day});
  constexpr int kLongestHijriMonth = 30;
  const int longest = calendar == CalendarKind::kHijri ? kLongestHijriMonth : kLongestMonth;
  return date.month >= 1 && date.month <= 13 && date.day >= 1 && date.day <= longest;
}

std::vector<DatePhrase> find_date_phrases(std::string_view text, std::string_view language_tag) {
  const DateLexicon& lexicon = DateLexicon::instance();
  const std::vector<DateToken> tokens = find_date_tokens(text);
  std::string code;
  for (const char c : language_tag.substr(0, language_tag.find_first_of("-_"))) {
    code.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c);
  }
  const DateText t{text, tokens, lexicon, lexicon.language(language_tag), code, numeric_order(language_tag, code)};
  std::vector<DatePhrase> phrases;
  for (std::size_t i = 0; i < tokens.size();) {
    // From the longest form to the shortest: what an earlier reader takes, a later one would take in part.
    std::optional<ParsedDate> parsed = parse_digits(t, i);
    if (!parsed) parsed = parse_numbered(t, i);
    if (!parsed) parsed = parse_named(t, i);
    if (!parsed) parsed = parse_relative(t, i);
    if (!parsed) parsed = parse_day_of_month(t, i);
    if (!parsed) {
      ++i;
      continue;
    }
    phrases.push_back(parsed->phrase);
    i = parsed->next;
  }
  return phrases;
}

}  // namespace samestory

#include "text/date_lexicon.h"

#include <unicode/uchar.h>
#include <unicode/uloc.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

#include "base/hash.h"
#include "text/date_names.h"
#include "text/date_spellings.h"
#include "text/segment.h"
#include "text/word_classes.h"

namespace samestory {
namespace {

LanguageSet select(const std::vector<std::string>& languages, std::span<const std::string_view> wanted) {
  LanguageSet set;
  for (std::size_t i = 0; i < languages.size(); ++i) {
    set[i] = std::find(wanted.begin(), wanted.end(), languages[i]) != wanted.end();
  }
  return set;
}

}  // namespace

const DateLexicon& DateLexicon::instance() {
  static const DateLexicon lexicon;
  return lexicon;
}

DateLexicon::DateLexicon() : languages_(icu_languages()) {
  assert(languages_.size() <= LanguageSet().size());
  news_languages_ = select(languages_, samestory::news_languages());
  month_first_languages_ = select(languages_, samestory::month_first_languages());
  english_ = *language("en");
  names_ = collect_date_names(languages_);
  classify_letters();
  index_names();
}

void DateLexicon::classify_letters() {
  letters_.assign(kBmp, Letter::kNone);
  for (UChar32 c = 0; c < static_cast<UChar32>(kBmp); ++c) {
    const bool is_mark = (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
    if (!is_mark && !u_isalpha(c)) continue;
    letters_[static_cast<std::size_t>(c)] =
        word_class(static_cast<char32_t>(c)) == WordClass::kPoint ? Letter::kUnspaced : Letter::kLetter;
  }
}

std::size_t DateLexicon::filter_bit(std::string_view word) {
  std::uint64_t head = 0;
  std::memcpy(&head, word.data(), std::min(word.size(), sizeof head));
  return static_cast<std::size_t>(mix(head ^ (static_cast<std::uint64_t>(word.size()) << 56)) % kFilterBits);
}

void DateLexicon::index_names() {
  filter_.assign(kFilterBits, false);
  unspaced_starts_.assign(kBmp, false);
  for (std::uint32_t i = 0; i < names_.size(); ++i) {
    const std::string_view text = names_[i].text;
    std::size_t end = 0;
    const char32_t first = next_code_point(text, end);
    if (letter(first) == Letter::kNone) continue;
    if (letter(first) == Letter::kUnspaced) {
      unspaced_starts_[first] = true;
      by_first_point_[first].push_back(i);
      continue;
    }
    for (std::size_t next = end; end < text.size(); end = next) {
      if (letter(next_code_point(text, next)) != Letter::kLetter) break;
    }
    filter_[filter_bit(text.substr(0, end))] = true;
    by_first_word_[text.substr(0, end)].push_back(i);
  }
  const auto longest_first = [this](std::uint32_t a, std::uint32_t b) {
    return names_[a].text.size() != names_[b].text.size() ? names_[a].text.size() > names_[b].text.size() : a < b;
  };
  for (auto& [word, places] : by_first_word_) std::sort(places.begin(), places.end(), longest_first);
  for (auto& [point, places] : by_first_point_) std::sort(places.begin(), places.end(), longest_first);
}

LanguageIndex DateLexicon::place_of(std::string_view code) const {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kOtherCodes = {
      {{"iw", "he"}, {"in", "id"}, {"tl", "fil"}, {"sh", "hr"}, {"mo", "ro"}, {"no", "nb"}}};
  for (const auto& [other, ours] : kOtherCodes) {
    if (code == other) code = ours;
  }
  const auto place = std::lower_bound(languages_.begin(), languages_.end(), code);
  if (place == languages_.end() || *place != code) return std::nullopt;
  return static_cast<std::size_t>(place - languages_.begin());
}

LanguageIndex DateLexicon::language(std::string_view tag) const {
  if (tag.empty()) return std::nullopt;
  // Most tags are codes as they stand; ICU would take several locks to say so.
  if (const LanguageIndex known = place_of(tag)) return known;
  std::array<char, ULOC_FULLNAME_CAPACITY> id{}, code{};
  UErrorCode status = U_ZERO_ERROR;
  std::int32_t parsed = 0;
  uloc_forLanguageTag(std::string(tag).c_str(), id.data(), ULOC_FULLNAME_CAPACITY, &parsed, &status);
  if (U_FAILURE(status)) return std::nullopt;
  status = U_ZERO_ERROR;
  uloc_getLanguage(id.data(), code.data(), ULOC_FULLNAME_CAPACITY, &status);
  return U_FAILURE(status) ? std::nullopt : place_of(code.data());
}

const DateName* DateLexicon::find(std::string_view text, std::size_t at, std::string_view first_word) const {
  const std::vector<std::uint32_t>* places = nullptr;
  if (first_word.empty()) {
    std::size_t end = at;
    const auto found = by_first_point_.find(next_code_point(text, end));
    if (found != by_first_point_.end()) places = &found->second;
  } else {
    const auto found = by_first_word_.find(first_word);
    if (found != by_first_word_.end()) places = &found->second;
  }
  if (places == nullptr) return nullptr;
  for (const std::uint32_t place : *places) {
    const std::string& name = names_[place].text;
    if (text.compare(at, name.size(), name) != 0) continue;
    std::size_t end = at + name.size();
    if (first_word.empty() || end == text.size()) return &names_[place];
    const bool digit_inside = name.back() >= '0' && name.back() <= '9';  // "كانون 2" must not take "كانون 2026"
    const char next = text[end];
    if (digit_inside && next >= '0' && next <= '9') continue;
    if (letter(next_code_point(text, end)) != Letter::kLetter) return &names_[place];
  }
  return nullptr;
}

std::optional<NameReading> DateLexicon::reading(const DateName& name, DateRole role, LanguageIndex language) const {
  LanguageSet asked = news_languages_;
  bool of_language = false;
  const auto agreed = [&](const auto& counts) -> std::optional<NameReading> {
    std::optional<NameReading> result;
    for (const NameMeaning& meaning : name.meanings) {
      if (meaning.role != role || !counts(meaning)) continue;
      if (result && (result->value != meaning.value || result->calendar != meaning.calendar)) return std::nullopt;
      const bool month_first = (meaning.languages & month_first_languages_ & asked).any();
      // "Pro", December in Czech, is a word elsewhere; English abbreviations are understood everywhere.
      const bool foreign = meaning.trust == NameTrust::kCapitalised && !of_language && !meaning.languages[english_];
      const NameTrust trust = foreign ? NameTrust::kNeedsYear : meaning.trust;
      if (!result) {
        result = NameReading{meaning.value, meaning.calendar, meaning.week, trust, month_first, of_language};
      }
      // The order of a language counts only where its name is as good as any: "mai" is a Basque abbreviation as well.
      if (trust < result->trust) result->month_before_day = false;
      if (trust <= result->trust) result->month_before_day = result->month_before_day || month_first;
      result->trust = std::min(result->trust, trust);
    }
    return result;
  };
  const auto in_language = [&](const NameMeaning& meaning) { return meaning.languages[*language]; };
  if (language && std::any_of(name.meanings.begin(), name.meanings.end(),
                              [&](const NameMeaning& m) { return m.role == role && in_language(m); })) {
    asked.reset();
    asked.set(*language);
    of_language = true;
    return agreed(in_language);
  }
  // Quotes and stamps in another language are common, so its months count; its "hier" and "leo" would be accidents.
  if (language && role != DateRole::kMonth) return std::nullopt;
  std::optional<NameReading> result = agreed([&](const NameMeaning& meaning) {
    const bool month = role == DateRole::kMonth;
    return (meaning.languages & news_languages_).any() && (month || meaning.trust < NameTrust::kLanguageOnly);
  });
  if (result && result->trust == NameTrust::kLanguageOnly) result->trust = NameTrust::kNeedsYear;
  return result;
}

}  // namespace samestory

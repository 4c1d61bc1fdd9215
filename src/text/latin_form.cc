#include "text/latin_form.h"

#include <samestory/error.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "text/segment.h"

namespace samestory {
namespace {

// Words remembered; then it starts afresh. 32 megabytes and the forms, a thread, where an archive has so many.
constexpr std::size_t kMostKnown = std::size_t{1} << 20, kLeastPlaces = 1024;
constexpr std::size_t kMostFormBytes = std::size_t{1} << 28;  // likewise: places of forms are numbers of 32 bits

// Of the scripts of news those whose letters ICU writes in Latin without a look at their neighbours.
constexpr std::array kPlainScripts = {USCRIPT_LATIN, USCRIPT_CYRILLIC, USCRIPT_ARABIC, USCRIPT_HEBREW,
                                      USCRIPT_GEORGIAN};
constexpr char32_t kPlainEnd = 0x2000;  // code points: behind it stand presentation forms and rare additions

std::unique_ptr<icu::Transliterator> make_rules() {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Transliterator> rules(icu::Transliterator::createInstance(
      "Any-Latin; NFKD; [:Nonspacing Mark:] Remove; Latin-ASCII; Lower", UTRANS_FORWARD, status));
  if (U_FAILURE(status)) {
    throw Error(ErrorKind::kInput, std::string("transliterating: ICU's data: ") + u_errorName(status) +
                                       " (install the full ICU data package)");
  }
  return rules;
}

bool is_plain(UChar32 c) {
  const int category = u_charType(c);
  if (category != U_LOWERCASE_LETTER && category != U_OTHER_LETTER) return false;  // a mark may change its letter
  UErrorCode status = U_ZERO_ERROR;
  return std::find(kPlainScripts.begin(), kPlainScripts.end(), uscript_getScript(c, &status)) != kPlainScripts.end();
}

// By code point below kPlainEnd: its form; nothing for all that are not of a plain script.
using PlainForms = std::vector<std::string>;

const PlainForms& plain_forms() {
  static const PlainForms forms = [] {
    const std::unique_ptr<icu::Transliterator> rules = make_rules();
    PlainForms all(kPlainEnd);
    for (UChar32 c = 0x80; c < static_cast<UChar32>(kPlainEnd); ++c) {
      if (!is_plain(c)) continue;
      icu::UnicodeString letter(c);
      rules->transliterate(letter);
      letter.toUTF8String(all[static_cast<std::size_t>(c)]);
    }
    return all;
  }();
  return forms;
}

}  // namespace

struct LatinForm::Rules {
  std::unique_ptr<icu::Transliterator> to_latin;
};

LatinForm::LatinForm() = default;
LatinForm::~LatinForm() = default;
LatinForm::LatinForm(LatinForm&&) noexcept = default;

std::string_view LatinForm::operator()(std::string_view folded) {
  const bool ascii =
      std::all_of(folded.begin(), folded.end(), [](char c) { return static_cast<unsigned char>(c) < 128; });
  if (ascii) return folded;
  const PlainForms& plain = plain_forms();
  form_.clear();
  for (std::size_t at = 0; at < folded.size();) {
    const char32_t c = next_code_point(folded, at);
    if (c < 0x80) {
      form_.push_back(static_cast<char>(c));
    } else if (c < kPlainEnd && !plain[c].empty()) {
      form_.append(plain[c]);
    } else {
      return remembered(folded);
    }
  }
  return form_;
}

std::string_view LatinForm::remembered(std::string_view folded) {
  if (!rules_) {
    known_.resize(kLeastPlaces);
    rules_ = std::make_unique<Rules>(Rules{make_rules()});
  }
  const std::uint64_t word = hash_bytes(folded, 0) | 1;
  if (const Known& known = place_of(word); known.word == word)
    return std::string_view(forms_).substr(known.begin, known.length);
  if (count_ == kMostKnown || forms_.size() >= kMostFormBytes) {
    known_.assign(kLeastPlaces, {});
    forms_.clear();
    count_ = 0;
  }
  if (2 * ++count_ > known_.size()) {
    for (const Known& known : std::exchange(known_, std::vector<Known>(2 * known_.size()))) {
      if (known.word != 0) place_of(known.word) = known;
    }
  }
  icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(folded.data(), static_cast<int>(folded.size())));
  rules_->to_latin->transliterate(text);
  const std::size_t begin = forms_.size();
  text.toUTF8String(forms_);
  place_of(word) = {word, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(forms_.size() - begin)};
  return std::string_view(forms_).substr(begin);
}

LatinForm::Known& LatinForm::place_of(std::uint64_t word) {
  std::size_t place = (word >> 1) % known_.size();
  while (known_[place].word != 0 && known_[place].word != word) place = (place + 1) % known_.size();
  return known_[place];
}

}  // namespace samestory

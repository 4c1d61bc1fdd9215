#include "text/latin_form.h"

#include <samestory/error.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <utility>

#include "base/hash.h"

namespace samestory {
namespace {

// Words remembered; then it starts afresh. 32 megabytes and the forms, a thread, where an archive has so many.
constexpr std::size_t kMostKnown = std::size_t{1} << 20, kLeastPlaces = 1024;
constexpr std::size_t kMostFormBytes = std::size_t{1} << 28;  // likewise: places of forms are numbers of 32 bits

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
  if (!rules_) {
    known_.resize(kLeastPlaces);
    UErrorCode status = U_ZERO_ERROR;
    rules_ = std::make_unique<Rules>();
    rules_->to_latin.reset(icu::Transliterator::createInstance(
        "Any-Latin; NFKD; [:Nonspacing Mark:] Remove; Latin-ASCII; Lower", UTRANS_FORWARD, status));
    if (U_FAILURE(status)) {
      throw Error(ErrorKind::kInput, std::string("transliterating: ICU's data: ") + u_errorName(status) +
                                         " (install the full ICU data package)");
    }
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

#include "text/latin_form.h"

#include <samestory/error.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <utility>

namespace samestory {
namespace {

// Words remembered; then it starts afresh.
constexpr std::size_t kMostKnown = std::size_t{1} << 18;

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
  const auto known = known_.find(folded);
  if (known != known_.end()) return known->second;
  if (!rules_) {
    UErrorCode status = U_ZERO_ERROR;
    rules_ = std::make_unique<Rules>();
    rules_->to_latin.reset(icu::Transliterator::createInstance(
        "Any-Latin; NFKD; [:Nonspacing Mark:] Remove; Latin-ASCII; Lower", UTRANS_FORWARD, status));
    if (U_FAILURE(status)) {
      throw Error(ErrorKind::kInput, std::string("transliterating: ICU's data: ") + u_errorName(status) +
                                         " (install the full ICU data package)");
    }
  }
  icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(folded.data(), static_cast<int>(folded.size())));
  rules_->to_latin->transliterate(text);
  std::string latin;
  text.toUTF8String(latin);
  if (known_.size() >= kMostKnown) known_.clear();
  return known_.emplace(folded, std::move(latin)).first->second;
}

}  // namespace samestory

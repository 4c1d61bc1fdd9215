#include "text/foldings.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <cstddef>

#include "text/normalize_by_icu.h"

namespace samestory {
namespace {

Folding make(FoldingKind kind, std::uint32_t value = 0, std::size_t size = 0) {
  return {static_cast<std::uint32_t>(kind) << 28 | static_cast<std::uint32_t>(size) << 24 | value};
}

// The difference of the first bytes; what is shorter is padded.
std::uint32_t difference(const std::string& from, const std::string& to) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < to.size() && i < 3; ++i)
    bits |= static_cast<std::uint32_t>(static_cast<unsigned char>(from[i] ^ to[i])) << (8 * i);
  return bits;
}

Folding fold_mark(UChar32 c, bool stays) {
  if (u_getIntPropertyValue(c, UCHAR_NFKC_QUICK_CHECK) != UNORM_YES) return make(FoldingKind::kComplex);
  const std::uint8_t combining_class = u_getCombiningClass(c);
  return stays && combining_class != 0 ? make(FoldingKind::kMark, combining_class) : make(FoldingKind::kComplex);
}

Folding fold_code_point(std::uint32_t point, Case letter_case, std::vector<std::string>& longer) {
  const auto c = static_cast<UChar32>(point);
  const icu::Normalizer2& form = normal_form(letter_case);
  const bool is_mapped = map_code_point(c) != c;
  if (!is_mapped && form.isInert(c)) return Folding{};  // most code points; the rest would find the same, in longer
  const icu::UnicodeString wide(c);
  UErrorCode status = U_ZERO_ERROR;
  const bool stays = !is_mapped && form.isNormalized(wide, status);
  const bool plain = form.hasBoundaryBefore(c);
  if (stays) return plain ? Folding{} : fold_mark(c, true);

  std::string from;
  wide.toUTF8String(from);
  const std::string to = map_by_icu(from, letter_case);
  if (to.empty()) {
    const bool alone = u_getIntPropertyValue(c, UCHAR_NFKC_QUICK_CHECK) == UNORM_YES ||
                       u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
    return make(alone ? FoldingKind::kDrop : FoldingKind::kComplex);
  }
  if (!plain || !form.hasBoundaryBefore(icu::UnicodeString::fromUTF8(to).char32At(0))) return fold_mark(c, false);
  if (to == " ") return make(FoldingKind::kSpace);
  if (to == "\n") return make(FoldingKind::kLine);
  if (to.find_first_of(" \n") != std::string::npos || from.size() > 3) return make(FoldingKind::kComplex);
  if (to.size() > from.size()) {
    longer.push_back(to);
    return make(FoldingKind::kLonger, static_cast<std::uint32_t>(longer.size() - 1));
  }
  return make(to.size() == from.size() ? FoldingKind::kSame : FoldingKind::kShorter, difference(from, to), to.size());
}

}  // namespace

Foldings::Foldings(Case letter_case)
    : table_({make(FoldingKind::kComplex), make(FoldingKind::kComplex)},
             [&](std::uint32_t c) { return fold_code_point(c, letter_case, longer_); }) {}

const Foldings& Foldings::of(Case letter_case) {
  if (letter_case == Case::kFold) {
    static const Foldings fold(Case::kFold);
    return fold;
  }
  static const Foldings keep(Case::kKeep);
  return keep;
}

std::uint32_t trailing_class(std::uint32_t c) {
  return static_cast<std::uint32_t>(
      u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_TRAIL_CANONICAL_COMBINING_CLASS));
}

}  // namespace samestory

#include "text/foldings.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <cstddef>

#include "text/normalize_by_icu.h"

namespace samestory {
namespace {

constexpr Folding make(FoldingKind kind, std::uint32_t value = 0, std::size_t size = 0) {
  return {static_cast<std::uint32_t>(kind) << 28 | static_cast<std::uint32_t>(size) << 24 | value};
}

constexpr Folding kUnknown{~std::uint32_t{0}};  // of no kind that there is

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

template <Case kCase>
Folding fold_code_point(std::uint32_t point) {
  const auto c = static_cast<UChar32>(point);
  const icu::Normalizer2& form = normal_form(kCase);
  const bool is_mapped = map_code_point(c) != c;
  if (!is_mapped && form.isInert(c)) return Folding{};  // most code points; the rest would find the same, in longer
  const icu::UnicodeString wide(c);
  UErrorCode status = U_ZERO_ERROR;
  const bool stays = !is_mapped && form.isNormalized(wide, status);
  const bool plain = form.hasBoundaryBefore(c);
  if (stays) return plain ? Folding{} : fold_mark(c, true);

  std::string from;
  wide.toUTF8String(from);
  const std::string to = map_by_icu(from, kCase);
  if (to.empty()) {
    const bool alone = u_getIntPropertyValue(c, UCHAR_NFKC_QUICK_CHECK) == UNORM_YES ||
                       u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
    return make(alone ? FoldingKind::kDrop : FoldingKind::kComplex);
  }
  if (!plain || !form.hasBoundaryBefore(icu::UnicodeString::fromUTF8(to).char32At(0))) return fold_mark(c, false);
  if (to == " ") return make(FoldingKind::kSpace);
  if (to == "\n") return make(FoldingKind::kLine);
  if (to.find_first_of(" \n") != std::string::npos || from.size() > 3) return make(FoldingKind::kComplex);
  if (to.size() > from.size()) return make(FoldingKind::kLonger);
  return make(to.size() == from.size() ? FoldingKind::kSame : FoldingKind::kShorter, difference(from, to), to.size());
}

}  // namespace

const CodePointTable<Folding>& foldings(Case letter_case) {
  constexpr Folding kComplex = make(FoldingKind::kComplex);
  if (letter_case == Case::kFold) {
    static const CodePointTable<Folding> fold({kComplex, kComplex, kUnknown}, fold_code_point<Case::kFold>);
    return fold;
  }
  static const CodePointTable<Folding> keep({kComplex, kComplex, kUnknown}, fold_code_point<Case::kKeep>);
  return keep;
}

std::uint32_t trailing_class(std::uint32_t c) {
  return static_cast<std::uint32_t>(
      u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_TRAIL_CANONICAL_COMBINING_CLASS));
}

}  // namespace samestory

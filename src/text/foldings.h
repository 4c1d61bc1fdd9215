// Foldings: what normalizing makes of each code point, as far as it can be said of the code point alone.
//
// Input: a code point's UTF-8 bytes. Output: 32 bits that say what replaces them: usually as many bytes, given as the
// difference (exclusive or), so that all letters that stay themselves share one value and most of the table is one
// page. Asked of ICU for each letter case (text/normalize_by_icu.h), when a letter's neighbours are first met
// (text/code_point_table.h).
//
// What may be replaced without looking around:
//   plain letters    they begin a normalization unit (nothing composes with what stands before them), and so does what
//                    replaces them. Text may be cut before one, and the parts be normalized apart;
//   dropped marks    nothing is left of them, and they compose with nothing: vowel marks, direction marks, joiners;
//   standing marks   they stay as they are, but must be sorted with others by combining class: the user checks that
//                    they are already.
// All else is kComplex, above all marks that compose with the letter before them, and goes with its plain letter to
// ICU. UAX 15, sections 1.3 and 9 (stable code points, quick check); ICU's hasBoundaryBefore() is that property.
#pragma once

#include <cstdint>

#include "text/code_point_table.h"
#include "text/normalize.h"

namespace samestory {

enum class FoldingKind : std::uint8_t {
  kSame,     // plain; as many bytes
  kShorter,  // plain; fewer bytes
  kLonger,   // plain; more bytes, so few of any text that ICU is asked for them each time
  kSpace,    // becomes a space
  kLine,     // becomes a line break
  kDrop,
  kMark,
  kComplex,
};

struct Folding {
  std::uint32_t bits = 0;  // 0: stays as it is

  [[nodiscard]] FoldingKind kind() const { return static_cast<FoldingKind>(bits >> 28); }
  [[nodiscard]] bool is_plain() const { return kind() <= FoldingKind::kLonger; }
  // kSame, kShorter: the first bytes, in the order of their addresses from the lowest, exclusive-or what replaces them.
  [[nodiscard]] std::uint32_t difference() const { return bits & 0xFFFFFF; }
  // kShorter: bytes that replace it; kMark: its combining class.
  [[nodiscard]] std::uint32_t size() const { return (bits >> 24) & 0xF; }
  [[nodiscard]] std::uint32_t value() const { return bits & 0xFFFFFF; }

  friend auto operator<=>(const Folding&, const Folding&) = default;
};

const CodePointTable<Folding>& foldings(Case letter_case);

// Combining class with which the code point's decomposition ends: a mark after it of a lower one would be sorted before
// it.
std::uint32_t trailing_class(std::uint32_t c);

}  // namespace samestory

#include "text/normalize.h"

#include <cstddef>
#include <cstdint>

#include "text/fold.h"
#include "text/normalize_by_icu.h"
#include "text/remnants.h"

namespace samestory {
namespace {

// Whether what the last byte stands for is white space, as far as it alone can tell.
enum class Ending : std::uint8_t { kSpace, kNoSpace, kUnknown };

Ending ending_of(std::string_view raw) {
  const auto last = static_cast<unsigned char>(raw.back());
  if (last >= 0x80) return Ending::kUnknown;
  return last <= ' ' || last == 0x7F ? Ending::kSpace : Ending::kNoSpace;
}

}  // namespace

void normalize(std::string_view utf8, PaddedText& out, Case letter_case, InstructionSet set) {
  out.clear();
  if (utf8.empty()) return;
  const std::size_t gone = append_folded(out, utf8, letter_case, set);
  const std::size_t remnant = find_remnant(out.view(), 0, set);
  if (remnant == out.size()) return;
  const Ending ending = ending_of(utf8);  // a host's name is an address if anything stands behind its slash
  const bool clear = ending != Ending::kUnknown || out.view().back() != '/';
  if (clear && strip_folded(out, remnant, {gone, ending == Ending::kSpace}, set)) return;
  out.clear();
  out.append(normalize_by_icu(utf8, letter_case));
}

std::string normalize(std::string_view utf8, Case letter_case) {
  PaddedText text;
  normalize(utf8, text, letter_case);
  return std::string(text.view());
}

}  // namespace samestory

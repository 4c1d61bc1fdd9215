#include "text/normalize.h"

#include <algorithm>

#include "text/fold.h"
#include "text/normalize_by_icu.h"
#include "text/remnants.h"

namespace samestory {
namespace {

// A text with remnants, or a part of one: halves at a line break until what has remnants is a line.
void append_without_remnants(PaddedText& out, std::string_view raw, Case letter_case) {
  const std::size_t before = out.size();
  if (before > 0) out.append("\n");
  const std::size_t begin = out.size();
  append_folded(out, raw, letter_case);
  if (out.size() > begin && !may_hold_remnants(out.view().substr(begin))) return;
  const bool empty = out.size() == begin;
  out.set_end(out.data() + before);
  if (empty) return;
  std::size_t middle = raw.find('\n', raw.size() / 2);
  if (middle == std::string_view::npos) middle = raw.substr(0, raw.size() / 2).rfind('\n');
  if (middle != std::string_view::npos) {
    append_without_remnants(out, raw.substr(0, middle), letter_case);
    append_without_remnants(out, raw.substr(middle + 1), letter_case);
    return;
  }
  const std::string line = normalize_by_icu(raw, letter_case);
  if (line.empty()) return;
  if (before > 0) out.append("\n");
  out.append(line);
}

}  // namespace

void normalize(std::string_view utf8, PaddedText& out, Case letter_case) {
  out.clear();
  append_without_remnants(out, utf8, letter_case);
}

std::string normalize(std::string_view utf8, Case letter_case) {
  PaddedText text;
  normalize(utf8, text, letter_case);
  return std::string(text.view());
}

}  // namespace samestory

#include "text/clitics.h"

#include <algorithm>

#include "text/letters.h"

namespace samestory {
namespace {

// As it is written, and what stands for it when it is cut off.
struct Prefix {
  std::string_view written, left;
};

using Slot = std::vector<Prefix>;  // prefixes of which a word has one or none

// The slots of a language in the order in which their prefixes stand.
const std::vector<Slot>& slots_of(std::string_view language) {
  static const std::vector<Slot> kNone;
  static const std::vector<Slot> kArabic = {
      {{"و", ""}, {"ف", ""}}, {{"ب", ""}, {"ك", ""}, {"ل", ""}, {"لل", "ال"}}, {{"ال", ""}}};
  static const std::vector<Slot> kHebrew = {
      {{"ו", ""}}, {{"ש", ""}, {"כש", ""}}, {{"ב", ""}, {"כ", ""}, {"ל", ""}, {"מ", ""}}, {{"ה", ""}}};
  return language == "ar" ? kArabic : language == "he" ? kHebrew : kNone;
}

}  // namespace

bool has_clitics(std::string_view language) { return !slots_of(language).empty(); }

std::vector<std::string> bare_forms(std::string_view folded, std::string_view language) {
  std::vector<std::string> forms = {std::string(folded)};
  for (const Slot& slot : slots_of(language)) {
    for (std::size_t f = 0, before = forms.size(); f < before; ++f) {
      for (const Prefix& prefix : slot) {
        const std::string_view form = forms[f];
        if (form.substr(0, prefix.written.size()) != prefix.written) continue;
        const std::string_view rest = form.substr(prefix.written.size());
        if (count_code_points(rest) >= kShortestBare) forms.push_back(std::string(prefix.left) + std::string(rest));
      }
    }
  }
  forms.erase(forms.begin());
  std::sort(forms.begin(), forms.end());
  forms.erase(std::unique(forms.begin(), forms.end()), forms.end());
  return forms;
}

}  // namespace samestory

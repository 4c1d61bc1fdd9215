#include "stories/across_terms.h"

#include <algorithm>
#include <iterator>

#include "base/hash.h"
#include "text/letters.h"

namespace samestory {
namespace {

constexpr std::size_t kFewestDigits = 2;  // of a number that says anything

std::uint32_t hash_of(std::string_view text) { return static_cast<std::uint32_t>(hash_bytes(text, 0) >> 32); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_year(std::string_view digits) {
  return digits.size() == 4 && (digits.substr(0, 2) == "19" || digits.substr(0, 2) == "20");
}

// Languages write "1,200" or "1.200", so only the digits count.
void add_number(std::string_view folded, std::vector<std::uint32_t>& terms) {
  std::string digits;
  std::copy_if(folded.begin(), folded.end(), std::back_inserter(digits), is_digit);
  if (digits.size() >= kFewestDigits && !is_year(digits)) terms.push_back(hash_of(digits));
}

// "dell'iran" holds a name that other languages write alone.
void add_word(std::string_view folded, LatinForm& latin, std::vector<std::uint32_t>& terms) {
  if (folded.size() > kAcrossLongest) return;
  const std::string_view form = latin(folded);
  const auto is_mark = [](char c) {
    return static_cast<unsigned char>(c) < 128 && !is_digit(c) && (c < 'a' || c > 'z');
  };
  for (auto begin = form.begin(); begin != form.end();) {
    const auto end = std::find_if(begin, form.end(), is_mark);
    const std::string_view piece(form.data() + (begin - form.begin()), static_cast<std::size_t>(end - begin));
    if (count_code_points(piece) >= kAcrossLetters) terms.push_back(hash_of(piece));
    begin = end == form.end() ? end : end + 1;
  }
}

}  // namespace

void add_across_terms(const std::vector<ReportWord>& words, LatinForm& latin, std::vector<std::uint32_t>& terms) {
  for (std::size_t i = 0; i < std::min(words.size(), kAcrossWords); ++i) {
    if (words[i].kind == UnitKind::kNumber) add_number(words[i].folded, terms);
    if (words[i].kind == UnitKind::kWord) add_word(words[i].folded, latin, terms);
  }
}

std::vector<std::uint32_t> across_terms_of(std::string_view surface, LatinForm& latin) {
  std::vector<std::uint32_t> terms;
  add_across_terms(all_words(AlignedText(surface)), latin, terms);
  return terms;
}

void AcrossTermStore::put(std::size_t article, const std::vector<std::uint32_t>& terms) {
  const std::string_view bytes(reinterpret_cast<const char*>(terms.data()), terms.size() * sizeof(std::uint32_t));
  places_[article] = {file_.append(bytes), static_cast<std::uint32_t>(terms.size())};
}

std::vector<std::uint32_t> AcrossTermStore::terms(std::size_t article) const {
  std::vector<std::uint32_t> terms(places_[article].terms);
  file_.read(places_[article].offset_bytes, reinterpret_cast<char*>(terms.data()),
             terms.size() * sizeof(std::uint32_t));
  return terms;
}

}  // namespace samestory

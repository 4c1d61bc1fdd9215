#include "text/credits.h"

#include <algorithm>
#include <string>

#include "base/hash.h"
#include "text/normalize.h"
#include "text/segment.h"

namespace samestory {
namespace {

constexpr std::uint64_t kSalt = 0x6372656469747321;  // keeps these keys apart from those of other passes

std::vector<std::uint64_t> word_hashes(std::string_view folded) {
  std::vector<std::uint64_t> hashes;
  for (const Unit& unit : segment(folded))
    hashes.push_back(hash_bytes(folded.substr(unit.begin, unit.end - unit.begin), 0));
  return hashes;
}

std::uint64_t key_of(const std::uint64_t* first, const std::uint64_t* last) {
  std::uint64_t key = kSalt;
  for (; first != last; ++first) key = combine(key, *first);
  return key;
}

}  // namespace

std::vector<std::uint64_t> credit_keys(std::string_view folded, const std::vector<Line>& lines) {
  std::vector<std::uint64_t> keys;
  for (const Line& line : lines) {
    if (line.role != LineRole::kCredit) continue;
    const std::vector<std::uint64_t> words = word_hashes(folded.substr(line.begin, line.end - line.begin));
    for (std::size_t first = 0; first < words.size(); ++first) {
      for (std::size_t last = first + 1; last <= std::min(words.size(), first + kLongestOutletName); ++last) {
        keys.push_back(key_of(words.data() + first, words.data() + last));
      }
    }
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

std::vector<std::uint64_t> outlet_name_keys(std::string_view outlet) {
  std::vector<std::uint64_t> keys;
  // Normalizing drops URLs; an outlet given as one is its host.
  for (const std::string_view prefix : {"https://", "http://", "www."}) {
    if (outlet.substr(0, prefix.size()) == prefix) outlet.remove_prefix(prefix.size());
  }
  const std::string folded = normalize(outlet.substr(0, outlet.find('/')));
  const std::vector<std::uint64_t> words = word_hashes(folded);
  if (words.empty() || words.size() > kLongestOutletName) return keys;
  keys.push_back(key_of(words.data(), words.data() + words.size()));
  // "harbourpost.example" is credited as "Harbourpost", too.
  const std::size_t dot = folded.rfind('.');
  if (words.size() == 1 && dot != std::string::npos && dot > 0) {
    const std::size_t begin = folded.rfind('.', dot - 1);
    const std::vector<std::uint64_t> label = word_hashes(std::string_view(folded).substr(begin + 1, dot - begin - 1));
    if (!label.empty()) keys.push_back(key_of(label.data(), label.data() + label.size()));
  }
  return keys;
}

}  // namespace samestory

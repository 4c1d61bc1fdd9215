// Overlap of two texts by looking up every five words in a row: slow, obvious, and no code of the program.
#pragma once

#include <algorithm>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace samestory {

inline std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

inline std::set<std::string> five_grams(const std::string& text) {
  const std::vector<std::string> words = words_of(text);
  std::set<std::string> grams;
  for (std::size_t i = 0; i + 5 <= words.size(); ++i) {
    std::string joined;
    for (std::size_t j = i; j < i + 5; ++j) joined += words[j] + ' ';
    grams.insert(joined);
  }
  return grams;
}

// The share of the shorter text's 5-grams that the other one holds.
inline double shared_five_grams(const std::string& a, const std::string& b) {
  const std::set<std::string> first = five_grams(a);
  const std::set<std::string> second = five_grams(b);
  const auto& shorter = first.size() <= second.size() ? first : second;
  const auto& longer = first.size() <= second.size() ? second : first;
  if (shorter.empty()) return 0;
  return double(std::count_if(shorter.begin(), shorter.end(), [&](const auto& g) { return longer.count(g) > 0; })) /
         double(shorter.size());
}

}  // namespace samestory

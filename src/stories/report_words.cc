#include "stories/report_words.h"

#include <algorithm>

#include "base/word_hash.h"
#include "text/furniture.h"
#include "text/letters.h"

namespace samestory {
namespace {

constexpr double kLeastLeft = 0.25;       // share of the units that must stay when repeated spans are left out
constexpr std::size_t kShortestWord = 3;  // bytes of an outlet's word that tells its name behind a title

}  // namespace

std::vector<ReportWord> all_words(const AlignedText& text) {
  std::vector<ReportWord> words;
  bool starts = true;
  std::uint32_t previous_end = 0;
  const std::vector<Unit> units = segment(text.cased);
  words.reserve(units.size());
  for (const Unit& unit : units) {
    const std::size_t size = unit.end - unit.begin;
    const std::uint32_t gap = unit.begin - previous_end;
    const bool joins = !starts && (gap == 0 || (gap == 1 && text.cased[previous_end] == ' '));
    const std::string_view surface = std::string_view(text.cased).substr(unit.begin, size);
    const std::size_t elided = elided_bytes(surface);
    words.push_back({surface, std::string_view(text.folded).substr(unit.begin, size), unit.begin, unit.end, 0,
                     unit.kind, static_cast<std::uint32_t>(elided), is_capitalised(surface.substr(elided)), starts,
                     false, joins});
    starts = unit.ends_sentence;
    previous_end = unit.end;
  }
  return words;
}

std::size_t end_of_title(std::string_view title, std::string_view outlet) {
  constexpr std::size_t kShortestHead = 12;  // bytes of title that must stay
  constexpr std::size_t kLongestTail = 40;   // bytes
  const std::size_t bar = title.rfind(" | ");
  if (bar != std::string_view::npos && bar >= kShortestHead) return end_of_title(title.substr(0, bar), outlet);
  std::size_t dash = std::string_view::npos;
  for (const std::string_view mark : {" - ", " \u2013 ", " \u2014 "}) {
    const std::size_t at = title.rfind(mark);
    if (at != std::string_view::npos && (dash == std::string_view::npos || at > dash)) dash = at;
  }
  if (dash == std::string_view::npos || dash < kShortestHead || title.size() - dash > kLongestTail) return title.size();
  const std::string folded_outlet = normalize(outlet);
  const std::string tail = normalize(title.substr(dash + 3));
  for (const Unit& unit : segment(tail)) {
    const std::string_view word = std::string_view(tail).substr(unit.begin, unit.end - unit.begin);
    if (word.size() >= kShortestWord && folded_outlet.find(word) != std::string::npos) return dash;
  }
  return title.size();
}

std::size_t elided_bytes(std::string_view word) {
  const std::size_t mark = word.rfind('\'');
  if (mark == std::string_view::npos) return 0;
  const std::string_view before = word.substr(0, mark), behind = word.substr(mark + 1);
  const bool elided = !is_capitalised(before) || count_code_points(before) < count_code_points(behind);
  return elided && is_capitalised(behind) ? mark + 1 : 0;
}

std::vector<ReportWord> title_words(const AlignedText& title) {
  std::vector<ReportWord> words = all_words(title);
  for (ReportWord& word : words) word.in_title = true;
  return words;
}

std::vector<ReportWord> report_words(std::vector<ReportWord> words, const AlignedText& text, const StoryText& article,
                                     const RepeatedSpans& repeated, std::uint64_t seed) {
  const std::vector<Line> lines = classify_lines(text.folded);
  const std::size_t end = end_of_report(text.folded, lines);
  while (!words.empty() && words.back().begin >= end) words.pop_back();
  auto line = lines.begin();
  std::erase_if(words, [&](const ReportWord& word) {
    while (word.begin >= line->end) ++line;
    return line->role != LineRole::kBody;
  });
  if (repeated.empty() || article.outlet.empty()) return words;
  Units units;
  std::size_t points = 0;
  const WordHash hash(seed);
  for (std::size_t w = 0; w < words.size(); ++w) {
    units.hashes.push_back(hash(words[w].folded));
    points += words[w].kind == UnitKind::kPoint;
    if (w + 1 == words.size() || words[w + 1].starts) units.span_ends.push_back(static_cast<std::uint32_t>(w + 1));
  }
  units.unspaced = 2 * points > words.size();
  const std::vector<bool> mask = repeated.mask_with_runs(units, article.outlet);
  const auto masked = static_cast<std::size_t>(std::count(mask.begin(), mask.end(), true));
  if (masked == 0 || static_cast<double>(words.size() - masked) < kLeastLeft * static_cast<double>(words.size()))
    return words;
  std::size_t w = 0;
  std::erase_if(words, [&](const ReportWord&) { return mask[w++]; });
  return words;
}

bool is_cased(const std::vector<ReportWord>& words) {
  std::size_t cased = 0, all = 0;
  for (const ReportWord& word : words) {
    all += word.kind != UnitKind::kNumber;
    cased += has_case(word.surface);
  }
  return 2 * cased > all;
}

std::string number_of(const ReportWord& word, std::string_view text) {
  std::string digits;
  bool separated = false;  // by a mark that does not group thousands
  for (std::size_t i = 0; i < word.folded.size(); ++i) {
    const auto is_digit = [&](std::size_t k) {
      return k < word.folded.size() && word.folded[k] >= '0' && word.folded[k] <= '9';
    };
    if (is_digit(i))
      digits.push_back(word.folded[i]);
    else
      separated = separated || !(is_digit(i + 1) && is_digit(i + 2) && is_digit(i + 3) && !is_digit(i + 4));
  }
  if (digits.size() == 4 && !separated && (digits.substr(0, 2) == "19" || digits.substr(0, 2) == "20")) return "";
  const bool clock_before =
      word.begin >= 2 && text[word.begin - 1] == ':' && text[word.begin - 2] >= '0' && text[word.begin - 2] <= '9';
  const bool clock_after =
      word.end + 1 < text.size() && text[word.end] == ':' && text[word.end + 1] >= '0' && text[word.end + 1] <= '9';
  return clock_before || clock_after ? "" : separated ? std::string(word.folded) : digits;
}

bool is_age(const std::vector<ReportWord>& words, std::size_t i, std::string_view text) {
  static constexpr std::string_view kAgeWords[] = {"jahrig", "jährig", "летн", "летий",   "χρον",   "歳",
                                                   "岁",     "歲",     "세",   "yasinda", "yaşında"};
  const ReportWord& word = words[i];
  if (i + 1 < words.size()) {
    const std::string_view next = words[i + 1].folded;
    if (i + 2 < words.size() && (next == "year" || next == "years") && words[i + 2].folded == "old") return true;
    if (words[i + 1].begin - word.end <= 1) {
      for (const std::string_view age : kAgeWords) {
        if (next.substr(0, age.size()) == age) return true;
      }
    }
  }
  const bool commas = word.begin >= 2 && text.substr(word.begin - 2, 2) == ", " && word.end < text.size() &&
                      (text[word.end] == ',' || text[word.end] == '.');
  return commas && i > 0 && words[i - 1].upper;
}

}  // namespace samestory

// Furniture: what stands on the page but is not the report.
//
// Two sources know it. The lexicon here knows lines by their first words, language by language: credits ("Source:
// ..."), links to other articles ("Read more: ..."), and headings under which other articles follow ("Related news:").
// And an outlet's own boilerplate gives itself away by recurring in many of its articles (text/repeated.h).
//
// Input: the lines of a text normalized with Case::kFold. Output: a role a line. A phrase counts only at the start of a
// line, at a word boundary, and where its role allows it:
//   credit   short (at most kLongestCredit bytes), among the first two lines or in the last tenth of the text; words
//            that are prose as well ("the source said") need a colon or dash behind them or nothing at all;
//   link     short (at most kLongestLink bytes), anywhere: pages put such lines between paragraphs;
//   related  a line that is nothing but the phrase, in the last two thirds: what follows is another article, which the
//            story passes must not read as this one's, while the copy passes may (an embedded copy is a finding).
// A credit tells where a text comes from, so it feeds the choice of the canonical, and with it the roles of a copy
// group's articles.
//
// Rejected: matching phrases anywhere in a line (the Arabic word for "source" is mostly prose), and learned
// classifiers (no training text may be shipped). Cost: of a line its first bytes; only phrases that begin with the same
// ones are looked at. Tested by tests/furniture_test.cc, also against looking at all phrases.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace samestory {

enum class LineRole : std::uint8_t { kBody, kCredit, kLink, kRelated };

struct Line {
  std::uint32_t begin, end;  // bytes in the normalized text, without the line break
  LineRole role;
};

// Lines of a folded text with their roles; the lines behind a kRelated one keep roles of their own.
std::vector<Line> classify_lines(std::string_view folded);

// Those among them that have a role: usually none.
std::vector<Line> furniture_lines(std::string_view folded);

// A raw text folded, with its lines.
struct Page {
  std::string folded;
  std::vector<Line> lines;
};
Page read_page(std::string_view text);

// Byte at which the report ends and other articles begin; folded.size() if none do.
std::size_t end_of_report(std::string_view folded, const std::vector<Line>& lines);

}  // namespace samestory

#include "stories/recurring_runs.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/hash.h"
#include "text/general_words.h"
#include "text/letters.h"
#include "text/segment.h"

using namespace samestory;

namespace {

// Letters of a text whose breaks are spaces.
std::vector<std::string_view> letters_of(std::string_view text) {
  std::vector<std::string_view> letters;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const bool is_break = next_code_point(text, at) == ' ';
    letters.push_back(is_break ? std::string_view() : text.substr(begin, at - begin));
  }
  return letters;
}

std::string printed(const std::vector<RecurringRun>& runs) {
  std::string out;
  for (const RecurringRun& run : runs) out += std::string(run.run) + ' ' + std::to_string(run.uses) + ' ';
  return out;
}

// The header's words on strings: of all runs that recur, those of most uses first, longer ones first, each taking its
// letters away ('.' stands for a taken letter).
std::map<std::string, std::size_t> runs_by_definition(std::u32string text, const GeneralWords& general) {
  const auto utf8 = [](const std::u32string& letters) {
    std::string out;
    for (const char32_t c : letters) {
      out += static_cast<char>(0xE0 | (c >> 12));
      out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
      out += static_cast<char>(0x80 | (c & 0x3F));
    }
    return out;
  };
  struct Candidate {
    std::size_t places;
    std::u32string run;
  };
  std::map<std::u32string, std::size_t> places;
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (std::size_t n = 1; n <= 16 && i + n <= text.size() && text[i + n - 1] != ' '; ++n) {
      if (n >= 2) ++places[text.substr(i, n)];
    }
  }
  std::vector<Candidate> candidates;
  for (const auto& [run, count] : places) {
    if (count >= 2) candidates.push_back({count, run});
  }
  std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return a.places != b.places ? a.places > b.places : a.run.size() > b.run.size();
  });
  std::map<std::string, std::size_t> out;
  for (const Candidate& candidate : candidates) {
    std::vector<std::size_t> free;
    for (std::size_t at = text.find(candidate.run); at != std::u32string::npos;
         at = text.find(candidate.run, at + candidate.run.size()))
      free.push_back(at);
    if (free.size() < 2) continue;
    for (const std::size_t at : free) text.replace(at, candidate.run.size(), candidate.run.size(), U'.');
    const std::string run = utf8(candidate.run);
    const std::string core(general.core(run));
    if (count_code_points(core) >= 2) out[core] += free.size();
  }
  return out;
}

}  // namespace

TEST_CASE("Names are the runs that come back, without the words around them") {
  struct Case {
    std::string name, language, text, expected;
  };
  const std::vector<Case> cases = {
      {"a name in other company", "zh", "周启明否认 法院判处周启明 市长周启明", "周启明 3 "},
      {"a name and its office are one name", "zh", "市长周启明否认 市长周启明上诉 周启明不服 周启明走", "周启明 4 "},
      {"a firm's full and short name", "zh", "宏川建设集团 向宏川建设集团 宏川建设招标", "宏川 3 "},
      {"general words are no names", "zh", "检察机关说 检察机关指控 法院判决 法院判决", ""},
      {"used once", "zh", "周启明否认 法院判处魏树成", ""},
      {"a run does not reach across a break", "zh", "周 启明 周 启明", "启明 2 "},
      {"syllables are no names", "th", "กาวโม กาวโล กาวโพ", ""},
      {"a Thai name", "th", "วิโรจน์รับเงิน จำคุกวิโรจน์", "วิโรจน์ 2 "},
      {"a language without general words", "km", "周启明否认 法院判处周启明", ""},
      {"nothing", "zh", "", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(printed(find_recurring_runs(letters_of(c.text), c.language)) == c.expected);
  }
}

TEST_CASE("The sorted search finds what the definition says") {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    std::uint64_t state = mix(seed);
    const std::u32string letters = U"霧浜黒瀬堀内  ";
    std::u32string text;
    std::string utf8;
    for (std::size_t i = 0, n = mix(state) % 60; i < n; ++i) {
      const char32_t c = letters[(state = mix(state)) % letters.size()];
      text.push_back(c);
      if (c == ' ') {
        utf8 += ' ';
        continue;
      }
      utf8 += static_cast<char>(0xE0 | (c >> 12));
      utf8 += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
      utf8 += static_cast<char>(0x80 | (c & 0x3F));
    }
    std::string expected;
    for (const auto& [run, uses] : runs_by_definition(text, GeneralWords::of("ja")))
      expected += run + ' ' + std::to_string(uses) + ' ';
    CHECK(printed(find_recurring_runs(letters_of(utf8), "ja")) == expected);
  }
}

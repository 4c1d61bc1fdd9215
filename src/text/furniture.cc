#include "text/furniture.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstring>
#include <limits>
#include <string>

#include "base/byte_blocks.h"
#include "text/furniture_phrases.h"
#include "text/normalize.h"

namespace samestory {
namespace {

constexpr std::size_t kLongestCredit = 160;  // bytes: an agency, an author and a date in any script
constexpr std::size_t kLongestLink = 400;    // bytes: a phrase and another article's title in any script
constexpr std::size_t kHeadLines = 2;        // lines at the top where a credit may stand
constexpr double kTailShare = 0.1;           // share of the text at its end where a credit may stand
constexpr double kRelatedFrom = 1.0 / 3;     // other articles follow behind this share of the text at the earliest

using enum LineRole;

constexpr std::string_view kBullets = " -*|>\"([";  // what pages put before such a line

// Up to eight first bytes of a text as one integer, and which of them there are.
struct Prefix {
  std::uint64_t bytes = 0, mask = 0;

  explicit Prefix(std::string_view text) {
    if (text.size() >= sizeof(bytes)) {  // nearly every line
      std::memcpy(&bytes, text.data(), sizeof(bytes));
      mask = ~std::uint64_t{0};
      return;
    }
    std::memcpy(&bytes, text.data(), text.size());
    std::memset(&mask, 0xFF, text.size());
  }
  [[nodiscard]] bool begins(const Prefix& other) const { return ((bytes ^ other.bytes) & mask) == 0; }
};

// A phrase as it stands in folded text.
struct FoldedPhrase {
  std::string text;
  LineRole role;
  Follow follow;
  Prefix prefix;  // its own first bytes
};

constexpr std::size_t kShortestPhrase = 3;  // bytes, in folded text

// The lexicon, and for each byte the phrases that begin with it, in the order of the lexicon.
struct Lexicon {
  std::vector<FoldedPhrase> phrases;
  std::array<std::vector<std::uint16_t>, 256> by_first;
  std::array<bool, 256> bullets{};
  std::array<bool, 4096> openings{};  // by a hash of the first kShortestPhrase bytes: whether a phrase has them

  // Put together in a register: read back from memory, three bytes would have to wait until they are written.
  static std::size_t opening(std::string_view text) {
    static_assert(kShortestPhrase == 3);
    const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
    return (byte(0) | byte(1) << 8 | byte(2) << 16) * 0x9E3779B1U >> 20;  // multiplier: bits of the golden ratio
  }
  // No for nearly every line: the question costs one look into a table of one page.
  [[nodiscard]] bool may_open(std::string_view line) const {
    return line.size() >= kShortestPhrase && openings[opening(line)];
  }
};

const Lexicon& lexicon() {
  static const Lexicon lexicon = [] {
    Lexicon made;
    for (const char bullet : kBullets) made.bullets[static_cast<unsigned char>(bullet)] = true;
    for (const FurniturePhrase& phrase : furniture_phrases()) {
      const std::string text = normalize(phrase.text);
      assert(text.size() >= kShortestPhrase);
      made.by_first[static_cast<unsigned char>(text[0])].push_back(static_cast<std::uint16_t>(made.phrases.size()));
      made.openings[Lexicon::opening(text)] = true;
      made.phrases.push_back({text, phrase.role, phrase.follow, Prefix(text)});
    }
    return made;
  }();
  return lexicon;
}

bool is_mark(std::string_view rest) {
  static constexpr std::array<std::string_view, 9> kMarks = {":",   "-",      "/",     "|", ")", "\xEF\xBC\x9A",
                                                             "...", "\u1361", "\u1366"};
  for (const std::string_view mark : kMarks) {
    if (rest.substr(0, mark.size()) == mark) return true;
  }
  return false;
}

bool allows(Follow follow, std::string_view rest) {
  const std::string_view behind = rest.substr(std::min(rest.size(), rest.find_first_not_of(' ')));
  // A hyphen right behind the phrase makes a longer word of it ("source-backed").
  if (rest.size() > 1 && rest[0] == '-' && rest[1] != ' ') return false;
  if (behind.empty() || is_mark(behind)) return true;
  const auto next = static_cast<unsigned char>(rest[0]);
  return follow == Follow::kBoundary && next < 0x80 && !(next >= 'a' && next <= 'z') && !(next >= '0' && next <= '9');
}

struct Place {
  std::size_t line, begin, end, text_size;
};

bool stands_right(LineRole role, const Place& place, std::string_view rest) {
  const std::size_t length = place.end - place.begin;
  const double from = static_cast<double>(place.begin) / static_cast<double>(place.text_size);
  switch (role) {
    case kCredit:
      return length <= kLongestCredit &&
             (place.line < kHeadLines || from >= 1 - kTailShare || place.text_size - place.begin <= kLongestCredit);
    case kLink:
      return length <= kLongestLink;
    case kRelated:
      return from >= kRelatedFrom && rest.find_first_not_of(" :.-|\xEF\xBC\x9A") == std::string_view::npos;
    case kBody:
      break;
  }
  return false;
}

// The role that the phrase gives the line, if the line, or what follows its bullets, begins with it.
LineRole role_by(const FoldedPhrase& phrase, std::string_view from, const Place& place) {
  if (from.substr(0, phrase.text.size()) != phrase.text) return kBody;
  const std::string_view rest = from.substr(phrase.text.size());
  if (!allows(phrase.follow, rest)) return kBody;
  if (stands_right(phrase.role, place, rest)) return phrase.role;
  // "Read also: <title>" names another article without opening a list of them.
  return phrase.role == kRelated && place.end - place.begin <= kLongestLink ? kLink : kBody;
}

struct Match {
  std::size_t phrase = std::numeric_limits<std::size_t>::max();  // in the lexicon, whose order decides between two
  LineRole role = kBody;
};

// The first phrase that gives the line a role. REQUIRES: known.may_open(from).
Match find_phrase(const Lexicon& known, std::string_view from, const Place& place) {
  const Prefix prefix(from);
  for (const std::uint16_t p : known.by_first[static_cast<unsigned char>(from[0])]) {
    if (!known.phrases[p].prefix.begins(prefix)) continue;
    if (const LineRole role = role_by(known.phrases[p], from, place); role != kBody) return {p, role};
  }
  return {};
}

LineRole role_of(const Lexicon& known, std::string_view line, const Place& place) {
  const auto find = [&](std::string_view from) {
    return known.may_open(from) ? find_phrase(known, from, place) : Match();
  };
  const Match whole = find(line);  // a bullet may belong to a phrase: "(reuters)"
  if (!known.bullets[static_cast<unsigned char>(line[0])]) return whole.role;
  std::size_t skip = 0;
  while (skip < line.size() && known.bullets[static_cast<unsigned char>(line[skip])]) ++skip;
  const Match behind = find(line.substr(skip));
  return behind.phrase < whole.phrase ? behind.role : whole.role;
}

// Calls visit(line) for each line of the text.
template <class Visit>
void for_each_line(std::string_view folded, const Visit& visit) {
  const Lexicon& known = lexicon();
  std::size_t number = 0, begin = 0;
  const auto take = [&](std::size_t end) {
    const Place place{number++, begin, end, folded.size()};
    const LineRole role = end == begin ? kBody : role_of(known, folded.substr(begin, end - begin), place);
    visit(Line{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), role});
    begin = end + 1;
  };
  std::size_t at = 0;
  for (; at + kBlockBytes <= folded.size(); at += kBlockBytes) {
    std::uint64_t breaks = find_bytes(folded.data() + at, [](Bytes16 bytes) { return bytes == '\n'; });
    for (; breaks != 0; breaks &= breaks - 1) take(at + static_cast<std::size_t>(std::countr_zero(breaks)));
  }
  if (folded.size() >= kBlockBytes) {  // the last block once more, without what is done of it
    const std::size_t last = folded.size() - kBlockBytes;
    std::uint64_t breaks = find_bytes(folded.data() + last, [](Bytes16 bytes) { return bytes == '\n'; });
    breaks &= ~low_bits(at - last);
    for (; breaks != 0; breaks &= breaks - 1) take(last + static_cast<std::size_t>(std::countr_zero(breaks)));
  } else {
    for (; at < folded.size(); ++at)
      if (folded[at] == '\n') take(at);
  }
  if (begin < folded.size()) take(folded.size());
}

}  // namespace

std::vector<Line> classify_lines(std::string_view folded) {
  std::vector<Line> lines;
  for_each_line(folded, [&](const Line& line) { lines.push_back(line); });
  return lines;
}

std::vector<Line> furniture_lines(std::string_view folded) {
  std::vector<Line> lines;
  for_each_line(folded, [&](const Line& line) {
    if (line.role != kBody) lines.push_back(line);
  });
  return lines;
}

Page read_page(std::string_view text) {
  Page page{normalize(text), {}};
  page.lines = classify_lines(page.folded);
  return page;
}

std::size_t end_of_report(std::string_view folded, const std::vector<Line>& lines) {
  for (const Line& line : lines) {
    if (line.role == LineRole::kRelated) return line.begin;
  }
  return folded.size();
}

}  // namespace samestory

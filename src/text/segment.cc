#include "text/segment.h"

#include "text/word_classes.h"

namespace samestory {
namespace {

using Class = WordClass;

bool is_letter(Class c) { return c == Class::kLetter || c == Class::kHebrew; }
bool joins_letters(Class c) { return c == Class::kMidLetter || c == Class::kMidBoth; }
bool joins_digits(Class c) { return c == Class::kMidNumber || c == Class::kMidBoth; }

// Walks the classes of a text with its marks folded into what they follow.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) { advance(); }

  [[nodiscard]] bool at_end() const { return begin_ == text_.size(); }
  [[nodiscard]] std::size_t begin() const { return begin_; }
  [[nodiscard]] std::size_t end() const { return end_; }
  [[nodiscard]] Class here() const { return class_; }
  [[nodiscard]] Class after() const {  // class of the next element; kOther at the end
    std::size_t at = end_;
    return at < text_.size() ? read(at) : Class::kOther;
  }
  [[nodiscard]] bool is_full_stop() const { return text_[begin_] == '.'; }
  [[nodiscard]] bool space_follows() const {
    return end_ == text_.size() || text_[end_] == ' ' || text_[end_] == '\n' || text_[end_] == '"';
  }

  void advance() {
    begin_ = end_;
    if (begin_ == text_.size()) return;
    class_ = read(end_);
    if (class_ == Class::kLineEnd) return;
    for (std::size_t at = end_; at < text_.size() && read(at) == Class::kExtend;) end_ = at;
  }

 private:
  Class read(std::size_t& at) const {
    const char32_t c = next_code_point(text_, at);
    return c < kBasicPlane ? classes_[c] : word_class(c);
  }

  std::string_view text_;
  const std::array<WordClass, kBasicPlane>& classes_ = basic_word_classes();
  std::size_t begin_ = 0, end_ = 0;
  Class class_ = Class::kOther;
};

// Reads one word that starts at the cursor (a letter, digit or connector); nothing if it holds neither letter nor
// digit.
void read_word(Cursor& cursor, std::vector<Unit>& units) {
  const auto begin = static_cast<std::uint32_t>(cursor.begin());
  bool letter = false, digit = false;
  std::size_t end = cursor.begin();
  for (Class last = Class::kConnector; !cursor.at_end();) {
    const Class here = cursor.here();
    const Class next = cursor.after();
    const bool joins = (joins_letters(here) && is_letter(last) && is_letter(next)) ||
                       (joins_digits(here) && last == Class::kDigit && next == Class::kDigit) ||
                       (here == Class::kDoubleQuote && last == Class::kHebrew && next == Class::kHebrew);
    if (!is_letter(here) && here != Class::kDigit && here != Class::kConnector && !joins) break;
    letter = letter || is_letter(here);
    digit = digit || here == Class::kDigit;
    last = here;
    end = cursor.end();
    cursor.advance();
  }
  if (letter || digit) {
    units.push_back(
        {begin, static_cast<std::uint32_t>(end), letter ? UnitKind::kWord : UnitKind::kNumber, false, false});
  }
}

}  // namespace

char32_t next_code_point(std::string_view utf8, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(utf8[i])); };
  const char32_t lead = byte(at);
  if (lead < 0x80) return ++at, lead;
  const std::size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (at + size > utf8.size()) return at = utf8.size(), 0xFFFD;
  char32_t c = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) c = (c << 6) | (byte(at + i) & 0x3F);
  at += size;
  return c;
}

std::vector<Unit> segment(std::string_view normalized) {
  std::vector<Unit> units;
  units.reserve(normalized.size() / 6);
  for (Cursor cursor(normalized); !cursor.at_end();) {
    switch (cursor.here()) {
      case Class::kLetter:
      case Class::kHebrew:
      case Class::kDigit:
      case Class::kConnector:
        read_word(cursor, units);
        break;
      case Class::kPoint:
        units.push_back({static_cast<std::uint32_t>(cursor.begin()), static_cast<std::uint32_t>(cursor.end()),
                         UnitKind::kPoint, false, false});
        cursor.advance();
        break;
      case Class::kLineEnd:
        if (!units.empty()) units.back().ends_sentence = units.back().ends_line = true;
        cursor.advance();
        break;
      case Class::kSentenceEnd:
        if (!units.empty()) units.back().ends_sentence = true;
        cursor.advance();
        break;
      default:
        if (!units.empty() && cursor.is_full_stop() && cursor.space_follows()) units.back().ends_sentence = true;
        cursor.advance();
    }
  }
  if (!units.empty()) units.back().ends_sentence = units.back().ends_line = true;
  return units;
}

}  // namespace samestory

#include "text/segment.h"

#include "text/word_classes.h"

namespace samestory {
namespace {

using Class = WordClass;

bool is_letter(Class c) { return c == Class::kLetter || c == Class::kHebrew; }
bool joins_letters(Class c) { return c == Class::kMidLetter || c == Class::kMidBoth; }
bool joins_digits(Class c) { return c == Class::kMidNumber || c == Class::kMidBoth; }

// Walks the classes of a text with its marks folded into what they follow. Reads each code point once.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {
    read_next();
    advance();
  }

  [[nodiscard]] bool at_end() const { return begin_ == text_.size(); }
  [[nodiscard]] std::size_t begin() const { return begin_; }
  [[nodiscard]] std::size_t end() const { return end_; }
  [[nodiscard]] Class here() const { return class_; }
  [[nodiscard]] Class after() const { return next_; }  // class of the next element; kOther at the end
  [[nodiscard]] bool is_full_stop() const { return text_[begin_] == '.'; }
  [[nodiscard]] bool space_follows() const {
    return end_ == text_.size() || text_[end_] == ' ' || text_[end_] == '\n' || text_[end_] == '"';
  }

  void advance() {
    begin_ = end_;
    class_ = next_;
    take_next();
    if (class_ == Class::kLineEnd) return;
    while (next_ == Class::kExtend) take_next();
  }

 private:
  void take_next() {
    end_ = next_end_;
    read_next();
  }
  void read_next() {
    if (next_end_ == text_.size()) {
      next_ = Class::kOther;
      return;
    }
    const char32_t c = next_code_point(text_, next_end_);
    next_ = c < kBasicPlane ? classes_[c] : word_class(c);
  }

  std::string_view text_;
  const std::array<WordClass, kBasicPlane>& classes_ = basic_word_classes();
  std::size_t begin_ = 0, end_ = 0, next_end_ = 0;
  Class class_ = Class::kOther, next_ = Class::kOther;
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

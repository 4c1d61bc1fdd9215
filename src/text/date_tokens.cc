#include "text/date_tokens.h"

#include <array>
#include <cstddef>

#include "text/segment.h"

namespace samestory {
namespace {

constexpr std::size_t kLongestNumber = 9;  // digits; what is longer is an identifier, and would not fit 32 bits

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool joins_numbers(char c) { return c == '.' || c == ',' || c == ':' || c == '/' || c == '-'; }

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text), lexicon_(DateLexicon::instance()) {}

  std::vector<DateToken> run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (is_digit(c)) {
        scan_number();
      } else if (is_ascii_letter(c)) {
        scan_word(at_ + 1);
      } else if (static_cast<unsigned char>(c) < 0x80) {
        ++at_;
        after_letter_ = false;
      } else {
        scan_code_point();
      }
    }
    return std::move(tokens_);
  }

 private:
  void scan_number() {
    DateToken token;
    token.begin = static_cast<std::uint32_t>(at_);
    token.glued = after_letter_ || (at_ > 0 && text_[at_ - 1] == '_');
    token.joined_before = at_ >= 2 && joins_numbers(text_[at_ - 1]) && is_digit(text_[at_ - 2]);
    const std::size_t first = at_;
    for (; at_ < text_.size() && is_digit(text_[at_]); ++at_) {
      if (at_ - first < kLongestNumber) token.value = token.value * 10 + (text_[at_] - '0');
    }
    after_letter_ = false;
    if (at_ - first > kLongestNumber) return;
    token.end = static_cast<std::uint32_t>(at_);
    token.digits = static_cast<std::uint8_t>(at_ - first);
    token.joined_after = at_ + 1 < text_.size() && joins_numbers(text_[at_]) && is_digit(text_[at_ + 1]);
    tokens_.push_back(token);
  }

  // A word whose first letter ends at `end`.
  void scan_word(std::size_t end) {
    for (;;) {
      while (end < text_.size() && is_ascii_letter(text_[end])) ++end;
      if (end >= text_.size() || static_cast<unsigned char>(text_[end]) < 0x80) break;
      std::size_t next = end;
      if (lexicon_.letter(next_code_point(text_, next)) != DateLexicon::Letter::kLetter) break;
      end = next;
    }
    const std::string_view word = text_.substr(at_, end - at_);
    after_letter_ = true;
    if (lexicon_.word_may_start(word)) {
      if (const DateName* name = lexicon_.find(text_, at_, word)) {
        push_name(name);
        return;
      }
    }
    at_ = end;
  }

  void scan_code_point() {
    std::size_t next = at_;
    const char32_t c = next_code_point(text_, next);
    switch (lexicon_.letter(c)) {
      case DateLexicon::Letter::kLetter:
        scan_word(next);
        return;
      case DateLexicon::Letter::kUnspaced:
        if (lexicon_.point_may_start(c)) {
          if (const DateName* name = lexicon_.find(text_, at_, {})) {
            push_name(name);
            after_letter_ = false;
            return;
          }
        }
        break;
      case DateLexicon::Letter::kNone:
        break;
    }
    after_letter_ = false;
    at_ = next;
  }

  void push_name(const DateName* name) {
    DateToken token;
    token.begin = static_cast<std::uint32_t>(at_);
    at_ += name->text.size();
    token.end = static_cast<std::uint32_t>(at_);
    token.name = name;
    tokens_.push_back(token);
  }

  std::string_view text_;
  const DateLexicon& lexicon_;
  std::size_t at_ = 0;
  bool after_letter_ = false;
  std::vector<DateToken> tokens_;
};

}  // namespace

std::vector<DateToken> find_date_tokens(std::string_view text) { return Scanner(text).run(); }

}  // namespace samestory

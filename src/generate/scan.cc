#include "generate/scan.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "generate/edits.h"

namespace samestory {
namespace {

// What is read for what is printed, both ways.
constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kConfusions = {{
    {"rn", "m"},
    {"l", "1"},
    {"e", "c"},
    {"h", "b"},
    {"cl", "d"},
    {"li", "h"},
    {"o", "0"},
    {"i", "l"},
    {"u", "n"},
    {"t", "f"},
    {"a", "o"},
    {"s", "5"},
    {"g", "q"},
    {"vv", "w"},
    {"ii", "u"},
    {"B", "8"},
}};

// A page's own rate over the one asked for, in per mille: a lognormal of sigma .6 by the medians of
// its seven equal parts, scaled to a mean of 1. A table, because exp() gives other bits on other machines.
constexpr std::array<std::uint32_t, 7> kPageFactors = {359, 537, 694, 864, 1076, 1389, 2081};

std::uint32_t page_rate(std::uint32_t per_mille, Random& random) {
  return std::min(900U, per_mille * kPageFactors[random.below(kPageFactors.size())] / 1000);
}

std::uint32_t count_letters(std::string_view word) {
  std::uint32_t letters = 0;
  for (std::size_t at = 0; at < word.size(); at += point_bytes(word[at])) ++letters;
  return letters;
}

// Bytes of the first letters; the whole word if it has fewer.
std::size_t letters_size(std::string_view word, std::uint32_t letters) {
  std::size_t at = 0;
  for (; letters > 0 && at < word.size(); --letters) at += point_bytes(word[at]);
  return at;
}

// A random letter of the page; never a blank.
std::string_view letter_of(std::string_view text, Random& random) {
  for (;;) {
    std::size_t at = random.below(static_cast<std::uint32_t>(text.size()));
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
    if (text[at] != ' ' && text[at] != '\n') return text.substr(at, point_bytes(text[at]));
  }
}

std::string confuse(std::string_view word, std::string_view text, Random& random) {
  const std::uint32_t first = random.below(kConfusions.size());
  for (std::uint32_t i = 0; i < kConfusions.size(); ++i) {
    auto [from, to] = kConfusions[(first + i) % kConfusions.size()];
    if (random.chance(500)) std::swap(from, to);
    const std::size_t at = word.find(from);
    if (at == std::string_view::npos) continue;
    return std::string(word.substr(0, at)) + std::string(to) + std::string(word.substr(at + from.size()));
  }
  const std::size_t at = letters_size(word, random.below(count_letters(word)));
  return std::string(word.substr(0, at)) + std::string(letter_of(text, random)) +
         std::string(word.substr(at + point_bytes(word[at])));
}

std::string garbage(std::string_view text, Random& random) {
  constexpr std::string_view kSpecks = ".,'|~*^:;-";
  std::string speck;
  for (std::uint32_t i = random.between(1, 5); i > 0; --i) {
    if (random.chance(600)) {
      speck += kSpecks[random.below(kSpecks.size())];
    } else {
      speck += letter_of(text, random);
    }
  }
  return speck;
}

// Sets words into lines; a word that does not fit is divided where its line ends.
class Column {
 public:
  Column(Random& random, bool spaced) : random_(random), spaced_(spaced) { start_line(); }

  void set(std::string_view word) {
    constexpr std::uint32_t kLeastPart = 3;  // letters on either side of a hyphen
    const std::uint32_t letters = count_letters(word);
    if (spaced_ && used_ > 0 && !std::exchange(glue_, false)) put(" ", 1);
    const std::uint32_t room = width_ > used_ ? width_ - used_ : 0;
    if (letters <= room) return put(word, letters);
    const bool divide = spaced_ && room >= kLeastPart && letters >= room + kLeastPart;
    const std::uint32_t kept = divide || !spaced_ ? room : 0;
    const std::size_t kept_size = letters_size(word, kept);
    put(word.substr(0, kept_size), kept);
    if (divide && !random_.chance(kLostHyphenPerMille)) put("-", 1);
    break_line();
    put(word.substr(kept_size), letters - kept);
  }

  void break_line() {
    while (!out_.empty() && out_.back() == ' ') out_.pop_back();
    if (!out_.empty()) out_ += '\n';
    start_line();
  }

  // Glues the next word to the last one.
  void forget_gap() { glue_ = true; }

  std::string take() { return std::move(out_); }

 private:
  static constexpr std::uint32_t kLostHyphenPerMille = 100;

  void start_line() {
    width_ = random_.between(30, 42);
    used_ = 0;
  }

  void put(std::string_view part, std::uint32_t letters) {
    out_ += part;
    used_ += letters;
  }

  Random& random_;
  bool spaced_;
  bool glue_ = false;
  std::string out_;
  std::uint32_t width_ = 0, used_ = 0;  // letters
};

enum class Damage { kNone, kConfused, kLost, kMerged, kSplit, kGarbage };

Damage draw_damage(Random& random) {
  const std::uint32_t kind = random.below(100);
  return kind < 74   ? Damage::kConfused
         : kind < 82 ? Damage::kLost
         : kind < 90 ? Damage::kMerged
         : kind < 96 ? Damage::kSplit
                     : Damage::kGarbage;
}

void set_damaged(Column& column, std::string_view word, Damage damage, std::string_view text, Random& random) {
  switch (damage) {
    case Damage::kNone:
      column.set(word);
      break;
    case Damage::kConfused:
      column.set(confuse(word, text, random));
      break;
    case Damage::kLost:
      break;
    case Damage::kMerged:
      column.set(word);
      column.forget_gap();
      break;
    case Damage::kSplit: {
      const std::size_t half = letters_size(word, count_letters(word) / 2);
      if (half > 0) column.set(word.substr(0, half));
      column.set(word.substr(half));
      break;
    }
    case Damage::kGarbage:
      column.set(garbage(text, random));
      break;
  }
}

}  // namespace

std::string scan_text(std::string_view text, std::uint32_t word_error_per_mille, const Language& language,
                      Random& random) {
  assert(word_error_per_mille <= 900);
  // With rate r after a right word and 3r after a wrong one, the share of wrong words w is r (1 - w) + 3r w, so
  // r = w / (1 + 2w).
  const std::uint32_t share = page_rate(word_error_per_mille, random);
  const std::uint32_t calm = share * 1000 / (1000 + 2 * share);
  Column column(random, language.spacing == Spacing::kSpaced);
  bool wrong = false;
  for (std::size_t at = 0, length = 0; at < text.size(); at += length) {
    length = token_bytes(text, at, language);
    const std::string_view token = text.substr(at, length);
    if (token[0] == ' ') continue;
    if (token[0] == '\n') {
      column.break_line();
      continue;
    }
    wrong = random.chance(wrong ? 3 * calm : calm);
    set_damaged(column, token, wrong ? draw_damage(random) : Damage::kNone, text, random);
  }
  return column.take();
}

}  // namespace samestory

// The words of one language by rank of frequency, without end.
//
// Words below kListed are listed: distinct, made once, drawn by a Zipf-Mandelbrot table. Ranks above are made when they
// are needed, from (language, rank) alone, and drawn with a density that falls with the square of the rank: natural
// corpora have this second regime beyond some ten thousand words (Ferrer i Cancho and Sole 2001, J. Quant. Linguistics
// 8), and because of it new words keep appearing however large an archive grows (Heaps' law), so document frequencies
// stay natural at 10^6 articles without a dictionary that grows. The most frequent kFunctionWords are short, as in
// every language (Zipf's law of abbreviation).
//
// Topics: a topic prefers kTopicWords content words of its own, so that two reports of one topic share words
// without reporting one event. Names (people, places, organisations) are made from a number in the same way; the same
// number is the same name in the whole archive, so prominent people and places recur in unrelated events.
//
// Cost: 0.5 MB a language; a listed word costs one draw and a copy of its bytes. Test: tests/generate_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "generate/language.h"
#include "generate/random.h"

namespace samestory {

class Vocabulary {
 public:
  static constexpr std::uint32_t kListed = 1 << 14;
  static constexpr std::uint32_t kFunctionWords = 100;
  static constexpr std::uint32_t kTopics = 64;
  static constexpr std::uint32_t kTopicWords = 256;

  explicit Vocabulary(const Language& language);

  const Language& language() const { return language_; }
  std::string_view listed(std::uint32_t rank) const {
    return std::string_view(bytes_).substr(begins_[rank], begins_[rank + 1] - begins_[rank]);
  }
  std::string word(std::uint32_t rank) const;

  // One word of running text on a topic. Uses 56 bits of one draw, more only for the rare words.
  void append_running(std::string& out, std::uint32_t topic, std::uint64_t bits, Random& random) const;

  // A content word that is rare in the language but not unheard of: what tells one event from the next of its topic.
  std::uint32_t draw_rare_rank(Random& random) const;

  std::string family_name(std::uint64_t number) const;
  std::string full_name(std::uint64_t number) const;  // given and family name
  std::string place(std::uint64_t number) const;
  std::string organisation(std::uint64_t number) const;

 private:
  std::string compose(std::uint64_t seed, std::uint32_t rank) const;
  std::string compose_name(std::uint64_t seed, std::uint32_t syllables) const;

  const Language& language_;
  struct Syllables {  // empty onsets: Han
    std::vector<std::string> onsets, nuclei, codas;
  };
  static Syllables parse(const SyllableSet& set);
  static void append_syllable(std::string& out, const Syllables& set, Random& random);

  Syllables function_words_, words_, names_;
  std::vector<std::string> endings_;
  AliasTable frequency_, topic_frequency_;
  std::string bytes_;  // the listed words, one behind the other
  std::vector<std::uint32_t> begins_;
};

// Raises the letter at text[at] where the language has cases; its number of bytes stays.
void capitalise_at(std::string& text, std::size_t at, const Language& language);

void append_utf8(std::string& out, char32_t point);

// Bytes of the code point that starts with this byte, in valid UTF-8.
constexpr std::size_t point_bytes(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

}  // namespace samestory

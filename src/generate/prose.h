// Running text: words, sentences, numbers and dates in the manner of one voice.
//
// A voice is a vocabulary, a topic and a way to print digits. Sentences are filler drawn from the voice, into which
// facts (names, numbers with their unit, rare words) are set at spread places; the filler is what two reports of one
// event do not share, the facts are what they do.
// Cost: about 25 ns a word. Test: tests/generate_test.cc.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "generate/random.h"
#include "generate/vocabulary.h"

namespace samestory {

struct Voice {
  const Vocabulary* vocabulary = nullptr;
  std::uint32_t topic = 0;       // below Vocabulary::kTopics
  char32_t zero = '0';           // first of the digits it prints
  std::uint32_t date_order = 0;  // index into Language::dates
};

// `count` words, the facts counted as one each and kept in their order; no full stop. REQUIRES facts.size() <= count.
void append_words(std::string& out, const Voice& voice, std::uint32_t count, std::span<const std::string> facts,
                  Random& random);

// The same with a capital and a full stop; 7 to 22 words, as newspapers write.
void append_sentence(std::string& out, const Voice& voice, std::span<const std::string> facts, Random& random);

// What stands between two sentences of a paragraph.
std::string_view sentence_gap(const Language& language);

std::string print_number(std::uint32_t number, char32_t zero);

// Days since 1970-01-01, as the voice writes them.
std::string print_date(const Voice& voice, std::int32_t day);

}  // namespace samestory

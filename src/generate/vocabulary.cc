#include "generate/vocabulary.h"

#include <algorithm>
#include <cassert>
#include <unordered_set>

namespace samestory {
namespace {

// Of 1024 words of running text: about a fourth speaks of the topic, one in eighty is beyond the list. Chosen so that
// half of the vocabulary of a large archive occurs in one article only, as in newspapers.
constexpr std::uint32_t kTopicOf1024 = 260;
constexpr std::uint32_t kUnlistedOf1024 = 30;
constexpr std::uint32_t kMostUnlistedDoublings = 14;  // ranks up to 2^14 * kListed

// Different seeds keep the kinds of names apart.
constexpr std::uint64_t kWordSeed = 1, kGivenSeed = 2, kFamilySeed = 3, kPlaceSeed = 4, kOrganisationSeed = 5,
                        kTopicSeed = 6;

std::vector<std::string> split_list(std::string_view list) {
  std::vector<std::string> parts;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(' '), list.size());
    parts.emplace_back(list.substr(0, end) == "-" ? "" : list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return parts;
}

char32_t decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
  switch (point_bytes(text[0])) {
    case 1:
      return byte(0);
    case 2:
      return (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
    case 3:
      return (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    default:
      return (byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
  }
}

// Enough for the letters that the syllables of language.cc start with: no accented Greek vowel opens a word there.
char32_t to_upper(char32_t point) {
  const bool in_case_block = (point >= U'a' && point <= U'z') || (point >= U'à' && point <= U'þ' && point != U'÷') ||
                             (point >= U'α' && point <= U'ω') || (point >= U'а' && point <= U'я');
  return in_case_block ? point - 0x20 : point;
}

// Gives five to six letters a running word in the alphabets.
std::uint32_t syllable_count(std::uint32_t rank, Random& random) {
  if (rank < 60) return 1;
  if (rank < 500) return random.between(1, 2);
  if (rank < 4000) return 2;
  return random.between(2, 3);
}

}  // namespace

void append_utf8(std::string& out, char32_t point) {
  const auto byte = [&](char32_t value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
  if (point < 0x80) {
    byte(point);
  } else if (point < 0x800) {
    byte(0xC0 | point >> 6);
    byte(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    byte(0xE0 | point >> 12);
    byte(0x80 | (point >> 6 & 0x3F));
    byte(0x80 | (point & 0x3F));
  } else {
    byte(0xF0 | point >> 18);
    byte(0x80 | (point >> 12 & 0x3F));
    byte(0x80 | (point >> 6 & 0x3F));
    byte(0x80 | (point & 0x3F));
  }
}

void capitalise_at(std::string& text, std::size_t at, const Language& language) {
  if (language.casing == Casing::kUncased || at >= text.size()) return;
  std::string letter;
  append_utf8(letter, to_upper(decode(std::string_view(text).substr(at))));
  text.replace(at, letter.size(), letter);
}

Vocabulary::Syllables Vocabulary::parse(const SyllableSet& set) {
  return {split_list(set.onsets), split_list(set.nuclei), split_list(set.codas)};
}

Vocabulary::Vocabulary(const Language& language)
    : language_(language),
      function_words_(parse(language.function_words)),
      words_(parse(language.words)),
      names_(parse(language.names)),
      endings_(split_list(language.endings)),
      frequency_(make_zipf_table(kListed)),
      topic_frequency_(make_zipf_table(kTopicWords)) {
  std::unordered_set<std::string> taken;
  begins_.reserve(kListed + 1);
  for (std::uint32_t rank = 0; rank < kListed; ++rank) {
    std::string word;
    // A word that is taken already is made again from the next seed; after a while with one syllable more.
    for (std::uint32_t attempt = 0;; ++attempt) {
      word = compose(combine(kWordSeed, attempt), attempt < 20 ? rank : std::max(rank, kFunctionWords));
      if (taken.insert(word).second) break;
    }
    begins_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    bytes_ += word;
  }
  begins_.push_back(static_cast<std::uint32_t>(bytes_.size()));
}

void Vocabulary::append_syllable(std::string& out, const Syllables& set, Random& random) {
  if (set.onsets.empty()) {
    constexpr std::uint32_t kHanLetters = 1500;  // in common use: newspapers need some 2,000
    constexpr std::uint32_t kHanStep = 13;       // spreads them over U+4E00..U+9FA5
    append_utf8(out, U'\u4E00' + random.below(kHanLetters) * kHanStep);
    return;
  }
  out += random.pick(set.onsets);
  out += random.pick(set.nuclei);
  out += random.pick(set.codas);
}

std::string Vocabulary::compose(std::uint64_t seed, std::uint32_t rank) const {
  Random random(combine(seed, rank));
  const bool function_word = rank < kFunctionWords;
  const Syllables& set = function_word ? function_words_ : words_;
  // A Han letter is a morpheme: content words have two.
  const std::uint32_t count =
      set.onsets.empty() ? (function_word ? 1 : random.between(2, 4) / 2 + 1) : syllable_count(rank, random);
  std::string word;
  for (std::uint32_t i = 0; i < count; ++i) append_syllable(word, set, random);
  if (!function_word && !endings_.empty()) word += random.pick(endings_);
  return word;
}

std::string Vocabulary::word(std::uint32_t rank) const {
  return rank < kListed ? std::string(listed(rank)) : compose(kWordSeed, rank);
}

void Vocabulary::append_running(std::string& out, std::uint32_t topic, std::uint64_t bits, Random& random) const {
  const auto kind = static_cast<std::uint32_t>(bits & 1023);
  bits >>= 10;
  if (kind < kTopicOf1024) {
    const std::uint64_t place = combine(combine(kTopicSeed, topic), topic_frequency_.draw(bits));
    out += listed(kFunctionWords + static_cast<std::uint32_t>((place >> 32) * (kListed - kFunctionWords) >> 32));
  } else if (kind < kTopicOf1024 + kUnlistedOf1024) {
    std::uint32_t first = kListed;
    for (std::uint32_t i = 1; i < kMostUnlistedDoublings && random.chance(500); ++i) first *= 2;
    out += compose(kWordSeed, first + random.below(first));
  } else {
    out += listed(frequency_.draw(bits));
  }
}

std::uint32_t Vocabulary::draw_rare_rank(Random& random) const { return random.between(kListed / 8, kListed * 8); }

std::string Vocabulary::compose_name(std::uint64_t seed, std::uint32_t syllables) const {
  Random random(seed);
  std::string name;
  for (std::uint32_t i = 0; i < syllables || name.size() < 4; ++i) append_syllable(name, names_, random);
  capitalise_at(name, 0, language_);
  return name;
}

std::string Vocabulary::family_name(std::uint64_t number) const {
  return compose_name(combine(kFamilySeed, number), names_.onsets.empty() ? 2 : 3);
}

std::string Vocabulary::full_name(std::uint64_t number) const {
  // Few given names, many family names.
  constexpr std::uint64_t kGivenNames = 400;
  const std::string given = compose_name(combine(kGivenSeed, mix(number) % kGivenNames), names_.onsets.empty() ? 1 : 2);
  return language_.spacing == Spacing::kSpaced ? given + ' ' + family_name(number) : family_name(number) + given;
}

std::string Vocabulary::place(std::uint64_t number) const {
  return compose_name(combine(kPlaceSeed, number), names_.onsets.empty() ? 2 : 3);
}

std::string Vocabulary::organisation(std::uint64_t number) const {
  const std::string first = compose_name(combine(kOrganisationSeed, number), 2);
  const std::string second = compose_name(combine(kOrganisationSeed, mix(number) % 40), 2);  // "Union", "Bank"
  return language_.spacing == Spacing::kSpaced ? first + ' ' + second : first + second;
}

}  // namespace samestory

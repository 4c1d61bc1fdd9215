#include "generate/prose.h"

#include <algorithm>
#include <cassert>
#include <chrono>

namespace samestory {

void append_words(std::string& out, const Voice& voice, std::uint32_t count, std::span<const std::string> facts,
                  Random& random) {
  constexpr std::uint64_t kCommaOf256 = 22;  // one word in twelve
  const Language& language = voice.vocabulary->language();
  const auto fact_count = static_cast<std::uint32_t>(facts.size());
  assert(fact_count <= count);
  const std::uint32_t stride = fact_count > 0 ? count / fact_count : count;
  std::uint32_t next_fact = 0;
  std::uint32_t fact_at = random.below(stride);
  for (std::uint32_t i = 0; i < count; ++i) {
    if (i > 0 && language.spacing == Spacing::kSpaced && out.back() != ' ') out += ' ';
    if (next_fact < fact_count && i == fact_at) {
      out += facts[next_fact++];
      fact_at = next_fact * stride + random.below(stride);
      continue;
    }
    const std::uint64_t bits = random.next();
    voice.vocabulary->append_running(out, voice.topic, bits, random);
    if (bits >> 56 < kCommaOf256 && i + 1 < count) out += language.comma;
  }
}

void append_sentence(std::string& out, const Voice& voice, std::span<const std::string> facts, Random& random) {
  const std::size_t begin = out.size();
  const std::uint32_t words = std::max(random.between(7, 22), static_cast<std::uint32_t>(facts.size()));
  append_words(out, voice, words, facts, random);
  capitalise_at(out, begin, voice.vocabulary->language());
  out += voice.vocabulary->language().stop;
}

std::string_view sentence_gap(const Language& language) { return language.spacing == Spacing::kSpaced ? " " : ""; }

std::string print_number(std::uint32_t number, char32_t zero) {
  std::string printed;
  for (const char digit : std::to_string(number)) append_utf8(printed, zero + static_cast<char32_t>(digit - '0'));
  return printed;
}

std::string print_date(const Voice& voice, std::int32_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  const auto month = static_cast<unsigned>(date.month());
  const Language& language = voice.vocabulary->language();
  const std::string_view order = language.dates[voice.date_order];
  std::string printed;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (order[i] != '{') {
      printed += order[i];
      continue;
    }
    switch (order[i + 1]) {
      case 'd':
        printed += print_number(static_cast<unsigned>(date.day()), voice.zero);
        break;
      case 'm':
        printed += language.months[month - 1];
        break;
      case 'o':
        printed += language.other_months[month - 1];
        break;
      case 'n':
        printed += print_number(month, voice.zero);
        break;
      case 'y':
        printed += print_number(static_cast<std::uint32_t>(static_cast<int>(date.year())), voice.zero);
        break;
      default:
        assert(false);
    }
    i += 2;
  }
  return printed;
}

}  // namespace samestory

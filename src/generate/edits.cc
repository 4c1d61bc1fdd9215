#include "generate/edits.h"

#include <algorithm>
#include <cassert>

namespace samestory {
namespace {

bool is_blank(char byte) { return byte == ' ' || byte == '\n'; }

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// The last place at or before `limit` where the text can be cut, at least 1 letter in.
std::size_t find_cut(std::string_view text, std::size_t limit, const Language& language) {
  if (limit >= text.size()) return text.size();
  const std::size_t stop = text.substr(0, limit).rfind(language.stop);
  if (stop != std::string_view::npos && stop >= limit - limit / 5) return stop + language.stop.size();
  std::size_t cut = limit;
  if (language.spacing == Spacing::kSpaced) {
    while (cut > 0 && !is_blank(text[cut])) --cut;
    if (cut > 0) return cut;
    cut = limit;
  }
  while (cut > 0 && is_continuation(text[cut])) --cut;
  return cut > 0 ? cut : point_bytes(text[0]);
}

std::size_t last_paragraph(std::string_view text) {
  const std::size_t line_break = text.rfind('\n');
  return line_break == std::string_view::npos ? 0 : line_break + 1;
}

}  // namespace

std::string keep_lead(std::string_view text, std::uint32_t per_mille, const Language& language) {
  if (text.empty()) return {};
  return std::string(text.substr(0, find_cut(text, text.size() * per_mille / 1000, language)));
}

std::string drop_paragraphs(std::string_view text, Random& random) {
  const std::size_t first_end = std::min(text.find('\n'), text.size());
  std::string kept(text.substr(0, first_end));
  bool dropped = false;
  for (std::size_t begin = first_end; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin + 1), text.size());
    const bool last_chance = end == text.size() && !dropped;
    if (last_chance || random.chance(500)) {
      dropped = true;
    } else {
      kept += text.substr(begin, end - begin);
    }
    begin = end;
  }
  return kept;
}

std::string halve_last(std::string_view text, const Language& language) {
  const std::size_t begin = last_paragraph(text);
  return std::string(text.substr(0, begin)) + keep_lead(text.substr(begin), 500, language);
}

std::size_t token_bytes(std::string_view text, std::size_t at, const Language& language) {
  std::size_t end = at;
  if (is_blank(text[at])) {
    while (end < text.size() && is_blank(text[end])) ++end;
  } else if (language.spacing == Spacing::kSpaced) {
    while (end < text.size() && !is_blank(text[end])) ++end;
  } else {
    for (int letters = 0; letters < 2 && end < text.size() && !is_blank(text[end]); ++letters)
      end += point_bytes(text[end]);
  }
  return end - at;
}

std::string edit_words(std::string_view text, std::uint32_t per_mille, const Voice& voice, Random& random) {
  const Language& language = voice.vocabulary->language();
  std::string edited;
  edited.reserve(text.size() + text.size() / 16);
  for (std::size_t at = 0, length = 0; at < text.size(); at += length) {
    length = token_bytes(text, at, language);
    const std::string_view token = text.substr(at, length);
    if (is_blank(token[0]) || !random.chance(per_mille)) {
      edited += token;
      continue;
    }
    const std::uint32_t kind = random.below(4);
    if (kind == 0 && !edited.empty()) {  // left out, with the blank before it
      if (edited.back() == ' ') edited.pop_back();
      continue;
    }
    if (kind == 1) edited += std::string(token) + std::string(sentence_gap(language));
    voice.vocabulary->append_running(edited, voice.topic, random.next(), random);
  }
  return edited;
}

std::string copy_text(std::string_view text, const Voice& voice, const Habits& habits, Random& random) {
  const Language& language = voice.vocabulary->language();
  std::string copy;
  const std::uint32_t shortening = random.below(1000);
  if (shortening < habits.cut_lead) {
    copy = keep_lead(text, random.between(habits.least_kept, habits.most_kept), language);
  } else if (shortening < habits.cut_lead + habits.drop_paragraphs) {
    copy = drop_paragraphs(text, random);
  } else if (shortening < habits.cut_lead + habits.drop_paragraphs + habits.halve_last) {
    copy = halve_last(text, language);
  } else {
    copy = text;
  }
  if (random.chance(habits.edit_words)) copy = edit_words(copy, random.between(0, 20), voice, random);
  if (random.chance(habits.local_paragraph)) {
    const std::size_t begin = copy.size() + 1;
    copy += '\n';
    append_words(copy, voice, random.between(20, 60), {}, random);
    capitalise_at(copy, begin, language);
    copy += language.stop;
  }
  return copy;
}

}  // namespace samestory

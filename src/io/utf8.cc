#include "io/utf8.h"

#include <algorithm>
#include <cassert>

namespace samestory {

std::size_t utf8_length(std::string_view bytes, std::size_t at) {
  assert(at < bytes.size());
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (bytes.size() - at < size) return 0;
  // Four leads restrict the second byte: no overlong forms (E0, F0), no surrogates (ED), no end beyond U+10FFFF (F4).
  const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (byte(at + 1) < low || byte(at + 1) > high) return 0;
  for (std::size_t k = 2; k < size; ++k)
    if ((byte(at + k) & 0xC0) != 0x80) return 0;
  return size;
}

bool is_control(std::string_view sequence) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(sequence[i]); };
  if (sequence.size() == 1) return byte(0) < 0x20 || byte(0) == 0x7F;
  if (sequence.size() == 2) return byte(0) == 0xC2 && byte(1) < 0xA0;
  if (sequence.size() != 3 || byte(0) != 0xE2) return false;
  if (byte(1) == 0x80) return byte(2) >= 0xA8 && byte(2) <= 0xAE;  // U+2028 to U+202E
  return byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9;    // U+2066 to U+2069
}

void append_repaired(std::string& out, std::string_view bytes) {
  std::size_t clean_from = 0;
  for (std::size_t i = 0; i < bytes.size();) {
    const std::size_t size = bytes[i] == '\0' ? 0 : utf8_length(bytes, i);
    if (size > 0) {
      i += size;
      continue;
    }
    out.append(bytes.substr(clean_from, i - clean_from)).append(kReplacement);
    clean_from = ++i;
  }
  out.append(bytes.substr(clean_from));
}

std::string_view cut_utf8(std::string_view bytes, std::size_t most) {
  if (bytes.size() <= most) return bytes;
  // A sequence that the cut would split starts at most three bytes before it.
  for (std::size_t back = 1; back <= std::min<std::size_t>(3, most); ++back)
    if (utf8_length(bytes, most - back) > back) return bytes.substr(0, most - back);
  return bytes.substr(0, most);
}

}  // namespace samestory

// Broken UTF-8: finding it, replacing it, and cutting a text without making more of it.
//
// Input: any bytes. A byte is broken unless it belongs to a well-formed sequence of Unicode 15, table 3-7 (no overlong
// forms, no surrogates, nothing above U+10FFFF). Replacing is byte by byte, one U+FFFD for each broken one, so that the
// outcome does not depend on where a stream was cut; the other custom, one U+FFFD for a maximal broken subpart, reads a
// little nicer and needs a longer definition. Cost: one pass, a few instructions a byte. Tests: tests/read_test.cc
// (against a table of sequences and a slow twin).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace samestory {

// U+FFFD, what broken bytes become.
inline constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// Bytes of the well-formed sequence that starts at `at`: 1 to 4, or 0 if that byte is broken. REQUIRES at < size.
std::size_t utf8_length(std::string_view bytes, std::size_t at);

// Appends `bytes` with each broken byte and each NUL replaced.
void append_repaired(std::string& out, std::string_view bytes);

// The longest prefix of at most `most` bytes that cuts no well-formed sequence.
std::string_view cut_utf8(std::string_view bytes, std::size_t most);

}  // namespace samestory

// Broken UTF-8: finding it, replacing it, and cutting a text without making more of it; and characters that steer.
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

// U+FEFF, with which some programs begin a file.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// U+FFFD, what broken bytes become.
inline constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// Bytes of the well-formed sequence that starts at `at`: 1 to 4, or 0 if that byte is broken. REQUIRES at < size.
std::size_t utf8_length(std::string_view bytes, std::size_t at);

// Whether the character that `sequence` encodes moves the cursor, ends a line or turns around the text behind it: the
// C0 and C1 controls with DEL, U+2028, U+2029, and the bidi embeddings, overrides and isolates. The marks U+061C,
// U+200E and U+200F are none: they change nothing behind the next letter, and stand in names of files. REQUIRES one
// whole sequence.
bool is_control(std::string_view sequence);

// Appends `bytes` with each broken byte and each NUL replaced.
void append_repaired(std::string& out, std::string_view bytes);

// The longest prefix of at most `most` bytes that cuts no well-formed sequence.
std::string_view cut_utf8(std::string_view bytes, std::size_t most);

}  // namespace samestory

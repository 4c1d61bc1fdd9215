// Telling JSON lines, CSV and plain text apart.
//
// Input: a file's name and its first bytes, decompressed. Output: the format, or Error{kInput} with a remedy for what
// we recognise and do not read: UTF-16, and a JSON file that is one array. The name decides if it ends in .jsonl .json
// .ndjson .csv .tsv or .txt (before .gz .zst .zstd), since a user who names a file means it; a damaged first line then
// costs one reject. Without such a name, and for standard input, the first bytes decide: '{' begins JSON lines, a first
// line with a delimiter and a column that we know is a CSV header. Test: tests/read_test.cc.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "io/fields.h"

namespace samestory {

// Bytes to look at: longer than any header line, so that it is seen whole.
inline constexpr std::size_t kMostHeadBytes = 64 << 10;

enum class Format { kJsonLines, kCsv, kText };

// `head` is without byte order mark.
Format detect_format(const std::string& path, std::string_view head, const FieldNames& names);

// Whether the bytes are UTF-16 or UTF-32, by byte order mark or by the zero bytes of an ASCII beginning.
bool looks_like_utf16(std::string_view head);

// The last part of the path, without ".gz", ".zst" or ".zstd".
std::string unpacked_name(const std::string& path);

bool ends_with(std::string_view name, std::string_view small_suffix);  // in any letter case

}  // namespace samestory

#include "io/format.h"

#include <samestory/error.h>

#include <algorithm>

#include "io/csv.h"
#include "io/source.h"

namespace samestory {

namespace {

// "[{" begins no record of any format that we read, nor does "[]" alone; "[]" with lines behind it is one bad record.
bool begins_array_of_objects(std::string_view head) {
  constexpr std::string_view kSpaces = " \t\r\n";
  const std::size_t bracket = head.find_first_not_of(kSpaces);
  if (bracket == std::string_view::npos || head[bracket] != '[') return false;
  const std::size_t inside = head.find_first_not_of(kSpaces, bracket + 1);
  if (inside == std::string_view::npos || head[inside] == '{') return true;
  return head[inside] == ']' && head.find_first_not_of(kSpaces, inside + 1) == std::string_view::npos;
}

// What follows a converter's name in a command: nothing in a pipe.
std::string as_argument(const std::string& path, const char* redirection) {
  return path == "-" ? "" : " " + path + redirection;
}

void refuse_array(const std::string& path, std::string_view head) {
  if (!begins_array_of_objects(head)) return;
  throw Error(ErrorKind::kInput, "one JSON array instead of JSON lines: " + shown_path(path) +
                                     " (turn it into lines: jq -c '.[]'" + as_argument(path, " > lines.jsonl") + ")");
}

bool begins_with_csv_header(std::string_view head, const FieldNames& names) {
  const std::string_view line = head.substr(0, head.find('\n'));
  const char delimiter = detect_delimiter(line);
  if (line.find(delimiter) == std::string_view::npos) return false;
  const bool crlf = line.back() == '\r';
  const CsvLayout layout = read_header(line.substr(0, line.size() - (crlf ? 1 : 0)), delimiter, names);
  return layout.has(Field::kText) || layout.has(Field::kTitle);
}

}  // namespace

bool ends_with(std::string_view name, std::string_view small_suffix) {
  if (name.size() < small_suffix.size()) return false;
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b; };
  return std::equal(name.end() - static_cast<std::ptrdiff_t>(small_suffix.size()), name.end(), small_suffix.begin(),
                    same);
}

std::string unpacked_name(const std::string& path) {
  std::string name = path.substr(path.find_last_of('/') + 1);
  for (const std::string_view suffix : {".gz", ".zst", ".zstd"}) {
    if (!ends_with(name, suffix)) continue;
    name.resize(name.size() - suffix.size());
    break;
  }
  return name;
}

bool looks_like_utf16(std::string_view head) {
  const std::string_view first = head.substr(0, 2);
  if (first == "\xFF\xFE" || first == "\xFE\xFF") return true;
  // An ASCII character beside a zero byte: no format that we read begins like that.
  return first.size() == 2 && (first[0] == '\0') != (first[1] == '\0');
}

Format detect_format(const std::string& path, std::string_view head, const FieldNames& names) {
  if (looks_like_utf16(head))
    throw Error(ErrorKind::kInput, "UTF-16 instead of UTF-8: " + shown_path(path) +
                                       " (convert it: iconv -f UTF-16 -t UTF-8" + as_argument(path, " > converted") +
                                       ")");
  const std::string name = unpacked_name(path);
  if (ends_with(name, ".txt")) return Format::kText;
  if (ends_with(name, ".csv") || ends_with(name, ".tsv")) return Format::kCsv;
  refuse_array(path, head);
  if (ends_with(name, ".jsonl") || ends_with(name, ".ndjson") || ends_with(name, ".json")) return Format::kJsonLines;
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || head[first] == '{') return Format::kJsonLines;
  if (begins_with_csv_header(head.substr(first), names)) return Format::kCsv;
  throw Error(ErrorKind::kInput, "cannot tell the format: " + shown_path(path) +
                                     " (JSON lines begin with '{', CSV with a header line that names a text column; " +
                                     "or give the file a name that ends in .jsonl, .csv, .tsv or .txt)");
}

}  // namespace samestory

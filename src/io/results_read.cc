#include "io/results_read.h"

#include <samestory/error.h>
#include <simdjson.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

namespace samestory {
namespace {

constexpr std::array<std::pair<std::string_view, CopyKind>, 4> kCopyKinds = {{
    {"canonical", CopyKind::kCanonical},
    {"exact", CopyKind::kExact},
    {"near", CopyKind::kNear},
    {"partial", CopyKind::kPartial},
}};

CopyKind parse_copy_kind(std::string_view name) {
  for (const auto& [known, kind] : kCopyKinds) {
    if (known == name) return kind;
  }
  throw simdjson::simdjson_error(simdjson::INCORRECT_TYPE);
}

std::string_view text_or_empty(simdjson::dom::element value) {
  return value.is_null() ? std::string_view() : value.get_string().value();
}

ResultRow parse_row(simdjson::dom::object object) {
  ResultRow row;
  for (const auto& [key, value] : object) {
    if (key == "id") {
      row.id = value.get_string();
    } else if (key == "copy_of") {
      row.copy_of = value.get_string();
    } else if (key == "copy_kind") {
      row.copy_kind = parse_copy_kind(value.get_string());
    } else if (key == "resemblance") {
      row.resemblance = value.get_double();
    } else if (key == "containment") {
      row.containment = value.get_double();
    } else if (key == "story") {
      row.story = text_or_empty(value);
    } else if (key == "story_score") {
      row.story_score = value.get_double();
    } else if (key == "storyline") {
      row.storyline = text_or_empty(value);
    }
  }
  if (row.id.empty() || row.copy_of.empty()) throw simdjson::simdjson_error(simdjson::NO_SUCH_FIELD);
  return row;
}

}  // namespace

void read_results(const std::string& path, const std::function<void(const ResultRow&)>& visit) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw Error(ErrorKind::kInput, "cannot open: " + path + ": " + std::strerror(errno) +
                                       " (name the folder that `samestory cluster -o` wrote)");
  }
  simdjson::dom::parser parser;
  std::string line;
  for (std::size_t number = 1; std::getline(file, line); ++number) {
    if (line.empty()) continue;
    line.reserve(line.size() + simdjson::SIMDJSON_PADDING);
    ResultRow row;
    try {
      row = parse_row(parser.parse(line.data(), line.size(), false));  // false: the padding is there already
    } catch (const simdjson::simdjson_error& error) {
      throw Error(ErrorKind::kInput, "no result line: " + path + ":" + std::to_string(number) + ": " + error.what() +
                                         " (run `samestory cluster` again)");
    }
    row.line = number;
    visit(row);
  }
  if (file.bad())
    throw Error(ErrorKind::kInput, "cannot read: " + path + ": " + std::strerror(errno) +
                                       " (check the disk or the network that it lies on)");
}

}  // namespace samestory

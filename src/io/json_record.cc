#include "io/json_record.h"

#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "io/utf8.h"

namespace samestory {

namespace {

namespace ondemand = simdjson::ondemand;
using simdjson::error_code;

static_assert(JsonRecordParser::kPaddingBytes > simdjson::SIMDJSON_PADDING);

// RFC 8259, section 6; on-demand parsing tells a number by its first character only.
bool is_json_number(std::string_view token) {
  const auto skip_digits = [&token] {
    const std::size_t size = std::min(token.find_first_not_of("0123456789"), token.size());
    token.remove_prefix(size);
    return size;
  };
  if (!token.empty() && token.front() == '-') token.remove_prefix(1);
  const bool leading_zero = !token.empty() && token.front() == '0';
  const std::size_t digits = skip_digits();
  if (digits == 0 || (leading_zero && digits > 1)) return false;
  if (!token.empty() && token.front() == '.') {
    token.remove_prefix(1);
    if (skip_digits() == 0) return false;
  }
  if (!token.empty() && (token.front() == 'e' || token.front() == 'E')) {
    token.remove_prefix(1);
    if (!token.empty() && (token.front() == '+' || token.front() == '-')) token.remove_prefix(1);
    if (skip_digits() == 0) return false;
  }
  return token.empty();
}

std::string_view trim_right(std::string_view token) {
  while (!token.empty() && (token.back() == ' ' || token.back() == '\t' || token.back() == '\r'))
    token.remove_suffix(1);
  return token;
}

error_code read_string(ondemand::value value, FieldValue& out) {
  out.type = ValueType::kString;
  return value.get_string().get(out.bytes);
}

// Rank of a key inside an object that stands for a field; -1 if it means nothing there.
int rank_inside(Field field, std::string_view key) {
  if (field == Field::kOutlet) return key == "name" ? 0 : key == "title" ? 1 : key == "id" ? 2 : -1;
  if (field == Field::kId) return key == "$oid" ? 0 : -1;
  if (field == Field::kDate) return key == "$date" ? 0 : -1;
  return -1;
}

// Leaves the type kObject if nothing inside stands for the field.
error_code read_object(ondemand::value value, Field field, FieldValue& out) {
  out.type = ValueType::kObject;
  ondemand::object object;
  if (const error_code error = value.get_object().get(object)) return error;
  int best = std::numeric_limits<int>::max();
  for (auto member : object) {
    std::string_view key;
    if (const error_code error = member.unescaped_key().get(key)) return error;
    const int rank = rank_inside(field, key);
    if (rank < 0 || rank >= best) continue;
    ondemand::value inner;
    if (const error_code error = member.value().get(inner)) return error;
    ondemand::json_type type{};
    if (const error_code error = inner.type().get(type)) return error;
    if (type == ondemand::json_type::number && field == Field::kDate) {
      out = {ValueType::kNumber, trim_right(inner.raw_json_token())};
    } else if (type == ondemand::json_type::string) {
      if (const error_code error = read_string(inner, out)) return error;
    } else {
      continue;
    }
    best = rank;
  }
  return simdjson::SUCCESS;
}

error_code read_value(ondemand::value value, Field field, FieldValue& out) {
  ondemand::json_type type{};
  if (const error_code error = value.type().get(type)) return error;
  switch (type) {
    case ondemand::json_type::string:
      return read_string(value, out);
    case ondemand::json_type::number:
      out = {ValueType::kNumber, trim_right(value.raw_json_token())};
      return is_json_number(out.bytes) ? simdjson::SUCCESS : simdjson::NUMBER_ERROR;
    case ondemand::json_type::boolean: {
      out.type = ValueType::kBoolean;
      bool ignored = false;
      return value.get_bool().get(ignored);
    }
    case ondemand::json_type::null: {
      bool is_null = false;
      const error_code error = value.is_null().get(is_null);
      return error != simdjson::SUCCESS || is_null ? error : simdjson::N_ATOM_ERROR;
    }
    case ondemand::json_type::array:
      out.type = ValueType::kArray;
      return simdjson::SUCCESS;
    case ondemand::json_type::object:
      return read_object(value, field, out);
  }
  return simdjson::INCORRECT_TYPE;
}

// An outlet, language or url that is no string says nothing, and the next name of the list gets its turn.
bool counts_as_absent(Field field, ValueType type) {
  if (type == ValueType::kAbsent) return true;
  const bool must_be_string = field == Field::kOutlet || field == Field::kLanguage || field == Field::kUrl;
  return must_be_string && type != ValueType::kString;
}

// The code unit of "\uXXXX" at `at`; nothing if no such escape stands there.
std::optional<unsigned> escaped_unit(std::string_view line, std::size_t at) {
  if (line.size() < at + 6 || line[at] != '\\' || line[at + 1] != 'u') return std::nullopt;
  unsigned unit = 0;
  for (const char c : line.substr(at + 2, 4)) {
    const bool digit = c >= '0' && c <= '9', small = c >= 'a' && c <= 'f', capital = c >= 'A' && c <= 'F';
    if (!digit && !small && !capital) return std::nullopt;
    unit = unit * 16 + static_cast<unsigned>(digit ? c - '0' : small ? c - 'a' + 10 : c - 'A' + 10);
  }
  return unit;
}

// Appends the escape at `at` with a lone surrogate replaced; returns its length.
std::size_t append_escape(std::string& out, std::string_view line, std::size_t at) {
  const auto is_high = [](unsigned unit) { return unit >= 0xD800 && unit < 0xDC00; };
  const auto is_low = [](unsigned unit) { return unit >= 0xDC00 && unit < 0xE000; };
  const std::optional<unsigned> unit = escaped_unit(line, at);
  if (!unit) {
    // Two bytes, so that the second backslash of "\\" starts nothing; a byte that needs repair is left for its turn.
    const bool plain = at + 1 < line.size() && line[at + 1] >= ' ' && line[at + 1] < '\x7F';
    out.append(line.substr(at, plain ? 2 : 1));
    return plain ? 2 : 1;
  }
  const std::optional<unsigned> next = escaped_unit(line, at + 6);
  if (is_high(*unit) && next && is_low(*next)) {
    out.append(line.substr(at, 12));
    return 12;
  }
  if (is_high(*unit) || is_low(*unit)) {
    out.append("\\ufffd");
  } else {
    out.append(line.substr(at, 6));
  }
  return 6;
}

std::string repair(std::string_view line) {
  std::string out;
  out.reserve(line.size() + line.size() / 8 + JsonRecordParser::kPaddingBytes);
  for (std::size_t i = 0; i < line.size();) {
    const char c = line[i];
    if (c == '\\') {
      i += append_escape(out, line, i);
    } else if (c == '\t' || c == '\r') {
      out += ' ';
      ++i;
    } else if (const std::size_t size = c >= '\0' && c < ' ' ? 0 : utf8_length(line, i); size > 0) {
      out.append(line.substr(i, size));
      i += size;
    } else {
      out.append(kReplacement);
      ++i;
    }
  }
  return out;
}

}  // namespace

struct JsonRecordParser::Simdjson {
  // A key that stood at some place of an earlier object, and what it means.
  struct KnownKey {
    std::string name;
    std::optional<FieldMatch> match;
  };
  static constexpr std::size_t kMostKnown = 64;  // places; records of news have some ten

  ondemand::parser parser;
  std::vector<KnownKey> known;  // by place: the records of an archive mostly have the same keys in the same order

  std::optional<FieldMatch> match_of(std::size_t place, std::string_view key, const FieldNames& names) {
    if (place < known.size() && known[place].name == key) return known[place].match;
    const std::optional<FieldMatch> match = names.find(key);
    if (place < kMostKnown) {
      known.resize(std::max(known.size(), place + 1));
      known[place] = {std::string(key), match};
    }
    return match;
  }

  error_code scan(std::string_view line, const FieldNames& names, FieldValues& values) {
    ondemand::document document;
    if (const error_code error = parser.iterate(line, line.size() + kPaddingBytes).get(document)) return error;
    ondemand::object object;
    if (const error_code error = document.get_object().get(object)) return error;
    std::size_t place = 0;
    for (auto member : object) {
      std::string_view key;
      if (const error_code error = member.unescaped_key().get(key)) return error;
      const std::optional<FieldMatch> match = match_of(place++, key, names);
      if (!match) continue;
      ondemand::value value;
      if (const error_code error = member.value().get(value)) return error;
      FieldValue read;
      if (const error_code error = read_value(value, match->field, read)) return error;
      if (!counts_as_absent(match->field, read.type)) values.offer(*match, read);
    }
    const char* rest = nullptr;
    return document.current_location().get(rest) == simdjson::SUCCESS ? simdjson::TAPE_ERROR : simdjson::SUCCESS;
  }
};

JsonRecordParser::JsonRecordParser(const FieldNames& names) : names_(names), simdjson_(std::make_unique<Simdjson>()) {}
JsonRecordParser::~JsonRecordParser() = default;

std::variant<FieldValues, RejectReason> JsonRecordParser::parse(std::string_view line) {
  FieldValues values;
  error_code error = simdjson_->scan(line, names_, values);
  if (error == simdjson::UTF8_ERROR || error == simdjson::UNESCAPED_CHARS || error == simdjson::STRING_ERROR) {
    repaired_ = repair(line);
    const std::size_t size = repaired_.size();
    repaired_.append(kPaddingBytes, '\n');
    values = FieldValues();
    error = simdjson_->scan(std::string_view(repaired_).substr(0, size), names_, values);
  }
  if (error == simdjson::INCORRECT_TYPE) return "not a JSON object";
  if (error != simdjson::SUCCESS) return std::string("not valid JSON: ") + simdjson::error_message(error);
  return values;
}

}  // namespace samestory

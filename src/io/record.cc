#include "io/record.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "io/timestamp.h"
#include "io/utf8.h"

namespace samestory {

namespace {

std::string_view described(ValueType type) {
  switch (type) {
    case ValueType::kAbsent:
      return "absent";
    case ValueType::kString:
      return "a string";
    case ValueType::kNumber:
      return "a number";
    case ValueType::kBoolean:
      return "true or false";
    case ValueType::kArray:
      return "an array";
    case ValueType::kObject:
      return "an object";
  }
  return "";
}

RejectReason wrong_type(Field field, ValueType type, std::string_view wanted) {
  return "field \"" + std::string(canonical_name(field)) + "\" is " + std::string(described(type)) + ", not " +
         std::string(wanted);
}

bool is_string_or_number(const FieldValue& value) {
  return value.type == ValueType::kString || value.type == ValueType::kNumber;
}

std::string_view string_or_empty(const FieldValue& value) {
  return value.type == ValueType::kString ? value.bytes : std::string_view();
}

// Nothing if the values make an article.
std::optional<RejectReason> find_fault(const FieldValues& values, TitleOnly title_only) {
  const FieldValue& text = values[Field::kText];
  const FieldValue& title = values[Field::kTitle];
  const FieldValue& id = values[Field::kId];
  if (text.type != ValueType::kAbsent && text.type != ValueType::kString)
    return wrong_type(Field::kText, text.type, "a string");
  if (title.type != ValueType::kAbsent && !is_string_or_number(title))
    return wrong_type(Field::kTitle, title.type, "a string");
  if (text.type == ValueType::kAbsent && (title_only == TitleOnly::kReject || title.bytes.empty()))
    return "no field \"text\" (name it with --field text=...)";
  if (id.type == ValueType::kAbsent) return std::nullopt;
  if (!is_string_or_number(id)) return wrong_type(Field::kId, id.type, "a string or a number");
  if (id.bytes.size() > kMostIdBytes)
    return "the id has " + std::to_string(id.bytes.size()) + " bytes, at most " + std::to_string(kMostIdBytes) +
           " are allowed";
  if (!is_valid_id(id.bytes)) return "the id contains a control character";
  return std::nullopt;
}

DateState read_date(const FieldValue& value, ArticleView& article) {
  std::string_view field = value.bytes;
  if (value.type == ValueType::kAbsent || (value.type == ValueType::kString && field.empty()))
    return DateState::kAbsent;
  if (!is_string_or_number(value)) return DateState::kUnreadable;
  // Data frames write a column of integers that has a gap in it as 1769594400.0.
  if (value.type == ValueType::kNumber) field = field.substr(0, field.find('.'));
  article.published_s = parse_timestamp(field);
  return article.published_s ? DateState::kRead : DateState::kUnreadable;
}

}  // namespace

bool is_valid_id(std::string_view id) {
  if (id.size() > kMostIdBytes) return false;
  std::size_t at = 0;
  while (at < id.size() && id[at] >= ' ' && id[at] != '\x7F') ++at;  // all of nearly every id
  while (at < id.size()) {
    const std::size_t size = std::max<std::size_t>(utf8_length(id, at), 1);
    if (is_control(id.substr(at, size))) return false;
    at += size;
  }
  return true;
}

std::string host_of(std::string_view url) {
  const std::size_t scheme_end = url.find("://");
  if (scheme_end == std::string_view::npos) return {};
  std::string_view host = url.substr(scheme_end + 3);
  host = host.substr(0, host.find_first_of("/?#"));
  const std::size_t user_end = host.rfind('@');
  if (user_end != std::string_view::npos) host.remove_prefix(user_end + 1);
  // The colons of an address in brackets separate no port.
  const std::size_t bracket = host.rfind(']');
  host = host.substr(0, host.find(':', bracket == std::string_view::npos ? 0 : bracket));
  std::string lower(host);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  if (lower.rfind("www.", 0) == 0) lower.erase(0, 4);
  return lower;
}

ArticleView view(const Article& article) {
  return {article.id, article.title, article.text, article.outlet, article.language, article.url, article.published_s};
}

Article copy(const ArticleView& article) {
  return {std::string(article.id),     std::string(article.title),    std::string(article.text),
          std::string(article.outlet), std::string(article.language), std::string(article.url),
          article.published_s};
}

std::variant<AcceptedRecord, RejectReason> RecordMaker::make(const FieldValues& values, const std::string& path,
                                                             std::uint64_t line) {
  if (std::optional<RejectReason> fault = find_fault(values, title_only_)) return *std::move(fault);
  AcceptedRecord accepted;
  ArticleView& article = accepted.article;
  article.title = values[Field::kTitle].bytes;
  article.text = values[Field::kText].bytes;
  article.language = string_or_empty(values[Field::kLanguage]);
  article.url = string_or_empty(values[Field::kUrl]);
  article.outlet = string_or_empty(values[Field::kOutlet]);
  if (article.outlet.empty()) article.outlet = outlet_ = host_of(article.url);
  accepted.date = read_date(values[Field::kDate], article);
  article.id = values[Field::kId].bytes;
  accepted.id_given = !article.id.empty();
  if (article.id.empty() && is_valid_id(article.url)) article.id = article.url;
  if (article.id.empty()) article.id = id_ = path + ":" + std::to_string(line);
  return accepted;
}

}  // namespace samestory

#include "io/fields.h"

#include <samestory/error.h>

#include <algorithm>

namespace samestory {

namespace {

struct Names {
  std::string_view canonical;
  std::vector<std::string_view> in_files;  // best first
};

const std::array<Names, kFieldCount>& known_names() {
  static const std::array<Names, kFieldCount> kNames = {{
      {"id", {"id", "_id", "doc_id", "docid", "article_id", "uuid", "guid"}},
      {"title", {"title", "headline", "head_line", "titel"}},
      {"text",
       {"text", "body", "content", "maintext", "article", "article_body", "articlebody", "full_text", "fulltext",
        "plain_text", "story"}},
      {"date",
       {"date", "published", "publishedat", "published_at", "published_time", "date_publish", "publish_date",
        "pub_date", "pubdate", "datepublished", "datetime", "timestamp", "created_at", "time"}},
      {"outlet",
       {"outlet", "source", "domain", "source_domain", "publisher", "newspaper", "site", "site_name", "sitename",
        "paper", "source_name", "feed"}},
      {"lang", {"lang", "language", "language_code"}},
      {"url", {"url", "link", "source_url", "canonical_url", "web_url", "href"}},
  }};
  return kNames;
}

std::string to_lower(std::string_view name) {
  std::string lower(name);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

Field field_called(const std::string& canonical) {
  std::string known;
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    if (known_names()[i].canonical == canonical) return static_cast<Field>(i);
    known += (i > 0 ? ", " : "") + std::string(known_names()[i].canonical);
  }
  throw Error(ErrorKind::kUsage, "no such field: --field " + canonical + "=... (choose one of " + known + ")");
}

}  // namespace

std::string_view canonical_name(Field field) { return known_names()[static_cast<std::size_t>(field)].canonical; }

FieldNames::FieldNames(const std::vector<std::pair<std::string, std::string>>& named) {
  std::array<int, kFieldCount> ranks{};
  const auto add = [this](const std::string& name, const FieldMatch& match) {
    const bool taken = std::any_of(matches_.begin(), matches_.end(), [&](const auto& m) { return m.first == name; });
    if (!taken) matches_.emplace_back(name, match);
  };
  for (const auto& [canonical, in_file] : named) {
    const Field field = field_called(canonical);
    add(to_lower(in_file), {field, ranks[static_cast<std::size_t>(field)]++});
  }
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    if (ranks[i] > 0) continue;
    for (const std::string_view name : known_names()[i].in_files)
      add(std::string(name), {static_cast<Field>(i), ranks[i]++});
  }
  std::sort(matches_.begin(), matches_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
}

std::optional<FieldMatch> FieldNames::find(std::string_view name) const {
  const std::string lower = to_lower(name);
  const auto place = std::lower_bound(matches_.begin(), matches_.end(), lower,
                                      [](const auto& match, const std::string& key) { return match.first < key; });
  if (place == matches_.end() || place->first != lower) return std::nullopt;
  return place->second;
}

void FieldValues::offer(const FieldMatch& match, const FieldValue& value) {
  Slot& slot = slots_[static_cast<std::size_t>(match.field)];
  if (match.rank < slot.rank) slot = {match.rank, value};
}

}  // namespace samestory

// Which field of a record is which: the names that extractors give to the seven fields of an article.
//
// Input: a name as it stands in the file. Output: the field it names and its rank among that field's names; the lower
// rank wins where a record has several ("text" before "content"). Names are compared without ASCII letter case. A name
// that the user gives (--field text=body) replaces the whole list of that field, so that what he did not name cannot
// slip in, and is taken away from any other field that would know it.
//
// The lists are the field names of the public extractors and news APIs (trafilatura, newspaper, news-please, NewsAPI,
// Common Crawl derivatives, Mongo exports), gathered from their documentation; guessing from the values instead was
// rejected: a wrong guess looks like a bad archive. Cost: a binary search over 57 names. Test: tests/read_test.cc.
#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace samestory {

enum class Field { kId, kTitle, kText, kDate, kOutlet, kLanguage, kUrl };
inline constexpr std::size_t kFieldCount = 7;

// The name of the field in our own format: "id", "title", "text", "date", "outlet", "lang", "url".
std::string_view canonical_name(Field field);

struct FieldMatch {
  Field field = Field::kId;
  int rank = 0;
};

class FieldNames {
 public:
  // Pairs of canonical name and name in the file. Throws Error{kUsage} for a canonical name that does not exist.
  explicit FieldNames(const std::vector<std::pair<std::string, std::string>>& named);

  [[nodiscard]] std::optional<FieldMatch> find(std::string_view name) const;

 private:
  std::vector<std::pair<std::string, FieldMatch>> matches_;  // sorted by name, which is in small letters and unique
};

enum class ValueType { kAbsent, kString, kNumber, kBoolean, kArray, kObject };

// `bytes` are a string's characters or a number's digits as they were written; they belong to who parsed the record.
struct FieldValue {
  ValueType type = ValueType::kAbsent;
  std::string_view bytes;
};

// The values of one record, each the best-ranked that was offered; of two with the same rank the first.
class FieldValues {
 public:
  void offer(const FieldMatch& match, const FieldValue& value);
  [[nodiscard]] const FieldValue& operator[](Field field) const {
    return slots_[static_cast<std::size_t>(field)].value;
  }

 private:
  struct Slot {
    int rank = std::numeric_limits<int>::max();
    FieldValue value;
  };
  std::array<Slot, kFieldCount> slots_;
};

}  // namespace samestory

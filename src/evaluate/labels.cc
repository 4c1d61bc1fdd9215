#include "evaluate/labels.h"

#include <samestory/error.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <unordered_map>

#include "io/utf8.h"

namespace samestory {
namespace {

constexpr std::string_view kBlanks = " \t\r";

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<double> parse_number(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return std::nullopt;
  text = text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
  if (text.front() == '+') text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

// visit(columns, where) for each line that is not blank; `where` is "path:line" for messages.
void for_each_line(const std::string& path, std::size_t least_columns, const std::string& shape,
                   const std::function<void(const std::vector<std::string_view>&, const std::string&)>& visit) {
  if (std::filesystem::is_directory(path))
    throw Error(ErrorKind::kInput, "labels in a folder: " + path + " (name one file of them with --gold)");
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(ErrorKind::kInput, "cannot open: " + path + ": " + std::strerror(errno) + " (check --gold)");
  std::string line;
  for (std::size_t number = 1; std::getline(file, line); ++number) {
    if (number == 1 && line.starts_with(kByteOrderMark)) line.erase(0, kByteOrderMark.size());
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.find_first_not_of(kBlanks) == std::string::npos) continue;
    const std::string where = path + ":" + std::to_string(number);
    const std::vector<std::string_view> columns = split(line, '\t');
    if (columns.size() < least_columns) {
      throw Error(ErrorKind::kInput, "too few columns: " + where + " (write " + shape + " with tabs between them)");
    }
    visit(columns, where);
  }
  if (file.bad())
    throw Error(ErrorKind::kInput, "cannot read: " + path + ": " + std::strerror(errno) +
                                       " (check the disk or the network that it lies on)");
}

// Numbers strings densely in the order of first mention.
class Numbering {
 public:
  std::uint32_t number(std::string_view text) {
    return numbers_.try_emplace(std::string(text), static_cast<std::uint32_t>(numbers_.size())).first->second;
  }
  std::size_t size() const { return numbers_.size(); }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

[[noreturn]] void throw_without_labels(const std::string& path, const std::string& what, const std::string& remedy) {
  throw Error(ErrorKind::kInput, what + ": " + path + " (" + remedy + ")");
}

}  // namespace

GoldClusters read_gold_clusters(const std::string& path) {
  GoldClusters gold;
  gold.path = path;
  Numbering articles;
  Numbering clusters;
  for_each_line(path, 2, "id and cluster", [&](const auto& columns, const std::string& where) {
    const std::uint32_t article = articles.number(columns[0]);
    const std::uint32_t cluster = clusters.number(columns[1]);
    if (article == gold.ids.size()) {
      gold.ids.emplace_back(columns[0]);
      gold.clusters.push_back(cluster);
    } else if (gold.clusters[article] != cluster) {
      throw Error(ErrorKind::kInput, "two clusters for \"" + gold.ids[article] + "\": " + where +
                                         " (keep one line an article; a file of pairs needs --same and --different)");
    }
  });
  if (gold.ids.empty()) throw_without_labels(path, "no labels", "write lines of id and cluster");
  return gold;
}

LabelTest::LabelTest(std::string_view expression) {
  if (expression.empty()) {
    throw Error(ErrorKind::kUsage,
                "empty label test: --same, --different (give words, such as \"OK\", or a bound, such as \"<=1.75\")");
  }
  const bool at_most = expression.substr(0, 2) == "<=";
  if (!at_most && expression.substr(0, 2) != ">=") {
    if (std::string_view("<>=").find(expression.front()) != std::string_view::npos) {
      throw Error(ErrorKind::kUsage,
                  "no such comparison: " + std::string(expression) + " (write \"<=\" or \">=\" and a number)");
    }
    for (const std::string_view word : split(expression, ',')) words_.emplace_back(word);
    return;
  }
  const std::optional<double> bound = parse_number(expression.substr(2));
  if (!bound) {
    throw Error(ErrorKind::kUsage,
                "no number in a label test: " + std::string(expression) + " (write for example \">=3\")");
  }
  kind_ = at_most ? Kind::kAtMost : Kind::kAtLeast;
  bound_ = *bound;
}

bool LabelTest::matches(std::string_view label) const {
  if (kind_ == Kind::kWords) return std::find(words_.begin(), words_.end(), label) != words_.end();
  const std::optional<double> value = parse_number(label);
  if (!value) {
    throw Error(ErrorKind::kInput, "label is no number: \"" + std::string(label) +
                                       "\" (mend it, or name words and not bounds in --same and --different)");
  }
  return kind_ == Kind::kAtMost ? *value <= bound_ : *value >= bound_;
}

GoldPairs read_gold_pairs(const std::string& path, const LabelTest& same, const LabelTest& different) {
  GoldPairs gold;
  gold.path = path;
  Numbering articles;
  const auto number = [&](std::string_view id) {
    const std::uint32_t article = articles.number(id);
    if (article == gold.ids.size()) gold.ids.emplace_back(id);
    return article;
  };
  for_each_line(path, 3, "id, id and label", [&](const auto& columns, const std::string& where) {
    const std::uint32_t a = number(columns[0]);
    const std::uint32_t b = number(columns[1]);
    try {
      const bool is_same = same.matches(columns[2]);
      if (is_same || different.matches(columns[2])) gold.pairs.push_back({a, b, is_same});
    } catch (const Error& error) {
      throw Error(error.kind(), where + ": " + error.what());
    }
  });
  if (gold.pairs.empty()) {
    throw_without_labels(path, "no pair has a label that counts",
                         "check --same and --different against its third column");
  }
  return gold;
}

}  // namespace samestory

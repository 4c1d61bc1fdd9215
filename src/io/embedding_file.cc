#include "io/embedding_file.h"

#include <samestory/error.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

#include "base/hash.h"

namespace samestory {

EmbeddingFile::EmbeddingFile(const std::string& path, const std::string& ids_path)
    : matrix_(path), ids_{ids_path, 0, 0} {
  if (!ids_path.empty()) read_ids();
}

void EmbeddingFile::read_ids() {
  std::ifstream file(ids_.path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (!file) throw Error(ErrorKind::kInput, "cannot read: " + ids_.path + " (name a file with one id a line)");
  ids_.size_bytes = bytes.size();
  ids_.checksum = hash_bytes(bytes, 0);
  for (std::size_t begin = 0, end = 0; begin < bytes.size(); begin = end + 1) {
    end = std::min(bytes.find('\n', begin), bytes.size());
    std::string_view id(bytes.data() + begin, end - begin);
    if (id.ends_with('\r')) id.remove_suffix(1);
    entries_.push_back({std::string(id), entries_.size()});
  }
  if (entries_.size() != matrix_.rows()) {
    throw Error(ErrorKind::kInput, std::to_string(entries_.size()) + " ids for " + std::to_string(matrix_.rows()) +
                                       " vectors: " + ids_.path + " (write one id a line, in the order of the rows)");
  }
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.id < b.id; });
  const auto twice =
      std::adjacent_find(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.id == b.id; });
  if (twice != entries_.end())
    throw Error(ErrorKind::kInput, "an id twice: " + ids_.path + ": " + twice->id + " (give each vector its own id)");
}

void EmbeddingFile::match(std::size_t articles, std::size_t rejects) {
  for (std::size_t row = 0; row < matrix_.rows(); ++row) {
    const std::vector<float> values = matrix_.row(row);
    if (std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); })) continue;
    throw Error(ErrorKind::kInput, "a vector with a number that is none: " + matrix_.path() + ": row " +
                                       std::to_string(row) + " (leave the row out, or write zeros in it)");
  }
  if (!ids_.path.empty()) return;
  if (rejects > 0) {
    throw Error(ErrorKind::kInput, "rows by order, but " + std::to_string(rejects) + " records were rejected: " +
                                       matrix_.path() + " (say whose rows they are with --embedding-ids)");
  }
  if (articles != matrix_.rows()) {
    throw Error(ErrorKind::kInput, std::to_string(matrix_.rows()) + " vectors for " + std::to_string(articles) +
                                       " articles: " + matrix_.path() +
                                       " (give one row an article in input order, or --embedding-ids)");
  }
}

std::optional<std::size_t> EmbeddingFile::row_of(std::string_view id, std::size_t place) const {
  if (ids_.path.empty()) return place;
  const auto found = std::lower_bound(entries_.begin(), entries_.end(), id,
                                      [](const Entry& entry, std::string_view key) { return entry.id < key; });
  return found != entries_.end() && found->id == id ? std::optional(found->row) : std::nullopt;
}

std::vector<InputFile> EmbeddingFile::files() const {
  std::vector<InputFile> files = {{matrix_.path(), matrix_.size_bytes(), matrix_.checksum()}};
  if (!ids_.path.empty()) files.push_back(ids_);
  return files;
}

}  // namespace samestory

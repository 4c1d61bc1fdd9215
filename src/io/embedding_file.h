// EmbeddingFile: whose vector is which row of the matrix that the user hands in.
//
// Rows stand in the order of the input's records, or in the order of a file of ids, one a line. By order, rows must be
// as many as records and no record may have been rejected: a shift by one would give every article its neighbour's
// vector and nobody would see it. By id, an article without a row has no vector, and a row without an article is left
// out; no row at all that fits is an error. Cost: 50 bytes an id. Test: tests/npy_test.cc, tests/cli.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/npy.h"
#include "io/read.h"

namespace samestory {

class EmbeddingFile {
 public:
  // An empty `ids_path`: rows are in the order of the input. Throws Error{kInput}.
  EmbeddingFile(const std::string& path, const std::string& ids_path);

  // Checks that rows and articles fit. Throws Error{kInput}.
  void match(std::size_t articles, std::size_t rejects);

  // The row of an article, by its id or its place among the input's articles; nothing if it has none. REQUIRES match().
  [[nodiscard]] std::optional<std::size_t> row_of(std::string_view id, std::size_t place) const;

  [[nodiscard]] const NpyMatrix& matrix() const { return matrix_; }
  // The files as summary.json names them: the matrix, then the ids if there are any.
  [[nodiscard]] std::vector<InputFile> files() const;

 private:
  struct Entry {
    std::string id;
    std::size_t row;
  };

  void read_ids();

  NpyMatrix matrix_;
  InputFile ids_;               // path empty: by order
  std::vector<Entry> entries_;  // sorted by id
};

}  // namespace samestory

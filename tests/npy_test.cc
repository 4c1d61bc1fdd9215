#include "io/npy.h"

#include <doctest/doctest.h>
#include <samestory/error.h>

#include <cstring>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "io/embedding_file.h"
#include "temporary_folder.h"

namespace fs = std::filesystem;
using namespace samestory;

namespace {

std::string npy(const std::string& header, const std::vector<float>& values, int version = 1) {
  std::string bytes("\x93NUMPY", 6);
  bytes += static_cast<char>(version);
  bytes += '\0';
  for (int byte = 0; byte < (version == 1 ? 2 : 4); ++byte)
    bytes += static_cast<char>(header.size() >> (8 * byte) & 255U);
  bytes += header;
  std::string data(values.size() * sizeof(float), '\0');
  std::memcpy(data.data(), values.data(), data.size());
  return bytes + data;
}

const std::string kHeader = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n";
const std::vector<float> kValues = {1, 2, 3, -4, 5.5F, 6};

std::string error_of(const std::string& path, const std::string& ids = "") {
  try {
    const EmbeddingFile file(path, ids);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kInput);
    return error.what();
  }
  return "";
}

TEST_CASE("rows come out as they were written, in both format versions") {
  const TemporaryFolder folder;
  for (const int version : {1, 2}) {
    CAPTURE(version);
    const NpyMatrix matrix(folder.write("a.npy", npy(kHeader, kValues, version)));
    CHECK(matrix.rows() == 2);
    CHECK(matrix.columns() == 3);
    CHECK(matrix.row(0) == std::vector<float>{1, 2, 3});
    CHECK(matrix.row(1) == std::vector<float>{-4, 5.5F, 6});
  }
}

TEST_CASE("a file that is something else is refused with the reason") {
  const TemporaryFolder folder;
  struct Row {
    const char* name;
    std::string bytes;
    const char* expected;
  };
  const auto with = [](const std::string& from, const std::string& to) {
    std::string header = kHeader;
    return npy(header.replace(header.find(from), from.size(), to), kValues);
  };
  const Row rows[] = {
      {"empty", "", "not a file with content"},
      {"text", "id,vector\n1,2\n3,4\n", "not a NumPy file"},
      {"a later version", npy(kHeader, kValues, 3), "NumPy format version 3"},
      {"cut in the header", npy(kHeader, kValues).substr(0, 40), "NumPy header cut off"},
      {"cut in the data", npy(kHeader, kValues).substr(0, 80), "bytes of data where shape (2, 3) needs"},
      {"more data than rows", npy(kHeader, kValues) + "abcd", "bytes of data where shape (2, 3) needs"},
      {"double precision", with("<f4", "<f8"), "vectors of type '<f8', not '<f4'"},
      {"big endian", with("<f4", ">f4"), "vectors of type '>f4', not '<f4'"},
      {"by columns", with("False", "True"), "vectors stored by columns"},
      {"one vector", with("(2, 3)", "(6,)"), "shape (6,), not one row"},
      {"a cube", with("(2, 3)", "(1, 2, 3)"), "shape (1, 2, 3), not one row"},
      {"no columns", with("(2, 3)", "(6, 0)"), "shape (6, 0), not one row"},
      {"no shape", with("'shape'", "'form'"), "without descr, fortran_order or shape"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const std::string error = error_of(folder.write("bad.npy", row.bytes));
    CAPTURE(error);
    CHECK(error.find(row.expected) != std::string::npos);
    CHECK(error.find("bad.npy") != std::string::npos);
    CHECK(error.back() == ')');  // the remedy
  }
  CHECK(error_of(folder / "none.npy").find("No such file") != std::string::npos);
}

TEST_CASE("rows belong to places, or to ids") {
  const TemporaryFolder folder;
  const std::string matrix = folder.write("a.npy", npy(kHeader, kValues));
  EmbeddingFile by_order(matrix, "");
  by_order.match(2, 0);
  CHECK(by_order.row_of("whoever", 1) == 1);
  CHECK_THROWS_AS(by_order.match(3, 0), Error);
  CHECK_THROWS_AS(by_order.match(2, 1), Error);

  EmbeddingFile by_id(matrix, folder.write("ids.txt", "second\r\nfirst\n"));
  by_id.match(7, 5);
  CHECK(by_id.row_of("first", 0) == 1);
  CHECK(by_id.row_of("second", 1) == 0);
  CHECK(!by_id.row_of("third", 0));

  CHECK(error_of(matrix, folder.write("ids.txt", "a\n")).find("1 ids for 2 vectors") != std::string::npos);
  CHECK(error_of(matrix, folder.write("ids.txt", "a\na\n")).find("an id twice") != std::string::npos);
  CHECK(error_of(matrix, folder / "none").find("cannot read") != std::string::npos);
}

TEST_CASE("a number that is none is refused with its row") {
  const TemporaryFolder folder;
  std::vector<float> values = kValues;
  values[4] = std::numeric_limits<float>::quiet_NaN();
  EmbeddingFile file(folder.write("a.npy", npy(kHeader, values)), "");
  CHECK_THROWS_WITH_AS(file.match(2, 0), doctest::Contains("row 1"), Error);
}

}  // namespace

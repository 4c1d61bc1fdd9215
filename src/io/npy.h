// Npy: a matrix of 32-bit floats in a NumPy file, mapped into memory and read row by row.
//
// Takes format versions 1 and 2 (magic, two version bytes, header length, a Python dictionary literal with descr,
// fortran_order and shape), little-endian float32 ('<f4'), rows one after the other. Anything else is refused with what
// to write instead: converting silently would double the memory or hide a wrong file. The file is mapped and not read,
// so a matrix larger than memory costs only what is looked at. A file that shrinks while it is mapped ends the process
// as for every mapped file; results are written by renaming, so a run's own output is never mapped half-written.
// Source: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays". Test: tests/npy_test.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace samestory {

class NpyMatrix {
 public:
  // Throws Error{kInput} that names the file, what is wrong and the remedy.
  explicit NpyMatrix(const std::string& path);
  ~NpyMatrix();
  NpyMatrix(const NpyMatrix&) = delete;
  NpyMatrix& operator=(const NpyMatrix&) = delete;

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t columns() const { return columns_; }
  [[nodiscard]] std::vector<float> row(std::size_t r) const;  // REQUIRES r < rows()
  [[nodiscard]] std::uint64_t size_bytes() const { return size_bytes_; }
  [[nodiscard]] std::uint64_t checksum() const;  // XXH3, 64 bits, of the whole file
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  void parse();
  [[noreturn]] void refuse(const std::string& what, const std::string& remedy) const;

  std::string path_;
  const char* bytes_ = nullptr;
  std::size_t size_bytes_ = 0, data_ = 0;  // data_: where the first row begins
  std::size_t rows_ = 0, columns_ = 0;
};

}  // namespace samestory

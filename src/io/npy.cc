#include "io/npy.h"

#include <fcntl.h>
#include <samestory/error.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <string_view>

#include "base/hash.h"

namespace samestory {
namespace {

constexpr std::string_view kMagic("\x93NUMPY", 6);
constexpr std::size_t kMostColumns = 1 << 14;  // no model in use has wider vectors; more is a transposed matrix

// The value behind 'key': in the header's dictionary, up to the comma or bracket that ends it.
std::optional<std::string_view> value_of(std::string_view header, std::string_view key) {
  const std::string quoted = '\'' + std::string(key) + '\'';
  std::size_t at = header.find(quoted);
  if (at == std::string_view::npos) return std::nullopt;
  at = header.find(':', at + quoted.size());
  if (at == std::string_view::npos) return std::nullopt;
  ++at;
  while (at < header.size() && header[at] == ' ') ++at;
  const std::size_t end = header.find(at < header.size() && header[at] == '(' ? ')' : ',', at);
  return end == std::string_view::npos ? std::nullopt : std::optional(header.substr(at, end - at));
}

// "(3, 4" gives 3 and 4; nothing if it is no tuple of numbers.
std::optional<std::vector<std::size_t>> parse_shape(std::string_view text) {
  if (text.empty() || text.front() != '(') return std::nullopt;
  std::vector<std::size_t> shape;
  for (std::size_t at = 1; at < text.size();) {
    if (text[at] == ' ' || text[at] == ',') {
      ++at;
      continue;
    }
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), value);
    if (error != std::errc()) return std::nullopt;
    shape.push_back(value);
    at = static_cast<std::size_t>(end - text.data());
  }
  return shape;
}

}  // namespace

NpyMatrix::NpyMatrix(const std::string& path) : path_(path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    throw Error(ErrorKind::kInput, "cannot open: " + path + ": " + std::strerror(errno) + " (check the path)");
  struct stat status {};
  const bool known = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
  size_bytes_ = known ? static_cast<std::size_t>(status.st_size) : 0;
  void* mapped = size_bytes_ > 0 ? ::mmap(nullptr, size_bytes_, PROT_READ, MAP_PRIVATE, descriptor, 0) : MAP_FAILED;
  ::close(descriptor);
  if (mapped == MAP_FAILED) refuse("not a file with content", "name a file that numpy.save wrote");
  bytes_ = static_cast<const char*>(mapped);
  try {
    parse();
  } catch (...) {
    ::munmap(mapped, size_bytes_);
    throw;
  }
}

NpyMatrix::~NpyMatrix() { ::munmap(const_cast<char*>(bytes_), size_bytes_); }

void NpyMatrix::refuse(const std::string& what, const std::string& remedy) const {
  throw Error(ErrorKind::kInput, what + ": " + path_ + " (" + remedy + ')');
}

void NpyMatrix::parse() {
  const char* const save = "save it with numpy.save(FILE, vectors.astype('<f4'))";
  const std::string_view file(bytes_, size_bytes_);
  if (file.size() < 12 || !file.starts_with(kMagic)) refuse("not a NumPy file", save);
  const auto byte = [&](std::size_t at) { return static_cast<std::size_t>(static_cast<unsigned char>(file[at])); };
  const std::size_t version = byte(6);
  if (version != 1 && version != 2) refuse("NumPy format version " + std::to_string(version), save);
  const std::size_t before = version == 1 ? 10 : 12;
  std::size_t length = byte(8) | byte(9) << 8;
  if (version == 2) length |= byte(10) << 16 | byte(11) << 24;
  if (length > file.size() - before) refuse("NumPy header cut off", "write the file again");
  const std::string_view header = file.substr(before, length);
  data_ = before + length;

  const auto descr = value_of(header, "descr"), order = value_of(header, "fortran_order");
  const auto shape = value_of(header, "shape");
  if (!descr || !order || !shape) refuse("NumPy header without descr, fortran_order or shape", save);
  if (*descr != "'<f4'") refuse("vectors of type " + std::string(*descr) + ", not '<f4'", save);
  if (*order != "False") refuse("vectors stored by columns", "save numpy.ascontiguousarray(vectors)");
  const auto sizes = parse_shape(*shape);
  if (!sizes || sizes->size() != 2 || (*sizes)[1] == 0 || (*sizes)[1] > kMostColumns) {
    refuse("shape " + std::string(*shape) + "), not one row of 1 to " + std::to_string(kMostColumns) +
               " numbers an article",
           "save a matrix with one row an article");
  }
  rows_ = (*sizes)[0], columns_ = (*sizes)[1];
  const std::size_t row_bytes = columns_ * sizeof(float), held = file.size() - data_;
  if (held / row_bytes != rows_ || held % row_bytes != 0) {
    refuse(std::to_string(held) + " bytes of data where shape " + std::string(*shape) + ") needs " +
               std::to_string(rows_) + " * " + std::to_string(row_bytes),
           "write the file again");
  }
}

std::vector<float> NpyMatrix::row(std::size_t r) const {
  assert(r < rows_);
  std::vector<float> values(columns_);
  std::memcpy(values.data(), bytes_ + data_ + r * columns_ * sizeof(float), columns_ * sizeof(float));
  return values;
}

std::uint64_t NpyMatrix::checksum() const { return hash_bytes({bytes_, size_bytes_}, 0); }

}  // namespace samestory

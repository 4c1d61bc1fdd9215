// A stream of decompressed bytes from a file or standard input.
//
// Input: a path, or "-" for standard input. Output: its bytes, through gzip (RFC 1952, any number of members) or zstd
// (RFC 8878, any number of frames) where the first bytes say so. The name decides nothing: archives are renamed, and
// standard input has none. Formats that we do not read but recognise (bzip2, xz, zip, Parquet) are refused with the
// command that turns them into one we do, since as text they would give a million rejects.
//
// Memory is bounded whatever the file claims: one input chunk, the 32 KiB window of gzip, and at most 128 MiB of window
// for zstd (its own limit for decoders that trust nobody; a frame that asks for more is refused). Reading the whole
// file at once, or mapping it, was rejected: a pipe cannot be mapped, and a mapped file that shrinks kills the process.
// gzip goes through ISA-L: 640 MB/s of text from one file, where zlib gave 190 through Python (measured, one core
// at 2.7 GHz).
//
// While it reads, the source hashes the raw bytes (XXH3, 64 bits), so that another run can tell whether it sees the
// same file without a second pass. Damage is never silent: a wrong checksum, a cut-off stream or bytes behind the end
// throw Error{kInput} naming the path and the place. Zero bytes behind the end of gzip are padding (tapes, tar) and
// skipped.
//
// Cost: one copy of the input chunk for plain files. Not thread-safe: one reader at a time. Test: tests/read_test.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace samestory {

// What messages call an input: its path, and "standard input" for "-".
std::string shown_path(const std::string& path);

class ByteSource {
 public:
  // Measured: 64 KiB to 1 MiB differ little; 16 KiB costs gzip 3 %, 4 MiB costs plain files 10 %.
  static constexpr std::size_t kChunkBytes = 256 << 10;

  // Opens and looks at the first bytes. `chunk_bytes` only changes how much is read at once; at least 1.
  explicit ByteSource(const std::string& path, std::size_t chunk_bytes = kChunkBytes);
  ~ByteSource();
  ByteSource(ByteSource&&) noexcept;
  ByteSource& operator=(ByteSource&&) noexcept;

  // Puts up to `most` decompressed bytes at `to` and returns how many; 0 only at the end. REQUIRES most > 0.
  std::size_t read(char* to, std::size_t most);

  [[nodiscard]] const std::string& path() const;
  // The bytes are those of the file: nothing is decompressed.
  [[nodiscard]] bool plain() const;
  // Of the bytes before decompression, so far; of the whole file once read() has returned 0.
  [[nodiscard]] std::uint64_t raw_bytes() const;
  [[nodiscard]] std::uint64_t checksum() const;

 private:
  class RawFile;
  class Decoder;
  class PlainDecoder;
  class GzipDecoder;
  class ZstdDecoder;
  std::unique_ptr<RawFile> file_;
  std::unique_ptr<Decoder> decoder_;
};

}  // namespace samestory

#include "io/source.h"

#include <fcntl.h>
#include <isa-l/igzip_lib.h>
#include <samestory/error.h>
#include <unistd.h>
#include <xxhash.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <new>
#include <string_view>
#include <vector>

namespace samestory {

namespace {

// ISA-L counts the room for its output in 32 bits.
constexpr std::size_t kMostInflatedAtOnce = std::size_t{1} << 30;

constexpr std::size_t kMostMagicBytes = 8;  // no magic number below is longer

constexpr std::string_view kGzipMagic = "\x1F\x8B";
constexpr std::string_view kZstdMagic = "\x28\xB5\x2F\xFD";

// RFC 8878, section 3.1.2: sixteen magic numbers start a frame that decoders skip; some tools begin a file with one.
bool starts_skippable_frame(std::string_view bytes) {
  return bytes.size() >= 4 && (static_cast<unsigned char>(bytes[0]) & 0xF0) == 0x50 &&
         bytes.substr(1, 3) == "\x2A\x4D\x18";
}

struct ForeignFormat {
  std::string_view magic, name;
  std::string_view before, after;  // of the path, in a command that writes to standard output what we can read
};
constexpr std::array<ForeignFormat, 5> kForeignFormats = {{
    {"BZh", "bzip2", "bzip2 -dc ", ""},
    {"\xFD\x37zXZ", "xz", "xz -dc ", ""},
    {"PK\x03\x04", "zip", "unzip -p ", ""},
    {"7z\xBC\xAF\x27\x1C", "7-Zip", "7z x -so ", ""},
    {"PAR1", "Parquet", "duckdb -c \"COPY (FROM '", "') TO '/dev/stdout' (FORMAT json)\""},
}};

// A pipe cannot be unpacked where it ends.
std::string unpacking(const ForeignFormat& format, const std::string& path) {
  if (path == "-") return "unpack it before it comes in here";
  return "unpack it: " + std::string(format.before) + path + std::string(format.after) +
         " | samestory cluster - -o DIR";
}

}  // namespace

std::string shown_path(const std::string& path) { return path == "-" ? "standard input" : path; }

// The bytes as they lie on disk, a chunk at a time, counted and hashed.
class ByteSource::RawFile {
 public:
  RawFile(const std::string& path, std::size_t chunk_bytes) : path_(path), chunk_bytes_(chunk_bytes) {
    assert(chunk_bytes > 0);
    chunk_.resize(std::max(chunk_bytes, kMostMagicBytes));
    descriptor_ = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor_ < 0) fail("cannot open", errno == ENOENT ? "check the path" : "check its permissions", errno);
    if (hash_ == nullptr) throw std::bad_alloc();
    XXH3_64bits_reset(hash_.get());
  }
  ~RawFile() {
    if (descriptor_ > STDIN_FILENO) ::close(descriptor_);
  }
  RawFile(const RawFile&) = delete;
  RawFile& operator=(const RawFile&) = delete;

  // What is there and not yet consumed; empty only at the end of the file once fill() has returned false.
  [[nodiscard]] std::string_view bytes() const { return {chunk_.data() + begin_, end_ - begin_}; }
  void consume(std::size_t size) { begin_ += size; }

  // Reads another chunk behind what is there; false at the end of the file. REQUIRES less than kMostMagicBytes there.
  bool fill() {
    if (begin_ > 0) {
      std::memmove(chunk_.data(), chunk_.data() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    assert(end_ < chunk_.size());
    const std::size_t got = read(chunk_.data() + end_, std::min(chunk_bytes_, chunk_.size() - end_));
    end_ += got;
    return got > 0;
  }

  // Reads the next bytes past the chunk, at most as many as it would hold; 0 at the end of the file. REQUIRES that
  // nothing is there.
  std::size_t read_past(char* to, std::size_t most) {
    assert(begin_ == end_);
    return read(to, std::min(chunk_bytes_, most));
  }

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::uint64_t raw_bytes() const { return raw_bytes_; }
  [[nodiscard]] std::uint64_t checksum() const { return XXH3_64bits_digest(hash_.get()); }

  // Throws for damage at the first byte not yet consumed.
  [[noreturn]] void fail_damaged(const std::string& what, const std::string& remedy) const {
    throw Error(ErrorKind::kInput, what + ": " + shown_path(path_) + " at byte " +
                                       std::to_string(raw_bytes_ - (end_ - begin_)) + " (" + remedy + ")");
  }

 private:
  std::size_t read(char* to, std::size_t most) {
    ssize_t got = 0;
    do {
      got = ::read(descriptor_, to, most);
    } while (got < 0 && errno == EINTR);
    if (got < 0) fail("cannot read", "check the disk or the network that it lies on", errno);
    const auto size = static_cast<std::size_t>(got);
    XXH3_64bits_update(hash_.get(), to, size);
    raw_bytes_ += size;
    return size;
  }

  [[noreturn]] void fail(const std::string& what, const std::string& remedy, int error) const {
    throw Error(ErrorKind::kInput, what + ": " + shown_path(path_) + ": " + std::strerror(error) + " (" + remedy + ")");
  }

  std::string path_;
  std::size_t chunk_bytes_;
  std::vector<char> chunk_;
  std::size_t begin_ = 0, end_ = 0;  // of what is there, in chunk_
  int descriptor_ = -1;
  std::uint64_t raw_bytes_ = 0;
  struct FreeState {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
  };
  std::unique_ptr<XXH3_state_t, FreeState> hash_{XXH3_createState()};
};

class ByteSource::Decoder {
 public:
  Decoder() = default;
  virtual ~Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  virtual std::size_t read(RawFile& file, char* to, std::size_t most) = 0;
};

class ByteSource::PlainDecoder : public Decoder {
 public:
  std::size_t read(RawFile& file, char* to, std::size_t most) override {
    if (file.bytes().empty()) return file.read_past(to, most);
    const std::size_t size = std::min(most, file.bytes().size());
    std::memcpy(to, file.bytes().data(), size);
    file.consume(size);
    return size;
  }
};

class ByteSource::GzipDecoder : public Decoder {
 public:
  GzipDecoder() { isal_inflate_init(&state_); }

  std::size_t read(RawFile& file, char* to, std::size_t most) override {
    const auto room = static_cast<std::uint32_t>(std::min(most, kMostInflatedAtOnce));
    state_.next_out = reinterpret_cast<std::uint8_t*>(to);
    state_.avail_out = room;
    while (state_.avail_out == room) {
      const bool more = !file.bytes().empty() || file.fill();
      if (!in_member_ && (!more || !begin_member(file))) return 0;
      inflate(file);
      // Called once more without input, it has given all that it still held back.
      if (!more && in_member_ && state_.avail_out == room)
        file.fail_damaged("truncated gzip data", "the file is cut off; fetch it again");
    }
    return room - state_.avail_out;
  }

 private:
  // False at the end of the file. REQUIRES bytes.
  bool begin_member(RawFile& file) {
    if (members_ > 0 && !skip_padding(file)) return false;
    if (file.bytes().front() != kGzipMagic.front())
      file.fail_damaged("damaged gzip data: other bytes follow its end", "fetch the file again, or cut them off");
    ++members_;
    isal_inflate_reset(&state_);
    state_.crc_flag = ISAL_GZIP;  // verifies checksum and length
    isal_gzip_header_init(&header_);
    in_member_ = in_header_ = true;
    return true;
  }

  static bool skip_padding(RawFile& file) {
    do {
      const std::size_t zeros = std::min(file.bytes().find_first_not_of('\0'), file.bytes().size());
      file.consume(zeros);
    } while (file.bytes().empty() && file.fill());
    return !file.bytes().empty();
  }

  void inflate(RawFile& file) {
    const std::string_view in = file.bytes();
    state_.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(in.data()));  // ISA-L only reads it
    state_.avail_in = static_cast<std::uint32_t>(in.size());
    // ISA-L would read the header by itself, but forgets its flags where the input is cut inside it.
    int status = in_header_ ? isal_read_gzip_header(&state_, &header_) : ISAL_DECOMP_OK;
    if (status == ISAL_DECOMP_OK) {
      in_header_ = false;
      status = isal_inflate(&state_);
    }
    file.consume(in.size() - state_.avail_in);
    if (status < 0) file.fail_damaged(std::string("damaged gzip data: ") + describe(status), "fetch the file again");
    if (state_.block_state == ISAL_BLOCK_FINISH) in_member_ = false;
  }

  static const char* describe(int status) {
    switch (status) {
      case ISAL_INCORRECT_CHECKSUM:
        return "wrong checksum";
      case ISAL_INVALID_WRAPPER:
      case ISAL_UNSUPPORTED_METHOD:
        return "no valid header";
      default:
        return "an impossible code";
    }
  }

  inflate_state state_{};
  isal_gzip_header header_{};
  bool in_member_ = false, in_header_ = false;
  std::uint64_t members_ = 0;
};

class ByteSource::ZstdDecoder : public Decoder {
 public:
  ZstdDecoder() : stream_(ZSTD_createDStream()) {
    if (stream_ == nullptr) throw std::bad_alloc();
  }
  ~ZstdDecoder() override { ZSTD_freeDStream(stream_); }

  std::size_t read(RawFile& file, char* to, std::size_t most) override {
    ZSTD_outBuffer out{to, most, 0};
    while (out.pos == 0) {
      const bool more = !file.bytes().empty() || file.fill();
      if (!more && !in_frame_) return 0;
      ZSTD_inBuffer in{file.bytes().data(), file.bytes().size(), 0};
      const std::size_t status = ZSTD_decompressStream(stream_, &out, &in);
      file.consume(in.pos);
      if (ZSTD_isError(status) != 0) fail(file, status);
      in_frame_ = status != 0;
      if (!more && in_frame_ && out.pos == 0)
        file.fail_damaged("truncated zstd data", "the file is cut off; fetch it again");
    }
    return out.pos;
  }

 private:
  [[noreturn]] static void fail(const RawFile& file, std::size_t status) {
    const bool too_wide = ZSTD_getErrorCode(status) == ZSTD_error_frameParameter_windowTooLarge;
    file.fail_damaged(std::string("damaged zstd data: ") + ZSTD_getErrorName(status),
                      too_wide ? "unpack it first with zstd -d --long=31" : "fetch the file again");
  }

  ZSTD_DStream* stream_;
  bool in_frame_ = false;
};

ByteSource::ByteSource(const std::string& path, std::size_t chunk_bytes)
    : file_(std::make_unique<RawFile>(path, chunk_bytes)) {
  while (file_->bytes().size() < kMostMagicBytes && file_->fill()) {
  }
  const std::string_view head = file_->bytes();
  for (const ForeignFormat& format : kForeignFormats) {
    if (head.substr(0, format.magic.size()) != format.magic) continue;
    throw Error(ErrorKind::kInput, "cannot read " + std::string(format.name) + ": " + shown_path(path) + " (" +
                                       unpacking(format, path) + ")");
  }
  if (head.substr(0, kGzipMagic.size()) == kGzipMagic) {
    decoder_ = std::make_unique<GzipDecoder>();
  } else if (head.substr(0, kZstdMagic.size()) == kZstdMagic || starts_skippable_frame(head)) {
    decoder_ = std::make_unique<ZstdDecoder>();
  } else {
    decoder_ = std::make_unique<PlainDecoder>();
  }
}

ByteSource::~ByteSource() = default;
ByteSource::ByteSource(ByteSource&&) noexcept = default;
ByteSource& ByteSource::operator=(ByteSource&&) noexcept = default;

std::size_t ByteSource::read(char* to, std::size_t most) { return decoder_->read(*file_, to, most); }

const std::string& ByteSource::path() const { return file_->path(); }
bool ByteSource::plain() const { return dynamic_cast<const PlainDecoder*>(decoder_.get()) != nullptr; }
std::uint64_t ByteSource::raw_bytes() const { return file_->raw_bytes(); }
std::uint64_t ByteSource::checksum() const { return file_->checksum(); }

}  // namespace samestory

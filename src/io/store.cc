#include "io/store.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <limits>

#include "io/write.h"

namespace samestory {

namespace {

constexpr std::size_t kBufferBytes = 64 << 10;  // a system call for so much costs nothing beside its copying

struct Header {
  std::uint32_t title_bytes, text_bytes;
};
static_assert(sizeof(Header) == 8);

int open_nameless(const std::string& folder) {
  constexpr mode_t kOwnerOnly = 0600;
  const int descriptor = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, kOwnerOnly);
  // What a file system or kernel without O_TMPFILE answers; anything else is a real failure.
  if (descriptor >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) return descriptor;
  std::string name = folder + "/.texts-XXXXXX";
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(name.c_str());
  return named;
}

[[noreturn]] void fail(const std::string& folder, int error) {
  throw_write_error(folder + " (temporary texts)", error, "--scratch");
}

}  // namespace

ScratchFile::ScratchFile(const std::string& folder, std::size_t memory_bytes)
    : folder_(folder),
      memory_bytes_(memory_bytes),
      memory_(HugePages<char>().allocate(memory_bytes), FreeMemory{memory_bytes}),
      descriptor_(open_nameless(folder)) {
  if (descriptor_ < 0) fail(folder_, errno);
}

ScratchFile::~ScratchFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::uint64_t ScratchFile::append(std::string_view bytes) {
  const std::uint64_t begin = size_bytes_.fetch_add(bytes.size());
  std::size_t kept = 0;
  if (begin < memory_bytes_) {
    kept = std::min<std::size_t>(bytes.size(), memory_bytes_ - begin);
    std::copy_n(bytes.data(), kept, memory_.get() + begin);  // of nothing, data() may be null
  }
  if (kept < bytes.size()) write_file(begin + kept - memory_bytes_, bytes.substr(kept));
  return begin;
}

void ScratchFile::read(std::uint64_t at, char* to, std::size_t size) const {
  std::size_t kept = 0;
  if (at < memory_bytes_) {
    kept = std::min<std::size_t>(size, memory_bytes_ - at);
    std::copy_n(memory_.get() + at, kept, to);
  }
  if (kept < size) read_file(at + kept - memory_bytes_, to + kept, size - kept);
}

void ScratchFile::write_file(std::uint64_t at, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) fail(folder_, put < 0 ? errno : EIO);
    at += static_cast<std::uint64_t>(put);
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
}

void ScratchFile::read_file(std::uint64_t at, char* to, std::size_t size) const {
  while (size > 0) {
    const ssize_t got = ::pread(descriptor_, to, size, static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) fail(folder_, got < 0 ? errno : EIO);
    at += static_cast<std::uint64_t>(got), to += got, size -= static_cast<std::size_t>(got);
  }
}

TextStore::TextStore(const std::string& folder, std::size_t memory_bytes) : file_(folder, memory_bytes) {
  buffer_.reserve(kBufferBytes);
}

std::uint64_t TextStore::append(std::string_view title, std::string_view text) {
  assert(!finished_);
  assert(title.size() <= std::numeric_limits<std::uint32_t>::max());
  assert(text.size() <= std::numeric_limits<std::uint32_t>::max());
  const std::uint64_t handle = size_bytes_;
  const Header header{static_cast<std::uint32_t>(title.size()), static_cast<std::uint32_t>(text.size())};
  put({reinterpret_cast<const char*>(&header), sizeof header});
  put(title);
  put(text);
  return handle;
}

void TextStore::put(std::string_view bytes) {
  if (buffer_.size() + bytes.size() > kBufferBytes) flush();
  if (bytes.size() < kBufferBytes) {
    buffer_.append(bytes);
  } else {
    file_.append(bytes);
  }
  size_bytes_ += bytes.size();
}

void TextStore::flush() {
  file_.append(buffer_);
  buffer_.clear();
}

void TextStore::finish() {
  assert(!finished_);
  flush();
  std::string().swap(buffer_);
  finished_ = true;
}

Text TextStore::text(std::uint64_t handle) const {
  assert(finished_ && handle + sizeof(Header) <= size_bytes_);
  Header header{};
  file_.read(handle, reinterpret_cast<char*>(&header), sizeof header);
  Text text{std::string(header.title_bytes, '\0'), std::string(header.text_bytes, '\0')};
  file_.read(handle + sizeof header, text.title.data(), header.title_bytes);
  file_.read(handle + sizeof header + header.title_bytes, text.text.data(), header.text_bytes);
  return text;
}

std::string TextStore::title(std::uint64_t handle) const {
  assert(finished_ && handle + sizeof(Header) <= size_bytes_);
  // One call serves nearly every title: headlines have some 60 letters.
  constexpr std::size_t kUsual = 248;
  std::array<char, sizeof(Header) + kUsual> head{};
  const std::size_t seen = static_cast<std::size_t>(std::min<std::uint64_t>(head.size(), size_bytes_ - handle));
  file_.read(handle, head.data(), seen);
  Header header{};
  std::memcpy(&header, head.data(), sizeof header);
  std::string title(head.data() + sizeof header, std::min<std::size_t>(header.title_bytes, seen - sizeof header));
  const std::size_t missing = header.title_bytes - title.size();
  if (missing == 0) return title;
  title.resize(header.title_bytes);
  file_.read(handle + seen, title.data() + title.size() - missing, missing);
  return title;
}

}  // namespace samestory

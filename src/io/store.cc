#include "io/store.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <limits>

#include "io/write.h"

namespace samestory {

namespace {

constexpr std::size_t kBufferBytes = 1 << 20;  // a system call a megabyte costs nothing

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

std::string shown(const std::string& folder) { return folder + " (temporary texts)"; }

}  // namespace

TextStore::TextStore(const std::string& folder) : folder_(folder), descriptor_(open_nameless(folder)) {
  if (descriptor_ < 0) throw_write_error(shown(folder_), errno);
  buffer_.reserve(kBufferBytes);
}

TextStore::~TextStore() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (mapped_ != nullptr) ::munmap(const_cast<char*>(mapped_), size_bytes_);
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
  } else if (const int error = write_all(descriptor_, bytes)) {
    throw_write_error(shown(folder_), error);
  }
  size_bytes_ += bytes.size();
}

void TextStore::flush() {
  if (const int error = write_all(descriptor_, buffer_)) throw_write_error(shown(folder_), error);
  buffer_.clear();
}

void TextStore::finish() {
  assert(!finished_);
  flush();
  std::string().swap(buffer_);
  if (size_bytes_ > 0) {
    void* mapped = ::mmap(nullptr, size_bytes_, PROT_READ, MAP_SHARED, descriptor_, 0);
    if (mapped == MAP_FAILED) throw_write_error(shown(folder_), errno);
    mapped_ = static_cast<const char*>(mapped);
  }
  ::close(descriptor_);
  descriptor_ = -1;
  finished_ = true;
}

Text TextStore::text(std::uint64_t handle) const {
  assert(finished_ && handle + sizeof(Header) <= size_bytes_);
  Header header{};
  std::memcpy(&header, mapped_ + handle, sizeof header);  // handles are not aligned
  const char* title = mapped_ + handle + sizeof header;
  assert(handle + sizeof header + header.title_bytes + header.text_bytes <= size_bytes_);
  return {{title, header.title_bytes}, {title + header.title_bytes, header.text_bytes}};
}

}  // namespace samestory

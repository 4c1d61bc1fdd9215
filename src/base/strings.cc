#include "base/strings.h"

#include <algorithm>

namespace samestory {

std::string_view StringKeeper::keep(std::string_view value) {
  constexpr std::size_t kBlockBytes = 1 << 20;  // a thousandth of what a million articles need
  if (value.empty()) return {};
  if (value.size() > free_bytes_) {
    free_bytes_ = std::max(kBlockBytes, value.size());
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(free_bytes_));
    free_ = blocks_.back().get();
  }
  const std::string_view kept(free_, value.size());
  std::copy(value.begin(), value.end(), free_);
  free_ += value.size();
  free_bytes_ -= value.size();
  return kept;
}

std::string_view StringKeeper::intern(std::string_view value) {
  if (const auto known = interned_.find(value); known != interned_.end()) return *known;
  return *interned_.insert(keep(value)).first;
}

}  // namespace samestory

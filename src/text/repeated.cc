#include "text/repeated.h"

#include <algorithm>

#include "base/hash.h"
#include "base/parallel.h"

namespace samestory {
namespace {

// Calls visit(begin, end) for each span long enough.
template <class Visit>
void for_each_span(const Units& units, const Visit& visit) {
  std::uint32_t begin = 0;
  for (const std::uint32_t end : units.span_ends) {
    if (end - begin >= kShortestSpan) visit(begin, end);
    begin = end;
  }
}

}  // namespace

std::uint64_t span_key(std::uint64_t outlet_hash, const std::uint64_t* first, const std::uint64_t* last) {
  // A polynomial is enough for unit hashes, which are random words already, and waits for one multiplication a unit.
  constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15ULL;  // odd, so that no unit is shifted out; golden ratio
  std::uint64_t key = mix(outlet_hash);
  for (; first != last; ++first) key = key * kMultiplier + *first;
  return mix(key);
}

std::uint64_t outlet_key(std::string_view outlet) { return hash_bytes(outlet, 0); }

std::vector<std::uint64_t> span_keys(const Units& units, std::string_view outlet) {
  std::vector<std::uint64_t> keys;
  if (outlet.empty()) return keys;
  const std::uint64_t hash = outlet_key(outlet);
  const std::uint64_t* data = units.hashes.data();
  for_each_span(
      units, [&](std::uint32_t begin, std::uint32_t end) { keys.push_back(span_key(hash, data + begin, data + end)); });
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

RepeatedSpans::RepeatedSpans(std::vector<std::uint64_t> keys) {
  samestory::sort(keys.begin(), keys.end(), std::less<>());
  for (auto run = keys.begin(); run != keys.end();) {
    const auto end = std::find_if(run, keys.end(), [&](std::uint64_t key) { return key != *run; });
    if (end - run >= kRepeatedArticles) keys_.push_back(*run);
    run = end;
  }
}

bool RepeatedSpans::contains(std::uint64_t key) const { return std::binary_search(keys_.begin(), keys_.end(), key); }

std::vector<bool> RepeatedSpans::mask(const Units& units, std::string_view outlet) const {
  std::vector<bool> repeated;
  if (outlet.empty() || keys_.empty()) return repeated;
  const std::uint64_t hash = outlet_key(outlet);
  const std::uint64_t* data = units.hashes.data();
  for_each_span(units, [&](std::uint32_t begin, std::uint32_t end) {
    if (!contains(span_key(hash, data + begin, data + end))) return;
    repeated.resize(units.hashes.size(), false);
    std::fill(repeated.begin() + begin, repeated.begin() + end, true);
  });
  return repeated;
}

}  // namespace samestory

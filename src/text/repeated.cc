#include "text/repeated.h"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <utility>

#include "base/hash.h"
#include "base/hash_order.h"
#include "base/parallel.h"

namespace samestory {
namespace {

// Words of 64 bits in which append_span_keys() marks what it has seen: half a kilobyte. Of articles with 20 spans 5 in
// 100 have two that share a bit.
constexpr std::size_t kSeenWords = 64;

// Calls visit(begin, end) for each span long enough.
template <class Visit>
void for_each_span(const Units& units, const Visit& visit) {
  std::uint32_t begin = 0;
  for (const std::uint32_t end : units.span_ends) {
    if (end - begin >= kShortestSpan) visit(begin, end);
    begin = end;
  }
}

// Leaves of random keys, which agree in their leading bits, those that may stand there kRepeatedArticles times: each
// has counted in a place that it shares with few others.
void keep_frequent(std::vector<std::uint64_t>& keys, int leading_bits) {
  if (keys.empty()) return;
  const int bits = static_cast<int>(std::bit_width(keys.size()));  // one key a place or two
  std::vector<std::uint8_t> counts(std::size_t{1} << bits);
  const auto count_of = [&](std::uint64_t key) -> std::uint8_t& { return counts[key << leading_bits >> (64 - bits)]; };
  for (const std::uint64_t key : keys) {
    std::uint8_t& count = count_of(key);
    count = static_cast<std::uint8_t>(count + (count < kRepeatedArticles ? 1 : 0));
  }
  std::erase_if(keys, [&](std::uint64_t key) { return count_of(key) < kRepeatedArticles; });
}

// Of the keys that stand there kRepeatedArticles times, one each.
std::vector<std::uint64_t> repeated_ones(std::vector<std::uint64_t> keys, int leading_bits) {
  keep_frequent(keys, leading_bits);
  sort_by_hash(
      keys, [](std::uint64_t key) { return key; }, std::less<>());
  std::vector<std::uint64_t> repeated;
  for (std::size_t begin = 0; begin < keys.size();) {
    std::size_t end = begin + 1;
    while (end < keys.size() && keys[end] == keys[begin]) ++end;
    if (end - begin >= kRepeatedArticles) repeated.push_back(keys[begin]);
    begin = end;
  }
  return repeated;
}

}  // namespace

std::uint64_t span_key(std::uint64_t outlet_hash, const std::uint64_t* first, const std::uint64_t* last) {
  const auto low = [](std::uint64_t unit) { return std::uint64_t{static_cast<std::uint32_t>(unit)}; };
  return mix(polynomial(mix(outlet_hash), {first, last}, low));
}

std::uint64_t outlet_key(std::string_view outlet) { return hash_bytes(outlet, 0); }

void append_span_keys(std::vector<std::uint64_t>& keys, const Units& units, std::string_view outlet) {
  if (outlet.empty()) return;
  const std::uint64_t hash = outlet_key(outlet);
  const std::uint64_t* data = units.hashes.data();
  const auto before = static_cast<std::ptrdiff_t>(keys.size());
  // Two keys of one bit are rare and equal ones rarer, so hardly any article is sorted.
  std::array<std::uint64_t, kSeenWords> seen{};
  bool may_repeat = false;
  for_each_span(units, [&](std::uint32_t begin, std::uint32_t end) {
    const std::uint64_t key = span_key(hash, data + begin, data + end);
    std::uint64_t& word = seen[key % kSeenWords];
    const std::uint64_t bit = 1ULL << (key >> 58);
    may_repeat = may_repeat || (word & bit) != 0;
    word |= bit;
    keys.push_back(key);
  });
  if (!may_repeat) return;
  std::sort(keys.begin() + before, keys.end());
  keys.erase(std::unique(keys.begin() + before, keys.end()), keys.end());
}

void SpanKeys::add(const std::vector<std::uint64_t>& keys) {
  for (const std::uint64_t key : keys) shares_[key >> (64 - kShareBits)].push_back(key);
  size_ += keys.size();
}

RepeatedSpans::RepeatedSpans(SpanKeys keys) {
  std::vector<std::vector<std::uint64_t>> repeated(keys.shares_.size());
  for_each_index(
      repeated.size(),
      [&](std::size_t s) { repeated[s] = repeated_ones(keys.shares_[s].take(), SpanKeys::kShareBits); }, 1);
  std::vector<std::uint64_t> all;
  for (const std::vector<std::uint64_t>& share : repeated) all.insert(all.end(), share.begin(), share.end());
  keys_ = KeySet(all);
}

std::vector<bool> RepeatedSpans::mask(const Units& units, std::string_view outlet) const {
  std::vector<bool> repeated;
  if (outlet.empty() || keys_.size() == 0) return repeated;
  const std::uint64_t hash = outlet_key(outlet);
  const std::uint64_t* data = units.hashes.data();
  for_each_span(units, [&](std::uint32_t begin, std::uint32_t end) {
    if (!contains(span_key(hash, data + begin, data + end))) return;
    repeated.resize(units.hashes.size(), false);
    std::fill(repeated.begin() + begin, repeated.begin() + end, true);
  });
  return repeated;
}

std::vector<bool> RepeatedSpans::mask_with_runs(const Units& units, std::string_view outlet) const {
  std::vector<bool> repeated = mask(units, outlet);
  const std::vector<bool> in_runs = runs_.mask(units, outlet_key(outlet));
  if (repeated.empty()) return in_runs;
  for (std::size_t u = 0; u < in_runs.size(); ++u) repeated[u] = repeated[u] || in_runs[u];
  return repeated;
}

}  // namespace samestory

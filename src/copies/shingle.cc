#include "copies/shingle.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "base/hash.h"
#include "copies/hash_order.h"

namespace samestory {
namespace {

// Multiplier of the polynomial: odd, so that no unit of a window is shifted out; bits of the golden ratio.
constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15ULL;

// Keeps texts that are hashed whole apart from windows: bits of the square root of 2.
constexpr std::uint64_t kWholeTextTag = 0x6A09E667F3BCC908ULL;

}  // namespace

std::size_t window_units(const Units& units, const CopyOptions& options) {
  const int count = units.unspaced ? options.shingle_points : options.shingle_words;
  assert(count >= 1);
  return static_cast<std::size_t>(count);
}

std::vector<std::uint64_t> window_hashes(const Units& units, const CopyOptions& options) {
  const std::vector<std::uint64_t>& words = units.hashes;
  const std::size_t width = window_units(units, options);
  if (words.empty()) return {};
  if (words.size() < width) return {combine(kWholeTextTag, sequence_hash(units))};

  std::vector<std::uint64_t> hashes(words.size() - width + 1);
  std::uint64_t leaving_power = 1;  // weight of the oldest unit of a full window
  std::uint64_t state = 0;
  for (std::size_t i = 0; i + 1 < width; ++i) {
    state = state * kMultiplier + words[i];
    leaving_power *= kMultiplier;
  }
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    state = state * kMultiplier + words[i + width - 1];
    hashes[i] = mix(state);
    state -= words[i] * leaving_power;
  }
  return hashes;
}

std::vector<std::uint64_t> shingle(const Units& units, const CopyOptions& options) {
  return shingle_set(window_hashes(units, options));
}

std::vector<std::uint64_t> shingle_set(std::vector<std::uint64_t> hashes) {
  sort_by_hash(
      hashes, [](std::uint64_t hash) { return hash; }, std::less<>());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  return hashes;
}

std::uint64_t sequence_hash(const Units& units) {
  if (units.hashes.empty()) return 0;
  std::uint64_t state = units.hashes.size();
  for (const std::uint64_t word : units.hashes) state = mix(state ^ word);
  return std::max<std::uint64_t>(state, 1);
}

std::size_t count_shared(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b) {
  std::size_t shared = 0;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {  // no branch on the data, which is random and would be mispredicted
    const std::uint64_t x = a[i];
    const std::uint64_t y = b[j];
    shared += static_cast<std::size_t>(x == y);
    i += static_cast<std::size_t>(x <= y);
    j += static_cast<std::size_t>(y <= x);
  }
  return shared;
}

double resemblance(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b) {
  if (a.empty() || b.empty()) return 0;
  const std::size_t shared = count_shared(a, b);
  return static_cast<double>(shared) / static_cast<double>(a.size() + b.size() - shared);
}

double containment(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b) {
  if (a.empty()) return 0;
  return static_cast<double>(count_shared(a, b)) / static_cast<double>(a.size());
}

}  // namespace samestory

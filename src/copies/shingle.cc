#include "copies/shingle.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <utility>

#include "base/hash.h"
#include "base/hash_order.h"

namespace samestory {
namespace {

// Keeps texts that are hashed whole apart from windows: bits of the square root of 2.
constexpr std::uint64_t kWholeTextTag = 0x6A09E667F3BCC908ULL;

// Windows that are made at a time, so that the passes over them find them in the first-level cache.
constexpr std::size_t kBlock = 512;

// The widest window that options allow (src/options.cc).
constexpr std::size_t kWidest = 32;

using Polynomials = std::array<std::uint64_t, kBlock + kWidest>;

// Polynomials of longer windows: each of a left part, shifted by `power`, and a right part.
SAMESTORY_INLINE void join(const std::uint64_t* left, const std::uint64_t* right, std::uint64_t power,
                           std::size_t count, std::uint64_t* __restrict joined) {
  for (std::size_t i = 0; i < count; ++i) joined[i] = left[i] * power + right[i];
}

// Hashes of the `count` windows of `width` units that begin at `units`. The length of the windows held grows by the
// binary digits of the width from the top: doubled for each digit, and one more if it is set.
SAMESTORY_INLINE void write_block(const std::uint64_t* units, std::size_t width, std::size_t count,
                                  std::uint64_t* __restrict hashes) {
  assert(width <= kWidest && count <= kBlock);
  Polynomials first, second;
  std::uint64_t* free = first.data();
  std::uint64_t* taken = second.data();
  const std::uint64_t* held = units;
  std::size_t length = 1;
  std::uint64_t power = kPolynomialMultiplier;  // to the length
  const auto keep_joined = [&] {
    held = free;
    std::swap(free, taken);
  };
  for (std::size_t digit = std::bit_floor(width) / 2; digit != 0; digit /= 2) {
    join(held, held + length, power, count + width - 2 * length, free);
    length *= 2;
    power *= power;
    keep_joined();
    if ((width & digit) == 0) continue;
    join(held, units + length, kPolynomialMultiplier, count + width - length - 1, free);
    length += 1;
    power *= kPolynomialMultiplier;
    keep_joined();
  }
  for (std::size_t i = 0; i < count; ++i) hashes[i] = mix(held[i]);
}

SAMESTORY_INLINE void write_polynomials(const std::uint64_t* units, std::size_t width,
                                        std::span<std::uint64_t> hashes) {
  for (std::size_t begin = 0; begin < hashes.size(); begin += kBlock) {
    write_block(units + begin, width, std::min(kBlock, hashes.size() - begin), hashes.data() + begin);
  }
}

void write_polynomials_portable(const std::uint64_t* units, std::size_t width, std::span<std::uint64_t> hashes) {
  write_polynomials(units, width, hashes);
}

#ifdef SAMESTORY_AVX512
SAMESTORY_AVX2 void write_polynomials_avx2(const std::uint64_t* units, std::size_t width,
                                           std::span<std::uint64_t> hashes) {
  write_polynomials(units, width, hashes);
}

SAMESTORY_AVX512 void write_polynomials_avx512(const std::uint64_t* units, std::size_t width,
                                               std::span<std::uint64_t> hashes) {
  write_polynomials(units, width, hashes);
}
#endif

}  // namespace

std::size_t window_units(const Units& units, const CopyOptions& options) {
  const int count = units.unspaced ? options.shingle_points : options.shingle_words;
  assert(count >= 1);
  return static_cast<std::size_t>(count);
}

std::size_t count_windows(const Units& units, const CopyOptions& options) {
  const std::size_t width = window_units(units, options);
  const std::size_t count = units.hashes.size();
  return count < width ? std::min<std::size_t>(count, 1) : count - width + 1;
}

void write_window_hashes_with(InstructionSet set, const Units& units, const CopyOptions& options,
                              std::span<std::uint64_t> hashes) {
  assert(hashes.size() == count_windows(units, options));
  if (hashes.empty()) return;
  const std::size_t width = window_units(units, options);
  if (units.hashes.size() < width) {
    hashes[0] = combine(kWholeTextTag, sequence_hash(units));
    return;
  }
#ifdef SAMESTORY_AVX512
  if (set == InstructionSet::kAvx512) return write_polynomials_avx512(units.hashes.data(), width, hashes);
  if (set == InstructionSet::kAvx2) return write_polynomials_avx2(units.hashes.data(), width, hashes);
#endif
  assert(set == InstructionSet::kPortable);
  write_polynomials_portable(units.hashes.data(), width, hashes);
}

void write_window_hashes(const Units& units, const CopyOptions& options, std::span<std::uint64_t> hashes) {
  write_window_hashes_with(best_instruction_set(), units, options, hashes);
}

std::vector<std::uint64_t> window_hashes(const Units& units, const CopyOptions& options) {
  std::vector<std::uint64_t> hashes(count_windows(units, options));
  write_window_hashes(units, options, hashes);
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
  return std::max<std::uint64_t>(mix(polynomial(units.hashes.size(), units.hashes)), 1);
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

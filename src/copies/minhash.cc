#include "copies/minhash.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

#include "base/hash.h"
#include "copies/shingle.h"

#ifdef SAMESTORY_AVX512
#include <immintrin.h>
#endif

namespace samestory {
namespace {

constexpr int kCoordinateBits = 7;
static_assert(kCoordinates == std::size_t{1} << kCoordinateBits);

// Rounds in which a shingle throws for one coordinate. Measured against plain MinHash at 30 and 100 shingles: two
// rounds have .81 and .74 of its error, three .76 and .73, four .74 and .74; three take least time at 100.
constexpr std::size_t kFreeRounds = 3;

// Shingles whose windows or keys are held on the stack at a time: 8 KB, a sixth of a first-level cache.
constexpr std::size_t kBlock = 1024;

// Odd multipliers, numbers 0 to 3 of one sequence for the throws and for what is stored, the rest for the last round.
constexpr std::uint64_t multiplier(std::size_t number) { return mix(number) | 1U; }
constexpr std::uint64_t kStoring = multiplier(kFreeRounds);

struct LastMultipliers {
  alignas(64) std::array<std::uint32_t, kCoordinates> of{};
};
constexpr LastMultipliers kMultipliers = [] {
  LastMultipliers multipliers;
  for (std::size_t j = 0; j < kCoordinates; ++j) {
    multipliers.of[j] = static_cast<std::uint32_t>(multiplier(kFreeRounds + 1 + j) >> 32) | 1U;
  }
  return multipliers;
}();

// In a free round a shingle's hash is both: its top bits name the coordinate, and since those are equal for all that
// throw there, comparing hashes compares the ranks below them.
struct Winners {
  alignas(64) std::array<std::uint64_t, kCoordinates> hash;
};
constexpr std::uint64_t kUnwon = ~std::uint64_t{0};

// Keeps the seed apart from its uses elsewhere: bits of pi. A shingle equal to the seed would win every round.
constexpr std::uint64_t kSeedTag = 0x243F6A8885A308D3ULL;

struct Throw {
  std::uint64_t seed;
  std::uint64_t multiplier;
};

// One function for all instruction sets: inlined where there is AVX-512, g++ 12 takes the minimum in a vector register,
// and 400 shingles take 1.4 or 2.3 ns each, by the code around it; so they take 1.5.
[[gnu::noinline]] void throw_all(std::span<const std::uint64_t> shingles, Throw how, Winners& winners) {
  for (const std::uint64_t shingle : shingles) {
    const std::uint64_t hash = (shingle ^ how.seed) * how.multiplier;
    std::uint64_t& winner = winners.hash[hash >> (64 - kCoordinateBits)];
    winner = std::min(hash, winner);
  }
}

SAMESTORY_INLINE bool any_unwon(const Winners& winners) {
  std::uint64_t unwon = 0;
  for (const std::uint64_t hash : winners.hash) unwon |= static_cast<std::uint64_t>(hash == kUnwon);
  return unwon != 0;
}

// Coordinates of the last round that are worked on at a time: one register of AVX-512, four of the narrowest.
constexpr std::size_t kGroup = 16;

// The coordinates that take part in the last round, side by side; after the last one room for the rest of its group.
// Only what takes part is ever filled: two kilobytes of zeros would cost as much as the round of a short text.
struct LastRound {
  static constexpr std::size_t kRoom = kCoordinates + kGroup;
  alignas(64) std::array<std::uint32_t, kRoom> coordinate;
  alignas(64) std::array<std::uint32_t, kRoom> multiplier;
  alignas(64) std::array<std::uint32_t, kRoom> least;
  std::size_t count;
};

// What compilers do not make of one source for all instruction sets: picking some values out of many, which only
// AVX-512 has an instruction for, and a loop that keeps its minima in registers. lower() takes kGroup coordinates,
// aligned to 64 bytes, and all keys; coordinates stand side by side, so that nothing is ever compared across a
// register.
struct Portable {
  static void lower(std::uint32_t* least, const std::uint32_t* multipliers, std::span<const std::uint32_t> keys) {
    using Lanes __attribute__((vector_size(16))) = std::uint32_t;
    for (std::size_t first = 0; first < kGroup; first += sizeof(Lanes) / sizeof(std::uint32_t)) {
      Lanes lanes, factors;
      std::memcpy(&lanes, least + first, sizeof(Lanes));
      std::memcpy(&factors, multipliers + first, sizeof(Lanes));
      for (const std::uint32_t key : keys) {
        const Lanes ranks = factors * key;
        lanes = ranks < lanes ? ranks : lanes;
      }
      std::memcpy(least + first, &lanes, sizeof(Lanes));
    }
  }

  static SAMESTORY_INLINE void throw_first(std::span<const std::uint64_t> shingles, Throw how, Winners& winners) {
    throw_all(shingles, how, winners);
  }

  static SAMESTORY_INLINE void find_unwon(const Winners& winners, LastRound& last) {
    std::size_t count = 0;
    for (std::size_t j = 0; j < kCoordinates; ++j) {  // without branches: which coordinates are left is random
      last.coordinate[count] = static_cast<std::uint32_t>(j);
      last.multiplier[count] = kMultipliers.of[j];
      count += static_cast<std::size_t>(winners.hash[j] == kUnwon);
    }
    last.count = count;
  }
};

#ifdef SAMESTORY_AVX512
struct Avx2 : Portable {
  SAMESTORY_AVX2 static void lower(std::uint32_t* least, const std::uint32_t* multipliers,
                                   std::span<const std::uint32_t> keys) {
    auto* const lanes = reinterpret_cast<__m256i*>(least);
    const auto* const factors = reinterpret_cast<const __m256i*>(multipliers);
    __m256i low = lanes[0];
    __m256i high = lanes[1];
    for (const std::uint32_t key : keys) {
      const __m256i all = _mm256_set1_epi32(static_cast<int>(key));
      low = _mm256_min_epu32(low, _mm256_mullo_epi32(factors[0], all));
      high = _mm256_min_epu32(high, _mm256_mullo_epi32(factors[1], all));
    }
    lanes[0] = low;
    lanes[1] = high;
  }
};

struct Avx512 {
  static constexpr __mmask16 kAllLanes =
      0xFFFF;  // forms without a mask make g++ 12 warn of a variable in its own header

  SAMESTORY_AVX512 static void lower(std::uint32_t* least, const std::uint32_t* multipliers,
                                     std::span<const std::uint32_t> keys) {
    const __m512i factors = _mm512_load_si512(multipliers);
    __m512i lanes = _mm512_load_si512(least);
    for (const std::uint32_t key : keys) {
      const __m512i ranks = _mm512_mullo_epi32(factors, _mm512_set1_epi32(static_cast<int>(key)));
      lanes = _mm512_maskz_min_epu32(kAllLanes, lanes, ranks);
    }
    _mm512_store_si512(least, lanes);
  }

  // Throws that are let through in a long text: the least n ranks, n about this. Eight a coordinate leave one without
  // any in one text of 24. Measured at 3,000 shingles: seven and ten took about a twentieth more time.
  static constexpr std::size_t kLetThrough = 8 * kCoordinates;

  // A long text is thrown in two parts: first what has a low rank, which nearly always wins every coordinate, and only
  // if it does not, all. Telling low ranks from high is done on eight shingles at once, throwing is not.
  SAMESTORY_AVX512 static void throw_first(std::span<const std::uint64_t> shingles, Throw how, Winners& winners) {
    if (shingles.size() >= 2 * kLetThrough) {
      throw_low(shingles, how, kUnwon / shingles.size() * kLetThrough, winners);
      if (!any_unwon(winners)) return;
    }
    throw_all(shingles, how, winners);
  }

  SAMESTORY_AVX512 static void throw_low(std::span<const std::uint64_t> shingles, Throw how, std::uint64_t rank_bound,
                                         Winners& winners) {
    constexpr std::size_t kLanes = 8;
    const __m512i seed = _mm512_set1_epi64(static_cast<long long>(how.seed));
    const __m512i factor = _mm512_set1_epi64(static_cast<long long>(how.multiplier));
    const __m512i bound = _mm512_set1_epi64(static_cast<long long>(rank_bound));
    std::array<std::uint64_t, kBlock> low;
    for (std::size_t begin = 0; begin < shingles.size(); begin += kBlock) {
      const auto block = shingles.subspan(begin, std::min(kBlock, shingles.size() - begin));
      const std::size_t whole = block.size() - block.size() % kLanes;
      std::size_t count = 0;
      for (std::size_t i = 0; i < whole; i += kLanes) {
        const __m512i hashes = _mm512_mullo_epi64(_mm512_xor_si512(_mm512_loadu_si512(&block[i]), seed), factor);
        const __mmask8 is_low =
            _mm512_cmplt_epu64_mask(_mm512_maskz_slli_epi64(kAllLanes & 0xFF, hashes, kCoordinateBits), bound);
        _mm512_storeu_si512(low.data() + count, _mm512_maskz_compress_epi64(is_low, hashes));
        count += static_cast<std::size_t>(__builtin_popcount(is_low));
      }
      throw_all(std::span(low).first(count), {0, 1}, winners);  // they are hashes already
      throw_all(block.subspan(whole), how, winners);
    }
  }

  SAMESTORY_AVX512 static void find_unwon(const Winners& winners, LastRound& last) {
    const __m512i none = _mm512_set1_epi64(static_cast<long long>(kUnwon));
    __m512i coordinates = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    std::size_t count = 0;
    for (std::size_t j = 0; j < kCoordinates; j += kGroup) {
      const unsigned low = _mm512_cmpeq_epi64_mask(_mm512_load_si512(&winners.hash[j]), none);
      const unsigned high = _mm512_cmpeq_epi64_mask(_mm512_load_si512(&winners.hash[j + kGroup / 2]), none);
      const auto is_unwon = static_cast<__mmask16>(low | high << (kGroup / 2));
      const __m512i multipliers = _mm512_load_si512(&kMultipliers.of[j]);
      _mm512_storeu_si512(&last.coordinate[count], _mm512_maskz_compress_epi32(is_unwon, coordinates));
      _mm512_storeu_si512(&last.multiplier[count], _mm512_maskz_compress_epi32(is_unwon, multipliers));
      count += static_cast<std::size_t>(__builtin_popcount(is_unwon));
      coordinates = _mm512_add_epi32(coordinates, _mm512_set1_epi32(kGroup));
    }
    last.count = count;
  }
};
#endif

// A rank in the last round is the product of 32 bits of the shingle and an odd number of the coordinate, a bijection of
// 32-bit words: two-universal (Dietzfelbinger, Hagerup, Katajainen, Penttonen 1997, J. Algorithms 25, section 2), which
// is enough because shingles are random words themselves. One shingle in 2^32 has the product 0 everywhere and wins.
template <class Version>
SAMESTORY_INLINE void throw_last(std::span<const std::uint64_t> shingles, std::uint64_t seed, Winners& winners) {
  LastRound last;
  Version::find_unwon(winners, last);
  std::fill_n(last.multiplier.begin() + last.count, kGroup, 0);
  for (std::size_t u = 0; u < last.count; u += kGroup) std::fill_n(last.least.begin() + u, kGroup, ~std::uint32_t{0});
  std::array<std::uint32_t, kBlock> keys;
  for (std::size_t begin = 0; begin < shingles.size(); begin += kBlock) {
    const std::size_t count = std::min(kBlock, shingles.size() - begin);
    for (std::size_t i = 0; i < count; ++i) keys[i] = static_cast<std::uint32_t>((shingles[begin + i] ^ seed) >> 32);
    for (std::size_t first = 0; first < last.count; first += kGroup) {
      Version::lower(&last.least[first], &last.multiplier[first], std::span(keys).first(count));
    }
  }
  for (std::size_t u = 0; u < last.count; ++u) winners.hash[last.coordinate[u]] = last.least[u];
}

// Tells a winner from others by 32 bits; 0 is kept for the empty sketch.
SAMESTORY_INLINE std::uint32_t stored(std::uint64_t winner) {
  return std::max(static_cast<std::uint32_t>((winner * kStoring) >> 32), 1U);
}

template <class Version>
SAMESTORY_INLINE void sketch_by(std::span<const std::uint64_t> shingles, std::uint64_t seed, Sketch& result) {
  Winners winners;
  winners.hash.fill(kUnwon);
  Version::throw_first(shingles, {seed, multiplier(0)}, winners);
  for (std::size_t round = 1; round < kFreeRounds && any_unwon(winners); ++round) {
    Winners later;
    later.hash.fill(kUnwon);
    throw_all(shingles, {seed, multiplier(round)}, later);
    for (std::size_t j = 0; j < kCoordinates; ++j) {  // kUnwon is all ones
      const std::uint64_t is_won = std::uint64_t{0} - static_cast<std::uint64_t>(winners.hash[j] != kUnwon);
      winners.hash[j] &= later.hash[j] | is_won;
    }
  }
  if (any_unwon(winners)) throw_last<Version>(shingles, seed, winners);
  for (std::size_t j = 0; j < kCoordinates; ++j) result.coordinate[j] = stored(winners.hash[j]);
}

void sketch_portable(std::span<const std::uint64_t> shingles, std::uint64_t seed, Sketch& result) {
  sketch_by<Portable>(shingles, seed, result);
}

#ifdef SAMESTORY_AVX512
SAMESTORY_AVX2 void sketch_avx2(std::span<const std::uint64_t> shingles, std::uint64_t seed, Sketch& result) {
  sketch_by<Avx2>(shingles, seed, result);
}

SAMESTORY_AVX512 void sketch_avx512(std::span<const std::uint64_t> shingles, std::uint64_t seed, Sketch& result) {
  sketch_by<Avx512>(shingles, seed, result);
}
#endif

// A loop without branches, which compilers vectorize.
template <class AnySketch>
SAMESTORY_INLINE int count_equal_coordinates(const AnySketch& a, const AnySketch& b) {
  int agreeing = 0;
  for (std::size_t j = 0; j < kCoordinates; ++j) agreeing += static_cast<int>(a.coordinate[j] == b.coordinate[j]);
  return agreeing;
}

#ifdef SAMESTORY_AVX512
template <class AnySketch>
SAMESTORY_AVX2 int count_equal_coordinates_avx2(const AnySketch& a, const AnySketch& b) {
  return count_equal_coordinates(a, b);
}
#endif

template <class AnySketch>
int count_agreeing_coordinates(const AnySketch& a, const AnySketch& b) {
  if (a.empty() || b.empty()) return 0;
#ifdef SAMESTORY_AVX512
  if (best_instruction_set() != InstructionSet::kPortable) return count_equal_coordinates_avx2(a, b);
#endif
  return count_equal_coordinates(a, b);
}

}  // namespace

Sketch sketch_with(InstructionSet set, std::span<const std::uint64_t> shingles, std::uint64_t seed) {
  Sketch result;
  if (shingles.empty()) return result;
  const std::uint64_t own_seed = combine(kSeedTag, seed);
#ifdef SAMESTORY_AVX512
  if (set == InstructionSet::kAvx512) {
    sketch_avx512(shingles, own_seed, result);
    return result;
  }
  if (set == InstructionSet::kAvx2) {
    sketch_avx2(shingles, own_seed, result);
    return result;
  }
#endif
  assert(set == InstructionSet::kPortable);
  sketch_portable(shingles, own_seed, result);
  return result;
}

Sketch sketch(std::span<const std::uint64_t> shingles, std::uint64_t seed) {
  return sketch_with(best_instruction_set(), shingles, seed);
}

Sketch sketch(const Units& units, const CopyOptions& options) {
  const std::size_t count = count_windows(units, options);
  if (count > kBlock) return sketch(window_hashes(units, options), options.seed);
  std::array<std::uint64_t, kBlock> windows;
  write_window_hashes(units, options, std::span(windows).first(count));
  return sketch(std::span(windows).first(count), options.seed);
}

int count_agreeing(const Sketch& a, const Sketch& b) { return count_agreeing_coordinates(a, b); }

int count_agreeing(const CompactSketch& a, const CompactSketch& b) { return count_agreeing_coordinates(a, b); }

CompactSketch compact(const Sketch& sketch) {
  CompactSketch result;
  if (sketch.empty()) return result;
  for (std::size_t j = 0; j < kCoordinates; ++j) result.coordinate[j] = compact(sketch.coordinate[j]);
  return result;
}

double estimate_resemblance(const Sketch& a, const Sketch& b) {
  return static_cast<double>(count_agreeing(a, b)) / static_cast<double>(kCoordinates);
}

}  // namespace samestory

#include "generate/random.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace samestory {

AliasTable::AliasTable(std::span<const std::uint32_t> weights)
    : slots_(weights.size()), mask_(static_cast<std::uint32_t>(weights.size() - 1)) {
  assert((weights.size() & (weights.size() - 1)) == 0 && weights.size() <= 1 << 16);
  // Each weight times the number of slots, so that a slot holds exactly `total`: no fraction appears before the coin.
  const std::uint64_t total = std::accumulate(weights.begin(), weights.end(), std::uint64_t{0});
  std::vector<std::uint64_t> left;
  std::vector<std::uint32_t> small, large;
  for (std::uint32_t i = 0; i < weights.size(); ++i) {
    left.push_back(weights[i] * std::uint64_t{weights.size()});
    (left[i] < total ? small : large).push_back(i);
  }
  const auto coin = [&](std::uint64_t share) {
    // Both halves of the shift fit: share < total < 2^40.
    const std::uint64_t high = (share << 16) / total;
    const std::uint64_t low = ((share << 16) % total << 16) / total;
    return static_cast<std::uint32_t>(high << 16 | low);
  };
  while (!small.empty() && !large.empty()) {
    const std::uint32_t poor = small.back();
    const std::uint32_t rich = large.back();
    small.pop_back();
    slots_[poor] = {coin(left[poor]), rich};
    left[rich] -= total - left[poor];
    if (left[rich] < total) {
      large.pop_back();
      small.push_back(rich);
    }
  }
  for (const std::uint32_t full : large) slots_[full] = {~std::uint32_t{0}, full};
  assert(small.empty());
}

AliasTable make_zipf_table(std::uint32_t ranks) {
  constexpr std::uint32_t kScale = 1 << 24;
  constexpr std::uint32_t kShiftTenths = 27;
  std::vector<std::uint32_t> weights(ranks);
  for (std::uint32_t rank = 0; rank < ranks; ++rank) {
    weights[rank] = static_cast<std::uint32_t>(kScale * 10ULL / (rank * 10ULL + kShiftTenths));
  }
  return AliasTable(weights);
}

HeavyTail::HeavyTail(int exponent_32nds, std::uint32_t most) {
  for (std::uint32_t k = 1; k <= most; ++k) {
    double power = 1;
    double root = 1.0 + k;
    for (int whole = exponent_32nds / 32; whole > 0; --whole) power *= root;
    for (int bit = 16; bit > 0; bit /= 2) {
      root = std::sqrt(root);
      if ((exponent_32nds & bit) != 0) power *= root;
    }
    reach_.push_back(static_cast<std::uint32_t>(4294967296.0 / power));
  }
}

std::uint32_t HeavyTail::draw(Random& random) const {
  const std::uint32_t bits = static_cast<std::uint32_t>(random.next() >> 32);
  const auto beyond =
      std::partition_point(reach_.begin(), reach_.end(), [&](std::uint32_t reach) { return bits < reach; });
  return static_cast<std::uint32_t>(beyond - reach_.begin());
}

}  // namespace samestory

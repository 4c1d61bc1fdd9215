// Facts: what dates, ages and length say of one article, beside its vectors. Filled by stories/extract_blocks.h and
// stories/features.h; tested with them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace samestory {

inline constexpr float kFullSubstance = 2.5F;  // of two texts, geometric mean: less of it, and their cosine says less

struct Facts {
  std::optional<std::int32_t> day;          // own date, days since 1970
  std::optional<std::int64_t> published_s;  // where known to the second
  std::uint64_t outlet = 0;                 // key of the outlet that reports; 0: unknown
  std::vector<std::uint16_t> month_days, past_month_days;
  std::vector<std::int32_t> days;
  std::vector<std::uint16_t> ages;
  bool cased = true;                 // capitals told its names
  float substance = kFullSubstance;  // of its words, see stories/features.h
};

}  // namespace samestory

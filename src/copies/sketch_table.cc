#include "copies/sketch_table.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "base/hash.h"

namespace samestory {
namespace {

// Tells the keys of two bands of equal coordinates apart: bits of the square root of 3.
constexpr std::uint64_t kBandTag = 0xBB67AE8584CAA73BULL;

constexpr std::uint32_t kLowHalf = 0xFFFF;

// 0 is kept for the empty row.
std::uint32_t low_half(std::uint32_t coordinate) { return std::max<std::uint32_t>(coordinate & kLowHalf, 1); }

}  // namespace

SketchTable::SketchTable(SketchShape shape)
    : shape_(shape), row_lines_(static_cast<std::size_t>(shape.coordinates * shape.bits) / 32 / kLineWords) {
  assert(shape.coordinates == 64 || shape.coordinates == 128);
  assert(shape.bits == 16 || shape.bits == 32);
}

void SketchTable::append(const Sketch& sketch) {
  assert(!reordered_);
  if (appended_ % kBlockRows == 0) blocks_.emplace_back(kBlockRows * row_lines_);
  Line* line = blocks_.back().data() + appended_ % kBlockRows * row_lines_;
  ++appended_;
  if (sketch.empty()) return;
  const std::uint32_t* from = sketch.coordinate.data();
  for (std::size_t l = 0; l < row_lines_; ++l) {  // loops over a line are without branches, so that they vectorize
    if (shape_.bits == 32) {
      for (std::size_t w = 0; w < kLineWords; ++w) line[l].words[w] = from[w];
      from += kLineWords;
    } else {
      for (std::size_t w = 0; w < kLineWords; ++w)
        line[l].words[w] = low_half(from[2 * w]) | low_half(from[2 * w + 1]) << 16;
      from += 2 * kLineWords;
    }
  }
}

void SketchTable::reorder(std::vector<std::uint32_t> rows) {
  assert(!reordered_ && std::all_of(rows.begin(), rows.end(), [&](std::uint32_t row) { return row < appended_; }));
  row_of_ = std::move(rows);
  reordered_ = true;
}

std::size_t SketchTable::memory_bytes() const {
  return blocks_.size() * kBlockRows * row_lines_ * sizeof(Line) + row_of_.capacity() * sizeof(row_of_[0]);
}

std::uint32_t SketchTable::coordinate(const Line* row, int j) const {
  const auto at = static_cast<std::size_t>(j);
  if (shape_.bits == 32) return row[at / kLineWords].words[at % kLineWords];
  const std::uint32_t word = row[at / 2 / kLineWords].words[at / 2 % kLineWords];
  return at % 2 == 0 ? word & kLowHalf : word >> 16;
}

std::uint32_t SketchTable::key(ArticleId article, int band, int rows) const {
  std::uint32_t key = 0;
  keys(article, band, rows, {&key, 1});
  return key;
}

void SketchTable::keys(ArticleId article, int first_band, int rows, std::span<std::uint32_t> keys) const {
  assert((first_band + static_cast<int>(keys.size())) * rows <= shape_.coordinates);
  const Line* const line = row(article);
  if (rows * shape_.bits == 32) {  // the words of the row are the keys
    const auto first = static_cast<std::size_t>(first_band);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      keys[i] = line[(first + i) / kLineWords].words[(first + i) % kLineWords];
    }
    return;
  }
  const int together = 64 / shape_.bits;  // coordinates that one call of mix() takes
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const int band = first_band + static_cast<int>(i), end = (band + 1) * rows;
    std::uint64_t key = kBandTag + static_cast<std::uint64_t>(band);
    for (int j = band * rows; j < end;) {
      std::uint64_t word = 0;
      for (const int stop = std::min(j + together, end); j < stop; ++j)
        word = word << shape_.bits | coordinate(line, j);
      key = mix(key ^ word);
    }
    keys[i] = static_cast<std::uint32_t>(key >> 32);
  }
}

int SketchTable::count_agreeing(ArticleId a, ArticleId b) const {
  if (empty(a) || empty(b)) return 0;
  const Line* const row_a = row(a);
  const Line* const row_b = row(b);
  // Loops over a line are without branches, so that they vectorize.
  std::uint32_t agreeing = 0;
  for (std::size_t line = 0; line < row_lines_; ++line) {
    for (std::size_t w = 0; w < kLineWords; ++w) {
      const std::uint32_t differ = row_a[line].words[w] ^ row_b[line].words[w];
      agreeing += shape_.bits == 32 ? static_cast<std::uint32_t>(differ == 0)
                                    : static_cast<std::uint32_t>((differ & kLowHalf) == 0) +
                                          static_cast<std::uint32_t>(differ >> 16 == 0);
    }
  }
  return static_cast<int>(agreeing);
}

void SketchTable::prefetch(ArticleId article) const {
  const Line* const line = row(article);
  for (std::size_t i = 0; i < row_lines_; ++i) __builtin_prefetch(line + i);
}

void SketchTable::prefetch_keys(ArticleId article, int first_band, int rows) const {
  const auto first_bit = static_cast<std::size_t>(first_band * rows * shape_.bits);
  __builtin_prefetch(row(article) + first_bit / (32 * kLineWords));
}

}  // namespace samestory

// Sketches of single texts, for those who keep an index of their own.
#pragma once

#include <samestory/options.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace samestory {

inline constexpr std::size_t kCoordinates = 128;

// A MinHash sketch of a text's shingle set by Fast Similarity Sketching (Dahlgaard, Knudsen, Thorup, FOCS 2017).
// Two sketches made with equal options agree in each coordinate with the probability of their sets' resemblance.
struct Sketch {
  std::array<std::uint32_t, kCoordinates> coordinate{};  // all 0: the empty sketch; else none is 0

  [[nodiscard]] bool empty() const { return coordinate[0] == 0; }
};

// The sketch of a raw text: normalized, segmented and shingled as a run does it. A text without words has the empty
// one.
Sketch sketch_text(std::string_view text, const CopyOptions& options = {});

// Estimate of the Jaccard coefficient of two texts' shingle sets, in [0, 1], unbiased; standard error at most
// sqrt(J (1 - J) / 128). An empty sketch resembles nothing: 0.
double estimate_resemblance(const Sketch& a, const Sketch& b);

}  // namespace samestory

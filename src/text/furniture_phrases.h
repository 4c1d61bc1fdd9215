// Furniture phrases: by which words a line gives itself away as a credit, a link or the heading of other articles.
//
// As people write them, language by language; normalized once, where they are looked for (text/furniture.h). Our own
// list, from the usual wording of news pages. Where a phrase may stand is a matter of its role. Used and tested by
// text/furniture.h and tests/furniture_test.cc.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "text/furniture.h"

namespace samestory {

enum class Follow : std::uint8_t {
  kBoundary,  // the phrase must end at a word boundary
  kMark,      // a colon, a dash, a closing bracket or the line's end must follow: the word is prose, too
};

struct FurniturePhrase {
  std::string_view text;
  LineRole role;
  Follow follow;
};

// In the order in which they decide.
std::span<const FurniturePhrase> furniture_phrases();

}  // namespace samestory

// An explanation for people, and for programs: the same value, the same figures.
//
// Text is plain, at most some forty lines, made harmless for a terminal; JSON is one object on one line with every
// figure and the texts as they are. Tested by tests/cli.
#pragma once

#include <string>

#include "explain/explanation.h"

namespace samestory {

std::string explanation_text(const Explanation& explanation);
std::string explanation_json(const Explanation& explanation);

}  // namespace samestory

// Credits: which outlets an article names as its source.
//
// A credit line (text/furniture.h) names the source after its phrase: "Source: Norvik Press Agency". Each run of up to
// kLongestOutletName words of such a line becomes a key, and an outlet has a key for its whole name and one for the
// label of its domain; equal keys mean that the line names the outlet. The canonical of a copy group is preferably an
// article of an outlet that others credit. Only hashes are kept: a false match costs a tie broken another way, never a
// wrong group. Tested by tests/furniture_test.cc.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "text/furniture.h"

namespace samestory {

inline constexpr int kLongestOutletName = 5;  // words

// Keys of all runs of words in the credit lines among `lines`, sorted, distinct.
std::vector<std::uint64_t> credit_keys(std::string_view folded, const std::vector<Line>& lines);
inline std::vector<std::uint64_t> credit_keys(const Page& page) { return credit_keys(page.folded, page.lines); }

std::vector<std::uint64_t> outlet_name_keys(std::string_view outlet);

}  // namespace samestory

// Evidence: what the story passes saw in two articles, in words that a person can check.
//
// Input: the extracts of two articles with the printed forms of their words, and the archive's features. Output: names,
// numbers, dates, ages and words that both state, weightiest first (the product of their weights, which is their share
// of the cosine), and what only one of them states, most often stated first. A weight would be the wrong order there:
// what a single article of the archive holds weighs most and is mostly its reporter's.
//
// A name that only this article holds has no column in the features, so the archive has not said whether it is a name;
// here it counts as one if the article itself sets it in capitals inside sentences and no other article holds the word
// at all. Common words are never shown. Dates are "MM-DD" where the text leaves the year out, else "YYYY-MM-DD".
// Cost: some lookups a term, only for pairs that are shown. Tested by tests/evidence_test.cc and tests/cli.
#pragma once

#include <samestory/result.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "stories/affinity.h"
#include "stories/extract.h"
#include "stories/features.h"

namespace samestory {

// Both extracts with surfaces, of the articles that stand for the groups; at most `most` of each kind.
Shared find_shared(const Features& features, GroupId a, GroupId b, const Extract& of_a, const Extract& of_b,
                   std::size_t most);

// What `one` states and `other` does not. The seed is the one that both were extracted with.
Unshared find_unshared(const Features& features, const Extract& one, const Extract& other, std::uint64_t seed,
                       std::size_t most);

ScoreParts score_parts(const PairParts& parts);

// A term of one signal with what it is worth, for choosing what to print.
struct WeightedTerm {
  TermId term;
  double weight;
};
bool heavier(const WeightedTerm& a, const WeightedTerm& b);

// The printed form of a term in an extract with surfaces; none if the extract does not hold it.
const std::string* surface_of(const Extract& extract, TermId term);

// Words that every other article holds tell a reader nothing, however rare they are in this archive.
bool is_common_word(const Extract& extract, const std::string& surface);

}  // namespace samestory

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
// Cost: a pair is shown some sixteen terms, so only the heaviest are looked up, and a Wording remembers them for the
// article's other pairs; whether one name stands inside another is asked of their letters first. Rejected: looking up
// every term of a pair; folding words once more to look them up. Tested by tests/evidence_test.cc and tests/cli.
#pragma once

#include <samestory/result.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "stories/affinity.h"
#include "stories/extract.h"
#include "stories/features.h"
#include "text/common_words.h"
#include "text/latin_form.h"

namespace samestory {

// One article's terms as they are shown to a reader. Looks up what it is asked for and remembers it: one a thread.
class Wording {
 public:
  // An extract with surfaces, of the article that stands for the group; the seed that it was extracted with.
  Wording(const Features& features, GroupId group, Extract extract, std::uint64_t seed);

  [[nodiscard]] const Extract& extract() const { return extract_; }
  [[nodiscard]] GroupId group() const { return group_; }

  // The printed form of an entry of the article's row in the features; empty if it is not to be shown. REQUIRES one of
  // the signals names, numbers and body.
  std::string_view shown(Signal signal, std::size_t entry);

  // A term as it may be listed for this article alone.
  struct Stated {
    TermId term;
    std::uint16_t count;
    std::string_view surface;
    std::uint64_t letters;                      // of the surface, a bit for each byte modulo 64
    std::optional<bool> listed = std::nullopt;  // it may be shown, and the archive or the article says it is a name
  };
  // The terms of names or numbers that have a printed form, most often stated first, longer before shorter. Which of
  // them are not listed may be left out as soon as that is known.
  std::vector<Stated>& stated(Signal signal);
  bool is_listed(Signal signal, Stated& stated) const;

  // Words that every other article holds tell a reader nothing, however rare they are in this archive.
  [[nodiscard]] bool is_common(std::string_view surface) const;

 private:
  const Features* features_;
  const CommonWords* common_words_;  // of the article's language
  GroupId group_;
  Extract extract_;
  std::uint64_t seed_;
  std::array<std::vector<std::optional<std::string_view>>, kSignals> shown_;  // by entry of the row
  std::array<std::optional<std::vector<Stated>>, kSignals> stated_;
};

// At most `most` of each kind.
Shared find_shared(const Features& features, Wording& a, Wording& b, LatinForm& latin, std::size_t most);

// What `one` states and `other` does not.
Unshared find_unshared(Wording& one, const Wording& other, std::size_t most);

ScoreParts score_parts(const PairParts& parts);

// A term of one signal with what it is worth, for choosing what to print.
struct WeightedTerm {
  TermId term;
  double weight;
};
bool heavier(const WeightedTerm& a, const WeightedTerm& b);

// The printed form of a term in an extract with surfaces; empty if the extract does not hold it.
std::string_view surface_of(const Extract& extract, TermId term);

}  // namespace samestory

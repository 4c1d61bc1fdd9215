// Every option of a grouping run, with its meaning, unit, range and default.
//
// Options are split by what they change: ResultOptions decide what comes out and are recorded in summary.json;
// RunOptions only decide how fast and how loudly, never the result.
#pragma once

#include <samestory/model.h>

#include <cstdint>

namespace samestory {

enum class Preset {
  kWeb,        // articles from the web: title and text
  kOcr,        // scanned newspapers: text with recognition errors and hyphenated line ends
  kHeadlines,  // titles only; they hold little, so more evidence is asked for
  kStrict,     // articles from the web; stories that are rather split than glued
  kGenerous,   // articles from the web; stories that are rather glued than split
};
inline constexpr Preset kPresets[] = {Preset::kWeb, Preset::kOcr, Preset::kHeadlines, Preset::kStrict,
                                      Preset::kGenerous};

enum class Level { kCopies, kStories, kStorylines };  // how far to go; each level includes the ones before it

enum class Coverage {
  kMatched,  // words that stand in both texts
  kSpanned,  // and those between them inside of a shared passage: recognition errors are no other text
};

enum class CopyGrouping {
  kCanonical,   // a canonical and what was verified to be its copy
  kComponents,  // whatever verified copy links connect: members need not be copies of the canonical, nor alike at all
};

// Copies: what counts as the same text (see src/copies/verify.h for the definitions).
struct CopyOptions {
  int shingle_words = 3;                   // words in a shingle, 1 to 16
  int shingle_points = 8;                  // code points in a shingle of a script written without spaces, 1 to 32
  double candidate_resemblance = 0.3;      // find pairs whose shingle sets resemble each other this much, 0.05 to 1
  double near_coverage = 0.8;              // near copy: shared passages cover this share of both texts, 0.5 to 1
  double partial_coverage = 0.7;           // partial copy: they cover this share of the shorter text, 0.5 to 1
  Coverage coverage = Coverage::kMatched;  // what shared passages cover
  int min_aligned_words = 25;              // and hold at least this many words (texts shorter than that: all of them)
  double most_slots = 0.045;               // words exchanged singly, a shared word; templates have more; 0 to 1
  double link_resemblance = 0.5;           // list pairs that resemble each other this much even if no copies, 0.05 to 1
  CopyGrouping grouping = CopyGrouping::kCanonical;
  std::uint64_t seed = 1;  // of every hash function; another seed defeats prepared collisions
};

// Stories: how much speaks for one event, above the neighbourhood of two articles (see src/stories/affinity.h).
struct StoryOptions {
  double level = 1.8;     // evidence in powers of ten; 1.4 broad, 2.2 strict; 1 to 8
  StoryModel model = {};  // how a pair is scored
};

struct ResultOptions {
  Preset preset = Preset::kWeb;
  Level level = Level::kStorylines;
  CopyOptions copies;
  StoryOptions stories;
};

// The values of a preset; single fields may be changed afterwards.
ResultOptions preset_options(Preset preset);

// Throws Error{kUsage} naming the field, its value and the range.
void check(const ResultOptions& options);

}  // namespace samestory

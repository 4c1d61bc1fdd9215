// The plan of one block of an archive: which events, which reports of them, who copies what, where and when.
//
// Input: options and the number of a block. Output: events, their reports, and the articles, each a report as its first
// outlet prints it or a copy of it; no text yet. An archive is a row of blocks of kBlockArticles articles that know
// nothing of each other (names aside, see vocabulary.h), so that memory does not grow with it and blocks can be made in
// parallel and in any order. No group is larger than a block. Outlets become more as the archive grows (options.h), and
// families of templates with them, so that what one outlet prints a day stays what it is in real archives.
//
// Shares are kept by error feedback, not by chance: the next unit is of the kind that lags furthest behind its share,
// and a report is reprinted if copies lag behind theirs. So each block holds the mixture asked for, up to the size of
// its last units, at any archive size. Group sizes follow the heavy tails of random.h: reprints 2 + Lomax(37/32), at
// most 60 and one an outlet; copies on the web, where they have to cost what they cost in real archives, 2 + Lomax(2),
// at most 30; reports of an event 1 + Lomax(3/2), at most 40. Invariants: reports are ordered by event, articles by
// report, the first article of a report is its original; each storyline is named by its first event. Cost: some 30 us a
// block. Test: tests/generate_archive_test.cc.
#pragma once

#include <cstdint>
#include <vector>

#include "generate/event.h"
#include "generate/options.h"

namespace samestory {

inline constexpr std::uint32_t kBlockArticles = 1000;

enum class UnitKind : std::uint8_t { kEvent, kSaga, kTemplate, kQuotation, kFollowUp };
inline constexpr std::uint32_t kUnitKinds = 5;

struct PlannedEvent {
  UnitKind kind = UnitKind::kEvent;
  std::uint32_t language = 0;   // index into GenerateOptions::languages
  std::uint32_t storyline = 0;  // its first event
  std::int32_t day = 0;         // since 1970-01-01
  std::uint64_t seed = 0;
  std::uint64_t shared_seed = 0;  // of the cast; for a template or quotation of the family
};

struct PlannedReport {
  std::uint32_t event = 0;
  std::uint32_t repeats = 0;  // kFollowUp: the earlier report of which it repeats a part
  std::uint32_t articles = 0;
};

struct PlannedArticle {
  std::uint32_t report = 0;
  bool original = true;
  std::uint32_t outlet = 0;  // of the event's language
  std::int64_t published_s = 0;
};

struct Plan {
  std::uint64_t block = 0;
  std::vector<PlannedEvent> events;
  std::vector<PlannedReport> reports;
  std::vector<PlannedArticle> articles;
};

// REQUIRES: checked options; block * kBlockArticles < options.articles.
Plan plan_block(const GenerateOptions& options, std::uint64_t block);

}  // namespace samestory

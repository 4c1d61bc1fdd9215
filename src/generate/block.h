// One block of a synthetic archive, from its plan to the bytes of its files.
//
// First every report is written once, then every article: the report as it is or as a copy changes it (edits.h), in one
// case of thirty with another report below it on the page, then the outlet's furniture, then, if asked for, the scan.
// The order is shuffled, so that copies do not stand together, and ids follow that order.
// A text is measured in words of its language, not in bytes: where a letter takes three, equal bytes were a third of
// the words and boilerplate half of many a text: in Hindi 8.6 candidate pairs an article, in English 1.2.
// Gold labels: an article's copy group is its report, its story the event, its storyline the saga. A page with two
// reports belongs to its first. Copies cut to a fifth stay in their group, since that is where they come from. A block
// needs nothing but its plan and what the world holds, so blocks can be made in any order by any thread. Cost: see
// bench/generate_bench.cc. Test: tests/generate_archive_test.cc.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "generate/habits.h"
#include "generate/options.h"
#include "generate/outlet.h"
#include "generate/plan.h"
#include "generate/vocabulary.h"

namespace samestory {

// What all blocks share; constant once made.
class World {
 public:
  explicit World(const GenerateOptions& options);

  const GenerateOptions& options() const { return options_; }
  // Mean size of a text, furniture included: equally many words in each language.
  std::uint32_t text_bytes(std::uint32_t language) const { return text_bytes_[language]; }
  const Habits& habits() const { return habits_; }
  const Vocabulary& vocabulary(std::uint32_t language) const { return vocabularies_[language]; }
  const Outlet& outlet(std::uint32_t language, std::uint32_t number) const { return outlets_[language][number]; }

 private:
  GenerateOptions options_;
  Habits habits_;
  std::deque<Vocabulary> vocabularies_;  // a deque, because voices point into it
  std::vector<std::vector<Outlet>> outlets_;
  std::vector<std::uint32_t> text_bytes_;
};

struct ArchiveCounts {
  std::uint64_t articles = 0;
  std::uint64_t text_bytes = 0;
  std::uint64_t reports = 0;          // copy groups, those of one article included
  std::uint64_t copied_articles = 0;  // in copy groups of two or more
  std::uint64_t merged_pages = 0;
  std::uint64_t events = 0;
  std::uint64_t storylines = 0;
  std::uint64_t saga_articles = 0;
  std::uint64_t template_articles = 0;
  std::uint64_t quotation_articles = 0;
  std::uint64_t follow_up_articles = 0;

  ArchiveCounts& operator+=(const ArchiveCounts& other);
};

struct Block {
  std::string articles;                     // JSON lines
  std::string copies, stories, storylines;  // lines of id TAB label
  ArchiveCounts counts;
};

// Reports of the plan that can take their text from elsewhere: all but templates.
std::uint32_t count_prose_reports(const Plan& plan);

// `sources` are the texts of the prose reports, in order; empty: all are invented. REQUIRES as many, or none.
Block write_block(const World& world, const Plan& plan, std::vector<Report> sources);

}  // namespace samestory

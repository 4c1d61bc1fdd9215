// What a grouping run returns. Vectors that speak of articles are in the order of the input.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace samestory {

enum class CopyKind {
  kCanonical,  // stands for its copy group; a lone article is its own canonical
  kExact,      // resemblance at least .98
  kNear,       // shared passages cover most of both texts
  kPartial,    // shared passages cover most of the shorter text and at least half of the longer; also what only
               // CopyGrouping::kComponents put there
};

enum class Role {
  kLead,     // stands for the story
  kCopy,     // exact or near copy of another member
  kPartial,  // partial copy of another member
  kReport,   // a report of its own
};

// One line of articles.jsonl. Indices point into the input.
struct Membership {
  std::size_t copy_of = 0;  // the canonical of its copy group; itself for a canonical
  CopyKind copy_kind = CopyKind::kCanonical;
  double resemblance = 1;     // Jaccard coefficient with the canonical's shingle set
  double containment = 1;     // share of the shorter text's words that lie in passages shared with the canonical
  std::size_t story = 0;      // the story's lead
  double story_score = 0;     // mean pair score to the other canonicals of its story; 0 if there are none
  std::size_t storyline = 0;  // lead of the storyline's first story
};

struct StoryMember {
  std::size_t article = 0;
  Role role = Role::kReport;
};

// One line of stories.jsonl.
struct Story {
  std::size_t lead = 0;
  std::size_t storyline = 0;
  std::size_t copy_groups = 0;
  std::size_t outlets = 0;              // distinct outlets; articles without one count as one together
  std::optional<std::int64_t> first_s;  // earliest and latest publication, seconds since 1970 UTC
  std::optional<std::int64_t> last_s;
  std::vector<std::string> terms;    // up to 8 words or names that tell a story of several reports
  std::vector<StoryMember> members;  // in canonical order: publication time, then id
};

enum class LinkKind {
  kExact,
  kNear,
  kPartial,
  kExcerpt,
  kAlike,  // resembles by CopyOptions::link_resemblance, but shares too little in passages to be a copy or an excerpt
  kStory,
};

struct Shared {
  std::vector<std::string> names, numbers, dates, ages, terms;
};

// What one of two articles states and the other does not.
struct Unshared {
  std::vector<std::string> names, numbers, dates, ages;
};

// What a pair's score is made of (src/stories/affinity.h).
struct ScoreParts {
  // Of body, lead, names, grams, numbers and title, as in StoryModel::weights; nothing where either lacks it.
  std::array<std::optional<double>, 6> cosines;
  std::optional<double> embedding;   // cosine of the user's vectors, where both have one
  double fullness = 1;               // what is left of them for want of words: below 1 for very short texts
  double together = 0;               // their weighted mean times that
  std::optional<double> days_apart;  // nothing: at least one is undated
  double kernel = 1;                 // what is left of `together` after that time
  double chance = 0;                 // what it adds that few articles of those days could have been as alike
  double agreement = 0;              // what dates, ages, outlets, names and numbers add that agree or not
  double embedded_worth = 0;         // what the user's vectors add
  double next_step = 0;              // what is taken off because an outlet tells one's event in a report of another day
  // What names, numbers and words of one spelling in two languages add; nothing within one language.
  std::optional<double> across_worth;
};

// What a story link rests on.
struct StoryLink {
  ScoreParts parts;
  Shared shared;
  Unshared only_a, only_b;
};

// One line of links.jsonl: the evidence for one verified copy or accepted story link.
struct Link {
  std::size_t a = 0, b = 0;  // a before b in canonical order
  LinkKind kind = LinkKind::kStory;
  double resemblance = 0;
  double containment = 0;
  double coverage_a = 0;                   // share of a's words that lie in passages shared with b
  double coverage_b = 0;                   // the greater one tells which text is taken from the other
  double score = 0;                        // pair score; 0 for links that only the copy engine made
  double background = 0;                   // the neighbourhood that the score was measured against
  std::shared_ptr<const StoryLink> story;  // null for links that only the copy engine made, which are most
};

struct Result {
  std::vector<Membership> articles;
  std::vector<Story> stories;  // largest first, ties by lead in canonical order
  std::vector<Link> links;     // in canonical order of (a, b)
};

}  // namespace samestory

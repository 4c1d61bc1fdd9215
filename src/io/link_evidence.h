// Link evidence: what story links rest on, as links.jsonl will state it, on disk until all links are in order.
//
// Links are found story by story, where each text is at hand, and written in the order of their articles. What they
// rest on is a dozen short strings and twenty figures a link, of which nobody asks anything but to be written: of a
// generated archive of 10^5 articles 224,000 links of .8 KB each. So each is formatted when it is found, and only its
// place is kept: 24 bytes. Rejected: finding it when it is written, since a text would be
// read again for each link.
//
// Invariant: what is read does not depend on the order in which threads wrote. Tested by tests/write_test.cc and
// tests/pipeline_test.cc.
#pragma once

#include <samestory/result.h>

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "io/lines.h"
#include "io/store.h"

namespace samestory {

// The members "shared" and, behind it, those that only a scored pair has.
void write_shared(Lines& lines, const Shared& shared);
void write_story_link(Lines& lines, const StoryLink& story);

class LinkEvidence {
 public:
  // Puts its file into `folder`, which must exist. Every failure throws Error{kOutput}.
  explicit LinkEvidence(const std::string& folder) : file_(folder) {}

  // Takes what some links rest on, and leaves null there; `place_of` gives the places that a and b will have in the
  // files. Thread-safe. REQUIRES pairs that were not taken before.
  void take(std::vector<Link>& links, const std::vector<std::size_t>& place_of);
  // From here on members() may be called, and take() may not.
  void finish();
  // Of a link's line the members "shared" to the last; empty if the pair was not taken. Thread-safe.
  [[nodiscard]] std::string members(std::size_t a, std::size_t b) const;

 private:
  struct Place {
    std::uint32_t a, b;
    std::uint64_t offset_bytes;
    std::uint32_t size_bytes;
  };
  static bool before(const Place& p, const Place& q) { return p.a != q.a ? p.a < q.a : p.b < q.b; }

  ScratchFile file_;
  std::mutex mutex_;
  std::vector<Place> places_;  // guarded by mutex_ until finish(), then sorted
};

}  // namespace samestory

// Pages with two reports: which verified copies of an article are of a report that merely stands on its page, too.
//
// A page that goes on with a second report, glued to the end of the first, can be a copy of both: it opens with one,
// and of two reports of one length each is half of it. Two events would share a copy group, and no comparison of two
// texts can tell, since the second report alone looks like the page cut down to its better half. Three texts can:
// copies of one report overlap in it, wherever each was cut; copies of two reports cover different parts of the page.
//
// Input: the graph of copies and excerpts, whose links say which 64ths of either text are shared. Output: the links
// that do not hold, excerpts from now on if they were more, and the articles that are pages. The link of an article
// with one of its copies does not hold if another of its copies shares only what stands before, but for the part that
// the seam divides. So a page belongs to the report that it opens with, and copies of the other one are free to form
// their own group. Pages rank behind all others when a canonical is chosen (src/copies/groups.h), since what stands for
// a group is also what its story is told from. Reports of one kind open with one formula; that it recurs must not hide
// them from each other, so a phrase that recurs is no shared part (src/copies/verify.cc).
//
// Two copies of one report that were cut to different ends still share its lead, and that alone keeps them together: to
// ask for an eighth of the lesser share in common, or for parts that merely begin earlier instead of standing wholly
// before, would part them.
//
// Adjusted Rand index of copy groups of generated reprints, seeds 1 to 3 (bench/ocr.py, preset web, no errors): .968,
// .978, .957 if no page were found, .972, .982, .962 as it is. The stories of labelled Arabic and American news (one
// run each of bench/quality.py) are the same either way: there are few such pages.
//
// What the pass finds parts stories, too: src/stories/second_reports.h.
//
// Rejected: looking only at the copies of a canonical, where a page that is a plain member of the second report's group
// would go unnoticed; and looking for a seam at which some copies end and others begin, which a headline or a line of
// furniture between the two hides.
//
// Cost: one look at each link of an article whose copies all overlap; else 3 ns for two links of one article
// (rows "pages" of bench/copies_bench.cc).
// Invariants: the outcome is a function of the set of links; every link that is named is one of the graph.
// Covered by tests/pages_test.cc and, on texts, tests/groups_test.cc.
#pragma once

#include <cstdint>
#include <vector>

#include "copies/copy_graph.h"

namespace samestory {

struct PageLink {
  const CopyLink* link;
  ArticleId page;  // the end of it that goes on with the other
};

struct Pages {
  std::vector<PageLink> second_reports;  // by page
  std::vector<std::uint8_t> is_page;     // one an article
};

Pages find_pages(const CopyGraph& graph);

}  // namespace samestory

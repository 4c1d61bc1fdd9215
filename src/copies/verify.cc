#include "copies/verify.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <numeric>
#include <span>
#include <utility>

#include "copies/shingle.h"

namespace samestory {
namespace {

// From prior work on Arabic news of 14 outlets, where pairs were read.
constexpr double kExactResemblance = 0.98;
constexpr double kLongerCoverage = 0.5;    // of the longer text; below it the shorter is an excerpt
constexpr double kOwnCoverage = 0.5;       // of the shorter text's units that are not repeated
constexpr double kOwnContainment = 0.3;    // of the shingles that these form
constexpr std::size_t kLeastSlots = 3;     // two corrected words make no template of a short text
constexpr double kCutCoverage = 0.7;       // of what partial_coverage asks, of own units, if the texts begin together
constexpr double kVerbatim = 0.9;          // of the words that passages span, those that match
constexpr std::size_t kOpeningWords = 10;  // of its own, in the passage that two texts open with
constexpr std::size_t kLeadWords = 60;     // before the first shared word: dateline, byline, a local paragraph
constexpr std::size_t kHeadlineWords = 5;  // fewer are a section's name or a catchword
constexpr std::int64_t kHeadlineSeconds = 3 * 86'400;  // between two printings
constexpr std::size_t kPointsPerWord = 2;              // of scripts without spaces; Chinese words have 1.5 to 2

// One of the two texts in the light of the other.
struct Side {
  const Prepared& text;
  const Prepared& other;
  std::span<const std::uint8_t> covered;
  std::size_t covered_units;
  std::size_t shared_shingles;
  std::size_t slots;
};

// What the two share at their beginnings.
struct Opening {
  bool one_headline;
  bool together;
  bool verbatim;
};

std::size_t size(const Side& side) { return side.text.units.hashes.size(); }

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

double coverage(const Side& side) { return share(side.covered_units, size(side)); }

std::size_t min_aligned_units(const Side& side, const CopyOptions& options) {
  const std::size_t words = static_cast<std::size_t>(options.min_aligned_words);
  return side.text.units.unspaced ? words * kPointsPerWord : words;
}

// Whether two outlets printed the texts under the same words within days.
bool have_one_headline(const Headline& x, const Headline& y) {
  constexpr std::int64_t kNoDate = std::numeric_limits<std::int64_t>::max();
  return x.words_hash != 0 && x.words_hash == y.words_hash && x.outlet != y.outlet && x.published_s != kNoDate &&
         y.published_s != kNoDate &&
         std::max(x.published_s, y.published_s) - std::min(x.published_s, y.published_s) <= kHeadlineSeconds;
}

// Whether both texts open with a passage that they share: what is left when an editor cuts from the end. A dateline or
// another line that an outlet repeats opens nothing.
bool begin_together(std::span<const Passage> passages, const Side& a, const Side& b) {
  const std::size_t points = a.text.units.unspaced ? kPointsPerWord : 1;
  const auto own = [](const Side& side, std::uint32_t begin, std::uint32_t end) {
    const auto& repeated = side.text.repeated;
    return end - begin - (repeated.empty() ? 0 : std::count(repeated.begin() + begin, repeated.begin() + end, 1));
  };
  const auto opening = static_cast<std::ptrdiff_t>(kOpeningWords * points);
  return std::any_of(passages.begin(), passages.end(), [&](const Passage& passage) {
    return std::max(passage.begin_a, passage.begin_b) <= kLeadWords * points &&
           own(a, passage.begin_a, passage.end_a) >= opening && own(b, passage.begin_b, passage.end_b) >= opening;
  });
}

struct Range {
  std::size_t begin, end;
};

std::size_t common_units(const Range& x, const Range& y) {
  const std::size_t begin = std::max(x.begin, y.begin);
  const std::size_t end = std::min(x.end, y.end);
  return begin < end ? end - begin : 0;
}

Range range_a(const Passage& passage) { return {passage.begin_a, passage.end_a}; }
Range range_b(const Passage& passage) { return {passage.begin_b, passage.end_b}; }

// Units of a text between beginning and end of a passage. A phrase that recurs counts twice: statements of two
// officials in the same phrases are not verbatim.
template <class RangeOf>
std::size_t spanned_units(std::span<const Passage> passages, const RangeOf& range_of) {
  std::size_t units = 0;
  for (const Passage& passage : passages) units += range_of(passage).end - range_of(passage).begin;
  return units;
}

// Whether shared passages hold little else, as verbatim text does and fill-ins of one skeleton do not.
bool is_verbatim(const Side& side, std::size_t spanned_units) {
  return share(side.covered_units, spanned_units) >= kVerbatim;
}

// Whether the two are filled-in forms of one skeleton rather than copies.
bool is_template(const Side& side, std::size_t aligned_units, const CopyOptions& options) {
  const std::size_t points = side.text.units.unspaced ? kPointsPerWord : 1;
  return side.slots >= kLeastSlots &&
         static_cast<double>(side.slots * points) > options.most_slots * static_cast<double>(aligned_units);
}

// Of the units that the outlet does not repeat everywhere.
double own_coverage(const Side& side) {
  const Prepared& text = side.text;
  std::size_t own_covered = side.covered_units;
  for (std::size_t i = 0; i < text.repeated.size(); ++i) own_covered -= side.covered[i] && text.repeated[i];
  return share(own_covered, text.own_units);
}

// How many of some shingles a text has.
std::size_t count_in(std::span<const std::uint64_t> shingles, const Prepared& text) {
  return count_shared(shingles, text.shingles);
}

// The same or more, in a fraction of the time.
std::size_t bound_in(std::span<const std::uint64_t> shingles, const Prepared& text) {
  return count_passing(shingles, text.filter);
}

// Whether the shingles that the text's own units form are the other's, too. Needs no alignment.
template <class Count>
bool contains_its_own(const Prepared& text, const Prepared& other, std::size_t shared_shingles, const Count& count) {
  if (text.repeated.empty()) return share(shared_shingles, text.shingles.size()) >= kOwnContainment;
  return share(count(text.own_shingles, other), text.own_shingles.size()) >= kOwnContainment;
}

// Whether the text is still largely the other's when furniture is set aside.
bool shares_its_own(const Side& side) {
  return own_coverage(side) >= kOwnCoverage && contains_its_own(side.text, side.other, side.shared_shingles, count_in);
}

CopyRelation relate(const Side& shorter, const Side& longer, const Opening& opening, std::size_t aligned_units,
                    const CopyOptions& options) {
  const std::size_t enough = min_aligned_units(shorter, options);
  const bool is_short = size(shorter) < enough;
  if (is_short ? shorter.covered_units < size(shorter) : aligned_units < enough) return CopyRelation::kNone;
  // Scanned texts come without their repeated units, and errors break most shingles of what is left.
  const bool own = options.coverage == Coverage::kSpanned ||
                   (shares_its_own(shorter) && (size(shorter) != size(longer) || shares_its_own(longer)));
  const bool is_cut = !is_short && (opening.one_headline || (opening.together && opening.verbatim));
  const bool is_covered = coverage(shorter) >= options.partial_coverage ||
                          (is_cut && own_coverage(shorter) >= kCutCoverage * options.partial_coverage);
  const bool is_filled_in = !opening.one_headline && is_template(shorter, aligned_units, options);
  if (!is_covered || is_filled_in || !own) {
    return is_short ? CopyRelation::kNone : CopyRelation::kQuotation;
  }
  if (std::min(coverage(shorter), coverage(longer)) >= options.near_coverage) return CopyRelation::kNear;
  if (is_short) return CopyRelation::kNone;
  return is_cut || coverage(longer) >= kLongerCoverage ? CopyRelation::kPartial : CopyRelation::kExcerpt;
}

// Neither text empty, both of one kind, and none shorter than a shingle, which only an equal text resembles.
bool are_comparable(const Prepared& a, const Prepared& b, const CopyOptions& options) {
  const std::size_t least = std::min(a.units.hashes.size(), b.units.hashes.size());
  return least > 0 && a.units.unspaced == b.units.unspaced && least >= window_units(a.units, options);
}

bool are_equal(const Prepared& a, const Prepared& b) {
  return !a.units.hashes.empty() && a.units.hashes == b.units.hashes;
}

CopyEvidence equal_texts(std::size_t units) {
  const auto aligned = static_cast<std::uint32_t>(units);
  return {kEqualTexts, aligned, {{0, aligned, 0, aligned}}};
}

std::size_t length(const Passage& passage) { return passage.end_a - passage.begin_a + passage.end_b - passage.begin_b; }

// The passages without those of which half, in either text, lies in another one as long: a phrase that recurs says
// nothing of where in a text the other one stands. Of two of one length both go, so that the sides can be exchanged.
std::vector<Passage> without_recurring(std::span<const Passage> passages) {
  std::vector<Passage> kept;
  for (const Passage& passage : passages) {
    const bool recurs = std::any_of(passages.begin(), passages.end(), [&](const Passage& longer) {
      if (&longer == &passage || length(longer) < length(passage)) return false;
      return 2 * common_units(range_a(passage), range_a(longer)) >= passage.end_a - passage.begin_a ||
             2 * common_units(range_b(passage), range_b(longer)) >= passage.end_b - passage.begin_b;
    });
    if (!recurs) kept.push_back(passage);
  }
  return kept;
}

// Bit i: whether half of the i-th 64th of a text, which has units unless there are fewer than 64, lies in the passages.
template <class RangeOf>
std::uint64_t shared_parts(std::span<const Passage> passages, std::size_t units, const RangeOf& range_of) {
  constexpr std::size_t kParts = 64;
  std::uint64_t parts = 0;
  for (std::size_t i = 0; i < kParts; ++i) {
    const Range part{i * units / kParts, (i + 1) * units / kParts};
    std::size_t common = 0;
    for (const Passage& passage : passages) common += common_units(range_of(passage), part);
    if (part.begin < part.end && 2 * common >= part.end - part.begin) parts |= std::uint64_t{1} << i;
  }
  return parts;
}

double jaccard(const Prepared& a, const Prepared& b, std::size_t shared_shingles) {
  return share(shared_shingles, a.shingles.size() + b.shingles.size() - shared_shingles);
}

// Everything but the passages.
CopyEvidence weigh(const Prepared& a, const Prepared& b, const SharedText& shared, std::size_t shared_shingles,
                   const CopyOptions& options) {
  const auto side = [&](const Prepared& text, const Prepared& other, const std::vector<std::uint8_t>& covered) {
    return Side{
        text,        other, covered, std::accumulate(covered.begin(), covered.end(), std::size_t{0}), shared_shingles,
        shared.slots};
  };
  const Side side_a = side(a, b, shared.covered_a);
  const Side side_b = side(b, a, shared.covered_b);
  const bool a_is_shorter =
      size(side_a) < size(side_b) || (size(side_a) == size(side_b) && side_a.covered_units <= side_b.covered_units);
  const Side& shorter = a_is_shorter ? side_a : side_b;
  const Side& longer = a_is_shorter ? side_b : side_a;

  const bool together = begin_together(shared.passages, side_a, side_b);
  const Opening opening{have_one_headline(a.headline, b.headline), together,
                        together && options.coverage == Coverage::kMatched &&
                            is_verbatim(side_a, spanned_units(shared.passages, range_a)) &&
                            is_verbatim(side_b, spanned_units(shared.passages, range_b))};

  CopyEvidence evidence;
  evidence.resemblance = jaccard(a, b, shared_shingles);
  evidence.coverage_a = coverage(side_a);
  evidence.coverage_b = coverage(side_b);
  evidence.containment = coverage(shorter);
  const std::size_t aligned_units = std::min(shared.matched_a, shared.matched_b);
  evidence.aligned_units = static_cast<std::uint32_t>(aligned_units);
  evidence.relation = evidence.resemblance >= kExactResemblance
                          ? CopyRelation::kExact
                          : relate(shorter, longer, opening, aligned_units, options);
  if (evidence.relation >= CopyRelation::kExcerpt) {
    const std::vector<Passage> passages = without_recurring(shared.passages);
    evidence.parts_a = shared_parts(passages, size(side_a), range_a);
    evidence.parts_b = shared_parts(passages, size(side_b), range_b);
  }
  return evidence;
}

// Whether enough is shared for a link as far as shingles tell, where relate() calls nothing more than a quotation that
// does not contain its own. Of two texts of one length either may count as the shorter, and then both have to.
// `shared_shingles` and `count` may be bounds.
template <class Count>
bool could_link(const Prepared& a, const Prepared& b, std::size_t shared_shingles, const Count& count,
                const CopyOptions& options) {
  if (jaccard(a, b, shared_shingles) >= std::min(options.link_resemblance, kExactResemblance)) return true;
  const std::size_t units_a = a.units.hashes.size();
  const std::size_t units_b = b.units.hashes.size();
  return (units_a > units_b || contains_its_own(a, b, shared_shingles, count)) &&
         (units_b > units_a || contains_its_own(b, a, shared_shingles, count));
}

bool could_link(const Prepared& a, const Prepared& b, const CopyOptions& options) {
  const bool a_is_shorter = a.shingles.size() < b.shingles.size();
  const std::size_t most = a_is_shorter ? bound_in(a.shingles, b) : bound_in(b.shingles, a);
  return could_link(a, b, most, bound_in, options);
}

// Windows that hold a repeated unit are left out.
std::vector<std::uint64_t> own_shingles(const Prepared& text, const CopyOptions& options) {
  std::vector<std::uint64_t> windows = window_hashes(text.units, options);
  const std::size_t width = std::min(window_units(text.units, options), text.repeated.size());
  std::size_t kept = 0;
  std::size_t repeated = 0;  // units in the window
  for (std::size_t end = 0; end < text.repeated.size(); ++end) {
    repeated += text.repeated[end];
    if (end + 1 < width) continue;
    if (repeated == 0) windows[kept++] = windows[end + 1 - width];
    repeated -= text.repeated[end + 1 - width];
  }
  windows.resize(kept);
  return shingle_set(std::move(windows));
}

}  // namespace

Prepared prepare(Units units, const std::vector<bool>& repeated, const CopyOptions& options) {
  assert(repeated.empty() || repeated.size() == units.hashes.size());
  Prepared prepared;
  prepared.shingles = shingle(units, options);
  prepared.grams = gram_hashes(units, options.coverage);
  prepared.filter = make_filter(prepared.shingles);
  prepared.units = std::move(units);
  prepared.own_units = prepared.units.hashes.size();
  const auto count = static_cast<std::size_t>(std::count(repeated.begin(), repeated.end(), true));
  if (count > 0) {
    prepared.own_units -= count;
    prepared.repeated.assign(repeated.begin(), repeated.end());
    prepared.own_shingles = own_shingles(prepared, options);
  }
  return prepared;
}

CopyEvidence Verifier::compare(const Prepared& a, const Prepared& b) {
  if (are_equal(a, b)) return equal_texts(a.units.hashes.size());
  if (!are_comparable(a, b, options_)) return {};
  const SharedText& shared = aligner_.align(a.units, a.grams, b.units, b.grams, options_.coverage);
  CopyEvidence evidence = weigh(a, b, shared, count_shared(a.shingles, b.shingles), options_);
  evidence.passages = shared.passages;
  return evidence;
}

CopyVerdict Verifier::verify(const Prepared& a, const Prepared& b) {
  // Of scans no rule asks for shingles.
  const bool is_bounded = options_.coverage == Coverage::kMatched;
  const bool comparable = are_comparable(a, b, options_);
  if (comparable && is_bounded && !could_link(a, b, options_)) return {};
  // Asked after the bound, which equal texts pass, since most pairs end there without a look at their units.
  if (are_equal(a, b)) return equal_texts(a.units.hashes.size());
  if (!comparable) return {};
  const std::size_t shared_shingles = count_shared(a.shingles, b.shingles);
  if (is_bounded && !could_link(a, b, shared_shingles, count_in, options_)) return {};
  const SharedText& shared = aligner_.align(a.units, a.grams, b.units, b.grams, options_.coverage);
  return weigh(a, b, shared, shared_shingles, options_);
}

std::uint64_t headline_hash(const Units& title) {
  const std::size_t least = title.unspaced ? kHeadlineWords * kPointsPerWord : kHeadlineWords;
  return title.hashes.size() < least ? 0 : sequence_hash(title);
}

CopyEvidence compare(const Prepared& a, const Prepared& b, const CopyOptions& options) {
  return Verifier(options).compare(a, b);
}

}  // namespace samestory

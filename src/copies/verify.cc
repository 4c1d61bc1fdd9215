#include "copies/verify.h"

#include <algorithm>
#include <cassert>
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
constexpr std::size_t kPointsPerWord = 2;  // of scripts without spaces; Chinese words have 1.5 to 2

// One of the two texts in the light of the other.
struct Side {
  const Prepared& text;
  const Prepared& other;
  std::span<const std::uint8_t> covered;
  std::size_t covered_units;
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

// Whether the text is still largely the other's when furniture is set aside.
bool shares_its_own(const Side& side) {
  const Prepared& text = side.text;
  std::size_t own_covered = side.covered_units;
  for (std::size_t i = 0; i < text.repeated.size(); ++i) own_covered -= side.covered[i] && text.repeated[i];
  if (share(own_covered, text.own_units) < kOwnCoverage) return false;
  const std::vector<std::uint64_t>& shingles = text.repeated.empty() ? text.shingles : text.own_shingles;
  return containment(shingles, side.other.shingles) >= kOwnContainment;
}

CopyRelation relate(const Side& shorter, const Side& longer, std::size_t aligned_units, const CopyOptions& options) {
  const std::size_t enough = min_aligned_units(shorter, options);
  const bool is_short = size(shorter) < enough;
  if (is_short ? shorter.covered_units < size(shorter) : aligned_units < enough) return CopyRelation::kNone;
  // Scanned texts come without their repeated units, and errors break most shingles of what is left.
  const bool own = options.coverage == Coverage::kSpanned ||
                   (shares_its_own(shorter) && (size(shorter) != size(longer) || shares_its_own(longer)));
  if (coverage(shorter) < options.partial_coverage || !own) {
    return is_short ? CopyRelation::kNone : CopyRelation::kQuotation;
  }
  if (std::min(coverage(shorter), coverage(longer)) >= options.near_coverage) return CopyRelation::kNear;
  if (is_short) return CopyRelation::kNone;
  return coverage(longer) >= kLongerCoverage ? CopyRelation::kPartial : CopyRelation::kExcerpt;
}

// Counts the units between the runs of a passage as covered, too.
void span_passages(SharedText& shared) {
  for (const Passage& passage : shared.passages) {
    std::fill(shared.covered_a.begin() + passage.begin_a, shared.covered_a.begin() + passage.end_a, std::uint8_t{1});
    std::fill(shared.covered_b.begin() + passage.begin_b, shared.covered_b.begin() + passage.end_b, std::uint8_t{1});
  }
}

CopyEvidence equal_texts(std::size_t units) {
  CopyEvidence evidence;
  evidence.relation = CopyRelation::kExact;
  evidence.resemblance = evidence.containment = evidence.coverage_a = evidence.coverage_b = 1;
  evidence.aligned_units = static_cast<std::uint32_t>(units);
  evidence.passages = {{0, evidence.aligned_units, 0, evidence.aligned_units}};
  return evidence;
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

Prepared prepare(Units units, std::vector<bool> repeated, const CopyOptions& options) {
  assert(repeated.empty() || repeated.size() == units.hashes.size());
  Prepared prepared;
  prepared.shingles = shingle(units, options);
  prepared.grams = position_grams(units, options.coverage);
  prepared.units = std::move(units);
  prepared.own_units = prepared.units.hashes.size();
  const auto count = static_cast<std::size_t>(std::count(repeated.begin(), repeated.end(), true));
  if (count > 0) {
    prepared.own_units -= count;
    prepared.repeated = std::move(repeated);
    prepared.own_shingles = own_shingles(prepared, options);
  }
  return prepared;
}

CopyEvidence compare(const Prepared& a, const Prepared& b, const CopyOptions& options) {
  const std::size_t units_a = a.units.hashes.size();
  const std::size_t units_b = b.units.hashes.size();
  if (units_a == 0 || units_b == 0) return {};
  if (a.units.hashes == b.units.hashes) return equal_texts(units_a);
  if (a.units.unspaced != b.units.unspaced) return {};
  if (std::min(units_a, units_b) < window_units(a.units, options)) return {};

  SharedText shared = find_shared_text(a.units, a.grams, b.units, b.grams, options.coverage);
  const auto covered_units = [](const std::vector<std::uint8_t>& covered) {
    return std::accumulate(covered.begin(), covered.end(), std::size_t{0});
  };
  const std::size_t aligned_units = std::min(covered_units(shared.covered_a), covered_units(shared.covered_b));
  if (options.coverage == Coverage::kSpanned) span_passages(shared);
  const Side side_a{a, b, shared.covered_a, covered_units(shared.covered_a)};
  const Side side_b{b, a, shared.covered_b, covered_units(shared.covered_b)};
  const bool a_is_shorter = units_a < units_b || (units_a == units_b && side_a.covered_units <= side_b.covered_units);
  const Side& shorter = a_is_shorter ? side_a : side_b;
  const Side& longer = a_is_shorter ? side_b : side_a;

  CopyEvidence evidence;
  evidence.resemblance = resemblance(a.shingles, b.shingles);
  evidence.coverage_a = coverage(side_a);
  evidence.coverage_b = coverage(side_b);
  evidence.containment = coverage(shorter);
  evidence.aligned_units = static_cast<std::uint32_t>(aligned_units);
  evidence.relation = evidence.resemblance >= kExactResemblance ? CopyRelation::kExact
                                                                : relate(shorter, longer, aligned_units, options);
  evidence.passages = std::move(shared.passages);
  return evidence;
}

}  // namespace samestory

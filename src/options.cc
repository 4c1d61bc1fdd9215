#include <samestory/error.h>
#include <samestory/options.h>

#include <sstream>
#include <string>

namespace samestory {
namespace {

template <class T>
void check_range(const char* name, T value, T least, T most) {
  if (value >= least && value <= most) return;
  std::ostringstream message;
  message << "option out of range: " << name << " = " << value << " (take " << least << " to " << most << ')';
  throw Error(ErrorKind::kUsage, message.str());
}

}  // namespace

ResultOptions preset_options(Preset preset) {
  ResultOptions options;
  options.preset = preset;
  if (preset == Preset::kOcr) {
    // Recognition errors break most shingles: look for pairs down to the least resemblance that buckets can find, and
    // accept passages with holes at lower coverage (src/copies/linkage.h).
    options.copies.candidate_resemblance = 0.05;
    options.copies.coverage = Coverage::kSpanned;
    options.copies.near_coverage = 0.6;
    options.copies.partial_coverage = 0.5;
    options.copies.most_slots = 1;
  }
  // Most headlines of a day stand alone, and eight words are soon alike. On 20 archives of titles, all of one day and
  // thinned until leaving each alone had BCubed F1 .894 in the mean, levels 3 to 3.8 had .909 to .911, 3.4 the most; on
  // five sets of titles as they are, level 3 had .750, 3.4 .725 and 3.8 .694 (bench/headlines.py).
  if (preset == Preset::kHeadlines) options.stories.level = 3.4;
  if (preset == Preset::kStrict) options.stories.level = 2.2;
  if (preset == Preset::kGenerous) options.stories.level = 1.4;
  return options;
}

void check(const ResultOptions& options) {
  const CopyOptions& copies = options.copies;
  check_range("shingle_words", copies.shingle_words, 1, 16);
  check_range("shingle_points", copies.shingle_points, 1, 32);
  check_range("candidate_resemblance", copies.candidate_resemblance, 0.05, 1.0);
  check_range("near_coverage", copies.near_coverage, 0.5, 1.0);
  check_range("partial_coverage", copies.partial_coverage, 0.5, 1.0);
  check_range("most_slots", copies.most_slots, 0.0, 1.0);
  check_range("link_resemblance", copies.link_resemblance, 0.05, 1.0);
  check_range("min_aligned_words", copies.min_aligned_words, 1, 10'000);
  check_range("story level", options.stories.level, 1.0, 8.0);
}

}  // namespace samestory

// Affinity: how strongly two articles speak of one event, as evidence in powers of ten.
//
// In words: how much more alike are they than each is to its wider neighbourhood, how few articles of those days could
// have been as alike by chance, and what do ages, stated days, names and numbers say? In figures, for articles i and j:
//   raw   = full * mean of the signals' cosines weighted by the model, over the signals that both have
//   full  = min(1, sqrt(substance_i * substance_j) / 2.5), which only very short texts bring below 1
//   x     = raw * k,   k = .35 + .5 exp(-days/1.5) + .15 exp(-(days/90)^2); 1 where either has no date
//   share = of the dated articles, those within max(days, 2) of the pair's middle; 1 where either has no date
//   crowd = that share of the articles in their language, in times of 300; 1 if less, or where either has no date
//   score = (x - 1.5 min(b_i, b_j)) / .065 - log10(share + .003) - .4 log10(crowd) + .5 (.8 age + month-day + day)
//           - strange
//   strange = 1 - (cosine of names + cosine of numbers) / .2, at least 0; 0 where either article has no names or no
//   numbers
// where b is an article's background (stories/background.h), and age, month-day and day are +1 if the articles share
// one, -1 if both state some and share none, else 0; an article that recalls the other's own day as past ("last October
// 15") counts -1 for both. Two reports of one outlet lose .5: it tells an event once and goes on to the next step. The
// form is that of an E-value (Altschul et al. 1990, J. Mol. Biol. 215, "Basic local alignment search tool"): likeness
// in excess of what the surroundings explain, times the number of articles that it was picked from. A score of 1.8 is
// the default level of stories; one more takes ten times the evidence. One level serves archives whose raw likeness at
// the border of a story lies between .08 and .58; that is what the background is for.
//
// All decisions are made on integers: x and the score are rounded to 1/kScale once and never touched as reals again.
//
// The figures are those of the default model (samestory/model.h). An embedding that the user hands in adds what it is
// worth (stories/embeddings.h). Two articles of different languages share no terms: their score is the rest alone, with
// neither x nor background, and what their names and numbers are worth (stories/across.h).
//
// A share alone would make a border looser the more days an archive has, whatever their density; and where thousands of
// articles lie within a few days, some are alike by chance. So the least share is worth 2.5 powers of ten, and a crowd
// asks for more. Both were chosen on the six sets, alone and among 20,000 others: .934 and .927 in the mean without,
// .937 and .934 with them. Only arabic_windows is crowded when alone (.899 to .915), yet archives of `generate`, which
// nothing was chosen on, gain as well: 10,000 articles .964 to .969, 60,000 articles .971 to .974.
//
// Names and numbers carry the event, the other words the topic. Two articles that state both and share next to none of
// either are two instances of one kind, however alike their words are: results of two companies, shootings in two
// towns. Of the true pairs of six labelled sets .3% in the worst had cosines below .03 of both, of the pairs that were
// joined wrongly 13 and 11% in two, of company results in reuters21578 that were joined with another company's 48%.
// `strange` was chosen with the six sets in sight: .936 to .938 in the mean, none lower.
//
// A cosine hides how much there is behind it: two headlines of eight words that share three are as alike as two pages
// that share a third. It counts in proportion to the articles' `substance`, up to a limit, as correlations that rest on
// few items do in collaborative filtering (Herlocker et al. 1999, SIGIR, significance weighting): the length of an
// article's vector of words before it is made 1 (stories/features.h). The limit of 2.5 is that of some six words that
// nothing else holds. Chosen with the level of preset headlines on titles of five labelled sets (bench/headlines.py):
// whole .662 without it at level 5, .725 with it at 3.4; thinned until most stand alone .908 and .911. The six sets of
// whole articles hardly notice it.
//
// The constants were chosen on six labelled sets (README, "Quality") and kept round: a tenth less of any one
// of the weights moves the mean over the sets by a tenth of a point at most. Rejected: one threshold on raw (needs
// tuning per archive); the ratio x / (.05 + b) with a cluster merge behind it (1.5 points less, 8 less on undated
// streams); the mean or maximum of the two backgrounds (the smaller of two lets a report of a crowded topic find its
// event); a kernel that falls lower (trials and inquiries lose their later reports). Cost: six sparse dot products a
// pair, mostly spent waiting for rows unless they are asked for ahead (bench/stories_bench.cc). Tested by
// tests/affinity_test.cc.
#pragma once

#include <samestory/model.h>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/ids.h"
#include "stories/features.h"
#include "stories/time_index.h"

namespace samestory {

inline constexpr int kScale = 1 << 20;  // one unit of x or of the score, as an integer

inline constexpr double kLeastShare = 0.003;  // added to the share: a rare day is worth 2.5 powers of ten, no more
inline constexpr double kChanceDays = 2;      // articles this near could have reported the event, too
inline constexpr double kFewRivals = 300;     // so many such articles are no crowd
inline constexpr double kAcquainted = 0.2;  // cosines of names and numbers together: so much, and two are no strangers
inline constexpr double kStrangersWorth = 1;  // powers of ten that are asked for more if they share none of either
inline constexpr double kCrowdWorth = 0.4;    // powers of ten, for ten times as many

inline constexpr int kSecondsPerDay = 86400;

// When an article was published, as its facts say it.
struct Moment {
  std::optional<std::int64_t> published_s;
  std::optional<std::int32_t> day;
};
Moment moment_of(const Facts& facts);

// Days between two publications, to the second where both know it; -1: unknown.
double days_apart(const Moment& a, const Moment& b);

// Publication in seconds since 1970, a day counting as its first second.
std::optional<std::int64_t> time_of(const Facts& facts);

// The parts of one pair's score, for scoring and for explaining alike.
struct PairParts {
  std::array<double, kSignals> cosine{};  // per signal; 0 where either lacks it
  std::array<bool, kSignals> both{};      // both have the signal
  bool one_language = true;               // else there are no words to compare
  bool embedded = false;                  // both have an embedding
  double embedding = 0;                   // its cosine; 0 where either lacks it
  double across_worth = 0;                // between two languages, in powers of ten
  double embedded_worth = 0;              // in powers of ten
  double fullness = 1;                    // what is left of their likeness for want of words
  double raw = 0;
  double days_apart = -1;  // -1: unknown
  double kernel = 1;
  double x = 0;
  double share = 1;                     // of the dated articles, those near the pair in time
  double rivals = 0;                    // articles of the language that stand there, about; 0 without dates
  int age = 0, month_day = 0, day = 0;  // -1, 0 or 1
  bool one_outlet = false;
  double strange = 0;                   // 1: names and numbers on both sides, and none shared; 0: enough shared
  double agreement = 0;                 // what the three, outlets and strangeness are worth, in powers of ten
  [[nodiscard]] double chance() const;  // powers of ten that share and rivals are worth; undated: none
};

PairParts compare(const Features& features, GroupId a, GroupId b, const StoryModel& model = {});

// One row of a signal, to be multiplied with many: its entries in a small hash table, and a filter of bits before it,
// since most columns of another row are not in this one. All of it stays in the nearest caches. Rejected: an array as
// long as the vocabulary (a tenth more time at 30,000 articles, a fifth at 100,000); the filter by gathers of AVX-512
// or AVX2 (a fourth less time on rows in the nearest caches, none to be seen in the whole pass).
class HeldRow {
 public:
  void set(const TermMatrix& rows, GroupId g);
  // The products added in the order of the columns, as in compare().
  [[nodiscard]] double times(const TermMatrix& rows, GroupId g) const;

 private:
  struct Slot {
    int column;  // -1: free
    float weight;
  };
  static constexpr std::size_t kFilterWords = 256;  // of 64 bits: a bit for each column, modulo their number
  [[nodiscard]] static std::size_t word_of(int column) { return static_cast<unsigned>(column) / 64 % kFilterWords; }
  std::array<std::uint64_t, kFilterWords> filter_{};
  std::vector<Slot> slots_;  // a power of two, at least three of four free
};

// Compares one article with many: its rows are held for all of them. Gives the same bits as compare(): the same
// products are added in the same order.
class Comparer {
 public:
  explicit Comparer(const Features& features, const StoryModel& model = {})
      : features_(&features), model_(model), times_(features.times_s) {}

  void set_first(GroupId a);
  [[nodiscard]] PairParts with(GroupId b) const;
  // Asks memory for the rows of one that is to come soon: they lie anywhere, and waiting for them took most of the
  // time.
  void prefetch(GroupId b) const;

 private:
  const Features* features_;
  StoryModel model_;
  TimeIndex times_;
  GroupId first_{};
  std::array<HeldRow, kSignals> held_;
};

// The cosine of two rows.
double dot_product(const TermMatrix& rows, GroupId a, GroupId b);

// x or a score as an integer.
std::int32_t quantize(double value);

// What a pair's score needs beside the backgrounds, as integers in units of 1/kScale.
struct PairEvidence {
  std::int32_t raw, x, beside;  // beside: all the rest
  bool one_language = true;
};
PairEvidence evidence_of(const PairParts& parts);

// The score as an integer, given the backgrounds of both.
std::int32_t score(const PairEvidence& evidence, double background_a, double background_b,
                   const StoryModel& model = {});

}  // namespace samestory

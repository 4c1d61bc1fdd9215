#include "copies/recurring_grams.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>

#include "base/huge_pages.h"
#include "base/parallel.h"
#include "copies/gram_keys.h"
#include "text/repeated.h"

namespace samestory {
namespace {

constexpr std::size_t kShares = 64;
constexpr std::size_t kSlots = 16;           // of a block, dealt side by side
constexpr std::size_t kSlotArticles = 64;    // one after the other
constexpr std::size_t kGramsACounter = 2;    // on average; one counter in a thousand then reaches eight by chance
constexpr std::size_t kAhead = 16;           // keys whose counter or record is on its way
constexpr std::uint32_t kLeastRecords = 64;  // places of a table

// Low bits, since counters and tables take the high ones; bit 0 is the rule.
std::size_t share_of(std::uint64_t key) { return key >> 1 & (kShares - 1); }
std::size_t part_of(std::uint64_t key, std::size_t parts) { return (key >> 7 & 0xFFFFFFFF) * parts >> 32; }

// The articles whose grams are counted, and of these the part that is counted now.
struct Counted {
  std::span<const GramArticle> articles;
  std::span<const ArticleId> ids;
  const UnitsSource& units;
  std::size_t part;
  std::size_t parts;
};

void append_keys(std::vector<std::uint64_t>& keys, const Counted& counted, ArticleId id) {
  const GramArticle& article = counted.articles[index(id)];
  for_each_gram(counted.units(id), article.outlet, [&](std::uint64_t key, std::size_t, std::size_t) {
    if ((key & kDayBit) != 0 && article.day == kNoDay) return;
    if (counted.parts == 1 || part_of(key, counted.parts) == counted.part) keys.push_back(key);
  });
}

// Whether a key can have been counted kRepeatedArticles times. A share is one thread's while it counts.
class Tally {
 public:
  // Without counters every key can.
  explicit Tally(std::size_t counters) {
    if (counters == 0) return;
    const std::size_t each = std::max<std::size_t>(2, counters / kShares);
    assert(std::has_single_bit(each));
    shift_ = 64 - static_cast<int>(std::bit_width(each - 1));
    for (HugeVector<std::uint8_t>& share : counters_) share.resize(each / 2);
  }

  void count(std::size_t share, std::span<const std::uint64_t> keys) {
    HugeVector<std::uint8_t>& counters = counters_[share];
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (i + kAhead < keys.size()) __builtin_prefetch(&counters[place(keys[i + kAhead]) / 2]);
      std::uint8_t& pair = counters[place(keys[i]) / 2];
      const int half = half_of(keys[i]);
      const int value = pair >> half & 15;
      pair = static_cast<std::uint8_t>(pair + ((value < kRepeatedArticles ? 1 : 0) << half));
    }
  }
  void prefetch(std::uint64_t key) const {
    if (shift_ > 0) __builtin_prefetch(&counters_[share_of(key)][place(key) / 2]);
  }
  [[nodiscard]] bool may_recur(std::uint64_t key) const {
    return shift_ == 0 || (counters_[share_of(key)][place(key) / 2] >> half_of(key) & 15) >= kRepeatedArticles;
  }

 private:
  static_assert(kRepeatedArticles < 16);
  [[nodiscard]] std::size_t place(std::uint64_t key) const { return key >> shift_; }
  [[nodiscard]] int half_of(std::uint64_t key) const { return static_cast<int>(place(key) & 1) * 4; }

  std::array<HugeVector<std::uint8_t>, kShares> counters_;  // two a byte
  int shift_ = 0;                                           // 0: none
};

// The days on which one gram was seen, as far as a window that ends with the last of them reaches.
struct SeenDays {
  std::uint64_t key = 0;
  std::uint32_t last_article = 0;
  std::int32_t last_day = 0;
  // By days: bit i stands for the i-th day before the last one. By outlet: byte i is the age of the i-th article before
  // the last one on the last day, kOld if there is none or it is older. 0: no gram has this place.
  std::uint64_t seen = 0;
};

constexpr std::uint64_t kOld = 255;  // days
constexpr std::uint32_t kTold = 0xFFFFFFFF;
static_assert(kRepeatedArticles == 8 && kWindowDays < 64 && kRepeatedSpread <= kWindowDays);

std::uint64_t aged(std::uint64_t ages, std::uint64_t days) {
  std::uint64_t older = 0;
  for (int shift = 0; shift < 64; shift += 8) older |= std::min(kOld, (ages >> shift & 255) + days) << shift;
  return older;
}

// Takes one article more, of a later day or the same; whether some window now holds enough.
bool recurs_with(SeenDays& gram, std::int32_t day) {
  const auto days = static_cast<std::uint64_t>(std::int64_t{day} - std::int64_t{gram.last_day});
  gram.last_day = day;
  if ((gram.key & kDayBit) != 0) {
    gram.seen = ((days < 64 ? gram.seen << days : 0) & ((std::uint64_t{1} << kWindowDays) - 1)) | 1;
    return std::popcount(gram.seen) >= kRepeatedDays && std::bit_width(gram.seen) >= kRepeatedSpread;
  }
  gram.seen = (days == 0 ? gram.seen : aged(gram.seen, std::min(days, kOld))) << 8;
  return gram.seen >> 56 < static_cast<std::uint64_t>(kWindowDays);
}

// The grams of one share that are followed.
class Followed {
 public:
  struct Sighting {
    std::uint64_t key;
    std::uint32_t article;
  };

  void see(std::span<const Sighting> sightings, std::span<const GramArticle> articles, RecurringGrams& found) {
    for (std::size_t i = 0; i < sightings.size(); ++i) {
      if (i + kAhead < sightings.size()) __builtin_prefetch(&table_[sightings[i + kAhead].key >> shift_]);
      see(sightings[i], articles[sightings[i].article], found);
    }
  }

 private:
  void see(const Sighting& sighting, const GramArticle& article, RecurringGrams& found) {
    SeenDays& gram = *place_of(sighting.key);
    if (gram.seen == 0) {
      gram = {sighting.key, sighting.article, article.day, (sighting.key & kDayBit) != 0 ? 1 : ~kOld};
      if (2 * ++size_ > table_.size()) grow();
    } else if (gram.last_article != kTold && gram.last_article != sighting.article) {
      gram.last_article = sighting.article;
      if (!recurs_with(gram, article.day)) return;
      gram.last_article = kTold;
      gram.seen = 1;
      found.keys.push_back(sighting.key);
      if ((sighting.key & kDayBit) == 0) found.outlets.push_back(article.outlet);
    }
  }

  SeenDays* place_of(std::uint64_t key) {
    std::size_t place = key >> shift_;
    while (table_[place].seen != 0 && table_[place].key != key) place = (place + 1) & (table_.size() - 1);
    return &table_[place];
  }

  void grow() {
    HugeVector<SeenDays> before(2 * table_.size());
    before.swap(table_);
    --shift_;
    for (const SeenDays& gram : before) {
      if (gram.seen != 0) *place_of(gram.key) = gram;
    }
  }

  HugeVector<SeenDays> table_{kLeastRecords};  // a power of two, half of them free
  std::size_t size_ = 0;
  int shift_ = 64 - static_cast<int>(std::bit_width(kLeastRecords - 1));
};

// Calls deal(shares, keys of an article, its id) for every article and hand_over(share, entries) for every share, with
// entries in the order of the articles.
template <class Entry, class Deal, class HandOver>
void deal_keys(const Counted& counted, const Deal& deal, const HandOver& hand_over) {
  struct Slot {
    std::vector<std::uint64_t> keys;  // of one article
    std::array<std::vector<Entry>, kShares> shares;
  };
  std::vector<Slot> slots(kSlots);
  for (std::size_t first = 0; first < counted.ids.size(); first += kSlots * kSlotArticles) {
    const std::span<const ArticleId> block =
        counted.ids.subspan(first, std::min(kSlots * kSlotArticles, counted.ids.size() - first));
    for_each_index(
        kSlots,
        [&](std::size_t s) {
          Slot& slot = slots[s];
          for (std::vector<Entry>& share : slot.shares) share.clear();
          const std::size_t end = std::min(block.size(), (s + 1) * kSlotArticles);
          for (std::size_t i = s * kSlotArticles; i < end; ++i) {
            slot.keys.clear();
            append_keys(slot.keys, counted, block[i]);
            deal(slot.shares, slot.keys, block[i]);
          }
        },
        1);
    for_each_index(
        kShares,
        [&](std::size_t share) {
          for (const Slot& slot : slots) hand_over(share, std::span<const Entry>(slot.shares[share]));
        },
        1);
  }
}

Tally tally(const Counted& counted, std::size_t counters) {
  Tally tally(counters);
  if (counters == 0) return tally;
  deal_keys<std::uint64_t>(
      counted,
      [](auto& shares, const std::vector<std::uint64_t>& keys, ArticleId) {
        for (const std::uint64_t key : keys) shares[share_of(key)].push_back(key);
      },
      [&](std::size_t share, std::span<const std::uint64_t> keys) { tally.count(share, keys); });
  return tally;
}

RecurringGrams follow(const Counted& counted, const Tally& tally) {
  std::vector<Followed> followed(kShares);
  std::vector<RecurringGrams> found(kShares);
  deal_keys<Followed::Sighting>(
      counted,
      [&](auto& shares, const std::vector<std::uint64_t>& keys, ArticleId id) {
        for (std::size_t i = 0; i < keys.size(); ++i) {
          if (i + kAhead < keys.size()) tally.prefetch(keys[i + kAhead]);
          if (tally.may_recur(keys[i]))
            shares[share_of(keys[i])].push_back({keys[i], static_cast<std::uint32_t>(index(id))});
        }
      },
      [&](std::size_t share, std::span<const Followed::Sighting> sightings) {
        followed[share].see(sightings, counted.articles, found[share]);
      });
  RecurringGrams all;
  for (const RecurringGrams& share : found) {
    all.keys.insert(all.keys.end(), share.keys.begin(), share.keys.end());
    all.outlets.insert(all.outlets.end(), share.outlets.begin(), share.outlets.end());
  }
  return all;
}

}  // namespace

RecurringGrams find_recurring(std::span<const GramArticle> articles, std::span<const ArticleId> counted,
                              const UnitsSource& units, std::size_t grams_at_once, std::size_t most_counters) {
  assert(std::is_sorted(articles.begin(), articles.end(),
                        [](const GramArticle& x, const GramArticle& y) { return x.day < y.day; }));
  std::size_t grams = 0;
  for (const ArticleId article : counted) grams += 2 * std::size_t{articles[index(article)].units};
  const std::size_t counters = grams > grams_at_once ? std::min(std::bit_ceil(grams), most_counters) : 0;
  const std::size_t parts = counters > 0 ? grams / (kGramsACounter * counters) + 1 : 1;
  RecurringGrams all;
  for (std::size_t part = 0; part < parts; ++part) {
    const Counted in_part{articles, counted, units, part, parts};
    const RecurringGrams found = follow(in_part, tally(in_part, counters));
    all.keys.insert(all.keys.end(), found.keys.begin(), found.keys.end());
    all.outlets.insert(all.outlets.end(), found.outlets.begin(), found.outlets.end());
  }
  return all;
}

}  // namespace samestory

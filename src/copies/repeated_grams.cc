#include "copies/repeated_grams.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cassert>
#include <map>
#include <numeric>

#include "base/hash.h"
#include "base/hash_order.h"
#include "base/parallel.h"
#include "graph/disjoint_sets.h"

namespace samestory {
namespace {

constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15ULL;  // odd, so that no unit is shifted out of a gram's hash
constexpr std::uint64_t kDayTag = 0x510E527FADE682D1ULL;      // in place of an outlet: bits of the square root of 11
constexpr std::uint64_t kDayBit = 1;                          // of a key: which rule it is counted for
constexpr std::size_t kShares = 16;                           // of a part, sorted side by side
constexpr std::size_t kBitsAKey = 16;  // of the filter: one foreign gram in 70 or so is looked up

struct Record {
  std::uint64_t key = 0;
  std::uint32_t article = 0;
  friend auto operator<=>(const Record&, const Record&) = default;
};

// One hash a window of `width` units, in reading order; units are random words already.
template <class Visit>
void for_each_window(const std::vector<std::uint64_t>& units, std::size_t width, const Visit& visit) {
  for (std::size_t i = 0; i + width <= units.size(); ++i) {
    std::uint64_t hash = units[i];
    for (std::size_t u = i + 1; u < i + width; ++u) hash = hash * kMultiplier + units[u];
    visit(hash, i);
  }
}

// Calls visit(key, first unit, units) for each gram of the text and each rule.
template <class Visit>
void for_each_gram(const Units& units, std::uint64_t outlet, const Visit& visit) {
  const std::size_t scale = units.unspaced ? 2 : 1;
  if (outlet != 0) {
    for_each_window(units.hashes, scale * kOutletGram, [&](std::uint64_t hash, std::size_t first) {
      visit(mix(hash ^ outlet) & ~kDayBit, first, scale * kOutletGram);
    });
  }
  for_each_window(units.hashes, scale * kDayGram, [&](std::uint64_t hash, std::size_t first) {
    visit(mix(hash ^ kDayTag) | kDayBit, first, scale * kDayGram);
  });
}

// The part and, inside of it, the share of a key: low bits, since sorting by a hash needs the high ones to be even.
std::size_t part_of(std::uint64_t key, std::size_t parts) { return (key >> 5 & 0xFFFFFFFF) * parts >> 32; }
std::size_t share_of(std::uint64_t key) { return key >> 1 & (kShares - 1); }

// Two bits of a word of the filter; the word is told by the high bits of the key.
std::uint64_t filter_bits(std::uint64_t key) {
  return std::uint64_t{1} << (key >> 1 & 63) | std::uint64_t{1} << (key >> 7 & 63);
}

using Shares = std::array<std::vector<Record>, kShares>;

// Whether one of the windows holds enough of the ascending `days`, with enough between its first and last.
bool recurs(std::span<const std::int32_t> days, std::size_t enough, std::int32_t spread) {
  std::size_t end = 0;
  for (std::size_t begin = 0; begin < days.size(); ++begin) {
    while (end < days.size() && (days[end] == days[begin] || days[end] - days[begin] < kWindowDays)) ++end;
    if (end - begin >= enough && days[end - 1] - days[begin] + 1 >= spread) return true;
  }
  return false;
}

bool is_repeated(std::span<const Record> run, std::span<const GramArticle> articles, std::vector<std::int32_t>& days) {
  const bool by_day = (run[0].key & kDayBit) != 0;
  days.clear();
  for (std::size_t i = 0; i < run.size(); ++i) {
    if (i > 0 && run[i].article == run[i - 1].article) continue;
    const std::int32_t day = articles[run[i].article].day;
    if (by_day && (day == kNoDay || (!days.empty() && days.back() == day))) continue;
    days.push_back(day);
  }
  if (by_day) return recurs(days, kRepeatedDays, kRepeatedSpread);
  return recurs(days, kRepeatedArticles, 1);
}

struct Found {
  std::vector<std::uint64_t> keys;
  std::vector<std::uint64_t> outlets;  // of the keys of the outlet rule
};

Found scan(std::vector<Record>& records, std::span<const GramArticle> articles) {
  sort_by_hash(
      records, [](const Record& record) { return record.key; }, std::less<>());
  Found found;
  std::vector<std::int32_t> days;
  for (std::size_t begin = 0; begin < records.size();) {
    std::size_t end = begin + 1;
    while (end < records.size() && records[end].key == records[begin].key) ++end;
    const std::span<const Record> run = std::span(records).subspan(begin, end - begin);
    if (run.size() >= kRepeatedArticles && is_repeated(run, articles, days)) {
      found.keys.push_back(run[0].key);
      if ((run[0].key & kDayBit) == 0) found.outlets.push_back(articles[run[0].article].outlet);
    }
    begin = end;
  }
  return found;
}

// Counters that say of a key whether it can have been counted kRepeatedArticles times. Threads may count at once.
class Tally {
 public:
  // None: every key can.
  Tally() = default;
  explicit Tally(std::size_t counters)
      : counters_(counters), shift_(64 - static_cast<int>(std::bit_width(counters - 1))) {}

  void count(std::uint64_t key) {
    std::atomic<std::uint8_t>& counter = counters_[key >> shift_];
    // Exchanged, not added to: any number of threads may find the last free count at once.
    std::uint8_t value = counter.load(std::memory_order_relaxed);
    while (value < kRepeatedArticles &&
           !counter.compare_exchange_weak(value, static_cast<std::uint8_t>(value + 1), std::memory_order_relaxed)) {
    }
  }
  [[nodiscard]] bool may_recur(std::uint64_t key) const {
    return counters_.empty() || counters_[key >> shift_].load(std::memory_order_relaxed) >= kRepeatedArticles;
  }

 private:
  std::vector<std::atomic<std::uint8_t>> counters_;
  int shift_ = 0;
};

// Calls visit(key) for the grams of one part of the keys.
template <class Visit>
void for_each_key(const Units& units, const GramArticle& article, std::size_t part, std::size_t parts,
                  const Visit& visit) {
  for_each_gram(units, article.outlet, [&](std::uint64_t key, std::size_t, std::size_t) {
    if ((key & kDayBit) != 0 && article.day == kNoDay) return;
    if (part_of(key, parts) == part) visit(key);
  });
}

Tally tally_part(std::span<const GramArticle> articles, std::span<const ArticleId> counted, const UnitsSource& source,
                 std::size_t part, std::size_t parts, std::size_t counters) {
  Tally tally(counters);
  for_each_index(
      counted.size(),
      [&](std::size_t i) {
        for_each_key(source(counted[i]), articles[index(counted[i])], part, parts,
                     [&](std::uint64_t key) { tally.count(key); });
      },
      16);
  return tally;
}

// Records of one part of the keys, of all counted articles.
Shares collect_part(std::span<const GramArticle> articles, std::span<const ArticleId> counted,
                    const UnitsSource& source, std::size_t part, std::size_t parts, const Tally& tally) {
  std::vector<Shares> slots = accumulate_indices<Shares>(
      counted.size(),
      [&](Shares& shares, std::size_t i) {
        const std::size_t article = index(counted[i]);
        for_each_key(source(counted[i]), articles[article], part, parts, [&](std::uint64_t key) {
          if (tally.may_recur(key)) shares[share_of(key)].push_back({key, static_cast<std::uint32_t>(article)});
        });
      },
      16);
  Shares all;
  for_each_index(
      kShares,
      [&](std::size_t share) {
        for (Shares& slot : slots) {
          all[share].insert(all[share].end(), slot[share].begin(), slot[share].end());
          std::vector<Record>().swap(slot[share]);
        }
      },
      1);
  return all;
}

// Whether some gram could recur among these articles by one of the rules. `family` ascends.
bool may_hold_repeated(std::span<const ArticleId> family, std::span<const GramArticle> articles) {
  if (family.size() < static_cast<std::size_t>(std::min(kRepeatedArticles, kRepeatedDays))) return false;
  std::vector<std::uint64_t> outlets;
  std::vector<std::int32_t> days;
  for (const ArticleId id : family) {
    const GramArticle& article = articles[index(id)];
    if (article.outlet != 0) outlets.push_back(article.outlet);
    if (article.day != kNoDay && (days.empty() || days.back() != article.day)) days.push_back(article.day);
  }
  if (recurs(days, kRepeatedDays, kRepeatedSpread)) return true;
  std::sort(outlets.begin(), outlets.end());
  constexpr std::size_t kEnough = kRepeatedArticles;
  for (std::size_t i = kEnough - 1; i < outlets.size(); ++i) {
    if (outlets[i] == outlets[i - kEnough + 1]) return true;
  }
  return false;
}

}  // namespace

RepeatedGrams::RepeatedGrams(std::span<const GramArticle> articles, std::span<const ArticleId> counted,
                             const UnitsSource& units, std::size_t records_at_once, std::size_t most_counters) {
  assert(std::is_sorted(articles.begin(), articles.end(),
                        [](const GramArticle& x, const GramArticle& y) { return x.day < y.day; }));
  counted_.resize(articles.size());
  for (const ArticleId article : counted) counted_[index(article)] = true;
  std::size_t records = 0;
  for (const ArticleId article : counted) records += 2 * std::size_t{articles[index(article)].units};
  constexpr std::size_t kSharing = 2;  // grams a counter, on average; one in a thousand then reaches eight by chance
  const bool tallied = records > records_at_once;
  const std::size_t counters = std::min(std::bit_ceil(records), most_counters);
  const std::size_t parts = tallied ? records / (kSharing * counters) + 1 : 1;
  std::vector<std::uint64_t> keys, outlets;
  for (std::size_t part = 0; part < parts; ++part) {
    const Tally tally = tallied ? tally_part(articles, counted, units, part, parts, counters) : Tally();
    Shares shares = collect_part(articles, counted, units, part, parts, tally);
    std::array<Found, kShares> found;
    for_each_index(
        kShares, [&](std::size_t share) { found[share] = scan(shares[share], articles); }, 1);
    for (const Found& of : found) {
      keys.insert(keys.end(), of.keys.begin(), of.keys.end());
      outlets.insert(outlets.end(), of.outlets.begin(), of.outlets.end());
    }
  }
  set_keys(std::move(keys));
  samestory::sort(outlets.begin(), outlets.end(), std::less<>());
  find_no_outlets(articles, counted, units, outlets);
}

void RepeatedGrams::set_keys(std::vector<std::uint64_t> keys) {
  keys_ = std::move(keys);
  samestory::sort(keys_.begin(), keys_.end(), std::less<>());
  const std::size_t words = std::bit_ceil(std::max<std::size_t>(2, keys_.size() * kBitsAKey / 64));
  filter_.assign(words, 0);
  filter_shift_ = 64 - static_cast<int>(std::bit_width(words - 1));
  for (const std::uint64_t key : keys_) filter_[key >> filter_shift_] |= filter_bits(key);
}

bool RepeatedGrams::contains(std::uint64_t key) const {
  const std::uint64_t bits = filter_bits(key);
  return (filter_[key >> filter_shift_] & bits) == bits && std::binary_search(keys_.begin(), keys_.end(), key);
}

void RepeatedGrams::find_no_outlets(std::span<const GramArticle> articles, std::span<const ArticleId> counted,
                                    const UnitsSource& units, const std::vector<std::uint64_t>& outlets_of_grams) {
  struct Words {
    std::uint64_t articles = 0, all = 0, masked = 0, grams = 0;
  };
  std::map<std::uint64_t, Words> words;  // of the outlets with a repeated gram
  for (const std::uint64_t outlet : outlets_of_grams) ++words[outlet].grams;
  for (const GramArticle& article : articles) {
    const auto of = words.find(article.outlet);
    if (of == words.end()) continue;
    ++of->second.articles;
    of->second.all += article.units;
  }
  // Few outlets have more repeated text than a handful of templates: only their articles are read again.
  std::erase_if(words,
                [](const auto& of) { return of.second.grams * of.second.articles <= kMostFamilies * of.second.all; });
  std::vector<ArticleId> suspects;
  for (const ArticleId article : counted) {
    if (words.contains(articles[index(article)].outlet)) suspects.push_back(article);
  }
  std::vector<std::uint64_t> masked(suspects.size());
  for_each_index(
      suspects.size(),
      [&](std::size_t i) {
        const Units text = units(suspects[i]);
        std::vector<bool> flags(text.hashes.size(), false);
        for_each_gram(text, articles[index(suspects[i])].outlet,
                      [&](std::uint64_t key, std::size_t first, std::size_t length) {
                        if ((key & kDayBit) != 0 || !contains(key)) return;
                        for (std::size_t u = first; u < first + length; ++u) flags[u] = true;
                      });
        masked[i] = static_cast<std::uint64_t>(std::count(flags.begin(), flags.end(), true));
      },
      16);
  for (std::size_t i = 0; i < suspects.size(); ++i) words[articles[index(suspects[i])].outlet].masked += masked[i];
  for (const auto& [outlet, of] : words) {
    if (2 * of.masked > of.all) no_outlets_.push_back(outlet);
  }
}

std::vector<bool> RepeatedGrams::mask(const Units& units, std::uint64_t outlet) const {
  std::vector<bool> repeated;
  if (keys_.empty()) return repeated;
  if (std::binary_search(no_outlets_.begin(), no_outlets_.end(), outlet)) outlet = 0;
  for_each_gram(units, outlet, [&](std::uint64_t key, std::size_t first, std::size_t length) {
    if (!contains(key)) return;
    repeated.resize(units.hashes.size(), false);
    for (std::size_t u = first; u < first + length; ++u) repeated[u] = true;
  });
  return repeated;
}

std::vector<ArticleId> find_families(std::span<const GramArticle> articles, std::span<const CandidatePair> pairs) {
  DisjointSets components(articles.size());
  for (const CandidatePair& pair : pairs) components.join(index(pair.a), index(pair.b));
  std::vector<std::uint64_t> joined;  // root in the upper half, article in the lower
  for (std::size_t i = 0; i < articles.size(); ++i) {
    const std::uint64_t root = components.root(i);
    if (root != i) joined.push_back(root << 32 | i);
  }
  samestory::sort(joined.begin(), joined.end(), std::less<>());
  std::vector<ArticleId> members;
  for (std::size_t begin = 0; begin < joined.size();) {
    std::vector<ArticleId> family = {article_id(joined[begin] >> 32)};
    std::size_t end = begin;
    for (; end < joined.size() && joined[end] >> 32 == index(family[0]); ++end)
      family.push_back(article_id(joined[end] & 0xFFFFFFFF));
    begin = end;
    if (may_hold_repeated(family, articles)) members.insert(members.end(), family.begin(), family.end());
  }
  samestory::sort(members.begin(), members.end(), std::less<>());
  return members;
}

Units without(const Units& units, const std::vector<bool>& mask) {
  if (mask.empty()) return units;
  assert(mask.size() == units.hashes.size());
  Units kept;
  kept.unspaced = units.unspaced;
  std::size_t i = 0;
  for (const std::uint32_t end : units.span_ends) {
    const std::size_t before = kept.hashes.size();
    for (; i < end; ++i) {
      if (!mask[i]) kept.hashes.push_back(units.hashes[i]);
    }
    if (kept.hashes.size() > before) kept.span_ends.push_back(static_cast<std::uint32_t>(kept.hashes.size()));
  }
  return kept;
}

}  // namespace samestory

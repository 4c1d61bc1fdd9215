#include "copies/repeated_grams.h"

#include <algorithm>
#include <cassert>
#include <map>

#include "base/parallel.h"
#include "copies/gram_keys.h"
#include "graph/disjoint_sets.h"
#include "text/repeated.h"

namespace samestory {
namespace {

// Whether one of the windows holds enough of the ascending `days`, with enough between its first and last.
bool recurs(std::span<const std::int32_t> days, std::size_t enough, std::int32_t spread) {
  std::size_t end = 0;
  for (std::size_t begin = 0; begin < days.size(); ++begin) {
    while (end < days.size() && (days[end] == days[begin] || days[end] - days[begin] < kWindowDays)) ++end;
    if (end - begin >= enough && days[end - 1] - days[begin] + 1 >= spread) return true;
  }
  return false;
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
                             const UnitsSource& units, std::size_t grams_at_once, std::size_t most_counters) {
  counted_.resize(articles.size());
  for (const ArticleId article : counted) counted_[index(article)] = true;
  const RecurringGrams recurring = find_recurring(articles, counted, units, grams_at_once, most_counters);
  keys_ = KeySet(recurring.keys);
  find_no_outlets(articles, counted, units, recurring.outlets);
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
                        if ((key & kDayBit) != 0 || !keys_.contains(key)) return;
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
  if (keys_.size() == 0) return repeated;
  if (std::binary_search(no_outlets_.begin(), no_outlets_.end(), outlet)) outlet = 0;
  struct Gram {
    std::uint64_t key;
    std::size_t first, end;
  };
  std::vector<Gram> grams;  // each announced before the first is asked for
  grams.reserve(2 * units.hashes.size());
  for_each_gram(units, outlet, [&](std::uint64_t key, std::size_t first, std::size_t length) {
    keys_.prefetch(key);
    grams.push_back({key, first, first + length});
  });
  for (const Gram& gram : grams) {
    if (!keys_.contains(gram.key)) continue;
    repeated.resize(units.hashes.size(), false);
    for (std::size_t u = gram.first; u < gram.end; ++u) repeated[u] = true;
  }
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

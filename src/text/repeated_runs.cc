#include "text/repeated_runs.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "base/hash_order.h"
#include "base/parallel.h"
#include "text/repeated.h"

namespace samestory {
namespace {

struct Holder {
  std::uint64_t run;      // key
  std::uint32_t article;  // of the outlet
  bool operator<(const Holder& other) const { return std::pair(run, article) < std::pair(other.run, other.article); }
};

std::size_t run_length(const Units& units) { return units.unspaced ? kRunPoints : kRunUnits; }

// Calls visit(begin, end, key) for each run of the text.
template <class Visit>
void for_each_run(const Units& units, std::uint64_t outlet, const Visit& visit) {
  const std::size_t length = run_length(units);
  const std::uint64_t* data = units.hashes.data();
  for (std::size_t end = length; end <= units.hashes.size(); ++end)
    visit(end - length, end, span_key(outlet, data + (end - length), data + end));
}

std::vector<std::uint64_t> distinct(std::vector<std::uint64_t> values) {
  sort_by_hash(
      values, [](std::uint64_t value) { return value; }, std::less<>());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

std::size_t count_common(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  std::size_t common = 0;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
    common += *i == *j;
    const bool step_i = *i <= *j, step_j = *j <= *i;
    i += step_i;
    j += step_j;
  }
  return common;
}

// The articles of one outlet.
class OutletRuns {
 public:
  OutletRuns(std::uint64_t outlet, std::vector<Units> articles)
      : outlet_(outlet), articles_(std::move(articles)), strangers_(articles_.size() * articles_.size()) {}

  std::vector<std::uint64_t> find() {
    std::vector<Holder> holders;
    for (const Units& units : articles_) {
      std::vector<std::uint64_t> keys;
      for_each_run(units, outlet_, [&](std::size_t, std::size_t, std::uint64_t key) { keys.push_back(key); });
      runs_.push_back(distinct(std::move(keys)));
      for (const std::uint64_t run : runs_.back())
        holders.push_back({run, static_cast<std::uint32_t>(runs_.size() - 1)});
    }
    sort_by_hash(
        holders, [](const Holder& holder) { return holder.run; }, std::less<>());
    const std::size_t least = std::max(kFewestHolders, (articles_.size() + kHolderShare - 1) / kHolderShare);
    std::vector<std::uint64_t> found;
    for (auto begin = holders.begin(), end = begin; begin != holders.end(); begin = end) {
      while (end != holders.end() && end->run == begin->run) ++end;
      const std::span<const Holder> of_run(begin, end);
      if (of_run.size() >= least && hold_strangers(of_run)) found.push_back(begin->run);
    }
    return found;
  }

 private:
  bool hold_strangers(std::span<const Holder> holders) {
    for (std::size_t i = 1; i < holders.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (are_strangers(holders[j].article, holders[i].article)) return true;
      }
    }
    return false;
  }

  bool are_strangers(std::size_t a, std::size_t b) {
    std::optional<bool>& known = strangers_[a * articles_.size() + b];
    if (!known) {
      const std::vector<std::uint64_t> of_a = units_beside(a, b), of_b = units_beside(b, a);
      const auto common = static_cast<double>(count_common(of_a, of_b));
      known = common < kStrangerShare * (static_cast<double>(of_a.size() + of_b.size()) - common);
    }
    return *known;
  }

  // Distinct units of a beside the runs that b holds, too.
  [[nodiscard]] std::vector<std::uint64_t> units_beside(std::size_t a, std::size_t b) const {
    const Units& units = articles_[a];
    std::vector<std::uint64_t> beside;
    std::size_t next = 0;  // unit
    for_each_run(units, outlet_, [&](std::size_t begin, std::size_t end, std::uint64_t key) {
      if (!std::binary_search(runs_[b].begin(), runs_[b].end(), key)) return;
      for (; next < begin; ++next) beside.push_back(units.hashes[next]);
      next = end;
    });
    beside.insert(beside.end(), units.hashes.begin() + static_cast<std::ptrdiff_t>(next), units.hashes.end());
    return distinct(std::move(beside));
  }

  std::uint64_t outlet_;
  std::vector<Units> articles_;
  std::vector<std::vector<std::uint64_t>> runs_;  // per article, sorted, distinct
  std::vector<std::optional<bool>> strangers_;    // per pair, once asked for
};

// Articles by outlet: those of the outlets that are looked at.
std::vector<std::pair<std::uint64_t, std::vector<std::size_t>>> small_outlets(std::span<const std::uint64_t> outlets) {
  std::vector<std::pair<std::uint64_t, std::size_t>> by_outlet;
  for (std::size_t i = 0; i < outlets.size(); ++i) {
    if (outlets[i] != 0) by_outlet.emplace_back(outlets[i], i);
  }
  std::sort(by_outlet.begin(), by_outlet.end());
  std::vector<std::pair<std::uint64_t, std::vector<std::size_t>>> small;
  for (auto begin = by_outlet.begin(), end = begin; begin != by_outlet.end(); begin = end) {
    while (end != by_outlet.end() && end->first == begin->first) ++end;
    const auto size = static_cast<std::size_t>(end - begin);
    if (size < kFewestHolders || size > kMostArticles) continue;
    small.emplace_back(begin->first, std::vector<std::size_t>());
    for (auto article = begin; article != end; ++article) small.back().second.push_back(article->second);
  }
  return small;
}

}  // namespace

RepeatedRuns::RepeatedRuns(std::span<const std::uint64_t> outlets,
                           const std::function<Units(std::size_t article)>& units) {
  const auto small = small_outlets(outlets);
  std::vector<std::vector<std::uint64_t>> found(small.size());
  for_each_index(
      small.size(),
      [&](std::size_t o) {
        std::vector<Units> articles;
        for (const std::size_t article : small[o].second) {
          Units read = units(article);
          if (read.hashes.size() <= kMostUnits) articles.push_back(std::move(read));
        }
        found[o] = OutletRuns(small[o].first, std::move(articles)).find();
      },
      1);
  std::vector<std::uint64_t> all;
  for (std::size_t o = 0; o < small.size(); ++o) {
    if (found[o].empty()) continue;
    outlets_.push_back(small[o].first);
    all.insert(all.end(), found[o].begin(), found[o].end());
  }
  keys_ = KeySet(all);
}

std::vector<bool> RepeatedRuns::mask(const Units& units, std::uint64_t outlet) const {
  std::vector<bool> repeated;
  if (!std::binary_search(outlets_.begin(), outlets_.end(), outlet)) return repeated;
  for_each_run(units, outlet, [&](std::size_t begin, std::size_t end, std::uint64_t key) {
    if (!keys_.contains(key)) return;
    repeated.resize(units.hashes.size(), false);
    std::fill(repeated.begin() + static_cast<std::ptrdiff_t>(begin),
              repeated.begin() + static_cast<std::ptrdiff_t>(end), true);
  });
  return repeated;
}

}  // namespace samestory

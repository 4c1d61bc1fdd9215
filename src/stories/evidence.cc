#include "stories/evidence.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "stories/across_terms.h"
#include "text/calendar.h"
#include "text/common_words.h"
#include "text/letters.h"

namespace samestory {
namespace {

// A term of both articles, by its weight and its place in the first one's row.
struct SharedTerm {
  WeightedTerm term;
  std::size_t entry;
};

std::vector<SharedTerm> shared_terms(const Features& features, Signal signal, GroupId a, GroupId b) {
  const auto f = static_cast<std::size_t>(signal);
  const TermMatrix& rows = features.rows[f];
  const TermWeight* const weights = rows.valuePtr();
  std::vector<SharedTerm> shared;
  for_each_shared(rows, a, b, [&](int i, int j) {
    const auto column = static_cast<std::size_t>(rows.innerIndexPtr()[i]);
    shared.push_back({{features.terms[f][column], static_cast<double>(weights[i]) * weights[j]},
                      static_cast<std::size_t>(i - rows.outerIndexPtr()[index(a)])});
  });
  return shared;
}

// A heap, since a reader sees eight of a hundred terms.
std::vector<std::string> print_shared(const Features& features, Signal signal, Wording& a, const Wording& b,
                                      std::size_t most) {
  std::vector<SharedTerm> terms = shared_terms(features, signal, a.group(), b.group());
  const auto lighter = [](const SharedTerm& p, const SharedTerm& q) { return heavier(q.term, p.term); };
  std::make_heap(terms.begin(), terms.end(), lighter);
  std::vector<std::string> out;
  while (!terms.empty() && out.size() < most) {
    const std::string_view surface = a.shown(signal, terms.front().entry);
    if (!surface.empty() && std::find(out.begin(), out.end(), surface) == out.end()) out.emplace_back(surface);
    std::pop_heap(terms.begin(), terms.end(), lighter);
    terms.pop_back();
  }
  return out;
}

// What two languages share has no column of its own in the signals: it is looked up among the printed words.
void print_across(const Features& features, GroupId a, GroupId b, const Extract& extract, LatinForm& latin,
                  std::size_t most, Shared& shared) {
  const std::vector<std::uint32_t> terms = across_likeness(features.across, a, b).shared;
  std::vector<std::string_view> printed(terms.size());
  for (const auto& [id, surface] : extract.surfaces) {
    if (surface.find(' ') != std::string_view::npos) continue;  // a pair of names
    for (const std::uint32_t term : across_terms_of(surface, latin)) {
      const auto found = std::find(terms.begin(), terms.end(), term);
      if (found == terms.end()) continue;
      std::string_view& place = printed[static_cast<std::size_t>(found - terms.begin())];
      if (place.empty() || surface < place) place = surface;
    }
  }
  for (const std::string_view surface : printed) {
    if (surface.empty()) continue;
    std::vector<std::string>& list = surface.front() >= '0' && surface.front() <= '9' ? shared.numbers : shared.names;
    if (list.size() < most && std::find(list.begin(), list.end(), surface) == list.end()) list.emplace_back(surface);
  }
}

std::string two_digits(int value) { return (value < 10 ? "0" : "") + std::to_string(value); }

template <class T>
std::vector<T> common(const std::vector<T>& a, const std::vector<T>& b) {
  std::vector<T> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both;
}

template <class T>
std::vector<T> without(const std::vector<T>& a, const std::vector<T>& b) {
  std::vector<T> rest;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(rest));
  return rest;
}

// Month days, then days told by weekday or "yesterday", which are full dates.
std::vector<std::string> print_dates(const std::vector<std::uint16_t>& month_days,
                                     const std::vector<std::int32_t>& days, std::size_t most) {
  std::vector<std::string> out;
  for (const std::uint16_t value : month_days) out.push_back(two_digits(value / 32) + '-' + two_digits(value % 32));
  for (const std::int32_t day : days) {
    const CivilDate date = civil_of(day);
    out.push_back(std::to_string(date.year) + '-' + two_digits(date.month) + '-' + two_digits(date.day));
  }
  out.resize(std::min(most, out.size()));
  return out;
}

std::vector<std::string> print_ages(const std::vector<std::uint16_t>& ages, std::size_t most) {
  std::vector<std::string> out;
  for (const std::uint16_t age : ages) {
    if (out.size() < most) out.push_back(std::to_string(age));
  }
  return out;
}

bool has_column(const Features& features, Signal signal, TermId term) {
  const std::vector<TermId>& terms = features.terms[static_cast<std::size_t>(signal)];  // sorted: see features.h
  return std::binary_search(terms.begin(), terms.end(), term);
}

bool holds(const Extract& extract, Signal signal, TermId term) {
  const std::vector<TermCount>& terms = extract.terms[static_cast<std::size_t>(signal)];
  const auto found =
      std::lower_bound(terms.begin(), terms.end(), term, [](const TermCount& t, TermId id) { return t.term < id; });
  return found != terms.end() && found->term == term;
}

bool prints(const Extract& extract, std::string_view word) {
  return std::any_of(extract.surfaces.begin(), extract.surfaces.end(),
                     [&](const auto& entry) { return entry.second == word; });
}

// Whether a term of an extract's names signal is a name, in the archive or, if only this article holds it, here.
class NameTest {
 public:
  NameTest(const Features& features, const Extract& extract, std::uint64_t seed)
      : features_(features), extract_(extract), seed_(seed) {}

  bool operator()(TermId term) const {
    if (has_column(features_, Signal::kNames, term)) return true;
    if (!extract_.cased) return false;
    const auto pair = std::lower_bound(extract_.name_pairs.begin(), extract_.name_pairs.end(), term,
                                       [](const NamePair& p, TermId id) { return p.pair < id; });
    if (pair != extract_.name_pairs.end() && pair->pair == term) {
      return is_word(pair->first) && is_word(pair->second);
    }
    return is_word(term);
  }

 private:
  [[nodiscard]] bool is_word(TermId word) const {
    if (has_column(features_, Signal::kNames, word)) return true;
    const auto use = std::lower_bound(extract_.case_uses.begin(), extract_.case_uses.end(), word,
                                      [](const CaseUse& u, TermId id) { return u.word < id; });
    if (use == extract_.case_uses.end() || use->word != word || use->upper == 0 || use->upper < use->lower)
      return false;
    const std::string_view surface = surface_of(extract_, word);
    if (surface.empty()) return false;
    const TermId in_body = term_of(Signal::kBody, extract_.language, fold_in_place(surface), seed_);
    return !has_column(features_, Signal::kBody, in_body);
  }

  const Features& features_;
  const Extract& extract_;
  std::uint64_t seed_;
};

// Terms of `one` that `other` lacks; parts of what is listed left out.
std::vector<std::string> print_stated(Wording& one, const Extract& other, Signal signal, std::size_t most) {
  std::vector<std::string> out;
  for (Wording::Stated& term : one.stated(signal)) {
    if (out.size() >= most) break;
    if (term.listed == false) continue;  // known since another pair
    const auto part_of = [&](const std::string& listed) {
      return signal == Signal::kNames ? listed.find(term.surface) != std::string::npos : listed == term.surface;
    };
    if (!holds(other, signal, term.term) && std::none_of(out.begin(), out.end(), part_of) &&
        one.is_listed(signal, term))
      out.emplace_back(term.surface);
  }
  return out;
}

}  // namespace

bool heavier(const WeightedTerm& a, const WeightedTerm& b) {
  return a.weight != b.weight ? a.weight > b.weight : a.term < b.term;
}

std::string_view surface_of(const Extract& extract, TermId term) {
  const auto found = std::lower_bound(extract.surfaces.begin(), extract.surfaces.end(), term,
                                      [](const auto& entry, TermId id) { return entry.first < id; });
  return found != extract.surfaces.end() && found->first == term ? found->second : std::string_view();
}

bool is_common_word(const Extract& extract, std::string_view surface) {
  constexpr int kShown = 100;  // per mille; commoner words are not shown
  return CommonWords::of(extract.language).per_mille(fold_in_place(surface)) > kShown;
}

Wording::Wording(const Features& features, GroupId group, Extract extract, std::uint64_t seed)
    : features_(&features), group_(group), extract_(std::move(extract)), seed_(seed) {}

std::string_view Wording::shown(Signal signal, std::size_t entry) {
  const auto f = static_cast<std::size_t>(signal);
  const TermMatrix& rows = features_->rows[f];
  const int* const starts = rows.outerIndexPtr() + index(group_);
  if (shown_[f].empty()) shown_[f].resize(static_cast<std::size_t>(starts[1] - starts[0]));
  std::optional<std::string_view>& known = shown_[f][entry];
  if (!known) {
    const int column = rows.innerIndexPtr()[static_cast<std::size_t>(starts[0]) + entry];
    const std::string_view surface = surface_of(extract_, features_->terms[f][static_cast<std::size_t>(column)]);
    known = surface.empty() || is_common_word(extract_, surface) ? std::string_view() : surface;
  }
  return *known;
}

std::vector<Wording::Stated>& Wording::stated(Signal signal) {
  const auto f = static_cast<std::size_t>(signal);
  if (!stated_[f]) {
    std::vector<Stated> found;
    for (const TermCount& term : extract_.terms[f]) {
      const std::string_view surface = surface_of(extract_, term.term);
      if (!surface.empty()) found.push_back({term.term, term.count, surface});
    }
    std::sort(found.begin(), found.end(), [](const Stated& p, const Stated& q) {
      if (p.count != q.count) return p.count > q.count;
      return p.surface.size() != q.surface.size() ? p.surface.size() > q.surface.size() : p.surface < q.surface;
    });
    stated_[f] = std::move(found);
  }
  return *stated_[f];
}

bool Wording::is_listed(Signal signal, Stated& stated) const {
  if (!stated.listed) {
    stated.listed = !is_common_word(extract_, stated.surface) &&
                    (signal != Signal::kNames || NameTest(*features_, extract_, seed_)(stated.term));
  }
  return *stated.listed;
}

Shared find_shared(const Features& features, Wording& a, Wording& b, LatinForm& latin, std::size_t most) {
  Shared shared;
  shared.names = print_shared(features, Signal::kNames, a, b, most);
  shared.numbers = print_shared(features, Signal::kNumbers, a, b, most);
  shared.terms = print_shared(features, Signal::kBody, a, b, most);
  const std::vector<std::uint32_t>& language = features.language_of;
  const bool across = !language.empty() && language[index(a.group())] != language[index(b.group())];
  const Extract &of_a = a.extract(), &of_b = b.extract();
  if (across && features.across.rows.rows() > 0)
    print_across(features, a.group(), b.group(), of_a, latin, most, shared);
  shared.dates = print_dates(common(of_a.month_days, of_b.month_days), common(of_a.days, of_b.days), most);
  shared.ages = print_ages(common(of_a.ages, of_b.ages), most);
  return shared;
}

Unshared find_unshared(Wording& one, const Wording& other, std::size_t most) {
  Unshared only;
  const Extract &of_one = one.extract(), &of_other = other.extract();
  only.names = print_stated(one, of_other, Signal::kNames, most);
  only.numbers = print_stated(one, of_other, Signal::kNumbers, most);
  only.dates = print_dates(without(of_one.month_days, of_other.month_days), without(of_one.days, of_other.days), most);
  // "Marsh, 61" states an age, "Marsh, who was 61" only a number: the two do not differ.
  std::vector<std::uint16_t> ages = without(of_one.ages, of_other.ages);
  std::erase_if(ages, [&](std::uint16_t age) { return prints(of_other, std::to_string(age)); });
  only.ages = print_ages(ages, most);
  return only;
}

ScoreParts score_parts(const PairParts& parts) {
  ScoreParts out;
  for (std::size_t f = 0; f < kSignals; ++f) {
    if (parts.both[f]) out.cosines[f] = parts.cosine[f];
  }
  if (parts.embedded) out.embedding = parts.embedding;
  out.together = parts.raw;
  out.fullness = parts.fullness;
  if (parts.days_apart >= 0) out.days_apart = parts.days_apart;
  out.kernel = parts.kernel;
  out.chance = parts.chance();
  out.agreement = parts.agreement;
  out.embedded_worth = parts.embedded_worth;
  if (!parts.one_language) out.across_worth = parts.across_worth;
  return out;
}

}  // namespace samestory

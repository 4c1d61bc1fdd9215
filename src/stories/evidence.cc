#include "stories/evidence.h"

#include <algorithm>
#include <iterator>

#include "text/calendar.h"
#include "text/common_words.h"
#include "text/letters.h"

namespace samestory {
namespace {

std::vector<WeightedTerm> shared_terms(const Features& features, Signal signal, GroupId a, GroupId b) {
  const auto f = static_cast<std::size_t>(signal);
  std::vector<WeightedTerm> shared;
  TermMatrix::InnerIterator i(features.rows[f], static_cast<Eigen::Index>(index(a)));
  TermMatrix::InnerIterator j(features.rows[f], static_cast<Eigen::Index>(index(b)));
  while (i && j) {
    if (i.col() == j.col()) {
      shared.push_back(
          {features.terms[f][static_cast<std::size_t>(i.col())], static_cast<double>(i.value()) * j.value()});
      ++i, ++j;
    } else if (i.col() < j.col()) {
      ++i;
    } else {
      ++j;
    }
  }
  std::sort(shared.begin(), shared.end(), heavier);
  return shared;
}

void print_terms(const std::vector<WeightedTerm>& terms, const Extract& extract, std::size_t most,
                 std::vector<std::string>& out) {
  for (const WeightedTerm& term : terms) {
    if (out.size() >= most) return;
    const std::string* surface = surface_of(extract, term.term);
    if (surface != nullptr && !is_common_word(extract, *surface) &&
        std::find(out.begin(), out.end(), *surface) == out.end())
      out.push_back(*surface);
  }
}

// What two languages share has no column of its own in the signals: it is looked up among the printed words.
void print_across(const Features& features, GroupId a, GroupId b, const Extract& extract, std::size_t most,
                  Shared& shared) {
  const std::vector<std::uint32_t> terms = across_likeness(features.across, a, b).shared;
  LatinForm latin;
  std::vector<const std::string*> printed(terms.size(), nullptr);
  for (const auto& [id, surface] : extract.surfaces) {
    if (surface.find(' ') != std::string::npos) continue;  // a pair of names
    for (const std::uint32_t term : across_terms_of(surface, latin)) {
      const auto found = std::find(terms.begin(), terms.end(), term);
      if (found == terms.end()) continue;
      const std::string*& place = printed[static_cast<std::size_t>(found - terms.begin())];
      if (place == nullptr || surface < *place) place = &surface;
    }
  }
  for (const std::string* surface : printed) {
    if (surface == nullptr) continue;
    std::vector<std::string>& list = surface->front() >= '0' && surface->front() <= '9' ? shared.numbers : shared.names;
    if (list.size() < most && std::find(list.begin(), list.end(), *surface) == list.end()) list.push_back(*surface);
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

bool prints(const Extract& extract, const std::string& word) {
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
    const std::string* surface = surface_of(extract_, word);
    if (surface == nullptr) return false;
    const TermId in_body = term_of(Signal::kBody, extract_.language, fold_in_place(*surface), seed_);
    return !has_column(features_, Signal::kBody, in_body);
  }

  const Features& features_;
  const Extract& extract_;
  std::uint64_t seed_;
};

// Terms of `one` that `other` lacks, most often stated first, longer before shorter; parts of what is listed left out.
template <class Accept>
std::vector<std::string> print_counted(const Extract& one, const Extract& other, Signal signal, const Accept& accept,
                                       std::size_t most) {
  struct Counted {
    int count;
    const std::string* surface;
  };
  std::vector<Counted> found;
  for (const TermCount& term : one.terms[static_cast<std::size_t>(signal)]) {
    const std::string* surface = surface_of(one, term.term);
    if (surface == nullptr || holds(other, signal, term.term) || is_common_word(one, *surface)) continue;
    if (accept(term.term)) found.push_back({term.count, surface});
  }
  std::sort(found.begin(), found.end(), [](const Counted& p, const Counted& q) {
    if (p.count != q.count) return p.count > q.count;
    return p.surface->size() != q.surface->size() ? p.surface->size() > q.surface->size() : *p.surface < *q.surface;
  });
  std::vector<std::string> out;
  for (const Counted& term : found) {
    if (out.size() >= most) break;
    const auto part_of = [&](const std::string& listed) {
      return signal == Signal::kNames ? listed.find(*term.surface) != std::string::npos : listed == *term.surface;
    };
    if (std::none_of(out.begin(), out.end(), part_of)) out.push_back(*term.surface);
  }
  return out;
}

}  // namespace

bool heavier(const WeightedTerm& a, const WeightedTerm& b) {
  return a.weight != b.weight ? a.weight > b.weight : a.term < b.term;
}

const std::string* surface_of(const Extract& extract, TermId term) {
  const auto found = std::lower_bound(extract.surfaces.begin(), extract.surfaces.end(), term,
                                      [](const auto& entry, TermId id) { return entry.first < id; });
  return found != extract.surfaces.end() && found->first == term ? &found->second : nullptr;
}

// Words that every other article holds tell a reader nothing, however rare they are in this archive.
bool is_common_word(const Extract& extract, const std::string& surface) {
  constexpr int kShown = 100;  // per mille; commoner words are not shown
  return CommonWords::of(extract.language).per_mille(fold_in_place(surface)) > kShown;
}

Shared find_shared(const Features& features, GroupId a, GroupId b, const Extract& of_a, const Extract& of_b,
                   std::size_t most) {
  Shared shared;
  print_terms(shared_terms(features, Signal::kNames, a, b), of_a, most, shared.names);
  print_terms(shared_terms(features, Signal::kNumbers, a, b), of_a, most, shared.numbers);
  print_terms(shared_terms(features, Signal::kBody, a, b), of_a, most, shared.terms);
  const bool across = !features.language_of.empty() && features.language_of[index(a)] != features.language_of[index(b)];
  if (across && features.across.rows.rows() > 0) print_across(features, a, b, of_a, most, shared);
  shared.dates = print_dates(common(of_a.month_days, of_b.month_days), common(of_a.days, of_b.days), most);
  shared.ages = print_ages(common(of_a.ages, of_b.ages), most);
  return shared;
}

Unshared find_unshared(const Features& features, const Extract& one, const Extract& other, std::uint64_t seed,
                       std::size_t most) {
  Unshared only;
  const NameTest is_name(features, one, seed);
  only.names = print_counted(
      one, other, Signal::kNames, [&](TermId term) { return is_name(term); }, most);
  only.numbers = print_counted(
      one, other, Signal::kNumbers, [](TermId) { return true; }, most);
  only.dates = print_dates(without(one.month_days, other.month_days), without(one.days, other.days), most);
  // "Marsh, 61" states an age, "Marsh, who was 61" only a number: the two do not differ.
  std::vector<std::uint16_t> ages = without(one.ages, other.ages);
  std::erase_if(ages, [&](std::uint16_t age) { return prints(other, std::to_string(age)); });
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
  if (parts.days_apart >= 0) out.days_apart = parts.days_apart;
  out.kernel = parts.kernel;
  out.chance = parts.chance();
  out.agreement = parts.agreement;
  out.embedded_worth = parts.embedded_worth;
  if (!parts.one_language) out.across_worth = parts.across_worth;
  return out;
}

}  // namespace samestory

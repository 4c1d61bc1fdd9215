#include "stories/evidence.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <string>
#include <utility>

#include "base/hash_order.h"
#include "stories/across_terms.h"
#include "stories/signals.h"
#include "text/calendar.h"
#include "text/common_words.h"
#include "text/letters.h"

namespace samestory {
namespace {

// Where a term stands among terms in their order: they are hashes, evenly spread.
template <class Entries, class Term>
auto find_term(const Entries& entries, TermId term, const Term& term_in) {
  const auto found = lower_bound_by_hash(entries.begin(), entries.end(), std::uint64_t{term} << 32,
                                         [&](const auto& entry) { return std::uint64_t{term_in(entry)} << 32; });
  return found != entries.end() && term_in(*found) == term ? found : entries.end();
}

// A term of both articles: what it is worth, and its place in the first one's row, which is in the order of terms.
struct SharedTerm {
  double weight;
  std::uint32_t entry;
};

std::vector<SharedTerm> shared_terms(const TermMatrix& rows, GroupId a, GroupId b) {
  const TermWeight* const weights = rows.valuePtr();
  const int begin = rows.outerIndexPtr()[index(a)];
  std::vector<SharedTerm> shared;
  shared.reserve(64);
  for_each_shared(rows, a, b, [&](int i, int j) {
    shared.push_back({static_cast<double>(weights[i]) * weights[j], static_cast<std::uint32_t>(i - begin)});
  });
  return shared;
}

// A reader sees eight of a hundred terms, so that most need no order.
std::vector<std::string> print_shared(const Features& features, Signal signal, Wording& a, const Wording& b,
                                      std::size_t most) {
  std::vector<SharedTerm> terms = shared_terms(features.rows[static_cast<std::size_t>(signal)], a.group(), b.group());
  std::vector<std::string> out;
  out.reserve(std::min(most, terms.size()));
  for (auto sorted = terms.begin(); out.size() < most && sorted != terms.end();) {
    const auto begin = sorted;
    sorted += std::min(static_cast<std::ptrdiff_t>(most), terms.end() - sorted);
    std::partial_sort(begin, sorted, terms.end(), [](const SharedTerm& p, const SharedTerm& q) {
      return p.weight != q.weight ? p.weight > q.weight : p.entry < q.entry;
    });
    for (auto term = begin; out.size() < most && term != sorted; ++term) {
      const std::string_view surface = a.shown(signal, term->entry);
      if (!surface.empty() && std::find(out.begin(), out.end(), surface) == out.end()) out.emplace_back(surface);
    }
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
  return find_term(terms, term, std::identity()) != terms.end();
}

bool holds(const Extract& extract, Signal signal, TermId term) {
  const std::vector<TermCount>& terms = extract.terms[static_cast<std::size_t>(signal)];
  return find_term(terms, term, [](const TermCount& entry) { return entry.term; }) != terms.end();
}

// A printed form as it is compared: the text has it at the same place.
class Folded {
 public:
  Folded(const Extract& extract, std::string_view surface) {
    for (const AlignedText* text : {&extract.printed->title, &extract.printed->body}) {
      const std::less_equal<> upto;
      const char *const begin = text->cased.data(), *const end = begin + text->cased.size();
      if (!upto(begin, surface.data()) || !upto(surface.data() + surface.size(), end)) continue;
      folded_ = std::string_view(text->folded).substr(static_cast<std::size_t>(surface.data() - begin), surface.size());
      return;
    }
    composed_ = fold_in_place(surface);
    folded_ = composed_;
  }
  Folded(const Folded&) = delete;
  Folded& operator=(const Folded&) = delete;
  operator std::string_view() const { return folded_; }

 private:
  std::string composed_;
  std::string_view folded_;
};

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
    const auto pair = find_term(extract_.name_pairs, term, [](const NamePair& entry) { return entry.pair; });
    if (pair != extract_.name_pairs.end()) return is_word(pair->first) && is_word(pair->second);
    return is_word(term);
  }

 private:
  [[nodiscard]] bool is_word(TermId word) const {
    if (has_column(features_, Signal::kNames, word)) return true;
    const auto use = find_term(extract_.case_uses, word, [](const CaseUse& entry) { return entry.word; });
    if (use == extract_.case_uses.end() || use->upper == 0 || use->upper < use->lower) return false;
    const std::string_view surface = surface_of(extract_, word);
    if (surface.empty()) return false;
    const TermId in_body = term_of(Signal::kBody, extract_.language, Folded(extract_, surface), seed_);
    return !has_column(features_, Signal::kBody, in_body);
  }

  const Features& features_;
  const Extract& extract_;
  std::uint64_t seed_;
};

// A bit for each byte that stands in a word, modulo 64: what lacks one of them is no part of the other.
std::uint64_t letters_of(std::string_view word) {
  std::uint64_t letters = 0;
  for (const char byte : word) letters |= std::uint64_t{1} << (static_cast<unsigned char>(byte) % 64);
  return letters;
}

// Terms of `one` that `other` lacks; parts of what is listed left out.
std::vector<std::string> print_stated(Wording& one, const Extract& other, Signal signal, std::size_t most) {
  std::vector<Wording::Stated>& stated = one.stated(signal);
  std::vector<const Wording::Stated*> listed;
  listed.reserve(most);
  for (Wording::Stated& term : stated) {
    if (listed.size() >= most) break;
    if (term.listed == false) continue;  // known since another pair
    const auto has_part = [&](const Wording::Stated* whole) {
      if (signal != Signal::kNames) return whole->surface == term.surface;
      return (term.letters & ~whole->letters) == 0 && whole->surface.find(term.surface) != std::string_view::npos;
    };
    if (std::none_of(listed.begin(), listed.end(), has_part) && !holds(other, signal, term.term) &&
        one.is_listed(signal, term))
      listed.push_back(&term);
  }
  std::vector<std::string> out;
  out.reserve(listed.size());
  for (const Wording::Stated* term : listed) out.emplace_back(term->surface);
  return out;
}

}  // namespace

bool heavier(const WeightedTerm& a, const WeightedTerm& b) {
  return a.weight != b.weight ? a.weight > b.weight : a.term < b.term;
}

std::string_view surface_of(const Extract& extract, TermId term) {
  const auto found = find_term(extract.surfaces, term, [](const auto& entry) { return entry.first; });
  return found == extract.surfaces.end() ? std::string_view() : found->second;
}

Wording::Wording(const Features& features, GroupId group, Extract extract, std::uint64_t seed)
    : features_(&features),
      common_words_(&CommonWords::of(extract.language)),
      group_(group),
      extract_(std::move(extract)),
      seed_(seed) {}

bool Wording::is_common(std::string_view surface) const {
  constexpr int kShown = 100;  // per mille; commoner words are not shown
  return common_words_->per_mille(Folded(extract_, surface)) > kShown;
}

std::string_view Wording::shown(Signal signal, std::size_t entry) {
  const auto f = static_cast<std::size_t>(signal);
  const TermMatrix& rows = features_->rows[f];
  const int* const starts = rows.outerIndexPtr() + index(group_);
  if (shown_[f].empty()) shown_[f].resize(static_cast<std::size_t>(starts[1] - starts[0]));
  std::optional<std::string_view>& known = shown_[f][entry];
  if (!known) {
    const int column = rows.innerIndexPtr()[static_cast<std::size_t>(starts[0]) + entry];
    const std::string_view surface = surface_of(extract_, features_->terms[f][static_cast<std::size_t>(column)]);
    known = surface.empty() || is_common(surface) ? std::string_view() : surface;
  }
  return *known;
}

std::vector<Wording::Stated>& Wording::stated(Signal signal) {
  const auto f = static_cast<std::size_t>(signal);
  if (!stated_[f]) {
    std::vector<Stated> found;
    found.reserve(extract_.terms[f].size());
    for (const TermCount& term : extract_.terms[f]) {
      const std::string_view surface = surface_of(extract_, term.term);
      if (!surface.empty()) found.push_back({term.term, term.count, surface, letters_of(surface)});
    }
    const auto before = [](const Stated& p, const Stated& q) {
      if (p.count != q.count) return p.count > q.count;
      return p.surface.size() != q.surface.size() ? p.surface.size() > q.surface.size() : p.surface < q.surface;
    };
    std::sort(found.begin(), found.end(), before);
    stated_[f] = std::move(found);
  }
  return *stated_[f];
}

bool Wording::is_listed(Signal signal, Stated& stated) const {
  if (!stated.listed) {
    stated.listed =
        !is_common(stated.surface) && (signal != Signal::kNames || NameTest(*features_, extract_, seed_)(stated.term));
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

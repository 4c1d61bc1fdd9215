#include "stories/signals.h"

#include <algorithm>
#include <functional>
#include <string_view>
#include <utility>

#include "base/hash.h"
#include "base/hash_order.h"
#include "stories/recurring_runs.h"
#include "text/clitics.h"
#include "text/common_words.h"
#include "text/letters.h"

namespace samestory {
namespace {

constexpr std::size_t kGramLetters = 4;   // code points in a gram
constexpr int kCommonName = 20;           // per mille: in scripts without capitals a commoner word is no name
constexpr int kFunctionWord = 130;        // per mille: where a capital says nothing, a commoner word is no name
constexpr std::size_t kShortestName = 3;  // code points of a name in a script without capitals

std::uint64_t signal_salt(Signal signal, std::string_view language) {
  if (signal == Signal::kLead || signal == Signal::kTitle) signal = Signal::kBody;
  return combine(hash_bytes(language, 0), static_cast<std::uint64_t>(signal) + 1);
}

TermId to_term(std::uint64_t hash) { return static_cast<TermId>(hash >> 32); }

// Terms are hashes, evenly spread.
std::uint64_t spread_of(TermId term) { return std::uint64_t{term} << 32; }

// Collects the terms of one signal.
class Collector {
 public:
  Collector(Signal signal, std::string_view language, std::uint64_t seed)
      : salt_(signal_salt(signal, language)), seed_(seed) {}

  [[nodiscard]] TermId id_of(std::uint64_t hash) const { return to_term(combine(salt_, hash)); }
  [[nodiscard]] TermId id_of(std::string_view folded) const { return id_of(hash_bytes(folded, seed_)); }

  void add(TermId term) { terms_.push_back(term); }

  [[nodiscard]] std::vector<TermCount> counts() {
    sort_by_hash(terms_, spread_of, std::less<>());
    std::size_t distinct = 0;
    for (std::size_t i = 0; i < terms_.size(); ++i) distinct += i == 0 || terms_[i] != terms_[i - 1];
    std::vector<TermCount> counted;
    counted.reserve(distinct);  // extracts are the most that a run holds: no room for more
    for (const TermId term : terms_) {
      if (counted.empty() || counted.back().term != term) counted.push_back({term, 0});
      if (counted.back().count < 65535) ++counted.back().count;
    }
    return counted;
  }

 private:
  std::uint64_t salt_, seed_;
  std::vector<TermId> terms_;
};

// Two neighbours as they stand in the text if one byte at most is between them; nothing else is.
bool stand_together(const ReportWord& a, const ReportWord& b, std::uint32_t gap) { return b.begin == a.end + gap; }
std::string_view from_to(std::string_view first, std::string_view last) {
  return {first.data(), static_cast<std::size_t>(last.data() + last.size() - first.data())};
}

template <class T, class Key>
void sort_distinct(std::vector<T>& values, const Key& key) {
  std::sort(values.begin(), values.end(), [&](const T& a, const T& b) { return key(a) < key(b); });
  const auto same = [&](const T& a, const T& b) { return key(a) == key(b); };
  values.erase(std::unique(values.begin(), values.end(), same), values.end());
  values.shrink_to_fit();
}

bool is_hiragana(std::string_view letter) { return letter >= "\u3041" && letter < "\u30A0"; }

bool stands_in(std::string_view run, const std::vector<ReportWord>& words, std::size_t most) {
  return most > 0 && from_to(words[0].folded, words[most - 1].folded).find(run) != std::string_view::npos;
}

// Everything that one article's words say, signal by signal.
class Reader {
 public:
  Reader(Extract& out, PrintedText& printed, std::uint64_t seed, Surfaces surfaces)
      : out_(out), printed_(printed), common_words_(CommonWords::of(out.language)), seed_(seed), surfaces_(surfaces) {
    for (std::size_t f = 0; f < kSignals; ++f) collectors_.emplace_back(static_cast<Signal>(f), out.language, seed);
  }

  void read_words(std::vector<ReportWord>& title, std::vector<ReportWord>& body) {
    hash_words(title, title.size());
    hash_words(body, kBodyWords);
    add_words(title, Signal::kBody, title.size());
    add_words(body, Signal::kBody, kBodyWords);
    add_bare_forms(title);
    add_bare_forms(body);
    if (surfaces_ == Surfaces::kOnly) return;
    add_words(title, Signal::kTitle, title.size());
    add_words(title, Signal::kLead, title.size());
    add_words(body, Signal::kLead, kLeadWords);
    add_grams(title, title.size());
    add_grams(body, kLeadWords);
  }

  // `dated` tells whether a byte lies inside a date expression.
  void read_names(const std::vector<ReportWord>& words, const std::vector<bool>& dated) {
    bool after_name = false;
    TermId first = 0;
    for (std::size_t i = 0; i < std::min(words.size(), kBodyWords); ++i) {
      const ReportWord& word = words[i];
      const bool is_name = word.kind == UnitKind::kWord && !dated[i] && may_be_name(word);
      if (out_.cased && word.kind != UnitKind::kNumber && !dated[i]) note_case(word);
      if (is_name) {
        const TermId second = name_term(word);
        add(Signal::kNames, second, word.surface.substr(word.elided));
        if (after_name && word.joins_previous) add_name_pair(words[i - 1], word, first, second);
        first = second;
      }
      after_name = is_name;
    }
  }

  // In scripts without spaces. What a report is about stands in its title or lead; other runs are its topic's words.
  void read_runs(const std::vector<ReportWord>& title, const std::vector<ReportWord>& body) {
    std::vector<std::string_view> letters;
    for (const std::vector<ReportWord>* part : {&title, &body}) {
      std::uint32_t end = 0;
      for (std::size_t i = 0; i < std::min(part->size(), kBodyWords); ++i) {
        const ReportWord& word = (*part)[i];
        if (word.kind != UnitKind::kPoint || is_hiragana(word.folded)) continue;
        if (word.begin != end) letters.emplace_back();
        letters.push_back(word.folded);
        end = word.end;
      }
      if (!letters.empty()) letters.emplace_back();
    }
    if (letters.empty()) return;
    const std::size_t lead = std::min(body.size(), kLeadWords);
    for (const RecurringRun& run : find_recurring_runs(letters, out_.language)) {
      if (!stands_in(run.run, title, title.size()) && !stands_in(run.run, body, lead)) continue;
      for (std::size_t use = 0; use < run.uses; ++use) add(Signal::kNames, term(Signal::kNames, run.run), run.run);
    }
  }

  void read_numbers(const std::vector<ReportWord>& words, const std::vector<bool>& dated, std::string_view text) {
    for (std::size_t i = 0; i < std::min(words.size(), kBodyWords); ++i) {
      if (words[i].kind != UnitKind::kNumber || dated[i]) continue;
      const std::string number = number_of(words[i], text);
      if (number.empty()) continue;
      add(Signal::kNumbers, term(Signal::kNumbers, number), words[i].surface);
      if (number.size() <= 2 && is_age(words, i, text)) {
        out_.ages.push_back(static_cast<std::uint16_t>(std::stoi(number)));
      }
    }
  }

  void finish() {
    for (std::size_t f = 0; f < kSignals; ++f) out_.terms[f] = collectors_[f].counts();
    sort_distinct(out_.name_pairs, [](const NamePair& p) { return p.pair; });
    sort_distinct(out_.bare_forms, [](const BareForm& form) { return std::pair(form.word, form.bare); });
    sort_distinct(out_.ages, std::identity());
    join_case_uses();
    std::vector<std::pair<TermId, std::string_view>>& shown = out_.surfaces;
    sort_by_hash(
        shown, [](const auto& surface) { return spread_of(surface.first); }, std::less<>());
    shown.erase(std::unique(shown.begin(), shown.end()), shown.end());
  }

 private:
  [[nodiscard]] TermId term(Signal signal, std::string_view folded) const {
    return collectors_[static_cast<std::size_t>(signal)].id_of(folded);
  }
  [[nodiscard]] TermId term(Signal signal, const ReportWord& word) const {
    return collectors_[static_cast<std::size_t>(signal)].id_of(word.hash);
  }

  [[nodiscard]] TermId name_term(const ReportWord& word) const {
    return word.elided == 0 ? term(Signal::kNames, word) : term(Signal::kNames, word.folded.substr(word.elided));
  }

  void hash_words(std::vector<ReportWord>& words, std::size_t most) const {
    for (std::size_t i = 0; i < std::min(words.size(), most); ++i) words[i].hash = hash_bytes(words[i].folded, seed_);
  }

  void join_case_uses() {
    std::vector<CaseUse>& uses = out_.case_uses;
    sort_by_hash(
        uses, [](const CaseUse& use) { return spread_of(use.word); },
        [](const CaseUse& a, const CaseUse& b) { return a.word < b.word; });
    std::size_t kept = 0;
    for (const CaseUse use : uses) {  // a copy: its place may be written
      if (kept == 0 || uses[kept - 1].word != use.word) uses[kept++] = {use.word, 0, 0};
      CaseUse& joined = uses[kept - 1];
      joined.upper = static_cast<std::uint16_t>(joined.upper + use.upper);
      joined.lower = static_cast<std::uint16_t>(joined.lower + use.lower);
    }
    uses.resize(kept);
    uses.shrink_to_fit();
  }

  // Lead and title have the terms of the body, whose words include theirs.
  void add(Signal signal, TermId id, std::string_view surface) {
    const bool body = signal == Signal::kBody;
    if (surfaces_ != Surfaces::kOnly || !body) collectors_[static_cast<std::size_t>(signal)].add(id);
    if (surfaces_ != Surfaces::kDrop && (body || signal == Signal::kNames || signal == Signal::kNumbers))
      out_.surfaces.emplace_back(id, surface);
  }

  void add_words(const std::vector<ReportWord>& words, Signal signal, std::size_t most) {
    most = std::min(words.size(), most);
    for (std::size_t i = 0; i < most; ++i) {
      const ReportWord& word = words[i];
      if (word.kind == UnitKind::kNumber) continue;
      if (word.kind != UnitKind::kPoint) {
        add(signal, term(signal, word), word.surface);
      } else if (i + 1 < most && words[i + 1].kind == UnitKind::kPoint && stand_together(word, words[i + 1], 0)) {
        const std::string_view pair = from_to(word.folded, words[i + 1].folded);
        add(signal, term(signal, pair), pair);
      }
    }
  }

  void add_bare_forms(const std::vector<ReportWord>& words) {
    if (!has_clitics(out_.language)) return;
    for (std::size_t i = 0; i < std::min(words.size(), kBodyWords); ++i) {
      if (words[i].kind != UnitKind::kWord) continue;
      for (const std::string& bare : bare_forms(words[i].folded, out_.language)) {
        out_.bare_forms.push_back({term(Signal::kBody, words[i]), term(Signal::kBody, bare)});
        if (surfaces_ != Surfaces::kDrop) out_.surfaces.emplace_back(out_.bare_forms.back().bare, words[i].surface);
      }
    }
  }

  void add_name_pair(const ReportWord& a, const ReportWord& b, TermId first, TermId second) {
    TermId pair = 0;
    std::string_view surface;
    const std::string_view name_a = a.folded.substr(a.elided), name_b = b.folded.substr(b.elided);
    if (b.elided == 0 && stand_together(a, b, 1)) {
      pair = term(Signal::kNames, from_to(name_a, name_b));
      surface = from_to(a.surface.substr(a.elided), b.surface);
    } else {
      pair = term(Signal::kNames, spaced(name_a, name_b));
      if (surfaces_ != Surfaces::kDrop) {
        surface = printed_.composed.emplace_back(spaced(a.surface.substr(a.elided), b.surface.substr(b.elided)));
      }
    }
    add(Signal::kNames, pair, surface);
    if (out_.cased) out_.name_pairs.push_back({pair, first, second});
  }

  // The two with a space between them, until the next call.
  const std::string& spaced(std::string_view a, std::string_view b) {
    buffer_.assign(a).append(1, ' ').append(b);
    return buffer_;
  }

  void add_grams(const std::vector<ReportWord>& words, std::size_t most) {
    Collector& grams = collectors_[static_cast<std::size_t>(Signal::kGrams)];
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i < std::min(words.size(), most); ++i) {
      if (words[i].kind != UnitKind::kWord) continue;
      const std::string_view framed = buffer_.assign(1, ' ').append(words[i].folded).append(1, ' ');
      starts.clear();
      for (std::size_t at = 0; at < framed.size(); next_code_point(framed, at)) starts.push_back(at);
      starts.push_back(framed.size());
      for (std::size_t k = 0; k + kGramLetters < starts.size(); ++k)
        grams.add(grams.id_of(framed.substr(starts[k], starts[k + kGramLetters] - starts[k])));
    }
  }

  void note_case(const ReportWord& word) {
    if (word.starts || word.in_title || word.kind != UnitKind::kWord) return;
    out_.case_uses.push_back({name_term(word), static_cast<std::uint16_t>(word.upper ? 1 : 0),
                              static_cast<std::uint16_t>(word.upper ? 0 : 1)});
  }

  [[nodiscard]] bool may_be_name(const ReportWord& word) const {
    // Where every word has a capital, it says nothing of those that are common.
    const bool says_nothing = word.starts || word.in_title;
    if (out_.cased)
      return word.upper && !(says_nothing && common_words_.per_mille(word.folded.substr(word.elided)) >= kFunctionWord);
    return count_code_points(word.folded) >= kShortestName && common_words_.per_mille(word.folded) < kCommonName;
  }

  Extract& out_;
  PrintedText& printed_;
  const CommonWords& common_words_;
  std::uint64_t seed_;
  Surfaces surfaces_;
  std::vector<Collector> collectors_;
  std::string buffer_;
};

}  // namespace

TermId term_of(Signal signal, std::string_view language, std::string_view folded, std::uint64_t seed) {
  return Collector(signal, language, seed).id_of(folded);
}

Extract with_signals(Extract extract, ArticleWords words, PrintedText& printed, std::uint64_t seed, Surfaces surfaces) {
  Reader reader(extract, printed, seed, surfaces);
  reader.read_words(words.title, words.body);
  reader.read_names(words.title, words.title_dated);
  reader.read_names(words.body, words.body_dated);
  reader.read_runs(words.title, words.body);
  reader.read_numbers(words.title, words.title_dated, printed.title.cased);
  reader.read_numbers(words.body, words.body_dated, printed.body.cased);
  reader.finish();
  return extract;
}

}  // namespace samestory

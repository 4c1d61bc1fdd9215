#include "stories/features.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/parallel.h"
#include "stories/extract.h"
#include "text/calendar.h"
#include "text/common_words.h"
#include "text/furniture.h"
#include "text/units.h"

using namespace samestory;

namespace {

constexpr std::uint64_t kSeed = 3;
constexpr std::int64_t kDaySeconds = 86400;

struct Paper {
  std::string title, text, language, outlet;
  std::optional<std::int64_t> published_s;
};

Extract read(const Paper& paper, const RepeatedSpans& repeated = RepeatedSpans(), Surfaces surfaces = Surfaces::kDrop) {
  return extract({paper.title, paper.text, paper.language, paper.outlet, paper.published_s}, repeated, kSeed, surfaces);
}

std::size_t at(Signal signal) { return static_cast<std::size_t>(signal); }

int count_of(const Extract& extract, Signal signal, const std::string& folded) {
  const TermId term = term_of(signal, extract.language, folded, kSeed);
  for (const TermCount& held : extract.terms[at(signal)]) {
    if (held.term == term) return held.count;
  }
  return 0;
}

bool holds(const Extract& extract, Signal signal, const std::string& folded) {
  return count_of(extract, signal, folded) > 0;
}

std::int64_t noon_of(int year, int month, int day) {
  return day_of(CivilDate{year, month, day}) * kDaySeconds + kDaySeconds / 2;
}

std::uint16_t month_day(int month, int day) { return static_cast<std::uint16_t>(32 * month + day); }

std::string repeat(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

// ---- the twin of build_features: dense vectors by the definition in its header

using Weights = std::map<TermId, double>;

struct Twin {
  std::array<std::vector<Weights>, kSignals> rows;  // all terms, of length 1
  std::array<std::map<TermId, int>, kSignals> holders;
  std::vector<double> substance;
};

double rate_in_table(Signal signal, const std::string& language, TermId term) {
  static std::map<std::pair<int, std::string>, std::map<TermId, double>> tables;
  if (signal == Signal::kGrams || signal == Signal::kNumbers) return 0;
  auto& table = tables[{static_cast<int>(signal), language}];
  if (table.empty()) {
    for (const auto& entry : CommonWords::of(language).entries())
      table[term_of(signal, language, entry.word, kSeed)] = entry.per_mille / 1000.0;
  }
  const auto found = table.find(term);
  return found == table.end() ? 0 : found->second;
}

// What is left of the names when the archive has shown which words are written with a capital.
void drop_non_names(std::vector<Extract>& extracts) {
  std::map<TermId, std::pair<int, int>> uses;
  for (const Extract& extract : extracts) {
    for (const CaseUse& use : extract.case_uses) uses[use.word].first += use.upper, uses[use.word].second += use.lower;
  }
  const auto is_name = [&](TermId word) { return !uses.count(word) || uses[word].first >= uses[word].second; };
  for (Extract& extract : extracts) {
    if (!extract.cased) continue;
    std::vector<TermCount> kept;
    for (const TermCount& name : extract.terms[at(Signal::kNames)]) {
      bool keep = is_name(name.term);
      for (const NamePair& pair : extract.name_pairs) {
        if (pair.pair == name.term) keep = is_name(pair.first) && is_name(pair.second);
      }
      if (keep) kept.push_back(name);
    }
    extract.terms[at(Signal::kNames)] = kept;
  }
}

Twin build_twin(std::vector<Extract> extracts) {
  drop_non_names(extracts);
  std::map<std::string, double> counts;
  for (const Extract& extract : extracts) ++counts[extract.language];
  Twin twin;
  for (std::size_t f = 0; f < kSignals; ++f) {
    const auto signal = static_cast<Signal>(f);
    for (const Extract& extract : extracts) {
      for (const TermCount& term : extract.terms[f]) ++twin.holders[f][term.term];
    }
    const bool has_table = signal != Signal::kGrams && signal != Signal::kNumbers;
    for (const Extract& extract : extracts) {
      const double n = counts[extract.language];
      const bool blends = has_table && !CommonWords::of(extract.language).entries().empty();
      const double m = blends ? 300 * std::clamp((600 - n) / 300, 0.0, 1.0) : 0;
      Weights weights;
      double squares = 0;
      for (const TermCount& term : extract.terms[f]) {
        const double df = twin.holders[f][term.term];
        if (signal == Signal::kNames && !extract.cased && df > std::max(0.05 * n, 5.0)) continue;
        const double rate = rate_in_table(signal, extract.language, term.term);
        const double weight = (1 + std::log(term.count)) * std::log((n + m + 1) / (df + m * rate + 0.5));
        weights[term.term] = weight;
        squares += weight * weight;
      }
      for (auto& [term, weight] : weights) weight /= std::sqrt(squares);
      if (signal == Signal::kBody) twin.substance.push_back(std::sqrt(squares) / std::log(n + m + 1));
      twin.rows[f].push_back(std::move(weights));
    }
  }
  return twin;
}

void check_against_twin(const std::vector<Extract>& extracts) {
  const Features features = build_features(extracts, kSeed);
  const Twin twin = build_twin(extracts);
  REQUIRE(features.size() == extracts.size());
  for (std::size_t i = 0; i < extracts.size(); ++i)
    REQUIRE(std::abs(features.facts[i].substance - twin.substance[i]) <= 1e-5);
  for (std::size_t f = 0; f < kSignals; ++f) {
    CAPTURE(f);
    REQUIRE(static_cast<std::size_t>(features.rows[f].rows()) == extracts.size());
    REQUIRE(static_cast<std::size_t>(features.rows[f].cols()) == features.terms[f].size());
    for (std::size_t i = 0; i < extracts.size(); ++i) {
      CAPTURE(i);
      REQUIRE(features.present[f][i] == !twin.rows[f][i].empty());
      std::size_t kept = 0;
      for (const auto& [term, weight] : twin.rows[f][i]) kept += twin.holders[f].at(term) >= 2;
      TermMatrix::InnerIterator entry(features.rows[f], static_cast<Eigen::Index>(i));
      for (int previous = -1; entry; ++entry, --kept) {
        REQUIRE(entry.col() > previous);
        previous = static_cast<int>(entry.col());
        const TermId term = features.terms[f][static_cast<std::size_t>(previous)];
        REQUIRE(twin.holders[f].at(term) >= 2);
        REQUIRE(std::abs(entry.value() - twin.rows[f][i].at(term)) < 1.6e-5);
      }
      REQUIRE(kept == 0);
    }
  }
}

// Short articles of random words, some of them capitalised now and then, some in the tables of common words.
std::vector<Extract> random_archive(std::uint64_t seed, std::size_t size, const std::vector<std::string>& languages) {
  static const std::map<std::string, std::vector<std::string>> kWords = {
      {"en", {"the", "said", "in", "of", "ferry", "Norvik", "Lena", "Marsh", "harbour", "Post", "mayor", "storm"}},
      {"qq", {"the", "alu", "beno", "Caru", "Dovi", "ekka", "Fimo", "gatu", "hora", "Iva", "jemo", "kalu"}},
      {"ar", {"في", "من", "الميناء", "سليم", "الحداد", "نورفيك", "العاصفة", "المجلس", "قال", "سفينه", "ربان", "رصيف"}},
      {"zh", {"港", "口", "风", "大", "船", "市", "长", "海", "水", "雨", "山", "路"}},
  };
  std::vector<Extract> extracts;
  std::uint64_t state = mix(seed);
  const auto draw = [&](std::uint64_t below) { return (state = mix(state)) % below; };
  for (std::size_t i = 0; i < size; ++i) {
    Paper paper;
    paper.language = languages[draw(languages.size())];
    const auto& words = kWords.at(paper.language);
    for (std::uint64_t w = draw(25); w > 0; --w) {
      std::string word = words[draw(draw(2) == 0 ? 4 : words.size())];
      if (draw(5) == 0 && word[0] >= 'a' && word[0] <= 'z') word[0] = static_cast<char>(word[0] - 'a' + 'A');
      if (paper.text.size() > 20 && draw(9) == 0) word += " " + std::to_string(draw(60));
      paper.text += word + (draw(6) == 0 ? ". " : paper.language == "zh" ? "" : " ");
    }
    if (draw(3) != 0) paper.title = words[draw(words.size())] + " " + words[draw(words.size())];
    extracts.push_back(read(paper));
  }
  return extracts;
}

bool equal_bits(const TermMatrix& a, const TermMatrix& b) {
  return a.nonZeros() == b.nonZeros() && a.rows() == b.rows() &&
         std::equal(a.valuePtr(), a.valuePtr() + a.nonZeros(), b.valuePtr()) &&
         std::equal(a.innerIndexPtr(), a.innerIndexPtr() + a.nonZeros(), b.innerIndexPtr()) &&
         std::equal(a.outerIndexPtr(), a.outerIndexPtr() + a.rows() + 1, b.outerIndexPtr());
}

}  // namespace

TEST_CASE("each signal takes what it is made of and nothing else") {
  struct Row {
    std::string name;
    Paper paper;
    Signal signal;
    std::vector<std::string> held, not_held;
  };
  const std::string far = repeat("one two three four five six seven. ", 12);  // 84 units
  const std::string farther = repeat(far, 6);
  const std::vector<Row> rows = {
      {"body: title and text, folded, without numbers",
       {"Ferry Late", "The MAYOR spoke to 12 men.", "en", "", {}},
       Signal::kBody,
       {"ferry", "late", "mayor", "spoke", "men"},
       {"12", "MAYOR", "ferry late"}},
      {"body ends after 500 units", {"", farther + "harbour", "en", "", {}}, Signal::kBody, {"seven"}, {"harbour"}},
      {"body reaches behind the lead", {"", far + "harbour", "en", "", {}}, Signal::kBody, {"harbour"}, {}},
      {"lead ends after 70 units", {"Ferry", far + "harbour", "en", "", {}}, Signal::kLead, {"ferry"}, {"harbour"}},
      {"title only", {"Ferry late", "The mayor spoke.", "en", "", {}}, Signal::kTitle, {"ferry", "late"}, {"mayor"}},
      {"title: a tail that names the outlet goes",
       {"Ferry aground off Norvik - Harbour Post", "", "en", "harbourpost.example", {}},
       Signal::kTitle,
       {"ferry", "norvik"},
       {"harbour", "post"}},
      {"title: a tail that does not name it stays",
       {"Ferry aground off Norvik - Harbour closed", "", "en", "ostrow.example", {}},
       Signal::kTitle,
       {"harbour", "closed"},
       {}},
      {"title: whatever stands behind a bar goes",
       {"Ferry aground off Norvik | News", "", "en", "", {}},
       Signal::kTitle,
       {"norvik"},
       {"news"}},
      {"title: bar and outlet",
       {"Ferry aground off Norvik - Ostrow Radio | News", "", "en", "Ostrow Radio", {}},
       Signal::kTitle,
       {"norvik"},
       {"ostrow", "news"}},
      {"title: too short a head stays whole",
       {"Ferry late - Harbour Post", "", "en", "Harbour Post", {}},
       Signal::kTitle,
       {"harbour", "post"},
       {}},
      {"names: capitalised words and pairs",
       {"", "Here the mayor met Lena Marsh in Norvik.", "en", "", {}},
       Signal::kNames,
       {"lena", "marsh", "lena marsh", "norvik"},
       {"mayor", "met", "marsh norvik", "met lena"}},
      {"names: pairs end at marks",
       {"", "They met Marsh, Ostrow and Lena. Norvik is far.", "en", "", {}},
       Signal::kNames,
       {"marsh", "ostrow", "lena", "norvik"},
       {"marsh ostrow", "lena norvik"}},
      {"names: months and weekdays are dates",
       {"", "They met Lena on Monday, 12 May 2031.", "en", "", {}},
       Signal::kNames,
       {"lena"},
       {"monday", "may"}},
      {"names: behind the article that an apostrophe joins to them",
       {"", "Le maire d’Orvel a vu Anne d'Arcy et qu'il parle de l'affaire.", "fr", "", {}},
       Signal::kNames,
       {"orvel", "anne", "arcy", "anne arcy"},
       {"d'orvel", "d'arcy", "anne d'arcy", "affaire", "l'affaire", "il"}},
      {"names: apostrophes behind them and inside of words in capitals stay",
       {"", "The mayor saw Marsh's boat, O'Dell and NORVIK'S pier.", "en", "", {}},
       Signal::kNames,
       {"marsh's", "dell", "norvik's"},
       {"s", "o'dell", "marsh"}},
      {"names: Cyrillic",
       {"", "Вчера мэр встретил Лену Маршеву.", "ru", "", {}},
       Signal::kNames,
       {"лену", "маршеву", "лену маршеву"},
       {"мэр"}},
      {"names: uncommon words where there are no capitals",
       {"", "التقى سليم الحداد في الميناء من هو.", "ar", "", {}},
       Signal::kNames,
       {"سليم", "الحداد", "سليم الحداد"},
       {"في", "من", "هو"}},
      {"names: runs that recur where words have no borders",
       {"周启明受审", "海港的风很大，市长周启明说。", "zh", "", {}},
       Signal::kNames,
       {"周启明"},
       {"海港", "海", "市长周启明"}},
      {"names: runs that recur behind the lead are none",
       {"周启明受审", repeat("的", 80) + "王铁山。王铁山。", "zh", "", {}},
       Signal::kNames,
       {},
       {"王铁山", "王铁"}},
      {"grams: four letters inside framed words",
       {"", "dredging sea", "en", "", {}},
       Signal::kGrams,
       {" dre", "dred", "ging", "ing ", " sea", "sea "},
       {"ng s", "dredg", "dre", "12"}},
      {"grams: inflected forms meet",
       {"", "بالميناء", "ar", "", {}},
       Signal::kGrams,
       {" بال", "المي", "مينا", "ناء "},
       {}},
      {"numbers: neither years nor clock times",
       {"", "In 2031 at 3:40 he sold 45 boats, 4500 crates and 3.5 tons.", "en", "", {}},
       Signal::kNumbers,
       {"45", "4500", "3.5"},
       {"2031", "3", "40", "he"}},
      {"numbers: scores and old figures count",
       {"", "They won 2-1 against 1850 others.", "en", "", {}},
       Signal::kNumbers,
       {"2", "1", "1850"},
       {}},
      {"numbers: digits of any script", {"", "باع ٤٥ قاربا", "ar", "", {}}, Signal::kNumbers, {"45"}, {}},
      {"numbers: dates are none", {"", "On 12 May 2031 he sold 45.", "en", "", {}}, Signal::kNumbers, {"45"}, {"12"}},
      {"Han: two letters are a word",
       {"", "海港的风", "zh", "", {}},
       Signal::kBody,
       {"海港", "港的", "的风"},
       {"海", "海港的"}},
      {"Thai: as Han", {"", "ท่าเรือ", "th", "", {}}, Signal::kBody, {"ท่า"}, {"ท่าเรือ"}},
      {"furniture lines go",
       {"", "Source: Norvik Press\nThe ferry left.\nRead more: storm", "en", "", {}},
       Signal::kBody,
       {"ferry"},
       {"source", "norvik", "read", "storm"}},
      {"another article behind a heading goes",
       {"", "The ferry left.\nRain fell.\nRelated news\nA fire at the mill", "en", "", {}},
       Signal::kBody,
       {"ferry", "rain"},
       {"related", "fire", "mill"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Extract extract = read(row.paper);
    for (const std::string& word : row.held) {
      CAPTURE(word);
      CHECK(holds(extract, row.signal, word));
    }
    for (const std::string& word : row.not_held) {
      CAPTURE(word);
      CHECK_FALSE(holds(extract, row.signal, word));
    }
  }
}

TEST_CASE(
    "terms are counted, sorted and distinct, and belong to one language and to one signal or the three of words") {
  const Extract extract = read({"Ferry", "The ferry saw a ferry. 7 and 7.", "en", "", {}});
  CHECK(count_of(extract, Signal::kBody, "ferry") == 3);
  CHECK(count_of(extract, Signal::kTitle, "ferry") == 1);
  CHECK(count_of(extract, Signal::kNumbers, "7") == 2);
  for (std::size_t f = 0; f < kSignals; ++f) {
    for (std::size_t t = 1; t < extract.terms[f].size(); ++t)
      CHECK(extract.terms[f][t - 1].term < extract.terms[f][t].term);
  }
  std::set<TermId> terms;
  for (std::size_t f = 0; f < kSignals; ++f) {
    for (const char* language : {"en", "de"}) terms.insert(term_of(static_cast<Signal>(f), language, "ferry", 1));
  }
  terms.insert(term_of(Signal::kBody, "en", "ferry", 2));
  CHECK(terms.size() == 2 * (kSignals - 2) + 1);
  CHECK(term_of(Signal::kLead, "en", "ferry", 1) == term_of(Signal::kBody, "en", "ferry", 1));
  CHECK(term_of(Signal::kTitle, "en", "ferry", 1) == term_of(Signal::kBody, "en", "ferry", 1));
}

TEST_CASE("an article without words gives an extract without terms") {
  for (const Paper& paper :
       {Paper{}, Paper{"...", "!!! --", "", "", {}}, Paper{"", "Source: Norvik Press", "", "", {}}}) {
    const Extract extract = read(paper);
    for (std::size_t f = 0; f < kSignals; ++f) CHECK(extract.terms[f].empty());
  }
}

TEST_CASE("the language is the stated one, else a guess") {
  CHECK(read({"", "Die Stadt", "pt-BR", "", {}}).language == "pt");
  CHECK(read({"", "The ferry has left the harbour and it was late.", "", "", {}}).language == "en");
  CHECK(read({"The ferry has left the harbour and it was late", "", "und", "", {}}).language == "en");
  CHECK(read({"", "", "", "", {}}).language == "und");
  CHECK(read({"", "Norvik", "en", "", {}}).cased);
  CHECK_FALSE(read({"", "في الميناء Norvik قال الحداد", "ar", "", {}}).cased);
}

TEST_CASE("ages are numbers that an age word follows or that stand between commas behind a name") {
  struct Row {
    std::string text, language;
    std::vector<std::uint16_t> ages;
  };
  const std::vector<Row> rows = {
      {"A 34-year-old sailor and his brother, 29 years old.", "en", {29, 34}},
      {"Lena Marsh, 34, spoke. Ivo Dahl, 61.", "en", {34, 61}},
      {"They counted boats, 34, and men.", "en", {}},
      {"They had 34 boats for 12 years.", "en", {}},
      {"A 340-year-old bell.", "en", {}},
      {"Ein 34-jähriger Seemann", "de", {34}},
      {"34-летний моряк", "ru", {34}},
      {"34χρονος και 40 χρονών", "el", {40}},
      {"34歳の船員", "ja", {34}},
      {"34岁的船员", "zh", {34}},
      {"34 yaşındaki denizci", "tr", {34}},
      {"Lena Marsh, 34, and Ivo Dahl, 34, spoke.", "en", {34}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(read({"", row.text, row.language, "", {}}).ages == row.ages);
  }
}

TEST_CASE("stated days are facts of the article, past ones apart from the others") {
  struct Row {
    std::string title, text;
    std::vector<std::uint16_t> month_days, past;
    std::vector<int> days_before;  // days that relative words resolve to, counted back from the publication
  };
  const std::string far = repeat("one two three four five six seven. ", 12);  // 84 units
  const std::vector<Row> rows = {
      // published on Wednesday, 14 May 2031
      {"", "They met on 12 May and on 3 June 2031.", {month_day(5, 12), month_day(6, 3)}, {}, {}},
      {"Meeting of 12 May", "They met on May 12.", {month_day(5, 12)}, {}, {}},
      {"", "They met yesterday.", {}, {}, {1}},
      {"", "They met on Monday.", {}, {}, {2}},
      {"", "They had met last Monday.", {}, {}, {2}},
      {"", far + "They met on 12 May and yesterday.", {}, {}, {}},  // behind the lead: background
      {"", far + "They had met last October 15.", {}, {month_day(10, 15)}, {}},
      {"", "They had met last October 15.", {}, {month_day(10, 15)}, {}},
      {"", "They met in May.", {}, {}, {}},
      {"", "Rain fell.\nThe end.\nRelated news\nThey met on 12 May.", {}, {}, {}},
  };
  const std::int64_t published = noon_of(2031, 5, 14);
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const Extract extract = read({row.title, row.text, "en", "", published});
    CHECK(extract.month_days == row.month_days);
    CHECK(extract.past_month_days == row.past);
    std::vector<std::int32_t> days;
    for (const int before : row.days_before) days.push_back(day_of({2031, 5, 14}) - before);
    CHECK(extract.days == days);
  }
}

TEST_CASE("the own day is the record's, else a stamp in the text, else none") {
  const std::string stamped = "Posted: 3 May 2031\nThe ferry left yesterday.";
  const Extract of_record = read({"", stamped, "en", "", noon_of(2031, 5, 14)});
  CHECK(of_record.day == day_of({2031, 5, 14}));
  CHECK(of_record.published_s == noon_of(2031, 5, 14));
  const Extract of_text = read({"", stamped, "en", "", {}});
  CHECK(of_text.day == day_of({2031, 5, 3}));
  CHECK_FALSE(of_text.published_s.has_value());
  CHECK(of_text.days == std::vector<std::int32_t>{day_of({2031, 5, 2})});
  const Extract of_none = read({"", "The ferry left yesterday.", "en", "", {}});
  CHECK_FALSE(of_none.day.has_value());
  CHECK(of_none.days.empty());
  CHECK(read({"", "x", "en", "", -1}).day == -1);  // a second before 1970 is a day before it
  CHECK(read({"", "x", "en", "", 0}).day == 0);
  CHECK(read({"", "x", "en", "", kDaySeconds - 1}).day == 0);
}

TEST_CASE("capitals inside sentences are counted for the archive to tell names") {
  const Extract extract = read({"The Ferry Post", "Ferry men saw the Ferry. They saw a ferry and Lena.", "en", "", {}});
  const auto uses_of = [&](const std::string& word) {
    const TermId term = term_of(Signal::kNames, "en", word, kSeed);
    for (const CaseUse& use : extract.case_uses) {
      if (use.word == term) return std::pair<int, int>(use.upper, use.lower);
    }
    return std::pair<int, int>(0, 0);
  };
  CHECK(uses_of("ferry") == std::pair(1, 1));  // neither the title nor the first word of a sentence tells
  CHECK(uses_of("lena") == std::pair(1, 0));
  CHECK(uses_of("they") == std::pair(0, 0));
  CHECK(uses_of("post") == std::pair(0, 0));
  CHECK(read({"", "قال في الميناء", "ar", "", {}}).case_uses.empty());
}

TEST_CASE("what an outlet repeats is left out of its articles, unless little else would be left") {
  const std::string banner = "Norvik Radio brings you the sea every single day.";
  const auto paper = [&](const std::string& news) {
    return Paper{"", banner + "\n" + news, "en", "norvik.example", {}};
  };
  std::vector<std::uint64_t> keys;
  for (int i = 0; i < 8; ++i) {
    append_span_keys(keys, to_units(read_page(paper("Item " + std::to_string(i)).text), kSeed), "norvik.example");
  }
  SpanKeys all;
  all.add(keys);
  const RepeatedSpans repeated(std::move(all));
  const std::string news = "The mayor opened a new pier and spoke of dredging.";
  CHECK(holds(read(paper(news)), Signal::kBody, "radio"));
  CHECK_FALSE(holds(read(paper(news), repeated), Signal::kBody, "radio"));
  CHECK(holds(read(paper(news), repeated), Signal::kBody, "pier"));
  CHECK(holds(read(paper("Fog."), repeated), Signal::kBody, "radio"));  // nine units of ten
  Paper elsewhere = paper(news);
  elsewhere.outlet = "ostrow.example";
  CHECK(holds(read(elsewhere, repeated), Signal::kBody, "radio"));
  elsewhere.outlet.clear();
  CHECK(holds(read(elsewhere, repeated), Signal::kBody, "radio"));
}

TEST_CASE("surfaces are kept as printed and only if asked for") {
  const Paper paper{"Ferry late", "The Mayor met Lena Marsh.", "en", "", {}};
  CHECK(read(paper).surfaces.empty());
  std::map<TermId, std::string> printed;
  for (const auto& [term, surface] : read(paper, RepeatedSpans(), Surfaces::kKeep).surfaces) printed[term] = surface;
  CHECK(printed[term_of(Signal::kBody, "en", "mayor", kSeed)] == "Mayor");
  CHECK(printed[term_of(Signal::kNames, "en", "lena marsh", kSeed)] == "Lena Marsh");
}

TEST_CASE("matrices agree with dense vectors made by the definition") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    check_against_twin(random_archive(seed, 1 + seed, {"en", "qq", "ar", "zh"}));
  }
}

TEST_CASE("matrices agree with the definition while a table fades out and when it is gone") {
  for (const std::size_t size : {299, 300, 301, 450, 600, 650}) {
    CAPTURE(size);
    check_against_twin(random_archive(size, size, {"en"}));
  }
}

TEST_CASE("weights of two titles, by hand") {
  const auto title = [](const std::string& words, const std::string& language) {
    return read({words, "", language, "", {}});
  };
  std::vector<Extract> extracts = {title("alu beno", "qq"), title("alu caru caru", "qq")};
  const double both = std::log(3 / 2.5), one = std::log(3 / 1.5), twice = (1 + std::log(2.0)) * one;
  const auto weight_of = [](const Features& features, int row) {
    const TermId term = term_of(Signal::kTitle, "qq", "alu", kSeed);
    const auto& terms = features.terms[at(Signal::kTitle)];
    const auto column = std::find(terms.begin(), terms.end(), term) - terms.begin();
    return static_cast<double>(features.rows[at(Signal::kTitle)].coeff(row, column));
  };
  const Features alone = build_features(extracts, kSeed);
  CHECK(alone.terms[at(Signal::kTitle)].size() == 1);  // words of one article are no columns
  CHECK(weight_of(alone, 0) == doctest::Approx(both / std::hypot(both, one)).epsilon(1.6e-5));
  CHECK(weight_of(alone, 1) == doctest::Approx(both / std::hypot(both, twice)).epsilon(1.6e-5));
  CHECK(alone.articles_of_language == std::vector<std::uint32_t>{2, 2});
  // Articles of another language, full of the same words, change nothing.
  for (int i = 0; i < 20; ++i) extracts.push_back(title("alu beno caru", "qx"));
  const Features mixed = build_features(extracts, kSeed);
  CHECK(weight_of(mixed, 0) == weight_of(alone, 0));
  CHECK(weight_of(mixed, 1) == weight_of(alone, 1));
  CHECK(mixed.articles_of_language[2] == 20);
}

TEST_CASE("in a tiny archive the table makes common words weigh less than names") {
  std::vector<Extract> extracts;
  for (int i = 0; i < 5; ++i) extracts.push_back(read({"", "He said that Ostrow would be there.", "en", "", {}}));
  const Features features = build_features(extracts, kSeed);
  const auto& terms = features.terms[at(Signal::kBody)];
  const auto weight = [&](const std::string& word) {
    const auto column = std::find(terms.begin(), terms.end(), term_of(Signal::kBody, "en", word, kSeed));
    return features.rows[at(Signal::kBody)].coeff(0, column - terms.begin());
  };
  CHECK(weight("ostrow") > 3 * weight("said"));
  CHECK(weight("ostrow") > 3 * weight("that"));
}

TEST_CASE("a word is a name if at least half of its uses inside sentences are capitalised") {
  struct Row {
    std::string name;
    std::vector<std::string> texts;  // the first holds the candidate, "Ferry Lena"
    bool ferry, pair;
  };
  const std::vector<Row> rows = {
      {"half of the uses", {"We saw Ferry Lena.", "We saw a ferry, one more ferry and Lena."}, true, true},
      {"less than half", {"We saw Ferry Lena.", "A ferry, one more ferry, no ferry and Lena."}, false, false},
      {"starts of sentences do not count",
       {"We saw Ferry Lena. Ferry men.", "We saw a ferry. Ferry boat. Lena."},
       true,
       true},
      {"never inside a sentence", {"Ferry Lena", "Ferry Lena"}, true, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    std::vector<Extract> extracts;
    for (const std::string& text : row.texts) extracts.push_back(read({"", text, "en", "", {}}));
    extracts.push_back(extracts[0]);  // so that a name of the first article has two holders
    const Features features = build_features(extracts, kSeed);
    const auto& terms = features.terms[at(Signal::kNames)];
    const auto is_column = [&](const std::string& name) {
      return std::find(terms.begin(), terms.end(), term_of(Signal::kNames, "en", name, kSeed)) != terms.end();
    };
    CHECK(is_column("ferry") == row.ferry);
    CHECK(is_column("ferry lena") == row.pair);
    CHECK(is_column("lena"));
  }
}

TEST_CASE("facts are handed on") {
  const Extract extract =
      read({"", "Lena Marsh, 34, came yesterday; they met last October 15.", "en", "", noon_of(2031, 5, 14)});
  const Facts facts = build_features({extract}, kSeed).facts[0];
  CHECK(facts.day == extract.day);
  CHECK(facts.published_s == extract.published_s);
  CHECK(facts.ages == std::vector<std::uint16_t>{34});
  CHECK(facts.month_days == extract.month_days);
  CHECK(facts.past_month_days == extract.past_month_days);
  CHECK(facts.days == extract.days);
  CHECK(build_features(std::vector<Extract>(), kSeed).size() == 0);
}

TEST_CASE("features are the same bits with 1, 2, 3 and 8 threads, and move with their articles") {
  const std::vector<Extract> extracts = random_archive(5, 400, {"en", "qq", "ar", "zh"});
  const auto run = [&](int threads, const std::vector<Extract>& input) {
    const ThreadLimit limit(threads);
    return build_features(input, kSeed);
  };
  const Features one = run(1, extracts);
  for (const int threads : {2, 3, 8}) {
    const Features other = run(threads, extracts);
    for (std::size_t f = 0; f < kSignals; ++f) {
      CHECK(equal_bits(one.rows[f], other.rows[f]));
      CHECK(one.terms[f] == other.terms[f]);
      CHECK(one.present[f] == other.present[f]);
    }
  }
  const Features turned = run(2, {extracts.rbegin(), extracts.rend()});
  for (std::size_t f = 0; f < kSignals; ++f) {
    CHECK(one.terms[f] == turned.terms[f]);
    const auto last = static_cast<Eigen::Index>(extracts.size()) - 1;
    for (Eigen::Index i = 0; i <= last; ++i) {
      TermMatrix::InnerIterator p(one.rows[f], i), q(turned.rows[f], last - i);
      for (; p && q; ++p, ++q) REQUIRE((p.col() == q.col() && p.value() == q.value()));
      REQUIRE((!p && !q));
    }
  }
}

// The article's own date; the rule stands in dates.h.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "text/date_spellings.h"
#include "text/dates.h"
#include "text/normalize.h"

namespace samestory {
namespace {

constexpr std::size_t kHeadLines = 6;           // title, section, byline, date and the like
constexpr std::size_t kDatelineLines = 2;       // a dateline opens the story: title line or none before it
constexpr std::size_t kTailLines = 2;           // a date below the text
constexpr std::size_t kLongestHead = 1'500;     // bytes; of texts without line breaks
constexpr std::size_t kLongestStamp = 100;      // bytes, with weekday and clock time
constexpr std::size_t kLongestStampLine = 300;  // bytes beside the date; what is longer is a sentence
constexpr std::size_t kIsoBytes = 10;           // "2025-10-15"
constexpr std::size_t kBylineWords = 6;
constexpr std::size_t kPlaceWords = 4;  // of a dateline: "NEW HARBOUR CITY, Freedonia"
// Among 70 US front-page articles whose only stamp was a post's (2016-17), 35 of the 37 with one in the first 1,500
// bytes appeared within two days of it (the others within 7), of the other 33 only 27, some a year off.
constexpr std::int32_t kMostPostSpread = 3;  // days

enum class Place : std::uint8_t { kStamp, kHead, kUpdate, kPost, kNone };  // best first

std::vector<std::string> fold_list(std::string_view joined) {
  std::vector<std::string> words;
  for (const std::string_view word : alternatives(joined)) words.push_back(normalize(word, Case::kFold));
  std::sort(words.begin(), words.end());
  return words;
}

struct StampWords {
  std::vector<std::string> publication = fold_list(publication_stamps());
  std::vector<std::string> labels = fold_list(date_labels());
  std::vector<std::string> update = fold_list(update_stamps());
  std::vector<std::string> fillers = fold_list(stamp_fillers());
  std::vector<std::string> bylines = fold_list(byline_words());
  std::vector<std::string> note_words = fold_list(source_note_words());
  std::vector<std::string> note_verbs = fold_list(source_note_verbs());
};

const StampWords& stamp_words() {
  static const StampWords words;
  return words;
}

bool holds(const std::vector<std::string>& sorted, const std::string& word) {
  return std::binary_search(sorted.begin(), sorted.end(), word);
}

bool is_mark(char c) { return std::string_view(" \t.,:;|-/()[]+*#~\"'").find(c) != std::string_view::npos; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Words of folded text; numbers (clock times) and fillers are left out.
std::vector<std::string> telling_words(std::string_view text) {
  const std::string folded = normalize(text, Case::kFold);
  std::vector<std::string> words;
  for (std::size_t at = 0; at < folded.size();) {
    if (is_mark(folded[at]) || is_digit(folded[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < folded.size() && !is_mark(folded[end]) && !is_digit(folded[end])) ++end;
    std::string word = folded.substr(at, end - at);
    if (!holds(stamp_words().fillers, word)) words.push_back(std::move(word));
    at = end;
  }
  return words;
}

bool says_nothing(std::string_view text) { return telling_words(text).empty(); }

bool ends_sentence(char c) { return std::string_view(".!?\"|)]-/:>").find(c) != std::string_view::npos; }

// Text behind the date of a stamp: nothing, a clock time, or what a separator sets apart; but no sentence that goes on.
bool ends_stamp(std::string_view after) {
  constexpr std::size_t kLookAhead = 40;  // bytes
  const std::string folded = normalize(after.substr(0, kLookAhead), Case::kFold);
  for (std::size_t at = 0; at < folded.size();) {
    const char c = folded[at];
    if (is_digit(c) || c == '|' || c == '-' || c == '(' || c == '/') return true;
    if (is_mark(c)) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < folded.size() && !is_mark(folded[end]) && !is_digit(folded[end])) ++end;
    const std::string word = folded.substr(at, end - at);
    if (holds(stamp_words().update, word) || holds(stamp_words().bylines, word)) return true;
    if (!holds(stamp_words().fillers, word)) return false;
    at = end;
  }
  return true;
}

enum class Follow : std::uint8_t { kAnything, kColon };  // what must stand between a stamp word and its date

// Whether `line`, up to the date, ends in one of `stamps`, and the stamp starts the line or a sentence. Between stamp
// and date only fillers and clock times may stand; without a colon the text behind the date must end the stamp.
bool ends_in_stamp(std::string_view line, std::string_view after, const std::vector<std::string>& stamps,
                   Follow follow) {
  std::size_t cut = line.size() > kLongestStamp ? line.size() - kLongestStamp : 0;
  while (cut < line.size() && (static_cast<unsigned char>(line[cut]) & 0xC0) == 0x80) ++cut;  // to a code point
  const std::string whole = normalize(line.substr(cut), Case::kFold);
  std::string folded = whole;
  for (;;) {
    while (!folded.empty() && (is_mark(folded.back()) || is_digit(folded.back()))) folded.pop_back();
    const std::size_t next = whole.find_first_not_of(' ', folded.size());
    const bool colon = next != std::string::npos && whole[next] == ':';
    for (const std::string& stamp : stamps) {
      if (!folded.ends_with(stamp)) continue;
      std::size_t start = folded.size() - stamp.size();
      while (start > 0 && folded[start - 1] == ' ') --start;
      const bool spaced = start < folded.size() - stamp.size();
      const bool opens =
          start == 0 ? cut == 0 : ends_sentence(folded[start - 1]) && (spaced || folded[start - 1] != '-');
      if (opens && (colon || (follow == Follow::kAnything && ends_stamp(after)))) return true;
    }
    std::size_t word = folded.size();
    while (word > 0 && !is_mark(folded[word - 1])) --word;
    if (word == folded.size() || !holds(stamp_words().fillers, folded.substr(word))) return false;
    folded.resize(word);
  }
}

bool contains_any(const std::string& text, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& w) { return text.find(w) != std::string::npos; });
}

// "... نشر أولا على موقع ... وتم جلبه من مصدره الأصلي بتاريخ D", "This article first appeared in ... on D".
bool is_source_note(std::string_view before) {
  constexpr std::size_t kLongestNote = 600;  // bytes of one line before its date
  if (before.size() > kLongestNote) return false;
  const std::string folded = normalize(before, Case::kFold);
  // The Arabic words are common ones, so there the date must be introduced as one.
  constexpr std::string_view kSource = "مصدر", kOnDate = "بتاريخ";
  const bool arabic = folded.find(kSource) != std::string::npos;
  const bool introduced = folded.ends_with(kOnDate);
  return (!arabic || introduced) && contains_any(folded, stamp_words().note_words) &&
         contains_any(folded, stamp_words().note_verbs);
}

// Where the lines of a text begin.
class Lines {
 public:
  explicit Lines(std::string_view text) : size_(text.size()) {
    begins_.push_back(0);
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
      begins_.push_back(at + 1);
    }
  }
  std::size_t count() const { return begins_.size(); }
  std::size_t number_of(std::size_t at) const {
    return static_cast<std::size_t>(std::upper_bound(begins_.begin(), begins_.end(), at) - begins_.begin()) - 1;
  }
  std::size_t begin(std::size_t number) const { return begins_[number]; }
  std::size_t end(std::size_t number) const { return number + 1 < begins_.size() ? begins_[number + 1] - 1 : size_; }

 private:
  std::vector<std::size_t> begins_;
  std::size_t size_;
};

// "By Jane Roe | January 28, 2026", "January 28, 2026 by Jane Roe".
bool is_byline(std::string_view before, std::string_view after) {
  const std::vector<std::string> left = telling_words(before), right = telling_words(after);
  if (left.empty() == right.empty()) return false;
  const std::vector<std::string>& name = left.empty() ? right : left;
  return name.size() <= kBylineWords && holds(stamp_words().bylines, name.front());
}

// "ROME, January 28, 2026 (Agency) - ...", "دمشق، 28 كانون الثاني 2026 (وكالة) - ...".
bool is_dateline(std::string_view before, std::string_view after) {
  constexpr std::array<std::string_view, 3> kCommas = {", ", "، ", " - "};
  const bool comma = std::any_of(kCommas.begin(), kCommas.end(),
                                 [&](std::string_view c) { return before.size() > c.size() && before.ends_with(c); });
  const std::string_view rest = after.substr(0, 2);
  if (!comma || before.size() > kLongestStampLine || (rest != " (" && rest != " /" && rest != " -")) return false;
  const bool small = before.front() >= 'a' && before.front() <= 'z';
  return !small && telling_words(before).size() <= kPlaceWords;
}

Place place_of(std::string_view text, const Lines& lines, const DateMention& mention, bool chronicle) {
  const std::size_t line = lines.number_of(mention.begin);
  const std::string_view before = text.substr(lines.begin(line), mention.begin - lines.begin(line));
  const std::string_view after = text.substr(mention.end, lines.end(line) - mention.end);
  const bool iso = mention.end - mention.begin == kIsoBytes && text[mention.begin + 4] == '-';
  if (ends_in_stamp(before, after, stamp_words().publication, Follow::kAnything) || is_source_note(before)) {
    return Place::kStamp;
  }
  // "date 2025-10-15 The envoy ...": nobody writes prose with ISO dates.
  if (mention.begin < kLongestHead &&
      ends_in_stamp(before, iso ? "" : after, stamp_words().labels, iso ? Follow::kAnything : Follow::kColon)) {
    return Place::kStamp;
  }
  if (ends_in_stamp(before, after, stamp_words().update, Follow::kAnything)) return Place::kUpdate;
  const bool head = line < kHeadLines && mention.begin < kLongestHead;
  const bool tail = line + kTailLines >= lines.count();
  const bool short_line = before.size() + after.size() <= kLongestStampLine;
  const bool alone = short_line && says_nothing(before) && says_nothing(after);
  if (!chronicle) {
    if (alone && (head || tail)) return Place::kHead;
    if (head && short_line && is_byline(before, after)) return Place::kHead;
    if (line < kDatelineLines && head && is_dateline(before, after)) return Place::kHead;
    if (mention.begin == 0 && iso) return Place::kHead;
  }
  const bool post = before.size() > 1 && before.front() == '-' && before.find('@') != std::string_view::npos;
  return post && after.size() <= kLongestStampLine && says_nothing(after) ? Place::kPost : Place::kNone;
}

// Several lines that start with different dates tell a history.
bool is_chronicle(std::string_view text, const std::vector<DateMention>& mentions) {
  std::vector<std::int32_t> days;
  for (const DateMention& mention : mentions) {
    const bool starts_line = mention.begin == 0 || text[mention.begin - 1] == '\n';
    if (starts_line && mention.kind == DateKind::kFull) days.push_back(*mention.resolved_day);
  }
  std::sort(days.begin(), days.end());
  return std::unique(days.begin(), days.end()) - days.begin() >= 3;
}

}  // namespace

std::optional<OwnDate> find_own_date(std::string_view text) {
  const std::vector<DateMention> mentions = find_dates(text, {});
  const Lines lines(text);
  const bool chronicle = is_chronicle(text, mentions);
  std::optional<OwnDate> best;
  Place best_place = Place::kNone;
  std::int32_t first_post = 0, last_post = 0;
  for (const DateMention& mention : mentions) {
    if (mention.kind != DateKind::kFull) continue;
    const Place place = place_of(text, lines, mention, chronicle);
    if (place == Place::kNone || place > best_place) continue;
    // The first post counts only near the head, where it is what the article reports; farther down it is a memory.
    if (place == Place::kPost && best_place == Place::kNone && mention.begin >= kLongestHead) continue;
    const OwnDate found{*mention.resolved_day, mention.begin, mention.end};
    if (place < best_place) {
      best = found;
      best_place = place;
      first_post = last_post = found.day;
    } else if (place == Place::kPost) {
      first_post = std::min(first_post, found.day);
      last_post = std::max(last_post, found.day);
      if (found.day > best->day) best = found;
    }
  }
  if (best_place == Place::kPost && last_post - first_post > kMostPostSpread) return std::nullopt;
  return best;
}

}  // namespace samestory

#include "stories/extract.h"

#include <algorithm>

#include "stories/across_terms.h"
#include "stories/report_words.h"
#include "stories/signals.h"
#include "text/common_words.h"
#include "text/dates.h"

namespace samestory {
namespace {

constexpr std::int64_t kSecondsPerDay = 86400;

template <class T>
void sort_distinct(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

// Dates of one part as facts: those before byte `lead_end` say when the event was, later ones are background and count
// only if the text marks them as past. Returns for each word whether it is part of a date.
std::vector<bool> read_dates(Extract& out, const std::string& text, const DateContext& context, std::size_t lead_end,
                             const std::vector<ReportWord>& words) {
  std::vector<bool> dated(words.size(), false);
  std::size_t w = 0;
  for (const DateMention& mention : find_dates(text, context)) {
    while (w < words.size() && words[w].end <= mention.begin) ++w;
    if (w == words.size()) break;
    if (words[w].begin >= mention.end) continue;  // it stands in a line that was left out
    for (std::size_t v = w; v < words.size() && words[v].begin < mention.end; ++v) dated[v] = true;
    const bool stated = mention.kind != DateKind::kRelative;
    const auto month_day = static_cast<std::uint16_t>(32 * mention.month + mention.day);
    if (stated && mention.past) out.past_month_days.push_back(month_day);
    if (mention.begin >= lead_end || mention.past) continue;
    if (stated) out.month_days.push_back(month_day);
    if (!stated && mention.resolved_day) out.days.push_back(*mention.resolved_day);
  }
  return dated;
}

std::int32_t floor_day(std::int64_t seconds) {
  return static_cast<std::int32_t>((seconds >= 0 ? seconds : seconds - kSecondsPerDay + 1) / kSecondsPerDay);
}

}  // namespace

Extract Extractor::read(const StoryText& article, const RepeatedSpans& repeated, std::uint64_t seed,
                        Surfaces surfaces) {
  Extract out;
  const std::string_view own_title = article.title.substr(0, end_of_title(article.title, article.outlet));
  const auto printed =
      std::make_shared<PrintedText>(PrintedText{AlignedText(own_title), AlignedText(article.text), {}});
  const AlignedText &title = printed->title, &body = printed->body;
  out.language = primary_language(article.language);
  if (out.language.empty()) out.language = guess_language(body.folded.empty() ? title.folded : body.folded);

  ArticleWords words;
  words.title = title_words(title);
  words.body = all_words(body);
  if (surfaces == Surfaces::kDrop) {
    if (own_title.size() == article.title.size())
      add_across_terms(words.title, latin_, out.across);
    else
      add_across_terms(title_words(AlignedText(article.title)), latin_, out.across);
    add_across_terms(words.body, latin_, out.across);
  }
  words.body = report_words(std::move(words.body), body, article, repeated, seed);
  out.cased = is_cased(words.body.empty() ? words.title : words.body);

  DateContext context{std::nullopt, out.language};
  if (article.published_s) context.published_day = floor_day(*article.published_s);
  if (!context.published_day) {
    const auto own = find_own_date(title.cased + '\n' + body.cased);
    if (own) context.published_day = own->day;
  }
  out.published_s = article.published_s;
  out.day = context.published_day;
  const std::size_t lead = std::min(words.body.size(), kLeadWords);
  words.title_dated = read_dates(out, title.cased, context, title.cased.size(), words.title);
  words.body_dated = read_dates(out, body.cased, context, lead == 0 ? 0 : words.body[lead - 1].end, words.body);
  sort_distinct(out.month_days);
  sort_distinct(out.past_month_days);
  sort_distinct(out.days);

  if (surfaces != Surfaces::kDrop) out.printed = printed;
  return with_signals(std::move(out), std::move(words), *printed, seed, surfaces);
}

Extract extract(const StoryText& article, const RepeatedSpans& repeated, std::uint64_t seed, Surfaces surfaces) {
  return Extractor().read(article, repeated, seed, surfaces);
}

}  // namespace samestory

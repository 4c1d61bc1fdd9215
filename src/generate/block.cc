#include "generate/block.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <utility>

#include "generate/edits.h"
#include "generate/scan.h"
#include "io/timestamp.h"
#include "io/write.h"

namespace samestory {
namespace {

constexpr std::uint64_t kReportSeed = 0x2E90, kArticleSeed = 0xA271, kOrderSeed = 0x02DE, kOutletSeed = 0x0071;

constexpr std::uint32_t kLeastReportBytes = 120;  // a lead sentence

// Bytes of so much running text that the words of two languages can be compared.
std::uint32_t measure_words(const Vocabulary& vocabulary) {
  constexpr std::uint32_t kWords = 4096;
  Random random(1);
  std::string text;
  append_words(text, Voice{&vocabulary}, kWords, {}, random);
  return static_cast<std::uint32_t>(text.size());
}

std::string with_zeros(std::uint64_t number) {
  constexpr std::size_t kDigits = 9;  // keeps ids in order as text up to 10^9 articles
  const std::string digits = std::to_string(number);
  return std::string(kDigits - std::min(kDigits, digits.size()), '0') + digits;
}

class BlockWriter {
 public:
  BlockWriter(const World& world, const Plan& plan) : world_(world), plan_(plan) {
    for (const PlannedEvent& event : plan.events) {
      const Cast cast = event.kind == UnitKind::kSaga ? Cast::kShared : Cast::kOwn;
      const bool has_family = event.kind == UnitKind::kTemplate || event.kind == UnitKind::kQuotation;
      const std::uint64_t cast_seed = has_family ? event.seed : event.shared_seed;
      events_.push_back(make_event(world.vocabulary(event.language), cast, cast_seed, event.seed, event.day));
    }
    reports_by_language_.resize(world.options().languages.size());
    for (std::uint32_t report = 0; report < plan.reports.size(); ++report) {
      reports_by_language_[event_of(report).language].push_back(report);
    }
  }

  Block write(std::vector<Report> sources) {
    write_reports(std::move(sources));
    Block block;
    std::vector<std::uint32_t> order(plan_.articles.size());
    std::iota(order.begin(), order.end(), 0U);
    Random random(block_seed(kOrderSeed));
    for (auto left = static_cast<std::uint32_t>(order.size()); left > 1; --left) {
      std::swap(order[left - 1], order[random.below(left)]);
    }
    block.articles.reserve(order.size() * (world_.options().bytes + std::size_t{512}));
    for (std::size_t place = 0; place < order.size(); ++place) {
      write_article(block, plan_.block * kBlockArticles + place, order[place]);
    }
    count(block.counts);
    return block;
  }

 private:
  std::uint64_t block_seed(std::uint64_t purpose) const {
    return combine(combine(world_.options().seed, purpose), plan_.block);
  }
  const PlannedEvent& event_of(std::uint32_t report) const { return plan_.events[plan_.reports[report].event]; }

  // The original's article, whose outlet wrote the report.
  const Outlet& home(const PlannedArticle& article) const {
    return world_.outlet(event_of(article.report).language, article.outlet);
  }

  std::uint32_t draw_bytes(std::uint32_t language, Random& random) const {
    // A third to five thirds of the mean, most near it: the sum of two even draws. The mean leaves room for furniture.
    const std::uint64_t share =
        1000 * std::uint64_t{world_.text_bytes(language)} / world_.options().bytes;  // per mille
    const std::uint32_t furniture = world_.habits().furniture_bytes;
    const std::uint64_t asked = std::max(world_.options().bytes, furniture + kLeastReportBytes) - furniture;
    const std::uint64_t mean = asked * share / 1000;
    return static_cast<std::uint32_t>(mean * (340 + random.below(661) + random.below(661)) / 1000);
  }

  void write_reports(std::vector<Report> sources) {
    assert(sources.empty() || sources.size() == count_prose_reports(plan_));
    std::size_t next_source = 0;
    reports_.resize(plan_.reports.size());
    for (const PlannedArticle& article : plan_.articles) {
      if (!article.original) continue;
      Random random(combine(block_seed(kReportSeed), article.report));
      const bool invented = sources.empty() || event_of(article.report).kind == UnitKind::kTemplate;
      reports_[article.report] = invented ? invent_report(article, random) : std::move(sources[next_source++]);
      add_shared_passage(article, random);
    }
  }

  Report invent_report(const PlannedArticle& article, Random& random) const {
    const PlannedEvent& planned = event_of(article.report);
    const Event& event = events_[plan_.reports[article.report].event];
    const Voice& voice = home(article).voice;
    const std::uint32_t bytes = draw_bytes(planned.language, random);
    if (planned.kind == UnitKind::kTemplate)
      return write_template(planned.shared_seed, event, voice, bytes / 2, random);
    return write_report(event, voice, bytes, random);
  }

  // What traps have in common with another report, word for word.
  void add_shared_passage(const PlannedArticle& article, Random& random) {
    const PlannedEvent& planned = event_of(article.report);
    const Voice& voice = home(article).voice;
    std::string& text = reports_[article.report].text;
    if (planned.kind == UnitKind::kQuotation) {
      // Printed with the digits and letters of the family, not of the outlet: the seed alone decides it.
      const Voice speaker{voice.vocabulary};
      text += '\n' + write_quotation(planned.shared_seed, speaker);
    } else if (planned.kind == UnitKind::kFollowUp) {
      const std::string& earlier = reports_[plan_.reports[article.report].repeats].text;
      const Language& language = voice.vocabulary->language();
      const std::size_t news = keep_lead(earlier, 1000 - random.between(200, 500), language).size();
      const std::size_t begin = earlier.find_first_not_of(" \n", news);
      if (begin != std::string::npos) text += '\n' + earlier.substr(begin);
    }
  }

  std::vector<std::string> draw_links(const PlannedArticle& article, Random& random) const {
    std::vector<std::string> links;
    const Outlet& outlet = home(article);
    for (std::uint32_t left = world_.habits().links > 0 ? random.between(1, 3) : 0; left > 0; --left) {
      const std::uint32_t other = random.below(static_cast<std::uint32_t>(events_.size()));
      if (plan_.events[other].language != event_of(article.report).language) continue;
      links.push_back(write_title(events_[other], outlet.voice, random));
    }
    return links;
  }

  // A copy's own text; `title` becomes the copy's headline.
  std::string copy_of(const PlannedArticle& article, std::string& title, Random& random) {
    const Habits& habits = world_.habits();
    const std::uint32_t event = plan_.reports[article.report].event;
    Voice voice = home(article).voice;
    voice.topic = events_[event].topic;
    if (!random.chance(habits.keep_headline)) title = write_title(events_[event], voice, random);
    std::string text = copy_text(reports_[article.report].text, voice, habits, random);
    if (random.chance(habits.merge)) {
      const std::uint32_t other = random.pick(reports_by_language_[event_of(article.report).language]);
      if (plan_.reports[other].event != event) {
        text += '\n' + reports_[other].title + '\n' + reports_[other].text;
        ++merged_pages_;
      }
    }
    return text;
  }

  void write_article(Block& block, std::uint64_t number, std::uint32_t index) {
    const PlannedArticle& article = plan_.articles[index];
    const PlannedEvent& planned = event_of(article.report);
    const Outlet& outlet = home(article);
    Random random(combine(block_seed(kArticleSeed), index));
    std::string title = reports_[article.report].title;
    std::string text = article.original ? reports_[article.report].text : copy_of(article, title, random);
    Furnishing furnishing{events_[plan_.reports[article.report].event].place, day_of(article.published_s), {}};
    furnishing.links = draw_links(article, random);
    text = furnish(text, outlet, furnishing, world_.habits(), random);
    const auto error_per_mille = static_cast<std::uint32_t>(world_.options().word_error_rate * 1000 + .5);
    if (error_per_mille > 0) {
      text = scan_text(text, error_per_mille, outlet.voice.vocabulary->language(), random);
      title = scan_text(title, error_per_mille, outlet.voice.vocabulary->language(), random);
      std::replace(title.begin(), title.end(), '\n', ' ');
    } else {
      title = page_title(title, outlet);
    }
    const std::string id = "g" + with_zeros(number);
    append_record(block.articles, id, title, text, article, outlet);
    const auto label = [&](char level, std::uint32_t cluster) {
      return id + '\t' + level + std::to_string(plan_.block * kBlockArticles + cluster) + '\n';
    };
    block.copies += label('c', article.report);
    block.stories += label('s', plan_.reports[article.report].event);
    block.storylines += label('l', planned.storyline);
    block.counts.text_bytes += text.size();
  }

  static void append_record(std::string& out, const std::string& id, const std::string& title, const std::string& text,
                            const PlannedArticle& article, const Outlet& outlet) {
    const auto field = [&](std::string_view name, std::string_view value) {
      out += name;
      append_json_string(out, value);
    };
    field("{\"id\":", id);
    field(",\"title\":", title);
    field(",\"text\":", text);
    field(",\"date\":", format_timestamp(article.published_s));
    field(",\"outlet\":", outlet.domain);
    field(",\"lang\":", outlet.voice.vocabulary->language().tag);
    field(",\"url\":", "https://" + outlet.domain + "/" + id);
    out += "}\n";
  }

  void count(ArchiveCounts& counts) const {
    counts.articles = plan_.articles.size();
    counts.reports = plan_.reports.size();
    counts.events = plan_.events.size();
    counts.merged_pages = merged_pages_;
    for (std::uint32_t event = 0; event < plan_.events.size(); ++event) {
      counts.storylines += plan_.events[event].storyline == event;
    }
    for (std::uint32_t report = 0; report < plan_.reports.size(); ++report) {
      const std::uint64_t articles = plan_.reports[report].articles;
      if (articles > 1) counts.copied_articles += articles;
      const UnitKind kind = event_of(report).kind;
      if (kind == UnitKind::kSaga) counts.saga_articles += articles;
      if (kind == UnitKind::kTemplate) counts.template_articles += articles;
      if (kind == UnitKind::kQuotation) counts.quotation_articles += articles;
      if (kind == UnitKind::kFollowUp) counts.follow_up_articles += articles;
    }
  }

  const World& world_;
  const Plan& plan_;
  std::vector<Event> events_;    // as the plan's
  std::vector<Report> reports_;  // as the plan's
  std::vector<std::vector<std::uint32_t>> reports_by_language_;
  std::uint64_t merged_pages_ = 0;
};

}  // namespace

World::World(const GenerateOptions& options)
    : options_(options), habits_(options.preset == ArchivePreset::kReprints ? reprint_habits() : web_habits()) {
  const std::uint32_t outlets = options.outlets.value_or(usual_outlets(options));
  std::uint64_t all_bytes = 0;
  for (std::uint32_t language = 0; language < options.languages.size(); ++language) {
    const Vocabulary& vocabulary = vocabularies_.emplace_back(find_language(options.languages[language]));
    outlets_.emplace_back();
    for (std::uint32_t number = 0; number < outlets; ++number) {
      outlets_.back().push_back(make_outlet(vocabulary, number, combine(options.seed, kOutletSeed + language)));
    }
    text_bytes_.push_back(measure_words(vocabulary));
    all_bytes += text_bytes_.back();
  }
  for (std::uint32_t& bytes : text_bytes_) {
    bytes = static_cast<std::uint32_t>(std::uint64_t{bytes} * options.languages.size() * options.bytes / all_bytes);
  }
}

ArchiveCounts& ArchiveCounts::operator+=(const ArchiveCounts& other) {
  articles += other.articles;
  text_bytes += other.text_bytes;
  reports += other.reports;
  copied_articles += other.copied_articles;
  merged_pages += other.merged_pages;
  events += other.events;
  storylines += other.storylines;
  saga_articles += other.saga_articles;
  template_articles += other.template_articles;
  quotation_articles += other.quotation_articles;
  follow_up_articles += other.follow_up_articles;
  return *this;
}

std::uint32_t count_prose_reports(const Plan& plan) {
  return static_cast<std::uint32_t>(std::count_if(
      plan.reports.begin(), plan.reports.end(),
      [&](const PlannedReport& report) { return plan.events[report.event].kind != UnitKind::kTemplate; }));
}

Block write_block(const World& world, const Plan& plan, std::vector<Report> sources) {
  return BlockWriter(world, plan).write(std::move(sources));
}

}  // namespace samestory

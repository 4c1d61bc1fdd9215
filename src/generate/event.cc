#include "generate/event.h"

#include <algorithm>

namespace samestory {
namespace {

// Well-known people, places and organisations return in many events; the others occur once.
constexpr std::uint32_t kKnownNames = 4096;
constexpr std::uint32_t kKnownPersonPerMille = 350;

std::uint64_t draw_name_number(const AliasTable& fame, std::uint32_t known_per_mille, Random& random) {
  if (random.chance(known_per_mille)) return fame.draw(random.next());
  return kKnownNames + (random.next() >> 8);
}

const AliasTable& fame_table() {
  static const AliasTable table = make_zipf_table(kKnownNames);
  return table;
}

Person draw_person(const Vocabulary& vocabulary, Random& random) {
  const std::uint64_t number = draw_name_number(fame_table(), kKnownPersonPerMille, random);
  return {vocabulary.full_name(number), vocabulary.family_name(number)};
}

Quantity draw_quantity(const Vocabulary& vocabulary, Random& random) {
  // Tolls and ages are small, amounts are large: the size is drawn first.
  const std::uint32_t ceiling = random.chance(600) ? 90 : random.chance(600) ? 900 : 90'000;
  return {random.between(2, ceiling), vocabulary.word(random.between(Vocabulary::kFunctionWords, 1200))};
}

// The facts as one report tells them: a person's full name at the first mention only.
class Teller {
 public:
  Teller(const Event& event, const Voice& voice)
      : event_(event), voice_(voice), introduced_(event.people.size(), false) {}

  std::string person(std::size_t i) {
    const Person& person = event_.people[i];
    if (introduced_[i]) return person.family_name;
    introduced_[i] = true;
    return person.full_name;
  }

  std::string quantity(std::size_t i) const {
    const bool spaced = voice_.vocabulary->language().spacing == Spacing::kSpaced;
    return print_number(event_.quantities[i].value, voice_.zero) + (spaced ? " " : "") + event_.quantities[i].noun;
  }

  std::string any(Random& random) {
    const std::uint32_t kind = random.below(100);
    if (kind < 30) return person(random.below(static_cast<std::uint32_t>(event_.people.size())));
    if (kind < 75) return random.pick(event_.words);
    if (kind < 87) return quantity(random.below(static_cast<std::uint32_t>(event_.quantities.size())));
    return kind < 94 ? event_.place : event_.organisation;
  }

 private:
  const Event& event_;
  const Voice& voice_;
  std::vector<bool> introduced_;
};

std::string write_lead(const Event& event, const Voice& voice, Teller& teller, Random& random) {
  std::vector<std::string> facts = {event.place, print_date(voice, event.day), teller.person(0),
                                    random.pick(event.words)};
  if (random.chance(700)) facts.push_back(teller.quantity(0));
  std::string lead;
  append_sentence(lead, voice, facts, random);
  return lead;
}

// 40 to 100 words for a trap, 12 to 30 for a statement, between quotation marks, ascribed to nobody.
std::string write_quoted(std::uint32_t words, const Voice& voice, Random& random) {
  const Language& language = voice.vocabulary->language();
  std::string quoted(language.open_quote);
  const std::size_t begin = quoted.size();
  append_words(quoted, voice, words, {}, random);
  capitalise_at(quoted, begin, language);
  quoted += language.close_quote;
  return quoted;
}

}  // namespace

Event make_event(const Vocabulary& vocabulary, Cast cast, std::uint64_t cast_seed, std::uint64_t seed,
                 std::int32_t day) {
  constexpr std::uint32_t kSharedWords = 4;
  constexpr std::uint32_t kBackgroundSentences = 6;
  Random common(combine(cast_seed, 1));
  Event event;
  event.day = day;
  event.topic = common.below(Vocabulary::kTopics);
  event.place = vocabulary.place(draw_name_number(fame_table(), 700, common));
  for (int i = 0; i < 2; ++i) event.people.push_back(draw_person(vocabulary, common));
  event.organisation = vocabulary.organisation(draw_name_number(fame_table(), 600, common));
  for (std::uint32_t i = 0; i < kSharedWords; ++i)
    event.words.push_back(vocabulary.word(vocabulary.draw_rare_rank(common)));
  if (cast == Cast::kShared) {
    const Voice voice{&vocabulary, event.topic};
    for (std::uint32_t i = 0; i < kBackgroundSentences; ++i) {
      const std::vector<std::string> facts = {event.people[i % 2].family_name, event.words[i % kSharedWords]};
      append_sentence(event.background.emplace_back(), voice, facts, common);
    }
  }
  Random own(combine(seed, 2));
  for (std::uint32_t i = own.below(3); i > 0; --i) event.people.push_back(draw_person(vocabulary, own));
  for (std::uint32_t i = own.between(2, 4); i > 0; --i) event.quantities.push_back(draw_quantity(vocabulary, own));
  for (std::uint32_t i = own.between(4, 11); i > 0; --i)
    event.words.push_back(vocabulary.word(vocabulary.draw_rare_rank(own)));
  if (own.chance(500)) event.statement = write_quoted(own.between(12, 30), Voice{&vocabulary, event.topic}, own);
  return event;
}

std::string write_title(const Event& event, Voice voice, Random& random) {
  voice.topic = event.topic;
  Teller teller(event, voice);
  std::vector<std::string> facts = {random.pick(event.people).family_name, random.pick(event.words)};
  if (random.chance(600)) facts.insert(facts.begin(), event.place);
  if (random.chance(400)) facts.push_back(teller.quantity(0));
  if (random.chance(300)) facts.push_back(event.organisation);
  std::string title;
  append_words(title, voice, random.between(6, 9), facts, random);
  capitalise_at(title, 0, voice.vocabulary->language());
  return title;
}

Report write_report(const Event& event, Voice voice, std::uint32_t bytes, Random& random) {
  voice.topic = event.topic;
  const Language& language = voice.vocabulary->language();
  const std::uint32_t fact_per_mille = random.between(300, 600);  // of the sentences
  Teller teller(event, voice);
  Report report{write_title(event, voice, random), write_lead(event, voice, teller, random)};
  std::string& text = report.text;
  text.reserve(bytes + 512);
  std::vector<std::string> facts;
  bool quoted = event.statement.empty() || random.chance(500);
  std::uint32_t background = event.background.empty() ? 0 : random.between(1, 3);
  const std::uint32_t first_background = random.below(8);
  for (std::uint32_t sentence = 1; text.size() < bytes; ++sentence) {
    if (random.chance(350)) {
      text += '\n';
    } else {
      text += sentence_gap(language);
    }
    if (!quoted && sentence >= 3) {
      text += event.statement;
      text += language.stop;
      quoted = true;
      continue;
    }
    if (background > 0 && text.size() > bytes / 2) {
      text += event.background[(first_background + background--) % event.background.size()];
      continue;
    }
    facts.clear();
    if (random.chance(fact_per_mille)) {
      for (std::uint32_t i = random.between(1, 4); i > 0; --i) facts.push_back(teller.any(random));
    }
    append_sentence(text, voice, facts, random);
  }
  return report;
}

Report write_template(std::uint64_t family_seed, const Event& instance, Voice voice, std::uint32_t bytes,
                      Random& random) {
  constexpr std::uint32_t kSkippedPerMille = 150;  // sentences that an instance leaves out
  Random family(family_seed);
  voice.topic = family.below(Vocabulary::kTopics);
  const Language& language = voice.vocabulary->language();
  Report report;
  append_words(report.title, voice, 4, {}, family);
  capitalise_at(report.title, 0, language);
  report.title +=
      std::string(language.comma) + instance.place + std::string(language.comma) + print_date(voice, instance.day);
  for (std::uint64_t sentence = 0; report.text.size() < bytes; ++sentence) {
    // A seed a sentence: what an instance skips or fills in cannot shift the words that follow.
    Random fixed(combine(family_seed, sentence));
    if (sentence > 0 && random.chance(kSkippedPerMille)) continue;
    if (!report.text.empty()) report.text += sentence % 3 == 0 ? "\n" : sentence_gap(language);
    std::vector<std::string> facts;
    for (std::uint32_t i = fixed.between(1, 3); i > 0; --i) {
      facts.push_back(print_number(random.between(1, fixed.chance(500) ? 40 : 2000), voice.zero));
    }
    if (sentence == 0) facts.push_back(instance.place);
    append_sentence(report.text, voice, facts, fixed);
  }
  return report;
}

std::string write_quotation(std::uint64_t seed, Voice voice) {
  Random random(seed);
  voice.topic = random.below(Vocabulary::kTopics);
  return write_quoted(random.between(40, 100), voice, random);
}

}  // namespace samestory

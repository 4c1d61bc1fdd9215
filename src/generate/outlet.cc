#include "generate/outlet.h"

#include <algorithm>

namespace samestory {

Outlet make_outlet(const Vocabulary& vocabulary, std::uint32_t number, std::uint64_t seed) {
  constexpr std::uint32_t kAgencies = 12;         // few wires serve many outlets
  constexpr std::uint64_t kAgencySeed = 1 << 20;  // apart from the organisations in the news
  constexpr std::uint32_t kNativeDigitsPerMille = 400;
  const Language& language = vocabulary.language();
  Random random(combine(seed, number));
  Outlet outlet;
  outlet.domain = "paper" + std::to_string(number + 1) + "." + std::string(language.tag) + ".example";
  outlet.name = vocabulary.organisation(random.next());
  outlet.agency = vocabulary.organisation(kAgencySeed + random.below(kAgencies));
  outlet.staff_seed = random.next();
  outlet.voice = {&vocabulary, random.below(Vocabulary::kTopics),
                  random.chance(kNativeDigitsPerMille) ? language.native_zero : U'0', random.below(3)};
  outlet.title_tail = random.chance(300);
  outlet.links_inside = random.chance(400);
  for (std::uint32_t sentences = random.between(1, 3); sentences > 0; --sentences) {
    const std::vector<std::string> facts = {outlet.name};
    if (!outlet.boilerplate.empty()) outlet.boilerplate += sentence_gap(language);
    append_sentence(outlet.boilerplate, outlet.voice, facts, random);
  }
  return outlet;
}

std::string furnish(std::string_view text, const Outlet& outlet, const Furnishing& furnishing, const Habits& habits,
                    Random& random) {
  constexpr std::uint64_t kStaff = 12;  // writers of an outlet
  const Vocabulary& vocabulary = *outlet.voice.vocabulary;
  const Language& language = vocabulary.language();
  std::string links;
  if (random.chance(habits.links)) {
    for (const std::string& headline : furnishing.links)
      links += '\n' + std::string(language.read_more) + ' ' + headline;
  }
  std::string page;
  page.reserve(text.size() + links.size() + outlet.boilerplate.size() + 256);
  if (random.chance(habits.byline)) {
    page += std::string(language.by) + ' ' + vocabulary.full_name(outlet.staff_seed + random.next() % kStaff) + '\n';
  }
  if (random.chance(habits.dateline)) {
    page += furnishing.place;
    page += language.comma;
    page += print_date(outlet.voice, furnishing.day) + " — ";
  }
  const std::size_t first_end = std::min(text.find('\n'), text.size());
  page += text.substr(0, first_end);
  if (outlet.links_inside) page += links;
  page += text.substr(first_end);
  if (!outlet.links_inside) page += links;
  if (random.chance(habits.credit)) page += '\n' + std::string(language.source) + ' ' + outlet.agency;
  if (random.chance(habits.boilerplate)) page += '\n' + outlet.boilerplate;
  return page;
}

std::string page_title(std::string_view title, const Outlet& outlet) {
  return std::string(title) + (outlet.title_tail ? " | " + outlet.name : "");
}

}  // namespace samestory

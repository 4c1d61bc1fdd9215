#include "io/link_evidence.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/parallel.h"

namespace samestory {

void write_shared(Lines& lines, const Shared& shared) {
  lines.open("shared", '{').texts("names", shared.names).texts("numbers", shared.numbers);
  lines.texts("dates", shared.dates).texts("ages", shared.ages).texts("terms", shared.terms).close('}');
}

void write_story_link(Lines& lines, const StoryLink& story) {
  constexpr std::array<Key, 6> kNames = {"body", "lead", "names", "grams", "numbers", "title"};
  write_shared(lines, story.shared);
  const ScoreParts& parts = story.parts;
  lines.open("parts", '{');
  for (std::size_t f = 0; f < kNames.size(); ++f) lines.number_or_null(kNames[f], parts.cosines[f]);
  lines.number("together", parts.together).number_or_null("days_apart", parts.days_apart);
  lines.number("kernel", parts.kernel).number("chance", parts.chance);
  lines.number("agreement", parts.agreement);
  if (parts.across_worth) lines.number("across_worth", *parts.across_worth);
  if (parts.next_step > 0) lines.number("next_step", parts.next_step);
  if (parts.embedding) lines.number("embedding", *parts.embedding).number("embedding_worth", parts.embedded_worth);
  lines.close('}');
  for (const auto& [key, only] : {std::pair(Key("only_a"), &story.only_a), std::pair(Key("only_b"), &story.only_b)}) {
    lines.open(key, '{').texts("names", only->names).texts("numbers", only->numbers);
    lines.texts("dates", only->dates).texts("ages", only->ages).close('}');
  }
}

void LinkEvidence::take(std::vector<Link>& links, const std::vector<std::size_t>& place_of) {
  constexpr std::size_t kMembersBytes = 1 << 10;  // that a link's mostly have
  std::string bytes;
  bytes.reserve(links.size() * kMembersBytes);
  std::vector<Place> places;
  places.reserve(links.size());
  Lines lines(kMembersBytes);
  for (Link& link : links) {
    write_story_link(lines, *link.story);
    link.story.reset();
    const std::string_view members = lines.members();
    places.push_back({static_cast<std::uint32_t>(place_of[link.a]), static_cast<std::uint32_t>(place_of[link.b]),
                      bytes.size(), static_cast<std::uint32_t>(members.size())});
    bytes += members;
    lines.restart();
  }
  const std::uint64_t begin = file_.append(bytes);
  for (Place& place : places) place.offset_bytes += begin;
  const std::lock_guard lock(mutex_);
  places_.insert(places_.end(), places.begin(), places.end());
}

void LinkEvidence::finish() { samestory::sort(places_.begin(), places_.end(), before); }

std::string LinkEvidence::members(std::size_t a, std::size_t b) const {
  const Place asked{static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b), 0, 0};
  const auto place = std::lower_bound(places_.begin(), places_.end(), asked, before);
  if (place == places_.end() || before(asked, *place)) return {};
  std::string members(place->size_bytes, '\0');
  file_.read(place->offset_bytes, members.data(), members.size());
  return members;
}

}  // namespace samestory

#include "stories/recurring_runs.h"

#include <algorithm>
#include <map>

#include "text/general_words.h"
#include "text/letters.h"
#include "text/segment.h"

namespace samestory {
namespace {

struct Place {
  std::size_t stretch, letter;
};

struct Repeat {
  std::string_view run;
  std::size_t letters;
  std::vector<Place> places;  // in the order of the text
};

std::string_view view(const std::vector<Stretch>& stretches, const Place& place, std::size_t letters) {
  const Stretch& stretch = stretches[place.stretch];
  const std::string_view last = stretch[place.letter + letters - 1];
  return {stretch[place.letter].data(),
          static_cast<std::size_t>(last.data() + last.size() - stretch[place.letter].data())};
}

// All runs with kFewestUses places or more, overlapping ones included.
std::vector<Repeat> find_repeats(const std::vector<Stretch>& stretches) {
  std::vector<Place> alive;  // where the run of one letter less recurs
  for (std::size_t s = 0; s < stretches.size(); ++s) {
    for (std::size_t l = 0; l < stretches[s].size(); ++l) alive.push_back({s, l});
  }
  std::vector<Repeat> repeats;
  for (std::size_t letters = kFewestLetters; letters <= kMostLetters && !alive.empty(); ++letters) {
    std::erase_if(alive, [&](const Place& p) { return p.letter + letters > stretches[p.stretch].size(); });
    // Stable: places of equal runs stay in the order of the text.
    std::stable_sort(alive.begin(), alive.end(), [&](const Place& a, const Place& b) {
      return view(stretches, a, letters) < view(stretches, b, letters);
    });
    std::vector<Place> next;
    for (std::size_t begin = 0, end = 0; begin < alive.size(); begin = end) {
      const std::string_view run = view(stretches, alive[begin], letters);
      while (end < alive.size() && view(stretches, alive[end], letters) == run) ++end;
      if (end - begin < kFewestUses) continue;
      repeats.push_back(
          {run,
           letters,
           {alive.begin() + static_cast<std::ptrdiff_t>(begin), alive.begin() + static_cast<std::ptrdiff_t>(end)}});
      next.insert(next.end(), repeats.back().places.begin(), repeats.back().places.end());
    }
    alive = std::move(next);
  }
  return repeats;
}

bool is_long_enough(std::string_view run) {
  std::size_t at = 0;
  const char32_t c = next_code_point(run, at);
  const bool katakana = c >= 0x30A0 && c < 0x3100, han = c >= 0x3400 && c < 0xA000;
  return count_code_points(run) >= (han ? kFewestLetters : katakana ? kFewestKatakana : kFewestOthers);
}

}  // namespace

bool is_hiragana(std::string_view letter) {
  std::size_t at = 0;
  const char32_t c = next_code_point(letter, at);
  return c >= 0x3041 && c < 0x30A0;
}

std::vector<RecurringRun> find_recurring_runs(const std::vector<Stretch>& stretches, std::string_view language) {
  const GeneralWords& general = GeneralWords::of(language);
  if (general.empty()) return {};
  std::vector<Repeat> repeats = find_repeats(stretches);
  std::erase_if(repeats, [](const Repeat& repeat) { return !is_long_enough(repeat.run); });
  std::sort(repeats.begin(), repeats.end(), [](const Repeat& a, const Repeat& b) {
    if (a.places.size() != b.places.size()) return a.places.size() > b.places.size();
    return a.letters != b.letters ? a.letters > b.letters : a.run < b.run;
  });
  std::vector<std::vector<bool>> taken;
  for (const Stretch& stretch : stretches) taken.emplace_back(stretch.size(), false);
  std::map<std::string_view, std::size_t> uses_of;  // of what is left of a run
  for (const Repeat& repeat : repeats) {
    std::vector<Place> free;
    for (const Place& place : repeat.places) {
      const auto begin = taken[place.stretch].begin() + static_cast<std::ptrdiff_t>(place.letter);
      const auto end = begin + static_cast<std::ptrdiff_t>(repeat.letters);
      const bool overlaps =
          !free.empty() && free.back().stretch == place.stretch && free.back().letter + repeat.letters > place.letter;
      if (!overlaps && std::find(begin, end, true) == end) free.push_back(place);
    }
    if (free.size() < kFewestUses) continue;
    for (const Place& place : free) {
      std::fill_n(taken[place.stretch].begin() + static_cast<std::ptrdiff_t>(place.letter), repeat.letters, true);
    }
    const std::string_view core = general.core(repeat.run);
    if (!core.empty() && is_long_enough(core)) uses_of[core] += free.size();
  }
  std::vector<RecurringRun> runs;
  for (const auto& [run, uses] : uses_of) runs.push_back({run, uses});
  return runs;
}

}  // namespace samestory

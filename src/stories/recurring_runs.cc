#include "stories/recurring_runs.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/hash.h"
#include "text/general_words.h"
#include "text/letters.h"
#include "text/segment.h"

namespace samestory {
namespace {

using Letters = std::vector<std::string_view>;

// A run that begins at a letter, by its hash: two runs of one hash would only be one name too many.
struct Place {
  std::uint64_t run;
  std::uint32_t first;
};

struct Repeat {
  std::string_view run;
  std::size_t letters;
  std::vector<std::uint32_t> places;  // first letters, in the order of the text
};

std::string_view run_at(const Letters& letters, std::size_t first, std::size_t size) {
  const std::string_view last = letters[first + size - 1];
  return {letters[first].data(), static_cast<std::size_t>(last.data() + last.size() - letters[first].data())};
}

bool is_long_enough(std::string_view run) {
  std::size_t at = 0;
  const char32_t c = next_code_point(run, at);
  const bool katakana = c >= 0x30A0 && c < 0x3100, han = c >= 0x3400 && c < 0xA000;
  return count_code_points(run) >= (han ? kFewestLetters : katakana ? kFewestKatakana : kFewestOthers);
}

// Without most of those whose run stands nowhere else: a sort costs more than this.
void drop_unrepeated(std::vector<Place>& places) {
  constexpr int kSlotBits = 12;
  std::array<std::uint8_t, std::size_t{1} << kSlotBits> uses{};
  const auto slot = [](const Place& place) { return place.run >> (64 - kSlotBits); };
  for (const Place& place : places) uses[slot(place)] = uses[slot(place)] == 0 ? 1 : 2;
  std::erase_if(places, [&](const Place& place) { return uses[slot(place)] < 2; });
}

// All runs with kFewestUses places or more, overlapping ones included.
std::vector<Repeat> find_repeats(const Letters& letters) {
  std::vector<std::uint64_t> hashes;
  for (const std::string_view letter : letters) hashes.push_back(hash_bytes(letter, 0));
  std::vector<Place> alive, next;  // where the run of one letter less recurs
  for (std::size_t l = 0; l < letters.size(); ++l) {
    if (!letters[l].empty()) alive.push_back({hashes[l], static_cast<std::uint32_t>(l)});
  }
  std::vector<Repeat> repeats;
  for (std::size_t size = kFewestLetters; size <= kMostLetters && !alive.empty(); ++size) {
    std::erase_if(alive, [&](const Place& place) {
      const std::size_t last = place.first + size - 1;
      return last >= letters.size() || letters[last].empty();
    });
    for (Place& place : alive) place.run = combine(place.run, hashes[place.first + size - 1]);
    drop_unrepeated(alive);
    std::sort(alive.begin(), alive.end(),
              [](const Place& a, const Place& b) { return a.run != b.run ? a.run < b.run : a.first < b.first; });
    next.clear();
    for (std::size_t begin = 0, end = 0; begin < alive.size(); begin = end) {
      while (end < alive.size() && alive[end].run == alive[begin].run) ++end;
      if (end - begin < kFewestUses) continue;
      const std::string_view run = run_at(letters, alive[begin].first, size);
      if (is_long_enough(run)) {
        repeats.push_back({run, size, {}});
        for (std::size_t p = begin; p < end; ++p) repeats.back().places.push_back(alive[p].first);
      }
      for (std::size_t p = begin; p < end; ++p) next.push_back(alive[p]);
    }
    std::swap(alive, next);
  }
  return repeats;
}

}  // namespace

std::vector<RecurringRun> find_recurring_runs(const std::vector<std::string_view>& letters, std::string_view language) {
  const GeneralWords& general = GeneralWords::of(language);
  if (general.empty()) return {};
  std::vector<Repeat> repeats = find_repeats(letters);
  std::sort(repeats.begin(), repeats.end(), [](const Repeat& a, const Repeat& b) {
    if (a.places.size() != b.places.size()) return a.places.size() > b.places.size();
    return a.letters != b.letters ? a.letters > b.letters : a.run < b.run;
  });
  std::vector<bool> taken(letters.size(), false);
  std::map<std::string_view, std::size_t> uses_of;  // of what is left of a run
  std::vector<std::uint32_t> free;
  for (const Repeat& repeat : repeats) {
    const auto letter = [&](std::size_t at) { return taken.begin() + static_cast<std::ptrdiff_t>(at); };
    free.clear();
    for (const std::uint32_t first : repeat.places) {
      const bool overlaps = !free.empty() && free.back() + repeat.letters > first;
      const auto end = letter(first + repeat.letters);
      if (!overlaps && std::find(letter(first), end, true) == end) free.push_back(first);
    }
    if (free.size() < kFewestUses) continue;
    for (const std::uint32_t first : free) std::fill(letter(first), letter(first + repeat.letters), true);
    const std::string_view core = general.core(repeat.run);
    if (!core.empty() && is_long_enough(core)) uses_of[core] += free.size();
  }
  std::vector<RecurringRun> runs;
  for (const auto& [run, uses] : uses_of) runs.push_back({run, uses});
  return runs;
}

}  // namespace samestory

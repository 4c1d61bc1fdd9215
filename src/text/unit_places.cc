#include "text/unit_places.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <string_view>
#include <utility>

#include "base/byte_blocks.h"
#include "text/class_masks.h"
#include "text/familiar_letters.h"
#include "text/segment.h"
#include "text/word_classes.h"

namespace samestory {
namespace {

using Mask = std::uint64_t ClassMasks::*;

// Letters beyond ASCII in a block up to which each is looked up: the search for familiar ones costs as much as some
// look-ups, and English has a few.
constexpr int kFewLetters = 4;

// All of it is compiled once for each instruction set.
template <class Version, class Letters>
class Scanner {
 public:
  Scanner(UnitPlaces& places, std::string_view text) : places_(places), text_(text) {}

  // text[begin, end) and the line break behind it. False if the masks cannot tell.
  SAMESTORY_INLINE bool scan(std::size_t begin, std::size_t end) {
    ClassMasks masks[3];
    ClassMasks *before = &masks[0], *here = &masks[1], *next = &masks[2];
    read(begin, end, *before, *here);
    for (at_ = begin; at_ <= end && !doubtful_; at_ += before->size) {
      *next = ClassMasks{};
      if (at_ + here->size <= end) read(at_ + here->size, end, *here, *next);
      take_units(*before, *here, *next);
      std::swap(before, here);
      std::swap(here, next);
    }
    return !doubtful_;
  }

 private:
  // Bits of the bytes behind, or before, which one of the mask stands.
  SAMESTORY_INLINE static std::uint64_t follows(const ClassMasks& before, const ClassMasks& here, Mask of) {
    return here.*of << 1 | (before.*of >> (before.size - 1) & 1);
  }
  SAMESTORY_INLINE static std::uint64_t precedes(const ClassMasks& here, const ClassMasks& next, Mask of) {
    return here.*of >> 1 | (next.*of & 1) << (here.size - 1);
  }

  SAMESTORY_INLINE void read(std::size_t at, std::size_t end, const ClassMasks& before, ClassMasks& masks) {
    const char* block = text_.data() + at;
    masks.size = kBlockBytes;
    const std::uint64_t high = Version::read_ascii(block, masks);
    if (high != 0) read_letters(block, high, masks);
    const std::size_t left = end + 1 - at;
    if (left < masks.size || masks.size < kBlockBytes) masks.cut(std::min(left, masks.size));
    if (masks.extends != 0) extend(before, masks);
  }

  SAMESTORY_INLINE void read_letters(const char* block, std::uint64_t high, ClassMasks& masks) const {
    const auto [all, continuation, three, four] = Letters::find_high(block, high);
    masks.continuation = continuation;
    const std::uint64_t leads = all & ~continuation;
    const std::uint64_t cut = (leads & (1ULL << 63)) | (three & (3ULL << 62)) | (four & (7ULL << 61));
    if (cut != 0) masks.size = static_cast<std::size_t>(std::countr_zero(cut));
    std::uint64_t letters = 0, points = 0, others = 0;
    if (std::popcount(leads) > kFewLetters) {
      if ((leads & ~three) != 0) letters = Letters::find_familiar_of_two(block);
      if (three != 0) points = Letters::find_familiar_of_three(block);
    }
    const std::uint64_t familiar = letters | points, inside = low_bits(masks.size);
    letters &= inside;
    points &= inside;
    const auto sort = [&](std::uint64_t bit, WordClass of) {
      letters |= of == WordClass::kLetter ? bit : 0;  // the compiler may branch: one class is nearly all of a script
      points |= of == WordClass::kPoint ? bit : 0;
      others |= of > WordClass::kPoint ? bit : 0;
    };
    for (std::uint64_t left = leads & ~familiar & inside; left != 0; left &= left - 1) {
      sort(left & (~left + 1), class_at(block + std::countr_zero(left)));
    }
    masks.letters |= with_tails(letters, masks);
    masks.point_begins = points;
    masks.points = with_tails(points, masks);
    for (; others != 0; others &= others - 1) add_other(block, others & (~others + 1), masks);
  }

  // Of the code point beyond ASCII that begins there.
  [[nodiscard]] SAMESTORY_INLINE WordClass class_at(const char* place) const {
    const auto* bytes = reinterpret_cast<const unsigned char*>(place);
    if (bytes[0] < 0xE0) return classes_.of_two(bytes);
    return bytes[0] < 0xF0 ? classes_.of_three(bytes) : classes_.of_four(bytes);
  }

  // First bytes of code points become all bytes of them.
  SAMESTORY_INLINE static std::uint64_t with_tails(std::uint64_t begins, const ClassMasks& masks) {
    std::uint64_t all = begins;
    for (int i = 0; i < 3; ++i) all |= all << 1 & masks.continuation;
    return all;
  }

  SAMESTORY_INLINE void add_other(const char* block, std::uint64_t bit, ClassMasks& masks) const {
    auto at = static_cast<std::size_t>(std::countr_zero(bit));
    const WordClass tabled = class_at(block + at);
    const WordClass of = tabled == WordClass::kRare ? word_class(next_code_point({block, masks.size}, at)) : tabled;
    const std::uint64_t all = with_tails(bit, masks);
    switch (of) {
      case WordClass::kPoint:  // beyond the basic plane
        masks.point_begins |= bit;
        masks.points |= all;
        break;
      case WordClass::kHebrew:
        masks.hebrew |= all;
        [[fallthrough]];
      case WordClass::kLetter:
        masks.letters |= all;
        break;
      case WordClass::kDigit:
        masks.digits |= all;
        break;
      case WordClass::kExtend:
        masks.extends |= all;
        break;
      case WordClass::kMidBoth:
        masks.digit_joiners |= all;
        [[fallthrough]];
      case WordClass::kMidLetter:
        masks.letter_joiners |= all;
        break;
      case WordClass::kMidNumber:
        masks.digit_joiners |= all;
        break;
      case WordClass::kConnector:
        masks.connectors |= all;
        break;
      case WordClass::kSentenceEnd:
        masks.sentence_ends |= bit;
        break;
      default:
        break;
    }
  }

  // Gives marks to the class of what they extend.
  SAMESTORY_INLINE void extend(const ClassMasks& before, ClassMasks& masks) {
    for (const Mask joiner : {&ClassMasks::letter_joiners, &ClassMasks::digit_joiners, &ClassMasks::quotes})
      doubtful_ = doubtful_ || (masks.extends & follows(before, masks, joiner)) != 0;
    for (const Mask of : {&ClassMasks::letters, &ClassMasks::hebrew, &ClassMasks::digits, &ClassMasks::connectors,
                          &ClassMasks::points}) {
      const std::uint64_t first = masks.extends & follows(before, masks, of);
      masks.*of |= masks.extends & ~(masks.extends + first);
    }
  }

  // Joiners between two of a class, all bytes of them.
  SAMESTORY_INLINE static std::uint64_t joined(std::uint64_t joiners, const ClassMasks& here, std::uint64_t follows_one,
                                               std::uint64_t precedes_one) {
    std::uint64_t behind = joiners & follows_one;
    if (here.continuation == 0) return behind & precedes_one;
    for (int i = 0; i < 2; ++i) behind |= behind << 1 & here.continuation & joiners;
    std::uint64_t between = behind & precedes_one;
    for (int i = 0; i < 2; ++i) between |= between >> 1 & behind;
    return between;
  }

  SAMESTORY_INLINE void take_units(const ClassMasks& before, const ClassMasks& here, const ClassMasks& next) {
    const auto join = [&](Mask joiners, Mask of) {
      return joined(here.*joiners, here, follows(before, here, of), precedes(here, next, of));
    };
    std::uint64_t joins =
        join(&ClassMasks::letter_joiners, &ClassMasks::letters) | join(&ClassMasks::digit_joiners, &ClassMasks::digits);
    if (here.hebrew != 0 || before.hebrew != 0) joins |= join(&ClassMasks::quotes, &ClassMasks::hebrew);
    const std::uint64_t words = here.letters | here.digits | here.connectors | joins;
    const std::uint64_t after_word = words << 1 | word_before_;
    const std::uint64_t after_point = follows(before, here, &ClassMasks::points);
    const std::uint64_t word_begins = words & ~after_word;
    const std::uint64_t begins = word_begins | here.point_begins;
    const std::uint64_t ends =
        ((after_word & ~words) | (after_point & (~here.points | here.point_begins))) & low_bits(here.size);
    word_before_ = words >> (here.size - 1) & 1;
    doubtful_ = doubtful_ || (word_begins & here.connectors) != 0;

    std::uint64_t marks = here.sentence_ends | (here.stops & ~joins & precedes(here, next, &ClassMasks::blanks));
    for (; marks != 0; marks &= marks - 1)
      end_span(places_.count + static_cast<std::size_t>(std::popcount(begins & (marks ^ (marks - 1)))));
    write_places(begins, ends);
    places_.points += static_cast<std::size_t>(std::popcount(here.point_begins));
  }

  SAMESTORY_INLINE void end_span(std::size_t units) {
    if (units > (places_.span_ends.empty() ? 0 : places_.span_ends.back()))
      places_.span_ends.push_back(static_cast<std::uint32_t>(units));
  }

  SAMESTORY_INLINE void write_places(std::uint64_t begins, std::uint64_t ends) {
    const std::size_t count = places_.count + static_cast<std::size_t>(std::popcount(begins));
    if (places_.begins.size() < count + kBlockBytes) {
      places_.begins.resize(2 * count + kBlockBytes);
      places_.ends.resize(places_.begins.size());
    }
    const auto ended = static_cast<std::size_t>(std::popcount(ends));
    const auto at = static_cast<std::uint32_t>(at_);
    Version::write_bits(begins, count - places_.count, at, places_.begins.data() + places_.count);
    Version::write_bits(ends, ended, at, places_.ends.data() + places_.count - open_);
    open_ += count - places_.count - ended;
    places_.count = count;
  }

  UnitPlaces& places_;
  std::string_view text_;
  const CodePointTable<WordClass>& classes_ = word_class_table();
  std::size_t at_ = 0;             // where the block begins whose units are taken
  std::uint64_t word_before_ = 0;  // 1 if the byte before at_ belongs to a word
  std::size_t open_ = 0;           // units begun and not ended
  bool doubtful_ = false;
};

bool scan_portable(UnitPlaces& places, std::string_view text, std::size_t begin, std::size_t end) {
  return Scanner<PortableMasks, PortableLetters>(places, text).scan(begin, end);
}

#ifdef SAMESTORY_AVX512
SAMESTORY_AVX2 bool scan_avx2(UnitPlaces& places, std::string_view text, std::size_t begin, std::size_t end) {
  return Scanner<PortableMasks, PortableLetters>(places, text).scan(begin, end);
}

SAMESTORY_AVX512 bool scan_avx512(UnitPlaces& places, std::string_view text, std::size_t begin, std::size_t end) {
  return Scanner<Avx512Masks, Avx512Letters>(places, text).scan(begin, end);
}
#endif

bool scan(InstructionSet set, UnitPlaces& places, std::string_view text, std::size_t begin, std::size_t end) {
#ifdef SAMESTORY_AVX512
  if (set == InstructionSet::kAvx512) return scan_avx512(places, text, begin, end);
  if (set == InstructionSet::kAvx2) return scan_avx2(places, text, begin, end);
#endif
  assert(set == InstructionSet::kPortable);
  return scan_portable(places, text, begin, end);
}

void append_by_segment(UnitPlaces& places, std::string_view line, std::size_t begin) {
  for (const Unit& unit : segment(line)) {
    places.begins.resize(std::max(places.begins.size(), places.count + 1));
    places.ends.resize(places.begins.size());
    places.begins[places.count] = static_cast<std::uint32_t>(begin) + unit.begin;
    places.ends[places.count] = static_cast<std::uint32_t>(begin) + unit.end;
    ++places.count;
    places.points += unit.kind == UnitKind::kPoint;
    if (unit.ends_sentence) places.span_ends.push_back(static_cast<std::uint32_t>(places.count));
  }
}

}  // namespace

void UnitPlaces::clear() {
  count = points = 0;
  span_ends.clear();
}

void append_unit_places(UnitPlaces& places, const PaddedText& text, std::size_t begin, std::size_t end,
                        InstructionSet set) {
  const std::size_t count = places.count, points = places.points, spans = places.span_ends.size();
  if (scan(set, places, text.view(), begin, end)) return;
  places.count = count;
  places.points = points;
  places.span_ends.resize(spans);
  const std::string_view lines = text.view().substr(begin, end - begin);
  std::size_t middle = lines.find('\n', lines.size() / 2);
  if (middle == std::string_view::npos) middle = lines.substr(0, lines.size() / 2).rfind('\n');
  if (middle == std::string_view::npos) return append_by_segment(places, lines, begin);
  append_unit_places(places, text, begin, begin + middle, set);
  append_unit_places(places, text, begin + middle + 1, end, set);
}

}  // namespace samestory

#include "text/fold.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "base/byte_blocks.h"
#include "text/familiar_letters.h"
#include "text/fold_blocks.h"
#include "text/foldings.h"
#include "text/normalize_by_icu.h"

namespace samestory {
namespace {

bool is_space(char c) { return c == ' ' || c == '\n'; }
bool is_continuation(unsigned char c) { return (c & 0xC0) == 0x80; }

// Letters beyond ASCII in a block up to which each is looked up: the search for familiar ones costs as much as some
// look-ups, and English has a few, quotation marks and dashes.
constexpr int kFewLetters = 4;

class Folder {
 public:
  Folder(PaddedText& out, std::string_view raw, Case letter_case)
      : out_(out), raw_(raw), case_(letter_case), foldings_(foldings(letter_case)) {}

  // Gives the bytes of white space that went, or more.
  template <class Version>
  SAMESTORY_INLINE std::size_t run() {
    const std::size_t begin = out_.size();
    out_.reserve(raw_.size());
    while (at_ < raw_.size()) fold_block<Version>();
    if (out_.size() > begin && is_space(out_.view().back())) out_.set_end(out_.end() - 1);
    return gone_;
  }

 private:
  template <class Version>
  SAMESTORY_INLINE void fold_block() {
    char last[kBlockBytes + kFamiliarAhead];
    const char* raw = raw_.data() + at_;
    if (raw_.size() - at_ < sizeof(last)) {  // spaces at the end leave nothing
      std::memset(last, ' ', sizeof(last));
      std::memcpy(last, raw, raw_.size() - at_);
      raw = last;
    }
    out_.reserve(kBlockBytes);
    FoldedBlock block;
    const std::uint64_t high = case_ == Case::kFold ? Version::template fold_ascii<Case::kFold>(raw, block)
                                                    : Version::template fold_ascii<Case::kKeep>(raw, block);
    const bool whole = high == 0 || fold_letters<Version>(raw, Version::find_high(raw, high), block);
    emit(block);
    at_ += block.size;
    if (!whole) fold_by_icu();
  }

  // Code points beyond ASCII. False if the table does not decide the one at which the block now ends.
  template <class Version>
  SAMESTORY_INLINE bool fold_letters(const char* raw, const HighBytes& high, FoldedBlock& block) {
    const auto [all, continuation, three, four] = high;
    const std::uint64_t leads = all & ~continuation;
    const std::uint64_t cut = (leads & (1ULL << 63)) | (three & (3ULL << 62)) | (four & (7ULL << 61));
    bool whole = true;
    if (cut != 0) block.size = static_cast<std::size_t>(std::countr_zero(cut));
    const std::uint64_t expected = leads << 1 | three << 2 | four << 3;
    if (const std::uint64_t wrong = expected ^ continuation; wrong != 0) {
      auto place = static_cast<std::size_t>(std::countr_zero(wrong));
      if ((expected >> place & 1) != 0)  // not where a code point breaks off but where it begins
        place = static_cast<std::size_t>(63 - std::countl_zero(leads & low_bits(place)));
      if (place <= block.size) {
        block.size = place;
        whole = false;
      }
    }
    std::uint64_t familiar = 0;
    if (std::popcount(leads) > kFewLetters) {
      if (three != 0) familiar = Version::find_familiar_of_three(raw);
      if ((leads & ~three) != 0)
        familiar |= Version::find_familiar_of_two(raw) | Version::fold_arabic(raw, block.bytes);
    }
    for (std::uint64_t left = leads & ~familiar & low_bits(block.size); left != 0; left &= left - 1) {
      const auto at = static_cast<std::size_t>(std::countr_zero(left));
      if (!fold_letter(raw, at, block)) {
        block.size = at;
        whole = false;
        break;
      }
    }
    const std::uint64_t inside = low_bits(block.size);
    block.spaces &= inside;
    block.lines &= inside;
    return whole;
  }

  bool fold_letter(const char* raw, std::size_t at, FoldedBlock& block) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(raw + at);
    if (bytes[0] < 0xE0) {
      const Folding folding = foldings_.of_two(bytes);
      std::uint16_t pair;
      std::memcpy(&pair, bytes, sizeof(pair));
      pair = static_cast<std::uint16_t>(pair ^ folding.difference());  // without a branch: capitals are frequent
      std::memcpy(block.bytes + at, &pair, sizeof(pair));
      return folding.kind() == FoldingKind::kSame || fold_specially(folding, at, 2, bytes, block);
    }
    const std::size_t size = bytes[0] < 0xF0 ? 3 : 4;
    const Folding folding = size == 3 ? foldings_.of_three(bytes) : foldings_.of_four(bytes);
    if (folding.bits == 0) return true;
    for (std::size_t i = 0; i < 3; ++i)
      block.bytes[at + i] = static_cast<char>(bytes[i] ^ (folding.difference() >> (8 * i) & 0xFF));
    return folding.kind() == FoldingKind::kSame || fold_specially(folding, at, size, bytes, block);
  }

  bool fold_specially(Folding folding, std::size_t at, std::size_t size, const unsigned char* bytes,
                      FoldedBlock& block) {
    const std::uint64_t all = low_bits(size) << at;
    switch (folding.kind()) {
      case FoldingKind::kSame:
        return true;
      case FoldingKind::kShorter:
        block.gone |= all & ~low_bits(at + folding.size());
        return true;
      case FoldingKind::kLonger:
        block.gone |= all;
        block.longer |= 1ULL << at;
        return true;
      case FoldingKind::kLine:
        block.lines |= 1ULL << at;
        [[fallthrough]];
      case FoldingKind::kSpace:
        block.bytes[at] = folding.kind() == FoldingKind::kLine ? '\n' : ' ';
        block.spaces |= all;
        return true;
      case FoldingKind::kDrop:  // behind white space it counts as such, so that what follows it still does
        (after_space(block, at) ? block.spaces : block.gone) |= all;
        return true;
      case FoldingKind::kMark:
        std::memcpy(block.bytes + at, bytes, size);
        return is_sorted(folding, at_ + at);
      case FoldingKind::kComplex:
        break;
    }
    return false;
  }

  [[nodiscard]] bool after_space(const FoldedBlock& block, std::size_t at) const {
    return at == 0 ? ends_in_space() : (block.spaces >> (at - 1) & 1) != 0;
  }

  [[nodiscard]] bool ends_in_space() const { return out_.size() == 0 || is_space(out_.view().back()); }

  // Does the standing mark at raw_[at] come after nothing that it would have to be sorted before?
  [[nodiscard]] bool is_sorted(Folding mark, std::size_t at) const {
    if (at == 0 || static_cast<unsigned char>(raw_[at - 1]) < 0x80) return true;
    const std::size_t before = begin_of_letter(at);
    const Folding previous = folding_at(before, at - before);
    if (previous.kind() == FoldingKind::kMark) return previous.value() <= mark.value();
    if (previous.bits != 0) return false;
    std::uint32_t c = static_cast<unsigned char>(raw_[before]) & (0x7FU >> (at - before));
    for (std::size_t i = before + 1; i < at; ++i) c = c << 6 | (static_cast<unsigned char>(raw_[i]) & 0x3FU);
    return trailing_class(c) == 0;
  }

  // Where the code point beyond ASCII begins that ends before `at`.
  [[nodiscard]] std::size_t begin_of_letter(std::size_t at) const {
    do --at;
    while (at > 0 && is_continuation(static_cast<unsigned char>(raw_[at])));
    return at;
  }

  [[nodiscard]] Folding folding_at(std::size_t at, std::size_t size) const {
    return foldings_.of(reinterpret_cast<const unsigned char*>(raw_.data() + at), size);
  }

  // Appends what is kept of the block.
  SAMESTORY_INLINE void emit(FoldedBlock& block) {
    const std::uint64_t inside = low_bits(block.size);
    const std::uint64_t repeated = block.spaces & (block.spaces << 1 | static_cast<std::uint64_t>(ends_in_space()));
    const std::uint64_t gone = (block.gone | repeated) & inside;
    if (gone == 0) {
      std::memcpy(out_.end(), block.bytes, kBlockBytes);
      out_.set_end(out_.end() + block.size);
      return;
    }
    emit_rest(block, gone, repeated);
  }

  void emit_rest(FoldedBlock& block, std::uint64_t gone, std::uint64_t repeated) {
    const std::uint64_t inside = low_bits(block.size);
    gone_ += static_cast<std::size_t>(std::popcount(gone));
    std::size_t from = 0;
    for (std::uint64_t left = block.longer & inside; left != 0; left &= left - 1) {
      const auto at = static_cast<std::size_t>(std::countr_zero(left));
      emit_kept(block, ~gone & low_bits(at) & ~low_bits(from), repeated & block.lines & low_bits(at) & ~low_bits(from));
      const std::size_t size = static_cast<unsigned char>(raw_[at_ + at]) < 0xE0 ? 2 : 3;
      out_.append(map_by_icu(raw_.substr(at_ + at, size), case_));
      out_.reserve(kBlockBytes);
      from = at + size;
    }
    emit_kept(block, ~gone & inside & ~low_bits(from), repeated & block.lines & inside & ~low_bits(from));
  }

  // Moves the runs of kept bytes together; a line break that goes passes itself on to the white space before it.
  void emit_kept(FoldedBlock& block, std::uint64_t kept, std::uint64_t lines) {
    for (; lines != 0; lines &= lines - 1) {
      const std::uint64_t before = kept & (lines ^ (lines - 1));
      if (before != 0)
        block.bytes[63 - std::countl_zero(before)] = '\n';
      else if (out_.size() > 0)
        *(out_.end() - 1) = '\n';
    }
    char* to = out_.end();
    while (kept != 0) {
      const auto from = static_cast<std::size_t>(std::countr_zero(kept));
      const auto size = static_cast<std::size_t>(std::countr_one(kept >> from));
      for (std::size_t i = 0; i < size; i += sizeof(Bytes16)) store_bytes(to + i, load_bytes(block.bytes + from + i));
      to += size;
      kept &= ~(low_bits(size) << from);
    }
    out_.set_end(to);
  }

  // The stretch around raw_[at_], from the plain letter or white space before it to the next after it.
  void fold_by_icu() {
    const std::size_t begin = retreat();
    std::size_t end = at_;
    while (end < raw_.size() && !begins_plain(end)) ++end;
    const std::string mapped = map_by_icu(raw_.substr(begin, end - begin), case_);
    out_.reserve(mapped.size());
    for (const char c : mapped) {
      if (!is_space(c) || !ends_in_space()) {
        *out_.end() = c;
        out_.set_end(out_.end() + 1);
      } else if (c == '\n' && out_.size() > 0) {
        *(out_.end() - 1) = c;
      }
    }
    gone_ += end - begin;
    at_ = end;
  }

  // Takes back what has been written of the stretch; gives the place where it begins.
  std::size_t retreat() {
    std::size_t at = at_;
    while (at > 0) {
      const auto byte = static_cast<unsigned char>(raw_[at - 1]);
      if (byte < 0x80) {
        if (byte <= ' ' || byte == 0x7F) return at;
        out_.set_end(out_.end() - 1);
        return at - 1;
      }
      const std::size_t begin = begin_of_letter(at);
      const Folding folding = folding_at(begin, at - begin);
      const FoldingKind kind = folding.kind();
      if (kind == FoldingKind::kSpace || kind == FoldingKind::kLine) return at;
      if (kind != FoldingKind::kDrop) {
        const std::size_t written = kind == FoldingKind::kShorter ? folding.size()
                                    : kind == FoldingKind::kLonger
                                        ? map_by_icu(raw_.substr(begin, at - begin), case_).size()
                                        : at - begin;
        out_.set_end(out_.end() - written);
      }
      at = begin;
      if (folding.is_plain()) return at;
    }
    return at;
  }

  // Whether a plain letter or white space begins at raw_[at]; inside a code point none does.
  [[nodiscard]] bool begins_plain(std::size_t at) const {
    const auto lead = static_cast<unsigned char>(raw_[at]);
    if (lead < 0x80) return true;
    const std::size_t asked = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (asked == 1 || asked > raw_.size() - at) return false;
    for (std::size_t i = 1; i < asked; ++i)
      if (!is_continuation(static_cast<unsigned char>(raw_[at + i]))) return false;
    const Folding folding = folding_at(at, asked);
    return folding.is_plain() || folding.kind() == FoldingKind::kSpace || folding.kind() == FoldingKind::kLine;
  }

  PaddedText& out_;
  std::string_view raw_;
  Case case_;
  const CodePointTable<Folding>& foldings_;
  std::size_t at_ = 0;    // what stands before it in raw_ is done
  std::size_t gone_ = 0;  // bytes that left nothing, those of stretches that ICU has mapped among them
};

std::size_t fold_portable(Folder& folder) { return folder.run<PortableBlocks>(); }

#ifdef SAMESTORY_AVX512
SAMESTORY_AVX2 std::size_t fold_avx2(Folder& folder) { return folder.run<PortableBlocks>(); }

SAMESTORY_AVX512 std::size_t fold_avx512(Folder& folder) { return folder.run<Avx512Blocks>(); }
#endif

}  // namespace

std::size_t append_folded(PaddedText& out, std::string_view raw, Case letter_case, InstructionSet set) {
  Folder folder(out, raw, letter_case);
#ifdef SAMESTORY_AVX512
  if (set == InstructionSet::kAvx512) return fold_avx512(folder);
  if (set == InstructionSet::kAvx2) return fold_avx2(folder);
#endif
  assert(set == InstructionSet::kPortable);
  return fold_portable(folder);
}

}  // namespace samestory

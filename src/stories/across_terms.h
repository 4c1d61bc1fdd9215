// Across terms: the words and numbers of an article by which articles of two languages are compared (stories/across.h),
// and where they wait until it is known that there are two.
//
// Input: the words of an article as it is read for everything else. Output: 32-bit hashes of words in Latin form
// (text/latin_form.h), of four letters and more, and of numbers without the marks that group digits; years are none.
// Whatever stands on the page counts, furniture, too, and the site's name: what many articles hold has no weight.
//
// An archive's languages are known when all articles have been read, and by then nobody has their words: the terms of
// each article wait on disk. Rejected: reading the articles again, which took a sixth of the time of 100,000; keeping
// the terms in memory, when most is held already.
//
// Cost: 4 bytes a term on disk while the run lasts, even if in the end there is one language: .6 KB an article of
// `samestory generate`; time: part of row "extract" of bench/stories_bench.cc.
// Tested by tests/across_test.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "io/store.h"
#include "stories/report_words.h"
#include "text/latin_form.h"

namespace samestory {

inline constexpr std::size_t kAcrossWords = 500;    // units read of title and text, each
inline constexpr std::size_t kAcrossLetters = 4;    // of the shortest word in Latin form
inline constexpr std::size_t kAcrossLongest = 256;  // bytes of the longest word read; a longer one is no name

// Adds the terms of the first kAcrossWords words.
void add_across_terms(const std::vector<ReportWord>& words, LatinForm& latin, std::vector<std::uint32_t>& terms);

// The terms of one word or number as it is printed.
std::vector<std::uint32_t> across_terms_of(std::string_view surface, LatinForm& latin);

// The terms of all articles, on disk. Every failure throws Error{kOutput}.
class AcrossTermStore {
 public:
  // Puts its file into `folder`, which must exist.
  AcrossTermStore(const std::string& folder, std::size_t articles) : file_(folder), places_(articles) {}

  // Thread-safe for different articles.
  void put(std::size_t article, const std::vector<std::uint32_t>& terms);
  // Thread-safe. REQUIRES that nobody puts any more.
  [[nodiscard]] std::vector<std::uint32_t> terms(std::size_t article) const;

 private:
  struct Place {
    std::uint64_t offset_bytes = 0;
    std::uint32_t terms = 0;
  };
  ScratchFile file_;
  std::vector<Place> places_;
};

}  // namespace samestory

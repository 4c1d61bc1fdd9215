// The twins: each stage of src/copies written a second time, so plainly that reading it is enough to believe it, and
// as slow as that makes it. Random small inputs must give the same in both; nothing here calls the stage it checks.
//
// Also the random inputs themselves: articles made of numbers for words, and copies of them.
#pragma once

#include <samestory/options.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <map>
#include <set>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/ids.h"
#include "copies/buckets.h"
#include "copies/groups.h"
#include "copies/minhash.h"
#include "copies/passages.h"
#include "copies/shingle.h"
#include "text/units.h"

namespace samestory::reference {

// ---------------------------------------------------------------------------------------------------- random inputs

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(mix(seed)) {}
  std::uint64_t next() { return state_ = mix(state_); }
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }
  bool chance(std::size_t percent) { return below(100) < percent; }

 private:
  std::uint64_t state_;
};

using Words = std::vector<std::uint64_t>;

inline Units units_of(Words words, bool unspaced = false) {
  Units units;
  units.hashes = std::move(words);
  if (!units.hashes.empty()) units.span_ends = {static_cast<std::uint32_t>(units.hashes.size())};
  units.unspaced = unspaced;
  return units;
}

// Words with low numbers are frequent, as in any language: the rank is a product of uniform draws.
inline std::uint64_t random_word(Random& random, std::size_t vocabulary) {
  return mix(random.below(random.below(vocabulary) + 1));
}

inline Words random_words(Random& random, std::size_t count, std::size_t vocabulary) {
  Words words(count);
  for (std::uint64_t& word : words) word = random_word(random, vocabulary);
  return words;
}

// Replaces, drops or doubles about one word in a hundred times `percent`.
inline Words edited(Random& random, const Words& words, std::size_t percent, std::size_t vocabulary) {
  Words result;
  for (const std::uint64_t word : words) {
    if (!random.chance(percent)) {
      result.push_back(word);
      continue;
    }
    const std::size_t kind = random.below(3);
    if (kind == 0) result.push_back(random_word(random, vocabulary));
    if (kind == 1) result.insert(result.end(), {word, word});
  }
  return result;
}

inline Words slice(const Words& words, std::size_t begin, std::size_t end) {
  const auto at = [&](std::size_t i) { return words.begin() + static_cast<std::ptrdiff_t>(std::min(i, words.size())); };
  return Words(at(begin), at(end));
}

inline Words joined(Words first, const Words& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

// --------------------------------------------------------------------------------------------------------- shingles

// The windows themselves, not hashed. A text shorter than a window is its own only one.
inline std::set<Words> windows(const Words& words, std::size_t width) {
  std::set<Words> result;
  if (words.empty()) return result;
  if (words.size() < width) return {words};
  for (std::size_t i = 0; i + width <= words.size(); ++i) result.insert(slice(words, i, i + width));
  return result;
}

template <class T>
std::size_t count_shared(const std::set<T>& a, const std::set<T>& b) {
  std::size_t shared = 0;
  for (const T& element : a) shared += b.count(element);
  return shared;
}

template <class T>
double resemblance(const std::set<T>& a, const std::set<T>& b) {
  if (a.empty() || b.empty()) return 0;
  std::set<T> both = a;
  both.insert(b.begin(), b.end());
  return static_cast<double>(count_shared(a, b)) / static_cast<double>(both.size());
}

template <class T>
double containment(const std::set<T>& a, const std::set<T>& b) {
  return a.empty() ? 0 : static_cast<double>(count_shared(a, b)) / static_cast<double>(a.size());
}

// A window's hash by its definition, unit by unit; one for the whole text if it is shorter than a window.
inline Words window_hashes(const Words& words, std::size_t width) {
  Words hashes;
  if (!words.empty() && words.size() < width) {
    std::uint64_t whole = words.size();
    for (const std::uint64_t word : words) whole = whole * 0x9E3779B97F4A7C15ULL + word;
    hashes.push_back(mix(0x6A09E667F3BCC908ULL ^ mix(mix(whole))));
  }
  for (std::size_t i = 0; i + width <= words.size(); ++i) {
    std::uint64_t polynomial = 0;
    for (std::size_t t = 0; t < width; ++t) polynomial = polynomial * 0x9E3779B97F4A7C15ULL + words[i + t];
    hashes.push_back(mix(polynomial));
  }
  return hashes;
}

// ---------------------------------------------------------------------------------------------------------- sketches

// Plain MinHash (Broder 1997): for each coordinate its own hash of every shingle, the least wins.
inline std::array<std::uint64_t, kCoordinates> plain_minhash(std::span<const std::uint64_t> shingles,
                                                             std::uint64_t seed) {
  std::array<std::uint64_t, kCoordinates> least;
  least.fill(~std::uint64_t{0});
  for (std::size_t j = 0; j < kCoordinates; ++j) {
    const std::uint64_t permutation = mix(seed + j);
    for (const std::uint64_t shingle : shingles) least[j] = std::min(least[j], mix(shingle ^ permutation));
  }
  return least;
}

// The sketch by its definition: every shingle takes part in every round of every coordinate, least (round, rank) wins.
inline Sketch sketch(std::span<const std::uint64_t> shingles, std::uint64_t seed) {
  Sketch result;
  if (shingles.empty()) return result;
  const std::uint64_t last_round = 3;
  const auto odd = [](std::uint64_t number) { return mix(number) | 1; };
  for (std::size_t j = 0; j < kCoordinates; ++j) {
    std::pair<std::uint64_t, std::uint64_t> least{last_round + 1, 0};
    for (const std::uint64_t shingle : shingles) {
      const std::uint64_t key = shingle ^ combine(0x243F6A8885A308D3ULL, seed);
      for (std::uint64_t round = 0; round < last_round; ++round) {
        const std::uint64_t hash = key * odd(round);
        if (hash >> 57 == j) least = std::min(least, {round, hash});
      }
      const std::uint64_t last_hash = (key >> 32) * (odd(last_round + 1 + j) >> 32 | 1);
      least = std::min(least, {last_round, last_hash & 0xFFFFFFFF});
    }
    const auto stored = static_cast<std::uint32_t>((least.second * odd(last_round)) >> 32);
    result.coordinate[j] = stored == 0 ? 1 : stored;
  }
  return result;
}

// ----------------------------------------------------------------------------------------------------------- buckets

// The coordinates that a table of this shape keeps of a sketch; none of the empty one.
inline std::vector<std::uint32_t> kept_coordinates(const Sketch& sketch, const SketchShape& shape) {
  std::vector<std::uint32_t> kept;
  if (sketch.coordinate == Sketch{}.coordinate) return kept;
  for (std::size_t j = 0; j < static_cast<std::size_t>(shape.coordinates); ++j) {
    const std::uint32_t low = shape.bits == 32 ? sketch.coordinate[j] : sketch.coordinate[j] % 65536;
    kept.push_back(low == 0 ? 1 : low);
  }
  return kept;
}

inline int count_agreeing(const Sketch& a, const Sketch& b, const SketchShape& shape) {
  const std::vector<std::uint32_t> kept_a = kept_coordinates(a, shape), kept_b = kept_coordinates(b, shape);
  int agreeing = 0;
  for (std::size_t j = 0; j < std::min(kept_a.size(), kept_b.size()); ++j) agreeing += kept_a[j] == kept_b[j];
  return agreeing;
}

// Buckets keyed by the slice itself. sketches[i] is that of article i.
inline std::set<std::pair<std::size_t, std::size_t>> candidates(std::span<const Sketch> sketches,
                                                                std::span<const ArticleId> articles,
                                                                const BucketOptions& options) {
  std::set<std::pair<std::size_t, std::size_t>> pairs;
  const auto rows = static_cast<std::ptrdiff_t>(options.bands.rows);
  for (std::ptrdiff_t band = 0; band < options.bands.bands; ++band) {
    std::map<std::vector<std::uint32_t>, std::vector<std::size_t>> buckets;
    for (const ArticleId article : articles) {
      const auto kept = kept_coordinates(sketches[index(article)], options.bands.shape);
      if (kept.empty()) continue;
      const auto slice = kept.begin() + band * rows;
      buckets[std::vector<std::uint32_t>(slice, slice + rows)].push_back(index(article));
    }
    for (const auto& [key, members] : buckets) {
      const bool hot = members.size() > options.hot_bucket;
      for (std::size_t j = 0; j < members.size(); ++j) {
        for (std::size_t i = 0; i < j; ++i) {
          if (!hot || i < options.leaders || i + 1 == j) pairs.insert({members[i], members[j]});
        }
      }
    }
  }
  std::erase_if(pairs, [&](const auto& pair) {
    return count_agreeing(sketches[pair.first], sketches[pair.second], options.bands.shape) <
           options.bands.min_agreeing;
  });
  return pairs;
}

// ---------------------------------------------------------------------------------------------------------- passages

struct DiagonalRun {
  std::size_t a, b, length;
};

// Occurrences of the `gram` words at `i`.
inline std::size_t occurrences(const Words& words, const Words& gram) {
  std::size_t count = 0;
  for (std::size_t i = 0; i + gram.size() <= words.size(); ++i) count += slice(words, i, i + gram.size()) == gram;
  return count;
}

// Goes down every diagonal of the table of all pairs of positions.
inline std::vector<DiagonalRun> diagonal_runs(const Words& a, const Words& b, const PassageRules& rules) {
  const std::size_t gram = rules.gram;
  std::vector<DiagonalRun> runs;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) {
      if (a[i] != b[j] || (i > 0 && j > 0 && a[i - 1] == b[j - 1])) continue;  // a run begins here or nowhere
      std::size_t length = 0;
      while (i + length < a.size() && j + length < b.size() && a[i + length] == b[j + length]) ++length;
      bool anchored = false;
      for (std::size_t k = 0; k + gram <= length; ++k) {
        const Words anchor = slice(a, i + k, i + k + gram);
        anchored = anchored || occurrences(a, anchor) * occurrences(b, anchor) <= rules.most_matches;
      }
      if (anchored) runs.push_back({i, j, length});
    }
  }
  return runs;
}

inline bool are_close(const DiagonalRun& x, const DiagonalRun& y, const PassageRules& rules) {
  const auto gap = [](std::size_t begin_x, std::size_t begin_y, std::size_t length_x, std::size_t length_y) {
    if (begin_x + length_x < begin_y) return begin_y - begin_x - length_x;
    if (begin_y + length_y < begin_x) return begin_x - begin_y - length_y;
    return std::size_t{0};
  };
  const auto diagonal = [](const DiagonalRun& run) {
    return static_cast<std::int64_t>(run.a) - static_cast<std::int64_t>(run.b);
  };
  return std::abs(diagonal(x) - diagonal(y)) <= rules.drift && gap(x.a, y.a, x.length, y.length) <= rules.gap &&
         gap(x.b, y.b, x.length, y.length) <= rules.gap;
}

inline SharedText shared_text(const Units& units_a, const Units& units_b) {
  const PassageRules& rules = passage_rules(units_a, Coverage::kMatched);
  const Words& a = units_a.hashes;
  const Words& b = units_b.hashes;
  const std::vector<DiagonalRun> runs = diagonal_runs(a, b, rules);
  std::vector<std::size_t> passage_of(runs.size());
  for (std::size_t i = 0; i < runs.size(); ++i) passage_of[i] = i;
  for (bool changed = true; changed;) {  // the least number spreads to all that are close
    changed = false;
    for (std::size_t i = 0; i < runs.size(); ++i) {
      for (std::size_t j = 0; j < runs.size(); ++j) {
        if (passage_of[j] < passage_of[i] && are_close(runs[i], runs[j], rules)) {
          passage_of[i] = passage_of[j];
          changed = true;
        }
      }
    }
  }
  SharedText shared;
  shared.covered_a.resize(a.size());
  shared.covered_b.resize(b.size());
  const std::size_t least = std::min({std::size_t{rules.least}, a.size(), b.size()});
  for (std::size_t passage = 0; passage < runs.size(); ++passage) {
    std::size_t units = 0;
    for (std::size_t i = 0; i < runs.size(); ++i) units += passage_of[i] == passage ? runs[i].length : 0;
    if (units == 0 || units < least) continue;
    constexpr std::uint32_t kMost = std::numeric_limits<std::uint32_t>::max();
    Passage extent{kMost, 0, kMost, 0};
    for (std::size_t i = 0; i < runs.size(); ++i) {
      if (passage_of[i] != passage) continue;
      for (std::size_t k = 0; k < runs[i].length; ++k) {
        shared.covered_a[runs[i].a + k] = shared.covered_b[runs[i].b + k] = 1;
      }
      for (const DiagonalRun& before : runs) {  // runs of one diagonal do not touch
        const bool one_diagonal = before.a < runs[i].a && runs[i].a - before.a == runs[i].b - before.b;
        shared.slots += one_diagonal && runs[i].a - before.a - before.length <= rules.slot;
      }
      extent.begin_a = std::min(extent.begin_a, static_cast<std::uint32_t>(runs[i].a));
      extent.begin_b = std::min(extent.begin_b, static_cast<std::uint32_t>(runs[i].b));
      extent.end_a = std::max(extent.end_a, static_cast<std::uint32_t>(runs[i].a + runs[i].length));
      extent.end_b = std::max(extent.end_b, static_cast<std::uint32_t>(runs[i].b + runs[i].length));
    }
    shared.passages.push_back(extent);
  }
  std::sort(shared.passages.begin(), shared.passages.end());
  return shared;
}

// ------------------------------------------------------------------------------------------------------------ groups

// Verdicts of every two articles, and what becomes of them because an article goes on with a second report: from three
// articles at a time, part by part.
struct Verdicts {
  std::vector<std::vector<CopyVerdict>> of;  // of[a][b], a < b
  std::vector<bool> is_page;

  Verdicts(std::span<const Prepared> articles, const CopyOptions& options)
      : of(articles.size(), std::vector<CopyVerdict>(articles.size())), is_page(articles.size()) {
    for (std::size_t a = 0; a < articles.size(); ++a) {
      for (std::size_t b = a + 1; b < articles.size(); ++b) of[a][b] = compare(articles[a], articles[b], options);
    }
    const std::vector<std::vector<CopyVerdict>> found = of;
    const auto copies = [&](std::size_t x, std::size_t y) {
      return x != y && found[std::min(x, y)][std::max(x, y)].relation >= CopyRelation::kExcerpt;
    };
    const auto shares = [&](std::size_t page, std::size_t other, int part) {
      const CopyVerdict& verdict = found[std::min(page, other)][std::max(page, other)];
      return (((page < other ? verdict.parts_a : verdict.parts_b) >> part) & 1) != 0;
    };
    for (std::size_t page = 0; page < articles.size(); ++page) {
      for (std::size_t first = 0; first < articles.size(); ++first) {
        for (std::size_t second = 0; second < articles.size(); ++second) {
          if (!copies(page, first) || !copies(page, second)) continue;
          int in_common = 0, last_of_first = -1, first_of_second = 64;
          for (int part = 0; part < 64; ++part) {
            const bool in_first = shares(page, first, part);
            const bool in_second = shares(page, second, part);
            in_common += in_first && in_second;
            if (in_first && !in_second) last_of_first = part;
            if (in_second && !in_first) first_of_second = std::min(first_of_second, part);
          }
          if (in_common > 1 || last_of_first == -1 || first_of_second == 64 || last_of_first > first_of_second)
            continue;
          is_page[page] = true;
          CopyVerdict& verdict = of[std::min(page, second)][std::max(page, second)];
          verdict.relation = CopyRelation::kExcerpt;
        }
      }
    }
  }
};

// Greedy over everything: the best-ranked free article, or the near copy of it that has most free copies if these
// include
// all of its own, takes all free articles that are copies of it. No candidates, no components, no shortcut for equal
// texts.
inline std::vector<std::size_t> canonicals(std::span<const Prepared> articles, std::span<const ArticleFacts> facts,
                                           const CopyOptions& options) {
  const Verdicts verdicts(articles, options);
  std::vector<std::tuple<bool, int, std::int64_t, std::int64_t, std::size_t>> by_rank;
  for (std::size_t i = 0; i < articles.size(); ++i) {
    by_rank.emplace_back(verdicts.is_page[i], facts[i].credited ? 0 : 1, facts[i].published_s,
                         -std::int64_t{facts[i].units}, i);
  }
  std::sort(by_rank.begin(), by_rank.end());
  constexpr std::size_t kFree = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> canonical_of(articles.size(), kFree);
  const auto is_free_copy = [&](std::size_t i, std::size_t of) {
    return canonical_of[i] == kFree && (i == of || is_copy(verdicts.of[std::min(i, of)][std::max(i, of)].relation));
  };
  const auto texts_taken = [&](std::size_t by) {  // equal texts are one
    std::set<std::uint64_t> texts;
    for (std::size_t i = 0; i < articles.size(); ++i) {
      if (is_free_copy(i, by)) texts.insert(facts[i].sequence_hash);
    }
    return texts;
  };
  for (const auto& ranked : by_rank) {
    const std::size_t best = std::get<4>(ranked);
    if (canonical_of[best] != kFree) continue;
    const std::set<std::uint64_t> own = texts_taken(best);
    std::size_t canonical = best;
    std::size_t most = own.size();
    for (const auto& other : by_rank) {
      const std::size_t i = std::get<4>(other);
      if (!is_free_copy(i, best) || (std::get<0>(other) && !std::get<0>(ranked))) continue;
      if (i != best && verdicts.of[std::min(i, best)][std::max(i, best)].relation < CopyRelation::kNear) continue;
      const std::set<std::uint64_t> texts = texts_taken(i);
      if (texts.size() <= most || !std::includes(texts.begin(), texts.end(), own.begin(), own.end())) continue;
      canonical = i;
      most = texts.size();
    }
    for (std::size_t i = 0; i < articles.size(); ++i) {
      if (i != canonical && is_free_copy(i, canonical)) canonical_of[i] = canonical;
    }
    canonical_of[canonical] = canonical;
  }
  return canonical_of;
}

// Articles in canonical order, as words.
struct Archive {
  std::vector<Words> texts;
  std::vector<ArticleFacts> facts;

  void add(Words text, std::int64_t published_s = 0, bool credited = false) {
    facts.push_back({sequence_hash(units_of(text)), published_s, static_cast<std::uint32_t>(text.size()), credited});
    texts.push_back(std::move(text));
  }
  [[nodiscard]] std::size_t size() const { return texts.size(); }
};

inline Prepared load(const Archive& archive, ArticleId article, const CopyOptions& options) {
  return prepare(units_of(archive.texts[index(article)]), {}, options);
}

inline std::vector<CandidatePair> all_pairs(std::size_t n) {
  std::vector<CandidatePair> pairs;
  for (std::size_t a = 0; a < n; ++a) {
    for (std::size_t b = a + 1; b < n; ++b) pairs.push_back({article_id(a), article_id(b)});
  }
  return pairs;
}

}  // namespace samestory::reference

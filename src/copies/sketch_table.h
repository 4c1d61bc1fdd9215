// The sketches of an archive, one row an article, as small as the bands that are cut from them allow.
//
// Input: sketches one by one, as the streaming pass makes them; then, once, the order of the articles. Output: band
// keys of articles for src/copies/buckets.h, and in how many coordinates two articles agree.
//
// A sketch of 128 coordinates of 32 bits takes 512 bytes, more than all else that a run keeps of an article. Where a
// band has two rows or more, 16 bits of each coordinate are enough: two different winners then agree by chance once in
// 65,536, which adds 128 / 65,536 coordinates to what a pair agrees in and one pair in 2^32 to a band of two rows.
// With bands of one row the key is the coordinate itself, and 16 bits would put every 65,536th article of the archive
// into each bucket; such a table keeps 32 bits, of half as many coordinates where the resemblance asked for allows it.
// Rows in a scratch file, read band by band, were rejected: they save memory only below 256 bytes an article, and the
// screening of pairs, which reads rows in no order, would wait for the disk.
//
// Rows stay where they were appended, in blocks, so that growing never copies them and never holds them twice;
// `reorder` notes four bytes an article instead of moving 256.
//
// Keys have 32 bits: all of the slice if it has no more, else a hash of it. Two slices that differ then share a key
// once in 2^32, which costs a look at two sketches and decides nothing.
//
// Cost: 256 bytes an article (512 with 128 coordinates of 32 bits) and 4 for the order. An article without shingles has
// a row of zeros, which agrees with nothing. Source: Li, Koenig 2010, b-bit minwise hashing (WWW), section 2, for the
// bias of short coordinates. Covered by tests/sketch_table_test.cc.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/huge_pages.h"
#include "base/ids.h"
#include "copies/minhash.h"

namespace samestory {

struct SketchShape {
  int coordinates = static_cast<int>(kCoordinates);  // the first of the sketch that are kept: 64 or 128
  int bits = 16;                                     // kept of each: 16 or 32
  friend bool operator==(const SketchShape&, const SketchShape&) = default;
};

class SketchTable {
 public:
  explicit SketchTable(SketchShape shape = {});

  // Serial. REQUIRES that reorder() was not called.
  void append(const Sketch& sketch);

  // From here on article i is the rows[i]-th that was appended; a row that is not named belongs to no article. Before,
  // article i is the i-th. REQUIRES every entry below the number of sketches appended.
  void reorder(std::vector<std::uint32_t> rows);

  [[nodiscard]] std::size_t size() const { return reordered_ ? row_of_.size() : appended_; }  // articles
  [[nodiscard]] SketchShape shape() const { return shape_; }
  [[nodiscard]] std::size_t memory_bytes() const;

  // Whether the article has no shingle.
  [[nodiscard]] bool empty(ArticleId article) const { return row(article)->words[0] == 0; }

  // Key of the slice of `rows` coordinates that begins at `band` * `rows`.
  [[nodiscard]] std::uint32_t key(ArticleId article, int band, int rows) const;

  // Keys of the bands from `first_band` on, as many as `keys` holds.
  void keys(ArticleId article, int first_band, int rows, std::span<std::uint32_t> keys) const;

  // Coordinates in which both agree, 0 to shape().coordinates; 0 if either is empty.
  [[nodiscard]] int count_agreeing(ArticleId a, ArticleId b) const;

  // Begin to load what will be asked for soon: a row, or where its keys from `first_band` on begin.
  void prefetch(ArticleId article) const;
  void prefetch_keys(ArticleId article, int first_band, int rows) const;

 private:
  // A cache line, so that a row never straddles one more than it must.
  static constexpr std::size_t kLineWords = 16;
  struct alignas(64) Line {
    std::array<std::uint32_t, kLineWords> words{};
  };
  using Block = HugeVector<Line>;

  [[nodiscard]] std::size_t row_index(ArticleId article) const {
    return reordered_ ? row_of_[index(article)] : index(article);
  }
  [[nodiscard]] const Line* row(ArticleId article) const {
    const std::size_t at = row_index(article);
    return blocks_[at / kBlockRows].data() + at % kBlockRows * row_lines_;
  }
  [[nodiscard]] std::uint32_t coordinate(const Line* row, int j) const;

  static constexpr std::size_t kBlockRows = std::size_t{1} << 13;  // 2 or 4 MiB

  SketchShape shape_;
  std::size_t row_lines_;
  std::vector<Block> blocks_;
  std::size_t appended_ = 0;
  std::vector<std::uint32_t> row_of_;  // after reorder()
  bool reordered_ = false;
};

}  // namespace samestory

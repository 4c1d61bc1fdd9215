// Gold labels: what people said belongs together.
//
// Two kinds of file, both UTF-8 with a tab between columns, blank lines and a byte order mark skipped, no header,
// further columns ignored:
//   clusters   id <TAB> cluster            one line an article; a second line for it must name the same cluster
//   pairs      id <TAB> id <TAB> label     one line a judged pair; which labels mean "same" and "different" is for the
//                                          caller to say, and pairs whose label is neither are left out.
// A label test is "<=1.75" or ">=3" for graded judgements, else a list of words: "OK" or "same,near".
// Cost: the strings of the file. Test: tests/metrics_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace samestory {

struct GoldClusters {
  std::string path;                     // where the labels stand, for messages
  std::vector<std::string> ids;         // in the order of the file, each once
  std::vector<std::uint32_t> clusters;  // of each id, numbered densely from 0 in the order of first mention
};

// Throws Error{kInput} with file and line for a line of one column, an id in two clusters, or a file without labels.
GoldClusters read_gold_clusters(const std::string& path);

// Which labels count. Parsing throws Error{kUsage} for an empty expression, a bound that is no number, or a
// comparison that is neither <= nor >=.
class LabelTest {
 public:
  explicit LabelTest(std::string_view expression);
  // Throws Error{kInput} if the test is a bound and the label is no number.
  bool matches(std::string_view label) const;

 private:
  enum class Kind { kAtMost, kAtLeast, kWords };
  Kind kind_ = Kind::kWords;
  double bound_ = 0;
  std::vector<std::string> words_;
};

struct GoldPair {
  std::uint32_t a = 0, b = 0;  // indices into GoldPairs::ids
  bool same = false;
};

struct GoldPairs {
  std::string path;              // where the labels stand, for messages
  std::vector<std::string> ids;  // every id of the file, also of pairs that were left out
  std::vector<GoldPair> pairs;
};

// A label that passes both tests counts as same.
GoldPairs read_gold_pairs(const std::string& path, const LabelTest& same, const LabelTest& different);

}  // namespace samestory

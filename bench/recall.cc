// How many of the pairs that really resemble each other does bucketing find? Against exact all-pairs resemblance.
//
//     recall FILE [--links DIR/links.jsonl] [--least .5] [--threshold .5 --threshold .7 ...]
//
// Every pair of articles whose shingle sets have a Jaccard coefficient of `least` or more is found by a join that knows
// nothing of sketches: the shingles of an article are put in order of their frequency, rarest first; two sets of
// resemblance t or more share one of the first |x| - ceil(t |x|) + 1 (Bayardo, Ma, Srikant 2007, Scaling up all pairs
// similarity search, WWW, section 3.3; sizes as in Xiao, Wang, Lin, Yu 2008, Efficient similarity joins for near
// duplicate detection, WWW, section 2.2), and every pair that does is compared in full. Then, for each threshold, the
// share of those pairs that
//   banded    share a bucket, hot buckets not bounded
//   bounded   share a bucket, with hot buckets bounded
//   screened  are candidates: the sketches agree enough, too
//   links     stand in links.jsonl of a finished run, if one is given; of the pairs of equal text, too, in a last
//   column
// The first three are shares of the pairs of different texts: equal texts are found by their hash, and there can be so
// many of them that a share of all pairs would hide any loss. A pair of articles counts as found if its texts do.
//
// Processor seconds of the search are those of all its threads.
#include <simdjson.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "copies/buckets.h"
#include "copies/corpus.h"
#include "copies/equal_texts.h"
#include "copies/shingle.h"
#include "io/read.h"

namespace samestory {
namespace {

using Sets = std::vector<std::vector<std::uint64_t>>;  // one an article: sorted, distinct

struct RealPair {
  CandidatePair pair;
  double resemblance = 0;
};

Sets shingle_sets(const Corpus& corpus, const ResultOptions& options) {
  Sets sets(corpus.size());
  for_each_index(corpus.size(), [&](std::size_t i) {
    const Text text = corpus.text(article_id(i));
    UnitReader reader(options.copies.seed);
    sets[i] = shingle(reader.read(copied_part(text.title, text.text, options.preset)), options.copies);
  });
  return sets;
}

struct Posting {
  std::uint64_t shingle;
  std::uint32_t article;
  friend auto operator<=>(const Posting&, const Posting&) = default;
};

// The first shingles of a set by (frequency, shingle), of which a set of resemblance `least` must have one.
std::vector<std::uint64_t> prefix_of(const std::vector<std::uint64_t>& set, const std::vector<std::uint64_t>& all,
                                     double least) {
  std::vector<std::pair<std::ptrdiff_t, std::uint64_t>> by_frequency;
  for (const std::uint64_t shingle : set) {
    const auto [begin, end] = std::equal_range(all.begin(), all.end(), shingle);
    by_frequency.emplace_back(end - begin, shingle);
  }
  const auto needed = static_cast<std::size_t>(std::ceil(least * static_cast<double>(set.size()) - 1e-9));
  const std::size_t length = set.empty() ? 0 : set.size() - needed + 1;
  std::sort(by_frequency.begin(), by_frequency.end());
  std::vector<std::uint64_t> prefix;
  for (std::size_t i = 0; i < length; ++i) prefix.push_back(by_frequency[i].second);
  return prefix;
}

// Pairs among `texts` of resemblance `least` or more.
std::vector<RealPair> join(const Sets& sets, const std::vector<ArticleId>& texts, double least) {
  std::vector<std::uint64_t> all;
  for (const ArticleId text : texts) all.insert(all.end(), sets[index(text)].begin(), sets[index(text)].end());
  samestory::sort(all.begin(), all.end(), std::less<>());
  Sets prefixes(sets.size());
  for_each_index(texts.size(),
                 [&](std::size_t t) { prefixes[index(texts[t])] = prefix_of(sets[index(texts[t])], all, least); });
  std::vector<Posting> postings;
  for (const ArticleId text : texts) {
    for (const std::uint64_t shingle : prefixes[index(text)]) {
      postings.push_back({shingle, static_cast<std::uint32_t>(index(text))});
    }
  }
  samestory::sort(postings.begin(), postings.end(), std::less<>());
  const auto probe = [&](std::vector<RealPair>& found, std::size_t t) {
    const std::size_t a = index(texts[t]);
    std::vector<std::uint32_t> others;
    for (const std::uint64_t shingle : prefixes[a]) {
      auto posting =
          std::upper_bound(postings.begin(), postings.end(), Posting{shingle, static_cast<std::uint32_t>(a)});
      for (; posting != postings.end() && posting->shingle == shingle; ++posting) others.push_back(posting->article);
    }
    std::sort(others.begin(), others.end());
    others.erase(std::unique(others.begin(), others.end()), others.end());
    for (const std::uint32_t b : others) {
      const auto [small, large] = std::minmax(sets[a].size(), sets[b].size());
      if (static_cast<double>(small) < least * static_cast<double>(large)) continue;
      const double real = resemblance(sets[a], sets[b]);
      if (real >= least) found.push_back({{article_id(a), article_id(b)}, real});
    }
  };
  return collect_sorted<RealPair>(texts.size(), probe,
                                  [](const RealPair& x, const RealPair& y) { return x.pair < y.pair; });
}

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

std::vector<CandidatePair> search(const Corpus& corpus, const std::vector<ArticleId>& texts, const char* name,
                                  const BucketOptions& options) {
  const double before = processor_seconds();
  Candidates found = find_candidates(corpus.sketches, texts, options);
  const double seconds = processor_seconds() - before;
  std::printf(
      "%-9s %.3f s of processor, %.2f us an article; %zu pairs, %llu proposed, %llu looked at, %llu hot buckets\n",
      name, seconds, seconds / static_cast<double>(corpus.size()) * 1e6, found.pairs.size(),
      static_cast<unsigned long long>(found.proposed), static_cast<unsigned long long>(found.screened),
      static_cast<unsigned long long>(found.hot_buckets));
  return std::move(found.pairs);
}

// Pairs of article ids, the lesser first.
using LinkedIds = std::vector<std::pair<std::string, std::string>>;

LinkedIds read_links(const std::string& path) {
  LinkedIds links;
  simdjson::dom::parser parser;
  simdjson::dom::document_stream lines;
  if (parser.load_many(path).get(lines) != simdjson::SUCCESS) throw std::runtime_error("cannot read " + path);
  for (simdjson::dom::element line : lines) {
    const std::string a{line["a"].get_string().value()}, b{line["b"].get_string().value()};
    links.emplace_back(std::min(a, b), std::max(a, b));
  }
  std::sort(links.begin(), links.end());
  return links;
}

// What a threshold asks for and what each method found of it.
struct Count {
  std::uint64_t equal = 0, equal_linked = 0, different = 0, banded = 0, bounded = 0, screened = 0, linked = 0;
};

void print(const std::vector<double>& thresholds, const std::vector<Count>& counts, bool with_links) {
  std::printf("%9s %11s %15s %8s %8s %8s%s\n", "threshold", "equal texts", "different texts", "banded", "bounded",
              "screened", with_links ? "    links    equal" : "");
  for (std::size_t t = 0; t < thresholds.size(); ++t) {
    const Count& count = counts[t];
    const auto print_share = [](std::uint64_t found, std::uint64_t of) {
      std::printf(" %8.5f", of == 0 ? 1 : static_cast<double>(found) / static_cast<double>(of));
    };
    std::printf("%9.2f %11llu %15llu", thresholds[t], static_cast<unsigned long long>(count.equal),
                static_cast<unsigned long long>(count.different));
    for (const std::uint64_t found : {count.banded, count.bounded, count.screened}) print_share(found, count.different);
    if (with_links) {
      print_share(count.linked, count.different);
      print_share(count.equal_linked, count.equal);
    }
    std::printf("\n");
  }
}

void run(const std::string& file, const std::string& links_path, double least, const std::vector<double>& thresholds) {
  const ResultOptions options;
  const auto reader = std::make_shared<ArchiveReader>(std::vector<std::string>{file}, ReadOptions{});
  const Corpus corpus = collect(from_reader(reader), options, {std::filesystem::temp_directory_path(), {}, {}});
  const std::vector<ArticleId> best_of = find_equal_texts(corpus.facts);
  const std::vector<ArticleId> texts = distinct_texts(best_of);
  std::printf("%zu articles, %zu different texts, sketches %.1f MB\n", corpus.size(), texts.size(),
              static_cast<double>(corpus.sketches.memory_bytes()) / 1e6);

  BucketOptions rules{choose_bands(options.copies.candidate_resemblance)};
  const std::vector<CandidatePair> screened = search(corpus, texts, "screened", rules);
  rules.bands.min_agreeing = 1;
  const std::vector<CandidatePair> bounded = search(corpus, texts, "bounded", rules);
  rules.hot_bucket = corpus.size() + 2;
  const std::vector<CandidatePair> banded = search(corpus, texts, "banded", rules);
  const LinkedIds links = links_path.empty() ? LinkedIds() : read_links(links_path);

  std::vector<std::vector<ArticleId>> equals(corpus.size());  // of each text, itself included
  for (std::size_t i = 0; i < corpus.size(); ++i) equals[index(best_of[i])].push_back(article_id(i));
  const auto linked = [&](ArticleId x, ArticleId y) {
    const std::string a(corpus.articles[index(x)].id), b(corpus.articles[index(y)].id);
    return std::binary_search(links.begin(), links.end(), std::pair(std::min(a, b), std::max(a, b)));
  };
  std::vector<Count> counts(thresholds.size());
  const auto add = [&](double resemblance, const Count& count) {
    for (std::size_t t = 0; t < thresholds.size(); ++t) {
      if (resemblance < thresholds[t]) continue;
      counts[t].equal += count.equal;
      counts[t].equal_linked += count.equal_linked;
      counts[t].different += count.different;
      counts[t].banded += count.banded;
      counts[t].bounded += count.bounded;
      counts[t].screened += count.screened;
      counts[t].linked += count.linked;
    }
  };
  const auto has = [](const std::vector<CandidatePair>& pairs, CandidatePair pair) {
    return std::binary_search(pairs.begin(), pairs.end(), pair);
  };
  for (const auto& same : equals) {
    if (same.empty() || corpus.sketches.empty(same[0])) continue;
    Count count;
    count.equal = same.size() * (same.size() - 1) / 2;
    for (std::size_t i = 0; i < same.size() && !links.empty(); ++i) {
      for (std::size_t j = 0; j < i; ++j) count.equal_linked += linked(same[i], same[j]);
    }
    add(1, count);
  }
  for (const RealPair& real : join(shingle_sets(corpus, options), texts, least)) {
    const auto& equal_a = equals[index(real.pair.a)];
    const auto& equal_b = equals[index(real.pair.b)];
    const std::uint64_t pairs = equal_a.size() * equal_b.size();
    Count count{
        0, 0, pairs, has(banded, real.pair) * pairs, has(bounded, real.pair) * pairs, has(screened, real.pair) * pairs,
        0};
    if (!links.empty()) {
      for (const ArticleId a : equal_a) {
        for (const ArticleId b : equal_b) count.linked += linked(a, b);
      }
    }
    add(real.resemblance, count);
  }
  print(thresholds, counts, !links.empty());
}

}  // namespace
}  // namespace samestory

int main(int argc, char** argv) {
  CLI::App app("recall of bucketing against exact all-pairs resemblance");
  std::string file, links;
  double least = .5;
  std::vector<double> thresholds = {.5, .7, .8, .9};
  app.add_option("file", file, "JSON lines")->required();
  app.add_option("--links", links, "links.jsonl of a finished run on the same file");
  app.add_option("--least", least, "the join finds every pair of this resemblance or more");
  app.add_option("--threshold", thresholds, "resemblance from which pairs are counted, at least --least");
  CLI11_PARSE(app, argc, argv);
  try {
    samestory::run(file, links, least, thresholds);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "recall: %s\n", error.what());
    return 1;
  }
}

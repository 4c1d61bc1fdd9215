// One row a stage of src/copies: its time, and where a method replaced another, the time of that one.
//
// Rows with an argument n work on articles of n units. "shingles" and the like count what a second of one thread does;
// the inverse is the cost of one.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/parallel.h"
#include "copies/buckets.h"
#include "copies/copy_graph.h"
#include "copies/equal_texts.h"
#include "copies/gram_keys.h"
#include "copies/groups.h"
#include "copies/linkage.h"
#include "copies/minhash.h"
#include "copies/pages.h"
#include "copies/repeated_grams.h"
#include "copies/repeated_keys.h"
#include "copies/shingle.h"
#include "copies/unit_store.h"
#include "copies/verify.h"
#include "text/repeated_runs.h"

namespace samestory {
namespace {

std::size_t size_of(const benchmark::State& state) { return static_cast<std::size_t>(state.range(0)); }

// Seconds for one of the things counted, shown with an SI prefix: "4.2n" is 4.2 ns.
void report_seconds_each(benchmark::State& state, const char* name, std::size_t things_an_iteration) {
  state.counters[name] =
      benchmark::Counter(static_cast<double>(things_an_iteration),
                         benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

// Words are drawn so that low numbers are frequent, as in any language.
std::vector<std::uint64_t> random_words(std::size_t count, std::uint64_t seed) {
  std::vector<std::uint64_t> words(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t draw = combine(seed, i);
    words[i] = mix((draw >> 32) % ((draw & 0xFFFFFFFF) % 20000 + 1));
  }
  return words;
}

Units random_units(std::size_t count, std::uint64_t seed) {
  Units units;
  units.hashes = random_words(count, seed);
  units.span_ends = {static_cast<std::uint32_t>(count)};
  return units;
}

void windows(benchmark::State& state) {
  const Units units = random_units(size_of(state), 1);
  for (auto _ : state) benchmark::DoNotOptimize(window_hashes(units, CopyOptions()));
  report_seconds_each(state, "s/unit", size_of(state));
}
BENCHMARK(windows)->Arg(100)->Arg(400)->Arg(3000);

void shingle_sets(benchmark::State& state) {
  const Units units = random_units(size_of(state), 1);
  for (auto _ : state) benchmark::DoNotOptimize(shingle(units, CopyOptions()));
  report_seconds_each(state, "s/unit", size_of(state));
}
BENCHMARK(shingle_sets)->Name("shingle")->Arg(100)->Arg(400)->Arg(3000);

std::vector<std::uint64_t> random_shingles(std::size_t count) {
  std::vector<std::uint64_t> shingles(count);
  for (std::size_t i = 0; i < count; ++i) shingles[i] = mix(i);
  return shingles;
}

void sketches(benchmark::State& state) {
  std::vector<std::uint64_t> shingles = random_shingles(size_of(state));
  std::uint64_t seed = 0;  // another one each time, so that the processor cannot learn the branches of one set
  for (auto _ : state) benchmark::DoNotOptimize(sketch(shingles, ++seed));
  report_seconds_each(state, "s/shingle", shingles.size());
}
BENCHMARK(sketches)->Name("sketch")->Arg(30)->Arg(100)->Arg(400)->Arg(3000);

// Many sets from memory, as sketch_peers.py gives them to another program: 600,000 shingles, each read once.
void sketches_of_rows(benchmark::State& state) {
  const std::size_t count = size_of(state);
  const std::vector<std::uint64_t> shingles = random_shingles(600000);
  std::vector<Sketch> rows(shingles.size() / count);
  for (auto _ : state) {
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = sketch(std::span(shingles).subspan(i * count, count), 1);
    benchmark::DoNotOptimize(rows.data());
    benchmark::ClobberMemory();
  }
  report_seconds_each(state, "s/shingle", rows.size() * count);
}
BENCHMARK(sketches_of_rows)->Name("sketch/rows")->Arg(30)->Arg(100)->Arg(400)->Arg(3000);

// From units, as the streaming pass does it: windows and sketch.
void sketches_of_units(benchmark::State& state) {
  const Units units = random_units(size_of(state), 1);
  CopyOptions options;
  for (auto _ : state) {
    ++options.seed;
    benchmark::DoNotOptimize(sketch(units, options));
  }
  report_seconds_each(state, "s/unit", size_of(state));
}
BENCHMARK(sketches_of_units)->Name("sketch/of_units")->Arg(30)->Arg(100)->Arg(400)->Arg(3000);

// The loops for one instruction set: 0 any processor, 1 AVX2, 2 AVX-512.
void sketches_with(benchmark::State& state) {
  const auto set = static_cast<InstructionSet>(state.range(1));
  if (!is_available(set)) {
    state.SkipWithError("this processor has no such instructions");
    return;
  }
  const std::vector<std::uint64_t> shingles = random_shingles(size_of(state));
  std::uint64_t seed = 0;
  for (auto _ : state) benchmark::DoNotOptimize(sketch_with(set, shingles, ++seed));
  report_seconds_each(state, "s/shingle", shingles.size());
}
BENCHMARK(sketches_with)->Name("sketch/instruction_set")->ArgsProduct({{30, 100, 400, 3000}, {0, 1, 2}});

// Sketches in order, as pairs that are sorted come: few that stay in the first-level cache, and 20 MB that do not fit
// the second.
void agreeing(benchmark::State& state) {
  std::vector<Sketch> archive(size_of(state));
  for (std::size_t i = 0; i < archive.size(); ++i) {
    for (std::size_t j = 0; j < kCoordinates; ++j) {
      archive[i].coordinate[j] = static_cast<std::uint32_t>(mix(i * kCoordinates + j)) | 1U;
    }
  }
  for (auto _ : state) {
    int sum = 0;
    for (std::size_t i = 1; i < archive.size(); ++i) sum += count_agreeing(archive[i - 1], archive[i]);
    benchmark::DoNotOptimize(sum);
  }
  report_seconds_each(state, "s/pair", archive.size() - 1);
}
BENCHMARK(agreeing)->Name("sketch/agreeing")->Arg(40)->Arg(40000);

// What the sketch replaces: 128 permutations of 32 bits, multiply and add, as a loop that compilers vectorize.
void plain_minhash(benchmark::State& state) {
  const std::vector<std::uint64_t> shingles = random_shingles(size_of(state));
  std::vector<std::uint32_t> multipliers(kCoordinates), addends(kCoordinates);
  for (std::size_t j = 0; j < kCoordinates; ++j) {
    multipliers[j] = static_cast<std::uint32_t>(mix(j)) | 1U;
    addends[j] = static_cast<std::uint32_t>(mix(j) >> 32);
  }
  std::vector<std::uint32_t> least(kCoordinates);
  for (auto _ : state) {
    std::fill(least.begin(), least.end(), ~std::uint32_t{0});
    for (const std::uint64_t shingle : shingles) {
      const auto key = static_cast<std::uint32_t>(shingle);
      for (std::size_t j = 0; j < kCoordinates; ++j) least[j] = std::min(least[j], key * multipliers[j] + addends[j]);
    }
    benchmark::DoNotOptimize(least.data());
    benchmark::ClobberMemory();
  }
  report_seconds_each(state, "s/shingle", shingles.size());
}
BENCHMARK(plain_minhash)->Name("sketch/128_permutations")->Arg(30)->Arg(100)->Arg(400)->Arg(3000);

void repeated_keys(benchmark::State& state) {
  std::vector<std::uint32_t> keys(size_of(state));
  for (std::size_t i = 0; i < keys.size(); ++i) {
    keys[i] = static_cast<std::uint32_t>(mix(i % 10 == 1 ? i - 1 : i));  // a fifth of the places shares its key
  }
  RepeatedKeys repeated;
  for (auto _ : state) benchmark::DoNotOptimize(repeated.find(keys).size());
  report_seconds_each(state, "s/key", keys.size());
}
BENCHMARK(repeated_keys)->Arg(100000)->Arg(1000000)->Arg(10000000)->Unit(benchmark::kMillisecond);

// Every third article stands in a family of four, any two of which agree in half of their coordinates: half a pair an
// article. The others are alone. Articles of a family are a thousand rows apart.
SketchTable family_archive(std::size_t articles) {
  constexpr std::size_t kApart = 1024;
  SketchTable table(choose_bands(CopyOptions().candidate_resemblance).shape);
  for (std::size_t i = 0; i < articles; ++i) {
    const std::size_t family = i / (4 * kApart) * kApart + i % kApart;
    const bool in_family = family % 3 == 0;
    Sketch sketch;
    for (std::size_t j = 0; j < kCoordinates; ++j) {
      const std::uint64_t own = mix(i * kCoordinates + j);
      const bool common = in_family && own % 1000 < 707;  // squared: the chance that two members agree
      sketch.coordinate[j] = static_cast<std::uint32_t>((common ? mix(~(family * kCoordinates + j)) : own) >> 33) + 1;
    }
    table.append(sketch);
  }
  return table;
}

void buckets(benchmark::State& state) {
  const SketchTable archive = family_archive(size_of(state));
  std::vector<ArticleId> articles;
  for (std::size_t i = 0; i < archive.size(); ++i) articles.push_back(article_id(i));
  BucketOptions options;
  options.bands = choose_bands(CopyOptions().candidate_resemblance);
  const ThreadLimit one(1);
  Candidates found;
  for (auto _ : state) found = find_candidates(archive, articles, options);
  report_seconds_each(state, "s/article", archive.size());
  const auto articles_each = static_cast<double>(archive.size());
  state.counters["pairs/article"] = static_cast<double>(found.pairs.size()) / articles_each;
  state.counters["proposed/article"] = static_cast<double>(found.proposed) / articles_each;
  state.counters["sketch_bytes/article"] = static_cast<double>(archive.memory_bytes()) / articles_each;
}
BENCHMARK(buckets)->Arg(100000)->Arg(1000000)->Arg(10000000)->Iterations(1)->Unit(benchmark::kMillisecond);

void preparing(benchmark::State& state) {
  const Units units = random_units(size_of(state), 1);
  for (auto _ : state) benchmark::DoNotOptimize(prepare(units, {}, CopyOptions()));
  report_seconds_each(state, "s/unit", size_of(state));
}
BENCHMARK(preparing)->Name("verify/prepare")->Arg(100)->Arg(400)->Arg(3000);

void screening(benchmark::State& state) {
  const std::vector<std::uint64_t> shingles = shingle(random_units(size_of(state), 1), CopyOptions());
  const ShingleFilter other = make_filter(shingle(random_units(size_of(state), 2), CopyOptions()));
  for (auto _ : state) benchmark::DoNotOptimize(count_passing(shingles, other));
  report_seconds_each(state, "s/shingle", shingles.size());
}
BENCHMARK(screening)->Name("verify/screen")->Arg(100)->Arg(400)->Arg(3000);

// Pairs of which the second keeps `kept` tenths of the first; many pairs in turn, so that no branch is learned.
void comparing(benchmark::State& state) {
  const auto units = static_cast<std::size_t>(state.range(0));
  const auto kept = static_cast<std::size_t>(state.range(1));
  std::vector<std::pair<Prepared, Prepared>> pairs;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Units first = random_units(units, 2 * seed);
    Units second = random_units(units, 2 * seed + 1);
    for (std::size_t i = 0; i < units * kept / 10; ++i) {
      if (i % 25 != 24) second.hashes[i] = first.hashes[i];  // with an edit here and there
    }
    pairs.emplace_back(prepare(first, {}, CopyOptions()), prepare(second, {}, CopyOptions()));
  }
  const CopyOptions options;
  Verifier verifier(options);
  std::size_t next = 0;
  for (auto _ : state) {
    const auto& [a, b] = pairs[next++ % pairs.size()];
    benchmark::DoNotOptimize(verifier.verify(a, b));
  }
  report_seconds_each(state, "s/pair", 1);
}
BENCHMARK(comparing)->Name("verify")->Args({100, 5})->Args({400, 0})->Args({400, 5})->Args({400, 10})->Args({3000, 5});

void gram_keys(benchmark::State& state) {
  constexpr std::uint64_t kOutlet = 7;
  const Units units = random_units(size_of(state), 1);
  std::uint64_t sum = 0;
  for (auto _ : state) {
    for_each_gram(units, kOutlet, [&](std::uint64_t key, std::size_t, std::size_t) { sum += key; });
    benchmark::DoNotOptimize(sum);
  }
  report_seconds_each(state, "s/key", 2 * size_of(state) - kOutletGram - kDayGram + 2);
}
BENCHMARK(gram_keys)->Arg(100)->Arg(400);

// Articles of 300 words in batches of a hundred, then each once again in another order: 1,000 stay in memory, most of
// 100,000 go to the disk.
class StoredUnits {
 public:
  static constexpr std::size_t kUnits = 300;

  explicit StoredUnits(std::size_t articles) : store_(std::filesystem::temp_directory_path().string()) {
    const Units units = random_units(kUnits, 1);
    for (std::size_t i = 0; i < articles;) {
      UnitStore::Batch batch(kBatch * kUnits * kBytesAWord);
      const std::size_t first = i;
      for (; i < std::min(articles, first + kBatch); ++i) places_.push_back(batch.append(units));
      const std::uint64_t begin = store_.put(batch);
      for (std::size_t b = first; b < i; ++b) places_[b].offset_bytes += begin;
    }
  }
  [[nodiscard]] Units read(std::size_t i) const { return store_.read(places_[mix(i) % places_.size()]); }

 private:
  static constexpr std::size_t kBatch = 100, kBytesAWord = 6;

  UnitStore store_;
  std::vector<UnitStore::Place> places_;
};

void putting_units(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(StoredUnits(size_of(state)));
  report_seconds_each(state, "s/article", size_of(state));
}
BENCHMARK(putting_units)->Name("unit_store/put")->Arg(1000)->Arg(100000)->Unit(benchmark::kMillisecond);

void reading_units(benchmark::State& state) {
  const StoredUnits stored(size_of(state));
  std::size_t next = 0;
  for (auto _ : state) benchmark::DoNotOptimize(stored.read(next++).hashes.data());
  report_seconds_each(state, "s/article", 1);
}
BENCHMARK(reading_units)->Name("unit_store/read")->Arg(1000)->Arg(100000)->Unit(benchmark::kNanosecond);

// Every fourth article has the text of another one.
void finding_equal_texts(benchmark::State& state) {
  std::vector<ArticleFacts> facts(size_of(state));
  for (std::size_t i = 0; i < facts.size(); ++i)
    facts[i] = {mix(i % 4 == 0 ? mix(i) % facts.size() : i), static_cast<std::int64_t>(i), 300, false};
  const ThreadLimit one(1);
  for (auto _ : state) benchmark::DoNotOptimize(find_equal_texts(facts));
  report_seconds_each(state, "s/article", facts.size());
}
BENCHMARK(finding_equal_texts)->Name("equal_texts")->Arg(100000)->Arg(1000000)->Unit(benchmark::kMillisecond);

// Articles of 300 units in 20 outlets, 50 a day. A third of each is one of five forms of its outlet.
void repeated_grams(benchmark::State& state) {
  constexpr std::size_t kUnits = 300, kForm = 100, kOutlets = 20, kForms = 5, kArticlesADay = 50;
  const std::size_t count = size_of(state);
  std::vector<GramArticle> articles;
  std::vector<ArticleId> counted;
  for (std::size_t i = 0; i < count; ++i) {
    articles.push_back({1 + mix(i) % kOutlets, static_cast<std::int32_t>(i / kArticlesADay), kUnits});
    counted.push_back(article_id(i));
  }
  const UnitsSource units = [&](ArticleId id) {
    Units text = random_units(kUnits, ~index(id));
    const std::uint64_t form = kForms * articles[index(id)].outlet + mix(~index(id)) % kForms;
    const std::vector<std::uint64_t> words = random_words(kForm, form);
    std::copy(words.begin(), words.end(), text.hashes.begin());
    return text;
  };
  const ThreadLimit one(1);
  std::size_t phrases = 0;
  for (auto _ : state) phrases = RepeatedGrams(articles, counted, units).size();
  report_seconds_each(state, "s/article", count);
  state.counters["phrases"] = static_cast<double>(phrases);
}
BENCHMARK(repeated_grams)->Arg(1000)->Arg(10000)->Iterations(1)->Unit(benchmark::kMillisecond);

// Articles of 300 units, the argument in each outlet. Of every third article a tenth is its outlet's notice.
void repeated_runs(benchmark::State& state) {
  constexpr std::size_t kUnits = 300, kNotice = 30, kArticles = 4000;
  std::vector<std::uint64_t> outlets;
  std::vector<Units> articles;
  for (std::size_t i = 0; i < kArticles; ++i) {
    outlets.push_back(mix(i / size_of(state)));
    articles.push_back(random_units(kUnits, i));
    if (i % 3 != 0) continue;
    const std::vector<std::uint64_t> notice = random_words(kNotice, outlets.back());
    std::copy(notice.begin(), notice.end(), articles.back().hashes.begin());
  }
  const ThreadLimit one(1);
  std::size_t runs = 0;
  for (auto _ : state) runs = RepeatedRuns(outlets, [&](std::size_t article) { return articles[article]; }).size();
  report_seconds_each(state, "s/article", kArticles);
  state.counters["runs"] = static_cast<double>(runs);
}
BENCHMARK(repeated_runs)->Arg(5)->Arg(80)->Arg(100)->Unit(benchmark::kMillisecond);

// Families of eight copies of one text of 300 words, one word in `words_an_error` another, all pairs of a family
// proposed.
struct Families {
  std::vector<Units> texts;
  std::vector<ArticleFacts> facts;
  std::vector<CandidatePair> pairs;
};

Families make_families(std::size_t articles, std::uint64_t words_an_error) {
  constexpr std::size_t kUnits = 300, kFamily = 8;
  Families made;
  for (std::size_t i = 0; i < articles; ++i) {
    Units text = random_units(kUnits, i / kFamily);
    for (std::size_t w = 0; w < kUnits; ++w) {
      if (combine(i, w) % words_an_error == 0) text.hashes[w] = combine(w, i);
    }
    made.facts.push_back({sequence_hash(text), static_cast<std::int64_t>(i), kUnits, false});
    made.texts.push_back(std::move(text));
    for (std::size_t j = i / kFamily * kFamily; j < i; ++j) made.pairs.push_back({article_id(j), article_id(i)});
  }
  std::sort(made.pairs.begin(), made.pairs.end());
  return made;
}

template <class Group>
void group_families(benchmark::State& state, const Families& families, const CopyOptions& options, const Group& group) {
  const PreparedSource load = [&](ArticleId id) { return prepare(families.texts[index(id)], {}, options); };
  const GroupRules rules{options, families.facts};
  const ThreadLimit one(1);
  for (auto _ : state) benchmark::DoNotOptimize(group(families.texts.size(), families.pairs, load, rules));
  report_seconds_each(state, "s/article", families.texts.size());
}

// Preparing and comparing stand in their own rows, too; the rest is what groups take.
void grouping(benchmark::State& state) {
  group_families(state, make_families(size_of(state), 100), CopyOptions(), group_copies);
}
BENCHMARK(grouping)->Name("groups")->Arg(1000)->Arg(10000)->Iterations(1)->Unit(benchmark::kMillisecond);

// As scans have errors.
void linking(benchmark::State& state) {
  group_families(state, make_families(size_of(state), 10), preset_options(Preset::kOcr).copies, link_copies);
}
BENCHMARK(linking)->Name("linkage")->Arg(1000)->Arg(10000)->Iterations(1)->Unit(benchmark::kMillisecond);

// Articles with so many copies, half of them of the report that it opens with and half of the one that it goes on with.
void finding_pages(benchmark::State& state) {
  constexpr std::size_t kArticles = 1000;
  constexpr std::uint64_t kFirstHalf = 0xFFFFFFFF;
  const std::size_t copies = size_of(state);
  std::vector<CopyLink> links;
  for (std::size_t page = 0; page < kArticles; ++page) {
    for (std::size_t c = 0; c < copies; ++c) {
      CopyLink link;
      link.relation = CopyRelation::kPartial;
      link.parts_a = c % 2 == 0 ? kFirstHalf : ~kFirstHalf;
      link.parts_b = ~std::uint64_t{0};
      link.a = article_id(page), link.b = article_id(kArticles + page * copies + c);
      links.push_back(link);
    }
  }
  const CopyGraph graph(kArticles * (1 + copies), links, CopyRelation::kExcerpt);
  for (auto _ : state) benchmark::DoNotOptimize(find_pages(graph));
  report_seconds_each(state, "s/page", kArticles);
}
BENCHMARK(finding_pages)->Name("pages")->Arg(2)->Arg(8)->Arg(64)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace samestory

BENCHMARK_MAIN();

// The passes of samestory, one call each.
//
//     files -> articles -> sketches -> candidate pairs -> copy groups -> features -> scored pairs -> stories ->
//     storylines
//
// Each pass is a function from const inputs to a new value, parallel inside and done when it returns; between them
// there are no threads. Everything from the second pass on is in canonical order (publication time, then id), so the
// order of the input cannot show; everything that decides is an integer, so threads and processors cannot either.
//
// If a pass went wrong, these tests would fail: reading, tests/read_test.cc; a pair that the buckets lose,
// tests/buckets_test.cc; a false copy, tests/verify_test.cc; a group that chains, tests/groups_test.cc; stories,
// tests/agglomerate_test.cc and tests/stories_test.cc; the whole, tests/pipeline_test.cc and tests/example_test.cc.
#include "pipeline.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "base/parallel.h"
#include "base/timer.h"
#include "copies/buckets.h"
#include "copies/linkage.h"
#include "stories/across_terms.h"
#include "stories/big_events.h"
#include "stories/next_steps.h"
#include "stories/second_reports.h"
#include "stories/series.h"
#include "stories/stories.h"
#include "stories/storylines.h"

namespace samestory {
namespace {

// Names a pass on the terminal, runs it, and keeps its figures.
template <class Run>
auto timed(std::vector<PassFigures>& passes, Progress& progress, const char* name, std::size_t items, const char* unit,
           const Run& run) {
  progress.pass(name);
  const Timer timer;
  auto value = run();
  release_freed_memory();
  passes.push_back({name, timer.seconds(), items, unit});
  return value;
}

std::vector<ExtractBlock> extract_canonicals(const Analysis& found, std::uint64_t seed, AcrossTermStore& across) {
  const std::size_t groups = found.canonicals.article_of.size();
  std::vector<ExtractBlock> blocks((groups + kBlockExtracts - 1) / kBlockExtracts);
  accumulate_indices<Extractor>(
      blocks.size(),
      [&](Extractor& extractor, std::size_t b) {
        std::vector<Extract> extracts;
        for (std::size_t g = b * kBlockExtracts; g < std::min(groups, (b + 1) * kBlockExtracts); ++g) {
          const StoryArticle article = story_text(found.corpus, found.canonicals.article_of[g]);
          extracts.push_back(extractor.read(article, found.repeated, seed));
          across.put(g, std::exchange(extracts.back().across, {}));
        }
        blocks[b] = make_block(extracts);
      },
      1);
  return blocks;
}

Embeddings embed_canonicals(const Analysis& found, const EmbeddingFile& file) {
  return build_embeddings(file.matrix().columns(), found.features.language_of, [&](GroupId g) {
    const std::size_t article = index(found.canonicals.article_of[index(g)]);
    const auto row = file.row_of(found.corpus.articles[article].id, found.corpus.input_place[article]);
    return row ? file.matrix().row(*row) : std::vector<float>();
  });
}

// Which outlet each canonical is of. One that holds half of the archive or more, and those that repeated phrases show
// to be none, are no reporters: they tell nothing.
void note_outlets(const Analysis& found, std::vector<Facts>& facts) {
  std::vector<std::uint64_t> keys;
  for (std::size_t i = 0; i < found.corpus.size(); ++i) {
    const std::string_view outlet = found.corpus.articles[i].outlet;
    if (!outlet.empty()) keys.push_back(outlet_key(outlet));
  }
  std::sort(keys.begin(), keys.end());
  const std::vector<std::uint64_t>& none = found.phrases.no_outlets();
  for (std::size_t g = 0; g < facts.size(); ++g) {
    const std::string_view outlet = found.corpus.articles[index(found.canonicals.article_of[g])].outlet;
    if (outlet.empty()) continue;
    const std::uint64_t key = outlet_key(outlet);
    const auto [first, last] = std::equal_range(keys.begin(), keys.end(), key);
    const bool holds_half = 2 * static_cast<std::size_t>(last - first) >= found.corpus.size();
    if (!holds_half && !std::binary_search(none.begin(), none.end(), key)) facts[g].outlet = key;
  }
}

RepeatedRuns find_repeated_runs(const Analysis& found) {
  std::vector<std::uint64_t> outlets;
  for (const ArticleId id : found.canonicals.article_of) {
    const std::string_view outlet = found.corpus.articles[index(id)].outlet;
    outlets.push_back(outlet.empty() ? 0 : outlet_key(outlet));
  }
  return RepeatedRuns(outlets, [&](std::size_t g) { return found.corpus.units(found.canonicals.article_of[g]); });
}

// One flag a canonical: whether most of it recurs by itself.
std::vector<std::uint8_t> find_templates(const Analysis& found, const CopyTexts& texts) {
  std::vector<std::uint8_t> templates(found.canonicals.article_of.size());
  for_each_index(templates.size(), [&](std::size_t g) {
    const ArticleId id = found.canonicals.article_of[g];
    if (found.phrases.counted(id)) templates[g] = is_template(texts.in_phrases(id, texts.corpus.units(id)));
  });
  return templates;
}

std::vector<GroupId> each_alone(std::size_t groups) {
  std::vector<GroupId> alone(groups);
  for (std::size_t g = 0; g < groups; ++g) alone[g] = group_id(g);
  return alone;
}

// Names of the outlets that repeated phrases show to be none.
std::set<std::string> find_no_outlets(const Corpus& corpus, const RepeatedGrams& phrases) {
  std::set<std::string> names;
  const std::vector<std::uint64_t>& keys = phrases.no_outlets();
  for (std::size_t i = 0; i < corpus.size() && !keys.empty(); ++i) {
    const std::string_view outlet = corpus.articles[i].outlet;
    if (!outlet.empty() && std::binary_search(keys.begin(), keys.end(), outlet_key(outlet))) names.emplace(outlet);
  }
  return names;
}

std::vector<ArticleId> all_articles(const Corpus& corpus) {
  std::vector<ArticleId> all;
  for (std::size_t i = 0; i < corpus.size(); ++i) all.push_back(article_id(i));
  return all;
}

}  // namespace

CopyTexts copy_texts(const Analysis& found, const ResultOptions& options) {
  return {found.corpus, found.repeated, found.phrases, options};
}

StoryGraph find_story_graph(const Analysis& found, const StoryModel& model) {
  StoryGraph graph = find_story_candidates(found.features, model);
  // An outlet that has told an event tells another one the next day.
  graph = with_next_steps(std::move(graph), found.features.facts);
  // A page with two reports is like both, which does not make them one event.
  graph = without_second_reports(std::move(graph), found.canonicals, found.copies.second_reports);
  // Of two days' weather everything is alike but what makes them two.
  return without_series(std::move(graph), found.templates);
}

Analysis analyze(const RecordSource& source, const ResultOptions& options, const CollectOptions& collecting,
                 Progress& progress, EmbeddingFile* embeddings) {
  Analysis found;
  auto& passes = found.passes;
  const auto count = [&](const char* name, std::uint64_t value) { passes.back().counts.emplace_back(name, value); };

  // Read, normalize, sketch: the one pass over the whole text. From here on texts are read again by article.
  found.corpus =
      timed(passes, progress, "read and sketch", 0, "articles", [&] { return collect(source, options, collecting); });
  passes.back().items = found.corpus.size();
  passes.back().bytes = found.corpus.text_bytes;
  count("rejects", found.corpus.rejects.size());
  if (embeddings != nullptr) embeddings->match(found.corpus.size(), found.corpus.rejects.size());

  // Repeated text must be known before anything is verified: an outlet's boilerplate is no evidence of copying.
  found.repeated = timed(passes, progress, "repeated text", found.corpus.span_keys.size(), "spans",
                         [&] { return RepeatedSpans(std::exchange(found.corpus.span_keys, {})); });
  count("repeated_spans", found.repeated.size());

  // Scans are compared, and their pairs looked for, without repeated phrases: what errors leave of a text is less than
  // what its outlet prints every day.
  const bool scanned = options.preset == Preset::kOcr;
  const auto note_phrases = [&] {
    count("phrases", found.phrases.size());
    passes.back().no_outlets = find_no_outlets(found.corpus, found.phrases);
  };
  if (scanned) {
    found.phrases = timed(passes, progress, "repeated phrases", found.corpus.size(), "articles", [&] {
      return find_phrases(found.corpus, gram_articles(found.corpus), all_articles(found.corpus));
    });
    note_phrases();
    found.corpus.sketches = timed(passes, progress, "sketch", found.corpus.size(), "articles", [&] {
      return sketch_own_words(copy_texts(found, options), scanned_buckets().bands.shape);
    });
  }

  // Bucket. Pairs that resemble each other as much as asked for are found with the probability that summary.json
  // states. Articles of equal text are one from here on: the best-ranked stands for them until groups are told.
  const BucketOptions buckets =
      scanned ? scanned_buckets() : BucketOptions{choose_bands(options.copies.candidate_resemblance)};
  Candidates candidates = timed(passes, progress, "bucket", found.corpus.size(), "articles", [&] {
    const auto texts = distinct_texts(find_equal_texts(found.corpus.facts));
    return find_candidates(found.corpus.sketches, texts, buckets);
  });
  if (scanned) candidates.pairs = close_in_time(candidates.pairs, found.corpus.facts);
  count("bands", static_cast<std::uint64_t>(buckets.bands.bands));
  count("rows", static_cast<std::uint64_t>(buckets.bands.rows));
  count("min_agreeing", static_cast<std::uint64_t>(buckets.bands.min_agreeing));
  passes.back().shares.emplace_back("expected_recall", buckets.bands.expected_recall);
  count("proposed", candidates.proposed);
  count("screened", candidates.screened);
  count("pairs", candidates.pairs.size());
  count("buckets", candidates.buckets);
  count("hot_buckets", candidates.hot_buckets);
  count("bounded_articles", candidates.bounded_articles);
  found.corpus.sketches = SketchTable();  // nobody needs an estimate once texts can be compared

  // Of clean text only families of look-alike articles can hold a template: their phrases are a condition more.
  if (!scanned) {
    const std::vector<GramArticle> articles = gram_articles(found.corpus);
    const std::vector<ArticleId> families = find_families(articles, candidates.pairs);
    found.phrases = timed(passes, progress, "repeated phrases", families.size(), "articles",
                          [&] { return find_phrases(found.corpus, articles, families); });
    note_phrases();
  }

  // Verify and group. From here on every member of a copy group has been compared with its canonical on the texts.
  found.copies = timed(passes, progress, "verify", candidates.pairs.size(), "pairs", [&] {
    const auto load = [&](ArticleId id) { return copy_texts(found, options).prepared(id); };
    const GroupRules rules{options.copies, found.corpus.facts};
    return scanned ? link_copies(found.corpus.size(), candidates.pairs, load, rules)
                   : group_copies(found.corpus.size(), candidates.pairs, load, rules);
  });
  count("compared", found.copies.pairs_compared);
  count("equal_texts", found.copies.equal_texts);
  count("articles_loaded", found.copies.articles_loaded);
  count("largest_component", found.copies.largest_component);
  if (options.copies.grouping == CopyGrouping::kComponents) count("largest_diameter", found.copies.largest_diameter);
  count("bounded_articles", found.copies.bounded_articles);
  count("unlisted_pairs", found.copies.unlisted_pairs);

  // Story passes see one text a copy group: a report printed forty times is evidence once.
  found.canonicals = number_canonicals(found.copies);
  const std::size_t groups = found.canonicals.article_of.size();
  found.story_of = found.storyline_of = each_alone(groups);
  if (options.level == Level::kCopies) return found;

  // An outlet of few articles shows its boilerplate only where reports that are no copies of each other agree.
  found.repeated.note_runs(
      timed(passes, progress, "repeated runs", groups, "articles", [&] { return find_repeated_runs(found); }));
  count("runs", found.repeated.runs());

  found.templates = timed(passes, progress, "templates", groups, "articles",
                          [&] { return find_templates(found, copy_texts(found, options)); });
  count("templates", static_cast<std::uint64_t>(std::count(found.templates.begin(), found.templates.end(), 1)));

  // Whether there are several languages is known only when all texts have been read: what they may share waits on disk.
  std::optional<AcrossTermStore> across_terms(std::in_place, collecting.scratch, groups);
  std::vector<ExtractBlock> extracts = timed(passes, progress, "extract", groups, "articles", [&] {
    return extract_canonicals(found, options.copies.seed, *across_terms);
  });
  found.features = timed(passes, progress, "features", groups, "articles",
                         [&] { return build_features(std::exchange(extracts, {}), options.copies.seed); });
  note_outlets(found, found.features.facts);
  count("names", found.features.terms[static_cast<std::size_t>(Signal::kNames)].size());
  count("words", found.features.terms[static_cast<std::size_t>(Signal::kBody)].size());

  if (embeddings != nullptr) {
    found.features.embeddings =
        timed(passes, progress, "embeddings", groups, "articles", [&] { return embed_canonicals(found, *embeddings); });
    const std::vector<bool>& present = found.features.embeddings.present;
    count("embedded", static_cast<std::uint64_t>(std::count(present.begin(), present.end(), true)));
  }

  // Words divide languages; names and numbers join them.
  if (has_several_languages(found.features.language_of)) {
    found.features.across = timed(passes, progress, "across languages", groups, "articles", [&] {
      return build_across([&](std::size_t g) { return across_terms->terms(g); }, found.features.language_of);
    });
    count("terms", found.features.across.terms.size());
  }
  across_terms.reset();

  // Scores are final from here on: they need the neighbourhood, which is the whole graph's.
  found.graph = timed(passes, progress, "score pairs", groups, "articles",
                      [&] { return find_story_graph(found, options.stories.model); });
  count("edges", found.graph.edges.size() / 2);

  found.story_of = timed(passes, progress, "stories", groups, "articles",
                         [&] { return form_stories(found.graph, options.stories); });
  // Candidate lists are short; an event of hundreds of reports comes out of them in pieces.
  found.story_of = timed(passes, progress, "big events", groups, "articles", [&] {
    return merge_big_events(found.features, found.graph, found.story_of, options.stories.model);
  });
  found.storyline_of = found.story_of;
  if (options.level == Level::kStories) return found;

  // Storylines only join whole stories, as stories only join whole copy groups.
  found.storyline_of = timed(passes, progress, "storylines", groups, "articles", [&] {
    return form_storylines(found.features, found.story_of, found.templates, options.stories.model);
  });
  return found;
}

Result to_result(const Analysis& analysis, const ResultOptions& options, LinkEvidence* evidence) {
  return assemble({analysis.corpus, analysis.repeated, analysis.copies, analysis.canonicals, analysis.features,
                   analysis.graph, analysis.story_of, analysis.storyline_of},
                  options, evidence);
}

}  // namespace samestory

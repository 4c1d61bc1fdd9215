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

#include <utility>

#include "base/parallel.h"
#include "base/timer.h"
#include "copies/buckets.h"
#include "stories/big_events.h"
#include "stories/stories.h"
#include "stories/storylines.h"

namespace samestory {
namespace {

// Names a pass on the terminal, runs it, and keeps its figures.
template <class Run>
auto timed(std::vector<PassFigures>& passes, Progress& progress, PassFigures figures, const Run& run) {
  progress.pass(figures.name);
  const Timer timer;
  auto value = run();
  figures.seconds = timer.seconds();
  passes.push_back(std::move(figures));
  return value;
}

std::vector<Extract> extract_canonicals(const Analysis& found, std::uint64_t seed) {
  std::vector<Extract> extracts(found.canonicals.article_of.size());
  for_each_index(
      extracts.size(),
      [&](std::size_t g) {
        extracts[g] = extract(story_text(found.corpus, found.canonicals.article_of[g]), found.repeated, seed);
      },
      16);
  return extracts;
}

std::vector<GroupId> each_alone(std::size_t groups) {
  std::vector<GroupId> alone(groups);
  for (std::size_t g = 0; g < groups; ++g) alone[g] = group_id(g);
  return alone;
}

}  // namespace

Prepared load_prepared(const Corpus& corpus, const RepeatedSpans& repeated, const ResultOptions& options,
                       ArticleId id) {
  Units units = to_units(read_page(copied_part(corpus.text(id), options.preset)), options.copies.seed);
  std::vector<bool> mask = repeated.mask(units, corpus.articles[index(id)].outlet);
  return prepare(std::move(units), std::move(mask), options.copies);
}

Analysis analyze(const RecordSource& source, const ResultOptions& options, const CollectOptions& collecting,
                 Progress& progress) {
  Analysis found;
  auto& passes = found.passes;
  const auto count = [&](const char* name, std::uint64_t value) { passes.back().counts.emplace_back(name, value); };

  // Read, normalize, sketch: the one pass over the whole text. From here on it lies on disk and is read by article.
  found.corpus = timed(passes, progress, {"read and sketch", 0, 0, "articles", 0, {}},
                       [&] { return collect(source, options, collecting); });
  passes.back().items = found.corpus.size();
  passes.back().bytes = found.corpus.text_bytes;
  count("rejects", found.corpus.rejects.size());

  // Repeated text must be known before anything is verified: an outlet's boilerplate is no evidence of copying.
  found.repeated = timed(passes, progress, {"repeated text", 0, found.corpus.span_keys.size(), "spans", 0, {}},
                         [&] { return RepeatedSpans(std::exchange(found.corpus.span_keys, {})); });
  count("repeated_spans", found.repeated.size());

  // Bucket. Pairs that resemble each other as much as asked for are found with the probability that summary.json
  // states.
  const Bands bands = choose_bands(options.copies.candidate_resemblance);
  const Candidates candidates = timed(passes, progress, {"bucket", 0, found.corpus.size(), "articles", 0, {}},
                                      [&] { return find_candidates(found.corpus.sketches, {bands}); });
  count("bands", static_cast<std::uint64_t>(bands.bands));
  count("rows", static_cast<std::uint64_t>(bands.rows));
  count("pairs", candidates.pairs.size());
  count("buckets", candidates.buckets);
  count("hot_buckets", candidates.hot_buckets);
  count("bounded_articles", candidates.bounded_articles);
  std::vector<Sketch>().swap(found.corpus.sketches);  // nobody needs an estimate once texts can be compared

  // Verify and group. From here on every member of a copy group has been compared with its canonical on the texts.
  found.copies = timed(passes, progress, {"verify", 0, candidates.pairs.size(), "pairs", 0, {}}, [&] {
    return group_copies(found.corpus.size(), candidates.pairs,
                        [&](ArticleId id) { return load_prepared(found.corpus, found.repeated, options, id); },
                        {options.copies, found.corpus.facts});
  });
  count("compared", found.copies.pairs_compared);
  count("equal_texts", found.copies.equal_texts);
  count("articles_loaded", found.copies.articles_loaded);
  count("largest_component", found.copies.largest_component);
  count("bounded_articles", found.copies.bounded_articles);

  // Story passes see one text a copy group: a report printed forty times is evidence once.
  found.canonicals = number_canonicals(found.copies);
  const std::size_t groups = found.canonicals.article_of.size();
  found.story_of = found.storyline_of = each_alone(groups);
  if (options.level == Level::kCopies) return found;

  std::vector<Extract> extracts = timed(passes, progress, {"extract", 0, groups, "articles", 0, {}},
                                        [&] { return extract_canonicals(found, options.copies.seed); });
  found.features = timed(passes, progress, {"features", 0, groups, "articles", 0, {}},
                         [&] { return build_features(std::exchange(extracts, {}), options.copies.seed); });
  count("names", found.features.terms[static_cast<std::size_t>(Signal::kNames)].size());
  count("words", found.features.terms[static_cast<std::size_t>(Signal::kBody)].size());

  // Scores are final from here on: they need the neighbourhood, which is the whole graph's.
  found.graph = timed(passes, progress, {"score pairs", 0, groups, "articles", 0, {}},
                      [&] { return find_story_candidates(found.features); });
  count("edges", found.graph.edges.size() / 2);

  found.story_of = timed(passes, progress, {"stories", 0, groups, "articles", 0, {}},
                         [&] { return form_stories(found.graph, options.stories); });
  // Candidate lists are short; an event of hundreds of reports comes out of them in pieces.
  found.story_of = timed(passes, progress, {"big events", 0, groups, "articles", 0, {}},
                         [&] { return merge_big_events(found.features, found.graph, found.story_of); });
  found.storyline_of = found.story_of;
  if (options.level == Level::kStories) return found;

  // Storylines only join whole stories, as stories only join whole copy groups.
  found.storyline_of = timed(passes, progress, {"storylines", 0, groups, "articles", 0, {}},
                             [&] { return form_storylines(found.features, found.story_of); });
  return found;
}

Result to_result(const Analysis& analysis, const ResultOptions& options) {
  return assemble({analysis.corpus, analysis.repeated, analysis.copies, analysis.canonicals, analysis.features,
                   analysis.graph, analysis.story_of, analysis.storyline_of},
                  options);
}

}  // namespace samestory

#include "stories/findings.h"

namespace samestory {

Canonicals number_canonicals(const CopyGroups& copies) {
  Canonicals canonicals;
  const std::size_t n = copies.canonical_of.size();
  canonicals.group_of.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    if (index(copies.canonical_of[i]) != i) continue;
    canonicals.group_of[i] = group_id(canonicals.article_of.size());
    canonicals.article_of.push_back(article_id(i));
  }
  for (std::size_t i = 0; i < n; ++i) canonicals.group_of[i] = canonicals.group_of[index(copies.canonical_of[i])];
  return canonicals;
}

StoryArticle story_text(const Corpus& corpus, ArticleId id) {
  const ArticleMeta& article = corpus.articles[index(id)];
  return {corpus.text(id), article.language, article.outlet, article.published_s};
}

}  // namespace samestory

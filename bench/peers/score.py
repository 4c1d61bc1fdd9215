#!/usr/bin/env python3
"""Scores of what a system found against the truth: score.py TRUTH.npz FOLDER, one JSON object on standard output.

Two classes of pairs are kept apart. "Full" are pairs of two articles of at least five words, a whole shingle: the
figures that are compared. "Short" are the others. An archive may hold a thousand copies of one line of three words; as
pairs they would outnumber all that is of interest by a thousand to one.

Pairs    what the system reports: two articles, no closure. Absent for systems that report groups only.
Groups   all pairs inside its groups, counted from the sizes and not listed: a group of 10,000 holds 50 million.
Flags    articles that it reports with any other, against those that have one: the one measure all systems share.
"""
import json
import os
import sys

import numpy as np

SHINGLE_WORDS = 5
BANDS = [(.7, .8), (.8, .9), (.9, 1.01)]  # of resemblance: where the recall is lost


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def read_table(path: str, columns: int) -> np.ndarray:
    if os.path.getsize(path) == 0:
        return np.zeros((0, columns), dtype=np.int64)
    return np.loadtxt(path, dtype=np.int64, delimiter="\t", ndmin=2)


def read_pairs(folder: str, articles: int) -> np.ndarray | None:
    """Each reported pair once, as first * articles + second with first < second."""
    path = os.path.join(folder, "neighbours.u32")
    if not os.path.exists(path):
        return None
    degrees = np.fromfile(os.path.join(folder, "degrees.u32"), dtype=np.uint32)
    other = np.fromfile(path, dtype=np.uint32).astype(np.int64)
    own = np.repeat(np.arange(len(degrees), dtype=np.int64), degrees)
    first, second = np.minimum(own, other), np.maximum(own, other)
    return np.unique((first * articles + second)[first != second])


def read_groups(folder: str, articles: int) -> np.ndarray | None:
    """Group of each article; one of its own for those in none."""
    path = os.path.join(folder, "groups.tsv")
    if not os.path.exists(path):
        return None
    rows, group = read_table(path, 2), np.arange(articles, dtype=np.int64)
    group[rows[:, 0]] = rows[:, 1] + articles
    return np.unique(group, return_inverse=True)[1]


def pairs_inside(groups: np.ndarray) -> int:
    sizes = np.bincount(groups).astype(np.int64) if len(groups) else np.zeros(1, np.int64)
    return int((sizes * (sizes - 1) // 2).sum())


class Truth:
    def __init__(self, path: str) -> None:
        held = np.load(path)
        self.full = held["words"] >= SHINGLE_WORDS  # of each article
        self.a, self.b, self.resemblance = held["a"], held["b"], held["resemblance"]
        self.articles = len(self.full)
        self.key = self.a * self.articles + self.b
        self.full_pair = self.full[self.a] & self.full[self.b]

    def score_found(self, name: str, found: np.ndarray, reported_full: int, reported: int) -> dict[str, float | None]:
        """found: of each true pair, whether it was; reported: how many pairs the system made in all."""
        right, right_full = int(found.sum()), int((found & self.full_pair).sum())
        scores = {f"{name}": reported_full, f"{name}_right": right_full,
                  f"{name}_precision": share(right_full, reported_full),
                  f"{name}_recall": share(right_full, int(self.full_pair.sum())),
                  f"{name}_short": reported - reported_full,
                  f"{name}_short_precision": share(right - right_full, reported - reported_full),
                  f"{name}_short_recall": share(right - right_full, int((~self.full_pair).sum()))}
        for low, high in BANDS:
            band = self.full_pair & (self.resemblance >= low) & (self.resemblance < high)
            scores[f"{name}_recall_{low}"] = share(int((found & band).sum()), int(band.sum()))
        return scores


def score(truth: Truth, folder: str) -> dict[str, float | None]:
    scores: dict[str, float | None] = {"true_pairs": int(truth.full_pair.sum()),
                                       "true_pairs_short": int((~truth.full_pair).sum())}
    flagged = np.zeros(truth.articles, dtype=bool)
    pairs, groups = read_pairs(folder, truth.articles), read_groups(folder, truth.articles)
    if pairs is not None:
        first, second = pairs // truth.articles, pairs % truth.articles
        scores |= truth.score_found("pairs", np.isin(truth.key, pairs),
                                    int((truth.full[first] & truth.full[second]).sum()), len(pairs))
        flagged[first] = flagged[second] = True
    if groups is not None:
        scores |= truth.score_found("groups", groups[truth.a] == groups[truth.b], pairs_inside(groups[truth.full]),
                                    pairs_inside(groups))
        scores["largest_group"] = int(np.bincount(groups[truth.full]).max()) if truth.full.any() else 0
        flagged |= np.bincount(groups)[groups] > 1
    flags = os.path.join(folder, "flags.tsv")
    if os.path.exists(flags):
        flagged[read_table(flags, 1)[:, 0]] = True
    alike = np.zeros(truth.articles, dtype=bool)
    alike[truth.a[truth.full_pair]] = alike[truth.b[truth.full_pair]] = True
    flagged &= truth.full
    right = int((flagged & alike).sum())
    return scores | {"flags": int(flagged.sum()), "flags_precision": share(right, int(flagged.sum())),
                     "flags_recall": share(right, int(alike.sum()))}


if __name__ == "__main__":
    json.dump(score(Truth(sys.argv[1]), sys.argv[2]), sys.stdout)

#!/usr/bin/env python3
"""Every pair of articles whose resemblance reaches the threshold, exactly: truth.py FILE OUT.npz

The one truth that all systems are scored against:
  words      the field "text" in NFKC, casefolded; a word is a run of letters, marks, digits and underscores (\\w)
  shingles   the set of all runs of five words; a text of one to four words is one shingle, one without words has none
  pair       J = |A and B| / |A or B| >= 7/10, in integers

No system splits words just so (each follows its own documentation), so each one's own truth differs a little, and none
can be expected to reach 1.

Method: two sets with J >= t share one of their |A| - ceil(t |A|) + 1 rarest shingles (prefix filtering: Chaudhuri,
Ganti, Kaushik, 2006, "A primitive operator for similarity joins"), so only pairs that share one are compared, on all
their shingles. Nothing is hashed and nothing is sampled: word runs are numbered by sorting. `--check` compares the
first articles with the definition written out.
"""
import argparse
import json
import sys
import unicodedata

import numpy as np
import orjson
import regex
from scipy import sparse

SHINGLE_WORDS = 5
THRESHOLD_TENTHS = 7
BLOCK_ROWS = 2000
COMPARED_AT_ONCE = 20_000
CHECKED_ARTICLES = 1500

WORD = regex.compile(r"\w+")


def words_of(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def number(values: np.ndarray) -> np.ndarray:
    """Equal values get equal numbers, from 0."""
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


def shingle_matrix(texts: list[str]) -> sparse.csr_matrix:
    """A row an article, a column a shingle, 1 where the article has it."""
    numbers: dict[str, int] = {}
    tokens, owners, short = [], [], []
    for row, text in enumerate(texts):
        words = words_of(text)
        if 0 < len(words) < SHINGLE_WORDS:
            short.append((row, " ".join(words)))
        elif words:
            tokens.extend(numbers.setdefault(word, len(numbers)) for word in words)
            owners.extend([row] * len(words))
    token, owner = np.array(tokens, dtype=np.int64), np.array(owners, dtype=np.int64)
    run = token
    for length in range(2, SHINGLE_WORDS + 1):  # a run of words is a shorter run and one word more
        run = number(run[:-1] * (len(numbers) + 1) + token[length - 1:]) if len(run) > 1 else run[:0]
    inside = owner[:len(run)] == owner[SHINGLE_WORDS - 1:] if len(run) else np.zeros(0, dtype=bool)
    column, row = run[inside], owner[:len(run)][inside]
    base = int(column.max()) + 1 if len(column) else 0
    whole = {text: base + at for at, text in enumerate(dict.fromkeys(text for _, text in short))}
    row = np.concatenate([row, np.array([at for at, _ in short], dtype=np.int64)])
    column = np.concatenate([column, np.array([whole[text] for _, text in short], dtype=np.int64)])
    matrix = sparse.csr_matrix((np.ones(len(row), dtype=np.int32), (row, column)),
                               shape=(len(texts), base + len(whole)))
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix


def prefix_matrix(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """The rarest shingles of each article, as many as a pair at the threshold must share one of."""
    frequency = np.bincount(matrix.indices, minlength=matrix.shape[1])
    rank = np.empty(matrix.shape[1], dtype=np.int64)
    rank[np.argsort(frequency, kind="stable")] = np.arange(matrix.shape[1])
    rows, columns = [], []
    for row in range(matrix.shape[0]):
        own = matrix.indices[matrix.indptr[row]:matrix.indptr[row + 1]]
        kept = len(own) - (THRESHOLD_TENTHS * len(own) + 9) // 10 + 1 if len(own) else 0
        rarest = own[np.argsort(rank[own])[:kept]]
        rarest = rarest[frequency[rarest] > 1]
        rows.append(np.full(len(rarest), row))
        columns.append(rarest)
    row, column = np.concatenate(rows), np.concatenate(columns)
    return sparse.csr_matrix((np.ones(len(row), dtype=np.int32), (row, column)), shape=matrix.shape)


def exact_pairs(matrix: sparse.csr_matrix) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows a < b and their resemblance."""
    sizes, prefix = np.diff(matrix.indptr), prefix_matrix(matrix)
    transposed = prefix.T.tocsc()
    found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for begin in range(0, matrix.shape[0], BLOCK_ROWS):
        candidates = (prefix[begin:begin + BLOCK_ROWS] @ transposed).tocoo()
        first, second = candidates.row.astype(np.int64) + begin, candidates.col.astype(np.int64)
        keep = (first < second) & (10 * np.minimum(sizes[first], sizes[second])
                                   >= THRESHOLD_TENTHS * np.maximum(sizes[first], sizes[second]))
        first, second = first[keep], second[keep]
        for at in range(0, len(first), COMPARED_AT_ONCE):
            a, b = first[at:at + COMPARED_AT_ONCE], second[at:at + COMPARED_AT_ONCE]
            shared = np.asarray(matrix[a].multiply(matrix[b]).sum(axis=1)).ravel().astype(np.int64)
            union = sizes[a].astype(np.int64) + sizes[b] - shared
            reached = 10 * shared >= THRESHOLD_TENTHS * union
            found.append((a[reached], b[reached], shared[reached] / union[reached]))
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    return tuple(np.concatenate(part) for part in zip(*found))


def pairs_by_definition(texts: list[str]) -> set[tuple[int, int]]:
    sets = []
    for text in texts:
        words = words_of(text)
        runs = {tuple(words[at:at + SHINGLE_WORDS]) for at in range(max(1, len(words) - SHINGLE_WORDS + 1))}
        sets.append(runs if words else set())
    return {(a, b) for b in range(len(sets)) for a in range(b)
            if sets[a] and sets[b] and 10 * len(sets[a] & sets[b]) >= THRESHOLD_TENTHS * len(sets[a] | sets[b])}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("out")
    parser.add_argument("--check", action="store_true", help="also compare with the definition written out")
    arguments = parser.parse_args()
    with open(arguments.file, "rb") as lines:
        texts = [orjson.loads(line)["text"] for line in lines]
    if arguments.check:
        few = texts[:CHECKED_ARTICLES]
        a, b, _ = exact_pairs(shingle_matrix(few))
        if set(zip(a.tolist(), b.tolist())) != pairs_by_definition(few):
            sys.exit("truth.py: the join does not find what the definition says")
    a, b, resemblance = exact_pairs(shingle_matrix(texts))
    words = np.array([len(words_of(text)) for text in texts], dtype=np.int64)
    np.savez_compressed(arguments.out, words=words, a=a, b=b, resemblance=resemblance)
    json.dump({"articles": len(texts), "pairs": len(a)}, sys.stdout)


if __name__ == "__main__":
    main()

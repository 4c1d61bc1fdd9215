"""datasketch: MinHash.generator and MinHashLSH, the lookup asked for every article. datasketch_run.py FILE OUT [check]

`check` keeps of the candidates those whose estimated resemblance reaches the threshold, as its documentation advises.
"""
import sys

import xxhash
from datasketch import MinHash, MinHashLSH

from articles import components, read_texts, write_groups, write_neighbours
from shingles import word_runs

PERMUTATIONS = 128
THRESHOLD = .7


def main(path: str, folder: str, check: bool) -> None:
    encoded = ([run.encode() for run in word_runs(text)] for text in read_texts(path))
    sketches = list(MinHash.generator(encoded, num_perm=PERMUTATIONS, hashfunc=xxhash.xxh32_intdigest))
    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)  # its optimiser takes 14 bands of 9
    filled = [not sketch.is_empty() for sketch in sketches]  # or all empty texts would be one group
    for article, sketch in enumerate(sketches):
        if filled[article]:
            index.insert(article, sketch, check_duplication=False)
    neighbours = [index.query(sketch) if filled[article] else [] for article, sketch in enumerate(sketches)]
    if check:
        neighbours = [[other for other in found if other == article
                       or sketches[article].jaccard(sketches[other]) >= THRESHOLD]
                      for article, found in enumerate(neighbours)]
    write_neighbours(folder, neighbours)
    write_groups(folder, components(neighbours))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], "check" in sys.argv[3:])

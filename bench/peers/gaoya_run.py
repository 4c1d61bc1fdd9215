"""gaoya: MinHashStringIndex on whole texts, its own word splitter, 16 bands of 8. gaoya_run.py FILE OUT [smallvec]

The query keeps only candidates whose estimated resemblance reaches the threshold, so there is no run without a check.
`smallvec` is the container that its documentation recommends where duplicates are few.
"""
import sys

from gaoya.minhash import MinHashStringIndex

from articles import components, read_texts, write_groups, write_neighbours

BANDS, BAND_SIZE, THRESHOLD = 16, 8, .7
SHINGLE_WORDS = 5


def main(path: str, folder: str, container: str) -> None:
    texts = read_texts(path)
    index = MinHashStringIndex(hash_size=32, jaccard_threshold=THRESHOLD, num_bands=BANDS, band_size=BAND_SIZE,
                               num_hashes=None, analyzer="word", lowercase=True,
                               ngram_range=(SHINGLE_WORDS, SHINGLE_WORDS), id_container=container)
    index.par_bulk_insert_docs(list(range(len(texts))), texts)
    neighbours = index.par_bulk_query(texts)
    write_neighbours(folder, neighbours)
    write_groups(folder, components(neighbours))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "set")

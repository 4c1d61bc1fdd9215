"""rensa: RMinHash and RMinHashLSH, 128 slots in 16 bands. rensa_run.py FILE OUT [check|spaces|rho]

Without a mode: the candidates of every article.
check   of these the ones that RMinHashLSH.is_similar keeps
spaces  the same as check, with words split at spaces as its README does
rho     the sampled sketch of its published benchmark; its one call says only which articles have a like, not which
"""
import sys

from rensa import RMinHash, RMinHashLSH

from articles import components, read_texts, write_flags, write_groups, write_neighbours
from shingles import runs_between_spaces, word_runs

SLOTS, BANDS, SEED, THRESHOLD = 128, 16, 42, .7


def flag_sampled(folder: str, runs: list[list[str]]) -> None:
    matrix = RMinHash.digest_matrix_from_token_sets_rho(runs, num_perm=SLOTS, seed=SEED)
    index = RMinHashLSH(threshold=THRESHOLD, num_perm=SLOTS, num_bands=BANDS)
    flags = index.query_duplicate_flags_matrix_one_shot(matrix)
    write_flags(folder, (article for article, flag in enumerate(flags) if flag and runs[article]))


def find_neighbours(runs: list[list[str]], check: bool) -> list[list[int]]:
    sketches = RMinHash.from_token_sets(runs, num_perm=SLOTS, seed=SEED)
    index = RMinHashLSH(threshold=THRESHOLD, num_perm=SLOTS, num_bands=BANDS)
    index.insert_many(sketches)
    found = index.query_all(sketches)
    neighbours = [each if own else [] for own, each in zip(runs, found)]  # or all empty texts would be one group
    if check:
        neighbours = [each if len(each) < 2 else
                      [other for other in each if index.is_similar(sketches[article], sketches[other])]
                      for article, each in enumerate(neighbours)]
    return neighbours


def main(path: str, folder: str, mode: str) -> None:
    split = runs_between_spaces if mode == "spaces" else word_runs
    runs = [split(text) for text in read_texts(path)]
    if mode == "rho":
        flag_sampled(folder, runs)
        return
    neighbours = find_neighbours(runs, check=mode != "")
    write_neighbours(folder, neighbours)
    write_groups(folder, components(neighbours))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "")

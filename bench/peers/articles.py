"""What the scripts of all peers share: reading texts, writing what was found. An article is its line number, from 0.

Everything here is charged to the peer, so it is made cheap: orjson reads (the fastest JSON reader there is for Python),
and what was found is written as it came, in binary, because a million lines of text would cost more than some peers.

Written to the output folder, each if the system has it:
  neighbours.u32, degrees.u32   for each article the numbers of the articles that the system reports with it, one list
                                after the other; itself or a pair twice does no harm
  groups.tsv                    article TAB group, a line an article that stands in a group of two or more
  flags.tsv                     article, a line an article that the system calls a duplicate without saying of which
"""
import os
from array import array
from collections.abc import Iterable, Sequence


def read_texts(path: str) -> list[str]:
    import orjson  # here, because text-dedup's own environment has none and needs only the writers

    with open(path, "rb") as lines:
        return [orjson.loads(line)["text"] for line in lines]


def write_neighbours(folder: str, neighbours: Sequence[Sequence[int]]) -> None:
    flat = array("I")
    for found in neighbours:
        flat.extend(found)
    with open(os.path.join(folder, "neighbours.u32"), "wb") as file:
        flat.tofile(file)
    with open(os.path.join(folder, "degrees.u32"), "wb") as file:
        array("I", map(len, neighbours)).tofile(file)


def components(neighbours: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """(article, least article of its group) for groups of two or more: the closure that users of a lookup table make.

    REQUIRES: b is among the neighbours of a if a is among those of b.
    """
    group, members = [-1] * len(neighbours), []
    for start, found in enumerate(neighbours):
        if group[start] >= 0 or len(found) < 2 and (not found or found[0] == start):
            continue
        group[start], reached = start, [start]
        for article in reached:  # grows while it is read
            new = [other for other in neighbours[article] if group[other] < 0]
            for other in new:
                group[other] = start
            reached += new
        if len(reached) > 1:
            members += [(article, start) for article in reached]
    return members


def write_groups(folder: str, members: Iterable[tuple[int, int]]) -> None:
    with open(os.path.join(folder, "groups.tsv"), "w", encoding="ascii") as file:
        file.writelines(f"{article}\t{group}\n" for article, group in members)


def write_flags(folder: str, flagged: Iterable[int]) -> None:
    with open(os.path.join(folder, "flags.tsv"), "w", encoding="ascii") as file:
        file.writelines(f"{article}\n" for article in flagged)

#!/usr/bin/env python3
"""Do the instruments measure? Run with the scoring environment: build/peers/environments/scoring/bin/python check.py

measure.py   counts a worker whose parent has ended, and tells when it saw more than it is told of
components   finds the groups that joining pair by pair finds, on random pairs
score.py     gives the figures of an example that is small enough to do by hand
truth.py     finds the pairs of made texts that the definition gives (run.py checks it on every input as well)
"""
import json
import os
import random
import subprocess
import sys
import tempfile

import numpy as np

from articles import components, write_groups, write_neighbours
from measure import escaped
from score import Truth, score
from truth import exact_pairs, pairs_by_definition, shingle_matrix

HERE = os.path.dirname(os.path.abspath(__file__))
BURN_S = 0.6
BURN = f"import time\nend = time.process_time() + {BURN_S}\nwhile time.process_time() < end: pass\n"
ORPHAN = f"import os\nif os.fork() == 0:\n    exec({BURN!r})\n"  # the parent ends at once and waits for nobody


def measured(program: str) -> tuple[int, dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "cost.json")
        command = [sys.executable, os.path.join(HERE, "measure.py"), "--cpu", str(max(os.sched_getaffinity(0))),
                   "--out", out, "--", sys.executable, "-c", program]
        done = subprocess.run(command, capture_output=True, check=False)
        if not os.path.exists(out):
            return done.returncode, {}
        with open(out, encoding="utf-8") as file:
            return done.returncode, json.load(file)


def check_measure() -> None:
    code, cost = measured(ORPHAN)
    assert code == 0 and cost["cpu_s"] >= BURN_S and cost["processes_seen"] == 2, cost
    assert escaped({1: 1.0, 2: 3.0}, 3.5) and not escaped({1: 1.0, 2: 3.0}, 3.99)


def joined(neighbours: list[list[int]]) -> set[frozenset[int]]:
    group = list(range(len(neighbours)))
    for a, found in enumerate(neighbours):
        for b in found:
            old, new = group[b], group[a]
            group = [new if each == old else each for each in group]
    groups = {each: frozenset(at for at, other in enumerate(group) if other == each) for each in group}
    return {members for members in groups.values() if len(members) > 1}


def check_components(seed: int) -> None:
    choose = random.Random(seed)
    for _ in range(300):
        size = choose.randint(1, 30)
        sets: list[set[int]] = [{at} if choose.random() < .8 else set() for at in range(size)]
        for _ in range(choose.randint(0, size)):
            a, b = choose.randrange(size), choose.randrange(size)
            sets[a].add(b)
            sets[b].add(a)
        neighbours = [choose.sample(sorted(each), len(each)) for each in sets]
        groups: dict[int, set[int]] = {}
        for article, group in components(neighbours):
            groups.setdefault(group, set()).add(article)
        assert set(map(frozenset, groups.values())) == joined(neighbours), (seed, neighbours)


def check_score() -> None:
    """Articles 0 to 3 are full, 4 and 5 short. True: 0-1, 0-2, 4-5. Reported: 0-1, 1-3. Groups: 0 1 3, 4 5."""
    with tempfile.TemporaryDirectory() as folder:
        truth = os.path.join(folder, "truth.npz")
        np.savez(truth, words=[9, 9, 9, 9, 3, 3], a=[0, 0, 4], b=[1, 2, 5], resemblance=[.75, .85, 1.])
        write_neighbours(folder, [[0, 1], [0, 1, 3], [2], [1], [], []])
        write_groups(folder, [(0, 0), (1, 0), (3, 0), (4, 4), (5, 4)])
        found = score(Truth(truth), folder)
    wanted = {"true_pairs": 2, "true_pairs_short": 1, "pairs": 2, "pairs_precision": .5, "pairs_recall": .5,
              "pairs_recall_0.7": 1, "pairs_recall_0.8": 0, "pairs_short": 0, "pairs_short_recall": 0, "groups": 3,
              "groups_precision": 1 / 3, "groups_recall": .5, "groups_short": 1, "groups_short_precision": 1,
              "largest_group": 3, "flags": 3, "flags_precision": 2 / 3, "flags_recall": 2 / 3}
    assert {name: found[name] for name in wanted} == wanted, found


def check_truth(seed: int) -> None:
    choose = random.Random(seed)
    texts = ["", "tide", "Tide!", "harbour tide", "harbour tide"]
    for _ in range(150):
        again = choose.random() < .6
        words = choose.choice(texts).split() if again else choose.choices("abcdefgh", k=choose.randint(0, 40))
        for _ in range(choose.randint(0, 2)):
            words.insert(choose.randint(0, len(words)), choose.choice("xyz"))
        texts.append(" ".join(words))
    a, b, _ = exact_pairs(shingle_matrix(texts))
    wanted = pairs_by_definition(texts)
    assert len(wanted) > 10 and set(zip(a.tolist(), b.tolist())) == wanted, seed


if __name__ == "__main__":
    drawn = random.randrange(1 << 30)
    print(f"seed {drawn}")
    check_measure()
    check_components(drawn)
    check_score()
    check_truth(drawn)
    print("4 passed, 0 failed")

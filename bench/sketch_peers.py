#!/usr/bin/env python3
"""Our sketch beside that of rensa, the fastest other MinHash kernel that we know: processor time of one shingle.

    bench/sketch_peers.py --bench build/release/bench/copies_bench --out bench/results/<date>-<machine>-sketch

Both get sets of random 64-bit hashes, 600,000 in all, sets of one size one after the other in memory, and make 128
coordinates of 32 bits of each set on one thread. Of rensa that is digest_matrix_from_flat_token_hashes, its fastest call
that reads all of a set; of ours the row "sketch/rows" of copies_bench. They take turns, so that a slow moment of the
machine meets both, and the ratio is taken within each round.

rensa and numpy come from PyPI into a virtual environment (--venv, made if missing), in the versions below.
Written to --out: raw.csv (one row a round, size and program), table.md (for people), meta.json (how it came about).
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv

from runs import Provenance, require_program, run, write_csv

REQUIREMENTS = ["rensa==0.5.0", "numpy==2.4.6"]
SIZES = [30, 100, 400, 3000]  # shingles a set
SHINGLES = 600_000  # as in copies_bench
COORDINATES = 128
LEAST_SECONDS = 0.2  # a measurement repeats its work until it took that long
COLUMNS = ["round", "shingles", "program", "ns_per_shingle"]
OURS, PEER = "samestory", "rensa"


def measure_peer():
    """ns of processor time a shingle, by size of set, as JSON. Runs inside the virtual environment."""
    import numpy
    import rensa
    hashes = numpy.random.default_rng(1).integers(0, 2**64, size=SHINGLES, dtype=numpy.uint64)
    found = {}
    for size in SIZES:
        rows = SHINGLES // size
        flat = hashes[:rows * size]
        offsets = numpy.arange(rows + 1, dtype=numpy.uint64) * numpy.uint64(size)
        calls, begin = 0, time.process_time()
        while time.process_time() - begin < LEAST_SECONDS:
            rensa.RMinHash.digest_matrix_from_flat_token_hashes(flat, offsets, COORDINATES, 1)
            calls += 1
        found[size] = (time.process_time() - begin) * 1e9 / (calls * rows * size)
    print(json.dumps(found))


def measure_ours(program):
    printed = run([program, "--benchmark_filter=^sketch/rows/", "--benchmark_format=json",
                   f"--benchmark_min_time={LEAST_SECONDS}"])
    rows = json.loads(printed[printed.index("{"):])["benchmarks"]
    return {row["name"].rpartition("/")[2]: row["s/shingle"] * 1e9 for row in rows}


def prepare_environment(folder):
    """The Python of an environment that has what REQUIREMENTS names."""
    python = os.path.join(folder, "bin", "python")
    if not os.path.exists(python):
        venv.create(folder, with_pip=True)
    run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *REQUIREMENTS])
    return python


def measure_rounds(arguments, python):
    alone = os.environ | {"RAYON_NUM_THREADS": "1"}
    rows = []
    for number in range(1, arguments.rounds + 1):
        peer = json.loads(subprocess.run([python, __file__, "--peer"], env=alone, check=True, capture_output=True,
                                         text=True).stdout)
        for program, found in ((PEER, peer), (OURS, measure_ours(arguments.bench))):
            rows += [{"round": number, "shingles": size, "program": program,
                      "ns_per_shingle": round(found[str(size)], 3)} for size in SIZES]
        print(f"done: round {number} of {arguments.rounds}", flush=True)
    return rows


def show(values):
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def write_table(path, rows, rounds):
    def of(program, size):
        return [row["ns_per_shingle"] for row in rows if (row["program"], row["shingles"]) == (program, size)]

    with open(path, "w", encoding="utf-8") as file:
        file.write("# Sketching beside rensa\n\n"
                   f"ns of processor time a shingle on one thread, {COORDINATES} coordinates: median of {rounds} rounds "
                   "in turn (least to most).\nThe ratio is ours to rensa's within a round. Versions: meta.json.\n\n"
                   "| shingles a set | samestory | rensa | ratio |\n| ---: | ---: | ---: | ---: |\n")
        for size in SIZES:
            ours, peer = of(OURS, size), of(PEER, size)
            ratios = [a / b for a, b in zip(ours, peer)]
            file.write(f"| {size:,} | {show(ours)} | {show(peer)} | {show(ratios)} |\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", default="build/release/bench/copies_bench", help="our program of benchmarks")
    parser.add_argument("--out", help="folder for the results")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--venv", default=os.path.join(tempfile.gettempdir(), "samestory-sketch-peers"),
                        help="folder of the virtual environment")
    parser.add_argument("--peer", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        return measure_peer()
    if not arguments.out:
        parser.error("--out is needed")
    require_program(arguments.bench)
    python = prepare_environment(arguments.venv)
    provenance = Provenance(arguments.bench, "bench/sketch_peers.py --bench copies_bench --out OUT "
                                             f"--rounds {arguments.rounds}")
    rows = measure_rounds(arguments, python)
    os.makedirs(arguments.out, exist_ok=True)
    write_csv(os.path.join(arguments.out, "raw.csv"), COLUMNS, rows)
    write_table(os.path.join(arguments.out, "table.md"), rows, arguments.rounds)
    provenance.write(arguments.out, samestory="copies_bench, row sketch/rows", peers=REQUIREMENTS, python=sys.version.split()[0])
    return None


if __name__ == "__main__":
    main()

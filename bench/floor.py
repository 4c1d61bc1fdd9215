#!/usr/bin/env python3
"""How many times what simdjson alone takes for a file does a whole run take: reading, copies, results, on one thread.

    bench/floor.py --program build/release/samestory --input reuters=reuters.jsonl \\
        --out bench/results/<date>-<machine>-floor

The program and bench/parse_floor (both ways, on demand and dom) run in turns, --repeat times each; the table holds the
medians of processor seconds, user and system together, so that other load on the machine counts as little as it can.
Two floors, for the stricter and the fairer reader of "as fast as parsing":
  parse         the fastest of several parses of the bytes in memory, buffers at hand
  read, parse   reading the file from the page cache and parsing it once, as any program must that is started once

Inputs are plain JSON lines: compressed ones measure the decoder. Written to --out: raw.csv (a row a run), table.md,
meta.json. Standard library only.
"""
import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile

from runs import KEPT_REJECTS, Provenance, fail, require_program, run, write_csv

METHODS = ["ondemand", "dom"]
OPTIONS = ["--level", "copies", "--threads", "1", "--quiet"]
COLUMNS = ["input", "bytes", "records", "repeat", "cluster_s", *(f"{method}_{what}_s" for method in METHODS
                                                                 for what in ("parse", "read_and_parse"))]


def processor_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def cluster_seconds(program, path):
    with tempfile.TemporaryDirectory(prefix="samestory-floor-") as folder:
        before = processor_seconds()
        done = subprocess.run([program, "cluster", path, "-o", os.path.join(folder, "results"), *OPTIONS],
                              capture_output=True, text=True, check=False)
        if done.returncode not in (0, KEPT_REJECTS):
            fail(f"exit code {done.returncode}: cluster {path}\n{done.stderr}")
        return processor_seconds() - before


def floor_seconds(floor, path, method):
    """Records, bytes, and the two floors."""
    records, size, _, read_s, first_s, fastest_s = run([floor, path, method]).split()
    return int(records), int(size), {f"{method}_parse_s": float(fastest_s),
                                     f"{method}_read_and_parse_s": float(read_s) + float(first_s)}


def measure(program, floor, name, path, repeats):
    rows = []
    for repeat in range(1, repeats + 1):
        row = {"input": name, "repeat": repeat, "cluster_s": cluster_seconds(program, path)}
        for method in METHODS:
            row["records"], row["bytes"], floors = floor_seconds(floor, path, method)
            row |= floors
        rows.append({column: round(row[column], 6) if isinstance(row[column], float) else row[column]
                     for column in COLUMNS})
    return rows


def milliseconds(seconds):
    return f"{seconds * 1000:.0f}" if seconds >= .1 else f"{seconds * 1000:.3g}"


def with_spread(values):
    return f"{milliseconds(statistics.median(values))} ({milliseconds(min(values))} to {milliseconds(max(values))})"


def make_table(rows):
    floors = [column for column in COLUMNS if column.startswith(tuple(METHODS))]
    titles = [column.removesuffix("_s").replace("_read_and_parse", ": read, parse").replace("_parse", ": parse")
              for column in floors]
    lines = ["# A run against parsing alone", "",
             f"`samestory cluster {' '.join(OPTIONS)}` against simdjson alone on the same file, in turns.",
             "Milliseconds of processor time: median (least to greatest). Times: median over median.", "",
             "| input | articles | MB | samestory | MB/s | " + " | ".join(f"{each} | times" for each in titles) + " |",
             "| --- |" + " ---: |" * (4 + 2 * len(floors))]
    for name in dict.fromkeys(row["input"] for row in rows):
        own = [row for row in rows if row["input"] == name]
        seconds = {column: [float(row[column]) for row in own] for column in ["cluster_s", *floors]}
        base = statistics.median(seconds["cluster_s"])
        megabytes = own[0]["bytes"] / 1e6
        cells = [name, f"{own[0]['records']:,}", f"{megabytes:.1f}", with_spread(seconds["cluster_s"]),
                 f"{megabytes / base:.0f}"]
        for column in floors:
            cells += [with_spread(seconds[column]), f"{base / statistics.median(seconds[column]):.1f}"]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, help="the samestory to measure")
    parser.add_argument("--floor", help="the parse_floor to measure (default: bench/parse_floor beside the program)")
    parser.add_argument("--input", action="append", required=True, metavar="NAME=FILE",
                        help="JSON lines; may be repeated")
    parser.add_argument("--out", required=True, help="result folder; made if needed")
    parser.add_argument("--repeat", type=int, default=5, help="runs of each (default 5)")
    arguments = parser.parse_args()
    require_program(arguments.program)
    if arguments.floor is None:
        arguments.floor = os.path.join(os.path.dirname(arguments.program), "bench", "parse_floor")
    if not os.access(arguments.floor, os.X_OK):
        fail(f"no such program: {arguments.floor} (build it: cmake -DSAMESTORY_BENCH=ON, target parse_floor)")
    arguments.input = [tuple(given.partition("=")[::2]) for given in arguments.input]
    for name, path in arguments.input:
        if not os.path.isfile(path):
            fail(f"--input {name}: no such file: {path or name} (give NAME=FILE)")
    return arguments


def main():
    arguments = parse()
    shown = f"bench/floor.py --program samestory {' '.join(f'--input {name}=FILE' for name, _ in arguments.input)} " \
            f"--out OUT --repeat {arguments.repeat}"
    provenance = Provenance(arguments.program, shown)
    rows = []
    for name, path in arguments.input:
        rows += measure(arguments.program, arguments.floor, name, path, arguments.repeat)
        print(f"done: {name}", file=sys.stderr, flush=True)
    os.makedirs(arguments.out, exist_ok=True)
    write_csv(os.path.join(arguments.out, "raw.csv"), COLUMNS, rows)
    table = make_table(rows)
    with open(os.path.join(arguments.out, "table.md"), "w", encoding="utf-8") as file:
        file.write(table)
    provenance.write(arguments.out)
    print(table)


if __name__ == "__main__":
    main()

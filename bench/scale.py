#!/usr/bin/env python3
"""What a run costs as the archive grows: seconds of each pass, memory, and how fast the whole grows with the size.

    bench/scale.py --program build/release/samestory --out bench/results/<date>-<machine>-scale

Archives come from `samestory generate` with its defaults, whose groups do not grow with the archive: nine languages, a
quarter of the articles in copy groups, the same number of days whatever the size, so that a day of a larger archive
holds more, of more outlets. The labels that come with them say whether what was fast was also right. With --zst the
archives are compressed, all sizes alike, since reading them then takes longer.

Written to --out: raw.csv (one row a size, repeat and pass), quality.csv, table.md (medians for people), meta.json (how
it came about). Standard library only; scale_plot.py draws a finished folder and needs matplotlib.
"""
import argparse
import math
import os
import statistics
import tempfile

from runs import Provenance, cluster, evaluate, require_program, run, write_csv

LEAST_SECONDS = 0.01  # passes shorter than that say nothing of growth: they measure the clock
WHOLE = "whole run"  # all passes and what lies between them
LEVELS = {"copies": "copies.tsv", "stories": "stories.tsv", "storylines": "storylines.tsv"}
COLUMNS = ["articles", "bytes", "threads", "repeat", "pass", "seconds", "mb_per_s", "cpu_seconds",
           "peak_memory_bytes"]


def processor_seconds():
    """Of the programs that have ended, on all threads together."""
    times = os.times()
    return times.children_user + times.children_system


def rows_of(summary, repeat, cpu_seconds):
    """One row a pass and one for the whole, which alone has processor time and a peak of memory."""
    shared = {"articles": summary["counts"]["articles"], "bytes": summary["text_bytes"],
              "threads": summary["threads"], "repeat": repeat}
    rows = [shared | {"pass": each["name"], "seconds": each["seconds"], "cpu_seconds": "", "peak_memory_bytes": ""}
            for each in summary["passes"]]
    rows.append(shared | {"pass": WHOLE, "seconds": summary["seconds"], "cpu_seconds": round(cpu_seconds, 3),
                          "peak_memory_bytes": summary["peak_memory_bytes"]})
    for row in rows:  # a pass may be too short for the clock
        row["mb_per_s"] = round(row["bytes"] / 1e6 / row["seconds"], 3) if row["seconds"] > 0 else ""
    return rows


def levels_up_to(level):
    names = list(LEVELS)
    return names[:names.index(level) + 1]


def measure(arguments, articles):
    """Rows of raw.csv, and BCubed F1 by level, which is the same in every repeat."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="samestory-scale-", dir=arguments.scratch) as scratch:
        archive, results = os.path.join(scratch, "archive"), os.path.join(scratch, "results")
        run([arguments.program, "generate", "-o", archive, "--articles", str(articles), "--seed", str(arguments.seed),
             "--quiet", *(["--zst"] if arguments.zst else [])])
        file = os.path.join(archive, "articles.jsonl" + (".zst" if arguments.zst else ""))
        for repeat in range(1, arguments.repeat + 1):
            before = processor_seconds()
            summary = cluster(arguments.program, file, results, "--overwrite", "--level", arguments.level,
                              "--threads", str(arguments.threads), "--scratch", scratch)
            rows += rows_of(summary, repeat, processor_seconds() - before)
            print(f"done: {articles} articles, repeat {repeat}: {summary['seconds']:.1f} s", flush=True)
        f1 = {level: evaluate(arguments.program, results, os.path.join(archive, LEVELS[level]))[level]["bcubed_f1"]
              for level in levels_up_to(arguments.level)}
    return rows, {"articles": articles} | f1


def medians(rows, column):
    """Of each size and pass: (median, least, greatest), in the order of the rows."""
    values = {}
    for row in rows:
        if row[column] != "":
            values.setdefault((row["articles"], row["pass"]), []).append(float(row[column]))
    return {key: (statistics.median(each), min(each), max(each)) for key, each in values.items()}


def exponent(seconds, name, sizes):
    """e of seconds ~ articles^e between the two largest sizes."""
    if len(sizes) < 2:
        return "-"
    small, large = sizes[-2:]
    before, after = seconds[small, name][0], seconds[large, name][0]
    if min(before, after) < LEAST_SECONDS:
        return "-"
    return f"{math.log(after / before) / math.log(large / small):.2f}"


def with_spread(median, least, greatest):
    return f"{median:.3g}" if least == greatest else f"{median:.3g} ({least:.3g} to {greatest:.3g})"


def time_table(rows, sizes):
    seconds, cpu = medians(rows, "seconds"), medians(rows, "cpu_seconds")
    lines = ["| seconds | " + " | ".join(f"{size:,}" for size in sizes) + " | growth |",
             "| --- |" + " ---: |" * (len(sizes) + 1)]
    timed = [(name, seconds, name) for name in dict.fromkeys(row["pass"] for row in rows)]
    for title, times, name in [*timed, ("whole run, processor seconds of all threads", cpu, WHOLE)]:
        cells = [with_spread(*times[size, name]) for size in sizes]
        lines.append(f"| {title} | " + " | ".join(cells) + f" | {exponent(times, name, sizes)} |")
    return lines


def whole_table(rows, quality, sizes):
    seconds, peaks = medians(rows, "seconds"), medians(rows, "peak_memory_bytes")
    bytes_of = {row["articles"]: row["bytes"] for row in rows}
    figures = [
        ("MB of JSON lines", lambda size: f"{bytes_of[size] / 1e6:.1f}"),
        ("articles a second", lambda size: f"{size / seconds[size, WHOLE][0]:,.0f}"),
        ("MB a second", lambda size: f"{bytes_of[size] / 1e6 / seconds[size, WHOLE][0]:.1f}"),
        ("peak memory, MB", lambda size: f"{peaks[size, WHOLE][0] / 1e6:,.0f}"),
        ("peak memory, bytes an article", lambda size: f"{peaks[size, WHOLE][0] / size:,.0f}"),
    ]
    lines = ["| | " + " | ".join(f"{size:,}" for size in sizes) + " |", "| --- |" + " ---: |" * len(sizes)]
    for name, cell in figures:
        lines.append(f"| {name} | " + " | ".join(cell(size) for size in sizes) + " |")
    for level in quality[0]:
        if level == "articles":
            continue
        lines.append(f"| BCubed F1, {level} | " + " | ".join(f"{each[level]:.3f}" for each in quality) + " |")
    return lines


def make_table(rows, quality):
    sizes = [each["articles"] for each in quality]
    repeats, threads = max(row["repeat"] for row in rows), rows[0]["threads"]
    spread = "one run a size, so no spread" if repeats == 1 else f"medians of {repeats} runs (least to greatest)"
    return "\n".join([
        "# Cost by size", "",
        f"Synthetic archives of invented words, {threads} threads; {spread}.",
        "Growth is e in seconds ~ articles^e between the two largest sizes: 1 is linear, 2 quadratic.",
        "Seconds are those of the clock and include waiting where other programs ran (load averages: meta.json).",
        "BCubed F1 is against the labels of the generator: it shows that the work was done, not how hard news is.", "",
        *time_table(rows, sizes), "", *whole_table(rows, quality, sizes), ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, help="the samestory to measure")
    parser.add_argument("--out", required=True, help="result folder; made if needed")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10000, 100000], help="articles")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each size (default 3)")
    parser.add_argument("--threads", type=int, default=0, help="of each run; 0: all processors")
    parser.add_argument("--seed", type=int, default=1, help="of the archives")
    parser.add_argument("--level", choices=list(LEVELS), default="storylines", help="how far each run goes")
    parser.add_argument("--zst", action="store_true", help="archives as zstd, a quarter of the room")
    parser.add_argument("--scratch", help="folder for archives and results while they are needed (default: system's)")
    arguments = parser.parse_args()
    require_program(arguments.program)
    sizes = sorted(set(arguments.sizes))
    if sizes[0] < 1 or arguments.repeat < 1:
        parser.error("--sizes and --repeat take numbers from 1")

    shown = f"bench/scale.py --program samestory --out OUT --sizes {' '.join(map(str, sizes))} " \
            f"--repeat {arguments.repeat} --threads {arguments.threads} --seed {arguments.seed} " \
            f"--level {arguments.level}" + (" --zst" if arguments.zst else "")
    provenance = Provenance(arguments.program, shown)
    rows, quality = [], []
    for size in sizes:
        measured, scores = measure(arguments, size)
        rows += measured
        quality.append(scores)

    os.makedirs(arguments.out, exist_ok=True)
    write_csv(os.path.join(arguments.out, "raw.csv"), COLUMNS, rows)
    write_csv(os.path.join(arguments.out, "quality.csv"), list(quality[0]), quality)
    table = make_table(rows, quality)
    with open(os.path.join(arguments.out, "table.md"), "w", encoding="utf-8") as file:
        file.write(table)
    provenance.write(arguments.out)
    print(table)


if __name__ == "__main__":
    main()

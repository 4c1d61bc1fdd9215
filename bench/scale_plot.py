#!/usr/bin/env python3
"""Draws raw.csv of a folder of scale.py as growth.svg: time and memory by size, beside what linear growth would be.

scale_plot.py FOLDER; needs matplotlib, such as the one of the environment that peers/run.py makes.
"""
import csv
import os
import statistics
import sys

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "samestory"  # the same figures give the same file
from matplotlib import pyplot  # noqa: E402  (the backend must be chosen first)

WHOLE = "whole run"
PANELS = [("seconds", 1, "seconds of the clock"), ("cpu_seconds", 1, "processor seconds"),
          ("peak_memory_bytes", 1e6, "peak memory, MB")]


def by_size(rows, column):
    values = {}
    for row in rows:
        if row["pass"] == WHOLE:
            values.setdefault(int(row["articles"]), []).append(float(row[column]))
    return {size: statistics.median(values[size]) for size in sorted(values)}


def main():
    folder = sys.argv[1]
    with open(os.path.join(folder, "raw.csv"), encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    figure, panels = pyplot.subplots(1, len(PANELS), figsize=(13, 4))
    for axes, (column, unit, name) in zip(panels, PANELS):
        points = by_size(rows, column)
        sizes, heights = list(points), [value / unit for value in points.values()]
        axes.plot(sizes, heights, marker="o", color="#c1121f", label="measured")
        linear = [heights[-1] * size / sizes[-1] for size in sizes]
        axes.plot(sizes, linear, linestyle="--", linewidth=1, color="#555555", label="linear through the largest")
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel("articles")
        axes.set_title(name, loc="left", fontsize=10)
        axes.margins(.12)
        axes.grid(True, which="major", alpha=.3)
        for size, height in zip(sizes, heights):
            axes.annotate(f"{height:,.3g}" if height < 1000 else f"{height:,.0f}", (size, height), xytext=(-4, 6),
                          textcoords="offset points", ha="right", fontsize=8)
    panels[0].legend(fontsize=8, loc="lower right")
    figure.tight_layout()
    figure.savefig(os.path.join(folder, "growth.svg"), metadata={"Date": None})


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Draws methods.csv of a result folder as methods.svg: a group of bars a set, a bar a method."""
import csv
import os
import sys

import matplotlib
import numpy

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "samestory"  # the same figures give the same file
from matplotlib import pyplot  # noqa: E402  (the backend must be chosen first)


def main():
    folder = sys.argv[1]
    with open(os.path.join(folder, "methods.csv"), encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    methods = [column for column in rows[0] if column != "set"]
    figure, axes = pyplot.subplots(figsize=(11, 4.5))
    width = 0.8 / len(methods)
    for place, method in enumerate(methods):
        heights = [float(row[method] or "nan") for row in rows]
        axes.bar(numpy.arange(len(rows)) + (place - len(methods) / 2 + 0.5) * width, heights, width, label=method)
    axes.set_xticks(range(len(rows)), [row["set"] for row in rows], fontsize=8)
    axes.set_ylabel("BCubed F1")
    axes.set_ylim(0, 1)
    axes.legend(fontsize=7, ncols=4, loc="lower center", bbox_to_anchor=(0.5, 1))
    figure.savefig(os.path.join(folder, "methods.svg"), bbox_inches="tight", metadata={"Date": None})


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Draws methods.csv of a result folder as methods.svg: a line a set, a mark a method at its F1."""
import csv
import os
import sys

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "samestory"  # the same figures give the same file
from matplotlib import pyplot  # noqa: E402  (the backend must be chosen first)

OURS = "samestory"  # methods of this name are filled, in one colour; the others are outlines above them
MARKERS = "osx+<>^D"


def draw(axes, rows, methods):
    lines = range(len(rows), 0, -1)
    axes.hlines(lines, 0, 1, color="0.9", linewidth=1, zorder=0)
    for place, method in enumerate(methods):
        ours = method.startswith(OURS)
        marker = MARKERS[place % len(MARKERS)]
        filled = {} if marker in "x+" else {"facecolors": "tab:red" if ours else "none"}
        axes.scatter([float(row[method] or "nan") for row in rows], lines, marker=marker, s=70 if ours else 45,
                     color="tab:red" if ours else "0.25", linewidths=1.2, label=method, zorder=2 if ours else 3, **filled)
    axes.set_yticks(lines, [row["set"] for row in rows])
    axes.set_xlim(0, 1.02)
    axes.set_xlabel("BCubed F1")


def main():
    folder = sys.argv[1]
    with open(os.path.join(folder, "methods.csv"), encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    figure, axes = pyplot.subplots(figsize=(10, 0.5 * len(rows) + 1))
    draw(axes, rows, [column for column in rows[0] if column != "set"])
    axes.legend(fontsize=8, ncols=4, loc="lower center", bbox_to_anchor=(0.45, 1), frameon=False)
    figure.savefig(os.path.join(folder, "methods.svg"), bbox_inches="tight", metadata={"Date": None})


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Two pictures of a results folder: growth (time against articles) and recall (against time). plot.py FOLDER"""
import csv
import math
import os
import statistics
import sys

import matplotlib

matplotlib.use("Agg")
matplotlib.rcParams["svg.hashsalt"] = "samestory"  # or its ids would differ from run to run
import matplotlib.pyplot as plt  # noqa: E402  (the backend must be chosen first)
from matplotlib.axes import Axes  # noqa: E402

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from systems import SYSTEMS, System  # noqa: E402

COLOURS = {"samestory": "#c1121f", "gaoya": "#2a9d8f", "rensa": "#e9a03b", "datasketch": "#457b9d",
           "text-dedup": "#7b5ea7", "datatrove": "#555555"}
MARKERS = ["o", "s", "^", "D"]  # variants of one peer
SERIES = "generated-"


def read(path: str) -> list[dict[str, str]]:
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def marker_of(system: System) -> str:
    variants = [other for other in SYSTEMS if other.family == system.family]
    return MARKERS[variants.index(system)]


def style(system: System) -> dict[str, object]:
    return {"color": COLOURS[system.family], "marker": marker_of(system),
            "zorder": 3 if system.family == "samestory" else 2}


def apart(values: list[float], gap: float) -> list[float]:
    """Ascending values pushed apart, each pair by equal halves, until neighbours differ by the gap."""
    moved = list(values)
    for _ in range(1000):  # far more rounds than a dozen labels need
        for at in range(1, len(moved)):
            lacking = gap - (moved[at] - moved[at - 1])
            if lacking > 0:
                moved[at - 1] -= lacking / 2
                moved[at] += lacking / 2
    return moved


def label_ends(axes: Axes, ends: list[tuple[float, float, System]]) -> None:
    """Names at the right end of each line, moved apart where lines end close together."""
    low, high = map(math.log, axes.get_ylim())
    ends = sorted(ends, key=lambda end: end[1])
    heights = apart([math.log(y) for _, y, _ in ends], gap=(high - low) / 22)
    for (x, y, system), height in zip(ends, heights):
        axes.annotate(system.name, (x, y), xytext=(1.08, (height - low) / (high - low)), textcoords="axes fraction",
                      va="center", fontsize=9, color=COLOURS[system.family], annotation_clip=False,
                      arrowprops={"arrowstyle": "-", "color": COLOURS[system.family], "lw": .6, "relpos": (0, .5)})


def plot_growth(rows: list[dict[str, str]], folder: str) -> None:
    """Processor seconds by size: the made archives if there are any, else the inputs as they are."""
    series = [row for row in rows if row["input"].startswith(SERIES)]
    shown = series or rows
    figure, axes = plt.subplots(figsize=(9, 6))
    ends = []
    for system in SYSTEMS:
        seconds: dict[int, list[float]] = {}
        for row in shown:
            if row["system"] == system.name:
                seconds.setdefault(int(row["articles"]), []).append(float(row["cpu_s"]))
        if not seconds:
            continue
        sizes = sorted(seconds)
        medians = [statistics.median(seconds[size]) for size in sizes]
        axes.plot(sizes, medians, linewidth=2.5 if system.family == "samestory" else 1.3, markersize=6, **style(system))
        ends.append((sizes[-1], medians[-1], system))
    axes.set_xscale("log")
    axes.set_yscale("log")
    largest = max((end[0] for end in ends), default=1)
    label_ends(axes, [end for end in ends if end[0] == largest])
    for x, y, system in ends:
        if x != largest:
            axes.annotate(system.name, (x, y), xytext=(6, 6), textcoords="offset points", fontsize=9,
                          color=COLOURS[system.family])
    axes.set_xlabel("articles")
    axes.set_ylabel("processor seconds, whole process tree")
    axes.set_title("From file to groups on one core" + ("" if series else " (inputs of different kinds)"), loc="left")
    axes.grid(True, which="major", alpha=.3)
    axes.spines[["top", "right"]].set_visible(False)
    save(figure, folder, "growth")


def plot_recall(rows: list[dict[str, str]], scores: list[dict[str, str]], folder: str) -> None:
    inputs = list(dict.fromkeys(row["input"] for row in scores))
    if not inputs:
        return
    figure, panels = plt.subplots(1, len(inputs), figsize=(5.5 * len(inputs), 5.6), sharey=True, squeeze=False)
    for axes, given in zip(panels[0], inputs):
        for system in SYSTEMS:
            score = next((row for row in scores if row["system"] == system.name and row["input"] == given), None)
            seconds = [float(row["cpu_s"]) for row in rows if row["system"] == system.name and row["input"] == given]
            recall = score and (score.get("pairs_recall") or score.get("groups_recall") or "")
            if not recall or not seconds:
                continue  # one that flags articles only has no pairs to recall
            pairs = bool(score.get("pairs_recall"))
            axes.plot(statistics.median(seconds), float(recall), linestyle="", markersize=9, label=system.name,
                      markerfacecolor=COLOURS[system.family] if pairs else "white", **style(system))
        axes.set_xscale("log")
        axes.set_title(given, loc="left")
        axes.set_xlabel("processor seconds")
        axes.grid(True, which="major", alpha=.3)
        axes.spines[["top", "right"]].set_visible(False)
    panels[0][0].set_ylabel("recall of pairs with resemblance .7 and more")
    handles, labels = {}, []
    for axes in panels[0]:
        for handle, label in zip(*axes.get_legend_handles_labels()):
            handles.setdefault(label, handle)
    labels = [system.name for system in SYSTEMS if system.name in handles]
    figure.legend([handles[label] for label in labels], labels, loc="lower center", ncols=4, fontsize=9, frameon=False,
                  title="filled: pairs reported; hollow: pairs inside groups")
    figure.tight_layout(rect=(0, .17, 1, 1))
    save(figure, folder, "recall")


def save(figure: plt.Figure, folder: str, name: str) -> None:
    for kind in ("svg", "png"):
        metadata = {"Date": None} if kind == "svg" else None  # meta.json tells when; the same figures, the same file
        figure.savefig(os.path.join(folder, f"{name}.{kind}"), dpi=110, bbox_inches="tight", metadata=metadata)
    plt.close(figure)


if __name__ == "__main__":
    raw = read(os.path.join(sys.argv[1], "raw.csv"))
    plot_growth(raw, sys.argv[1])
    plot_recall(raw, read(os.path.join(sys.argv[1], "scores.csv")), sys.argv[1])

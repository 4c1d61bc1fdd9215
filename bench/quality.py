#!/usr/bin/env python3
"""How well the program groups labelled news: runs it with default options on every set in a folder and scores the runs.

    bench/quality.py --program build/release/samestory --data DATA --out bench/results/<date>-<machine>-quality

DATA holds one folder a set: docs.jsonl or docs.jsonl.zst, and either labels.tsv (id TAB cluster) or pairs.tsv
(id TAB id TAB label). Only labelled articles are scored, but all are grouped: the rest is their background.
Scores come from `samestory evaluate`. Pairs need to know what their labels mean: see PAIR_SETS.

With --background, each set of clusters is also grouped inside up to 20,000 other articles of its language
(background.py). With --baselines FOLDER, other methods are scored on the same sets (bench/baselines/): FOLDER holds
their Python environment, made there from pinned packages if it is not yet.

Written to --out: raw.csv (one row a set and level), background.csv (the same, in the background), pairs.csv (one row a
set of pairs and level), errors.csv (ids of articles whose story is not their event), methods.csv and methods.svg (all
methods side by side), baselines.json (their F1 at every threshold), table.md (for people), meta.json (how it came
about). No texts. Standard library only, but for the baselines.
"""
import argparse
import json
import os
import statistics
import sys
import tempfile
from typing import NamedTuple

import background
import methods_table
import story_errors
from baselines import environment
from labelled_sets import find_documents, has_labels
from runs import Provenance, cluster, evaluate, fail, require_program, write_csv

LEVELS = ("copies", "stories", "storylines")

# Its clusters are translations of one article: shown, but not averaged.
ACROSS_LANGUAGES = ("meantime_xling",)
# The sets whose every article is labelled, in one language: the ones that other methods are usually compared on.
FOUR_SETS = ("ecbplus", "gva_incidents", "giveme5w1h_newscluster", "newswcl50")


class PairSet(NamedTuple):
    level: str  # the one that the labels speak of
    same: str  # as `samestory evaluate` takes it
    different: str
    one_language: bool = False  # leave out pairs of two languages


PAIR_SETS = {
    "semeval2022_task8": PairSet("stories", "<=1.75", ">=3", one_language=True),
    "tgcontest_pairs": PairSet("stories", "OK", "BAD"),
    "clough_stevenson": PairSet("copies", "cut,light", "non"),
}

FIGURES = ["articles", "clusters", "gold_clusters", "bcubed_precision", "bcubed_recall", "bcubed_f1", "pair_f1",
           "adjusted_rand", "v_measure"]
PAIR_FIGURES = ["pairs", "gold_same", "predicted_same", "both_same", "precision", "recall", "f1"]
COSTS = ["archive_articles", "seconds", "peak_mb"]


def find_sets(data):
    """Names of the sets with labels, and of those with pairs."""
    if not os.path.isdir(data):
        fail(f"no such folder: {data} (give the one that holds a folder for each set)")
    clusterings, pairs = [], []
    for name in sorted(os.listdir(data)):
        folder = os.path.join(data, name)
        if find_documents(folder) is None:
            continue
        if has_labels(folder):
            clusterings.append(name)
        elif os.path.exists(os.path.join(folder, "pairs.tsv")) and name in PAIR_SETS:
            pairs.append(name)
        else:
            print(f"left out: {name}: no labels.tsv, nor pairs whose labels PAIR_SETS explains", file=sys.stderr)
    if not clusterings and not pairs:
        fail(f"no labelled set: {data} (a set is a folder with docs.jsonl and labels.tsv or pairs.tsv)")
    return clusterings, pairs


def costs_of(summary):
    return {"archive_articles": summary["counts"]["articles"], "seconds": round(summary["seconds"], 3),
            "peak_mb": round(summary["peak_memory_bytes"] / 1e6, 1)}


def score_archive(program, archive, folder, scratch, name):
    """Rows of raw.csv, by level, of the set in `folder` as it stands in an archive."""
    costs = costs_of(cluster(program, archive, scratch))
    scores = evaluate(program, scratch, os.path.join(folder, "labels.tsv"))
    return {level: {"set": name, "level": level} | {key: scores[level][key] for key in FIGURES} | costs
            for level in LEVELS}


def score_clustering(program, folder, scratch, name):
    return score_archive(program, find_documents(folder), folder, scratch, name)


def score_in_background(program, folder, scratch, name):
    archive = os.path.join(scratch, "mixed.jsonl")
    others = background.mix(os.path.dirname(folder), name, find_documents(folder), archive)
    rows = score_archive(program, archive, folder, os.path.join(scratch, "run"), name)
    return {level: row | {"others": others} for level, row in rows.items()}


def find_errors(program, folder, scratch, name):
    cluster(program, find_documents(folder), scratch)
    return {"errors": story_errors.list_errors(name, folder, scratch)}


def keep_pairs_of_one_language(documents, pairs, kept):
    """Copies the pairs whose articles have one language; languages are the documents' own."""
    with open(documents, encoding="utf-8") as lines:
        language = {article["id"]: article["lang"] for article in map(json.loads, lines)}
    with open(pairs, encoding="utf-8") as lines, open(kept, "w", encoding="utf-8") as out:
        for line in lines:
            first, second = line.split("\t")[:2]
            if language[first] == language[second]:
                out.write(line)


def score_pairs(program, folder, scratch, name):
    pair_set = PAIR_SETS[name]
    documents, gold = find_documents(folder), os.path.join(folder, "pairs.tsv")
    costs = costs_of(cluster(program, documents, scratch))
    if pair_set.one_language:
        kept = os.path.join(scratch, "pairs.tsv")
        keep_pairs_of_one_language(documents, gold, kept)
        gold = kept
    scores = evaluate(program, scratch, gold, "--same", pair_set.same, "--different", pair_set.different)
    return {level: {"set": name, "level": level} | {key: scores[level][key] for key in PAIR_FIGURES} | costs
            for level in LEVELS}


def measure(program, data, names, score):
    """Rows of each set, by level."""
    rows = {}
    for name in names:
        with tempfile.TemporaryDirectory(prefix="samestory-quality-") as scratch:
            rows[name] = score(program, os.path.join(data, name), scratch, name)
        print(f"done: {name}", file=sys.stderr)
    return rows


def flatten(rows):
    return [row for levels in rows.values() for row in levels.values()]


def table_figures(levels):
    stories = levels["stories"]
    shares = [stories["bcubed_precision"], stories["bcubed_recall"], stories["bcubed_f1"],
              levels["storylines"]["bcubed_f1"], levels["copies"]["bcubed_f1"], methods_table.alone_f1(stories)]
    return list(map(float, shares))  # JSON has no 1.0


def to_line(cells):
    return "| " + " | ".join(f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in cells) + " |"


def clustering_table(rows):
    lines = ["| set | labelled articles | events | stories P | R | F1 | storylines F1 | copies only F1 | alone F1 |",
             "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for name, levels in rows.items():
        stories = levels["stories"]
        lines.append(to_line([name, stories["articles"], stories["gold_clusters"], *table_figures(levels)]))
    averaged = [name for name in rows if name not in ACROSS_LANGUAGES]
    for label, names in (("mean of " + ", ".join(FOUR_SETS), FOUR_SETS),
                         ("mean of all but " + ", ".join(ACROSS_LANGUAGES), averaged)):
        if names and all(name in rows for name in names):
            columns = zip(*(table_figures(rows[name]) for name in names))
            lines.append(to_line([label, "", "", *(statistics.mean(column) for column in columns)]))
    return lines


def pair_table(rows):
    lines = ["| set | level | pairs | same | P | R | F1 |", "| --- | --- | ---: | ---: | ---: | ---: | ---: |"]
    for name, levels in rows.items():
        row = levels[PAIR_SETS[name].level]
        shares = map(float, (row["precision"], row["recall"], row["f1"]))  # JSON has no 1.0
        lines.append(to_line([name, row["level"], row["pairs"], row["gold_same"], *shares]))
    return lines


NOTE = """\
The constants of the pair score were chosen with these sets in sight: the figures show what the program does on them,
not what it will do on news that nobody looked at. Held-out figures they are not.
"""

LEGEND = """\
BCubed precision, recall and F1 over the labelled articles; every run has default options.
Stories are what the labels speak of. Storylines join stories of one saga, so their precision is lower by intent.
Two baselines: "copies only" is the same run stopped before stories; "alone" leaves every article alone and follows
from the labels.
meantime_xling holds four translations of each article, to be joined across languages and never inside one. What looks
across languages was chosen on it, and translations share more than independent reports. It is in no mean.
"""

PAIR_LEGEND = """\
Precision, recall and F1 of "these two are together" over the labelled pairs, at the level that the labels speak of.
semeval2022_task8: same is a human score up to 1.75, different from 3, pairs of one language only.
clough_stevenson: same is a copy or a light revision of the original, different is an answer in own words.
"""


def make_table(clusterings, pairs):
    lines = ["# Quality on labelled news", "", NOTE]
    if clusterings:
        lines += ["## Clusterings", "", LEGEND, *clustering_table(clusterings), ""]
    if pairs:
        lines += ["## Pairs", "", PAIR_LEGEND, *pair_table(pairs), ""]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, help="the samestory to measure")
    parser.add_argument("--data", required=True, help="folder that holds a folder for each labelled set")
    parser.add_argument("--background", action="store_true", help="also inside other articles of the language")
    parser.add_argument("--baselines", metavar="FOLDER", help="other methods, too; their environment is made here")
    parser.add_argument("--out", required=True, help="result folder; made if needed")
    arguments = parser.parse_args()
    require_program(arguments.program)

    provenance = Provenance(
        arguments.program, "bench/quality.py --program samestory --data DATA --out OUT"
        + (" --background" if arguments.background else "") + (" --baselines FOLDER" if arguments.baselines else ""))
    clustering_names, pair_names = find_sets(arguments.data)
    if arguments.baselines:
        environment.make(arguments.baselines)
    clusterings = measure(arguments.program, arguments.data, clustering_names, score_clustering)
    mixed = measure(arguments.program, arguments.data, clustering_names if arguments.background else [],
                    score_in_background)
    errors = measure(arguments.program, arguments.data, clustering_names, find_errors)
    pairs = measure(arguments.program, arguments.data, pair_names, score_pairs)

    os.makedirs(arguments.out, exist_ok=True)
    write_csv(os.path.join(arguments.out, "raw.csv"), ["set", "level", *FIGURES, *COSTS], flatten(clusterings))
    write_csv(os.path.join(arguments.out, "pairs.csv"), ["set", "level", *PAIR_FIGURES, *COSTS], flatten(pairs))
    write_csv(os.path.join(arguments.out, "errors.csv"), story_errors.COLUMNS,
              [row for rows in errors.values() for row in rows["errors"]])
    table = make_table(clusterings, pairs)
    if mixed:
        columns = ["set", "level", *FIGURES, *COSTS, "others"]
        write_csv(os.path.join(arguments.out, "background.csv"), columns, flatten(mixed))
    if arguments.baselines:
        measured = {}
        for name in clustering_names:
            folder = os.path.join(arguments.data, name)
            measured[name] = environment.measure(arguments.baselines, find_documents(folder),
                                                 os.path.join(folder, "labels.tsv"))
            print(f"done: baselines of {name}", file=sys.stderr)
        with open(os.path.join(arguments.out, "baselines.json"), "w", encoding="utf-8") as file:
            json.dump(measured, file, indent=1)
        methods = methods_table.compare(clusterings, mixed, measured, ACROSS_LANGUAGES)
        write_csv(os.path.join(arguments.out, "methods.csv"), ["set", *methods_table.METHODS], methods)
        write_csv(os.path.join(arguments.out, "costs.csv"), methods_table.COST_COLUMNS,
                  methods_table.costs(clusterings, measured))
        table += methods_table.to_markdown(methods)
        environment.plot(arguments.baselines, arguments.out)
    with open(os.path.join(arguments.out, "table.md"), "w", encoding="utf-8") as file:
        file.write(table)
    provenance.write(arguments.out)
    print(table)


if __name__ == "__main__":
    main()

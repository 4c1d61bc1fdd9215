#!/usr/bin/env python3
"""How well headlines without texts are grouped: BCubed of preset headlines on the titles of labelled sets.

Each set of one language is taken whole, and thinned to what one day's headlines are like: all of one date, most stories cut to one
headline, until leaving each alone scores an F1 of some .896. Thinned sets keep up to 2,500 unlabelled titles, for which
look-alikes are not scored. The level of the preset was chosen on seeds 1 and 2.
"""

import argparse
import collections
import json
import os
import random
import statistics
import sys
import tempfile

import background
import labelled_sets
import runs

ALONE_F1 = 0.896
DAY = "2020-05-05"
MOST_OTHERS = 2_500
LEAST_WORDS = 3
SHARES = [step / 50 for step in range(51)]  # of the stories that keep several headlines
KEPT = [2, 2, 3, 3, 4, 6]  # headlines of such a story at most, each as likely


def read_titles(folder):
    return {article["id"]: article for article in background.read_articles(labelled_sets.find_documents(folder))
            if len((article.get("title") or "").split()) >= LEAST_WORDS}


def alone_f1(kept):
    sizes = collections.Counter(kept.values())
    recall = len(sizes) / len(kept)
    return 2 * recall / (1 + recall)


def thin(labels, share, seed):
    """Labels of the headlines that stay if `share` of the stories keep several."""
    stories = collections.defaultdict(list)
    for article, story in sorted(labels.items()):
        stories[story].append(article)
    choice, kept = random.Random(seed), {}
    for story, articles in sorted(stories.items()):
        choice.shuffle(articles)
        several, most = choice.random() <= share, choice.choice(KEPT)
        kept |= {article: story for article in articles[: most if several else 1]}
    return kept


def write_archive(folder, titles, labels, others, date):
    archive, gold = os.path.join(folder, "articles.jsonl"), os.path.join(folder, "gold.tsv")
    order = list(labels) + others
    random.Random(1).shuffle(order)
    with open(archive, "w", encoding="utf-8") as file:
        for article in order:
            title = titles[article]
            record = {"id": article, "title": title["title"], "source": title.get("source"),
                      "date": date or title.get("date")}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    with open(gold, "w", encoding="utf-8") as file:
        file.writelines(f"{article}\t{story}\n" for article, story in labels.items())
    return archive, gold


def score(program, scratch, archive, gold, options):
    out = os.path.join(scratch, "out")
    runs.cluster(program, archive, out, "--preset", "headlines", "--level", "stories", "--overwrite", *options)
    return runs.evaluate(program, out, gold, "--level", "stories")["stories"]


def measure(program, data, name, seeds, scratch, options):
    folder = os.path.join(data, name)
    titles = read_titles(folder)
    labels = {article: story for article, story in labelled_sets.read_labels(folder).items()
              if article in titles}
    if len({titles[article].get("lang") for article in labels}) != 1:
        return
    others = [article for article in titles if article not in labels]
    for seed in range(seeds + 1):
        kept, beside = labels, others
        if seed:
            kept = min((thin(labels, share, seed) for share in SHARES), key=lambda k: abs(alone_f1(k) - ALONE_F1))
            beside = random.Random(seed).sample(others, min(len(others), MOST_OTHERS))
        archive, gold = write_archive(scratch, titles, kept, beside, DAY if seed else None)
        scores = score(program, scratch, archive, gold, options)
        yield {"set": name, "form": f"thinned {seed}" if seed else "whole", "labelled": len(kept),
               "headlines": len(kept) + len(beside), "alone_f1": round(alone_f1(kept), 4),
               **{key: scores[key] for key in ("bcubed_precision", "bcubed_recall", "bcubed_f1")}}


def to_table(rows):
    lines = ["| headlines | sets | alone F1 | precision | recall | F1 |", "| --- | ---: | ---: | ---: | ---: | ---: |"]
    for form in ("whole", "thinned"):
        some = [row for row in rows if row["form"].startswith(form)]
        mean = lambda key: statistics.mean(row[key] for row in some)
        lines.append(f"| {form} | {len(some)} | {mean('alone_f1'):.4f} | {mean('bcubed_precision'):.4f} | "
                     f"{mean('bcubed_recall'):.4f} | {mean('bcubed_f1'):.4f} |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--data", required=True, help="folder of labelled sets, as quality.py takes it")
    parser.add_argument("--out", required=True, help="folder for the results; made if needed")
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("options", nargs="*", help="behind --: options of samestory cluster, such as --story-level 4")
    arguments = parser.parse_args()
    runs.require_program(arguments.program)
    os.makedirs(arguments.out, exist_ok=True)
    provenance = runs.Provenance(arguments.program, " ".join(
        ["bench/headlines.py --program samestory --data DATA --out OUT", f"--seeds {arguments.seeds}", *arguments.options]))
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        for name in labelled_sets.names_of_clusterings(arguments.data):
            for row in measure(arguments.program, arguments.data, name, arguments.seeds, scratch, arguments.options):
                rows.append(row)
                print(row, file=sys.stderr)
    runs.write_csv(os.path.join(arguments.out, "raw.csv"), rows[0].keys(), rows)
    with open(os.path.join(arguments.out, "table.md"), "w", encoding="utf-8") as file:
        file.write("Titles alone, preset headlines; `alone`: every headline by itself. The preset's constants were "
                   "chosen on these sets (whole, and thinned with seeds 1 and 2).\n\n" + to_table(rows))
    provenance.write(arguments.out)


if __name__ == "__main__":
    main()

"""samestory: what its run left, in the form of the others: samestory_run.py --collect FILE OUT

Not measured; what is measured is the program itself, to its own complete result files. A pair is a link whose
resemblance reaches the threshold, of whatever kind; groups are its copy groups, which hold pairs below it by intent
(an article cut to half of another is its copy).
"""
import json
import os
import sys

from articles import write_groups, write_neighbours

THRESHOLD = .7


def collect(path: str, folder: str) -> None:
    results = os.path.join(folder, "results")
    with open(os.path.join(results, "articles.jsonl"), encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    row = {article["id"]: at for at, article in enumerate(articles)}
    with open(path, "rb") as lines:
        if len(row) != sum(1 for _ in lines):
            sys.exit(f"samestory_run.py: {path}: needs an id on every line, each once")
    neighbours: list[list[int]] = [[] for _ in articles]
    with open(os.path.join(results, "links.jsonl"), encoding="utf-8") as lines:
        for link in map(json.loads, lines):
            if link["resemblance"] >= THRESHOLD:
                neighbours[row[link["a"]]].append(row[link["b"]])
    write_neighbours(folder, neighbours)
    grouped = {article["copy_of"] for article in articles if article["copy_of"] != article["id"]}
    write_groups(folder, ((at, row[article["copy_of"]]) for at, article in enumerate(articles)
                          if article["copy_of"] in grouped))


if __name__ == "__main__":
    collect(*sys.argv[2:])

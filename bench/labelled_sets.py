"""Labelled sets: folders with docs.jsonl or docs.jsonl.zst and what people said of its articles."""
import os

from runs import fail


def find_documents(folder):
    for name in ("docs.jsonl", "docs.jsonl.zst"):
        if os.path.exists(os.path.join(folder, name)):
            return os.path.join(folder, name)
    return None


def has_labels(folder):
    return os.path.exists(os.path.join(folder, "labels.tsv"))


def names_of_clusterings(data):
    """Folders of `data` with articles and their events."""
    if not os.path.isdir(data):
        fail(f"no such folder: {data} (give the one that holds a folder for each set)")
    names = [name for name in sorted(os.listdir(data))
             if find_documents(os.path.join(data, name)) and has_labels(os.path.join(data, name))]
    return names or fail(f"no labelled set: {data} (a set is a folder with docs.jsonl and labels.tsv)")


def read_labels(folder):
    """The event of each labelled article."""
    with open(os.path.join(folder, "labels.tsv"), encoding="utf-8") as lines:
        return dict(line.rstrip("\n").split("\t")[:2] for line in lines if line.strip())

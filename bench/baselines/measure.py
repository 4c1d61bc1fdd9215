#!/usr/bin/env python3
"""Scores the baselines on one set: measure.py DOCUMENTS LABELS, one JSON object to standard output.

{"METHOD": {"curve": {THRESHOLD: F1}, "seconds": processor seconds, "peak_mb": of this process so far}}, for tfidf,
tfidf_kernel and embedding_kernel. Runs inside the environment that environment.py builds.
"""
import io
import json
import resource
import sys
import time

import methods
import numpy
import zstandard

THRESHOLDS = [round(0.02 * step, 2) for step in range(1, 50)]


def read_documents(path):
    with open(path, "rb") as file:
        stream = zstandard.ZstdDecompressor().stream_reader(file) if path.endswith(".zst") else file
        return [json.loads(line) for line in io.TextIOWrapper(stream, encoding="utf-8")]


def read_labels(path):
    with open(path, encoding="utf-8") as lines:
        return dict(line.rstrip("\n").split("\t")[:2] for line in lines if line.strip())


def curve_of(similarities, places, gold):
    tree = methods.tree_of(similarities)
    return {threshold: methods.bcubed_f1(gold, methods.labels_at(tree, threshold)[places])
            for threshold in THRESHOLDS}


def main():
    articles, labels = read_documents(sys.argv[1]), read_labels(sys.argv[2])
    places = numpy.array([place for place, article in enumerate(articles) if article["id"] in labels])
    gold = [labels[articles[place]["id"]] for place in places]
    kernel = methods.kernel_of(articles)
    measured = {}
    for name, make in (("tfidf", methods.tfidf_similarities),
                       ("tfidf_kernel", lambda a: methods.tfidf_similarities(a) * kernel),
                       ("embedding_kernel", lambda a: methods.embedding_similarities(a) * kernel)):
        begin = time.process_time()
        curve = curve_of(make(articles), places, gold)
        measured[name] = {"curve": curve, "seconds": round(time.process_time() - begin, 2),
                          "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)}
    print(json.dumps(measured))


if __name__ == "__main__":
    main()

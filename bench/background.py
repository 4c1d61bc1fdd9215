"""Backgrounds: a labelled set mixed into other articles of its language, as it would stand in a newspaper's archive.

The others come from the other sets and from every .jsonl or .jsonl.zst in the folder haystack beside them. Their ids
get the name of the file in front, so none can meet an id of the set; articles of the set itself are never repeated.
Files with .zst are read through the zstd program.
"""
import contextlib
import glob
import json
import os
import subprocess

MOST_OTHERS = 20_000  # articles; the first ones in order of file name, so that every run has the same
TITLE_KEY = 80  # characters of title and text that tell whether two sets hold one article


@contextlib.contextmanager
def open_lines(path):
    if path.endswith(".zst"):
        with subprocess.Popen(["zstd", "-dcq", path], stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
            yield process.stdout
            process.stdout.close()
    else:
        with open(path, encoding="utf-8") as lines:
            yield lines


def read_articles(path):
    with open_lines(path) as lines:
        for line in lines:
            yield json.loads(line)


def key_of(article):
    return (article.get("title") or "")[:TITLE_KEY], (article.get("text") or "")[:TITLE_KEY]


def sources_of_others(data, name):
    paths = sorted(glob.glob(os.path.join(data, "*", "docs.jsonl*")) +
                   glob.glob(os.path.join(data, "haystack", "*.jsonl*")))
    return [path for path in paths if os.path.basename(os.path.dirname(path)) != name]


def mix(data, name, documents, out):
    """Writes the set and its background; the number of other articles."""
    languages, known, others = set(), set(), 0
    with open(out, "w", encoding="utf-8") as file:
        for article in read_articles(documents):
            languages.add((article.get("lang") or "")[:2])
            known.add(key_of(article))
            file.write(json.dumps(article, ensure_ascii=False) + "\n")
        for source in sources_of_others(data, name):
            label = os.path.basename(os.path.dirname(source)) + "/" + os.path.basename(source)
            for article in read_articles(source):
                if others == MOST_OTHERS:
                    return others
                if (article.get("lang") or "")[:2] not in languages or key_of(article) in known:
                    continue
                known.add(key_of(article))
                article["id"] = f"{label}:{article['id']}"
                file.write(json.dumps(article, ensure_ascii=False) + "\n")
                others += 1
    return others

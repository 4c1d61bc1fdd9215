"""What the systems are run on: files of the caller's, scored against the truth, and made archives of growing size."""
import argparse
import hashlib
import os

from runs import fail, run

SERIES_LANGUAGE = "en"  # spaced words only: a peer that splits at spaces would get one word a sentence


class Input:
    def __init__(self, name: str, path: str, scored: bool) -> None:
        self.name, self.path, self.scored = name, os.path.abspath(path), scored
        if not os.path.isfile(path):
            fail(f"no such file: {path}")
        digest = hashlib.sha256()
        with open(path, "rb") as file:
            for block in iter(lambda: file.read(1 << 20), b""):
                digest.update(block)
        with open(path, "rb") as file:
            self.articles = sum(1 for _ in file)
        self.bytes, self.sha256 = os.path.getsize(path), digest.hexdigest()


def find_inputs(arguments: argparse.Namespace) -> list[Input]:
    inputs = []
    for given in arguments.input:
        name, equals, path = given.partition("=")
        if not equals:
            fail(f"--input {given}: give NAME=FILE")
        inputs.append(Input(name, path, scored=True))
    for size in arguments.series:
        folder = os.path.join(arguments.work, f"generated-{size}")
        if not os.path.exists(os.path.join(folder, "articles.jsonl")):
            run([arguments.program, "generate", "-o", folder, "--articles", str(size), "--languages", SERIES_LANGUAGE,
                 "--overwrite", "--quiet"])
        inputs.append(Input(f"generated-{size}", os.path.join(folder, "articles.jsonl"), scored=False))
    return inputs


def describe_inputs(inputs: list[Input], held: dict[str, dict]) -> dict[str, dict]:
    for given in inputs:
        if held.get(given.name, {}).get("sha256", given.sha256) != given.sha256:
            fail(f"--input {given.name}: another file than the rows of this folder were measured on (use a new --out)")
    return held | {given.name: {"articles": given.articles, "bytes": given.bytes, "sha256": given.sha256}
                   for given in inputs}

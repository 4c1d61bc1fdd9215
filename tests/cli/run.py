#!/usr/bin/env python3
"""The command line against golden files: run.py PROGRAM [--update] [NAME...]

A case is a text file NAME.case beside this one. It runs in an empty folder of its own, line by line; the first
character of a line says what it is:

    $ cluster news.jsonl -o out    runs PROGRAM with these arguments (quoted as in a shell, but there is no shell);
                                   "< FILE" at the end gives it that file as standard input, which is else empty
    @ copy news.jsonl              prepares or inspects files: the functions below that are marked @step
    > text                         a line of input for the step above it
    | text                         expected: standard output of the line above
    ! text                         expected: standard error
    = 2                            expected: exit code; not stated if it is 0
    text                           a remark; the first one says what the case is about

All of standard output, standard error and the exit code is compared. One thing is masked: a duration such as "0.4 s"
reads "T s". What cannot be seen reads as in Python ("\\x1b"), and a missing line break at the end as "|\\c".

--update writes what was found into the cases, to be read in a diff before it is committed. Exit code 1 if a case fails.
Needs nothing but Python's standard library. The articles in data/ and in the cases are inventions.
"""

import concurrent.futures
import difflib
import gzip
import itertools
import json
import os
import random
import re
import resource
import shlex
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = HERE / "data"
GOLDEN = "|!="  # first characters of expected lines
SECONDS_PER_RUN = 300  # what takes longer has hung; also enough for a debug build with sanitizers
RESULTS = ["articles.jsonl", "stories.jsonl", "links.jsonl", "rejects.jsonl"]
STEPS = {}


class Skip(Exception):
    """This machine cannot run the case."""


class BadCase(Exception):
    """The case itself is wrong."""


def step(function):
    STEPS[function.__name__.replace("_", "-")] = function
    return function


class Run:
    """One case while it runs: its folder, and what its steps leave behind for later ones."""

    def __init__(self, program, folder):
        self.program = program
        self.folder = folder
        self.most_file_bytes = None
        self.undo = []  # to be done when the case is over, last first

    def path(self, name):
        return self.folder / name

    def program_output(self, words):
        stdin = subprocess.DEVNULL
        if len(words) > 1 and words[-2] == "<":
            stdin = self.path(words[-1]).open("rb")
            words = words[:-2]
        environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(self.folder), "TMPDIR": str(self.folder)}
        for name, value in os.environ.items():  # what a sanitizer or a library in an unusual place needs
            if name.endswith("SAN_OPTIONS") or name == "LD_LIBRARY_PATH":
                environment[name] = value
        done = subprocess.run([self.program, *words], cwd=self.folder, stdin=stdin, capture_output=True,
                              timeout=SECONDS_PER_RUN, env=environment, preexec_fn=self.limit, check=False)
        found = shown("|", done.stdout) + shown("!", done.stderr)
        return found + ([f"= {done.returncode}"] if done.returncode != 0 else [])

    def limit(self):
        if self.most_file_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.most_file_bytes, self.most_file_bytes))


@step
def write(run, lines, name):
    """The lines of input as a file."""
    run.path(name).parent.mkdir(parents=True, exist_ok=True)
    run.path(name).write_text("".join(line + "\n" for line in lines))


@step
def write_bytes(run, lines, name):
    """The lines of input as a file, with Python's escapes (\\xff, \\n) and no line breaks of their own."""
    run.path(name).write_bytes("".join(lines).encode("latin-1").decode("unicode_escape").encode("latin-1"))


@step
def write_vectors(run, lines, name):
    """A NumPy file of 32-bit floats, one line a row."""
    rows = [[float(word) for word in line.split()] for line in lines]
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({len(rows)}, {len(rows[0])}), }}\n".encode()
    data = b"".join(struct.pack(f"<{len(row)}f", *row) for row in rows)
    run.path(name).write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + data)


@step
def copy(run, _, name, to=None):
    """A file of the folder data."""
    run.path(to or name).write_bytes((DATA / name).read_bytes())


@step
def write_long(run, _, name, record_id, size):
    """One record of so many bytes, apart from its line break."""
    head, words, tail = f'{{"id":"{record_id}","text":"'.encode(), b"harbour ", b'"}'
    text = words * (int(size) // len(words) + 1)
    run.path(name).write_bytes(head + text[:int(size) - len(head) - len(tail)] + tail + b"\n")


@step
def compress(run, _, name, to):
    """With gzip, always to the same bytes."""
    run.path(to).write_bytes(gzip.compress(run.path(name).read_bytes(), mtime=0))


@step
def join(run, _, to, *names):
    """Several files as one."""
    run.path(to).write_bytes(b"".join(run.path(name).read_bytes() for name in names))


@step
def cut(run, _, name, size):
    """Keeps the first bytes of a file."""
    os.truncate(run.path(name), int(size))


@step
def shuffle(run, _, name, to):
    """The lines of a file in another order."""
    lines = run.path(name).read_bytes().splitlines(keepends=True)
    random.Random(1).shuffle(lines)
    run.path(to).write_bytes(b"".join(lines))


@step
def remove(run, _, name):
    run.path(name).unlink()


@step
def folder(run, _, name):
    run.path(name).mkdir(parents=True)


@step
def show(run, _, name):
    """The contents of a file."""
    return run.path(name).read_bytes()


@step
def show_first(run, _, name, count):
    """The first lines of a file."""
    return b"".join(run.path(name).read_bytes().splitlines(keepends=True)[:int(count)])


@step
def groups(run, _, name):
    """The ids of articles.jsonl, each with its canonical, kind of copy, story and storyline."""
    keys = ["id", "copy_of", "copy_kind", "story", "storyline"]
    return as_lines("  ".join(row[key] for key in keys) for row in json_lines(run.path(name)))


@step
def members(run, _, name):
    """The titles of stories.jsonl, each with its members' id, outlet and date."""
    found = []
    for story in json_lines(run.path(name)):
        found.append(as_json(story["title"]))
        found += ["  " + "  ".join(as_json(member[key]) for key in ("id", "outlet", "date"))
                  for member in story["members"]]
    return as_lines(found)


@step
def reasons(run, _, name):
    """The place of each record in rejects.jsonl, and why it is there."""
    return as_lines(f"{row['file']}:{row['line']}: {row['reason']}" for row in json_lines(run.path(name)))


@step
def value(run, _, name, *keys):
    """A part of a JSON file."""
    found = json.loads(run.path(name).read_text())
    for key in keys:
        found = found[int(key) if key.isdigit() else key]
    return as_lines([as_json(found)])


@step
def list_folder(run, _, name):
    if not run.path(name).exists():
        return as_lines(["(no folder)"])
    return as_lines([" ".join(sorted(entry.name for entry in run.path(name).iterdir())) or "(empty)"])


@step
def compare_results(run, _, one, other):
    """Whether the lines of two result folders are the same bytes, or the same in another order."""
    found = []
    for name in RESULTS:
        a, b = run.path(one) / name, run.path(other) / name
        same, permuted = a.read_bytes() == b.read_bytes(), sorted(a.open("rb")) == sorted(b.open("rb"))
        found.append(f"{name}: " + ("the same" if same else "the same lines, permuted" if permuted else "DIFFERENT"))
    return as_lines(found)


@step
def compare_files(run, _, one, other):
    """Whether two files are the same bytes."""
    return as_lines(["the same" if run.path(one).read_bytes() == run.path(other).read_bytes() else "DIFFERENT"])


@step
def limit_file_size(run, _, size):
    """From here on PROGRAM cannot write files larger than so many bytes."""
    run.most_file_bytes = int(size)


@step
def small_disk(run, _, name, size):
    """Mounts a disk of so many KiB at a folder."""
    if os.geteuid() != 0:
        raise Skip("only root can mount a small disk")
    run.path(name).mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", run.path(name)],
                             capture_output=True, check=False)
    if mounted.returncode != 0:
        raise Skip("no small disk can be mounted here")
    run.undo.append(lambda: subprocess.run(["umount", "--lazy", run.path(name)], check=True))


@step
def fill(run, _, name, size):
    """Writes so many KiB of nothing."""
    run.path(name).write_bytes(bytes(1024 * int(size)))


@step
def forbid(run, _, name):
    """Takes all permissions away."""
    if os.geteuid() == 0:
        raise Skip("root may read and write everything")
    run.path(name).chmod(0)
    run.undo.append(lambda: run.path(name).chmod(0o700))


def as_lines(texts):
    return "".join(text + "\n" for text in texts).encode()


def as_json(value_of_json):
    return json.dumps(value_of_json, ensure_ascii=False)


def json_lines(path):
    return [json.loads(line) for line in path.read_text().split("\n") if line]


def shown(mark, output):
    """Output as golden lines: each behind its mark, control characters visible, durations masked."""
    text = re.sub(r"\b\d+\.\d s\b", "T s", output.decode("utf-8", "backslashreplace"))
    *lines, last = text.split("\n")
    found = [golden_line(mark, line) for line in lines]
    return found + ([golden_line(mark, last), mark + "\\c"] if last else [])


def golden_line(mark, line):
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
    if text.endswith(" "):
        text = text[:-1] + "\\x20"  # an editor would take it away
    return f"{mark} {text}" if text else mark


def run_line(run, line, inputs):
    """What a line of the case gives, as golden lines."""
    words = shlex.split(line[1:])
    if line.startswith("$"):
        return run.program_output(words)
    if not words or words[0] not in STEPS:
        raise BadCase(f"no such step: {line}: (one of {', '.join(STEPS)})")
    try:
        return shown("|", STEPS[words[0]](run, inputs, *words[1:]) or b"")
    except FileNotFoundError as error:  # an outcome like any other: PROGRAM may have written nothing
        return shown("|", f"(no file {Path(error.filename).name})\n".encode())


def play(case, program):
    """The case as it would be if all that was found were expected."""
    lines = [line for line in case.read_text().splitlines() if line[:1] not in tuple(GOLDEN)]
    played = []
    with tempfile.TemporaryDirectory(prefix="samestory-cli-", ignore_cleanup_errors=True) as folder_name:
        run = Run(program, Path(folder_name))
        try:
            for number, line in enumerate(lines):
                if line.startswith(">"):
                    continue  # belongs to a step that has taken it
                inputs = []
                for follower in lines[number + 1:]:
                    if not follower.startswith(">"):
                        break
                    inputs.append(follower[2:])
                played += [line] + ["> " + text if text else ">" for text in inputs]
                if line[:1] in ("$", "@"):
                    played += run_line(run, line, inputs)
        finally:
            for undo in reversed(run.undo):
                undo()
    return played


def judge(case, program, update):
    """("passed", "failed" or "skipped", what to print)."""
    try:
        played = play(case, program)
    except Skip as reason:
        return "skipped", f"skipped: {case.stem}: {reason}"
    except (BadCase, OSError, ValueError, TypeError, KeyError, subprocess.SubprocessError) as error:
        return "failed", f"failed: {case.stem}: {type(error).__name__}: {error}"
    expected = case.read_text().splitlines()
    if played == expected:
        return "passed", ""
    if update:
        case.write_text("".join(line + "\n" for line in played))
        return "passed", f"updated: {case.stem}"
    difference = difflib.unified_diff(expected, played, f"{case.name} (expected)", "found", lineterm="", n=3)
    return "failed", "\n".join([f"failed: {case.stem}", *difference])


def main(arguments):
    update = "--update" in arguments
    arguments = [word for word in arguments if word != "--update"]
    if not arguments or arguments[0].startswith("-"):
        print(__doc__.split("\n")[0], file=sys.stderr)
        return 2
    program = str(Path(arguments[0]).resolve())
    cases = [HERE / f"{name}.case" for name in arguments[1:]] or sorted(HERE.glob("*.case"))
    # Two at a time, as most runs keep one processor busy; processes, since preexec_fn is not safe beside threads.
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        outcomes = list(pool.map(judge, cases, itertools.repeat(program), itertools.repeat(update)))
    for _, message in outcomes:
        if message:
            print(message)
    verdicts = [verdict for verdict, _ in outcomes]
    print(f"{verdicts.count('passed')} passed, {verdicts.count('failed')} failed")
    return 1 if "failed" in verdicts or not cases else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

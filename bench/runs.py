"""Runs of the program, and how a result came about: command, commit, build, machine and load, for meta.json.

The compiler is read from CMakeCache.txt beside the program or, for a benchmark, one folder up; a program that was moved
elsewhere has none to show.
"""
import csv
import datetime
import hashlib
import json
import os
import platform
import re
import subprocess
import sys

KEPT_REJECTS = 3  # exit code of `samestory cluster` when it is done, though some records were rejected
UNKNOWN = "unknown"


def fail(what):
    sys.exit(f"{os.path.basename(sys.argv[0])}: {what}")


def require_program(path):
    if not os.access(path, os.X_OK):
        fail(f"no such program: {path} (build it: ./quickstart.sh)")


def run(command, accepted=(0,)):
    """What the command printed; ends everything if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in accepted:
        fail(f"exit code {done.returncode}: {' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def cluster(program, archive, folder, *options):
    """Groups an archive; summary.json of the run."""
    run([program, "cluster", archive, "-o", folder, "--quiet", *options], accepted=(0, KEPT_REJECTS))
    with open(os.path.join(folder, "summary.json"), encoding="utf-8") as file:
        return json.load(file)


def evaluate(program, folder, gold, *options):
    """The scores of a run, by level."""
    return json.loads(run([program, "evaluate", folder, "--gold", gold, "--json", *options]))


def write_csv(path, columns, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def first_line_of(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return UNKNOWN
    return done.stdout.partition("\n")[0].strip()


def read_cache(program):
    folder = os.path.dirname(os.path.abspath(program))
    for place in (folder, os.path.dirname(folder)):
        path = os.path.join(place, "CMakeCache.txt")
        if os.path.exists(path):
            with open(path, encoding="utf-8") as lines:
                return dict(re.findall(r"^(CMAKE_\w+):\w+=(.*)$", lines.read(), re.MULTILINE))
    return {}


def describe_build(program):
    cache = read_cache(program)
    compiler = cache.get("CMAKE_CXX_COMPILER")
    build_type = cache.get("CMAKE_BUILD_TYPE", "")
    flags = cache.get("CMAKE_CXX_FLAGS", "") + " " + cache.get(f"CMAKE_CXX_FLAGS_{build_type.upper()}", "")
    with open(program, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    here = os.path.dirname(os.path.abspath(__file__))
    return {
        "samestory": first_line_of(program, "--version"),
        "commit": first_line_of("git", "-C", here, "describe", "--always", "--dirty", "--abbrev=12"),
        "program_sha256": digest,
        "compiler": first_line_of(compiler, "--version") if compiler else UNKNOWN,
        "flags": flags.strip() if cache else UNKNOWN,
    }


def cpu_model():
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or UNKNOWN


def describe_machine():
    return {
        "cpu": cpu_model(),
        "processors": os.cpu_count(),
        "memory_bytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "system": platform.platform(),
    }


class Provenance:
    """Made before the measuring, written after it, so that the load of both moments is known."""

    def __init__(self, program, command):
        self.facts = {"command": command, "date": datetime.date.today().isoformat()}
        self.facts |= describe_build(program) | describe_machine() | {"load_average_before": os.getloadavg()}

    def write(self, folder, **more):
        facts = self.facts | {"load_average_after": os.getloadavg()} | more
        with open(os.path.join(folder, "meta.json"), "w", encoding="utf-8") as file:
            json.dump(facts, file, indent=2, ensure_ascii=False)
            file.write("\n")

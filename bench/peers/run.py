#!/usr/bin/env python3
"""samestory beside its peers: the same files, the same threshold, one core, one truth.

    bench/peers/run.py --program build/release/samestory --input reuters=reuters.jsonl --input ant=ant.jsonl \\
        --out bench/results/<date>-<machine>-peers

Builds the peers' environments (pinned, from PyPI), finds the true pairs, runs every system on every input in turns, and
writes to --out: raw.csv (a row a run), scores.csv, table.md, growth.svg/png, recall.svg/png, meta.json. Nothing of the
texts. With --only NAME... an existing --out keeps the other systems' rows and is refreshed for these; the table then
says which rows come from which run. --series also runs archives of `samestory generate` of those sizes, for the plot
of time against size. README.md beside this file says what is compared and what the traps are.
"""
import argparse
import datetime
import hashlib
import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))

import environments  # noqa: E402  (needs the folder above for runs.py, as do the others)
from inputs import Input, describe_inputs, find_inputs  # noqa: E402
from result_files import RAW, Row, read_csv, read_meta, replace_rows, write_csv, write_json  # noqa: E402
from runs import Provenance, fail, require_program, run  # noqa: E402
from systems import ENVIRONMENT, SYSTEMS, System  # noqa: E402
from table import make_table  # noqa: E402


def choose_systems(only: list[str] | None) -> list[System]:
    if only is None:
        return SYSTEMS
    chosen = [system for system in SYSTEMS if system.name in only or system.family in only]
    unknown = set(only) - {system.name for system in SYSTEMS} - {system.family for system in SYSTEMS}
    if unknown:
        fail(f"--only {' '.join(sorted(unknown))}: known are: {'; '.join(system.name for system in SYSTEMS)}")
    return chosen


class Bench:
    def __init__(self, arguments: argparse.Namespace) -> None:
        self.arguments = arguments
        self.environments = os.path.join(arguments.work, "environments")
        self.python = environments.find_python(arguments.python)

    def scoring_python(self) -> str:
        environments.build(self.environments, environments.SCORING, self.python)
        return os.path.join(self.environments, environments.SCORING, "bin", "python")

    def truth(self, given: Input) -> str:
        with open(os.path.join(HERE, "truth.py"), "rb") as file:  # another definition, another truth
            definition = hashlib.sha256(file.read()).hexdigest()[:12]
        path = os.path.join(self.arguments.work, f"truth-{given.sha256[:16]}-{definition}.npz")
        if not os.path.exists(path):
            print(f"finding the true pairs of {given.name}", file=sys.stderr, flush=True)
            run([self.scoring_python(), os.path.join(HERE, "truth.py"), given.path, path + ".new.npz", "--check"])
            os.rename(path + ".new.npz", path)
        return path

    def measure(self, system: System, given: Input) -> dict[str, float] | None:
        """One run in a fresh folder; nothing, and a word why, if it fails: one peer must not end the others' hour."""
        folder = self.folder(system, given)
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        cost, log = os.path.join(folder, "cost.json"), os.path.join(folder, "output.txt")
        command = [sys.executable, os.path.join(HERE, "measure.py"), "--cpu", str(self.arguments.cpu), "--out", cost,
                   "--", *system.command(os.path.abspath(self.arguments.program), self.environments, given.path,
                                         folder)]
        with open(log, "wb") as output:
            done = subprocess.run(command, stdout=output, stderr=output, check=False,
                                  env=os.environ | ENVIRONMENT | {"HF_HOME": os.path.join(folder, "hub")})
        if done.returncode != 0:
            with open(log, encoding="utf-8", errors="replace") as output:
                print(f"failed: {system.name} on {given.name}: {output.read()[-2000:]}", file=sys.stderr)
            return None
        with open(cost, encoding="utf-8") as file:
            return json.load(file)

    def score(self, system: System, given: Input) -> dict[str, float]:
        folder = self.folder(system, given)
        if system.collected:
            run(system.collect_command(self.environments, given.path, folder))
        return json.loads(run([self.scoring_python(), os.path.join(HERE, "score.py"), self.truth(given), folder]))

    def folder(self, system: System, given: Input) -> str:
        return os.path.join(self.arguments.work, "runs", given.name, system.name.replace(", ", "-").replace(" ", "-"))


def run_all(bench: Bench, systems: list[System], given: Input, run_name: str) -> tuple[list[Row], list[Row]]:
    """In turns, so that a slow hour of the machine hits all; the slow systems run once."""
    rows, scores, spent = [], [], dict.fromkeys((system.name for system in systems), 0.0)
    for repeat in range(1, bench.arguments.repeat + 1):
        for system in systems:
            if given.articles > system.series_cap and not given.scored or spent[system.name] > bench.arguments.budget:
                continue
            cost = bench.measure(system, given)
            if cost is None:
                spent[system.name] = float("inf")
                continue
            spent[system.name] += cost["cpu_s"]
            key = {"run": run_name, "system": system.name, "input": given.name}
            rows.append(key | {"articles": given.articles, "bytes": given.bytes, "repeat": repeat}
                        | {name: cost[name] for name in RAW if name in cost})
            if repeat == 1 and given.scored:
                scores.append(key | bench.score(system, given))
            print(f"{given.name}: {system.name}: {cost['cpu_s']:.2f} s of processor", file=sys.stderr, flush=True)
    return rows, scores


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    root = os.path.dirname(os.path.dirname(HERE))
    parser.add_argument("--program", "--binary", required=True, help="the samestory to measure")
    parser.add_argument("--out", required=True, help="result folder; made if needed")
    parser.add_argument("--input", action="append", default=[], metavar="NAME=FILE", help="JSON lines; may be repeated")
    parser.add_argument("--series", type=int, nargs="*", default=[], metavar="ARTICLES", help="sizes of made archives")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="refresh only these systems in --out")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each system (default 3)")
    parser.add_argument("--budget", type=float, default=20,
                        help="no further run on an input of a system that has taken these CPU seconds (default 20)")
    parser.add_argument("--cpu", type=int, default=max(os.sched_getaffinity(0)), help="processor to hold the runs on")
    parser.add_argument("--python", help="Python 3.12 or later for the environments (default: searched)")
    parser.add_argument("--work", default=os.path.join(root, "build", "peers"),
                        help="folder for environments, truths and what the systems write (default build/peers)")
    arguments = parser.parse_args()
    require_program(arguments.program)
    if not arguments.input and not arguments.series:
        parser.error("give --input NAME=FILE or --series")
    return arguments


def measure_all(bench: Bench, systems: list[System], inputs: list[Input],
                run_name: str) -> tuple[list[Row], list[Row]]:
    for name in sorted({system.environment for system in systems if system.environment}):
        environments.build(bench.environments, name, bench.python)
    rows, scores = [], []
    for given in inputs:
        measured, scored = run_all(bench, systems, given, run_name)
        rows, scores = rows + measured, scores + scored
    return rows, scores


def describe_systems() -> dict[str, dict[str, str]]:
    return {system.name: {"settings": system.settings, "source": system.source,
                          "command": " ".join(system.command("samestory", "ENVIRONMENTS", "FILE", "OUT"))
                          .replace(HERE, "bench/peers")}
            for system in SYSTEMS}


def shown_command(arguments: argparse.Namespace, inputs: list[Input]) -> str:
    words = ["bench/peers/run.py --program samestory --out OUT"]
    words += [f"--input {given.name}=FILE" for given in inputs if given.scored]
    words += ["--series", *map(str, arguments.series)] if arguments.series else []
    words += ["--only", *arguments.only] if arguments.only else []
    return " ".join([*words, f"--repeat {arguments.repeat} --budget {arguments.budget:g}"])


def main() -> None:
    arguments = parse()
    systems, run_name = choose_systems(arguments.only), datetime.datetime.now().strftime("%Y-%m-%dT%H:%M:%S")
    os.makedirs(arguments.work, exist_ok=True)
    bench, inputs, meta = Bench(arguments), find_inputs(arguments), read_meta(arguments.out)
    described = describe_inputs(inputs, meta["inputs"])
    provenance = Provenance(arguments.program, shown_command(arguments, inputs))
    rows, scores = measure_all(bench, systems, inputs, run_name)

    os.makedirs(arguments.out, exist_ok=True)
    raw_path, scores_path = (os.path.join(arguments.out, name) for name in ("raw.csv", "scores.csv"))
    scores = replace_rows(scores_path, scores)
    write_csv(raw_path, replace_rows(raw_path, rows), RAW)
    write_csv(scores_path, scores, list(dict.fromkeys(column for row in scores for column in row)))
    facts = provenance.facts | {"run": run_name, "load_average_after": os.getloadavg(),
                                "python": run([bench.python, "--version"]).strip()}
    meta = {"runs": [*meta["runs"], facts], "inputs": described, "systems": describe_systems(),
            "versions": {name: environments.versions(name) for name in environments.NAMES}}
    write_json(os.path.join(arguments.out, "meta.json"), meta)
    table = make_table(read_csv(raw_path), read_csv(scores_path), meta)
    with open(os.path.join(arguments.out, "table.md"), "w", encoding="utf-8") as file:
        file.write(table)
    run([bench.scoring_python(), os.path.join(HERE, "plot.py"), arguments.out])
    print(table)


if __name__ == "__main__":
    main()

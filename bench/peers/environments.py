"""One virtual environment for each set of peers that can live together, built from requirements pinned with ==.

An environment is built once; a change of its requirements or of the Python builds it anew. Python 3.12 or later is
needed because text-dedup asks for it.
"""
import glob
import os
import shutil
import subprocess
import sys

from runs import fail, run

HERE = os.path.dirname(os.path.abspath(__file__))
LEAST_PYTHON = (3, 12)
SCORING = "scoring"  # the truth, the scores and the plots
NAMES = ["libraries", "text-dedup", "datatrove", SCORING]
CANDIDATES = ["python3", "python3.12", "python3.13",
              *sorted(glob.glob(os.path.expanduser("~/.pyenv/versions/3.1*/bin/python3")))]


def find_python(given: str | None) -> str:
    for candidate in [given] if given else [sys.executable, *CANDIDATES]:
        path = shutil.which(candidate)
        if path is None:
            continue
        version = subprocess.run([path, "-c", "import sys; print(*sys.version_info[:2])"], capture_output=True,
                                 text=True, check=False)
        if version.returncode == 0 and tuple(map(int, version.stdout.split())) >= LEAST_PYTHON:
            return path
    fail("no Python 3.12 or later found (name one with --python; pyenv builds it)")


def requirements_of(name: str) -> str:
    return os.path.join(HERE, f"requirements-{name}.txt")


def build(folder: str, name: str, python: str) -> None:
    """Makes folder/name unless it stands there already for just these requirements."""
    place, requirements = os.path.join(folder, name), requirements_of(name)
    with open(requirements, encoding="utf-8") as file:
        wanted = f"{os.path.realpath(python)}\n{file.read()}"
    stamp = os.path.join(place, "built-from.txt")
    if os.path.exists(stamp):
        with open(stamp, encoding="utf-8") as file:
            if file.read() == wanted:
                return
    print(f"building the environment {name}", file=sys.stderr, flush=True)
    shutil.rmtree(place, ignore_errors=True)
    run([python, "-m", "venv", place])
    run([os.path.join(place, "bin", "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
         "--no-deps", "-r", requirements])  # the list is complete; some of its packages ask for what is not there
    with open(stamp, "w", encoding="utf-8") as file:
        file.write(wanted)


def versions(name: str) -> list[str]:
    with open(requirements_of(name), encoding="utf-8") as file:
        return [line.strip() for line in file if "==" in line]

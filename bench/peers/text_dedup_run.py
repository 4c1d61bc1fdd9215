"""text-dedup: its own command line, `python -m text_dedup.minhash`, which reads config.toml in the working folder.

text_dedup_run.py FILE OUT [check]      writes config.toml and becomes that command: nothing of ours is charged to it
text_dedup_run.py --collect FILE OUT    afterwards, not measured: its clusters to groups.tsv

`check` sets check_false_positive: within a group, pairs are compared on their texts.
"""
import os
import pickle
import sys

from articles import write_groups

CONFIG = """\
[input]
input_type = "local_files"
file_type = "json"
[input.read_arguments]
path = "json"
data_files = "{path}"
split = "train"
cache_dir = "{folder}/cache"
[algorithm]
algorithm_name = "minhash"
text_column = "text"
num_perm = 128
threshold = 0.7
ngram_size = 5
hash_bits = 32
hash_func_name = "xxh3"
num_proc = 1
batch_size = 10000
check_false_positive = {check}
[output]
output_dir = "{folder}/deduplicated"
save_clusters = true
[debug]
enable_profiling = false
"""


def start(path: str, folder: str, check: bool) -> None:
    with open(os.path.join(folder, "config.toml"), "w", encoding="utf-8") as file:
        file.write(CONFIG.format(path=os.path.abspath(path), folder=os.path.abspath(folder), check=str(check).lower()))
    os.chdir(folder)
    with open("log.txt", "wb") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    os.execv(sys.executable, [sys.executable, "-m", "text_dedup.minhash"])


def collect(folder: str) -> None:
    with open(os.path.join(folder, "deduplicated", "clusters.pickle"), "rb") as file:
        write_groups(folder, pickle.load(file).items())


if __name__ == "__main__":
    if sys.argv[1] == "--collect":
        collect(sys.argv[3])
    else:
        start(sys.argv[1], sys.argv[2], "check" in sys.argv[3:])

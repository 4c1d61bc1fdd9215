"""datatrove: the four stages of its example examples/minhash_deduplication.py with the local executor.

datatrove_run.py FILE OUT              the stages; one task, since it shards by file and the input is one
datatrove_run.py --collect FILE OUT    afterwards, not measured: its clusters to groups.tsv

Left out in its favour: the token counter of stage 4 (it would fetch a model) and compression of what it writes.
"""
import json
import os
import shutil
import struct
import sys

from articles import write_groups

TOKENIZERS = {"ar": "arb_Arab"}  # its names of languages; every other file is taken for English
PAIR = struct.Struct("<2I")  # article, cluster


def run_stages(path: str, folder: str) -> None:
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.dedup import MinhashDedupSignature
    from datatrove.pipeline.dedup.minhash import (MinhashConfig, MinhashDedupBuckets, MinhashDedupCluster,
                                                  MinhashDedupFilter)
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers.jsonl import JsonlWriter

    with open(path, encoding="utf-8") as lines:
        language = TOKENIZERS.get(json.loads(lines.readline()).get("lang"), "eng")
    at = {name: os.path.join(folder, name)
          for name in ("input", "signatures", "buckets", "remove_ids", "removed", "kept")}
    os.makedirs(at["input"])
    os.symlink(os.path.abspath(path), os.path.join(at["input"], "articles.jsonl"))
    config = MinhashConfig()  # 14 buckets of 8, word 5-grams, 64-bit xxHash
    reader = JsonlReader(at["input"])
    stages = [
        ([reader, MinhashDedupSignature(at["signatures"], config=config, language=language)], 1),
        ([MinhashDedupBuckets(at["signatures"], at["buckets"], config=config)], config.num_buckets),
        ([MinhashDedupCluster(at["buckets"], at["remove_ids"], config=config, save_cluster_id=True)], 1),
        ([reader, MinhashDedupFilter(at["remove_ids"], exclusion_writer=JsonlWriter(at["removed"], compression=None)),
          JsonlWriter(at["kept"], compression=None)], 1),
    ]
    before = None
    for number, (pipeline, tasks) in enumerate(stages, 1):
        before = LocalPipelineExecutor(pipeline, tasks=tasks, workers=1, depends=before,
                                       logging_dir=os.path.join(folder, "logs", str(number)))
        before.run()


def collect(path: str, folder: str) -> None:
    with open(path, encoding="utf-8") as lines:
        numbered = [at for at, line in enumerate(lines) if json.loads(line)["text"]]  # its reader skips empty texts
    clusters = os.path.join(folder, "remove_ids", "000000.clusters")
    found = b""
    if os.path.exists(clusters):  # without duplicates it writes none
        with open(clusters, "rb") as file:
            found = file.read()
    write_groups(folder, ((numbered[article], cluster) for article, cluster in PAIR.iter_unpack(found)))
    for name in ("signatures", "buckets", "removed", "kept"):
        shutil.rmtree(os.path.join(folder, name), ignore_errors=True)


if __name__ == "__main__":
    if sys.argv[1] == "--collect":
        collect(sys.argv[2], sys.argv[3])
    else:
        run_stages(sys.argv[1], sys.argv[2])

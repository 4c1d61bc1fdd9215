"""The systems that are compared: how each is run, with which settings, and where these are documented."""
import os
import sys
from dataclasses import dataclass

HERE = os.path.dirname(os.path.abspath(__file__))

# What is measured on one core is asked of one core; no peer may look for a hub that is not reached.
ENVIRONMENT = {"RAYON_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
               "MKL_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "0"}
SAMESTORY_OPTIONS = ["--level", "copies", "--threads", "1", "--shingle", "5", "--resemblance", ".7", "--quiet"]


@dataclass(frozen=True)
class System:
    name: str
    family: str  # systems of one peer share a colour in the plots
    environment: str  # virtual environment, after requirements-<environment>.txt; "" for our own program
    script: str
    settings: str
    source: str  # where the settings are documented
    mode: str = ""
    collected: bool = False  # groups are fetched afterwards, unmeasured, by `script --collect`
    wanted_factor: int = 0  # how many times the processor time of samestory this one is expected to take; 0: none set
    series_cap: int = 10**9  # articles of the largest archive of the size series that it is given

    def command(self, program: str, environments: str, file: str, folder: str) -> list[str]:
        if not self.environment:
            return [program, "cluster", file, "-o", os.path.join(folder, "results"), *SAMESTORY_OPTIONS]
        return [*self.python(environments), os.path.join(HERE, self.script), file, folder,
                *([self.mode] if self.mode else [])]

    def collect_command(self, environments: str, file: str, folder: str) -> list[str]:
        return [*self.python(environments), os.path.join(HERE, self.script), "--collect", file, folder]

    def python(self, environments: str) -> list[str]:
        return [os.path.join(environments, self.environment, "bin", "python") if self.environment else sys.executable]


SAMESTORY = System("samestory", "samestory", "", "samestory_run.py", " ".join(SAMESTORY_OPTIONS), "README.md",
                   collected=True)

DATASKETCH_SOURCE = "https://ekzhu.com/datasketch/lsh.html"
RENSA_SOURCE = "https://github.com/beowolx/rensa#usage"
SLOTS = "RMinHash.from_token_sets, 128 slots, 16 bands of 8, insert_many, query_all"

SYSTEMS = [
    SAMESTORY,
    System("gaoya", "gaoya", "libraries", "gaoya_run.py",
           "MinHashStringIndex, 32 bit, 16 bands of 8, word analyser, lowercase, threshold .7, par_bulk_insert_docs, "
           "par_bulk_query, container smallvec", "https://github.com/serega/gaoya#readme", mode="smallvec",
           wanted_factor=10),
    System("rensa", "rensa", "libraries", "rensa_run.py", SLOTS + "; every candidate reported", RENSA_SOURCE,
           wanted_factor=10),
    System("rensa, check", "rensa", "libraries", "rensa_run.py", SLOTS + "; those that is_similar keeps",
           RENSA_SOURCE, mode="check", wanted_factor=10),
    System("rensa, check, split at spaces", "rensa", "libraries", "rensa_run.py",
           "the same with words from str.split, as in its README", RENSA_SOURCE, mode="spaces", wanted_factor=10),
    System("rensa rho, flags only", "rensa", "libraries", "rensa_run.py",
           "digest_matrix_from_token_sets_rho, query_duplicate_flags_matrix_one_shot: says which articles have a like, "
           "not which likes", "https://github.com/beowolx/rensa/blob/main/benchmarks/full_benchmark.py", mode="rho"),
    System("datasketch", "datasketch", "libraries", "datasketch_run.py",
           "MinHash.generator, xxh32, 128 permutations, MinHashLSH(threshold=.7): 14 bands of 9, "
           "insert(check_duplication=False), query", DATASKETCH_SOURCE, wanted_factor=30),
    System("datasketch, check", "datasketch", "libraries", "datasketch_run.py",
           "the same, candidates kept whose MinHash.jaccard reaches .7", DATASKETCH_SOURCE, mode="check",
           wanted_factor=30),
    System("text-dedup", "text-dedup", "text-dedup", "text_dedup_run.py",
           "python -m text_dedup.minhash, 128 permutations, 5-grams, xxh3, 32 bit, threshold .7, num_proc 1",
           "https://github.com/ChenghaoMou/text-dedup#quick-start", collected=True, wanted_factor=100),
    System("text-dedup, check", "text-dedup", "text-dedup", "text_dedup_run.py",
           "the same with check_false_positive, which compares texts inside a group",
           "https://github.com/ChenghaoMou/text-dedup#quick-start", mode="check", collected=True, wanted_factor=100),
    System("datatrove", "datatrove", "datatrove", "datatrove_run.py",
           "the four stages of its example, default MinhashConfig: 14 buckets of 8, 5-grams, 64-bit xxHash; spaCy "
           "words; local executor, one task, one worker; no token counter, no compression",
           "https://github.com/huggingface/datatrove/blob/main/examples/minhash_deduplication.py", collected=True,
           wanted_factor=500, series_cap=10_000),
]

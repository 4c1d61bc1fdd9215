"""Word 5-grams for the libraries that leave splitting to their caller (datasketch, rensa).

Words as the common truth has them, so that these two are scored on their sketches and not on our choice of words:
lower case and \\w+. Both READMEs split at spaces instead, which is faster and keeps punctuation in the words; the
"split at spaces" variant of rensa shows what that gains and costs.
"""
import re

SHINGLE_WORDS = 5
WORD = re.compile(r"\w+")


def word_runs(text: str) -> list[str]:
    return runs(WORD.findall(text.lower()))


def runs_between_spaces(text: str) -> list[str]:
    return runs(text.lower().split())


def runs(words: list[str]) -> list[str]:
    """All runs of five words; of a shorter text the whole."""
    if len(words) < SHINGLE_WORDS:
        return [" ".join(words)] if words else []
    return list(map(" ".join, zip(words, words[1:], words[2:], words[3:], words[4:])))

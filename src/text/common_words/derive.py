#!/usr/bin/env python3
"""Derive common_words.tsv: how many of a thousand articles of a language hold each of its common words.

    derive.py CORPUS.jsonl[.zst]... --stopwords stopwords-iso.json > common_words.tsv

Each corpus counts once per language, however large it is, so that one newspaper's habits do not rule. Languages with
fewer than 300 articles take the word list of the package stopwordsiso 0.7.1 (PyPI, MIT licence) instead, every word at
the same rate. Only words and rounded rates are kept: facts about languages, not texts.
"""
import argparse, collections, io, json, re, subprocess, sys, unicodedata

LEAST_ARTICLES = 300   # of one language in one corpus; fewer say little about a rate of some per mille
LEAST_RATE = 4         # per mille; rarer words are told from rare ones well enough by the archive itself
MOST_WORDS = 3000      # a language
LIST_RATE = 130        # per mille, for words of the package's lists: the mean rate of those of its English words that the table holds
LEAST_ENTRIES = 100    # words a language; a table of fewer would change nothing

MARKS = re.compile('[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0591-\u05bd\u05bf-\u05c7\u200b-\u200f\u202a-\u202e\u00ad]')
LETTERS = str.maketrans({'أ': 'ا', 'إ': 'ا', 'آ': 'ا', 'ٱ': 'ا', 'ى': 'ي', 'ی': 'ي', 'ک': 'ك', 'ة': 'ه', '’': "'", '‘': "'"})
WORD = re.compile(r"[^\W\d_]+(?:['.·][^\W\d_]+)*")
POINT = re.compile('[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff]')


def terms(text):
    text = MARKS.sub('', unicodedata.normalize('NFKC', text).casefold()).translate(LETTERS)
    found = set()
    for word in WORD.findall(text):
        if POINT.search(word):
            found.update(a + b for a, b in zip(word, word[1:]))
        else:
            found.add(word)
    return found


def lines(path):
    if path.endswith('.zst'):
        with subprocess.Popen(['zstd', '-dcq', path], stdout=subprocess.PIPE) as process:
            yield from io.TextIOWrapper(process.stdout, encoding='utf-8')
    else:
        yield from open(path, encoding='utf-8')


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument('corpora', nargs='+')
    arguments.add_argument('--stopwords', required=True)
    arguments = arguments.parse_args()
    rates = collections.defaultdict(list)  # language -> a table of rates for each corpus
    for path in arguments.corpora:
        held, articles = collections.defaultdict(collections.Counter), collections.Counter()
        for line in lines(path):
            record = json.loads(line)
            articles[record['lang']] += 1
            held[record['lang']].update(terms((record.get('title') or '') + '\n' + (record.get('text') or '')))
        for language, count in articles.items():
            if count >= LEAST_ARTICLES:
                rates[language].append({w: 1000 * n / count for w, n in held[language].items() if n >= 3})
    tables = {}
    for language, parts in rates.items():
        mean = collections.Counter()
        for part in parts:
            for word, rate in part.items():
                mean[word] += rate / len(parts)
        tables[language] = {w: round(r) for w, r in mean.items() if r >= LEAST_RATE}
    for language, words in json.load(open(arguments.stopwords, encoding='utf-8')).items():
        if language not in tables:
            tables[language] = {t: LIST_RATE for w in words for t in terms(w)}
    for language in sorted(tables):
        table = sorted(tables[language].items(), key=lambda item: (-item[1], item[0]))[:MOST_WORDS]
        if len(table) < LEAST_ENTRIES:
            continue
        for word, rate in table:
            print(f'{language}\t{word}\t{rate}')


main()

#!/usr/bin/env python3
"""Derive general_words.tsv: words of everyday reporting that are nobody's name, for scripts without spaces.

    derive.py --zh jieba/dict.txt --th tnc_freq.txt ttc_freq.txt --ja ipadic/ --own own.tsv > general_words.tsv

Chinese: words that the dictionary of the package jieba 0.42.1 (PyPI, MIT licence) marks as neither person, place,
organisation nor other name, from a frequency on. Thai: the commonest words of the lists of the package pythainlp 5.4.0
(PyPI; these two files CC0). Japanese: the general nouns, verbal nouns and affixes of the dictionary of the package
mecab-ipadic 2.7.0-20070801 (Debian; licence of the Nara Institute of Science and Technology) up to a cost, but for those
that it also has as a name. More of Japanese and Thai: own.tsv, written for this project.
"""
import argparse, collections, os, re, sys, unicodedata

NAMES = ('nr', 'ns', 'nt', 'nz', 'x')  # jieba's marks of people, places, organisations, other names, foreign strings
LEAST_ZH = 300      # uses in jieba's corpus; what stands below is hardly ever the topic of several reports
MOST_TH = 4000      # words of five letters and more: shorter ones are syllables that names are made of
MOST_COST_JA = 4500  # ipadic's, lower for commoner words
WORDS_JA = re.compile('[\u3400-\u9fff々]{2,3}|[\u30a1-\u30ffー]{3,}')
GENERAL_JA = ('Noun', 'Noun.verbal', 'Noun.adverbal', 'Noun.adjv', 'Noun.others', 'Noun.nai', 'Suffix', 'Prefix')
NAMES_JA = ('Noun.name', 'Noun.place', 'Noun.org', 'Noun.proper')


def chinese(path):
    for line in open(path, encoding='utf-8'):
        word, uses, kind = line.split(' ')[:3]
        if len(word) in (2, 3) and int(uses) >= LEAST_ZH and not kind.strip().startswith(NAMES):
            yield word


def thai(paths):
    best = collections.Counter()
    for path in paths:
        rows = [line.rstrip('\n').split('\t') for line in open(path, encoding='utf-8')]
        rows = [(word, int(uses)) for word, uses in rows if re.fullmatch('[\u0e00-\u0e7f]{5,}', word)]
        total = sum(uses for _, uses in rows)
        for word, uses in rows:
            best[word] = max(best[word], uses / total)
    return [word for word, _ in sorted(best.items(), key=lambda entry: (-entry[1], entry[0]))[:MOST_TH]]


def entries(folder, names):
    for name in names:
        for line in open(os.path.join(folder, name + '.csv'), encoding='euc-jp'):
            word, _, _, cost = line.split(',')[:4]
            if WORDS_JA.fullmatch(word):
                yield word, int(cost)


def japanese(folder):
    names = {word for word, _ in entries(folder, NAMES_JA)}
    return [word for word, cost in entries(folder, GENERAL_JA) if cost <= MOST_COST_JA and word not in names]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument('--zh', required=True)
    arguments.add_argument('--th', required=True, nargs='+')
    arguments.add_argument('--ja', required=True)
    arguments.add_argument('--own', required=True)
    arguments = arguments.parse_args()
    tables = {'zh': set(chinese(arguments.zh)), 'th': set(thai(arguments.th)), 'ja': set(japanese(arguments.ja))}
    for line in open(arguments.own, encoding='utf-8'):
        language, words = line.rstrip('\n').split('\t')
        tables.setdefault(language, set()).update(words.split())
    for language in sorted(tables):
        for word in sorted(tables[language]):
            print(language, unicodedata.normalize('NFKC', word), sep='\t')


main()

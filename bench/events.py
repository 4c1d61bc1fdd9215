#!/usr/bin/env python3
"""What the story passes do at the ends of their range: big events, sagas of look-alike steps, tiny files.

Archives are invented word by word, as in tests/big_events_test.cc: an event has names and rare words of its own, of
which a report picks two thirds; topics and a common vocabulary make the rest. A step of a saga has some words of its own
beside those of its saga. Tiny files come from labelled news in a DATA folder, where one is given: articles of one day
but different events, and one event alone. Words are invented and events even, so these figures show that a mechanism
works, not how well real news of that size is grouped.
"""

import argparse
import collections
import datetime
import json
import os
import random
import tempfile

import background
import labelled_sets
import runs

BIG_EVENTS = (50, 200, 1000)  # reports
SAGA_STEPS = 30
SAGA_REPORTS = ((8, 8), (1, 6))  # of a step, least and most
START_S, DAY_S = 1_700_000_000, 86_400
TINY_DAY = 8             # articles of one day
TINY_EVENT = (9, 14)     # articles of an event, least and most
TINY_FILES = 10          # of each kind


def word(number):
    consonants, vowels = "bdfgklmnprstvz", "aeiou"
    text = ""
    number += 70
    while number > 0:
        text += consonants[number % 14] + vowels[number // 14 % 5]
        number //= 70
    return text


class Newsroom:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def rare(self):
        return word(10_000 + self.random.randrange(200_000))

    def name(self):
        return self.rare().capitalize() + " " + self.rare().capitalize()

    def invent(self):
        return {"topic": self.random.randrange(40), "names": [self.name() for _ in range(6)],
                "words": [self.rare() for _ in range(40)], "own": []}

    def next_step(self, event):
        return event | {"own": [self.rare() for _ in range(15)] + [self.name() for _ in range(2)]}

    def common(self):
        draw = self.random.randrange
        return word(draw(1 + draw(1 + draw(3000))))

    def report(self, name, event, day):
        pick, draw = self.random.choice, self.random.randrange
        words, names = self.random.sample(event["words"], 26), self.random.sample(event["names"], 4)
        own = event["own"]
        bounds = (55, 68, 83) if own else (55, 78, 93)  # percent: common words, the topic's, the event's, then names
        text = []
        for i in range(100 + draw(100)):
            kind = draw(100)
            if kind < bounds[0]:
                next_word = self.common()
            elif kind < bounds[1]:
                next_word = word(3000 + 100 * event["topic"] + draw(100))
            elif kind < bounds[2]:
                next_word = pick(words)
            else:
                next_word = pick(own) if own and kind < 93 else pick(names)
            text.append((next_word[0].upper() + next_word[1:] if i % 12 == 0 else next_word) + "." * (i % 12 == 11))
        title = [pick(names), pick(words), pick(words)] + [pick(own or words) for _ in range(3)]
        record = {"id": name, "title": " ".join(title), "text": " ".join(text), "lang": "en"}
        if day is not None:
            moment = datetime.datetime.fromtimestamp(START_S + int(day * DAY_S), datetime.timezone.utc)
            record["date"] = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        return record

    def others(self, count, dated):
        """Events of one to six reports over sixty days."""
        records = []
        while len(records) < count:
            event, day = self.invent(), self.random.random() * 60
            for k in range(1 + self.random.randrange(6) // 2 + self.random.randrange(4)):
                records.append(self.report(f"other-{len(records)}", event, day + .1 * k if dated else None))
        return records


class Bench:
    def __init__(self, program, scratch):
        self.program, self.scratch = program, scratch

    def stories(self, records):
        """Story of each id."""
        archive, folder = os.path.join(self.scratch, "archive.jsonl"), os.path.join(self.scratch, "out")
        with open(archive, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        runs.cluster(self.program, archive, folder, "--overwrite", "--level", "stories")
        with open(os.path.join(folder, "articles.jsonl"), encoding="utf-8") as lines:
            return {row["id"]: row["story"] for row in map(json.loads, lines)}

    def big_event(self, reports, others, dated, seed):
        room = Newsroom(seed)
        event = room.invent()
        records = [room.report(f"big-{i}", event, 30 + room.random.random() * 2 if dated else None)
                   for i in range(reports)] + room.others(others, dated)
        stories = self.stories(records)
        of_event = collections.Counter(story for name, story in stories.items() if name.startswith("big-"))
        largest, held = of_event.most_common(1)[0]
        strangers = sum(story == largest and not name.startswith("big-") for name, story in stories.items())
        return {"test": f"big event of {reports}, {'dated' if dated else 'undated'}", "seed": seed,
                "articles": len(records), "held": held / reports, "strangers": strangers}

    def saga(self, least, most, others, dated, seed):
        room = Newsroom(seed)
        saga, gold, records, day = room.invent(), {}, [], 0
        for step in range(SAGA_STEPS):
            event = room.next_step(saga)
            for i in range(room.random.randint(least, most)):
                records.append(room.report(f"saga-{step}-{i}", event, day + room.random.random() if dated else None))
                gold[records[-1]["id"]] = step
            day += room.random.randint(1, 2)
        around = room.others(others, dated)
        stories = self.stories(records + around)
        together = collections.Counter((stories[name], step) for name, step in gold.items())
        # Strangers in a step's story count against it.
        sizes, reports = collections.Counter(stories.values()), collections.Counter(gold.values())
        precision = sum(n * n / sizes[story] for (story, _), n in together.items()) / len(gold)
        recall = sum(n * n / reports[step] for (_, step), n in together.items()) / len(gold)
        each = f"{least} reports" if least == most else f"{least} to {most} reports"
        return {"test": f"saga of {SAGA_STEPS} steps of {each}, {'dated' if dated else 'undated'}", "seed": seed,
                "articles": len(records) + len(around), "precision": precision, "recall": recall}

    def tiny(self, test, records, seed):
        stories = set(self.stories(records).values())
        return {"test": test, "seed": seed, "articles": len(records), "stories": len(stories)}


def read_set(folder):
    event_of = labelled_sets.read_labels(folder)
    return [record | {"event": event_of[str(record["id"])]}
            for record in background.read_articles(labelled_sets.find_documents(folder))
            if str(record["id"]) in event_of]


def tiny_files(data, seed):
    """(test, records): of each labelled set articles of one day and different events, and single events."""
    draw = random.Random(seed)
    for name in labelled_sets.names_of_clusterings(data):
        records = read_set(os.path.join(data, name))
        by_day, by_event = collections.defaultdict(dict), collections.defaultdict(list)
        for record in records:
            by_day[str(record.get("date"))[:10]].setdefault(record["event"], record)
            by_event[record["event"]].append(record)
        days = [list(events.values()) for day, events in sorted(by_day.items())
                if day not in ("", "None") and len(events) >= TINY_DAY]
        events = [some for _, some in sorted(by_event.items()) if TINY_EVENT[0] <= len(some) <= TINY_EVENT[1]]
        for day in draw.sample(days, min(TINY_FILES, len(days))):
            yield f"{TINY_DAY} events of one day, {name}", draw.sample(day, TINY_DAY)
        for event in draw.sample(events, min(TINY_FILES, len(events))):
            yield f"one event of {TINY_EVENT[0]} to {TINY_EVENT[1]} articles, {name}", event


def to_table(rows):
    lines = ["| test | files | articles | share in largest story | strangers in it | P | R | stories | fewest | most |",
             "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for test in dict.fromkeys(row["test"] for row in rows):
        some = [row for row in rows if row["test"] == test]

        def mean(key, digits):
            values = [row[key] for row in some if key in row]
            return f"{sum(values) / len(values):.{digits}f}" if values else ""
        stories = [row["stories"] for row in some if "stories" in row]
        lines.append(f"| {test} | {len(some)} | {mean('articles', 0)} | {mean('held', 3)} | {mean('strangers', 1)} | "
                     f"{mean('precision', 3)} | {mean('recall', 3)} | {mean('stories', 1)} | "
                     f"{min(stories, default='')} | {max(stories, default='')} |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--out", required=True, help="folder for the results; made if needed")
    parser.add_argument("--data", help="folder of labelled sets, for the tiny files; without it there are none")
    parser.add_argument("--others", type=int, default=2000, help="articles around each big event and saga")
    parser.add_argument("--seeds", type=int, default=3)
    arguments = parser.parse_args()
    runs.require_program(arguments.program)
    os.makedirs(arguments.out, exist_ok=True)
    provenance = runs.Provenance(
        arguments.program, f"bench/events.py --program samestory --out OUT --others {arguments.others} "
        f"--seeds {arguments.seeds}" + (" --data DATA" if arguments.data else ""))
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(arguments.program, scratch)
        for seed in range(1, arguments.seeds + 1):
            for dated in (True, False):
                rows += [bench.big_event(reports, arguments.others, dated, seed) for reports in BIG_EVENTS]
                rows += [bench.saga(least, most, arguments.others, dated, seed) for least, most in SAGA_REPORTS]
        rows.sort(key=lambda row: row["test"])
        if arguments.data:
            rows += [bench.tiny(test, records, 1) for test, records in tiny_files(arguments.data, 1)]
    runs.write_csv(os.path.join(arguments.out, "raw.csv"),
                   ["test", "seed", "articles", "held", "strangers", "precision", "recall", "stories"], rows)
    with open(os.path.join(arguments.out, "table.md"), "w", encoding="utf-8") as file:
        file.write(f"Invented events and sagas among {arguments.others} other articles, and small files of labelled "
                   "news: means over the files.\n\n" + to_table(rows))
    provenance.write(arguments.out)


if __name__ == "__main__":
    main()

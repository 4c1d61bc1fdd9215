"""Which labelled articles a run got wrong: those that stand with strangers, or apart from their fellows. Ids only."""
import json
import os
from collections import Counter

from labelled_sets import read_labels

COLUMNS = ["set", "id", "event", "story", "fellows", "strangers", "missed"]


def list_errors(name, folder, results):
    """Rows of errors.csv, the worst first."""
    labels = read_labels(folder)
    with open(os.path.join(results, "articles.jsonl"), encoding="utf-8") as lines:
        story = {row["id"]: row["story"] for row in map(json.loads, lines) if row["id"] in labels}
    together = Counter((labels[article], story[article]) for article in story)
    events, stories = Counter(labels[article] for article in story), Counter(story.values())
    rows = []
    for article, where in story.items():
        fellows = together[labels[article], where]
        strangers, missed = stories[where] - fellows, events[labels[article]] - fellows
        if strangers or missed:
            rows.append({"set": name, "id": article, "event": labels[article], "story": where, "fellows": fellows - 1,
                         "strangers": strangers, "missed": missed})
    return sorted(rows, key=lambda row: (-row["strangers"] - row["missed"], row["id"]))

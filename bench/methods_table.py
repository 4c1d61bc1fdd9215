"""The program beside other methods, on the same sets: one F1 a set and method.

A baseline has a curve, its F1 at each threshold, and a curve gives three figures: the threshold that is best for the
mean of all sets (fitted on the sets that it is shown for), the one that is best for the mean of the other sets (leave
one set out, the honest one), and the one that is best for the set itself (which nobody has who has no labels).
"""
import statistics

METHODS = ["samestory", "samestory in background", "copies only", "alone", "TF-IDF, one threshold",
           "TF-IDF, leaving the set out", "TF-IDF, best threshold", "embeddings, best threshold"]
COST_COLUMNS = ["set", "method", "articles", "seconds", "peak_mb"]


def best_threshold(curves):
    """Of the highest mean; of equals the lowest."""
    return max(curves[0], key=lambda threshold: (statistics.mean(curve[threshold] for curve in curves),
                                                 -float(threshold)))


def alone_f1(row):
    """BCubed F1 of leaving every article alone: its precision is 1, its recall is clusters per article."""
    recall = row["gold_clusters"] / row["articles"]
    return 2 * recall / (1 + recall)


def choose_tfidf(measured, names):
    """With or without the time kernel, whichever is better at its one threshold; a curve a set."""
    def mean_at_best(method):
        curves = [measured[name][method]["curve"] for name in names]
        threshold = best_threshold(curves)
        return statistics.mean(curve[threshold] for curve in curves)
    method = max(("tfidf", "tfidf_kernel"), key=mean_at_best)
    return {name: measured[name][method]["curve"] for name in measured}


def compare(clusterings, mixed, measured, left_out):
    """Rows of methods.csv; the last one is the mean of the sets that are not left out of it."""
    averaged = [name for name in clusterings if name not in left_out]
    curves = choose_tfidf(measured, averaged)
    common = best_threshold([curves[name] for name in averaged])
    rows = []
    for name, levels in clusterings.items():
        others = [curves[other] for other in averaged if other != name]
        best = max(max(measured[name][method]["curve"].values()) for method in ("tfidf", "tfidf_kernel"))
        figures = [levels["stories"]["bcubed_f1"], mixed[name]["stories"]["bcubed_f1"] if mixed else None,
                   levels["copies"]["bcubed_f1"], alone_f1(levels["stories"]), curves[name][common],
                   curves[name][best_threshold(others)] if others else None, best,
                   max(measured[name]["embedding_kernel"]["curve"].values())]
        rows.append({"set": name} | {method: None if figure is None else round(figure, 4)
                                     for method, figure in zip(METHODS, figures)})
    kept = [row for row in rows if row["set"] in averaged]
    return rows + [{"set": "mean"} | {method: mean_of([row[method] for row in kept]) for method in METHODS}]


def mean_of(figures):
    return None if not figures or None in figures else round(statistics.mean(figures), 4)


def costs(clusterings, measured):
    rows = []
    for name, levels in clusterings.items():
        run = levels["stories"]
        rows.append({"set": name, "method": "samestory", "articles": run["archive_articles"],
                     "seconds": run["seconds"], "peak_mb": run["peak_mb"]})
        rows += [{"set": name, "method": method, "articles": run["archive_articles"], "seconds": of["seconds"],
                  "peak_mb": of["peak_mb"]} for method, of in measured[name].items()]
    return rows


def to_markdown(rows):
    lines = ["", "## Beside other methods", "", "BCubed F1. TF-IDF and embeddings: average linkage, a kernel of 3 days "
             "where it helps; see bench/methods_table.py.", "", "| set | " + " | ".join(METHODS) + " |",
             "| --- |" + " ---: |" * len(METHODS)]
    for row in rows:
        cells = ["" if row[method] is None else f"{row[method]:.3f}" for method in METHODS]
        lines.append(f"| {row['set']} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"

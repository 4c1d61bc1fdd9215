"""table.md for people, from raw.csv and scores.csv: cost, quality, the factors asked for, where samestory loses."""
import statistics

from systems import SAMESTORY, SYSTEMS, System

Rows = list[dict[str, str]]

LEGEND = """\
From the file to complete results, one core, every process of the tree counted (measure.py). Seconds are of the
processor: median (least to greatest) of the runs. MB are 10^6 bytes of JSON lines. Times: its processor time over that
of samestory on the same input. Truth: all pairs with a resemblance of at least .7 over word 5-grams, found exactly
(truth.py). Every system splits words as its own documentation says, so each one's own truth differs a little from the
common one. What each is told is listed at the end.
"""

QUALITY_LEGEND = """\
P and R: precision and recall of pairs of articles of at least five words. Pairs: what the system reports, where it
reports pairs. Groups: all pairs inside its groups (for lookup tables: the closure of their pairs). R .7-.8: recall of
the reported pairs, or else groups, of that resemblance. Articles: those that it reports with any other, against those
that have one. Short: pairs inside groups where an article has fewer than five words.
samestory's groups hold copies by coverage as well (an article cut to half of another is its copy), which count as wrong
here, where only resemblance is right.
"""


def median(values: list[float]) -> float:
    return statistics.median(values)


def number(value: float, digits: int = 3) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.{digits}g}"


def spread(values: list[float]) -> str:
    middle = number(median(values))
    return middle if len(values) == 1 else f"{middle} ({number(min(values))} to {number(max(values))})"


def share(row: dict[str, str], *columns: str) -> str:
    """The first of the columns that the row has."""
    value = next((row[column] for column in columns if row.get(column)), "")
    return f"{float(value):.3f}" if value else "-"


def to_line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


class Results:
    def __init__(self, raw: Rows, scores: Rows) -> None:
        self.raw, self.scores = raw, {(row["system"], row["input"]): row for row in scores}
        self.inputs = sorted({row["input"] for row in raw}, key=lambda name: (name.startswith("generated-"),
                                                                                self.articles(name)))

    def rows(self, system: System, given: str) -> Rows:
        return [row for row in self.raw if row["system"] == system.name and row["input"] == given]

    def articles(self, given: str) -> int:
        return next(int(row["articles"]) for row in self.raw if row["input"] == given)

    def cpu_s(self, system: System, given: str) -> list[float]:
        return [float(row["cpu_s"]) for row in self.rows(system, given)]

    def measured(self, given: str) -> list[System]:
        return [system for system in SYSTEMS if self.rows(system, given)]

    def times(self, system: System, given: str) -> float | None:
        base, own = self.cpu_s(SAMESTORY, given), self.cpu_s(system, given)
        return median(own) / median(base) if base and own else None


def factor_table(results: Results) -> list[str]:
    lines = [to_line(["times the processor time of samestory", *results.inputs, "asked for"]),
             to_line(["---", *["---:"] * (len(results.inputs) + 1)])]
    for system in SYSTEMS:
        if system is SAMESTORY or not any(results.rows(system, given) for given in results.inputs):
            continue
        cells = []
        for given in results.inputs:
            times = results.times(system, given)
            met = "" if times is None or not system.wanted_factor else (
                " met" if times >= system.wanted_factor else " missed")
            cells.append("-" if times is None else number(times) + met)
        lines.append(to_line([system.name, *cells, str(system.wanted_factor) if system.wanted_factor else "-"]))
    return lines


def cost_table(results: Results, given: str) -> list[str]:
    lines = [to_line(["system", "processor s", "MB/s of it", "times", "wall s", "peak MB"]),
             to_line(["---", *["---:"] * 5])]
    for system in results.measured(given):
        rows, times = results.rows(system, given), results.times(system, given)
        cpu_s = results.cpu_s(system, given)
        lines.append(to_line([
            system.name, spread(cpu_s), number(int(rows[0]["bytes"]) / 1e6 / median(cpu_s)),
            "-" if times is None else number(times), number(median([float(row["wall_s"]) for row in rows])),
            number(max(float(row["peak_bytes"]) for row in rows) / 1e6)]))
    return lines


def quality_table(results: Results, given: str) -> list[str]:
    lines = [to_line(["system", "pairs", "P", "R", "in groups", "P", "R", "R .7-.8", "articles P", "R", "short P",
                      "R"]),
             to_line(["---", *["---:"] * 11])]
    for system in results.measured(given):
        row = results.scores.get((system.name, given))
        if row is None:
            continue
        lines.append(to_line([
            system.name, row.get("pairs") or "-", share(row, "pairs_precision"), share(row, "pairs_recall"),
            row.get("groups") or "-", share(row, "groups_precision"), share(row, "groups_recall"),
            share(row, "pairs_recall_0.7", "groups_recall_0.7"), share(row, "flags_precision"),
            share(row, "flags_recall"), share(row, "groups_short_precision"), share(row, "groups_short_recall")]))
    return lines


LOSSES = [("precision of reported pairs", "pairs_precision"), ("recall of reported pairs", "pairs_recall"),
          ("precision inside groups", "groups_precision"), ("recall inside groups", "groups_recall"),
          ("precision of articles", "flags_precision"), ("recall of articles", "flags_recall")]


def losses(results: Results) -> list[str]:
    """Every figure in which a peer is better than samestory."""
    lines = []
    for given in results.inputs:
        own = results.scores.get((SAMESTORY.name, given))
        peers = [system for system in results.measured(given) if system is not SAMESTORY]
        if not results.rows(SAMESTORY, given):
            continue
        for label, column in LOSSES if own else []:
            better = [(system.name, float(row[column])) for system in peers
                      if (row := results.scores.get((system.name, given))) and row.get(column)
                      and own.get(column) and float(row[column]) > float(own[column])]
            if better:
                lines.append(f"* {given}, {label}: samestory {float(own[column]):.3f}; "
                             + "; ".join(f"{name} {value:.3f}" for name, value in better))
        for label, column, scale in (("processor seconds", "cpu_s", 1.0), ("peak MB", "peak_bytes", 1e6)):
            def figure(system: System) -> float:
                return median([float(row[column]) for row in results.rows(system, given)]) / scale
            better = [(system.name, figure(system)) for system in peers if figure(system) < figure(SAMESTORY)]
            if better:
                lines.append(f"* {given}, {label}: samestory {number(figure(SAMESTORY))}; "
                             + "; ".join(f"{name} {number(value)}" for name, value in better))
    return lines or ["* Nowhere in these figures."]


def run_lines(results: Results, meta: dict) -> list[str]:
    runs = sorted({row["run"] for row in results.raw})
    if len(runs) == 1:
        facts = meta["runs"][-1]
        return [f"All rows come from one run, {runs[0]}: {facts['cpu']}, commit {facts['commit']}, load average before "
                f"{facts['load_average_before'][0]:.1f}, after {facts['load_average_after'][0]:.1f}."]
    lines = ["**The rows come from different runs**; the machine may have been busier in one than in another:", ""]
    for name in runs:
        for given in results.inputs:
            systems = dict.fromkeys(row["system"] for row in results.raw if (row["run"], row["input"]) == (name, given))
            if systems:
                lines.append(f"* {name}, {given}: " + "; ".join(systems))
    return lines


def make_table(raw: Rows, scores: Rows, meta: dict) -> str:
    results = Results(raw, scores)
    lines = ["# samestory and its peers", "", *run_lines(results, meta), "", LEGEND, "## Times", "",
             *factor_table(results), ""]
    for given in results.inputs:
        held = meta["inputs"][given]
        lines += [f"## {given}: {held['articles']:,} articles, {held['bytes'] / 1e6:.1f} MB", "",
                  *cost_table(results, given), ""]
        truth = next((row for (_, name), row in results.scores.items() if name == given), None)
        if truth:
            full, short = int(truth["true_pairs"]), int(truth["true_pairs_short"])
            lines += [f"{full:,} true pairs of full articles, {short:,} with a short one.", "",
                      *quality_table(results, given), ""]
    lines += ["## How to read the quality", "", QUALITY_LEGEND, "## Where samestory is not the best", "",
              *losses(results), "", "## Settings", "", "| system | settings | source |", "| --- | --- | --- |"]
    lines += [to_line([system.name, system.settings, system.source]) for system in SYSTEMS]
    return "\n".join([*lines, "", "Versions, commands, checksums of the inputs: meta.json.", ""])

"""The results folder: a new run's rows take the place of older ones of the same system and input."""
import csv
import json
import os

Row = dict[str, object]
RAW = ["run", "system", "input", "articles", "bytes", "repeat", "cpu_s", "user_s", "system_s", "wall_s", "peak_bytes",
       "processes_seen"]


def read_csv(path: str) -> list[Row]:
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_csv(path: str, rows: list[Row], columns: list[str]) -> None:
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def replace_rows(path: str, new: list[Row]) -> list[Row]:
    measured = {(row["system"], row["input"]) for row in new}
    return [row for row in read_csv(path) if (row["system"], row["input"]) not in measured] + new


def read_meta(out: str) -> dict:
    path = os.path.join(out, "meta.json")
    if not os.path.exists(path):
        return {"runs": [], "inputs": {}}
    with open(path, encoding="utf-8") as file:
        held = json.load(file)
    return {"runs": held["runs"], "inputs": held["inputs"]}


def write_json(path: str, content: dict) -> None:
    with open(path, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2, ensure_ascii=False)
        file.write("\n")

"""Places of gold: python -m bench.place_gold SET [--held | --rest] [--given] [-o OUT.jsonl]

Reads the reports of a gold set (reports.jsonl beside gold.jsonl) with kept parses and runs the place stage alone.
--given hands the gold toponyms to the chooser, so that its choice is scored apart from finding; --held keeps the
reports with sha256(id) % 3 == 0, on which nothing was trained or looked at, --rest the others. Writes records for
the scorer, and the gold of the same reports beside them (OUT.gold.jsonl).
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from bench.readings import documents, parsed
from onrecord.reading.places import find_places, resolve
from onrecord.reading.places.names import find_names, name_of
from onrecord.record import Document, Place, Syntax


@dataclass(frozen=True, slots=True)
class Marked:
    """A report with its parse and its gold places."""

    document: Document
    syntax: Syntax
    places: list[dict[str, Any]]
    row: dict[str, Any]


def held_out(name: str) -> bool:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 3 == 0


def marked(folder: Path, part: str = "all") -> Iterator[Marked]:
    gold = {}
    for line in (folder / "gold.jsonl").read_text("utf-8").split("\n"):
        if line.strip():
            row = json.loads(line)
            gold[row["id"]] = row
    keep = {i for i in gold if part == "all" or held_out(i) == (part == "held")}
    for document, syntax in parsed(documents(folder / "reports.jsonl", keep)):
        yield Marked(document, syntax, gold[document.name]["places"], gold[document.name])


def given(report: Marked) -> tuple[Place, ...]:
    """The chooser's places for the gold toponyms; ids are in the order of the text."""
    spans = [report.document.span(p["start"], p["end"]) for p in report.places]
    names = [name_of(report.syntax, s) for s in spans]
    hints = find_names(report.document, report.syntax).demonyms
    chosen = resolve(report.document, report.syntax, [n for n in names if n], hints)
    return tuple(
        replace(p, span=s) for p, s in zip(chosen, [s for s, n in zip(spans, names, strict=True) if n], strict=True)
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--held", dest="part", action="store_const", const="held", default="all")
    arguments.add_argument("--rest", dest="part", action="store_const", const="rest")
    arguments.add_argument("--given", action="store_true")
    arguments.add_argument("-o", "--out", type=Path, required=True)
    options = arguments.parse_args()
    encode = msgspec.json.Encoder().encode
    with options.out.open("wb") as out, options.out.with_suffix(".gold.jsonl").open("w", encoding="utf-8") as gold:
        for report in marked(options.folder, options.part):
            places = given(report) if options.given else find_places(report.document, report.syntax)
            record = {"schema": "onrecord/1", "document": report.document, "places": places}
            out.write(encode(record) + b"\n")
            gold.write(json.dumps(report.row) + "\n")


if __name__ == "__main__":
    main()

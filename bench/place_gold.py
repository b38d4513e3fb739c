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
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from bench.readings import documents, parsed
from onrecord.gazetteer import Entry
from onrecord.reading.places import find_places, resolve
from onrecord.reading.places.names import find_names, name_of
from onrecord.record import Document, Place
from onrecord.syntax import Syntax


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


def kilometres(entry: Entry, place: dict[str, Any]) -> float:
    a, b, c, d = (math.radians(x) for x in (entry.latitude, entry.longitude, place["latitude"], place["longitude"]))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(h)))


@dataclass(slots=True)
class Ceiling:
    """How many gold places the table could meet at all: some entry of the name within 161 km, or the same country."""

    gold: int = 0
    named: int = 0
    met: int = 0

    def count(self, report: Marked) -> None:
        for place in report.places:
            if place["latitude"] is None:
                continue
            name = name_of(report.syntax, report.document.span(place["start"], place["end"]))
            hits = name.hits if name else ()
            code = place.get("country_code") if place.get("level") == "country" else None
            self.gold += 1
            self.named += bool(hits)
            self.met += any((code and h.entry.country == code) or kilometres(h.entry, place) < 161 for h in hits)


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
        ceiling = Ceiling()
        for report in marked(options.folder, options.part):
            ceiling.count(report)
            places = given(report) if options.given else find_places(report.document, report.syntax)
            record = {"schema": "onrecord/1", "document": report.document, "places": places}
            out.write(encode(record) + b"\n")
            gold.write(json.dumps(report.row) + "\n")
    missed = 1 - ceiling.met / max(1, ceiling.gold)
    print(f"{ceiling.gold} gold places, {ceiling.named} by a name of the table; no entry could meet {missed:.3f}")


if __name__ == "__main__":
    main()

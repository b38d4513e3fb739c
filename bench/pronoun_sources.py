"""How many pronoun sources of quotations go to the right entity: python -m bench.pronoun_sources REPORTS.jsonl

The marks (bench/marked/pronoun_sources.jsonl) are offsets into texts that are not ours to pass on, each text known by
its SHA-256: for each pronoun that PolNeAR's annotators marked as a source, the nearest words that tell who is meant,
marked by careful reading. An item is right when the pronoun's entity has a mention that overlaps one of them. First
persons of an article's own author, and a pronoun in a supposition, are not marked.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

from bench.readings import documents, parsed
from onrecord import pipeline
from onrecord.record import Mention, Record

MARKS = Path(__file__).parent / "marked" / "pronoun_sources.jsonl"


def marks() -> dict[str, list[dict[str, Any]]]:
    """The items of each text by its SHA-256."""
    rows = [json.loads(line) for line in MARKS.read_text("utf-8").splitlines()]
    return {row["sha256"]: row["items"] for row in rows}


def judge(record: Record, item: dict[str, Any]) -> tuple[str, bool]:
    """What the record makes of one item ("" for nothing), and whether it is right."""
    start, end = item["pronoun"]
    mention = next((m for m in record.mentions if m.span.start == start and m.span.end == end), None)
    if mention is None:
        return "", False
    name = next(e.name for e in record.entities if e.id == mention.entity)
    told = [m for m in record.mentions if m.entity == mention.entity and m.form != "pronoun"]
    return name, any(_overlaps(m, a, b) for m in told for a, b in item["antecedents"])


def _overlaps(mention: Mention, start: int, end: int) -> bool:
    return mention.span.start < end and start < mention.span.end


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("reports", type=Path)
    arguments.add_argument("--errors", action="store_true", help="list what is wrong (for a set not held out)")
    given = arguments.parse_args()
    wanted = marks()
    right = resolved = total = 0
    chosen = (d for d in documents(given.reports) if hashlib.sha256(d.text.encode()).hexdigest() in wanted)
    for document, syntax in parsed(chosen):
        record = pipeline.read_parsed(document, syntax)
        for item in wanted[hashlib.sha256(document.text.encode()).hexdigest()]:
            name, good = judge(record, item)
            total, right, resolved = total + 1, right + good, resolved + bool(name)
            if given.errors and not good:
                print(document.name, item["pronoun"], name or "-")
    print(f"pronoun sources: {total} marked, {resolved} resolved, {right} right ({right / max(total, 1):.3f})")


if __name__ == "__main__":
    main()

"""How many sentences without any public event get a coded one: python -m bench.no_event [--show]

The two hundred sentences (sport, markets, weather, culture, advice) were chosen from the gold texts before the rules
were written; bench/marked/no_event.jsonl holds where each stands (set, report, offsets) and a hash, no text.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from collections import Counter
from pathlib import Path

from bench.readings import parsed, sources
from onrecord import pipeline
from onrecord.clean import clean
from onrecord.record import Document, Source
from onrecord.syntax import Syntax

MARKED = Path(__file__).parent / "marked" / "no_event.jsonl"
SHARED = Path(os.environ.get("ONRECORD_SHARED", Path(__file__).parents[2] / "shared"))


def marked() -> list[tuple[str, str]]:
    """(what the sentence is about, the sentence) for every marked sentence whose text is there."""
    rows = [json.loads(line) for line in MARKED.read_text("utf-8").splitlines()]
    texts: dict[tuple[str, str], str] = {}
    for name in sorted({r["set"] for r in rows}):
        for source in sources(SHARED / "gold" / name / "reports.jsonl", {r["id"] for r in rows if r["set"] == name}):
            texts[name, source.name] = source.text or ""
    found = []
    for row in rows:
        quote = texts.get((row["set"], row["id"]), "")[row["start"] : row["end"]]
        if hashlib.sha256(quote.encode()).hexdigest() == row["sha256"]:
            found.append((row["why"], quote))
    return found


def coded(document: Document, syntax: Syntax) -> list[str]:
    record = pipeline.read_parsed(document, syntax)
    return [f"{e.trigger.quote}={e.kind} ({e.rule})" for e in record.events if e.kind]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--show", action="store_true", help="print the sentences that got a coded event")
    given = arguments.parse_args()
    rows = marked()
    documents = [clean(Source(str(i), text)) for i, (_, text) in enumerate(rows)]
    wrong: Counter[str] = Counter()
    for (why, text), (document, syntax) in zip(rows, parsed(documents), strict=True):
        events = coded(document, syntax)
        wrong[why] += bool(events)
        if events and given.show:
            print(f"{why}: {text}\n    {'; '.join(events)}")
    print(f"sentences {len(rows)}  with a coded event {sum(wrong.values())}  {dict(wrong)}")


if __name__ == "__main__":
    main()

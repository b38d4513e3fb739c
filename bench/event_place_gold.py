"""Event places with gold triggers: python -m bench.event_place_gold FOLDER... [--errors]

Every folder holds annotated reports (reports.jsonl and one .json each). The gold events are given as triggers alone,
the places are the stage's own; prints how many are right by the rules of the exam's scorer: one name contains the
other; a gold place that the event's sentence does not name may be left out; where gold has none, a place carried from
another sentence does not count against the record.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from bench.readings import documents, parsed
from onrecord.reading.entities import find_entities
from onrecord.reading.event_place import place_events
from onrecord.reading.places import find_places
from onrecord.record import Event, Place
from onrecord.syntax import Syntax


def contains(a: str, b: str) -> bool:
    first, second = (re.sub(r"^(?:the|a|an)\s+|'s?$", "", x.casefold().replace("’", "'").strip(" .,")) for x in (a, b))
    return any(re.search(rf"(?<!\w){re.escape(x)}(?!\w)", y) is not None for x, y in ((first, second), (second, first)))


def judge(gold: str | None, place: Place | None, sentence: str, here: bool) -> str:
    if place is None:
        if gold is None or gold.casefold() not in sentence.casefold():
            return "right, none"
        return "missing"
    if gold is None:
        return "spurious" if here else "right, carried"
    return "right" if contains(gold, place.name) or contains(gold, place.span.quote) else "wrong"


def events_of(gold: dict[str, Any], document: Any) -> list[Event]:
    rows = sorted(gold["events"], key=lambda e: int(e["trigger"]["start"]))
    return [
        Event(f"e{n}", document.span(e["trigger"]["start"], e["trigger"]["end"]), kind=e.get("kind"))
        for n, e in enumerate(rows, 1)
    ]


def sentence_of(syntax: Syntax, text: str, offset: int) -> tuple[int, int, str]:
    token = syntax.at(offset)
    if token is None:
        return 0, 0, ""
    first, last = syntax.sentences[token.sent]
    start, end = syntax.tokens[first].start, syntax.tokens[last - 1].end
    return start, end, text[start:end]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folders", nargs="+", type=Path)
    arguments.add_argument("--errors", action="store_true", help="print each error (not for held-out reports)")
    options = arguments.parse_args()
    counts: Counter[str] = Counter()
    for folder in options.folders:
        for document, syntax in parsed(documents(folder / "reports.jsonl")):
            path = folder / f"{document.name}.json"
            if not path.exists():
                continue
            gold = json.loads(path.read_text("utf-8"))
            wanted = [e.get("place") for e in sorted(gold["events"], key=lambda e: int(e["trigger"]["start"]))]
            places = find_places(document, syntax)
            placed = place_events(
                document, syntax, places, find_entities(document, syntax, places), tuple(events_of(gold, document))
            )
            known = {p.id: p for p in placed.places or places}
            for event, name in zip(placed.events, wanted, strict=True):
                start, end, sentence = sentence_of(syntax, document.text, event.trigger.start)
                place = known.get(event.place or "")
                verdict = judge(name, place, sentence, place is not None and start <= place.span.start < end)
                counts[verdict] += 1
                if options.errors and not verdict.startswith("right"):
                    shown = sentence.replace("\n", " ")
                    got = place.name if place else None
                    print(f"{verdict}: {event.trigger.quote!r} gold {name!r} got {got!r} | {shown}")
    whole = sum(counts.values())
    right = sum(n for v, n in counts.items() if v.startswith("right"))
    print(f"{right} of {whole} right ({right / max(1, whole):.3f}): {dict(sorted(counts.items()))}")


if __name__ == "__main__":
    main()

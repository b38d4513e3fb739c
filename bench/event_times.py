"""Which time belongs to which event, on annotated reports whose triggers are given: python -m bench.event_times FOLDER

FOLDER holds compiled reports of attributed events (one .json each) and their reports.jsonl. Times and
attributions are ours, the triggers are the annotators'. A gold time that
the record does not give counts as left out, not wrong.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from bench.readings import documents, parsed
from onrecord import pipeline
from onrecord.record import Document, Event, Timex

_BEFORE_EVENTS = ("dating", "times", "places", "entities", "status", "attribution", "speakers", "saying_time")


def given_events(document: Document, gold: dict[str, Any]) -> tuple[Event, ...]:
    """Events that hold nothing but their annotated triggers and kinds."""
    spans = [(e["trigger"]["start"], e["trigger"]["end"], e.get("kind")) for e in gold["events"]]
    return tuple(
        Event(f"e{n}", document.span(start, end), kind)
        for n, (start, end, kind) in enumerate(sorted(spans, key=str), 1)
    )


def same_day(gold: str, timex: Timex) -> bool:
    """Equal values, or values of the same day, or an interval with the same ends."""
    value, earliest, latest = timex.value, (timex.earliest or "")[:10], (timex.latest or "")[:10]
    if value == gold:
        return True
    if "/" in gold:
        return [earliest, latest] == gold.split("/")
    return len(gold) >= 10 and (gold[:10] == value[:10] or gold[:10] == earliest == latest)


def score(folder: Path, *, show: bool) -> Counter[str]:
    counts: Counter[str] = Counter()
    stages = [stage for name, stage in pipeline.STAGES if name in _BEFORE_EVENTS]
    last = dict(pipeline.STAGES)["event_time"]
    for document, syntax in parsed(documents(folder / "reports.jsonl")):
        gold = json.loads((folder / f"{document.name}.json").read_text("utf-8"))
        reading = pipeline.Reading(document, syntax)
        for stage in stages:
            reading = stage(reading)
        reading = last(pipeline.replace(reading, events=given_events(reading.document, gold)))
        want = {(e["trigger"]["start"], e["trigger"]["end"]): e.get("time") for e in gold["events"]}
        times = {t.id: t for t in reading.times}
        for event in reading.events:
            timex = times.get(event.time or "")
            outcome = judge(want[event.trigger.start, event.trigger.end], timex)
            counts[outcome] += 1
            if show and outcome not in ("right", "rightly none"):
                told = f"{timex.span.quote} = {timex.value} [{event.time_reason}]" if timex else "-"
                print(
                    outcome,
                    document.name,
                    event.trigger.quote,
                    want[event.trigger.start, event.trigger.end],
                    told,
                    sep="\t",
                )
    return counts


def judge(gold: str | None, timex: Timex | None) -> str:
    if gold is None:
        return "rightly none" if timex is None else "invented"
    return "left out" if timex is None else "right" if same_day(gold, timex) else "wrong"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--show", action="store_true", help="a line for each event that is not right")
    given = arguments.parse_args()
    counts = score(given.folder, show=given.show)
    print(dict(counts), f"accuracy {(counts['right'] + counts['rightly none']) / max(1, sum(counts.values())):.3f}")


if __name__ == "__main__":
    main()

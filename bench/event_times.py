"""Which time belongs to which event, on annotated reports whose triggers are given: python -m bench.event_times FOLDER

FOLDER holds compiled reports of attributed events (one .json each) and their reports.jsonl. Times and
attributions are ours, the triggers are the annotators'. A gold time that
the record does not give counts as left out, not wrong.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

from bench.readings import documents, parsed
from onrecord import pipeline
from onrecord.record import Document, Event, Timex
from onrecord.syntax import Syntax

MARKED = Path(__file__).with_name("marked") / "event_times.jsonl"
_BEFORE_EVENTS = ("dating", "times", "places", "entities", "status", "attribution", "speakers", "saying_time")


def given_events(document: Document, gold: dict[str, Any]) -> tuple[Event, ...]:
    """Events that hold nothing but their annotated triggers and kinds."""
    spans = [(e["trigger"]["start"], e["trigger"]["end"], e.get("kind")) for e in gold["events"]]
    return tuple(
        Event(f"e{n}", document.span(start, end), kind)
        for n, (start, end, kind) in enumerate(sorted(spans, key=str), 1)
    )


def same_day(gold: str, timex: Timex, until: Timex | None = None) -> bool:
    """Equal values, or values of the same day, or an interval with the same ends (told by one time or by two)."""
    value, earliest, latest = timex.value, (timex.earliest or "")[:10], ((until or timex).latest or "")[:10]
    if value == gold:
        return True
    if "/" in gold:
        return [earliest, latest] == gold.split("/")
    return len(gold) >= 10 and (gold[:10] == value[:10] or gold[:10] == earliest == latest)


def score(folder: Path, *, show: bool) -> Counter[str]:
    counts: Counter[str] = Counter()
    for document, syntax in parsed(documents(folder / "reports.jsonl")):
        gold = json.loads((folder / f"{document.name}.json").read_text("utf-8"))
        reading = _with_times(document, syntax, given_events(document, gold))
        want = {(e["trigger"]["start"], e["trigger"]["end"]): e.get("time") for e in gold["events"]}
        times = {t.id: t for t in reading.times}
        for event in reading.events:
            timex = times.get(event.time or "")
            outcome = judge(want[event.trigger.start, event.trigger.end], timex, times.get(event.until or ""))
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


def score_marked(shared: Path, *, show: bool) -> Counter[str]:
    """The sentences of bench/marked/event_times.jsonl: offsets of triggers and of their times, null where none."""
    counts: Counter[str] = Counter()
    rows = [json.loads(line) for line in MARKED.read_text("utf-8").splitlines()]
    for name in dict.fromkeys(row["set"] for row in rows):
        marked = {row["report"]: row for row in rows if row["set"] == name}
        for document, syntax in parsed(documents(shared / "gold" / name / "reports.jsonl", set(marked))):
            row = marked[document.name]
            if hashlib.sha256(document.text.encode()).hexdigest() != row["sha256"]:
                raise SystemExit(f"{document.name}: the text is not the one that was marked")
            events = [event for sentence in row["sentences"] for event in sentence["events"]]
            made = tuple(Event(f"e{n}", document.span(a, b)) for n, (a, b, _, _) in enumerate(events))
            reading = _with_times(document, syntax, made)
            times = {t.id: t for t in reading.times}
            for event, (_, _, start, end) in zip(reading.events, events, strict=True):
                counts[_marked_outcome(times.get(event.time or ""), start, end)] += 1
                if show:
                    print(document.name, event.trigger, times.get(event.time or ""), start, sep="\t")
    return counts


def _marked_outcome(timex: Timex | None, start: int | None, end: int | None) -> str:
    if start is None or end is None:
        return "rightly none" if timex is None else "invented"
    if timex is None:
        return "left out"
    return "right" if timex.span.start < end and start < timex.span.end else "wrong"


def _with_times(document: Document, syntax: Syntax, events: tuple[Event, ...]) -> pipeline.Reading:
    reading = pipeline.Reading(document, syntax)
    for name, stage in pipeline.STAGES:
        if name in _BEFORE_EVENTS:
            reading = stage(reading)
    return dict(pipeline.STAGES)["event_time"](pipeline.replace(reading, events=events))


def judge(gold: str | None, timex: Timex | None, until: Timex | None = None) -> str:
    if gold is None:
        return "rightly none" if timex is None else "invented"
    return "left out" if timex is None else "right" if same_day(gold, timex, until) else "wrong"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path, help="a folder of compiled reports, or the shared folder with --marked")
    arguments.add_argument("--marked", action="store_true", help="score the marked sentences instead")
    arguments.add_argument("--show", action="store_true", help="a line for each event that is not right")
    given = arguments.parse_args()
    counts = (score_marked if given.marked else score)(given.folder, show=given.show)
    print(dict(counts), f"accuracy {(counts['right'] + counts['rightly none']) / max(1, sum(counts.values())):.3f}")


if __name__ == "__main__":
    main()

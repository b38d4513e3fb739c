"""Which time belongs to which event and to which saying, and the report's own date: tables of cases."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from onrecord import parse, pipeline
from onrecord.reading.dating import date_report
from onrecord.reading.event_order import order_events
from onrecord.reading.event_time import time_events
from onrecord.record import Document, Event
from onrecord.syntax import Syntax

CASES = Path(__file__).parent / "cases"
BEFORE = ("times", "places", "entities", "status", "attribution", "saying_time")


def _cases(stage: str) -> list[dict[str, Any]]:
    paths = sorted((CASES / stage).glob("*.toml"))
    return [case for path in paths for case in tomllib.loads(path.read_text("utf-8"))["case"]]


@cache
def _parses() -> dict[str, Syntax]:
    texts = sorted({c["text"] for stage in ("event_time", "dating") for c in _cases(stage)})
    return dict(zip(texts, parse.parse_all([Document("d", "d", t) for t in texts]), strict=True))


def _read(case: dict[str, Any]) -> pipeline.Reading:
    document = Document("d", "d", case["text"], published="2024-12-16", published_basis="given")
    reading = pipeline.Reading(document, _parses()[case["text"]])
    for name, stage in pipeline.STAGES:
        if name in BEFORE:
            reading = stage(reading)
    return reading


def _events(document: Document, triggers: list[str]) -> tuple[Event, ...]:
    kinds = {"condemned": "ACCUSE"}
    starts = sorted((document.text.index(t), t) for t in triggers)
    return tuple(Event(f"e{n}", document.span(a, a + len(t)), kinds.get(t)) for n, (a, t) in enumerate(starts, 1))  # type: ignore[arg-type]


@pytest.mark.parametrize("case", _cases("event_time"), ids=lambda c: c["text"][:60])
def test_time_of_events_and_sayings(case: dict[str, Any]) -> None:
    reading = _read(case)
    quotes = {t.id: t.span.quote for t in reading.times}
    events = _events(reading.document, [trigger for trigger, _ in case["events"]])
    timed = {
        e.trigger.quote: e
        for e in time_events(reading.document, reading.syntax, reading.times, reading.attributions, events)
    }
    got = [[trigger, quotes.get(timed[trigger].time or "", "")] for trigger, _ in case["events"]]
    assert got == case["events"]
    assert all(bool(e.time) == bool(e.time_reason) for e in timed.values())
    assert [[t, quotes.get(timed[t].until or "", "")] for t, _ in case.get("until", [])] == case.get("until", [])
    said = {a.cue.quote: quotes.get(a.time or "", "") for a in reading.attributions}
    assert [[cue, said.get(cue, "no attribution")] for cue, _ in case.get("sayings", [])] == case.get("sayings", [])


@pytest.mark.parametrize("case", _cases("dating"), ids=lambda c: c["why"])
def test_date_of_the_report(case: dict[str, Any]) -> None:
    given = case.get("given")
    document = Document(
        "d", "d", case["text"], url=case.get("url"), published=given, published_basis="given" if given else "unknown"
    )
    dated = date_report(document, _parses()[case["text"]])
    assert (dated.published or "", dated.published_basis) == (case["published"], case["basis"])


ORDERS = [
    ("He fled Orla hours after gunmen attacked the palace.", [("fled", "after", "attacked")]),
    ("Guards searched the hall before the election.", [("searched", "before", "election")]),
    ("Nine people died when a bomb exploded.", [("died", "during", "exploded")]),
    ("Two men were shot during the protest.", [("shot", "during", "protest")]),
    ("He fled because gunmen attacked the palace.", []),
]


@pytest.mark.parametrize(("text", "orders"), ORDERS, ids=[text for text, _ in ORDERS])
def test_order_of_events(text: str, orders: list[tuple[str, str, str]]) -> None:
    document = Document("d", "d", text)
    triggers = [
        w for w in ("fled", "attacked", "searched", "election", "died", "exploded", "shot", "protest") if w in text
    ]
    events = order_events(document, parse.parse(document), _events(document, triggers))
    names = {e.id: e.trigger.quote for e in events}
    got = [
        (e.trigger.quote, way, names[other])
        for e in events
        for way, others in (("after", e.after), ("before", e.before), ("during", e.during))
        for other in others
    ]
    assert got == orders

"""Each invariant of a record, broken once: `check` names the place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.synthetic import record
from onrecord.check import check
from onrecord.record import Attribution, Codes, Credit, Document, Excluded, Figure, Program, Record, Run, Span

MADE = record(5, events=4)


def broken(part: str, number: int = 0, **change: Any) -> Record:
    """The record with one item of one list changed."""
    items = list(getattr(MADE, part))
    items[number] = replace(items[number], **change)
    return replace(MADE, **{part: tuple(items)})


def document(**change: Any) -> Record:
    return replace(MADE, document=replace(MADE.document, **change))


def said(*attributions: tuple[str, str | None], chain: tuple[str, ...]) -> Record:
    """The record with attributions (id, within), the first event hanging from the chain."""
    first = MADE.attributions[0]
    made = tuple(replace(first, id=id_, within=within) for id_, within in attributions)
    events = (replace(MADE.events[0], according_to=chain), *(replace(e, according_to=()) for e in MADE.events[1:]))
    return replace(MADE, attributions=made, events=events)


def figure(low: float | None, high: float | None) -> tuple[Figure, ...]:
    return (Figure("killed", low, high, None, "event", None, MADE.events[0].figures[0].span),)


SPAN = MADE.events[0].trigger
MISPLACED = Span(SPAN.start + 1, SPAN.end + 1, SPAN.quote)
BEYOND = Span(10**6, 10**6 + 1, "x")

BROKEN: list[tuple[str, Callable[[], Record], str, str]] = [
    ("moved quote", lambda: broken("events", trigger=MISPLACED), "$.events[0].trigger", "is not what the text holds"),
    ("beyond the text", lambda: broken("mentions", span=BEYOND), "$.mentions[0].span", "outside the text"),
    (
        "nested span",
        lambda: document(credits=(Credit(BEYOND, "AP"),)),
        "$.document.credits[0].span",
        "outside the text",
    ),
    ("id twice", lambda: broken("events", 1, id="e1"), "$.events[1].id", "is there twice"),
    ("mention of nobody", lambda: broken("mentions", entity="n99"), "$.mentions[0].entity", "none of the record's"),
    ("source", lambda: broken("attributions", source="n99"), "$.attributions[0].source", "none of the record's"),
    ("event's place", lambda: broken("events", place="p99"), "$.events[0].place", "none of the record's places"),
    ("event's time", lambda: broken("events", time="p1"), "$.events[0].time", "none of the record's times"),
    (
        "argument",
        lambda: broken("events", arguments=(replace(MADE.events[0].arguments[0], entity="x"),)),
        "$.events[0].arguments[0].entity",
        "none of the record's entities",
    ),
    ("chain id", lambda: said(chain=("a7",)), "$.events[0].according_to[0]", "none of the record's attributions"),
    (
        "outermost first",
        lambda: said(("a1", "a2"), ("a2", None), chain=("a2", "a1")),
        "$.events[0].according_to[0]",
        "innermost to outermost",
    ),
    (
        "chain too short",
        lambda: said(("a1", "a2"), ("a2", None), chain=("a1",)),
        "$.events[0].according_to[0]",
        "the chain ends with it",
    ),
    (
        "circle",
        lambda: said(("a1", "a2"), ("a2", "a1"), chain=()),
        "$.attributions[0].within",
        "goes in a circle",
    ),
    ("nothing said", lambda: broken("attributions", content=()), "$.attributions[0].content", "is empty"),
    ("status", lambda: broken("events", status="true"), "$.events[0].status", "Invalid enum value"),
    ("schema", lambda: replace(MADE, schema="x"), "$.schema", "is 'x'"),
    ("figure", lambda: broken("events", figures=figure(5, 3)), "$.events[0].figures[0]", "low 5 is above high 3"),
    ("open figure", lambda: broken("events", figures=figure(None, None)), "$.events[0].figures[0]", "neither low"),
    ("interval", lambda: broken("times", latest="1999-01-01"), "$.times[0]", "is after latest"),
    ("no date", lambda: broken("times", earliest="soon"), "$.times[0].earliest", "no ISO date"),
    ("published", lambda: document(published="Monday"), "$.document.published", "no ISO date"),
    ("basis", lambda: document(published=None), "$.document.published_basis", "exactly when there is no date"),
    ("latitude", lambda: broken("places", latitude=91.0), "$.places[0].latitude", "outside -90 to 90"),
    ("half a point", lambda: broken("places", longitude=None), "$.places[0]", "without the other"),
    ("country", lambda: broken("places", country="Syria"), "$.places[0].country", "alpha-3"),
    ("code", lambda: broken("entities", codes=Codes("SY")), "$.entities[0].codes.country", "alpha-3"),
    ("one trigger twice", lambda: broken("events", 1, trigger=SPAN), "$.events[1].trigger", "one trigger, one event"),
    ("relevance", lambda: broken("events", relevance=2.0), "$.events[0].relevance", "outside 0 to 1"),
    ("until alone", lambda: broken("events", time=None, until="t1"), "$.events[0].until", "without time"),
    (
        "two words",
        lambda: broken("events", trigger=MADE.document.span(SPAN.start, SPAN.end + 4)),
        "$.events[0].trigger",
        "is not one word",
    ),
    (
        "event in a caption",
        lambda: document(excluded=(Excluded(MADE.document.span(0, SPAN.end), "caption"),)),
        "$.events[0].trigger",
        "excluded as 'caption'",
    ),
    ("origin", lambda: document(origin=(Run(5, 9, 0), Run(7, 12, 9))), "$.document.origin[1]", "do not overlap"),
]


@pytest.mark.parametrize(("make", "path", "words"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_what_does_not_hold_is_found(make: Callable[[], Record], path: str, words: str) -> None:
    assert any(f.path == path and words in f.message for f in check(make())), check(make())


def test_a_whole_record_holds() -> None:
    for number in range(30):
        assert check(record(number)) == ()
    assert check(said(("a1", "a2"), ("a2", None), chain=("a1", "a2"))) == ()
    assert check(Record(Program("0"), Document("d", "d", ""))) == ()


def test_a_long_chain_takes_no_long_time() -> None:
    first = MADE.attributions[0]
    many = tuple(replace(first, id=f"a{n}", within=f"a{n + 1}" if n < 20_000 else None) for n in range(1, 20_001))
    assert not [f for f in check(replace(MADE, attributions=many, events=())) if "circle" in f.message]


ODD = st.one_of(st.none(), st.integers(), st.text(max_size=3), st.just(()), st.just((None,)))


@settings(max_examples=150)
@given(
    part=st.sampled_from(["entities", "mentions", "times", "places", "attributions", "events", "document", "notes"]),
    value=ODD,
)
def test_no_record_makes_it_raise(part: str, value: object) -> None:
    check(replace(MADE, **{part: value}))  # type: ignore[arg-type]


@settings(max_examples=150)
@given(name=st.sampled_from(list(Attribution.__dataclass_fields__)), value=ODD)
def test_no_attribution_makes_it_raise(name: str, value: object) -> None:
    check(broken("attributions", **{name: value}))

"""The stored joins: the same in any order of adding and forgetting, brought up to date by what was added, and told."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bench import wire
from onrecord import parse, pipeline
from onrecord.clean import document_id
from onrecord.ingest import gather
from onrecord.joining import alike, copies, join
from onrecord.joining.linker import link
from onrecord.ledger import Ledger
from onrecord.linking import carried, reprints, stories
from onrecord.record import Provenance, Record

# A failing draw is not made smaller: each example makes ledgers, and the draw's seed says enough.
ANY = settings(max_examples=8, deadline=None, phases=[Phase.generate], report_multiple_bugs=False)
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def reports() -> list[Record]:
    """The examples, each again as a paper took it over a day later, so that there is something to join."""
    read = [r for r in pipeline.read_all(gather([str(ROOT / "examples")])) if isinstance(r, Record)]
    return [copy for record in read for copy in (record, _taken_over(record, "Hill Post"), _taken_over(record, None))]


def _taken_over(record: Record, publisher: str | None) -> Record:
    document = record.document
    identity = document_id(document.text, publisher, None, "2031-01-02")
    told = replace(
        document, id=identity, publisher=publisher, url=None, published="2031-01-02", provenance=Provenance()
    )  # no address: the same text at one address would be kept once
    return replace(record, document=told)


def crowd(patched: pytest.MonkeyPatch) -> None:
    """Limits that a handful of reports pass, so that crowds, furniture and copies that are not compared come and go."""
    patched.setattr(carried, "VARIANTS", 1)
    for module, name, value in (
        (alike, "CROWD", 4), (stories, "CROWD", 4), (copies, "CROWD", 3), (reprints, "CROWD", 3),
        (copies, "FURNITURE", 2), (reprints, "FURNITURE", 2),
    ):  # fmt: skip
        patched.setattr(module, name, value)


def stored(ledger: Ledger) -> dict[str, Any]:
    with ledger.joins() as joins:
        return {
            "happenings": sorted(
                (tuple(c.key for c in t.happening.cards), t.happening.why) for t in joins.happenings(limit=None).rows
            ),
            "reprints": joins.reprints(),
            "stories": joins.stories(),
            "origins": sorted(
                (t.happening.key, len(t.entry.corroboration.asserting)) for t in joins.happenings(limit=None).rows
            ),
        }


def at_once(records: Sequence[Record]) -> dict[str, Any]:
    """Of a ledger that got all of them together."""
    with TemporaryDirectory() as folder, Ledger.open(Path(folder) / "l.sqlite", write=True) as ledger:
        list(ledger.add(records))
        return stored(ledger)


def batches(records: Sequence[Record], draw: random.Random) -> Iterator[list[Record]]:
    waiting = list(records)
    while waiting:
        size = draw.randrange(1, len(waiting) + 1)
        yield waiting[:size]
        waiting = waiting[size:]


@ANY
@given(st.randoms(use_true_random=False))
def test_joins_are_the_same_in_any_order(reports: list[Record], draw: random.Random) -> None:
    shuffled(reports, draw)


def shuffled(reports: list[Record], draw: random.Random) -> None:
    some = draw.sample(reports, min(len(reports), 9))
    expected = at_once(some)
    with TemporaryDirectory() as folder, Ledger.open(Path(folder) / "l.sqlite", write=True) as ledger:
        for batch in batches(some, draw):
            list(ledger.add(batch))
            for _ in link(ledger._store, parse.similar, batch=draw.randrange(1, 5)):
                pass
        assert stored(ledger) == expected
        for _ in ledger.link(anew=True):
            pass
        assert stored(ledger) == expected


@ANY
@given(st.randoms(use_true_random=False))
def test_forgetting_leaves_what_was_never_there(reports: list[Record], draw: random.Random) -> None:
    forgotten(reports, draw)


def forgotten(reports: list[Record], draw: random.Random) -> None:
    some = draw.sample(reports, min(len(reports), 8))
    gone = draw.sample(some, 3)
    with TemporaryDirectory() as folder, Ledger.open(Path(folder) / "l.sqlite", write=True) as ledger:
        for batch in batches(some, draw):
            list(ledger.add(batch))
            for _ in ledger.link():
                pass
        for record in gone:
            ledger.forget(record.document.id)
            if draw.random() < 0.5:
                list(ledger.link())
        assert stored(ledger) == at_once([r for r in some if r not in gone])


def come_and_go(reports: list[Record], draw: random.Random, *, forgets: float) -> None:
    """With limits so low that crowds come and go; `forgets`: how often reports are forgotten rather than only added."""
    with pytest.MonkeyPatch.context() as patched:
        crowd(patched)
        if draw.random() < forgets:
            forgotten(reports, draw)
        else:
            shuffled(reports, draw)


@ANY
@given(st.randoms(use_true_random=False))
def test_crowds_and_furniture_come_and_go(reports: list[Record], draw: random.Random) -> None:
    come_and_go(reports, draw, forgets=0.5)


@pytest.fixture(scope="module")
def texts() -> list[Record]:
    """A text in copies, some of them with a sentence of their own or cut, and accounts of the same in other words."""
    made = wire.wire(10, 4, edited=0.5)
    return [*made.copies, *made.accounts]


@ANY
@given(st.randoms(use_true_random=False))
def test_copies_come_and_go(texts: list[Record], draw: random.Random) -> None:
    """The report that stands for the others is forgotten, an older one comes, variants change places."""
    come_and_go(texts, draw, forgets=0.7)


@ANY
@given(st.randoms(use_true_random=False))
def test_copies_that_people_judge(texts: list[Record], draw: random.Random) -> None:
    """Whether before or after the reports are linked."""
    with pytest.MonkeyPatch.context() as patched:
        crowd(patched)
        judged(draw.sample(texts, 8), draw)


def judged(some: list[Record], draw: random.Random) -> None:
    events = [f"{record.document.id}/{event.id}" for record in some for event in record.events]
    said = [(*draw.sample(events, 2), draw.choice(["same", "different", "unsure"])) for _ in range(3)]
    found = []
    for late in (False, True):
        with TemporaryDirectory() as folder, Ledger.open(Path(folder) / "l.sqlite", write=True) as ledger:
            for batch in batches(some, draw) if late else [some]:
                list(ledger.add(batch))
                if late:
                    list(ledger.link())
            for one, other, verdict in said:
                ledger.judge(one, other, verdict, author="Ines", reason="she was there")
                if late and draw.random() < 0.5:
                    list(ledger.link())
            found.append(stored(ledger))
    assert found[0] == found[1]


@ANY
@given(st.randoms(use_true_random=False))
def test_copies_are_joined_in_memory_as_in_a_ledger(texts: list[Record], draw: random.Random) -> None:
    with pytest.MonkeyPatch.context() as patched:
        if draw.random() < 0.8:
            crowd(patched)
        some = draw.sample(texts, 9)
        found, held = join(some, parse.similar), at_once(some)
        told = sorted((tuple(c.key for c in h.cards), h.why.reasons) for h in found.happenings)
        assert told == [(cards, why.reasons) for cards, why in held["happenings"]]
        assert found.stories == held["stories"]

"""One text that many outlets carry: one happening with one origin, though all of its words are held by many."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bench import newslike
from onrecord.clean import document_id
from onrecord.joining import alike, copies, join
from onrecord.ledger import Ledger
from onrecord.linking import reprints, stories
from onrecord.linking.cards import cards
from onrecord.linking.carried import REASON, matching, told_in
from onrecord.record import Provenance, Record

COPIES = 14


@pytest.fixture
def carried(monkeypatch: pytest.MonkeyPatch) -> list[Record]:
    """Limits that a dozen reports pass, and a text that more carry."""
    for module, limit in ((alike, 4), (stories, 4), (copies, 3), (reprints, 3)):
        monkeypatch.setattr(module, "CROWD", limit)
    return [_copy(newslike.record(3), f"Outlet {number}") for number in range(COPIES)]


def _copy(record: Record, publisher: str) -> Record:
    document = record.document
    identity = document_id(document.text, publisher, None, document.published)
    told = replace(document, id=identity, publisher=publisher, url=None, provenance=Provenance())
    return replace(record, document=told)


def test_copies_are_one_happening_of_one_origin(tmp_path: Path, carried: list[Record]) -> None:
    with Ledger.open(tmp_path / "l.sqlite", write=True) as ledger:
        for record in carried:
            list(ledger.add([record]))
            list(ledger.link())
        with ledger.joins() as joins:
            told = joins.happenings(limit=None).rows
            assert {len({c.report for c in t.happening.cards}) for t in told} == {COPIES}
            assert {len(t.entry.corroboration.asserting) for t in told} <= {0, 1}
            assert all(REASON in t.happening.reasons for t in told)
        ledger.forget(carried[0].document.id)
        with ledger.joins() as joins:
            assert {t.reports for t in joins.happenings(limit=None).rows} == {COPIES - 1}


def test_a_person_parts_a_copy(tmp_path: Path, carried: list[Record]) -> None:
    with Ledger.open(tmp_path / "l.sqlite", write=True) as ledger:
        list(ledger.add(carried))
        with ledger.joins() as joins:
            one, other = joins.happenings(limit=1).rows[0].happening.cards[:2]
        ledger.judge(one.key, other.key, "different", author="Ines", reason="another day")
        with ledger.joins() as joins:
            parted = [joins.holding(card.key) for card in (one, other)]
            assert parted[0] is not None and parted[1] is not None
            assert parted[0].happening.key != parted[1].happening.key


def test_the_same_in_memory(carried: list[Record]) -> None:
    found = join(carried, lambda one, other: float(one == other))
    assert {len({c.report for c in h.cards}) for h in found.happenings} == {COPIES}


def test_events_match_by_their_words_in_order() -> None:
    told = told_in(cards(newslike.record(3)))
    assert list(matching(told, told)) == [(n, n) for n in range(len(told))]
    assert list(matching(told, told[1:])) == [(n + 1, n) for n in range(len(told) - 1)]
    assert list(matching(told, told[:0])) == []

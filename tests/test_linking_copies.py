"""One text that many outlets carry: one happening with one origin, though all of its words are held by many."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bench import newslike, wire
from onrecord.clean import document_id
from onrecord.joining import alike, copies, join
from onrecord.ledger import Ledger
from onrecord.linking import carried as by_words
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


@pytest.mark.parametrize("edited", [0.0, 0.9])
def test_a_crowd_of_copies_is_joined_with_accounts_in_other_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edited: float
) -> None:
    """As one copy is, and also where most outlets changed a sentence; then all older copies are forgotten."""
    for module, name, value in ((alike, "CROWD", 10), (stories, "CROWD", 10), (by_words, "VARIANTS", 2)):
        monkeypatch.setattr(module, name, value)
    made = wire.wire(30, 4, edited=edited)
    ids = {r.document.id for r in made.accounts}
    alone = _beside(tmp_path / "alone.sqlite", [made.copies[0], *made.accounts], ids)
    assert sum(map(len, alone)) >= 15
    with Ledger.open(tmp_path / "l.sqlite", write=True) as ledger:
        list(ledger.add([*made.copies, *made.accounts]))
        assert _accounts_in(ledger, ids) == alone
        for copy in sorted(made.copies, key=lambda r: r.document.published or "")[:25]:
            ledger.forget(copy.document.id)
        assert sum(map(len, _accounts_in(ledger, ids))) >= 12


def _beside(path: Path, records: list[Record], accounts: set[str]) -> list[list[str]]:
    with Ledger.open(path, write=True) as ledger:
        list(ledger.add(records))
        return _accounts_in(ledger, accounts)


def _accounts_in(ledger: Ledger, accounts: set[str]) -> list[list[str]]:
    """The events of accounts in each happening that something else tells, too."""
    with ledger.joins() as joins:
        told = [t.happening.cards for t in joins.happenings(limit=None).rows]
    shared = (cards for cards in told if {c.report for c in cards} - accounts)
    held = [sorted(c.key for c in cards if c.report in accounts) for cards in shared]
    return sorted(keys for keys in held if keys)


def test_a_ledger_of_an_older_version_forgets(tmp_path: Path, carried: list[Record]) -> None:
    """Its tables may be others: they are dropped with what they held of the report."""
    with Ledger.open(tmp_path / "l.sqlite", write=True) as ledger:
        list(ledger.add(carried))
        list(ledger.link())
        with ledger._store.writing() as connection:
            connection.execute("UPDATE link_state SET value = '11' WHERE key = 'version'")
            connection.execute("DROP INDEX link_reports_by_unit")
            connection.execute("ALTER TABLE link_reports DROP COLUMN unit")
        ledger.forget(carried[0].document.id)
        with ledger.joins() as joins:
            assert {t.reports for t in joins.happenings(limit=None).rows} == {COPIES - 1}


def test_the_same_in_memory(carried: list[Record]) -> None:
    found = join(carried, lambda one, other: float(one == other))
    assert {len({c.report for c in h.cards}) for h in found.happenings} == {COPIES}


def test_events_match_by_their_words_in_order() -> None:
    told = told_in(cards(newslike.record(3)))
    assert list(matching(told, told)) == [(n, n) for n in range(len(told))]
    assert list(matching(told, told[1:])) == [(n + 1, n) for n in range(len(told) - 1)]
    assert list(matching(told, told[:0])) == []

"""What goes in comes out and stays; a purge leaves nothing."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from bench.synthetic import record, records
from onrecord.ledger import Filters, Ledger, NotFound
from onrecord.record import Failure
from onrecord.view import view
from tests.store.conftest import COUNT, everything


def test_a_record_comes_out_as_it_went_in(filled: Ledger) -> None:
    for made in records(COUNT, events=8):
        assert filled.record(made.document.id) == made
    assert [r.document.id for r in filled.records()] == [r.document.id for r in records(COUNT, events=8)]
    assert [row.event for row in filled.each_event()] == [event for _, event in everything()]


def test_adding_twice_adds_nothing(ledger: Ledger) -> None:
    assert [a.state for a in ledger.add([record(1), record(2)])] == ["added", "added"]
    before = ledger.statistics()
    assert [a.state for a in ledger.add([record(2), record(1), record(1)])] == ["known"] * 3
    assert ledger.statistics() == before


def test_failures_pass_through_in_their_place(ledger: Ledger) -> None:
    told = list(ledger.add([Failure("a.txt", "empty"), record(1), Failure("b.txt", "binary")]))
    assert [(a.state, a.name) for a in told] == [("failed", "a.txt"), ("added", "report-1"), ("failed", "b.txt")]


def test_the_log_tells_what_was_done(ledger: Ledger) -> None:
    list(ledger.add([record(1)]))
    ledger.forget(record(1).document.id, "asked for")
    assert [(line.action, line.detail) for line in ledger.log()] == [
        ("forget", "asked for"),
        ("add", "20 events, read by 0"),
    ]


@pytest.mark.parametrize("table", ["log", "tombstones", "reports", "records", "events", "event_views"])
def test_what_was_written_stays_as_it_is(ledger: Ledger, table: str) -> None:
    list(ledger.add([record(1), record(2)]))
    ledger.forget(record(2).document.id)
    connection = sqlite3.connect(ledger.path)
    column = connection.execute(f"SELECT * FROM {table}").description[1][0]
    with pytest.raises(sqlite3.DatabaseError, match="append-only"):
        connection.execute(f"UPDATE {table} SET {column} = 0")
    connection.close()


def test_a_report_is_named_by_id_beginning_or_name(filled: Ledger) -> None:
    made = record(5, events=8)
    for words in (made.document.id, made.document.id[:8], "report-5"):
        assert filled.find(words).id == made.document.id
    with pytest.raises(NotFound, match="onrecord list"):
        filled.find("zzzz")
    with pytest.raises(NotFound):
        filled.find("%")
    row = filled.event(f"{made.document.id}/e2")
    assert row.event == list(view(made))[1] and row.report.title == "Report 5"
    with pytest.raises(NotFound, match="no event e99"):
        filled.event(f"{made.document.id}/e99")


def test_a_name_of_several_reports_is_no_name(ledger: Ledger) -> None:
    one, other = record(1), record(2)
    list(ledger.add([one, replace(other, document=replace(other.document, name=one.document.name))]))
    with pytest.raises(NotFound, match="several"):
        ledger.find(one.document.name)


def test_a_purge_leaves_no_word_in_the_files(ledger: Ledger) -> None:
    made = record(7, events=5)
    secret = "Zqxvesterhazy"
    text = made.document.text + f"{secret} lives there.\n"
    entity = replace(made.entities[0], name=secret + "one", aliases=(secret + "two",))
    document = replace(made.document, text=text, title=secret + "three", publisher=secret + "four")
    made = replace(made, document=document, entities=(entity, *made.entities[1:]))
    list(ledger.add([record(1), made, record(2)]))
    ledger.forget(document.id, "asked for")
    for file in ledger.path.parent.iterdir():
        assert secret.lower().encode() not in file.read_bytes().lower(), file.name
    ledger.close()
    with Ledger.open(ledger.path) as again:
        assert again.statistics().reports == 2
        stone = again.tombstones()[0]
        assert (stone.id, stone.reason, len(stone.text_sha256)) == (document.id, "asked for", 64)
        plain = {f.facet: f.counts for f in again.facets(limit=1000)}
        with_all = {f.facet: f.counts for f in again.facets(Filters(since="1900-01-01"), limit=1000)}
        assert plain == with_all  # the kept counts agree with counting anew
        with pytest.raises(NotFound):
            again.record(document.id)


def test_what_was_forgotten_is_refused_unless_told_so(ledger: Ledger) -> None:
    made = record(7)
    reprint = replace(made, document=replace(made.document, id="another", publisher="Other"))
    list(ledger.add([made]))
    ledger.forget(made.document.id, "asked for")
    for refused in (made, reprint):
        (told,) = ledger.add([refused])
        assert told.state == "forgotten" and "--again" in (told.reason or "") and "asked for" in (told.reason or "")
    assert [a.state for a in ledger.add([made], again=True)] == ["added"]
    assert [a.state for a in ledger.add([made])] == ["known"]

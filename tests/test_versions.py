"""Version chains: one address, several texts; nothing is lost, the newest is shown, and where each came from is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from bench.synthetic import record
from onrecord.clean import document_id
from onrecord.ledger import Filters, Ledger, NotFound
from onrecord.record import Capture, Document, Provenance, Record
from onrecord.store import migrations, versions


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.sqlite", write=True) as opened:
        yield opened


def dated(number: int, url: str | None, published: str | None = None, modified: str | None = None) -> Record:
    """A generated record as the report of an address; spans stay what they were."""
    made = record(number)
    id = document_id(made.document.text, made.document.publisher, url, published)
    document = replace(made.document, id=id, url=url, published=published, provenance=Provenance(modified=modified))
    return replace(made, document=document)


FIRST = dated(1, "https://news.example/toll?utm_source=feed", "2026-03-01")
SECOND = dated(2, "http://www.news.example/toll/#top", "2026-03-01", "2026-03-02T08:00:00+02:00")
THIRD = dated(3, "https://news.example/toll", "2026-03-02")
OTHER = dated(4, "https://news.example/other", "2026-03-02")


def chain(ledger: Ledger, made: Record) -> list[str]:
    return [v.report.id for v in ledger.versions(made.document.id)]


@pytest.mark.parametrize("order", list(permutations([FIRST, SECOND, THIRD, OTHER])))
def test_a_chain_does_not_depend_on_the_order_of_adding(tmp_path: Path, order: tuple[Record, ...]) -> None:
    with Ledger.open(tmp_path / "ledger.sqlite", write=True) as ledger:
        list(ledger.add(order))
        assert chain(ledger, SECOND) == [r.document.id for r in (FIRST, THIRD, SECOND)]
        assert chain(ledger, OTHER) == [OTHER.document.id]
        rows = {row.id: (row.version, row.versions) for row in ledger.reports(Filters(all_versions=True)).rows}
        assert rows[THIRD.document.id] == (2, 3) and rows[OTHER.document.id] == (1, 1)


@pytest.mark.parametrize("warm", [False, True])
def test_the_newest_version_is_shown_and_all_can_be(ledger: Ledger, warm: bool) -> None:
    list(ledger.add([FIRST, SECOND, OTHER]))
    if warm:
        ledger._store.warm()
    newest, held = len(SECOND.events) + len(OTHER.events), len(FIRST.events)
    page = ledger.events(Filters())
    assert (page.total, page.older) == (newest, held)
    assert {row.report.id for row in page.rows} == {SECOND.document.id, OTHER.document.id}
    assert ledger.events(Filters(all_versions=True)).total == newest + held
    reports = ledger.reports(Filters())
    assert (reports.total, reports.older) == (2, 1)
    asserted = ledger.events(Filters(status=("asserted",)))
    everything = ledger.events(Filters(status=("asserted",), all_versions=True))
    assert asserted.total == len(ledger.events(Filters(status=("asserted",)), limit=None).rows)
    assert asserted.total + asserted.older == everything.total
    facets = {f.facet: f for f in ledger.facets()}
    assert sum(c.events for c in facets["status"].counts) == newest
    assert FIRST.document.id not in {c.value for c in facets["report"].counts} and facets["report"].values == 2
    filtered = {f.facet: f for f in ledger.facets(Filters(status=("asserted",)))}
    assert sum(c.events for c in filtered["kind"].counts) == asserted.total


def test_an_older_version_is_found_by_its_id(ledger: Ledger) -> None:
    list(ledger.add([FIRST, SECOND]))
    assert ledger.events(Filters(report=(FIRST.document.id,))).total == len(FIRST.events)
    assert ledger.record(FIRST.document.id) == FIRST


def test_forgetting_the_newest_shows_the_one_before(ledger: Ledger) -> None:
    list(ledger.add([FIRST, SECOND, THIRD]))
    ledger.forget(SECOND.document.id)
    assert chain(ledger, FIRST) == [FIRST.document.id, THIRD.document.id]
    assert [row.id for row in ledger.reports().rows] == [THIRD.document.id]


def test_outcomes_tell_the_place_in_the_chain(ledger: Ledger) -> None:
    told = list(ledger.add([SECOND, FIRST, SECOND, OTHER]))
    assert [(a.state, a.version, a.versions) for a in told] == [
        ("added", 1, 1),
        ("added", 1, 2),  # older than the one that was there
        ("known", 1, 1),
        ("added", 1, 1),
    ]


def test_where_each_came_from_is_kept(ledger: Ledger) -> None:
    captures = {FIRST.document.id: [Capture("a.html", "ab12", "text/html", "2026-03-01T10:00:00+00:00")]}
    list(ledger.add([FIRST, SECOND], captures=captures))
    first, second = ledger.versions(FIRST.document.id)
    (capture,) = first.captures
    assert (capture.place, capture.sha256, capture.retrieved) == ("a.html", "ab12", "2026-03-01T10:00:00+00:00")
    assert [c.place for c in second.captures] == [SECOND.document.name] and len(first.text_sha256) == 64


def test_no_report_no_versions(ledger: Ledger) -> None:
    with pytest.raises(NotFound):
        ledger.versions("nothing")


@pytest.mark.parametrize(
    ("url", "canonical", "address"),
    [
        ("https://News.example:443/a/", None, "news.example/a"),
        ("http://www.news.example/a?utm_source=x&id=7&fbclid=y#z", None, "news.example/a?id=7"),
        ("https://news.example/a?page=2", "https://news.example/a", "news.example/a"),
        ("https://copy.example/a", "https://wire.example/b", "copy.example/a"),
        (None, "https://wire.example/b", "wire.example/b"),
        ("https://news.example/", None, None),
        ("https://news.example", "https://news.example/", None),
        ("not an address", None, None),
        ("http://[broken", None, None),
        (None, None, None),
    ],
)
def test_addresses(url: str | None, canonical: str | None, address: str | None) -> None:
    assert versions.address_of(url, canonical) == address


def test_a_provider_id_stands_in_for_an_address() -> None:
    assert versions.address_of(None, None, "urn:news:1") == "id:urn:news:1"


def test_moments_sort() -> None:
    assert versions.moment("2026-03-02T01:00:00+02:00") == "2026-03-01T23:00:00"
    assert versions.moment("2026-03-02") == "2026-03-02" and versions.moment("soon-ish-later") == "soon-ish-later"
    assert versions.moment(None) is None


def test_an_old_ledger_gets_its_chains(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    with Ledger.open(path, write=True) as ledger:
        list(ledger.add([FIRST, SECOND, OTHER]))
    connection = sqlite3.connect(path)
    for table in ("versions", "captures", "watched", "editor_notes"):
        connection.execute(f"DROP TABLE {table}")
    step = next(n for n, m in enumerate(migrations.MIGRATIONS) if versions.fill in m)
    connection.execute(f"PRAGMA user_version = {step}")
    connection.commit()
    connection.close()
    with Ledger.open(path, write=True) as ledger:
        assert chain(ledger, FIRST) == [FIRST.document.id, SECOND.document.id]
        assert ledger.record(FIRST.document.id) == FIRST


def test_documents_carry_their_provenance() -> None:
    from onrecord.clean import clean
    from onrecord.record import Source

    document: Document = clean(Source("a", text="Rain fell.", provenance=Provenance(guid="g")))
    assert document.provenance.guid == "g"


def test_the_same_text_under_one_address_is_kept_once(ledger: Ledger) -> None:
    again = replace(FIRST, document=replace(FIRST.document, id="f" * 16, published="2026-03-09"))
    told = list(ledger.add([FIRST, again]))
    assert [(a.state, a.id) for a in told] == [("added", FIRST.document.id), ("known", FIRST.document.id)]
    assert ledger.statistics().reports == 1


def test_a_thousand_copies_are_one_report(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord import pipeline
    from onrecord.record import Program, Source

    def unparsed(documents: object, parsed: object = None) -> Iterator[Record]:
        for document in documents:  # type: ignore[attr-defined]
            yield Record(Program("0"), document)

    monkeypatch.setattr(pipeline, "read_all", unparsed)
    sources = [Source(f"{n}.txt", text="Rain fell on Melk.", capture=Capture(f"{n}.txt", "aa")) for n in range(1_000)]
    told = list(ledger.add_sources(sources))
    assert [a.state for a in told].count("added") == 1 and sum(a.new_place for a in told) == 999
    (version,) = ledger.versions(told[0].id or "")
    assert len(version.captures) == 1_000
    assert not any(a.new_place for a in ledger.add_sources(sources))


def test_exports_and_joins_of_versions(ledger: Ledger) -> None:
    list(ledger.add([FIRST, SECOND, OTHER]))
    assert {r.document.id for r in ledger.records()} == {r.document.id for r in (FIRST, SECOND, OTHER)}
    assert {r.document.id for r in ledger.records(Filters())} == {r.document.id for r in (SECOND, OTHER)}
    assert len(list(ledger.each_event())) == sum(len(r.events) for r in (FIRST, SECOND, OTHER))
    assert len(list(ledger.each_event(Filters()))) == sum(len(r.events) for r in (SECOND, OTHER))


@pytest.mark.parametrize("filters", [Filters(since="1900-01-01"), Filters(kind=("ASSAULT",), status=("denied",))])
def test_counts_are_those_of_the_rows(ledger: Ledger, filters: Filters) -> None:
    list(ledger.add([FIRST, SECOND, OTHER]))
    page, everything = (
        ledger.events(filters, limit=None),
        ledger.events(replace(filters, all_versions=True), limit=None),
    )
    assert page.total == len(page.rows) and everything.total == len(everything.rows)
    assert page.total + page.older == everything.total
    ledger._store.warm()
    assert replace(ledger.events(filters, limit=None), rows=()) == replace(page, rows=())

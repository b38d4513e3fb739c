"""The ledger: what goes in comes out, filters tell the truth, a purge leaves nothing, bad files are told in a line."""

from __future__ import annotations

import itertools
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.synthetic import record, records
from onrecord.ledger import Filters, Ledger, LedgerError, NoLedger, NotFound, default_path
from onrecord.record import Failure, Place, Record
from onrecord.store import Store, migrations, terms, walk
from onrecord.view import OWN_VOICE, EventView, view

COUNT = 40


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path = tmp_path_factory.mktemp("filled") / "ledger.sqlite"
    with Ledger.open(path, write=True) as ledger:
        list(ledger.add(records(COUNT, events=8)))
    with Ledger.open(path) as ledger:
        yield ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.sqlite", write=True) as opened:
        yield opened


def everything() -> list[tuple[Record, EventView]]:
    return [(r, event) for r in records(COUNT, events=8) for event in view(r)]


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


# Filters and counts, against a plain reading of the records


def matches(made: Record, event: EventView, f: Filters) -> bool:
    """The meaning of Filters in other words than SQL (names in the generated records are single words)."""
    chain = tuple(s.name for s in event.chain) or (OWN_VOICE,)
    return (
        (not f.kind or (event.kind or "none") in f.kind)
        and (not f.status or event.status in f.status)
        and (
            not f.actor
            or any(a.removeprefix("=").casefold() in map(str.casefold, event.names("actor")) for a in f.actor)
        )
        and (not f.recipient or any(a in event.names("recipient") for a in f.recipient))
        and (not f.source or any(a.removeprefix("=") in chain for a in f.source))
        and (not f.publisher or made.document.publisher in f.publisher)
        and (not f.report or made.document.id in f.report)
        and (
            not f.place or (event.place is not None and {event.place.name, event.place.country} & set(f.place) != set())
        )
        and (not (f.since or f.until) or event.earliest is not None)
        and (not f.since or (event.latest or "9") >= f.since)
        and (not f.until or (event.earliest or "0") <= f.until)
        and (not f.words or f.words in event.sentence.quote)
    )


def filled_text(report: str) -> str:
    return next(r.document.text for r in records(COUNT, events=8) if r.document.id == report)


def drawn_filters(seed: int) -> Filters:
    """Filters of values that are there, so that most find something."""
    draw = random.Random(seed)
    made, event = draw.choice(everything())
    chain = event.chain[0].name if event.chain else "=" + OWN_VOICE
    place = event.place
    assert place is not None and place.country is not None and event.earliest is not None
    possible: dict[str, object] = {
        "kind": (event.kind or "none", "ASSAULT"),
        "status": (event.status,),
        "actor": (event.names("actor")[0].upper(),),
        "recipient": event.names("recipient"),
        "source": (chain,),
        "publisher": (made.document.publisher or "",),
        "report": (made.document.id,),
        "place": (draw.choice([place.name, place.country]),),
        "since": event.earliest,
        "until": event.earliest,
        "words": event.trigger.quote,
    }
    return Filters(**{name: possible[name] for name in draw.sample(sorted(possible), draw.randrange(0, 4))})  # type: ignore[arg-type]


@pytest.fixture(scope="module", params=["database", "columns"])
def asked(filled: Ledger, request: pytest.FixtureRequest) -> Iterator[Ledger]:
    """The same ledger, answering by its two ways."""
    with Ledger.open(filled.path) as ledger:
        if request.param == "columns":
            ledger._store.warm()
        yield ledger


@pytest.mark.parametrize("seed", range(60))
def test_filters_find_what_a_plain_reading_finds(asked: Ledger, seed: int) -> None:
    ledger = asked
    filters = drawn_filters(seed)
    expected = [f"{r.document.id}/{e.id}" for r, e in everything() if matches(r, e, filters)]
    page = ledger.events(filters, limit=None)
    assert [row.id for row in page.rows] == expected
    assert {row.id for row in page.rows} == set(expected)
    assert page.total == len(expected)
    assert [row.id for row in ledger.events(filters, limit=3, offset=2).rows] == [row.id for row in page.rows[2:5]]
    dated = [(row.event.earliest or "9", n, row.id) for n, row in enumerate(page.rows)]
    for order, keys in (
        ("time", sorted(dated)),
        ("-time", sorted(dated, key=lambda k: (-int(k[0].replace("-", "")), k[1]))),
    ):
        assert [row.id for row in ledger.events(filters, limit=None, order=order).rows] == [k[2] for k in keys]  # type: ignore[arg-type]
        some = ledger.events(filters, limit=4, offset=1, order=order)  # type: ignore[arg-type]
        assert [row.id for row in some.rows] == [k[2] for k in keys[1:5]]
    for order in ("-report", "relevance"):
        assert {row.id for row in ledger.events(filters, limit=None, order=order).rows} == set(expected)  # type: ignore[arg-type]
    reports = ledger.reports(replace(filters, words=None), limit=None)
    assert {
        r.id
        for order in ("added", "published", "-published")
        for r in ledger.reports(replace(filters, words=None), limit=None, order=order).rows
    } == {row.id for row in reports.rows}  # type: ignore[arg-type]
    worded = {row.id for row in ledger.reports(filters, limit=None).rows}
    assert worded == {row.id for row in reports.rows if not filters.words or filters.words in filled_text(row.id)}
    wanted = replace(filters, words=None)
    assert {row.id for row in reports.rows} == {r.document.id for r, e in everything() if matches(r, e, wanted)}


@pytest.mark.parametrize("few", [0, 20_000])
@pytest.mark.parametrize("seed", range(60))
def test_a_bounded_count_gives_the_same_page(
    filled: Ledger, seed: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With broad and with narrow ways through the conditions; one more than the bound stands for more."""
    for name in ("_FEW", "_DAYS"):
        monkeypatch.setattr(walk, name, few)
    filters = drawn_filters(seed)
    for order, limit, offset in itertools.product(("report", "-report", "time", "-time"), (3, 50), (0, 2)):
        exact = filled.events(filters, limit, offset, order)  # type: ignore[arg-type]
        for bound in (5, 10_000):
            page = filled.events(filters, limit, offset, order, count_to=bound)  # type: ignore[arg-type]
            assert [row.id for row in page.rows] == [row.id for row in exact.rows], (order, bound)
            assert page.total == exact.total or page.total == bound + 1 < exact.total
            assert page.undated == min(exact.undated, bound + 1) and page.older == exact.older


def test_a_bounded_search_of_days_finds_long_and_open_ones(ledger: Ledger) -> None:
    made = record(1, events=6)
    told = [("2024-05-02", "2024-05-02"), ("2024-01-01", "2024-12-31"), (None, "2024-06-30"), ("2024-02-01", None),
            ("2023-01-01", "2023-12-31"), (None, None)]  # fmt: skip
    times = tuple(replace(t, earliest=a, latest=b) for t, (a, b) in zip(made.times, told, strict=True))
    list(ledger.add([replace(made, times=times)]))
    for since, until in (("2024-05-01", "2024-05-31"), ("2024-05-01", None), (None, "2024-01-31"), ("2025", None)):
        filters = Filters(since=since, until=until)
        exact = ledger.events(filters)
        page = ledger.events(filters, count_to=100)
        assert [row.id for row in page.rows] == [row.id for row in exact.rows] and page.total == exact.total
        assert page.undated == exact.undated == 1


@pytest.mark.parametrize("seed", range(20))
def test_days_are_counted_under_all_filters_but_the_dates(asked: Ledger, seed: int) -> None:
    filters = drawn_filters(seed)
    wanted = replace(filters, since=None, until=None)
    expected = Counter(e.earliest for r, e in everything() if matches(r, e, wanted))
    assert [(d.day, d.events) for d in asked.days(filters)] == sorted(expected.items())


def test_reports_come_in_their_order(asked: Ledger) -> None:
    filters = Filters(status=("asserted",))
    made = [r for r in records(COUNT, events=8) if any(e.status == "asserted" for e in r.events)]
    assert [row.id for row in asked.reports(filters, None, order="added").rows] == [r.document.id for r in made]
    latest = sorted(made, key=lambda r: r.document.published or "", reverse=True)
    assert [row.id for row in asked.reports(filters, 5, 2, "-published").rows] == [r.document.id for r in latest[2:7]]


@pytest.mark.parametrize("warm", [False, True])
def test_undated_events_come_last(ledger: Ledger, warm: bool) -> None:
    made = record(1, events=6)
    events = (replace(made.events[0], time=None), *made.events[1:4], replace(made.events[4], time=None), made.events[5])
    list(ledger.add([replace(made, events=events)]))
    if warm:
        ledger._store.warm()
    for order in ("time", "-time"):
        rows = ledger.events(order=order).rows
        assert [row.event.id for row in rows[4:]] == ["e1", "e5"]
        assert [row.event.id for row in ledger.events(limit=2, offset=3, order=order).rows] == [rows[3].event.id, "e1"]


def test_columns_follow_the_ledger(ledger: Ledger) -> None:
    with Ledger.open(ledger.path) as other:
        kinds = Filters(since="1900-01-01")
        for step in (
            lambda: list(ledger.add(records(5))),
            lambda: list(ledger.add(records(9))),
            lambda: ledger.forget("report-3"),
            lambda: ledger.forget("report-8"),
            lambda: list(ledger.add(records(12, start=9))),
        ):
            step()
            assert {f.facet: set(f.counts) for f in other.facets(kinds, 9999)} == {
                f.facet: set(f.counts) for f in ledger.facets(None, 9999)
            }
            assert other.events(kinds).total == ledger.statistics().events


@pytest.mark.parametrize("seed", range(25))
def test_counts_follow_the_filters_but_their_own(filled: Ledger, seed: int) -> None:
    filters = drawn_filters(seed)
    facets = {f.facet: f for f in filled.facets(filters, limit=10_000)}

    def counted(facet: str) -> Counter[str]:
        counts: Counter[str] = Counter()
        for made, event in everything():
            if matches(made, event, filters.without(facet)):  # type: ignore[arg-type]
                counts.update(values(made, event, facet))
        return counts

    for facet in facets:
        found = {c.value: c.events for c in facets[facet].counts}
        assert found == counted(facet), (facet, filters)
        assert facets[facet].values == len(found)
        assert [c.events for c in facets[facet].counts] == sorted(found.values(), reverse=True)


def values(made: Record, event: EventView, facet: str) -> set[str]:
    told: dict[str, set[str | None]] = {
        "kind": {event.kind or "none"},
        "status": {event.status},
        "actor": set(event.names("actor")),
        "recipient": set(event.names("recipient")),
        "source": {s.name for s in event.chain} or {OWN_VOICE},
        "place": {event.place.name if event.place else None},
        "country": {event.place.country if event.place else None},
        "publisher": {made.document.publisher},
        "report": {made.document.id},
    }
    return {value for value in told[facet] if value}


def test_a_country_takes_all_of_its_places(ledger: Ledger) -> None:
    made = record(1, events=3)
    whole = Place("p9", made.places[0].span, "Freedonia", "FRD", precision="country")
    inside = replace(made.places[1], country="FRD")
    events = (replace(made.events[0], place="p9"), *made.events[1:])
    list(ledger.add([replace(made, places=(whole, inside, made.places[2]), events=events)]))
    assert ledger.events(Filters(place=("freedonia",))).total == 2
    assert ledger.events(Filters(place=("frd",))).total == 2
    assert ledger.events(Filters(place=("=Freedonia",))).total == 1


def test_a_name_is_found_by_whole_words(filled: Ledger) -> None:
    assert filled.events(Filters(publisher=("paper 1",))).total == filled.events(Filters(publisher=("=Paper 1",))).total
    assert filled.events(Filters(publisher=("pap",))).total == 0
    assert filled.events(Filters(publisher=("PAPER",))).total == COUNT * 8


def test_events_without_a_day_are_counted_apart(ledger: Ledger) -> None:
    made = record(1, events=4)
    list(ledger.add([replace(made, events=(replace(made.events[0], time=None), *made.events[1:]))]))
    page = ledger.events(Filters(since="2000-01-01"))
    assert (page.total, page.undated) == (3, 1)


@pytest.mark.parametrize(
    ("typed", "expression"),
    [
        ("drone strike", '"drone" "strike"'),
        ('"drone strike" at night', '"drone strike" "at" "night"'),
        ("bomb*", '"bomb"*'),
        ('unbalanced "quote', '"unbalanced" "quote"'),
        ("NEAR(a b) OR col:x -y ^z", '"NEAR a" "b" "OR" "col x" "y" "z"'),
        ("'); DROP TABLE reports; --", '"DROP" "TABLE" "reports"'),
        ("!!!", ""),
    ],
)
def test_what_is_typed_becomes_a_valid_expression(typed: str, expression: str) -> None:
    assert terms.match(typed) == expression


@given(st.text(max_size=40))
def test_no_words_break_the_search(typed: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5 (x)")
    expression = terms.match(typed)
    if expression:
        connection.execute("SELECT rowid FROM t WHERE t MATCH ?", (expression,)).fetchall()
    connection.close()


def test_words_find_any_form_and_names_beside_the_sentence(ledger: Ledger) -> None:
    made = record(4, events=2)
    list(ledger.add([made]))
    assert ledger.events(Filters(words=made.entities[0].aliases[0].lower())).total >= 1
    assert ledger.reports(Filters(words="official cleared")).total == 1  # the text has "officials"
    assert ledger.reports(Filters(words="nowhere")).total == 0


# Finding one report


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


# Forgetting


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


# Files that are no ledger, or not to be had


def test_an_absent_ledger_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(NoLedger, match="onrecord add"):
        Ledger.open(tmp_path / "none.sqlite")
    with pytest.raises(NoLedger):
        Ledger.open(tmp_path / "none.sqlite", write=True, create=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("write", [False, True])
def test_files_that_are_no_ledger(tmp_path: Path, write: bool) -> None:
    text = tmp_path / "text.sqlite"
    text.write_text("This is no database. " * 100)
    other = tmp_path / "other.sqlite"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE mine (x)")
    connection.commit()
    connection.close()
    before = other.read_bytes(), text.read_bytes()
    for path, words in ((text, "not a ledger"), (other, "another program"), (tmp_path, "is a folder")):
        with pytest.raises(LedgerError, match=words):
            Ledger.open(path, write=write)
    assert (other.read_bytes(), text.read_bytes()) == before


@pytest.mark.parametrize("write", [False, True])
def test_a_newer_ledger_is_left_alone(tmp_path: Path, write: bool) -> None:
    path = tmp_path / "ledger.sqlite"
    Ledger.open(path, write=True).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(LedgerError, match="newer onrecord"):
        Ledger.open(path, write=write)


def test_an_older_ledger_is_brought_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ledger.sqlite"
    with Ledger.open(path, write=True) as ledger:
        list(ledger.add([record(1)]))
    steps = (*migrations.MIGRATIONS, ("CREATE TABLE extra (x)",))
    monkeypatch.setattr(migrations, "MIGRATIONS", steps)
    with Ledger.open(path) as ledger:  # whoever opens it first brings it up, if only to read
        assert ledger.statistics().version == len(steps)
        assert ledger.record(record(1).document.id) == record(1)
    broken = (*steps, ("CREATE TABLE more (x)", "CREATE NONSENSE"))
    monkeypatch.setattr(migrations, "MIGRATIONS", broken)
    with pytest.raises(LedgerError):
        Ledger.open(path, write=True)
    monkeypatch.setattr(migrations, "MIGRATIONS", steps)
    with Ledger.open(path) as ledger:  # a step that fails leaves nothing of itself
        assert ledger.statistics().version == len(steps)


def test_an_empty_file_becomes_a_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.touch()
    with Ledger.open(path, write=True) as ledger:
        assert ledger.statistics().reports == 0


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LedgerError, match="cannot be made"):
        Ledger.open(tmp_path / "file" / "below" / "ledger.sqlite", write=True)


def test_a_locked_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with Ledger.open(path, write=True, busy=0.05) as ledger:
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="locked by another program"):
            list(ledger.add([record(1)]))
        assert ledger.events().total == 0  # reading goes on
        holder.execute("ROLLBACK")
        holder.close()
        assert [a.state for a in ledger.add([record(1)])] == ["added"]


def test_a_full_disk(tmp_path: Path) -> None:
    store = Store(tmp_path / "ledger.sqlite", write=True)
    ledger = Ledger(store)
    list(ledger.add([record(1)]))
    with store.writing() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(LedgerError, match="no room left"):
        list(ledger.add(records(50, start=2)))
    assert ledger.statistics().reports == 1
    assert ledger.record(record(1).document.id) == record(1)
    ledger.close()


def test_a_damaged_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with Ledger.open(path, write=True) as ledger:
        list(ledger.add(records(20)))
    data = bytearray(path.read_bytes())
    data[4096:] = b"\x5a" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(LedgerError, match=r"damaged|not a ledger"), Ledger.open(path) as ledger:
        ledger.events()


def test_the_place_of_the_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ONRECORD_LEDGER", raising=False)
    assert default_path().name == "ledger.sqlite" and default_path().parent.name == "onrecord"
    monkeypatch.setenv("ONRECORD_LEDGER", "~/x.sqlite")
    assert default_path() == Path.home() / "x.sqlite"


# Several at once


def test_readers_work_beside_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with Ledger.open(path, write=True) as ledger:
        list(ledger.add(records(5)))
        done = threading.Event()
        seen: list[int] = []
        errors: list[BaseException] = []

        def look(reader: Ledger) -> None:
            try:
                while not done.is_set():
                    page = reader.events(limit=5)
                    assert page.total % 20 == 0  # whole reports only
                    seen.append(page.total)
                    reader.facets(Filters(kind=("ASSAULT",)))
            except BaseException as error:
                errors.append(error)

        with Ledger.open(path) as reader:
            threads = [threading.Thread(target=look, args=(reader,)) for _ in range(3)]
            for thread in threads:
                thread.start()
            list(ledger.add(records(100, start=5)))
            time.sleep(0.05)
            done.set()
            for thread in threads:
                thread.join()
        assert not errors
        assert max(seen) > min(seen)


def test_two_writers_at_once_add_each_report_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    program = (
        "import sys; from bench.synthetic import records; from onrecord.ledger import Ledger\n"
        "with Ledger.open(sys.argv[1], write=True) as ledger: list(ledger.add(records(120, events=5)))"
    )
    running = [subprocess.Popen([sys.executable, "-c", program, str(path)]) for _ in range(2)]
    assert [process.wait(60) for process in running] == [0, 0]
    with Ledger.open(path) as ledger:
        assert ledger.statistics().reports == 120
        assert ledger.events().total == 600


def test_a_killed_add_leaves_the_ledger_whole(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    program = (
        "import sys; from bench.synthetic import records; from onrecord.ledger import Ledger\n"
        "with Ledger.open(sys.argv[1], write=True) as ledger:\n"
        "    for added in ledger.add(records(100_000, events=10)): print(added.id, flush=True)"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [process.stdout.readline().strip() for _ in range(200)]
        os.kill(process.pid, signal.SIGKILL)
    with Ledger.open(path) as ledger:
        there = ledger.statistics()
        assert there.reports >= len(told)  # what was told as added is there
        assert there.events == there.reports * 10 == ledger.events().total
        for made in records(len(told), events=10):
            assert ledger.record(made.document.id) == made
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.execute("INSERT INTO event_words (event_words) VALUES ('integrity-check')")
    connection.close()
    with Ledger.open(path, write=True) as ledger:
        again = Counter(a.state for a in ledger.add(records(there.reports + 3, events=10)))
        assert again == {"known": there.reports, "added": 3}
        assert ledger.statistics().reports == there.reports + 3

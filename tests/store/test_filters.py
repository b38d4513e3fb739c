"""Filters and counts tell the truth, against a plain reading of the records."""

from __future__ import annotations

import itertools
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.synthetic import record, records
from onrecord.ledger import Filters, Ledger
from onrecord.record import Place, Record
from onrecord.store import terms, walk
from onrecord.view import OWN_VOICE, EventView
from tests.store.conftest import COUNT, everything


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


def test_a_name_is_found_without_its_accents(ledger: Ledger) -> None:
    made = record(1)
    place = replace(made.places[0], name="Téra")
    list(ledger.add([replace(made, places=(place, *made.places[1:]))]))
    found = [ledger.events(Filters(place=(typed,))).total for typed in ("tera", "Téra", "TÉRA")]
    assert found[0] and len(set(found)) == 1

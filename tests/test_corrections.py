"""Editor's notes are tied to the figures and claims that they correct or withdraw; both stay."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord import lexicon
from onrecord.ledger import Ledger
from onrecord.linking.corrections import names_day, numbers_of
from onrecord.linking.units import side
from onrecord.record import Source

LEXICON = lexicon.load("corrections")


def groups(table: str) -> list[dict[str, Any]]:
    found = LEXICON[table]
    return found if isinstance(found, list) else [found]


@pytest.mark.parametrize("text", [t for g in groups("old") for t in g["fires"]])
def test_the_number_told_before(text: str) -> None:
    assert numbers_of(text).old and not set(numbers_of(text).old) & set(numbers_of(text).new)


@pytest.mark.parametrize("text", [t for g in groups("before") for t in g["fires"] if any(c.isdigit() for c in t)])
def test_parts_that_speak_of_what_was(text: str) -> None:
    assert numbers_of(text).old == (15.0,) and not numbers_of(text).new


@pytest.mark.parametrize("text", [t for g in groups("now") for t in g["fires"]])
def test_the_number_told_now(text: str) -> None:
    assert numbers_of(text).new == (15.0,)


@pytest.mark.parametrize("text", [t for g in groups("never") for t in g["fires"]])
def test_numbers_of_nothing_counted(text: str) -> None:
    assert not numbers_of(text).new and not numbers_of(text).old


@pytest.mark.parametrize(
    "text", [t for name in ("old", "before", "now", "never") for g in groups(name) for t in g["not"]]
)
def test_near_misses(text: str) -> None:
    table = next(name for name in ("old", "before", "now", "never") for g in groups(name) if text in g["not"])
    found = numbers_of(text)
    assert {"old": not found.old, "before": not found.old, "now": not found.new, "never": bool(found.new)}[table]


@pytest.mark.parametrize(
    ("text", "old", "new", "what"),
    [
        ("CORRECTS toll to 12, not 15", (15,), (12,), {"killed"}),
        ("(This story has been updated to say that 12, not 15, were killed.)", (15,), (12,), {"killed"}),
        ("Correction: An earlier version of this report said that fifteen people died. The toll is 12.", (15,), (12,), {"killed"}),
        ("An earlier version misstated the number of wounded as 1,500; it is 150.", (1500,), (150,), {"injured"}),
        ("CORRECTS toll in paragraph 2", (), (), {"killed"}),
        ("Corrects name of the minister", (), (), set()),
        ("", (), (), set()),
    ],
)  # fmt: skip
def test_notes(text: str, old: tuple[int, ...], new: tuple[int, ...], what: set[str]) -> None:
    found = numbers_of(text)
    assert (found.old, found.new, set(found.what)) == (old, new, what)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [(None, ""), ("people", ""), ("bodies", ""), ("lives", ""), ("gunmen", "attackers"), ("soldiers", "forces"),
     ("policemen", "forces"), ("children", "civilians"), ("army officers", "forces")],
)  # fmt: skip
def test_whom_a_figure_counts(unit: str | None, expected: str) -> None:
    assert side(unit) == expected


FIRST = "KORE, March 3 (Vale Wire) - A bomb killed 15 people at a market in Kore on Monday, police said. Soldiers closed the road to Melk Harbour, and the clinic asked for blood."
SECOND = "CORRECTS toll to 12, not 15\n" + FIRST.replace("killed 15", "killed 12")
COPY = FIRST.replace("KORE, March 3 (Vale Wire) - ", "") + " (Vale Wire)"
OTHER = "A bomb killed at least 9 people at a market in Kore on Monday, the mayor said."


def source(name: str, text: str, publisher: str, url: str | None = None, day: str = "2026-03-03") -> Source:
    return Source(name, text=text, publisher=publisher, url=url, published=day)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path: Path = tmp_path_factory.mktemp("corrections") / "l.sqlite"
    with Ledger.open(path, write=True) as opened:
        sources = [
            source("first", FIRST, "Vale Wire", "https://vale.example/kore"),
            source("second", SECOND, "Vale Wire", "https://vale.example/kore", "2026-03-04"),
            source("copy", COPY, "Harbour Post"),
            source("other", OTHER, "Coast"),
        ]
        list(opened.add_sources(sources))
        yield opened


def test_a_corrected_figure_says_so_and_stays(ledger: Ledger) -> None:
    with ledger.joins() as joins:
        told = next(
            t
            for t in joins.each(several=True)
            if any(c.stem == "kil" or c.trigger.quote == "killed" for c in t.happening.cards)
        )
    named = {ledger.find(name).id: name for name in ("first", "second", "copy", "other")}
    found = {named[t.report]: t for t in told.tolls() if t.what == "killed"}
    assert {name: t.low for name, t in found.items()} == {"first": 15, "second": 12, "copy": 15, "other": 9}
    marked = {name: [(c.verb, c.told, named[c.note.report]) for c in t.corrections] for name, t in found.items()}
    expected = [("corrected", "12", "second")]
    assert marked == {"first": expected, "second": [], "copy": expected, "other": []}
    assert found["first"].corrections[0].note.text == "CORRECTS toll to 12, not 15"
    derived = told.derived("ucdp")
    assert derived and derived.high == 12 and "2 corrected" in derived.how


def test_lines_hold_reprints_below_the_first_telling(ledger: Ledger) -> None:
    with ledger.joins() as joins:
        told = next(t for t in joins.each(several=True) if t.tolls())
    lines = [line for line in told.toll_lines() if line.first.what == "killed"]
    assert sorted((line.first.low, line.reports) for line in lines) == [(9, 1), (12, 1), (15, 2)]
    assert sum(len(line.tellings) for line in lines) == 4


SET_OUT = "KORE, March 5 (Vale Wire) - A bomb exploded at a market in Kore on Tuesday, police said. Soldiers closed the road to Melk Harbour, and the clinic asked for blood."


@pytest.mark.parametrize(
    ("note", "corrected"),
    [
        ("CORRECTS day of blast to Wednesday, not Tuesday", True),
        ("Correction: An earlier version of this report said Tuesday.", True),
        ("Correction: The blast was on March 4.", True),
        ("CORRECTS name of the police chief", False),
        ("Corrected on March 4: The name of the police chief was misspelt.", False),  # when the note was made
    ],
)
def test_a_corrected_day_says_so(note: str, corrected: bool, tmp_path: Path) -> None:
    later = f"{note}\n{SET_OUT.replace('Tuesday', 'Wednesday')}"
    with Ledger.open(tmp_path / "l.sqlite", write=True) as opened:
        sources = [
            source("first", SET_OUT, "Vale Wire", "https://vale.example/kore", "2026-03-05"),
            source("second", later, "Vale Wire", "https://vale.example/kore", "2026-03-05T12:00:00"),
        ]
        list(opened.add_sources(sources))
        with opened.joins() as joins:
            marks = [
                (key.split("/")[0], c.field, c.told)
                for t in joins.each()
                for key, cs in t.marks().claims.items()
                for c in cs
            ]
        first = opened.find("first").id
    assert marks == ([(first, "time", "2026-03-04")] if corrected else [])


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (" it was on tuesday ", True),
        (" the blast was on 3 march ", True),
        (" in tuesday’s blast ", True),
        (" on 2026-03-03 ", True),
        (" corrected on tuesday march 3 2026 the name ", False),
        (" on wednesday ", False),
        ("", False),
    ],
)
def test_a_note_that_speaks_of_a_day(text: str, named: bool) -> None:
    assert names_day(text, datetime.date(2026, 3, 3)) is named

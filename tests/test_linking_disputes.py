"""Disputes as sides with their quotes, and two reports compared by field."""

from __future__ import annotations

import json
import random
from itertools import combinations
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bench import newslike
from onrecord import parse, pipeline
from onrecord.cli import app
from onrecord.joining import Joined, join
from onrecord.ledger import Ledger
from onrecord.linking.cards import cards
from onrecord.linking.conflicts import disputed, relate
from onrecord.linking.units import counted
from onrecord.record import FigureWhat, Record, Source

TOLD = (
    ("Post", "Eight people were killed when gunmen attacked a bus near Tera, police said."),
    ("Vale", "Gunmen attacked a bus near Tera and killed eight people, the mayor said."),
    ("Harbour", "Gunmen attacked a bus near Tera and killed three people, the army said."),
    ("Coast", "The army denied that gunmen attacked a bus near Tera. Parliament passed a law on fishing."),
)


def read(name: str, text: str) -> Record:
    return pipeline.read(Source(name, text=text, publisher=name, published="2026-03-05"))


@pytest.fixture(scope="module")
def records() -> list[Record]:
    sources = [Source(name, text=text, publisher=name, published="2026-03-05") for name, text in TOLD]
    return [r for r in pipeline.read_all(sources) if isinstance(r, Record)]


@pytest.fixture(scope="module")
def joined(records: list[Record]) -> Joined:
    return join(records, parse.similar)


def test_a_value_is_one_side_whoever_tells_it(joined: Joined) -> None:
    told = [d for h in joined.happenings for d in joined.disputes(h)]
    (figures,) = (d for d in told if d.field == "figures")
    assert figures.what == "killed"
    assert {side.value: len(side.events) for side in figures.sides} == {"8 people": 2, "3 people": 1}
    (status,) = (d for d in told if d.field == "status")
    assert {side.value: len({e.split("/")[0] for e in side.events}) for side in status.sides} == {
        "asserted": 3,
        "denied": 1,
    }
    assert all(len(d.sides) > 1 and d.reasons for d in told)


NINE_AND_THREE = "Nine civilians and three gunmen were killed when rebels attacked a bus near Tera, police said."


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("Eight were killed in Tera, police said.", "Rebels killed eight people in Tera, the army said.", "agrees"),
        (
            "Eight were killed in Tera, police said.",
            "Rebels killed three people in Tera, the army said.",
            "contradicts",
        ),
        (NINE_AND_THREE, "Rebels attacked a bus near Tera and killed 12, the army said.", "agrees"),
        (NINE_AND_THREE, "Rebels attacked a bus near Tera and killed 10 people, the army said.", "contradicts"),
        (NINE_AND_THREE, "Rebels attacked a bus near Tera and killed at least 10 people, the army said.", None),
        (NINE_AND_THREE, "Rebels attacked a bus near Tera and killed 14 people, the army said.", None),  # and others
        (NINE_AND_THREE, "Rebels attacked a bus near Tera and killed one gunman, the army said.", "contradicts"),
    ],
)
def test_figures_of_everyone_and_of_sides(one: str, other: str, relation: str | None) -> None:
    told = [next(c for c in cards(read("Post", text)) if c.figures) for text in (one, other)]
    for a, b in (told, told[::-1]):
        assert [r.relation for r in relate(a, b) if r.field == "figures"] == ([relation] if relation else [])


def test_a_count_is_one_side_with_its_unit_and_without() -> None:
    texts = (
        "Eight were killed when gunmen attacked a bus near Tera, police said.",
        "Eight people were killed when gunmen attacked a bus near Tera, the mayor said.",
        "Gunmen attacked a bus near Tera and killed three people, the army said.",
        NINE_AND_THREE,
    )
    joined = join([read(f"Outlet {n}", text) for n, text in enumerate(texts)], parse.similar)
    (figures,) = (d for h in joined.happenings for d in joined.disputes(h) if d.field == "figures")
    assert {s.value: len(s.events) for s in figures.sides} == {
        "8 people": 2,
        "3 people": 1,
        "9 civilians and 3 gunmen": 1,
    }


@pytest.mark.parametrize(
    ("what", "unit", "expected"),
    [
        ("killed", None, ""),
        ("killed", "people", ""),
        ("killed", "human lives", ""),
        ("killed", "bodies", ""),
        ("killed", "gunmen", "gunman"),
        ("killed", "families", "family"),
        ("killed", "others", "other"),  # besides somebody
        ("killed", "other people", "other people"),
        ("killed", "dead civilians", "dead civilian"),
        ("killed", " ", ""),
        ("damage", "people", "people"),
        ("money", "US dollars", "us dollars"),
    ],
)
def test_units_that_count_the_same(what: FigureWhat, unit: str | None, expected: str) -> None:
    assert counted(what, unit) == expected


def test_difference_tells_changed_fields_and_what_only_one_tells(joined: Joined, records: list[Record]) -> None:
    post, harbour, coast = (records[n].document.id for n in (0, 2, 3))
    found = joined.difference(post, harbour)
    (killed,) = (p for p in found.both if p.one.trigger.quote == "killed")
    assert ("figures", "killed 8 people", "killed 3 people") in [(c.field, c.one, c.other) for c in killed.changes]
    found = joined.difference(post, coast)
    assert [c.trigger.quote for c in found.only_other] == ["passed"]
    turned = joined.difference(coast, post)
    assert {c.key for c in turned.only_one} == {c.key for c in found.only_other}


def test_conflicts_and_diff_on_the_command_line(tmp_path: Path, records: list[Record]) -> None:
    path = tmp_path / "ledger.sqlite"
    with Ledger.open(path, write=True) as ledger:
        assert all(a.state == "added" for a in ledger.add(records))
    run = CliRunner()
    text = run.invoke(app, ["conflicts", "--ledger", str(path)])
    assert text.exit_code == 0 and "killed told differently" in text.stdout and "the army" in text.stdout
    rows = [
        json.loads(line)
        for line in run.invoke(app, ["conflicts", "--format", "json", "--ledger", str(path)]).stdout.splitlines()
    ]
    for row in rows:
        for side in row["sides"]:
            for told in side["tellings"]:
                document = next(r.document for r in records if told["event"].startswith(r.document.id))
                assert told["quote"] in " ".join(document.text.split())
    answer = run.invoke(app, ["diff", "Post", "Harbour", "--ledger", str(path)])
    assert answer.exit_code == 0 and "figures: killed 8 people → killed 3 people" in answer.stdout
    assert run.invoke(app, ["diff", "Post", "Post", "--ledger", str(path)]).exit_code != 0


def test_the_fields_in_dispute_are_those_of_all_pairs(records: list[Record]) -> None:
    told = [card for record in (*records, *newslike.records(60, dense=True)) for card in cards(record)]
    draw = random.Random(6)
    for _ in range(300):
        some = draw.sample(told, 6)
        related = (r for one, other in combinations(some, 2) for r in relate(one, other))
        assert disputed(some) == {(r.field, r.what) for r in related if r.relation == "contradicts"}

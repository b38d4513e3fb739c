"""Actors across reports: names, joins in any order, a person's word, one origin for one speaker."""

from __future__ import annotations

import json
import random
import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bench import synthetic
from onrecord import lexicon
from onrecord.cli import actors as command
from onrecord.cli import app
from onrecord.codec import encode
from onrecord.ledger import Ledger
from onrecord.linking.actors import Actor, ActorCard, Link, actor_cards, cluster, compare, components, names
from onrecord.linking.cards import cards, with_actors
from onrecord.linking.corroboration import corroborate
from onrecord.record import (
    Attribution,
    Codes,
    Document,
    Entity,
    EntityKind,
    Event,
    Mention,
    Program,
    Record,
    Span,
)

NAMES = tomllib.loads((Path(__file__).parent / "cases" / "actors" / "names.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", NAMES, ids=lambda c: c["why"])
def test_names_of_persons(case: dict[str, Any]) -> None:
    for one, other in combinations(map(names.person, case["names"]), 2):
        found = names.match_persons(one, other)
        assert found == names.match_persons(other, one)
        said = "barred" if found.barred else "partial" if found.partial else "same" if found.value > 0.7 else "nothing"
        assert said == case["is"], (one, other, found)


@pytest.mark.parametrize("example", lexicon.load("actor_names")["example"])
def test_names_of_the_lexicon(example: dict[str, list[str]]) -> None:
    def alike(pair: list[str]) -> bool:
        people = [names.person(n) for n in pair]
        bodies = [names.body(n) for n in pair]
        same = bodies[0].words == bodies[1].words and bodies[0].country == bodies[1].country
        return same or (names.match_persons(*people).value > 0.7)

    assert alike(example["fires"]) and not alike(example["not"])


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_names_can_be_compared(one: str, other: str) -> None:
    a, b = names.person(one), names.person(other)
    assert names.match_persons(a, b) == names.match_persons(b, a)
    assert 0 <= names.match_persons(a, b).value <= 1
    assert isinstance(names.body(one).words, tuple)


Told = tuple[str, EntityKind, str | None, str | None]


def report(name: str, *told: Told, words: str = "", title: str = "") -> Record:
    """A report that names some actors (name, kind, country, sector); the first one says that something was struck."""
    text, entities, mentions = title, [], []
    for number, (called, kind, country, sector) in enumerate(told, 1):
        start = len(text)
        text += called + ", "
        titles = (Span(0, len(title), title),) if title and number == 1 else ()
        entities.append(Entity(f"n{number}", called, kind, (), Codes(country, sector), titles))
        mentions.append(Mention(f"m{number}", f"n{number}", Span(start, start + len(called), called), "name"))
    cue, trigger = Span(len(text), len(text) + 4, "said"), Span(len(text) + 5, len(text) + 11, "struck")
    text += "said struck. " + words
    said = Attribution("a1", "n1", mentions[0].span, cue, (trigger,), "indirect", "says")
    event = Event("e1", trigger, according_to=("a1",))
    document = Document(name, name, text, publisher=f"Paper {name}", published="2026-03-01")
    return Record(Program("0"), document, tuple(entities), tuple(mentions), (), (), (said,), (event,))


PESKOV: Told = ("Dmitry Peskov", "person", "RUS", "GOV")
WORDS = "Shells hit the grain harbour at dawn while engineers repaired cranes and two ferries waited offshore."


def told(*records: Record) -> list[ActorCard]:
    return [card for record in records for card in actor_cards(record)]


def holding(actors: tuple[Actor, ...], key: str) -> Actor:
    return next(a for a in actors if key in a.members)


def test_a_last_name_joins_its_full_name_where_company_and_story_agree() -> None:
    found = cluster(
        told(
            report("r1", PESKOV, ("Ana Quiroga", "person", None, None), words=WORDS),
            report("r2", ("Peskov", "person", "RUS", None), ("Ana Quiroga", "person", None, None), words=WORDS),
            report("r3", ("Peskov", "person", None, None), words="A tennis player won the cup in straight sets."),
        )
    )
    actor = holding(found, "r1/n1")
    assert actor.members == ("r1/n1", "r2/n1") and actor.name == "Dmitry Peskov"
    assert actor.joins[0].reasons and actor.joins[0].author == "onrecord"


def test_namesakes_stay_apart() -> None:
    smith: EntityKind = "person"
    found = cluster(
        told(
            report("r1", ("John Smith", smith, "AUS", None), words="The bowler took five wickets.", title="bowler "),
            report("r2", ("John Smith", smith, "USA", "LEG"), words="The bill failed by a vote.", title="Senator "),
        )
    )
    assert holding(found, "r1/n1") != holding(found, "r2/n1")


def test_the_foreign_ministries_of_two_states_are_two() -> None:
    one, other, third = told(
        report("r1", ("Russian Foreign Ministry", "organization", "RUS", "GOV")),
        report("r2", ("Foreign Ministry", "organization", "TUR", "GOV")),
        report("r3", ("Ministry of Foreign Affairs of Russia", "organization", None, "GOV")),
    )
    assert compare(one, other).score < 0.3 and compare(one, third).score > 0.6


@settings(max_examples=12, deadline=None)
@given(st.randoms())
def test_the_order_of_reports_does_not_matter(shuffle: random.Random) -> None:
    all_cards = told(*(synthetic.record(n, events=8) for n in range(12)))
    expected = cluster(all_cards)
    mixed = list(all_cards)
    shuffle.shuffle(mixed)
    assert cluster(mixed) == expected


def test_components_can_be_clustered_by_themselves() -> None:
    all_cards = told(*(synthetic.record(n, events=8) for n in range(12)))
    parts = [cluster([all_cards[i] for i in members]) for members in components(all_cards)]
    assert len(parts) > 1
    assert sorted((a for part in parts for a in part), key=lambda a: a.key) == sorted(
        cluster(all_cards), key=lambda a: a.key
    )


def test_a_persons_word_binds() -> None:
    records = [report(f"r{n}", PESKOV, words=WORDS) for n in range(4)]
    other = report("r9", ("D. P.", "person", None, None))
    split = Link("r1/n1", "r3/n1", "different", 1.0, ("Ines says so: his brother",), "Ines")
    join = Link("r2/n1", "r9/n1", "same", 1.0, ("Ines says so: initials",), "Ines")
    found = cluster(told(*records, other), [split, join])
    assert holding(found, "r1/n1") != holding(found, "r3/n1")
    assert holding(found, "r9/n1") == holding(found, "r2/n1")
    assert any(link.author == "Ines" for link in holding(found, "r9/n1").joins)


def test_outlets_that_quote_one_person_by_two_names_are_one_origin() -> None:
    both = [
        report("r1", PESKOV, ("Ana Quiroga", "person", None, None), words=WORDS),
        report("r2", ("Peskov", "person", None, None), ("Ana Quiroga", "person", None, None), words=WORDS),
    ]
    told_by = [card for record in both for card in cards(record)]
    assert len(corroborate(told_by, ()).asserting) == 2
    who = {member: a.key for a in cluster(told(*both)) for member in a.members}
    (origin,) = corroborate(with_actors(told_by, who), ()).asserting
    assert len(origin.branches) == 2


def test_actors_on_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with Ledger.open(path, write=True) as ledger:
        added = list(ledger.add([report("r1", PESKOV, words=WORDS), report("r2", PESKOV, words=WORDS)]))
    assert all(a.state == "added" for a in added)
    run = CliRunner()
    shown = run.invoke(app, ["actors", "--name", "PESKOV", "--ledger", str(path)])
    assert shown.exit_code == 0 and "Dmitry Peskov  person  RUS GOV  2 reports" in shown.output
    line = json.loads(run.invoke(app, ["actors", "--format", "json", "--ledger", str(path)]).output)
    assert line["members"] == ["r1/n1", "r2/n1"] and line["joins"][0]["verdict"] == "same"
    assert run.invoke(app, ["actors", "--name", "nobody", "--ledger", str(path)]).output == "no such actor\n"
    judged = ["link", "r1/n1", "r2/n1", "--as", "different", "--why", "x", "--author", "Ines", "--ledger", str(path)]
    assert "different actors, says Ines" in run.invoke(app, judged).output
    apart = run.invoke(app, ["actors", "--all", "--format", "json", "--ledger", str(path)]).output
    assert len(apart.splitlines()) == 2
    records = tmp_path / "records.jsonl"
    records.write_bytes(encode(report("r1", PESKOV)))
    assert json.loads(run.invoke(app, ["schema", "actors"]).output)["title"] == "actors"


def test_the_kinds_of_the_command_are_those_of_entities() -> None:
    assert {k.value for k in command.ActorKind} == set(get_args(EntityKind))

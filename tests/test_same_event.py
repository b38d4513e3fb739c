"""Same event and story: a pair scores the same whatever stands beside it; like things of other days and places stay apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import lexicon, parse, pipeline
from onrecord.joining import join
from onrecord.linking import reasons
from onrecord.linking.cards import cards
from onrecord.linking.comparing import FACTS, Compared
from onrecord.linking.same_event import compare, scores_between
from onrecord.linking.senses import akin, sense
from onrecord.linking.stories import Stories
from onrecord.linking.tables import table
from onrecord.linking.tellings import likenesses, telling
from onrecord.linking.words import weight
from onrecord.record import Record, Source

RAID = ("Police arrested 14 people in raids on two flats in Lyon on Tuesday, prosecutors said.", "2026-02-03")
RAID_AGAIN = ("Fourteen suspects were arrested when officers raided flats in Lyon, prosecutors said.", "2026-02-04")
FLOOD = ("Floods swept away a bridge in Assam, officials said.", "2026-06-09")
BOMB = ("A bomb killed nine people at a market in Maiduguri on Thursday, police said.", "2026-03-05")


def read(text: str, published: str | None = None, name: str = "r") -> Record:
    return pipeline.read(Source(name, text=text, published=published, publisher="Post"))


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return [read(*told) for told in (RAID, RAID_AGAIN, FLOOD, BOMB)]


def test_a_pair_scores_the_same_whatever_stands_beside_it(records: list[Record]) -> None:
    told = [telling(r) for r in records]
    alone, among = Stories(told[:2]), Stories(told)
    ids = [t.report for t in told]
    assert alone.similarity(ids[0], ids[1]) == among.similarity(ids[0], ids[1]) > 0.1
    one, other = cards(records[0])[0], cards(records[1])[0]
    assert compare(one, other, alone, parse.similar) == compare(other, one, among, parse.similar)


def test_likeness_is_symmetric_and_that_of_many_at_once(records: list[Record]) -> None:
    told = [telling(r) for r in records]
    for one in told:
        row = likenesses(one, told)
        assert row == [likenesses(one, [other])[0] for other in told] == [likenesses(other, [one])[0] for other in told]


def test_a_grid_holds_what_single_pairs_score(records: list[Record]) -> None:
    one, other = sorted((cards(r) for r in records[:2]), key=lambda c: c[0].report)
    grid = scores_between(table(one), table(other), parse.similar, 0.5)
    for a, card in enumerate(one):
        for b, second in enumerate(other):
            single = scores_between(table([card]), table([second]), parse.similar, 0.5)
            assert grid[a, b] == pytest.approx(single[0, 0], abs=2e-6)


def test_every_fact_is_a_share(records: list[Record]) -> None:
    tables = [table(cards(r)) for r in records]
    for one in tables:
        for other in tables:
            facts = Compared(one, other, parse.similar, story=0.5, itself=one is other).facts
            assert set(facts) == set(FACTS)
            assert all(np.all((v >= -1e-9) & (v <= 1 + 1e-9)) for v in facts.values())


def test_two_tellings_stand_together_and_others_do_not(records: list[Record]) -> None:
    held = [h for h in join(records, parse.similar).happenings if len({c.report for c in h.cards}) > 1]
    pairs = {records[0].document.id, records[1].document.id}
    assert held and all({c.report for c in h.cards} == pairs for h in held)


@pytest.mark.parametrize(
    "other",
    [
        ("Gunmen attacked a bus near Kandahar and killed seven passengers.", "2025-01-04"),
        ("Soldiers attacked a mosque in Idlib and killed two men.", "2026-05-04"),
    ],
)
def test_like_things_of_other_days_and_places_stay_apart(other: tuple[str, str]) -> None:
    one = read("Gunmen attacked a village near Bunia and killed 15 people.", "2026-05-04")
    joined = join([one, read(*other)], parse.similar)
    assert all(len({c.report for c in h.cards}) == 1 for h in joined.happenings)


WIRE = "A bomb exploded at a market in Gombe on {0}, killing {1} people, police said."


def test_two_attacks_told_in_the_words_of_one_outlet_are_two() -> None:
    """A wire tells the next bomb in the same sentence, of another day and toll."""
    one, other = (
        read(WIRE.format("Tuesday", "eight"), "2026-03-03"),
        read(WIRE.format("Saturday", "three"), "2026-03-07"),
    )
    joined = join([one, other], parse.similar)
    assert all(len({c.report for c in h.cards}) == 1 for h in joined.happenings)


def test_an_attack_recalled_from_years_ago_is_not_the_one_told_without_a_day() -> None:
    old = read(
        "A bomb killed two at the Gombe market. In 2015 two blasts at the market killed 49 people.", "2026-03-03"
    )
    new = read("The toll of a bombing at the Gombe market has risen to 12, police said.", "2026-03-04")
    found = [h for h in join([old, new], parse.similar).happenings if any(c.trigger.quote == "blasts" for c in h.cards)]
    assert found and all({c.report for c in h.cards} == {old.document.id} for h in found)


@pytest.mark.parametrize(("kind", "akin_"), [("fires", True), ("not", False)])
def test_words_of_one_happening(kind: str, akin_: bool) -> None:
    for pair in lexicon.load("happening_words")[kind]:
        one, other = (sense(word) for word in pair.split())
        assert akin(one, other) == akin(other, one) == akin_, pair


def test_a_verb_with_its_particle_is_a_word_of_its_own() -> None:
    assert akin(sense("went", particle="down"), sense("crashed"))
    assert not akin(sense("went"), sense("crashed")) and not akin(sense("went", particle="off"), sense("crashed"))


def test_every_wider_word_stands_for_senses_that_are_there() -> None:
    known = lexicon.load("happening_words")
    assert all(set(entry["of"]) <= set(known["sense"]) for entry in known["wider"].values())


def test_who_says_so_tells_nothing_of_an_event() -> None:
    record = read("The drone struck a depot, the army said.")
    (card,) = (c for c in cards(record) if c.trigger.quote == "struck")
    assert "depot" in card.words and not card.words & {"arm", "army"}


def test_a_word_never_seen_weighs_most() -> None:
    assert weight("zorblaxian") > weight("peopl") > 0


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80))
def test_any_text_has_a_telling(text: str) -> None:
    for record in (r for r in [pipeline.read(Source("r", text=text + " x."))] if isinstance(r, Record)):
        told = telling(record)
        assert likenesses(told, [told, told])[0] >= 0.0
        assert likenesses(told, []) == []


def test_no_events_no_scores() -> None:
    empty = table([])
    assert scores_between(empty, table(cards(read(*BOMB))), parse.similar, 0.5).size == 0


def test_every_fact_that_is_weighed_has_words_for_people() -> None:
    assert set(reasons._OF) == set(FACTS)


def test_facts_that_correct_one_another_are_told_together() -> None:
    weights = {"words nearby": 3.0, "same word nearby": -2.0, "other place": -1.0, "same actor": -0.5, "new": 0.4}
    told = reasons.in_words(dict.fromkeys(weights, 1.0), weights)
    assert sorted(told) == ["against: another place", "for: new", "for: the words around them are alike"]

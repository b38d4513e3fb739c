"""Several happenings told together and a single incident of the same words: never one, and no figure against the other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from onrecord import parse, pipeline
from onrecord.joining import join, linker
from onrecord.ledger import Ledger
from onrecord.linking import comparing
from onrecord.linking.cards import Card, cards
from onrecord.linking.conflicts import conflicts, disputed, relate, relation
from onrecord.linking.same_event import compare
from onrecord.linking.stories import Stories
from onrecord.linking.tellings import telling
from onrecord.linking.timeline import days
from onrecord.linking.toll_rules import derive
from onrecord.linking.tolls import tolls
from onrecord.record import Record, Source
from onrecord.store import Judgement

INCIDENT = "Gunmen attacked a market in Maiduguri on Tuesday, killing 8 people, the governor said."
AGAIN = "Gunmen attacked a market in Maiduguri on Tuesday and killed 8 people, the mayor said."
SEVERAL = "Gunmen have attacked several markets in Maiduguri since January, killing 40 people, the governor said."


def read(text: str, published: str = "2026-03-05", name: str = "Post") -> Record:
    return pipeline.read(Source(name, text=text, published=published, publisher=name))


def of(record: Record, word: str) -> Card:
    return next(c for c in cards(record) if c.trigger.quote == word)


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return [read(INCIDENT, name="Post"), read(AGAIN, name="Vale"), read(SEVERAL, "2026-03-06", "Harbour")]


def together(records: list[Record]) -> list[set[bool]]:
    """For each happening of several tellings, whether these are aggregates."""
    return [{c.aggregate for c in h.cards} for h in join(records, parse.similar).happenings if len(h.cards) > 1]


def test_an_aggregate_and_an_incident_are_never_one(records: list[Record], monkeypatch: pytest.MonkeyPatch) -> None:
    assert together(records) and all(len(kinds) == 1 for kinds in together(records))
    monkeypatch.setattr(comparing.Compared, "barred", lambda self: np.zeros(self.shape))
    assert {True, False} in together(records)  # the words alone would join them
    monkeypatch.undo()
    stories = Stories([telling(r) for r in records])
    assert compare(of(records[0], "attacked"), of(records[2], "attacked"), stories, parse.similar).score == 0


def test_two_tellings_of_the_same_aggregate_are_one(records: list[Record]) -> None:
    again = read("Since January gunmen have attacked several markets in Maiduguri, the governor said.", name="Coast")
    assert {True} in together([*records, again])


def test_a_ledger_of_an_older_version_is_joined_anew(
    records: list[Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mixed(ledger: Ledger) -> bool:
        with ledger.joins() as joins:
            return any(len({c.aggregate for c in t.happening.cards}) > 1 for t in joins.happenings(limit=None).rows)

    monkeypatch.setattr(comparing.Compared, "barred", lambda self: np.zeros(self.shape))
    monkeypatch.setattr(linker, "VERSION", "3")
    with Ledger.open(tmp_path / "l.sqlite", write=True) as ledger:
        list(ledger.add(records))
        assert mixed(ledger)
    monkeypatch.undo()
    with Ledger.open(tmp_path / "l.sqlite", write=True) as ledger:
        assert not ledger.linked()
        assert not mixed(ledger) and ledger.linked()


@pytest.mark.parametrize(
    ("text", "word", "aggregate"),
    [
        (SEVERAL, "killing", True),
        ("Gunmen have attacked villages since January and killed 90 people.", "killed", True),
        ("Gunmen who have attacked villages since January killed 8 people on Tuesday.", "killed", False),
        (INCIDENT, "killing", False),
    ],
)
def test_what_several_did_is_of_several_too(text: str, word: str, aggregate: bool) -> None:
    assert of(read(text), word).aggregate is aggregate


def test_since_goes_on_until_the_report() -> None:
    card = of(read(SEVERAL), "attacked")
    assert (card.earliest or "")[:10] == "2026-01-01" and (card.latest or "")[:10] == "2026-03-05"


def mixed_by_hand(records: list[Record]) -> list[Card]:
    """As a person may put them together: who says "same" is followed."""
    return [of(records[0], "killing"), of(records[1], "killed"), of(records[2], "killing")]


def test_their_figures_neither_contradict_nor_update(records: list[Record]) -> None:
    one, again, several = mixed_by_hand(records)
    assert relate(one, several) == relate(several, one) == () and relation(one, several) == "silent"
    assert not list(conflicts([one, again, several])) and not disputed([one, again, several])
    # the same words told of one incident each do contradict: the figures are compared at all
    assert relation(one, replace(several, aggregate=False, published=one.published)) == "contradicts"


def test_aggregates_of_different_spans_do_not_contradict(records: list[Record]) -> None:
    attacked = of(records[2], "attacked")
    since = replace(attacked, figures=of(records[2], "killing").figures)
    fewer = replace(since, figures=tuple(replace(f, low=12.0, high=12.0) for f in since.figures))
    assert relation(since, fewer) == "contradicts"
    assert "figures" not in {
        r.field for r in relate(since, replace(fewer, earliest="2026-02-01")) if r.relation != "silent"
    }


def test_no_toll_changes_one_of_the_other_kind(records: list[Record]) -> None:
    one, _, several = mixed_by_hand(records)
    said = replace(several, speaker=one.speaker)
    found = tolls([one, said])
    assert [(t.low, t.aggregate, t.replaces) for t in found] == [(8.0, False, ()), (40.0, True, ())]
    (_, changed) = tolls([one, replace(said, aggregate=False)])
    assert changed.replaces and changed.replaces[0].how == "raises"
    told = derive("ucdp", found)
    assert told and (told.low, told.high) == (8, 8)


def test_an_incident_keeps_its_own_day_beside_an_aggregate(records: list[Record]) -> None:
    one, several = of(records[0], "attacked"), of(records[2], "attacked")
    assert days([one, several]) == days([one]) == ("2026-03-03", "2026-03-03", "told")
    assert days([several])[0] == "2026-01-01"


def test_a_persons_word_binds_all_the_same(records: list[Record]) -> None:
    a, b = sorted((of(records[0], "attacked").key, of(records[2], "attacked").key))
    joined = join(records, parse.similar, [Judgement(1, "same_event", a, b, "same", "Ines", "seen", "2026-03-09")])
    assert joined.holding(a) is joined.holding(b) is not None
    assert not joined.conflicts(joined.holding(a))  # type: ignore[arg-type]

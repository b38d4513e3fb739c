"""What an event takes from the deed that its own report told: day, place, target, and which deed the dead died of."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import parse, pipeline
from onrecord.joining import join
from onrecord.linking.cards import Card, cards
from onrecord.linking.conflicts import disputed
from onrecord.linking.timeline import days
from onrecord.record import Record, Source


def told(text: str, published: str = "2026-05-06T10:00:00Z") -> dict[str, Card]:
    """The cards of a report by their words, the last of each."""
    record = pipeline.read(Source("r", text=text, published=published, publisher="Wire"))
    assert isinstance(record, Record)
    return {card.trigger.quote: card for card in cards(record)}


RIOT = "Inmates rioted at a prison in Guayaquil on Monday. "


@pytest.mark.parametrize(
    ("text", "word", "day", "place"),
    [
        (RIOT + "Ten men died.", "died", "2026-05-04", "guayaquil"),
        (RIOT + "The violence lasted for hours.", "violence", "2026-05-04", "guayaquil"),
        # another one than that which was told
        (RIOT + "Another riot broke out in Quito.", "riot", None, "quito"),
        # Wednesday is the day of the counting
        ("The death toll from a blast in Gombe rose to 12 on Wednesday, police said.", "toll", None, None),
        # an air strike hit is no "a hit"
        ("An air strike hit a clinic in Gao on Monday. The strike destroyed a ward.", "strike", "2026-05-04", "gao"),
        # of another country, in another line of a roundup
        ("Nigeria: A bomb exploded in Gombe on Monday.\n\nKenya: Two people died.", "died", None, "kenya"),
    ],
)
def test_a_short_mention_takes_what_its_deed_tells(text: str, word: str, day: str | None, place: str | None) -> None:
    deed = told(text)[word].deed
    assert (deed.earliest and deed.earliest[:10]) == day
    assert place is None or (deed.place and deed.place.name) == place


def test_what_is_recalled_from_years_ago_gives_nothing() -> None:
    found = told("In 2015 two blasts killed 49 people in Gombe. Police found a bomb. Three people died.")
    assert found["died"].deed.earliest is None


def test_the_dead_hang_on_the_nearest_deed_of_their_sentence() -> None:
    text = "Gunmen attacked a bar in Bobo-Dioulasso on Tuesday, four days after a raid on a hotel in which 22 died."
    found = told(text)
    assert found["died"].deed.target == found["raid"].deed.target != found["attacked"].deed.target


def test_a_toll_that_rose_stands_with_those_who_were_killed() -> None:
    reports = [
        ("A bomb exploded at a market in Gombe on Tuesday, killing eight people, police said.", "2026-03-03T10:00:00Z"),
        ("The death toll from Tuesday's bombing of the Gombe market rose to 12 on Thursday.", "2026-03-05T10:00:00Z"),
    ]
    records = [
        pipeline.read(Source(f"r{n}", text=text, published=published, publisher=f"outlet {n}"))
        for n, (text, published) in enumerate(reports)
    ]
    happenings = join([r for r in records if isinstance(r, Record)], parse.similar).happenings
    (held,) = (h.cards for h in happenings if {"killing", "toll"} <= {c.trigger.quote for c in h.cards})
    assert days(held)[:2] == ("2026-03-03", "2026-03-03") and ("time", None) not in disputed(held)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80))
def test_any_text_has_cards(text: str) -> None:
    record = pipeline.read(Source("r", text=f"Kenya: {text} died.\nMali: The attack {text}."))
    assert not isinstance(record, Record) or len(cards(record)) == len(record.events)


def test_many_events_cost_no_more_than_their_number() -> None:
    text = "Ten men died in the attack. " * 300
    record = pipeline.read(Source("r", text=text))
    assert isinstance(record, Record) and len(cards(record)) == len(record.events)

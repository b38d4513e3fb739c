"""A headline is no origin beside its own account; who withholds asserts nothing; names are shown as they are written."""

from __future__ import annotations

import pytest

from onrecord import parse, pipeline
from onrecord.export.joined.making import same_line
from onrecord.joining import join
from onrecord.linking.cards import Card, cards, written
from onrecord.linking.corroboration import Corroboration, corroborate
from onrecord.record import Record, Source


def read(text: str, title: str | None = None) -> Record:
    source = Source("r", text=text, published="2026-03-04", publisher="Daily Note", title=title)
    record = pipeline.read(source)
    assert isinstance(record, Record)
    return record


def origins(text: str, word: str, title: str | None = None) -> Corroboration:
    """Of the happening that a word of one report tells."""
    record = read(text, title)
    joins = join([record], parse.similar)
    for happening in joins.happenings:
        if any(c.trigger.quote == word for c in happening.cards):
            return corroborate(happening.cards, ())
    raise AssertionError(word)


def told(origin: Corroboration, status: str) -> list[str]:
    return [o.name for o in getattr(origin, status)]


@pytest.mark.parametrize(
    ("text", "word", "status", "names"),
    [
        (
            "Shelling kills nine in Orsk\nShelling of the town of Orsk killed nine people on Tuesday, Mayor Ivan Dolin said.",
            "kills",
            "asserting",
            ["Ivan Dolin"],
        ),
        (
            "Rebels deny shelling Orsk\nThe Vale Front on Tuesday denied shelling the town of Orsk.",
            "shelling",
            "denying",
            ["Vale Front"],
        ),
        (
            # A headline that nobody below it bears out is the outlet's own.
            "Shelling kills nine in Orsk\nMayor Ivan Dolin said schools would stay closed.",
            "kills",
            "asserting",
            ["Daily Note"],
        ),
    ],
)
def test_a_headline_has_the_source_of_its_account(text: str, word: str, status: str, names: list[str]) -> None:
    assert told(origins(text, word), status) == names


def test_a_first_sentence_is_no_headline() -> None:
    first = (
        "Shelling killed nine people in Orsk on Tuesday.\nShelling killed nine people in Orsk, Mayor Ivan Dolin said."
    )
    assert set(told(origins(first, "killed"), "asserting")) == {"Daily Note", "Ivan Dolin"}


def card(text: str, word: str) -> Card:
    return next(c for c in cards(read(text)) if c.trigger.quote == word)


def test_who_withholds_asserts_nothing() -> None:
    text = (
        "The Defence Ministry refused on Friday to say whether troops were guarding the airport when drones struck it."
    )
    assert card(text, "struck").speaker.chain == ()
    assert card(text, "guarding").speaker.chain == ("Defence Ministry",)


def test_who_is_meant_by_a_pronoun_is_shown_by_name() -> None:
    text = "Prime Minister Omar Dandal arrived in Tera on Friday. Soldiers then arrested him at the airport."
    arrested = card(text, "arrested")
    assert {written(name, arrested) for name in arrested.recipients} == {"Omar Dandal"}


def test_a_heading_names_nobody_whom_a_denial_alone_names() -> None:
    text = "Drones struck a depot in Tera on Friday, killing nine people. The Vale Front denied that it had struck the depot."
    joins = join([read(text)], parse.similar)
    struck = next(h for h in joins.happenings if len(h.cards) > 1)
    assert {c.status for c in struck.cards} == {"asserted", "denied"}
    heading = same_line(joins.told(struck), joins.named)
    assert "Vale Front" not in heading.actors and heading.denying[0].name == "Vale Front"

"""Repairs of the parse: what grammar alone can see."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import parse, pipeline
from onrecord.record import Document, Source
from onrecord.repair.tree import crown, move


@pytest.mark.parametrize(
    ("text", "word", "head"),
    [
        (
            "The army spokesman accused the Northern Front, a rebel group that has fought the government since 2021, of carrying out the attack.",
            "of",
            "accused",
        ),
        (
            "Iranian security forces opened fire on demonstrators in the Kurdish city of Mahabad late on Saturday, "
            "killing three people and wounding several others, the Oslo-based rights group Hengaw reported.",
            "opened",
            "reported",
        ),
        ("She is tired of the war.", "of", "tired"),
        ("The minister accused the mayor of hiding funds.", "of", "accused"),
        ("The court convicted the head of the fund.", "of", "head"),
    ],
)
def test_heads(text: str, word: str, head: str) -> None:
    syntax = parse.parse(Document("x", "x", text))
    found = [t for t in syntax.tokens if t.text == word][-1 if word == "of" else 0]
    assert found.head.text == head
    assert found in found.head.children


def test_a_semicolon_parts_what_is_said() -> None:
    syntax = parse.parse(Document("x", "x", "The army left the town; the mayor told the radio that calm had returned."))
    left = next(t for t in syntax.tokens if t.text == "left")
    assert left.dep != "ccomp"


def test_three_things_in_a_row() -> None:
    syntax = parse.parse(
        Document("x", "x", "Jets bombed a hospital, a school and two shops in Idlib, killing nine, among them a nurse.")
    )
    by_word = {t.text: t for t in syntax.tokens}
    assert by_word["school"].dep == "conj"
    assert by_word["nurse"].dep not in ("dobj", "conj")


_WORDS = (
    'the rebels attacked killed beaten and , of by base said who was in 12 dozens . - " police to not that it on '
    "Monday left dead wounded two leaving as ferry capsizes drown Senate passes bill sends they say he walked shot him : ; "
    "five hurt missing at least crash more than"
).split()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(_WORDS), max_size=40))
def test_every_tree_stays_a_tree(words: list[str]) -> None:
    tokens = parse.parse(Document("x", "x", " ".join(words))).tokens
    for token in tokens:
        assert all(child.head is token for child in token.children)
        assert token.head is token or token in token.head.children
        assert len(list(token.ancestors())) < len(tokens)


def test_a_count_that_heads_its_sentence_ends() -> None:
    """The last count of a headline without a verb is the root itself: walking up from it must end."""
    for text in ("Two dead, five hurt in Torv crash", "One held, three missing, at least five hurt"):
        assert parse.parse(Document("x", "x", text)).tokens


def test_no_word_hangs_from_what_hangs_from_it() -> None:
    tokens = {t.text: t for t in parse.parse(Document("x", "x", "Rebels said that troops left Kore.")).tokens}
    move(tokens["said"], tokens["left"])
    move(tokens["left"], tokens["troops"])
    assert tokens["said"].head is tokens["said"]
    assert tokens["left"].head is tokens["said"]
    assert not crown(tokens["Kore"], tokens["left"], "conj")
    assert crown(tokens["left"], tokens["said"], "ccomp")
    assert tokens["left"].head is tokens["left"]
    assert tokens["said"].head is tokens["left"]


def test_a_list_of_thousands_of_participles() -> None:
    record = pipeline.read(Source("x", "He was beaten, " + ", ".join(["arrested"] * 1200) + "."))
    assert len(record.events) > 1000

"""Repairs of the parse: what grammar alone can see."""

from __future__ import annotations

import pytest

from onrecord import parse
from onrecord.record import Document


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

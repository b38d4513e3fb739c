"""Status: the lexicon's own examples and the table of cases."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import parse
from onrecord.clean import clean
from onrecord.lexicon import load
from onrecord.reading.status import judge
from onrecord.record import Document, Judgement, Source

CASES = sorted((Path(__file__).parent / "cases" / "status").glob("*.toml"))


def judged(marked: str) -> Judgement | None:
    """The judgement of the word in [brackets]; None where it is plainly asserted."""
    found = re.search(r"\[([^]]+)\]", marked)
    assert found, marked
    text = marked.replace("[", "", 1).replace("]", "", 1)
    document = clean(Source("case", text))
    syntax = parse.parse(document)
    token = syntax.at(found.start())
    assert token is not None
    return judge(document, syntax).get(token.i)


def status_of(marked: str) -> str:
    judgement = judged(marked)
    return judgement.status if judgement else "asserted"


def examples() -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    for kind in ("predicate", "adverb", "modal"):
        for group in load("status")[kind]:
            name = group.get("name", group["words"][0])
            positive = group.get("passive") or group.get("positive") or group["status"]
            negative = group.get("negative", "denied")
            found += [(name, text, positive) for text in group["fires"]]
            found += [(name, text, negative) for text in group.get("denies", [])]
            found += [(name, text, "asserted") for text in group["not"]]
    return found


@pytest.mark.parametrize(("name", "text", "expected"), examples())
def test_lexicon(name: str, text: str, expected: str) -> None:
    assert status_of(text) == expected


def cases() -> list[dict[str, Any]]:
    return [case for path in CASES for case in tomllib.loads(path.read_text("utf-8")).get("case", [])]


@pytest.mark.parametrize("case", cases(), ids=lambda c: c["text"])
def test_case(case: dict[str, Any]) -> None:
    judgement = judged(case["text"])
    right = (judgement.status if judgement else "asserted") == case["status"]
    if right and "certainty" in case:
        right = (judgement.certainty if judgement else "certain") == case["certainty"]
    if right and "cue" in case:
        right = judgement is not None and judgement.cue is not None and judgement.cue.quote == case["cue"]
    if case.get("miss"):
        if right:
            pytest.fail("a known miss passes now: take away `miss`")
        pytest.xfail(case["why"])
    assert right, (judgement, case["why"])


ODD = [
    "",
    "x",
    "?",
    "NOT NOT NOT",
    "no no, never! would if",
    "if " * 300,
    "He said he said he denied he did not plan to. " * 40,
]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts(text: str) -> None:
    document = Document("d", "case", text)
    syntax = parse.parse(document)
    for index, judgement in judge(document, syntax).items():
        assert 0 <= index < len(syntax.tokens)
        if judgement.cue is not None:
            assert document.text[judgement.cue.start : judgement.cue.end] == judgement.cue.quote


WORDS = "he did not deny no one had plans to attack if would , . ? “ ” nor 🙂 \n".split(" ")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_never_an_error(words: list[str]) -> None:
    document = Document("d", "case", " ".join(words))
    syntax = parse.parse(document)
    assert judge(document, syntax) == judge(document, syntax)

"""The learned tagger: shapes, links, determinism, odd texts; its figures are the gate's business."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import parse
from onrecord.clean import clean
from onrecord.models import chain
from onrecord.reading.tags import find_tags, quotation
from onrecord.record import Document, Source
from onrecord.syntax import Syntax, Tags

ODD = [
    "x",
    "“",
    "NO ONE SAID ANYTHING ABOUT THE STRIKE, POLICE SAID.",
    'He said "we left',
    "قال الجيش إن القاعدة تعرضت لهجوم. The army said so.",
    "🙂 “It’s over,” 🙂 he said.\r\n\r\n“And done.",
    "word " * 700,
]


def read(text: str) -> tuple[Document, Syntax, Tags]:
    document = clean(Source("case", text))
    syntax = parse.parse(document)
    return document, syntax, find_tags(document, syntax)


def words(document: Document, syntax: Syntax, interval: tuple[int, int] | None) -> str | None:
    if interval is None:
        return None
    return document.text[syntax.tokens[interval[0]].start : syntax.tokens[interval[1] - 1].end]


def test_plain_attribution() -> None:
    document, syntax, tags = read("The governor said that the bridge had collapsed overnight.")
    found = tags.proposals[0]
    assert words(document, syntax, found.source) == "The governor"
    assert words(document, syntax, found.cue) == "said"
    assert "the bridge had collapsed overnight" in str(words(document, syntax, found.content[0]))


def test_direct_speech_in_two_pieces_hangs_from_one_cue() -> None:
    document, syntax, tags = read("“We are not leaving,” the mayor of Aden said. “We will stay until the end.”")
    cues = {words(document, syntax, p.cue) for p in tags.proposals}
    assert cues == {"said"}
    assert {words(document, syntax, p.source) for p in tags.proposals} == {"the mayor of Aden"}


@pytest.mark.parametrize("text", ODD)
def test_odd_texts(text: str) -> None:
    _, syntax, tags = read(text)
    count = len(syntax.tokens)
    assert tags.content.shape == (count, 3) and tags.event.shape == (count,)
    assert np.allclose(tags.content.sum(axis=1), 1, atol=1e-4)
    for found in tags.proposals:
        for first, last in (*found.content, *filter(None, (found.source, found.cue))):
            assert 0 <= first < last <= count


@settings(max_examples=20, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab \"“”'’\n.,?A1🙂é"), max_size=80))
def test_never_an_error(text: str) -> None:
    document = Document("d", "case", text)
    syntax = parse.parse(document)
    tags = find_tags(document, syntax)
    assert len(tags.cue) == len(syntax.tokens)
    assert len(quotation(document, syntax)) == len(syntax.tokens)


def test_twice_the_same() -> None:
    text = "Officials denied reports that troops had crossed. “Nobody crossed,” one said."
    first, second = read(text)[2], read(text)[2]
    assert first.proposals == second.proposals
    assert np.array_equal(first.content, second.content)


def by_hand(scores: np.ndarray, steps: np.ndarray) -> tuple[tuple[int, ...], np.ndarray]:
    """The best path and the shares of one part over few tokens, by trying all paths."""
    weights = {
        path: sum(scores[i, y] for i, y in enumerate(path)) + sum(steps[a, b] for a, b in pairwise(path))
        for path in product(range(3), repeat=len(scores))
    }
    shares = np.zeros_like(scores)
    for path, weight in weights.items():
        for i, y in enumerate(path):
            shares[i, y] += np.exp(weight)
    return max(weights, key=weights.__getitem__), shares / shares.sum(axis=1, keepdims=True)


def test_the_chain_is_what_all_paths_give() -> None:
    chance = np.random.default_rng(3)
    scores = chance.normal(size=(3, 9, 3)).astype(np.float32)
    steps = chance.normal(size=(3, 3, 3)).astype(np.float32)
    paragraphs = chain.runs(np.asarray([0, 4, 5]), 9)
    labels, shares = chain.likeliest(scores, steps, paragraphs), chain.shares(scores, steps, paragraphs)
    for part in range(3):
        for first, last in ((0, 4), (4, 5), (5, 9)):
            path, expected = by_hand(scores[part, first:last], steps[part])
            assert tuple(labels[first:last, part]) == path
            assert np.allclose(shares[part, first:last], expected, atol=1e-5)

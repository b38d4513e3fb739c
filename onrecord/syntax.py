"""What the parse and the tagger hand to the stages: words with their heads, sentences, names, evidence.

With record.py these are all the types that pass between stages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from onrecord.record import Span


class Token:
    """One word or mark of the parse. `head` of a root is the token itself; offsets are the document's."""

    __slots__ = (
        "children",
        "dep",
        "end",
        "ent",
        "head",
        "i",
        "lemma",
        "lower",
        "pos",
        "sent",
        "space",
        "start",
        "tag",
        "text",
    )  # fmt: skip

    i: int
    start: int
    end: int
    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: Token
    children: list[Token]
    ent: str
    sent: int
    space: bool

    def __repr__(self) -> str:
        return f"<{self.i}:{self.text}/{self.tag}/{self.dep}>"

    def child(self, *deps: str) -> Token | None:
        """The first child that has one of the dependency labels."""
        return next((c for c in self.children if c.dep in deps), None)

    def behind(self, preposition: str) -> Token | None:
        """The noun behind a preposition of this word: "villagers" of "dozens of villagers"."""
        return next(
            (o for c in self.children if c.dep == "prep" and c.lower == preposition if (o := c.child("pobj"))), None
        )

    def subtree(self) -> list[Token]:
        """The token and all below it, in the order of the text."""
        found = [self]
        for token in found:
            found.extend(token.children)
        return sorted(found, key=lambda t: t.i)

    def ancestors(self) -> Iterator[Token]:
        token = self
        while token.head is not token:
            token = token.head
            yield token


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A named entity as the parser saw it: tokens [first, last), label as in OntoNotes."""

    first: int
    last: int
    label: str


@dataclass(frozen=True, slots=True)
class Syntax:
    """The parse of a document. `sentences` are token intervals [first, last).

    `context` holds one row a token of what the parser's own network computed (96 float16, for learned parts);
    `words` the token's row in the engine's table of word vectors, -1 where it has none.
    """

    tokens: tuple[Token, ...]
    sentences: tuple[tuple[int, int], ...]
    names: tuple[NameSpan, ...]
    context: NDArray[np.float16] = field(default_factory=lambda: np.zeros((0, 96), np.float16), repr=False)
    words: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32), repr=False)

    def sentence(self, token: Token) -> tuple[Token, ...]:
        first, last = self.sentences[token.sent]
        return self.tokens[first:last]

    def at(self, offset: int) -> Token | None:
        """The token that covers the character, or the next one after it."""
        low, high = 0, len(self.tokens)
        while low < high:
            middle = (low + high) // 2
            if self.tokens[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        return self.tokens[low] if low < len(self.tokens) else None

    def within(self, span: Span) -> tuple[Token, ...]:
        """The tokens that lie wholly or partly in the span."""
        first = self.at(span.start)
        if first is None:
            return ()
        last = first.i
        while last < len(self.tokens) and self.tokens[last].start < span.end:
            last += 1
        return self.tokens[first.i : last]


@dataclass(frozen=True, slots=True)
class Proposal:
    """An attribution as the learned tagger sees it: token intervals [first, last), null where it sees none."""

    source: tuple[int, int] | None
    cue: tuple[int, int] | None
    content: tuple[tuple[int, int], ...]
    score: float


@dataclass(frozen=True, slots=True)
class Tags:
    """What the learned tagger gives for each token, one row a token.

    `source`, `cue`, `content`: probabilities of [outside, begins one, inside one]; `event`: probability that the word
    tells of a happening; `proposals`: the likeliest spans, linked; `factuality`: -3 (surely not so) to 3 (surely so).
    """

    source: NDArray[np.float32]
    cue: NDArray[np.float32]
    content: NDArray[np.float32]
    event: NDArray[np.float32]
    proposals: tuple[Proposal, ...] = ()
    factuality: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32), repr=False)

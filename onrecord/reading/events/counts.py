"""The figures of a report by the word they count."""

from __future__ import annotations

from collections import defaultdict

from onrecord.reading.events.clause import core
from onrecord.reading.events.lexicon import listed
from onrecord.record import Document, Figure
from onrecord.syntax import Syntax, Token

_MODIFIERS = frozenset({"nummod", "quantmod", "compound", "det", "amod", "nmod"})


class Counts:
    """The figures of a document by the token they count."""

    def __init__(
        self, document: Document, syntax: Syntax, figures: tuple[Figure, ...], told: frozenset[int] = frozenset()
    ) -> None:
        self.document = document
        self.told = told  # the tokens that are happenings themselves
        self.by_token: dict[int, list[Figure]] = defaultdict(list)
        self.first: dict[int, Figure] = {}  # by the first token and by the one behind the last
        self.behind: dict[int, Figure] = {}
        for figure in figures:
            tokens = syntax.within(figure.span)
            if tokens:
                self.first[tokens[0].i] = self.behind[tokens[-1].i + 1] = figure
                for i in _counted(tokens, figure.what == "money"):
                    self.by_token[i].append(figure)

    def of(self, token: Token) -> list[Figure]:
        own = self.by_token.get(token.i, [])
        if own or (core(token) is token and token.lemma not in listed("tally", "groups")):
            return own if len(own) < 2 else _of_parts(own, token)
        group = token.behind("of") if token.lemma in listed("tally", "groups") else None
        return self.by_token.get((group or core(token)).i, [])

    def sums(self, token: Token) -> list[Figure]:
        """The money that a token is or is a part of: "$20,000 bail"."""
        own = [f for f in self.of(token) if f.what == "money"]
        if own:
            return own
        worth = [x for c in token.children if c.lower == "worth" for x in c.children]
        near = [c for c in token.children if c.dep in _MODIFIERS] + worth
        return [f for c in near for f in self.by_token.get(c.i, []) if f.what == "money"]


def _of_parts(figures: list[Figure], token: Token) -> list[Figure]:
    """ "21 of 41 missiles" counts 21, told of the number, 41, told of the missiles."""
    if token.pos != "NUM":
        own = [f for f in figures for c in token.children if c.dep == "nummod" and f.span.start <= c.start < f.span.end]
        return own or figures
    return [f for f in figures if f.span.start <= token.start < f.span.end] or figures


def _counted(tokens: tuple[Token, ...], money: bool) -> list[int]:
    """The number and the noun it counts."""
    last = tokens[-1]
    inside = {t.i for t in tokens}
    while last.head.i in inside and last.head is not last and last.head.pos not in ("ADP", "SCONJ"):
        last = last.head
    if last.dep in _MODIFIERS:
        noun = last.head
        while noun.dep == "compound" and noun.head.i > noun.i:
            noun = noun.head  # "three Harrow County residents"
        return [last.i, last.head.i, noun.i] if money or noun.tag == "NNS" else [last.i, last.head.i]
    found = [last.i]
    for c in last.children:
        if c.dep == "prep" and c.lower == "of":
            found += [p.i for p in c.children if p.dep == "pobj"]
    return found
